"""What a branch changes: its trees, or the checkout, compared with the commits at which it parted from another."""

import os
import stat
from collections.abc import Callable
from hashlib import new as new_hash
from pathlib import Path
from typing import NamedTuple

from tracker.git import Git, Held, Raw
from tracker.kinds import Kinds
from tracker.log.change import EXECUTABLE, FILE, LINK, MOST_BULK, Change, File, is_beside, is_bulk, is_protected
from tracker.log.decode import MOST_BYTES
from tracker.sides import Lying, Reader, Source

_NO_FILE = "160000"
"""The mode of what is neither a file nor a link: a folder that is a repository of its own, a pipe."""

_CHUNK = 1 << 20


class Changed(NamedTuple):
    """What a branch changes, and what it is to be merged into."""

    tip: str
    """The commit into which it is to be merged."""
    held: dict[str, Held]
    """The files below `events/` in that commit."""
    changes: list[Change]
    sources: dict[str, Source]
    """Path -> where the new content of a change is."""
    elsewhere: tuple[str, ...]
    """Files outside `events/` that change too; of a checkout nobody asks."""


def in_commit(git: Git, reader: Reader, kinds: Kinds, tip: str, head: str) -> Changed:
    """What a commit changes, from objects alone."""
    bases = git.bases(tip, head)
    found = _together([{raw.path: raw for raw in git.differences(base, head)} for base in bases])
    if bases != [tip]:
        # What both branches did alike is there already.
        apart = {raw.path for raw in git.differences(tip, head)}
        found = [raw for raw in found if raw.path in apart]
    ours, elsewhere = [], []
    for raw in found:
        path = git.inside(raw.path)
        if path is not None and (is_protected(path) or is_beside(path)):
            ours.append(raw._replace(path=path))
        else:
            elsewhere.append(raw.path if path is None else path)
    held = git.tree(tip, "events")
    asked = [side.oid for raw in ours for side in (raw.old, raw.new) if side and side.mode != _NO_FILE]
    sizes = git.sizes(asked) if asked else {}
    sources = {raw.path: raw.new for raw in ours if raw.new is not None}
    changes = [_change(raw, held, sources, sizes, reader, kinds) for raw in ours]
    return Changed(tip, held, changes, sources, tuple(elsewhere))


def in_checkout(git: Git, reader: Reader, kinds: Kinds, tip: str) -> Changed:
    """What the files below `events/` change, as they lie in the checkout, merged or not."""
    lying = _Checkout(git)
    sides = []
    for base in git.bases(tip, git.commit("HEAD")):
        touched = git.touched(base, "events")
        raws = [Raw(path, old, lying.held(path, old)) for path, old in touched.items() if not _unseen(path, old)]
        sides.append({raw.path: raw for raw in raws if raw.old != raw.new})
    held = git.tree(tip, "events")
    ours = [raw for raw in _together(sides) if raw.new != held.get(raw.path)]
    sizes = lying.sizes | git.sizes(raw.old.oid for raw in ours if raw.old and raw.old.mode != _NO_FILE)
    sources = {raw.path: Lying(git.root / raw.path) for raw in ours if raw.new is not None}
    changes = [_change(raw, held, sources, sizes, reader, kinds) for raw in ours]
    return Changed(tip, held, changes, sources, ())


def _unseen(path: str, old: Held | None) -> bool:
    """Whether a file that git does not know either is one that the log passes over: an editor's or a system's own."""
    return old is None and any(part.startswith(".") for part in path.split("/"))


def _together(sides: list[dict[str, Raw]]) -> list[Raw]:
    """One difference a path, of those with each commit at which the branches parted.

    Where they were merged crosswise there are several. What one of them held and the branch holds otherwise was
    changed by the branch; what only some of them lack was not added by it.
    """
    found = []
    for path in sorted({path for side in sides for path in side}):
        raws = [side[path] for side in sides if path in side]
        held = [raw for raw in raws if raw.old is not None]
        if held or len(raws) == len(sides):
            found.append((held or raws)[0])
    return found


def _change(raw: Raw, held: dict[str, Held], sources: dict, sizes: dict[str, int], reader: Reader, kinds: Kinds) -> Change:
    old, new = (File(*side, sizes.get(side.oid, 0)) if side else None for side in (raw.old, raw.new))
    tip = held.get(raw.path)
    change = Change(raw.path, old, new, tip.oid if tip else None)
    if old is None or new is None or old.oid == new.oid or not all(f.mode in (FILE, EXECUTABLE) for f in (old, new)):
        return change
    if is_bulk(raw.path, kinds):
        return change._replace(grown=new.size <= MOST_BULK and _grown(reader, raw.old, sources[raw.path]))
    if max(old.size, new.size) > MOST_BYTES:
        return change
    contents = (reader.read(source) for source in (raw.old, sources[raw.path]))
    old, new = (file._replace(content=content) for file, content in zip((old, new), contents, strict=True))
    return change._replace(old=old, new=new)


def _grown(reader: Reader, old: Held, new: Source) -> bool:
    """Whether the old content ends in LF, and the new one begins with it."""
    with open(reader.path(old), "rb") as before, open(reader.path(new), "rb") as after:
        last = b"\n"
        while piece := before.read(_CHUNK):
            if after.read(len(piece)) != piece:
                return False
            last = piece[-1:]
    return last == b"\n"


class _Checkout:
    """Files as they lie in the checkout, named as git would name them if it stored just these bytes."""

    def __init__(self, git: Git) -> None:
        self.root = git.root
        self.algorithm = git.algorithm
        self.keeps_modes = git.keeps_modes()
        self.sizes: dict[str, int] = {}

    def held(self, path: str, old: Held | None) -> Held | None:
        try:
            found = os.lstat(self.root / path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        if stat.S_ISLNK(found.st_mode):
            target = os.fsencode(os.readlink(self.root / path))
            return Held(LINK, self._oid(len(target), lambda update: update(target)))
        if not stat.S_ISREG(found.st_mode):
            return Held(_NO_FILE, "")
        mode = EXECUTABLE if found.st_mode & stat.S_IXUSR else FILE
        if not self.keeps_modes:
            mode = old.mode if old and old.mode in (FILE, EXECUTABLE) else FILE
        return Held(mode, self._oid(found.st_size, lambda update: _each_piece(self.root / path, update)))

    def _oid(self, size: int, feed: Callable[[Callable[[bytes], None]], None]) -> str:
        digest = new_hash(self.algorithm, b"blob %d\0" % size, usedforsecurity=False)
        feed(digest.update)
        oid = digest.hexdigest()
        self.sizes[oid] = size
        return oid


def _each_piece(path: Path, update: Callable[[bytes], None]) -> None:
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
        while piece := file.read(_CHUNK):
            update(piece)
