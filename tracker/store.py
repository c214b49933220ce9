"""Reads the log from its folder: what stands where, and the bytes of each event. Nothing here is written."""

import os
import re
import stat
from array import array
from collections.abc import Collection, Iterator, Sequence
from io import FileIO
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from tracker.kinds import Kinds
from tracker.log.case import case_of
from tracker.log.checks.whole import PartyNames, party_names
from tracker.log.decode import MOST_BYTES
from tracker.log.entry import Entry
from tracker.log.names import BESIDE
from tracker.log.parse import Parsed, parse
from tracker.model.problem import Place, Problem, all_of, did_you_mean
from tracker.work import spread

_PAGE_OF_TEXT = 8192
"""Bytes that are asked for first: nearly every event has fewer, and room for the most would cost more than the reading."""

_PLAIN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
"""How an event is opened: byte for byte, and never by way of a link."""

_FOLDERS = 250
"""Folders that are looked into at once; their names are soon sent from one process to another."""

# Whether the id is one that an event may have is judged when the line is read.
_LINE_ID = re.compile(rb'\{\s*"id"\s*:\s*"([\x20\x21\x23-\x5b\x5d-\x7e]*)"')


class NoLog(Exception):
    """There is no folder `events` here."""


class Unit:
    """The whereabouts of one case: files in its folder, and lines of bulk files."""

    __slots__ = ("case_id", "files", "lines", "newest", "stamp")

    def __init__(self, case_id: str) -> None:
        self.case_id = case_id
        self.files: Sequence[str] = ()
        """Names in the case's own folder."""
        self.lines: array | None = None
        """For each line three numbers: which bulk file, the line's number from 1, and its offset."""
        self.newest = 0
        """When its files were last changed, in nanoseconds, where the listing was asked for it."""
        self.stamp = 0
        """A sum over name, size and time of its files, where the listing was asked for it."""


class Listing(NamedTuple):
    """What the folder holds."""

    units: dict[str, Unit]
    bulk: list[str]
    problems: list[Problem]


class Read(NamedTuple):
    """What a case holds."""

    entries: list[Entry]
    problems: list[Problem]
    """What is wrong with its documents."""
    raw: list[tuple[str, bytes]]
    """The id of each entry, and its bytes."""


class Store:
    """The log in the folder `events` of a project."""

    def __init__(self, root: Path, kinds: Kinds) -> None:
        self.root = Path(root)
        self.kinds = kinds
        self._opened: dict[int, FileIO] = {}
        self._stamped = False
        self.bulk: list[str] = []
        if not (self.root / "events").is_dir():
            raise NoLog(f"there is no folder `events` in {self.root}")

    def listing(self, stamped: bool = False) -> Listing:
        """All cases, and a problem for everything under `events/` that has no place there."""
        self._stamped = stamped
        units: dict[str, Unit] = {}
        problems: list[Problem] = []
        folders: list[tuple[str, str]] = []
        self.bulk = []
        for family in _scan(self.root / "events"):
            path = f"events/{family.name}"
            if family.is_dir(follow_symlinks=False):
                self._family(family, path, folders, units, problems)
            elif family.is_symlink() or family.name not in BESIDE:
                problems.append(_stray(path, family))
        # The folders are many and small: to look into them all takes long enough for every core to help.
        for looked in spread(folders, self._cases, share=_FOLDERS, worth_it=8 * _FOLDERS):
            for case_id, files, newest, stamp, strays in looked:
                problems += strays
                if files:
                    unit = units.get(case_id) or units.setdefault(case_id, Unit(case_id))
                    unit.files = files
                    unit.newest = max(unit.newest, newest)
                    unit.stamp ^= stamp
        return Listing(units, self.bulk, problems)

    def _family(self, family: os.DirEntry, path: str, folders: list, units: dict[str, Unit], problems: list[Problem]) -> None:
        if family.name not in self.kinds.lives:
            help = did_you_mean(family.name, self.kinds.lives) or f"the families are {all_of(self.kinds.lives)}"
            problems.append(Problem("P111", Place(path), f"there is no family `{family.name}`", help))
            return
        for case in _scan(family.path):
            case_path = f"{path}/{case.name}"
            if case.is_dir(follow_symlinks=False):
                folders.append((case.path, f"{family.name}/{case.name}"))
            elif case.name.endswith(".jsonl") and case.is_file(follow_symlinks=False):
                self._index(case_path, units, problems)
            else:
                problems.append(_stray(case_path, case))

    def _cases(self, folders: list[tuple[str, str]]) -> list[tuple[str, list[str], int, int, list[Problem]]]:
        """Of each folder the case, its files, when they were last changed, their checksum, and what has no place there."""
        looked = []
        for folder, case_id in folders:
            files: list[str] = []
            strays: list[Problem] = []
            newest = stamp = 0
            with os.scandir(folder) as entries:
                for file in entries:
                    name = file.name
                    if name.endswith(".json") and name[0] != "." and file.is_file(follow_symlinks=False):
                        files.append(name)
                        if self._stamped:
                            changed, sum_of = _stamp(name, file.stat(follow_symlinks=False))
                            newest, stamp = max(newest, changed), stamp ^ sum_of
                    elif name[0] != ".":
                        strays.append(_stray(f"events/{case_id}/{name}", file))
            files.sort()
            looked.append((case_id, files, newest, stamp, strays))
        return looked

    def _index(self, path: str, units: dict[str, Unit], problems: list[Problem]) -> None:
        """Notes where the lines of each case are; a case's lines may stand anywhere in the file."""
        number = len(self.bulk)
        self.bulk.append(path)
        found = os.stat(self.root / path) if self._stamped else None
        seen: set[str] = set()
        at = 0
        for line, (begins, length, ended) in enumerate(_lines(self.root / path), 1):
            match = _LINE_ID.match(begins)
            if not ended:
                last = Place(path, line=line, offset=len(begins.decode("utf-8", "replace")))
                problems.append(Problem("P121", last, "the last line does not end in a line feed", "end every line with LF"))
            if match is None:
                empty = not begins.strip()
                sentence = "the line is empty" if empty else "the line does not begin with an `id`"
                help = "remove it" if empty else 'begin it with `{"id":"<family>/<case>/<date>-<verb>",`'
                problems.append(Problem("P115", Place(path, line=line), sentence, help))
            else:
                case_id = match[1].decode().rpartition("/")[0]
                unit = units.get(case_id)
                if unit is None:
                    unit = units[case_id] = Unit(case_id)
                if unit.lines is None:
                    unit.lines = array("Q")
                unit.lines.extend((number, line, at))
                if found is not None and case_id not in seen:
                    seen.add(case_id)
                    newest, stamp = _stamp(path, found)
                    unit.newest, unit.stamp = max(unit.newest, newest), unit.stamp ^ stamp
            at += length

    def _line(self, number: int, at: int) -> bytes:
        """The line of a bulk file that begins there. It is asked for where it stands, so that no file is ever held."""
        file = self._opened.get(number)
        if file is None:
            file = self._opened[number] = FileIO(self.root / self.bulk[number])
        handle = file.fileno()
        raw = os.pread(handle, _PAGE_OF_TEXT, at)
        while (end := raw.find(b"\n")) < 0 and len(raw) <= MOST_BYTES:
            more = os.pread(handle, MOST_BYTES, at + len(raw))
            if not more:
                return raw
            raw += more
        return raw[:end] if end >= 0 else raw

    def documents(self, unit: Unit) -> Iterator[tuple[str, int | None, bytes | Problem]]:
        """Path, line and bytes of each event of a case; a problem in their place where they cannot be read."""
        folder = f"events/{unit.case_id}"
        base = f"{self.root}/{folder}"
        for name in unit.files:
            yield f"{folder}/{name}", None, _read(f"{base}/{name}", f"{folder}/{name}")
        lines = unit.lines or ()
        for n in range(0, len(lines), 3):
            number, line, at = lines[n : n + 3]
            yield self.bulk[number], line, self._line(number, at)

    def read(self, units: Sequence[Unit]) -> list[Read]:
        """What each of some cases holds; read together they take less time than one by one."""
        found = [list(self.documents(unit)) for unit in units]
        readable = (document for documents in found for document in documents if not isinstance(document[2], Problem))
        parsed = iter(parse(readable, self.kinds))
        return [_read_case(documents, parsed) for documents in found]

    def entries(self, unit: Unit) -> Read:
        """What a case holds."""
        return self.read([unit])[0]

    def named(self, unit: Unit) -> PartyNames | None:
        """The names of the party that a case is, or none where it is no party or cannot be read."""
        entries = self.entries(unit)[0] if unit.case_id.startswith("parties/") else []
        return party_names(case_of(unit.case_id, entries, self.kinds)) if entries else None

    def party_names(self) -> list[PartyNames]:
        """The names of all registered parties."""
        return [named for unit in self.listing().units.values() if (named := self.named(unit)) is not None]

    def summed_from(self, pages: Collection[str]) -> set[str]:
        """The cases with a sum that name one of these pages."""
        quoted = [f'"{url}"'.encode() for url in pages]
        return {
            case_id for case_id, unit in self.listing().units.items() for _, _, raw in self.documents(unit)
            if isinstance(raw, bytes) and b'"amount"' in raw and any(page in raw for page in quoted)
        }  # fmt: skip


def _stamp(name: str, found: os.stat_result) -> tuple[int, int]:
    """When a file was last changed, and its part in its case's checksum: for noticing a change, not for proving there is none."""
    return found.st_mtime_ns, crc32(f"{name} {found.st_size} {found.st_mtime_ns} {found.st_ino}".encode())


class Ids:
    """Which ids of events and cases the log holds, asked one at a time, so that no list of all is kept."""

    def __init__(self, store: Store, units: dict[str, Unit]) -> None:
        self.store = store
        self.units = units

    def __contains__(self, target: str) -> bool:
        if target in self.units:
            return True
        case_id, _, stem = target.rpartition("/")
        unit = self.units.get(case_id)
        if unit is None:
            return False
        if f"{stem}.json" in unit.files:
            return True
        if unit.lines is None:
            return False
        begins = re.compile(rb'\{\s*"id"\s*:\s*"' + re.escape(target.encode()) + b'"')
        return any(line and isinstance(raw, bytes) and begins.match(raw) for _, line, raw in self.store.documents(unit))

    def like(self, target: str) -> tuple[str, list[str]]:
        """What is wrong with an id that is not in the log, and the ids among which the one that is meant may be."""
        family, _, rest = target.partition("/")
        case_id = f"{family}/{rest.partition('/')[0]}"
        unit = self.units.get(case_id)
        if unit is not None:
            return target, [case_id, *(f"{case_id}/{name.removesuffix('.json')}" for name in unit.files)]
        # The first letters are rarely wrong, and a family may have a hundred thousand cases.
        return case_id, [known for known in self.units if known.startswith(case_id[: len(family) + 3])]


def _read_case(documents: list[tuple[str, int | None, bytes | Problem]], parsed: Iterator[Parsed]) -> Read:
    """What the documents of a case say; `parsed` goes on with what comes of those that can be read."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    read: list[tuple[str, bytes]] = []
    seen: dict[str, Place] = {}
    for _, _, raw in documents:
        if isinstance(raw, Problem):
            problems.append(raw)
            continue
        entry, found = next(parsed)
        problems += found
        if entry is None:
            continue
        first = seen.setdefault(entry.id, entry.place)
        if first is not entry.place:
            where = f"{first.path}:{first.line}" if first.line else first.path
            sentence = f"`{entry.id}` stands in `{where}` too"
            help = "remove one of them: an id is given once in the whole log"
            problems.append(Problem("P120", entry.place, sentence, help))
            continue
        entries.append(entry)
        read.append((entry.id, raw))
    return Read(entries, problems, read)


def _lines(path: Path) -> Iterator[tuple[bytes, int, bool]]:
    """Of each line its beginning, its length with the line feed, and whether it has one; a file is never held whole."""
    with open(path, "rb", buffering=1 << 20) as file:
        while begins := file.readline(MOST_BYTES):
            length, last = len(begins), begins
            while not last.endswith(b"\n") and (last := file.readline(MOST_BYTES)):
                length += len(last)
            ended = last.endswith(b"\n")
            yield begins.removesuffix(b"\n"), length, ended


def _scan(folder: Path | str) -> list[os.DirEntry]:
    with os.scandir(folder) as entries:
        return sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)


def _read(path: str, shown: str) -> bytes | Problem:
    try:
        handle = os.open(path, _PLAIN)
    except OSError as error:
        return Problem("P119", Place(shown), f"the file cannot be read: {error.strerror.lower()}", "see its permissions")
    try:
        raw = os.read(handle, _PAGE_OF_TEXT)
        # One byte more than is allowed is enough to know that a file is too large; the rest stays unread.
        return raw if len(raw) < _PAGE_OF_TEXT else raw + os.read(handle, MOST_BYTES + 1 - len(raw))
    finally:
        os.close(handle)


def _stray(path: str, found: os.DirEntry) -> Problem:
    """A problem for what has no place in the folder of events."""
    if found.is_symlink():
        return Problem("P108", Place(path), "this is a symbolic link", "put the file itself here")
    if not stat.S_ISREG(found.stat(follow_symlinks=False).st_mode) and not found.is_dir(follow_symlinks=False):
        return Problem("P108", Place(path), "this is no regular file", "an event is a plain file")
    form = "events/<family>/<case>/<date>-<verb>.json"
    what = "folder" if found.is_dir(follow_symlinks=False) else "file"
    return Problem("P110", Place(path), f"this is no place for a {what}", f"an event stands in `{form}`")
