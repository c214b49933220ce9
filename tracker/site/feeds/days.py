"""The days that events set: what falls due, ends or takes effect; and which of them were moved or called off since.

A day belongs to the event that set it, so that its name is for ever. It is called off where the event was retracted, a
correction took the day away, a later step of the case set another before it came, or the case had ended by then.
"""

import json
import re
import sqlite3
from itertools import groupby
from typing import Any, NamedTuple

from tracker.model.dates import CLOSED, InvalidDate, When, when
from tracker.model.life import Life
from tracker.site.clocks import Clocks
from tracker.site.reading import sql
from tracker.site.reading.events import SHARED
from tracker.site.reading.families import known, singular

STATE = {"due": "due", "deadline": "due", "until": "until"}
"""Fields of events whose value a case's state carries on, and its column in `case_states`."""

# What a reader calls a day that an event set; another field is called by its own name.
CALLED = {
    "due": "due",
    "deadline": "others must comply",
    "until": "ends",
    "effective": "takes effect",
}

VERSIONS = """
SELECT v."event_id", v."known_from", v."known_to", v."standing", v."fields", e."type", e."recorded", e."sort_date", e."date",
       e."family", c."pk" AS "case", c."id" AS "case_id", c."name" AS "case_name"
FROM "event_versions" v JOIN "events" e ON e."pk" = v."event" JOIN "cases" c ON c."pk" = v."case"
WHERE v."event" IN (SELECT value FROM json_each(:events)) AND e."family" <> 'parties' AND v."known_from" <= :instant
ORDER BY c."pk", v."event_id", v."known_from"
"""

STRETCHES = f"""
SELECT s."case", s."status", s."due", s."until", coalesce(s."valid_from", '') AS "from" FROM "case_states" s
WHERE s."case" IN (SELECT value FROM json_each(:cases)) AND {sql.HELD.format("s")} ORDER BY s."case", "from"
"""

# A sanction that is postponed takes effect on no day that was set before.
POSTPONED = f"""
SELECT v."case", v."event_id" AS "id", coalesce(e."sort_date", '') AS "day"
FROM "event_versions" v JOIN "events" e ON e."pk" = v."event"
WHERE v."case" IN (SELECT value FROM json_each(:cases)) AND {sql.HELD.format("v")} AND v."standing" = 1
AND json_extract(v."fields", '$.effect') = 'postponed'
"""

ENTRIES = """
SELECT c."case", c."recorded" FROM "changes" c WHERE c."case" IN (SELECT value FROM json_each(:cases))
AND c."recorded" <= :instant AND c."what" IN ('added', 'corrected', 'retracted', 'redacted')
"""


class Day(NamedTuple):
    """A day that an event set."""

    event: str
    field: str
    called: str
    date: When
    case: dict[str, str]
    family: str
    title: str
    sectors: list[str]
    recorded: str
    changed: str
    """When an entry of the case last entered the record, from which it may read otherwise."""
    sequence: int
    """How many such entries there were since the event itself."""
    off: str | None
    """Why it will not come, if so."""


class _Setting(NamedTuple):
    """What became of a case."""

    stretches: list[dict[str, Any]]
    postponed: list[dict[str, Any]]
    entries: list[str]


def days(db: sqlite3.Connection, events: list[int], clocks: Clocks) -> list[Day]:
    """The days that these events set, in the order in which they come."""
    rows = sql.rows(db, VERSIONS, events=json.dumps(events), instant=clocks.instant)
    for row in rows:
        row["fields"] = json.loads(row["fields"])
    settings = _settings(db, sorted({row["case"] for row in rows}), clocks)
    found = []
    for _, group in groupby(rows, key=lambda row: row["event_id"]):
        versions = list(group)
        # Of what a correction took away the last that was said.
        last = {field: date for version in versions for field, date in _set(version["fields"]).items()}
        held = _set(versions[-1]["fields"])
        for field, date in last.items():
            found.append(_day(versions[-1], field, date, field in held, settings[versions[-1]["case"]]))
    return sorted(found, key=lambda day: (day.date.earliest, day.event, day.field))


def _settings(db: sqlite3.Connection, cases: list[int], clocks: Clocks) -> dict[int, _Setting]:
    params = {"cases": json.dumps(cases), "instant": clocks.instant}
    found = {case: _Setting([], [], []) for case in cases}
    for row in sql.rows(db, STRETCHES, **params):
        found[row["case"]].stretches.append(row)
    for row in sql.rows(db, POSTPONED, **params):
        found[row["case"]].postponed.append(row)
    for row in sql.rows(db, ENTRIES, **params):
        found[row["case"]].entries.append(row["recorded"])
    return found


def _set(fields: dict[str, Any]) -> dict[str, When]:
    """The days that an event sets beside its own date, whatever its type calls them."""
    found = {}
    for field, value in fields.items():
        if field not in SHARED and isinstance(value, str) and re.fullmatch(CLOSED, value):
            try:
                found[field] = when(value)
            except InvalidDate:
                continue
    return found


def _day(row: dict[str, Any], field: str, date: When, held: bool, setting: _Setting) -> Day:
    own = row["fields"].get("date")
    day = (row["sort_date"] if own == row["date"] else when(own).earliest) or "" if own else ""
    since = [stamp for stamp in setting.entries if stamp > row["recorded"]]
    off = None
    if not row["standing"]:
        off = "the event that set it was retracted"
    elif not held:
        off = "a correction took it away"
    else:
        off = _moved(row, field, date, day, setting) or _ended(row, date, day, setting)
    return Day(
        row["event_id"], field, CALLED.get(field, field.replace("_", " ")), date, {"id": row["case_id"], "name": row["case_name"]},
        row["family"], row["fields"].get("title") or row["case_name"], row["fields"].get("sectors", []), row["recorded"],
        max(since, default=row["recorded"]), len(since), off,
    )  # fmt: skip


def _moved(row: dict[str, Any], field: str, date: When, day: str, setting: _Setting) -> str | None:
    """Whether a later step set another day, or none, before this one had come."""
    if field == "effective":
        later = (step for step in setting.postponed if step["id"] != row["event_id"] and day <= step["day"] <= date.latest)
        return "it was postponed" if next(later, None) else None
    column = STATE.get(field)
    taken_up = False
    for stretch in setting.stretches if column else ():
        if stretch["from"] <= day:
            taken_up = stretch[column] == date.text
        elif taken_up and stretch[column] is None:
            return "it was lifted before" if stretch["from"] < date.earliest else None
        elif taken_up and stretch[column] != date.text:
            return "another day was set" if stretch["from"] <= date.latest else None
    return None


def _ended(row: dict[str, Any], date: When, day: str, setting: _Setting) -> str | None:
    """Whether the case had come to an end before the day, by a step after the one that set it."""
    before = [stretch["status"] for stretch in setting.stretches if stretch["from"] <= day]
    by_then = [stretch["status"] for stretch in setting.stretches if stretch["from"] < date.earliest]
    if not before or not by_then or by_then[-1] == before[-1]:
        return None
    return f"the {singular(row['family'])} was {by_then[-1]} before" if is_end(known().get(row["family"]), by_then[-1]) else None


def is_end(life: Life | None, status: str | None) -> bool:
    """Whether nothing can happen to a case with this status but to leave it."""
    return life is not None and status not in life.open and status not in life.table.get(status, {}).values()
