"""Names that are for ever: slugs, ids of cases and events, file stems, and the integer keys drawn from them."""

import re
from hashlib import blake2b

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
SLUG_LENGTH = 80
WORD = r"^[a-z][a-z0-9_]*$"

CASE_ID = r"^[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*$"
EVENT_ID = r"^[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9_-]+$"
TARGET_ID = r"^[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9_-]+)?$"

_SLUG = re.compile(SLUG)
_STEM = re.compile(r"[a-z0-9_]+(?:-[a-z0-9_]+)*")

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file: a folder of such a name cannot be checked out there.
DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)})


def is_slug(text: str) -> bool:
    """Whether a folder may bear this name: words of `[a-z0-9]` joined by single hyphens, at most 80 characters."""
    return len(text) <= SLUG_LENGTH and _SLUG.fullmatch(text) is not None and text not in DEVICE_NAMES


def is_stem(text: str) -> bool:
    """Whether a file may bear this name, without its ending."""
    return len(text) <= 200 and _STEM.fullmatch(text) is not None


def case_of(event_id: str) -> str:
    """The case of an event: `pledges/x` of `pledges/x/2021-announced`."""
    return event_id.rsplit("/", 1)[0]


# The keys are drawn from the ids, not counted, so that a build of one changed case gives the same rows as a
# build of everything. They stay below 2**53, which JavaScript can hold. The upper bits of an event's key are
# its case's, so that a build in order of the keys appends to every table.
CASE_BITS = 27
EVENT_BITS = 26
CHILD_BITS = 10


def _digest(text: str, bits: int) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> (64 - bits)


def case_pk(case_id: str) -> int:
    """The integer key of a case, the same in every build."""
    return _digest(case_id, CASE_BITS + EVENT_BITS)


def event_pk(case: int, event_id: str, taken: set[int]) -> int:
    """The integer key of an event of a case; `taken` holds those of the events recorded before it.

    Two ids of one case that fall together (one in 67 million) are told apart by the order of recording,
    which never changes.
    """
    base = case >> EVENT_BITS << EVENT_BITS
    low = _digest(event_id, EVENT_BITS)
    while base + low in taken or base + low == case:
        low = (low + 1) % (1 << EVENT_BITS)
    taken.add(base + low)
    return base + low


def first_child(parent: int) -> int:
    """The integer key of the first row that belongs to a case or an event in another table; the next ones count on."""
    return parent << CHILD_BITS
