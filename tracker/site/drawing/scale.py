"""A scale of days: where on a line of a hundred per cent a day, a span of days or a tick lies.

Everything along the line is in per cent, so that one drawing fits every width; the room that words need is reckoned for
the narrowest line on which it is shown.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tracker.site.drawing.periods import Period

NARROWEST = 700
"""Pixels of the narrowest line, on a small screen or on paper."""

LETTER = 7.1
"""Pixels that a letter takes on average, wide scripts twice as much."""


class Scale(NamedTuple):
    """The days from the first to the last, evenly on a line."""

    first: str
    last: str

    def at(self, day: str | None) -> float:
        """Where a day begins, in per cent; one that nobody knows lies before the line."""
        return self._place(_number(day)) if day else -1.0

    def middle(self, day: str) -> float:
        """Where the middle of a day lies."""
        return self._place(_number(day) + 0.5)

    def after(self, day: str | None) -> float:
        """Where a day has ended; one that nobody knows lies beyond the line."""
        return self._place(_number(day) + 1) if day else 101.0

    def span(self, first: str | None, last: str | None) -> tuple[float, float] | None:
        """Where a span of days begins and how long it is, cut at the ends of the line; none where it lies beyond them."""
        begins, ends = max(self.at(first), 0.0), min(self.after(last), 100.0)
        return (begins, round(ends - begins, 2)) if ends > begins else None

    def _place(self, number: float) -> float:
        first, last = _number(self.first), _number(self.last) + 1
        return round((number - first) / (last - first) * 100, 2)


def of(period: Period) -> Scale:
    """The scale on which a period is drawn."""
    return Scale(period.first, period.last)


def width(text: str) -> float:
    """The room that words take on the narrowest line, in per cent."""
    letters = sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
    return round(letters * LETTER / NARROWEST * 100, 2)


@lru_cache(maxsize=16_384)
def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()
