"""Makes a new tracker: whole and checked in a folder beside, then put in its place in one step."""

import os
import re
import shutil
import unicodedata
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import NamedTuple

import yaml
from pydantic import TypeAdapter, ValidationError

from tracker import write
from tracker.check import check
from tracker.derive.metadata import HEAD, metadata
from tracker.derive.schema import schema_text
from tracker.desk import issue_form as issue_forms
from tracker.desk.prepared import prepared
from tracker.model.values import Title, text
from tracker.project import open_project
from tracker.proposal import Once
from tracker.starter.example import DOCUMENTS
from tracker.starter.given import HERE, given

TEXTS = HERE / "texts"

EXECUTABLE = frozenset({".ci/run"})

ABOUT = "A sourced record of what was promised and done, and of what became of it."

_GAPS = re.compile(r"^## (\d+)\. Known gaps$.*", re.MULTILINE | re.DOTALL)
"""The section of the codebook that is about one record alone; it is the last."""

_OWN_GAPS = """\
## {0}. Known gaps

**{0}.1** This record began on {1}. What happened before is here only where somebody has brought it with its sources.

**{0}.2** The case of Example City is invented, and shows what events look like. It goes before the first real one comes.

**{0}.3** Coverage by year, family, jurisdiction and publisher is on the page `/coverage`; what is thin there is thin here.
"""


class Refused(Exception):
    """A tracker cannot be made as asked; says why."""


class Wish(NamedTuple):
    """What a new tracker is to be."""

    title: str
    about: str
    engine: str
    """The requirement that installs this program."""


def wish(title: str, about: str, engine: str) -> Wish:
    """The wish, if the texts are such as pages and configuration hold. Raises Refused where one is not."""
    forms = {"--title": (Title, title), "--about": (text(1000), about), "--engine": (text(500), engine)}
    for name, (form, given_text) in forms.items():
        try:
            TypeAdapter(form).validate_python(given_text)
        except ValidationError as error:
            most = error.errors()[0].get("ctx", {}).get("max_length")
            why = f"is longer than {most} characters" if most else "is empty, begins like a formula, or holds what cannot be seen"
            raise Refused(f"{name} {why}") from None
    return Wish(title, about, engine)


def make(folder: Path, wished: Wish) -> list[str]:
    """Makes the tracker in a folder that is empty or does not exist, and says which files it has. Raises Refused."""
    there = folder.is_dir()
    if there and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: a new tracker begins in a folder of its own")
    if not there and (folder.exists() or folder.is_symlink()):
        raise Refused(f"{folder} is no folder")
    if not folder.absolute().parent.is_dir():
        raise Refused(f"there is no folder {folder.parent}")
    beside = (folder if there else folder.absolute().parent) / f".tracker-{os.urandom(6).hex()}"
    try:
        beside.mkdir()
        _fill(beside, wished)
        files = sorted(path.relative_to(beside).as_posix() for path in beside.rglob("*") if path.is_file())
        _put(beside, folder, there)
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {(error.strerror or str(error)).lower()}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return files


def _put(beside: Path, folder: Path, there: bool) -> None:
    """Puts what was made in its place: in one step, or into a folder that is there already all of it or nothing."""
    if not there:
        beside.rename(folder)
        return
    moved: list[Path] = []
    try:
        for child in sorted(beside.iterdir()):
            moved.append(folder / child.name)
            child.rename(moved[-1])
    except BaseException:
        for path in moved:
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _fill(root: Path, wished: Wish) -> None:
    now = write.now()
    for path, raw in (given() | _texts(wished)).items():
        _write(root, path, raw)
    codebook = root / "events/README.md"
    codebook.write_bytes(_codebook(codebook.read_text(encoding="utf-8"), now[:10]).encode())
    project = open_project(root)
    store = Once(root, project.kinds)
    write.append(root, prepared(store, project.kinds, DOCUMENTS, now).drafts)
    _write(root, "events/schema.json", schema_text(project.kinds, project.vocabulary).encode())
    _write(root, "metadata.yml", metadata(_head(wished), project.kinds).encode())
    for name, form in issue_forms.files(project.kinds, project.vocabulary).items():
        _write(root, f"{issue_forms.FOLDER}/{name}", form.encode())
    found = check(project, now=now).problems
    if found:
        raise Refused(f"what was made does not pass its own check: {found[0].place.path}: {found[0].sentence}")


def _write(root: Path, path: str, raw: bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(raw)
    if path in EXECUTABLE:
        (root / path).chmod((root / path).stat().st_mode | 0o111)


def _texts(wished: Wish) -> dict[str, bytes]:
    """The texts that are the new tracker's own."""
    words = {
        "title": wished.title,
        "about": wished.about,
        "slug": _slug(wished.title),
        "engine": _in_quotes(wished.engine),
        "described": _in_quotes(wished.title),
    }
    found = {}
    for file in sorted(path for path in TEXTS.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        # Tools that look for their settings would read a name without this ending.
        path = file.relative_to(TEXTS).as_posix().removesuffix(".in")
        found[path] = Template(file.read_text(encoding="utf-8")).substitute(words).encode()
    return found


def _in_quotes(said: str) -> str:
    """A text without control characters as TOML writes it between quotes."""
    return said.replace("\\", "\\\\").replace('"', '\\"')


def _slug(title: str) -> str:
    """The title as the name of a distribution."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "tracker"


def _head(wished: Wish) -> str:
    """The upper part of metadata.yml."""
    told = yaml.safe_load(HEAD)
    databases = told.pop("databases")
    said = {"title": wished.title, "description": wished.about}
    told |= said | {"source": "Named beside every event", "source_url": "/tracker/event_sources", "databases": databases}
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=130)


def _codebook(common: str, day: str) -> str:
    """The rules that all trackers have in common, and what is missing in a record that begins today."""
    return _GAPS.sub(lambda found: _OWN_GAPS.format(found[1], day), common)
