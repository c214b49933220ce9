"""The log as a revision holds it, read from objects, with the files of a change laid over it."""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tracker.git import Blobs, Git, Held, Refused
from tracker.kinds import Kinds
from tracker.log.change import EXECUTABLE, FILE, MOST_BESIDE, MOST_BULK, is_bulk, is_event
from tracker.log.decode import MOST_BYTES
from tracker.model.problem import Problem
from tracker.project import Project, open_project
from tracker.store import Listing, Store, Unit

WORDS = ("events/vocabulary.json", "events/accepted.json")


class Lying(NamedTuple):
    """A file of the log that is not in a tree: it lies in the checkout."""

    path: Path


Source = Held | Lying


def _is_file(source: Source) -> bool:
    return isinstance(source, Lying) or source.mode in (FILE, EXECUTABLE)


class Reader:
    """Reads files from wherever they are."""

    def __init__(self, git: Git, blobs: Blobs, folder: Path) -> None:
        self.git = git
        self.blobs = blobs
        self.folder = folder
        self._copies: dict[Source, Path] = {}

    def read(self, source: Source, most: int = MOST_BYTES) -> bytes:
        """The content; of a larger one than `most` one byte more than that."""
        if isinstance(source, Held):
            return self.blobs.read(source.oid, most)
        handle = os.open(source.path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(most + 1)

    def path(self, source: Source, most: int = MOST_BULK) -> Path:
        """A copy of the content, as it is, in a file of its own."""
        if source not in self._copies:
            copy = self.folder / f"{len(self._copies)}"
            if isinstance(source, Lying):
                shutil.copyfile(source.path, copy, follow_symlinks=False)
            elif self.git.sizes([source.oid])[source.oid] > most:
                raise Refused(f"the object {source.oid} is larger than {most >> 20} MiB, and is not read")
            else:
                self.git.copy(source.oid, copy)
            self._copies[source] = copy
        return self._copies[source]


class Side(Store):
    """The log on one side of a change.

    Event files are read one at a time, from objects or from the checkout. Bulk files, which are read line by line
    from a map of the file, and the words beside the events are put into a folder of their own.
    """

    def __init__(self, kinds: Kinds, files: dict[str, Source], reader: Reader, folder: Path) -> None:
        (folder / "events").mkdir(parents=True)
        super().__init__(folder, kinds)
        self.reader = reader
        self.files = files
        for path, source in files.items():
            if (path in WORDS or is_bulk(path, kinds)) and _is_file(source):
                (folder / path).parent.mkdir(exist_ok=True)
                os.link(reader.path(source, MOST_BESIDE if path in WORDS else MOST_BULK), folder / path)
        self.project: Project = open_project(folder)._replace(kinds=kinds)

    def listing(self, stamped: bool = False) -> Listing:
        """All cases; what has no place is a problem of the change that brings it."""
        found = super().listing()
        for path, source in self.files.items():
            if is_event(path, self.kinds) and _is_file(source):
                case_id, _, name = path.removeprefix("events/").rpartition("/")
                unit = found.units.get(case_id)
                if unit is None:
                    unit = found.units[case_id] = Unit(case_id)
                unit.files = [*unit.files, name]
        return found

    def documents(self, unit: Unit) -> Iterator[tuple[str, int | None, bytes | Problem]]:
        """Path, line and bytes of each event of a case."""
        for name in unit.files:
            path = f"events/{unit.case_id}/{name}"
            yield path, None, self.reader.read(self.files[path])
        in_bulk = Unit(unit.case_id)
        in_bulk.lines = unit.lines
        yield from super().documents(in_bulk)

    def text(self, path: str) -> str:
        """The text of a file at which a problem is shown; empty where there is none."""
        source = self.files.get(path)
        if source is None or is_bulk(path, self.kinds):
            return ""
        return self.reader.read(source, MOST_BESIDE).decode("utf-8", "replace")

    def without(self, unit: Unit, paths: Iterable[str]) -> Unit:
        """A case without some of its files."""
        left = Unit(unit.case_id)
        gone = set(paths)
        left.files = [name for name in unit.files if f"events/{unit.case_id}/{name}" not in gone]
        left.lines = unit.lines
        return left
