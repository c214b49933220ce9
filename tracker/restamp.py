"""Renews when events that are not merged yet were recorded: those of the checkout, or those of a commit."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from tracker import write
from tracker.base import Base
from tracker.git import Blobs, Git
from tracker.kinds import Kinds
from tracker.log.change import EXECUTABLE, FILE, MOST_BULK, is_bulk, is_event
from tracker.log.decode import MOST_BYTES, decode
from tracker.model.locate import locate
from tracker.model.problem import Place, Problem
from tracker.store import Store


class Files(NamedTuple):
    """The log as it is to be merged."""

    events: list[str]
    bulk: list[str]
    read: Callable[[str], bytes]


def in_checkout(root: Path, kinds: Kinds) -> Files:
    """The files of the folder."""
    listing = Store(root, kinds).listing()
    events = [f"events/{unit.case_id}/{name}" for unit in listing.units.values() for name in unit.files]
    return Files(events, listing.bulk, lambda path: (root / path).read_bytes())


def in_commit(git: Git, blobs: Blobs, kinds: Kinds, commit: str) -> Files:
    """The files of a commit, read from objects. What is no regular file is for the check to name."""
    held = {path: file for path, file in git.tree(commit, "events").items() if file.mode in (FILE, EXECUTABLE)}
    bulk = [path for path in held if is_bulk(path, kinds)]
    events = [path for path in held if is_event(path, kinds)]
    return Files(events, bulk, lambda path: blobs.read(held[path].oid, MOST_BULK if path in bulk else MOST_BYTES))


class Unmerged(NamedTuple):
    """An event that the base does not hold: where it stands, and its text."""

    path: str
    line: int | None
    text: str
    recorded: str

    @property
    def shown(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def stamped(self, stamp: str) -> str:
        """The text with another stamp, and nothing else changed."""
        found = locate(self.text, ("recorded",))
        lines = self.text.split("\n")
        line = lines[found.line - 1]
        lines[found.line - 1] = f'{line[: found.column - 1]}"{stamp}"{line[found.column - 1 + found.width :]}'
        return "\n".join(lines)


class Stamped(NamedTuple):
    """An event with the stamp that it is to have."""

    event: Unmerged
    stamp: str


def unmerged(files: Files, held: Base) -> tuple[list[Unmerged], list[Problem]]:
    """The events that the base does not hold, in their order, and what is wrong with those that cannot be stamped."""
    events: list[Unmerged] = []
    problems: list[Problem] = []
    for path in files.events:
        if path not in held.files:
            _take(path, None, files.read(path), events, problems)
    for path in files.bulk:
        raw = files.read(path)
        if path in held.files and not held.begins(path, raw):
            problems.append(Problem("P121", Place(path), "what is merged was changed; a bulk file only grows at its end"))
            continue
        size = held.sizes.get(path, 0)
        for number, line in enumerate(raw[size:].split(b"\n"), raw[:size].count(b"\n") + 1):
            if line.strip():
                _take(path, number, line, events, problems)
    return sorted(events, key=lambda event: (event.recorded, event.path, event.line or 0)), problems


def _take(path: str, line: int | None, raw: bytes, events: list[Unmerged], problems: list[Problem]) -> None:
    data, found = decode(raw, Place(path, line=line))
    if data is None:
        problems += found
    elif not isinstance(data.get("recorded"), str):
        problems.append(Problem("P207", Place(path, line=line), "`recorded` is missing or no text"))
    else:
        events.append(Unmerged(path, line, raw.decode(), data["recorded"]))


def stamps_for(number: int, after: str | None, now: str) -> list[str]:
    """So many stamps, a second apart: the last of them now, or as soon after as lets all come after what is held."""
    first = write.later(now, 1 - number)
    if after is not None:
        first = max(first, write.later(after))
    return [write.later(first, seconds) for seconds in range(number)]


def rewritten(files: Files, stamped: Iterable[Stamped]) -> dict[str, bytes]:
    """Each file to be written, with its new content."""
    found: dict[str, bytes] = {}
    lines: dict[str, dict[int, str]] = {}
    for event, stamp in stamped:
        if event.line is None:
            found[event.path] = event.stamped(stamp).encode()
        else:
            lines.setdefault(event.path, {})[event.line] = event.stamped(stamp)
    for path, renewed in lines.items():
        rows = files.read(path).split(b"\n")
        for number, text in renewed.items():
            rows[number - 1] = text.encode()
        found[path] = b"\n".join(rows)
    return found
