"""The path is the identity: what a path under `events/` says, and whether the document agrees."""

import re
from functools import lru_cache
from typing import NamedTuple

from tracker.kinds import Kinds
from tracker.model.dates import is_day, when
from tracker.model.identity import SLUG_LENGTH, is_slug, is_stem
from tracker.model.problem import Place, Problem, all_of, did_you_mean
from tracker.model.quick import quick


class Name(NamedTuple):
    """An event's identity, as its path gives it."""

    family: str
    case_id: str
    stem: str

    @property
    def id(self) -> str:
        return f"{self.case_id}/{self.stem}"


_name = quick(Name)

# Beside the families' folders, edited by hand or generated; none of them is an event.
BESIDE = frozenset({"README.md", "LICENSE", "schema.json", "vocabulary.json", "accepted.json", ".gitattributes"})

_ENDING = re.compile(r"-([2-9]|[1-9][0-9]+)$")


def name_of(path: str, kinds: Kinds) -> tuple[Name | None, list[Problem]]:
    """The identity that a path such as `events/pledges/x/2021-announced.json` gives, relative to the project."""
    folder, _, file = path.rpartition("/")
    held = _case_in(folder, kinds)
    if held is not None and file.endswith(".json"):
        family, case_id = held
        stem = file[:-5]
        if is_stem(stem):
            return _name((family, case_id, stem)), []
    parts = path.split("/")
    place = Place(path)
    if "\\" in path:
        help = "rename it: where a backslash separates folders, this is another path"
        return None, [Problem("P109", place, "the name holds a backslash", help)]
    if ".." in parts or "." in parts or path.startswith("/"):
        return None, [Problem("P109", place, "the path leaves the folder `events`", "name files below `events/`")]
    if len(parts) != 4 or parts[0] != "events" or not parts[3].endswith(".json"):
        form = "events/<family>/<case>/<date>-<verb>.json"
        return None, [Problem("P110", place, "this is no place for a file", f"an event stands in `{form}`")]
    _, family, case, file = parts
    return identity(f"{family}/{case}/{file.removesuffix('.json')}", place, kinds)


@lru_cache(maxsize=256)
def _case_in(folder: str, kinds: Kinds) -> tuple[str, str] | None:
    """The family and the case that a folder of this path holds, if it can hold one; asked once for all files in it."""
    events, _, case_id = folder.partition("/")
    family, _, case = case_id.partition("/")
    return (family, case_id) if events == "events" and family in kinds.lives and is_slug(case) else None


def identity(event_id: str, place: Place, kinds: Kinds) -> tuple[Name | None, list[Problem]]:
    """The identity that an id such as `pledges/x/2021-announced` gives."""
    parts = event_id.split("/")
    if len(parts) != 3:
        return None, [Problem("P115", place, f"`{event_id}` is no id", "an id is `<family>/<case>/<date>-<verb>`")]
    family, case, stem = parts
    if family not in kinds.lives:
        help = did_you_mean(family, kinds.lives) or f"the families are {all_of(kinds.lives)}"
        return None, [Problem("P111", place, f"there is no family `{family}`", help)]
    if not is_slug(case):
        help = f"use words of a-z and 0-9 joined by single hyphens, at most {SLUG_LENGTH} characters, no device name of Windows"
        return None, [Problem("P112", place, f"`{case}` cannot name a case", help)]
    if not is_stem(stem):
        help = "an event is named `<date>-<verb>`: `2021-09-02-announced`"
        return None, [Problem("P113", place, f"`{stem}` cannot name an event", help)]
    return Name(family, f"{family}/{case}", stem), []


def stem_of(data: dict, type_: str, about_world: bool) -> str:
    """The file name that a document asks for, without ending and without the number of a second on that day."""
    verb = type_.partition(".")[2]
    if about_world:
        date = data.get("date")
        # A date that is all digits and hyphens names itself.
        return f"{date if date[-1].isdigit() and '/' not in date else when(date).stem}-{verb}" if date else verb
    target = data.get("of")
    stem = f"{data['recorded'][:10]}-{verb}"
    return f"{stem}-{target.rsplit('/', 1)[-1]}" if target else stem


def concerned(name: Name, verb: str) -> str | None:
    """The event that a record event concerns by its name: that much is left of `of` where its text was removed."""
    _, found, stem = name.stem.partition(f"-{verb}-")
    return f"{name.case_id}/{stem}" if found and not stem.isdigit() else None


def disagreement(name: Name, data: dict, type_: str, about_world: bool, place: Place) -> Problem | None:
    """The problem of a name that does not say what the document says."""
    wanted = stem_of(data, type_, about_world)
    if wanted == name.stem:
        return None
    numbered = _ENDING.sub("", name.stem)
    if wanted == numbered:
        return None
    # The stamp is renewed at the merge, and the name keeps the day on which the file was written.
    if (
        not about_world
        and is_day(name.stem[:10])
        and name.stem[:10] <= wanted[:10]
        and wanted[10:] in (name.stem[10:], numbered[10:])
    ):
        return None
    in_bulk = place.line is not None
    spot = place._replace(pointer=("id",)) if in_bulk else place
    help = f"give the id `{name.case_id}/{wanted}`" if in_bulk else f"name the file `{wanted}.json`"
    note = "a name is for ever: a date that turns out wrong later is corrected with `record.corrected`, not by another name"
    differs_in_date = about_world and numbered.endswith(type_.partition(".")[2])
    return Problem("P117", spot, f"the name `{name.stem}` is not what the document says", help, note if differs_in_date else None)
