"""What a build remembers of the files it read, beside the database and never in it: an ignored cache, made anew at will."""

import json
import os
from pathlib import Path

from tracker.store import Listing

_RACY = 2_000_000_000
"""A file changed within two seconds of the build may change again without its time telling; it is read again."""


Notes = dict[str, int]
"""Case -> checksum over name, size and time of its files; 0 where it has to be read again in any case."""


def taken(listing: Listing, began: int) -> Notes:
    """The notes of a build that began at this time, in nanoseconds."""
    fresh = began - _RACY
    return {case_id: unit.stamp if unit.newest < fresh else 0 for case_id, unit in listing.units.items()}


def write(target: Path, notes: Notes) -> None:
    """Writes the notes of the database as it now stands. They are a convenience: what cannot be written is left out."""
    path = _path(target)
    aside = path.with_name(f"{path.name}.new")
    try:
        aside.write_text(json.dumps({"of": _mark(target), "cases": notes}), encoding="utf-8")
        os.replace(aside, path)
    except OSError:
        path.unlink(missing_ok=True)


def read(target: Path) -> Notes | None:
    """The notes of the database, or none where there are none, or where they are of another file."""
    try:
        found = json.loads(_path(target).read_text(encoding="utf-8"))
        return found["cases"] if found["of"] == _mark(target) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _path(target: Path) -> Path:
    return target.with_name(f".{target.name}.files")


def _mark(target: Path) -> list[int]:
    """What tells this database from another that stood in its place."""
    found = os.stat(target)
    return [found.st_size, found.st_mtime_ns, found.st_ino]
