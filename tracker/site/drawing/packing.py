"""What shares a row: things along a line, one beside the other where they leave each other room, else one below the other."""

from collections.abc import Iterable
from typing import TypeVar

Thing = TypeVar("Thing")

GAP = 1.5
"""Per cent of the line left free between two things of one row."""


def rows(things: Iterable[tuple[float, float, Thing]], gap: float = GAP) -> list[list[Thing]]:
    """Things with where each begins and ends, put into few rows: in the order given, each into the first that has room."""
    found: list[list[Thing]] = []
    taken: list[list[tuple[float, float]]] = []
    for begins, ends, thing in things:
        free = (n for n, spans in enumerate(taken) if all(ends + gap <= first or last + gap <= begins for first, last in spans))
        row = next(free, len(found))
        if row == len(found):
            found.append([])
            taken.append([])
        found[row].append(thing)
        taken[row].append((begins, ends))
    return found


def beside(begins: float, ends: float, room: float) -> tuple[float, str]:
    """Where the words of a bar stand, and by which end: at its beginning where there is room to the right, else at its end."""
    return (begins, "start") if begins + room <= 100 or ends - room < 0 else (ends, "end")
