"""The timeline as it is drawn: a lane for each family, its events as dots, its cases as bars, over the period chosen."""

import json
import sqlite3
from itertools import groupby
from typing import Any

from tracker.site import words
from tracker.site.clocks import Clocks
from tracker.site.drawing import lanes, scale
from tracker.site.drawing.periods import WHOLE, Period
from tracker.site.reading import sql
from tracker.site.reading.families import families, known, singular
from tracker.site.reading.moments import Mark, Now, Then

LINKED = 260
"""Up to so many events each is a link of its own; where there are more, those of one column are one, to that time."""

ALL_NAMED = {WHOLE: 14, "decade": 14}
"""So many cases of a lane may all be drawn as bars with their events; of more, all events stand apart as dots."""

SOME_NAMED = {WHOLE: 5, "decade": 5}
"""Of more cases so many with the most events are drawn as bars."""

NEAR_ALL, NEAR_SOME = 18, 9
"""The same where a year or less is drawn."""

COLUMNS = {WHOLE: "month", "decade": "month", "year": "week", "quarter": "day", "month": "day"}

LETTERS = {"year": 4, "month": 7, "day": 10}
"""The letters of a day that name the period in which it lies."""

LIVES = f"""
SELECT c."pk", c."id", c."name", s."status", s."valid_from", s."valid_to", s."certain_from"
FROM "case_states" s JOIN "cases" c ON c."pk" = s."case"
WHERE s."case" IN (SELECT value FROM json_each(:pks)) AND {sql.HELD.format("s")} AND s."status" IS NOT NULL
  AND coalesce(s."valid_from", '') <= :day
ORDER BY c."pk", s."valid_from"
"""

OVER = """SELECT DISTINCT "status" FROM "cases" WHERE "family" = :family AND "open" = 0"""


def picture(db: sqlite3.Connection, clocks: Clocks, found: Now | Then, period: Period, years: dict[str, int]) -> dict[str, Any]:
    """The lanes of a period, of what the filters leave."""
    parts = period.parts()
    tally = found.tally(LETTERS[parts[0].unit], period)
    within = lanes.numbers(tally)
    cases = found.cases(period)
    unit = COLUMNS[period.unit]
    grouped = sum(within.values()) > LINKED
    of_family: dict[str, list[Mark]] = {}
    for mark in found.marks(period, unit, grouped):
        of_family.setdefault(mark.family, []).append(mark)
    line = scale.of(period)
    drawn = []
    for family in [row["name"] for row in families(db) if row["name"] in of_family]:
        own = {pk: count for pk, (name, count) in cases.items() if name == family}
        lane = _lane(db, clocks, found, period, line, family, own, of_family[family], grouped)
        drawn.append({"family": family, "events": within.get(family, 0), "cases": len(own), **lane})
    return {
        "period": period,
        "older": sum(count for year, count in years.items() if period.unit == WHOLE and year < period.first[:4]),
        "part": parts[0].unit,
        "ticks": [_tick(part, line) for part in parts],
        "lanes": drawn,
        "ladder": _ladder(tally, parts, [lane["family"] for lane in drawn]),
        "today": line.middle(clocks.day) if period.first <= clocks.day <= period.last else None,
        "linked": not grouped,
    }


def _lane(
    db: sqlite3.Connection, clocks: Clocks, found: Now | Then, period: Period, line: scale.Scale, family: str,
    cases: dict[int, int], marks: list[Mark], grouped: bool,
) -> dict[str, Any]:  # fmt: skip
    far = period.unit in ALL_NAMED
    every = len(cases) <= (ALL_NAMED[period.unit] if far else NEAR_ALL)
    chosen = sorted(cases, key=lambda pk: (-cases[pk], pk))
    if every:
        events = found.marks(period, "day", False, chosen) if grouped else [m for m in marks if m.case in cases]
        strip, wide = [], []
    else:
        events = []
        strip, wide = [m for m in marks if m.column is not None], [m for m in marks if m.column is None]
    # A case that was over as soon as it began has no length to draw; so some are left aside for others.
    some = SOME_NAMED[period.unit] if far else NEAR_SOME
    day = min(clocks.day, period.last)
    told = _lives(db, clocks, day, family, chosen if every else chosen[: 4 * some], events)
    if not every:
        told = sorted([case for case in told if case.stretches][:some], key=lambda case: case.stretches[0].first or "")
    unit = COLUMNS[period.unit]
    columns = lanes.columns(strip, line, lanes.column_middle(line, unit))
    for dot in columns["dots"]:
        dot["label"] = _label(dot["mark"], unit)
    bars = lanes.lives(told, line, day)
    for bar in bars["bars"]:
        for dot in bar["dots"]:
            several = f"{len(dot['marks'])} events: " if len(dot["marks"]) > 1 else ""
            dot["label"] = several + "; ".join(_label(mark, None) for mark in dot["marks"])
        for wide_ in bar["wide"]:
            wide_["label"] = _label(wide_["mark"], None)
    statuses = dict.fromkeys(piece["status"] for bar in bars["bars"] for piece in bar["pieces"])
    order = known()[family].statuses if family in known() else ()
    soft = [bar | {"label": _label(bar["mark"], None)} for bar in lanes.soft(wide, line)]
    return {
        "strip": columns,
        "soft": soft,
        "soft_rows": max((bar["row"] + 1 for bar in soft), default=0),
        "lives": bars,
        "every": every,
        "named": len(bars["bars"]),
        "statuses": sorted(statuses, key=lambda status: order.index(status) if status in order else len(order)),
    }


def _lives(
    db: sqlite3.Connection, clocks: Clocks, day: str, family: str, pks: list[int], marks: list[Mark]
) -> list[lanes.Life]:  # fmt: skip
    """Cases in the order of their keys as given, each with the stretches of its statuses up to its end or to a day."""
    rows = sql.rows(db, LIVES, pks=json.dumps(pks), day=day, instant=clocks.instant)
    over = known()[family].over if family in known() else {row["status"] for row in sql.rows(db, OVER, family=family)}
    found = {}
    # Where a family knows one status only, to name it says nothing.
    silent = family in known() and len(known()[family].statuses) == 1
    for pk, of_case in groupby(rows, key=lambda row: row["pk"]):
        stretches, status, ended = [], None, None
        for row in of_case:
            first, status = row, row["status"]
            if status in over:
                ended = ended or row["valid_from"]
                continue
            ended = None
            if stretches and stretches[-1].status == status:
                stretches[-1] = stretches[-1]._replace(end=row["valid_to"])
            else:
                stretches.append(lanes.Stretch(status, row["valid_from"], row["valid_to"], row["certain_from"]))
        own = tuple(mark for mark in marks if mark.case == pk)
        found[pk] = lanes.Life(first["id"], first["name"], _cut(stretches, day), None if silent else status, ended, own)
    return [found[pk] for pk in pks if pk in found]


def _cut(stretches: list[lanes.Stretch], day: str) -> tuple[lanes.Stretch, ...]:
    """Of stretches those that have a length; none ends after the day as of which the drawing speaks."""
    cut = (s._replace(end=None) if s.end and s.end > day else s for s in stretches)
    return tuple(s for s in cut if s.end is None or s.first is None or s.end > s.first)


def _label(mark: Mark, unit: str | None) -> str:
    """What a mark says to those who do not see where it stands."""
    if mark.count == 1:
        return f"{words.dated(mark.date)}: {mark.title}"
    if unit == "month":
        time = f"{words.MONTHS[int(mark.first[5:7]) - 1]} {mark.first[:4]}"
    elif unit == "week":
        time = f"the days about {words.day(mark.first)}"
    else:
        time = words.day(mark.first) if unit else f"between {words.day(mark.first)} and {words.day(mark.last)}"
    return f"{time}: {words.count(mark.count, singular(mark.family) + ' event')}"


def _tick(part: Period, line: scale.Scale) -> dict[str, Any]:
    begins, ends = line.at(part.first), line.after(part.last)
    return {"x": begins, "middle": round((begins + ends) / 2, 2), "part": part}


def _ladder(tally: dict[tuple[str, str | None], int], parts: list[Period], families_: list[str]) -> dict[str, Any]:
    """How many events of each family there are in each part of the period: the drawing for a narrow screen, and its table."""
    letters = LETTERS[parts[0].unit]
    rows = []
    for part in parts:
        counts = [tally.get((family, part.first[:letters]), 0) for family in families_]
        # Days are too many to show those on which nothing happened.
        if part.unit != "day" or any(counts):
            rows.append({"part": part, "counts": counts})
    most = max((count for row in rows for count in row["counts"]), default=0)
    return {"families": families_, "rows": rows, "most": most}
