"""What falls due: pledges, the ends that measures set themselves, days by which others must comply, entries into force."""

import sqlite3
from typing import Annotated, Any

from tracker.model.dates import when
from tracker.site import words
from tracker.site.clocks import Clocks
from tracker.site.reading import sql, states
from tracker.site.reading.ask import Ask, record, stands
from tracker.site.reading.families import is_open
from tracker.site.shapes.asked import Timed
from tracker.site.shapes.lists import DeadlinesPage

# What it is that ends on the day that a step set for itself.
ENDS = {"suspended": "suspension ends", "eased": "easing ends"}

WAITING = """
SELECT DISTINCT s."case" FROM "case_states" s JOIN "cases" c ON c."pk" = s."case"
WHERE c."family" <> 'parties' AND s."known_from" <= :instant AND (s."known_to" IS NULL OR s."known_to" > :instant)
AND (s."due" IS NOT NULL OR s."until" IS NOT NULL OR s."turned" = 1)
UNION SELECT v."case" FROM "event_versions" v JOIN "events" e ON e."pk" = v."event"
WHERE e."family" = 'laws' AND v."known_from" <= :instant AND (v."known_to" IS NULL OR v."known_to" > :instant)
AND json_extract(v."fields", '$.effective') IS NOT NULL
"""


def read(db: sqlite3.Connection, ask: Annotated[Ask, Timed]) -> DeadlinesPage:
    """What is ahead, the nearest first, and what has passed without an outcome on record, the latest first."""
    build = record(db, ask.clocks)
    ahead, passed = deadlines(db, ask.clocks)
    return {**stands(ask, build), "ahead": ahead, "passed": passed}


def deadlines(db: sqlite3.Connection, clocks: Clocks) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every day that something still waits for: those to come, and those that have gone by without what should follow."""
    ask = sql.rows if clocks.known_at else sql.once
    pks = [row["case"] for row in ask(db, WAITING, instant=clocks.instant)]
    return awaited(db, states.of_cases(db, clocks, pks), clocks.day)


def awaited(db: sqlite3.Connection, cases: list[dict[str, Any]], day: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The days that these cases wait for, as seen on a day: those to come, and those that have gone by."""
    found = [line for case in cases for line in _lines(db, case, day)]
    ahead = sorted((line for line in found if line["days_left"] >= 0), key=lambda line: (line["last_day"], line["case"]["id"]))
    passed = sorted((line for line in found if line["days_left"] < 0), key=lambda line: (line["last_day"], line["case"]["id"]))
    return ahead, passed[::-1]


def _lines(db: sqlite3.Connection, case: dict[str, Any], day: str):
    """The days that one case waits for, if it still waits."""
    turn = case["next"]
    if turn and turn["turned"]:
        yield _line(case, f"is to be {turn['status']}", turn["date"], day)
    if not case["status"] or not is_open(db, case):
        # Of a law in force a change may still be to come.
        if case["family"] == "laws" and case["effective"] and (when(case["effective"]).latest or "") >= day:
            yield _line(case, "a change takes effect", case["effective"], day)
        return
    if case["due"]:
        yield _line(case, "is due" if case["family"] == "pledges" else "others must comply", case["due"], day)
    if case["until"]:
        yield _line(case, ENDS.get(case["status"], "ends"), case["until"], day)
    if case["family"] == "laws" and case["status"] == "adopted" and case["effective"]:
        yield _line(case, "enters into force", case["effective"], day)


def _line(case: dict[str, Any], what: str, date: str, day: str) -> dict[str, Any]:
    span = when(date)
    return {
        "what": what,
        "date": date,
        "first_day": span.earliest,
        "last_day": span.latest,
        "days_left": words.between(day, span.latest),
        "case": {name: case[name] for name in ("id", "family", "name", "status", "clock", "answer")},
    }
