"""Charts as plain values: columns for years, with what each is made of, and bars for counts. Heights in pixels, the rest in per cent."""

from collections.abc import Sequence
from typing import Any, NamedTuple

HEIGHT = 150
"""Pixels of the highest column."""


class Part(NamedTuple):
    """A piece of a column."""

    name: str
    value: float


class Column(NamedTuple):
    """A column: what it stands for, and what it is made of, from below."""

    name: str
    parts: tuple[Part, ...]

    @property
    def whole(self) -> float:
        """The height of all its parts."""
        return sum(part.value for part in self.parts)


def columns(given: Sequence[Column], height: int = HEIGHT) -> list[dict[str, Any]]:
    """Where columns stand and how high their parts are, on one scale that begins at nothing."""
    most = max((column.whole for column in given), default=0)
    if not most:
        return []
    place, found = 100 / len(given), []
    for number, column in enumerate(given):
        top, parts = float(height), []
        for part in column.parts:
            tall = part.value / most * height
            top -= tall
            # What is there is seen, however little it is beside the rest.
            if part.value:
                parts.append({"name": part.name, "value": part.value, "y": round(top, 1), "h": max(round(tall, 1), 1.0)})
        x, width = number * place + place * 0.14, place * 0.72
        found.append({
            "name": column.name, "whole": column.whole, "parts": parts, "top": round(top, 1),
            "x": round(x, 2), "w": round(width, 2), "middle": round(x + width / 2, 2),
        })  # fmt: skip
    return found


def bars(counts: Sequence[int]) -> list[float]:
    """The lengths of bars, in per cent of the longest."""
    most = max(counts, default=0)
    return [round(count / most * 100, 1) if most else 0.0 for count in counts]
