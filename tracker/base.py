"""The revision into which a change is to be merged: which files of the log it holds, and its newest stamp."""

from hashlib import new as new_hash
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tracker.git import Git, Held, Refused, shown
from tracker.kinds import Kinds
from tracker.model.dates import is_instant
from tracker.sides import Reader, Side
from tracker.sweep import sweep


class Base(NamedTuple):
    """What a revision holds below `events/`, by path in the project."""

    files: dict[str, Held]
    sizes: dict[str, int]
    """How many bytes each bulk file has."""
    algorithm: str
    newest: str | None
    """When the newest of its events was recorded; none where it holds none."""

    def begins(self, path: str, raw: bytes) -> bool:
        """Whether these bytes begin with just what the revision holds in this file."""
        head = raw[: self.sizes[path]]
        digest = new_hash(self.algorithm, b"blob %d\0" % len(head), usedforsecurity=False)
        digest.update(head)
        return digest.hexdigest() == self.files[path].oid


def base(root: Path, revision: str, kinds: Kinds) -> Base:
    """The revision, in the repository in which the project stands. Raises Refused where git cannot say what it holds."""
    git = Git(root)
    files = git.tree(git.commit(revision), "events")
    bulk = {path: held.oid for path, held in files.items() if path.endswith(".jsonl")}
    sizes = git.sizes(bulk.values()) if bulk else {}
    with TemporaryDirectory(prefix="tracker-") as folder, git.blobs() as blobs:
        (Path(folder) / "copies").mkdir()
        side = Side(kinds, dict(files), Reader(git, blobs, Path(folder) / "copies"), Path(folder) / "base")
        newest = sweep(git, side, set()).latest
    if newest is not None and not is_instant(newest):
        raise Refused(f"the newest event of `{shown(revision)}` was recorded at `{newest}`, which is no time")
    return Base(files, {path: sizes[oid] for path, oid in bulk.items()}, git.algorithm, newest)
