"""What shares a row: things along a line, one beside the other where they leave each other room, else one below the other."""

from collections.abc import Iterable
from typing import TypeVar

Thing = TypeVar("Thing")

GAP = 1.5
"""Per cent of the line left free between two things of one row."""


def rows(things: Iterable[tuple[float, float, Thing]], gap: float = GAP) -> list[list[Thing]]:
    """Things with where each begins and ends, put into as few rows as their order allows: each into the first with room.

    They keep their order, by where they begin, within a row and in how the rows begin.
    """
    found: list[list[Thing]] = []
    ends: list[float] = []
    for begins, end, thing in sorted(things, key=lambda given: given[0]):
        row = next((n for n, taken in enumerate(ends) if taken + gap <= begins), None)
        if row is None:
            found.append([thing])
            ends.append(end)
        else:
            found[row].append(thing)
            ends[row] = end
    return found


def beside(begins: float, ends: float, room: float) -> tuple[float, str]:
    """Where the words of a bar stand, and by which end: at its beginning where there is room to the right, else at its end."""
    return (begins, "start") if begins + room <= 100 or ends - room < 0 else (ends, "end")
