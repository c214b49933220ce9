"""One lane of a timeline: its events as dots over their days, and its cases as bars by status, in as few rows as are legible."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from tracker.model.dates import shift
from tracker.site.drawing import packing
from tracker.site.drawing.periods import Period, containing
from tracker.site.drawing.scale import Scale, width

DOT = 7
"""Pixels from one dot to the next above it."""

HIGHEST = 14
"""So many dots may stand on each other; where there are more, columns are drawn by their number."""

ROW, THIN = 27, 12
"""The height of a row with words above its bar, and without."""

BESIDE = 0.9
"""Per cent of the line below which the dots of two events stand on each other."""

NEAR = 1.2
"""Per cent of the line below which two events of a bar are one dot with their number."""

LONGEST = 58
"""Letters of a name above a bar; the rest is in its accessible name."""


class Stretch(NamedTuple):
    """Some days on which a case had one status."""

    status: str
    first: str | None
    """The first day, and the day after the last; none where nobody says, or where it still holds."""
    end: str | None
    certain: str | None
    """From this day on it is certain that it had begun."""


class Life(NamedTuple):
    """A case as a drawing shows it: the stretches of its statuses up to its end, if it has come to one."""

    id: str
    name: str
    stretches: tuple[Stretch, ...]
    status: str | None
    """What it had become."""
    ended: str | None
    """The day on which it came to its end."""
    marks: tuple[Any, ...] = ()
    """Its events, where they are drawn on its bar."""


def columns(marks: Iterable[Any], scale: Scale, where: Any) -> dict[str, Any]:
    """Events whose day lies in one column, as dots that stand on each other: one a mark, or so many as it counts."""
    found: dict[Any, list[Any]] = {}
    for mark in marks:
        found.setdefault(mark.column, []).append(mark)
    most = max((sum(mark.count for mark in of_column) for of_column in found.values()), default=0)
    unit = DOT * min(1.0, HIGHEST / max(most, 1))
    drawn = []
    for column in sorted(found, key=str):
        x, below = where(found[column][0]), 0
        for mark in sorted(found[column], key=lambda mark: mark.date):
            drawn.append({"x": x, "y": round(below * unit, 1), "n": mark.count, "h": round(mark.count * unit, 1), "mark": mark})
            below += mark.count
    return {"dots": drawn, "scaled": most > HIGHEST, "most": most, "height": round(most * unit) + 4 if most else 0}


def soft(marks: Iterable[Any], scale: Scale) -> list[dict[str, Any]]:
    """Events whose date leaves several days open, as bars over all of them, in rows."""
    placed = []
    for mark in marks:
        span = scale.span(mark.first, mark.last)
        if span:
            placed.append((span[0], span[0] + span[1], {"x": span[0], "w": max(span[1], 0.4), "mark": mark}))
    return [
        bar | {"row": number}
        for number, row in enumerate(packing.rows(sorted(placed, key=lambda given: given[0]), 0.4))
        for bar in row
    ]


def lives(cases: Iterable[Life], scale: Scale, today: str) -> dict[str, Any]:
    """Cases as bars in rows, each with its name above it."""
    placed = []
    for case in cases:
        bar = _bar(case, scale, today)
        if bar is None:
            continue
        words = f"{bar['name']} {case.status or ''}"
        x, anchor = packing.beside(bar["x"], bar["end"], width(words) + 4)
        room = width(words) + 4
        begins, ends = (x, x + room) if anchor == "start" else (x - room, x)
        bar |= {"words_x": x, "anchor": anchor}
        placed.append((min(bar["x"], begins), max(bar["end"], ends), bar))
    rows = packing.rows(sorted(placed, key=lambda given: given[2]["x"]))
    return {"bars": [bar | {"y": n * ROW} for n, row in enumerate(rows) for bar in row], "height": len(rows) * ROW}


def _bar(case: Life, scale: Scale, today: str) -> dict[str, Any] | None:
    """One case: the pieces of its bar, its events on it, and how it goes on."""
    pieces = []
    for stretch in case.stretches:
        pieces += _pieces(stretch, scale, today)
    dots, wide = [], []
    for mark in sorted(case.marks, key=lambda mark: mark.date):
        if mark.first and mark.first == mark.last:
            x = scale.middle(mark.first)
            if dots and x - dots[-1]["x"] < NEAR:
                dots[-1] = {"x": round((dots[-1]["x"] + x) / 2, 2), "marks": [*dots[-1]["marks"], mark]}
            elif 0 <= x <= 100:
                dots.append({"x": x, "marks": [mark]})
        elif span := scale.span(mark.first, mark.last):
            wide.append({"x": span[0], "w": max(span[1], 0.4), "mark": mark})
    edges = [*((p["x"], p["x"] + p["w"]) for p in (*pieces, *wide)), *((d["x"], d["x"]) for d in dots)]
    if not edges:
        return None
    ends = scale.at(case.ended) if case.ended else None
    return {
        "id": case.id,
        "title": case.name,
        "name": case.name if len(case.name) <= LONGEST else f"{case.name[: LONGEST - 1].rstrip()}…",
        "status": case.status,
        "pieces": pieces,
        "dots": dots,
        "wide": wide,
        "x": round(min(edge[0] for edge in edges), 2),
        "end": round(max(edge[1] for edge in edges), 2),
        "ended": ends if ends is not None and 0 <= ends <= 100 and pieces else None,
        "goes_on": not case.ended and bool(pieces) and pieces[-1]["last"],
    }


def _pieces(stretch: Stretch, scale: Scale, today: str) -> list[dict[str, Any]]:
    """The bar of a stretch: a faint part while it may have begun, a firm one from when it had."""
    # What nobody dates has begun before the line; what still holds is drawn up to today.
    begins = stretch.first or "0001-01-01"
    certain = min(max(stretch.certain or begins, begins), stretch.end or today)
    firm_end = scale.at(stretch.end) if stretch.end else scale.after(today)
    found = []
    for first, end, faint in ((scale.at(begins), scale.at(certain), True), (scale.at(certain), firm_end, False)):
        x, end = max(first, 0.0), min(end, 100.0)
        if end > x:
            piece = {"x": x, "w": round(end - x, 2), "status": stretch.status, "faint": faint, "last": not stretch.end}
            found.append(piece)
    return found


def pair(party: dict[str, Any], scale: Scale, when: Any) -> dict[str, Any]:
    """One party's two sides: dots for what was done; a row for each pledge, with the year before it."""
    wide, exact = [], []
    for action in party["actions"]:
        day = when(action["date"]) if action["date"] else None
        if day and day.exact:
            exact.append((scale.middle(day.earliest), action))
        elif day and (span := scale.span(day.earliest, day.latest)):
            wide.append({"x": span[0], "w": max(span[1], 0.4), "thing": action})
    within = [(x, x, {"x": x, "thing": action}) for x, action in sorted(exact, key=lambda given: given[0]) if 0 <= x <= 100]
    levels = packing.rows(within, BESIDE)
    dots = [dot | {"y": n * DOT} for n, level in enumerate(levels) for dot in level]
    placed = [placing for pledge in party["pledges"] if (placing := _pledge(pledge, scale, when))]
    rows = packing.rows(sorted(placed, key=lambda given: given[2]["x"]))
    return {
        "dots": dots,
        "wide": wide,
        "height": len(levels) * DOT + 6,
        "pledges": [pledge | {"y": n * ROW} for n, row in enumerate(rows) for pledge in row],
        "below": len(rows) * ROW,
    }


def _pledge(pledge: dict[str, Any], scale: Scale, when: Any) -> tuple[float, float, dict[str, Any]] | None:
    """A pledge's own day, the 365 days before it, and what was done in them; none where it lies beyond the line."""
    day = when(pledge["date"]) if pledge["date"] else None
    own = scale.span(day.earliest, day.latest) if day else None
    if own is None:
        return None
    year = scale.span(shift(day.earliest or day.latest, -365), day.latest or day.earliest)
    before = []
    for action in pledge["pressure"]:
        acted = when(action["date"])
        if span := scale.span(acted.earliest, acted.latest):
            before.append({"x": round(span[0] + span[1] / 2, 2), "thing": action})
    x, room = round(own[0] + own[1] / 2, 2), width(pledge["name"]) + 2
    at, anchor = packing.beside(x, x, room)
    begins, ends = (at, at + room) if anchor == "start" else (at - room, at)
    drawn = {
        "thing": pledge, "x": x, "own": own if not day.exact else None, "year": year, "before": before, "words_x": at, "anchor": anchor,
    }  # fmt: skip
    return min(begins, year[0]), max(ends, x + 1), drawn


def column_middle(scale: Scale, unit: str) -> Any:
    """Where the middle of a mark's column lies."""

    def middle(mark: Any) -> float:
        if unit == "day":
            return scale.middle(mark.first)
        if unit == "month":
            month = containing("month", mark.first)
            return round((scale.at(month.first) + scale.after(month.last)) / 2, 2)
        share = 700 / Period("", "", scale.first, scale.last).days
        return min(round((mark.column + 0.5) * share, 2), 99.7)

    return middle


def numbers(tally: dict[tuple[str, str], int]) -> dict[str, int]:
    """Family -> how many in all."""
    found: Counter[str] = Counter()
    for (family, _), count in tally.items():
        found[family] += count
    return dict(found)
