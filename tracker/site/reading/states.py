"""What cases had become, on both clocks: status, deadline, sums, and the sentence that answers their question."""

import json
import sqlite3
from functools import lru_cache
from itertools import groupby
from typing import Any

from tracker.database.schema import clock
from tracker.model.dates import when
from tracker.site import words
from tracker.site.clocks import Clocks
from tracker.site.reading import sql
from tracker.site.reading.answers import answer, question
from tracker.site.reading.steps import Steps, steps_of

KNOWN = 'SELECT "pk" FROM "cases" WHERE "family" = :family AND "first_recorded" <= :instant'

STRETCHES = f"""
SELECT c."pk", c."id", c."family", c."name", c."question", c."jurisdiction", c."first_recorded", s."status", s."due", s."until",
       s."promised", s."delivered", s."currency", s."valid_from", s."certain_from", s."turned", s."event_id"
FROM "cases" c LEFT JOIN "case_states" s ON s."case" = c."pk" AND {sql.HELD.format("s")}
WHERE c."first_recorded" <= :instant AND c."pk" IN (SELECT value FROM json_each(:pks))
ORDER BY c."pk", s."valid_from"
"""

CHECKED = """
SELECT a."case", max(coalesce(e."last_day", substr(a."recorded", 1, 10))) AS "checked"
FROM "amendments" a JOIN "events" e ON e."pk" = a."pk"
WHERE a."kind" = 'checked' AND a."recorded" <= :instant AND coalesce(e."last_day", '') <= :day
  AND a."case" IN (SELECT value FROM json_each(:pks)) GROUP BY a."case"
"""

COUNTS = f"""
SELECT s."status", count(*) AS "count" FROM "case_states" s JOIN "cases" c ON c."pk" = s."case"
WHERE c."family" = :family AND {sql.HELD.format("s")}
  AND coalesce(s."valid_from", '') <= :day AND coalesce(s."valid_to", '9999') > :day
GROUP BY s."status"
"""

# The rule stands once, in the schema: views give it today, pages the day that is asked for.
CLOCK = f"""
SELECT "pk", {clock(":day")} AS "clock"
FROM (SELECT json_extract(value, '$[0]') AS "pk", json_extract(value, '$[1]') AS "status",
             json_extract(value, '$[2]') AS "due_from", json_extract(value, '$[3]') AS "due_to",
             json_extract(value, '$[4]') AS "last_sign"
      FROM json_each(:cases))
"""


def of_family(db: sqlite3.Connection, clocks: Clocks, family: str) -> list[dict[str, Any]]:
    """All cases of a family that the record knew, as they stood."""
    known = sql.rows(db, KNOWN, family=family, instant=clocks.instant)
    return of_cases(db, clocks, [row["pk"] for row in known])


def of_cases(db: sqlite3.Connection, clocks: Clocks, pks: list[int]) -> list[dict[str, Any]]:
    """The cases with these keys, as they stood; those that the record did not know are left out."""
    if clocks.moved:
        return _states(db, clocks, pks)
    told = _told(tuple(db.execute('SELECT * FROM "build"').fetchone()), clocks.day)
    told.update((case["pk"], case) for case in _states(db, clocks, [pk for pk in pks if pk not in told]))
    return [dict(told[pk]) for pk in sorted(set(pks)) if pk in told]


@lru_cache(maxsize=2)
def _told(build: tuple, day: str) -> dict[int, dict[str, Any]]:
    """The cases of one build as they stand on one day, as far as they were asked for: pages and lists share most of them."""
    return {}


def counts(db: sqlite3.Connection, clocks: Clocks, family: str) -> dict[str, int]:
    """Status -> how many cases of a family had it."""
    return {row["status"]: row["count"] for row in sql.rows(db, COUNTS, family=family, **sql.at(clocks))}


def _states(db: sqlite3.Connection, clocks: Clocks, pks: list[int]) -> list[dict[str, Any]]:
    """Cases as they stood as of a day, as known at an instant."""
    if not pks:
        return []
    stretches = sql.rows(db, STRETCHES, pks=json.dumps(pks), **sql.at(clocks))
    by_case = [list(of_case) for _, of_case in groupby(stretches, key=lambda s: s["pk"])]
    pks = [of_case[0]["pk"] for of_case in by_case]
    steps = steps_of(db, clocks, pks)
    checked = {row["case"]: row["checked"] for row in sql.rows(db, CHECKED, pks=json.dumps(pks), **sql.at(clocks))}
    found = [_state(of_case, steps[of_case[0]["pk"]], checked.get(of_case[0]["pk"]), clocks.day) for of_case in by_case]
    promised = [
        [c["pk"], c["status"], c["due_from"], c["due_to"], c["last_sign"]]
        for c in found
        if c["family"] == "pledges" and c["status"]
    ]
    clock_of = {row["pk"]: row["clock"] for row in sql.rows(db, CLOCK, day=clocks.day, cases=json.dumps(promised))}
    for case in found:
        case["clock"] = clock_of.get(case["pk"])
        case["question"] = question(case)
        case["answer"] = answer(case, clocks.day)
    return found


def _state(stretches: list[dict[str, Any]], steps: Steps, checked: str | None, day: str) -> dict[str, Any]:
    """One case from its stretches, of which the last one begun is what holds, and from its events."""
    first = stretches[0]
    told = [s for s in stretches if s["status"]]
    begun = [s for s in told if (s["valid_from"] or "") <= day]
    to_come = next((s for s in told if (s["valid_from"] or "") > day), None)
    held = begun[-1] if begun else None
    since = held
    for stretch in reversed(begun):
        if stretch["status"] != held["status"]:
            break
        since = stretch
    due = when(held["due"]) if held and held["due"] else None
    until = when(held["until"]) if held and held["until"] else None
    # Of a date that goes beyond the day only what lies before it can have been heard by then.
    last_sign = max((min(sign, day) for sign in (steps.last_sign, checked) if sign), default=None)
    return {
        **{name: first[name] for name in ("pk", "id", "family", "name", "question", "jurisdiction", "first_recorded")},
        "status": held["status"] if held else None if told else "retracted",
        "since": since["valid_from"] if since else None,
        "may_have": bool(held) and (since["certain_from"] or "") > day,
        "certain_from": since["certain_from"] if since else None,
        "by": _by(since, steps) if since else None,
        "due": due.text if due else None,
        "due_from": due.earliest if due else None,
        "due_to": due.latest if due else None,
        "days_left": words.between(day, due.latest) if due else None,
        "until": until.text if until else None,
        "until_passed": bool(until) and until.latest < day,
        "effective": steps.effective,
        "promised": held["promised"] if held else None,
        "delivered": held["delivered"] if held else None,
        "undisclosed": max(held["promised"] - (held["delivered"] or 0), 0) if held and held["promised"] is not None else None,
        "currency": held["currency"] if held else None,
        "bound": steps.bound,
        "counting": steps.counting,
        "fined": steps.fined,
        "event_count": steps.count,
        "opened": steps.opened,
        "latest": steps.latest,
        "last_event": steps.last_day,
        "checked": checked,
        "last_sign": last_sign,
        "days_silent": words.between(last_sign, day) if last_sign else None,
        "next": {**_by(to_come, steps), "status": to_come["status"], "day": to_come["valid_from"]} if to_come else None,
        "parties": steps.parties,
        "sectors": steps.sectors,
    }


def _by(stretch: dict[str, Any], steps: Steps) -> dict[str, Any]:
    """The event that brought a stretch about; the date is that of the day itself where a day did."""
    event = steps.named[stretch["event_id"]]
    date = stretch["valid_from"] if stretch["turned"] else event["date"]
    return {"id": event["id"], "title": event["title"], "date": date, "turned": bool(stretch["turned"])}
