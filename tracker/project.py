"""A project: its folder, its families and its own words, read before anything else is."""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from tracker.kinds import Kinds, load
from tracker.log import shape, strict
from tracker.model.problem import Place, Problem
from tracker.model.values import Value, text
from tracker.model.vocabulary import Vocabulary


class Accepted(Value):
    """A warning that was looked at."""

    code: text(10)
    """The warning's code."""
    place: text(500)
    """The file at which it is shown."""
    reason: text(600)
    """Why it may stand."""


class Project(NamedTuple):
    """What a command works on."""

    root: Path
    kinds: Kinds
    vocabulary: Vocabulary
    accepted: list[Accepted]
    problems: list[Problem]
    """What is wrong with the files beside the events."""


class NoFamily(Exception):
    """A family that `pyproject.toml` names cannot be loaded."""


def configured(root: Path) -> dict[str, Any]:
    """What `[tool.tracker]` in the project's own `pyproject.toml` says."""
    config = root / "pyproject.toml"
    if not config.is_file():
        return {}
    try:
        said = tomllib.loads(config.read_text(encoding="utf-8")).get("tool", {}).get("tracker", {})
    except ValueError as error:
        raise NoFamily(f"`pyproject.toml` cannot be read: {error}") from None
    return said if isinstance(said, dict) else {}


def families(root: Path) -> tuple[str, ...]:
    """The modules of families that `[tool.tracker] families` names."""
    named = configured(root).get("families", [])
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise NoFamily("`families` in `pyproject.toml` is not a list of texts")
    for name in named:
        if name.endswith(".py") and not (root / name).is_file():
            raise NoFamily(f"`pyproject.toml` names the family `{name}`, and there is no such file")
    return tuple(str(root / name) if name.endswith(".py") else name for name in named)


def open_project(root: Path) -> Project:
    """The project in a folder. A missing vocabulary is an empty one; a wrong one is a problem.

    Raises NoFamily where a family of the project's own cannot be loaded.
    """
    root = Path(root).resolve()
    named = families(root)
    try:
        kinds = load(named)
    except Exception as error:
        # A module of the project's own is run here, and may fail in any way.
        own = ", ".join(Path(name).name for name in named)
        raise NoFamily(f"a family of {own} cannot be loaded: {type(error).__name__}: {error}") from error
    problems: list[Problem] = []
    vocabulary = _read(root, "vocabulary.json", dict, "P901", problems)
    words = _valid(Vocabulary, vocabulary or {}, Place("events/vocabulary.json"), "P901", problems)
    listed = _read(root, "accepted.json", list, "P903", problems)
    looked_at = [_valid(Accepted, a, Place("events/accepted.json", (n,)), "P903", problems) for n, a in enumerate(listed or ())]
    return Project(root, kinds, words or Vocabulary(), [a for a in looked_at if a], problems)


def _read(root: Path, name: str, wanted: type, code: str, problems: list[Problem]) -> Any:
    """What a file beside the events holds, or none."""
    path, place = root / "events" / name, Place(f"events/{name}")
    if not path.exists():
        return None
    try:
        data, found = strict.read(path.read_bytes(), place)
    except OSError as error:
        problems.append(Problem(code, place, f"the file cannot be read: {error.strerror.lower()}", "see its permissions"))
        return None
    problems += (_beside(code, p) for p in found)
    if found or isinstance(data, wanted):
        return data
    kind, form = ("list", "brackets") if wanted is list else ("object", "braces")
    problems.append(Problem(code, place, f"the file does not hold one {kind}", f"put everything in {form}"))
    return None


def _valid(model: type[Value], data: Any, place: Place, code: str, problems: list[Problem]) -> Any:
    """The data as a value, or none."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += (_beside(code, shape.reword(e, model, place)) for e in error.errors(include_url=False))
        return None


def _beside(code: str, problem: Problem) -> Problem:
    """A problem of a file that is no event."""
    return problem._replace(code=code, note=f"`tracker explain {problem.code}` says more")
