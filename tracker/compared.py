"""Both sides of a change: the log as it stands on the tip of a revision, and as it would stand with the change laid over it."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tracker.changed import Changed, in_checkout, in_commit
from tracker.check import ground_of, judge
from tracker.git import Git
from tracker.log.case import Case, case_of
from tracker.log.change import EXECUTABLE, FILE, Against, Change, is_bulk, is_event
from tracker.log.checks import append
from tracker.log.decode import MOST_BYTES
from tracker.log.entry import Entry
from tracker.log.parse import parse_file
from tracker.model.problem import Place, Problem
from tracker.model.vocabulary import Vocabulary
from tracker.project import Project
from tracker.sides import Reader, Side
from tracker.store import Unit
from tracker.sweep import Swept, sweep


class Told(NamedTuple):
    """A case on one side: none where the side does not have it, and what is wrong with it by itself."""

    case: Case | None
    problems: list[Problem]


@contextmanager
def compared(project: Project, revision: str, head: str | None, now: str) -> Iterator["Compared"]:
    """A change held against a revision: that of the commit `head`, or without one that of the checkout.

    With `head` nothing is read but objects. Raises Refused where git cannot say what has changed.
    """
    git = Git(project.root)
    tip = git.commit(revision)
    with TemporaryDirectory(prefix="tracker-") as folder, git.blobs() as blobs:
        (Path(folder) / "copies").mkdir()
        reader = Reader(git, blobs, Path(folder) / "copies")
        if head is None:
            changed = in_checkout(git, reader, project.kinds, tip)
        else:
            changed = in_commit(git, reader, project.kinds, tip, git.commit(head))
        redacted = frozenset(filter(None, (_redacts(change, changed, reader, project) for change in changed.changes)))
        against = Against(revision, project.kinds, now, None, changed.held, changed.elsewhere, redacted)
        yield Compared(changed, against, reader, Path(folder))


def _redacts(change: Change, changed: Changed, reader: Reader, project: Project) -> str | None:
    """The event that an added redaction names."""
    new = change.new
    if change.old is not None or new is None or "-redacted" not in change.path:
        return None
    if new.mode not in (FILE, EXECUTABLE) or new.size > MOST_BYTES:
        return None
    entry, _ = parse_file(change.path, reader.read(changed.sources[change.path]), project.kinds)
    return entry.event.of if entry is not None and entry.event.word == "record.redacted" else None


class Half:
    """One side, with what was read of it."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.listing = side.listing()
        self.ground = ground_of(side.project, self.listing)
        self._told: dict[str, Told] = {}
        self._lines: dict[str, int] = {}

    def told(self, case_id: str) -> Told:
        """A case, and what is wrong with it by itself; kept, since both the check and the diff come back to it."""
        if case_id not in self._told:
            self._told[case_id] = self.judged(self.listing.units.get(case_id))
        return self._told[case_id]

    def judged(self, unit: Unit | None) -> Told:
        """The same of files and lines that are given."""
        return Told(*judge(self.side, self.ground, unit)[:2]) if unit is not None else Told(None, [])

    def case(self, case_id: str) -> Case | None:
        """A case of which nobody asks what is wrong with it."""
        if case_id in self._told:
            return self._told[case_id].case
        unit = self.listing.units.get(case_id)
        entries = self.side.entries(unit)[0] if unit is not None else None
        return case_of(case_id, entries, self.side.kinds) if entries else None

    def lines(self, path: str) -> int:
        """How many lines a bulk file has."""
        if path not in self._lines:
            file = self.side.root / path
            self._lines[path] = sum(piece.count(b"\n") for piece in _pieces(file)) if file.exists() else 0
        return self._lines[path]


def _pieces(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            yield piece


class Compared:
    """A change, and the log before and after it."""

    def __init__(self, changed: Changed, against: Against, reader: Reader, folder: Path) -> None:
        self.changed = changed
        self.against = against
        self.reader = reader
        self.by_path = {change.path: change for change in changed.changes}
        self.refusals = append.check(changed.changes, against)
        self.laid = append.laid(changed.changes, self.refusals, against)
        merged = {**changed.held, **{c.path: changed.sources[c.path] for c in self.laid if c.new is not None}}
        for change in self.laid:
            if change.new is None:
                merged.pop(change.path, None)
        self.before = Half(Side(against.kinds, dict(changed.held), reader, folder / "before"))
        self.after = Half(Side(against.kinds, merged, reader, folder / "after")) if self.laid else self.before

    @cached_property
    def touched(self) -> list[str]:
        """The cases in which the change adds or redacts an event."""
        found = set()
        for change in self.laid:
            if is_event(change.path, self.against.kinds):
                found.add(change.path.removeprefix("events/").rpartition("/")[0])
            elif is_bulk(change.path, self.against.kinds) and change.new is not None:
                found |= self._grown(change)
        return sorted(found)

    def _grown(self, change: Change) -> set[str]:
        """The cases of the lines that the change adds to a bulk file."""
        number = self.after.side.bulk.index(change.path)
        had = self.before.lines(change.path)
        found = set()
        for case_id, unit in self.after.listing.units.items():
            rows = unit.lines or ()
            if any(rows[n] == number and rows[n + 1] > had for n in range(0, len(rows), 3)):
                found.add(case_id)
        return found

    def adds(self, place: Place) -> bool:
        """Whether what stands at a place is added by the change."""
        change = self.by_path.get(place.path)
        if change is None or change.new is None:
            return False
        return change.old is None or (place.line or 0) > self.before.lines(place.path)

    @cached_property
    def added(self) -> list[Entry]:
        """The events that the change adds, as first recorded."""
        cases = (self.after.told(case_id).case for case_id in self.touched)
        return [entry for case in cases if case is not None for entry in case.entries if self.adds(entry.place)]

    def files_of(self, case_id: str) -> list[str]:
        """The files of the change that are a case's own."""
        return [change.path for change in self.laid if change.path.startswith(f"events/{case_id}/")]

    def swept(self, pages: Iterable[str], names: Collection[str] = ()) -> Swept:
        """What one pass over the tip tells."""
        return sweep(self.reader.git, self.before.side, pages, names)

    @property
    def rewords(self) -> bool:
        """Whether a word that stands on the tip means something else now, or nothing: then any case may be wrong by it."""
        return not _only_more(self.before.side.project.vocabulary, self.after.side.project.vocabulary)


def _only_more(before: Vocabulary, after: Vocabulary) -> bool:
    """Whether a vocabulary still says all that it said; more words make nothing wrong."""
    return all(
        getattr(after, kind).get(word) == meaning
        for kind in ("sectors", "relations", "publishers")
        for word, meaning in getattr(before, kind).items()
    )
