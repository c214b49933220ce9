"""Appends events to the log: named, stamped, in canonical form, and never over a file that stands there already."""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tracker.derive.canonical import canonical
from tracker.kinds import Kinds
from tracker.log.names import stem_of
from tracker.store import Store, Unit

_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


class Refused(Exception):
    """A file cannot be written where it belongs; says why."""


class Draft(NamedTuple):
    """An event that is to be written: its id and its bytes."""

    id: str
    raw: bytes

    @property
    def case_id(self) -> str:
        return self.id.rsplit("/", 1)[0]

    @property
    def path(self) -> str:
        return f"events/{self.id}.json"


def now() -> str:
    """This second, as a stamp."""
    return datetime.now(UTC).strftime(_INSTANT)


def later(stamp: str, seconds: int = 1) -> str:
    """The stamp so many seconds later, earlier if negative. Raises Refused where the calendar ends."""
    try:
        moved = datetime.strptime(stamp, _INSTANT) + timedelta(seconds=seconds)
    except OverflowError:
        raise Refused(f"there is no time after `{stamp}`") from None
    # Not strftime, which writes a year before 1000 with fewer than four digits.
    return moved.isoformat() + "Z"


def draft(document: dict, case_id: str, kinds: Kinds, taken: Iterable[str] = ()) -> Draft:
    """The document under the name that it asks for, with `-2` and on where that is among the names taken."""
    kind = kinds.types[document["type"]]
    try:
        stem = stem_of(document, kind.word, kind.about_world)
    except (ValueError, TypeError, AttributeError):
        # What is no date gives no name; the check will say so at this one.
        stem = kind.verb()
    name = stem
    taken, number = set(taken), 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return Draft(f"{case_id}/{name}", canonical(document, kind))


def stems(store: Store, unit: Unit | None) -> list[str]:
    """The names that the events of a case bear."""
    if unit is None:
        return []
    of_lines = [event_id for event_id, _ in store.entries(unit)[2]] if unit.lines else []
    return [name.removesuffix(".json") for name in unit.files] + [event_id.rsplit("/", 1)[1] for event_id in of_lines]


def append(root: Path, drafts: Iterable[Draft]) -> None:
    """Writes all of the drafts or none. Raises Refused where a name is taken by now or leads elsewhere."""
    made: list[Path] = []
    try:
        for one in drafts:
            try:
                _link(root, one, made)
            except OSError as error:
                raise _unwritten(one.path, error) from error
    except BaseException:
        for path in reversed(made):
            # A folder stays where somebody else has put something into it by now.
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def _unwritten(path: str, error: OSError) -> Refused:
    return Refused(f"{path} cannot be written: {(error.strerror or str(error)).lower()}")


def _link(root: Path, one: Draft, made: list[Path]) -> None:
    """Writes beside, then links: the name comes with the whole content, and only where nobody else took it."""
    target = root / one.path
    for folder in (root / "events", target.parent.parent, target.parent):
        if folder.is_symlink():
            raise Refused(f"{folder.relative_to(root).as_posix()} is a symbolic link: nothing is written through it")
        with suppress(FileExistsError):
            folder.mkdir()
            made.append(folder)
    beside = _beside(target)
    _write(beside, one.raw)
    try:
        _take(beside, target, one)
        made.append(target)
    finally:
        beside.unlink()


def _beside(target: Path) -> Path:
    """A name that nobody else takes, in the same folder. Listing the log passes over names that begin with a dot."""
    return target.parent / f".{target.name}.{os.urandom(6).hex()}"


def _take(beside: Path, target: Path, one: Draft) -> None:
    try:
        os.link(beside, target)
    except FileExistsError:
        raise Refused(f"{one.path} stands there already: a recorded event is not overwritten") from None
    except OSError:
        # A file system without hard links: the name is taken first, and then filled.
        try:
            _write(target, one.raw)
        except FileExistsError:
            raise Refused(f"{one.path} stands there already: a recorded event is not overwritten") from None


def _write(path: Path, raw: bytes) -> None:
    """A new file, whole or not at all; one that exists is left alone, with FileExistsError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise


def replace(root: Path, path: str, raw: bytes) -> None:
    """Puts new content in the place of a file not merged yet, in one step. Raises Refused where it cannot be written."""
    old = root / path
    beside = _beside(old)
    try:
        _write(beside, raw)
        try:
            beside.chmod(old.stat().st_mode)
            beside.replace(old)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritten(path, error) from error
