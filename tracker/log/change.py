"""A change of the log as values: which file stood where, what stands there now, and what is added by it."""

from collections.abc import Collection
from typing import NamedTuple
from unicodedata import normalize

from tracker.kinds import Kinds
from tracker.log.names import BESIDE
from tracker.model.problem import Place

FILE = "100644"
EXECUTABLE = "100755"
LINK = "120000"

MOST_BULK = 1 << 30
"""A bulk file may be larger than an event, and no larger than this."""

MOST_BESIDE = 16 << 20
"""So may the files beside the events: a vocabulary grows with its subject."""


class File(NamedTuple):
    """A file of the log on one side."""

    mode: str
    oid: str
    size: int
    content: bytes | None = None
    """What it holds, where both sides hold something that may be read."""


class Change(NamedTuple):
    """A path at which the change differs from where it began."""

    path: str
    old: File | None
    new: File | None
    tip: str | None = None
    """The name of the content that stands on the tip."""
    grown: bool = True
    """Of a bulk file on both sides: whether the old content ends in LF, and the new begins with all of it."""


class Added(NamedTuple):
    """An event that the change adds."""

    id: str
    recorded: str
    place: Place


class Against(NamedTuple):
    """What a change is held against."""

    revision: str
    """The revision into which it is to be merged, as it was named."""
    kinds: Kinds
    now: str
    latest: str | None = None
    """When the newest event on the tip was recorded."""
    paths: Collection[str] = ()
    """All files below `events/` on the tip."""
    elsewhere: tuple[str, ...] = ()
    """Files outside `events/` that the change touches."""
    redacted: frozenset[str] = frozenset()
    """Events that a redaction added by this change names."""


def is_protected(path: str) -> bool:
    """Whether a path is one that only grows: all below `events/` but the few files beside the families."""
    # A system that does not tell small from capital letters puts `Events` and `events` into one folder.
    return folded(path.split("/")[0]) == "events" and not is_beside(path)


def is_beside(path: str) -> bool:
    """Whether a path is that of one of the few files beside the families, which are edited by hand or made."""
    return path.startswith("events/") and path.removeprefix("events/") in BESIDE


def is_bulk(path: str, kinds: Kinds) -> bool:
    """Whether a path is that of a bulk file."""
    parts = path.split("/")
    return len(parts) == 3 and parts[0] == "events" and parts[1] in kinds.lives and path.endswith(".jsonl")


def is_event(path: str, kinds: Kinds) -> bool:
    """Whether a path is that of an event; whether its name is a good one shows when it is read."""
    parts = path.split("/")
    return len(parts) == 4 and parts[0] == "events" and parts[1] in kinds.lives and path.endswith(".json")


def folded(path: str) -> str:
    """A path as a system reads it that does not tell small from capital letters, nor two ways to write an accent."""
    return path.casefold() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())
