"""The page of one event: what it says, what the record said of it before, and what names it."""

import json
import sqlite3
from typing import Annotated, Any

from tracker.site import words
from tracker.site.clocks import Clocks
from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, Moved, NotFound, record, stands
from tracker.site.reading.case import open_case
from tracker.site.reading.cite import citation
from tracker.site.reading.events import events
from tracker.site.shapes.asked import Timed
from tracker.site.shapes.events import EventPage

VERSIONS = """
SELECT v."known_from", v."known_to", v."standing", v."cause_id" AS "cause", v."title", v."fields"
FROM "event_versions" v WHERE v."event_id" = :id AND v."known_from" <= :instant ORDER BY v."known_from"
"""

NAMED_BY = f"""
SELECT l."kind", v."event_id" AS "id", v."title", json_extract(v."fields", '$.date') AS "date", c."name" AS "case"
FROM "event_links" l JOIN "event_versions" v ON v."event" = l."event" AND {sql.HELD.format("v")} AND v."standing" = 1
JOIN "events" e ON e."pk" = l."event" JOIN "cases" c ON c."pk" = e."case"
WHERE l."target_id" = :id AND coalesce(e."sort_date", '') <= :day ORDER BY e."sort_date", e."recorded"
"""


def read(db: sqlite3.Connection, ask: Annotated[Ask, Timed]) -> EventPage:
    """Everything about one event, or about one entry that amends another."""
    build = record(db, ask.clocks)
    case, found, amended = open_case(db, ask)
    event_id = f"{case['id']}/{ask.vars['stem']}"
    told = next((event for event in found if event.id == event_id), None)
    amendment = next((a for a in amended if a["id"] == event_id), None)
    if told is None and amendment is None:
        raise NotFound(_missing(db, event_id, ask.clocks))
    event = events(db, [told], amended, ask.clocks)[0] if told else None
    if event and event["retraction"] and event["retraction"]["instead"]:
        raise Moved(f"/{event['retraction']['instead']}{ask.clocks.query}")
    title = event["title"] if event else f"{case['name']}: {amendment['kind']}"
    return {
        **stands(ask, build),
        "id": event_id,
        "title": title,
        "case": {name: case[name] for name in ("id", "family", "name", "question", "answer", "status", "clock", "may_have")},
        "event": event,
        "amendment": amendment,
        "versions": _versions(db, event_id, ask.clocks) if event else [],
        "named_by": sql.rows(db, NAMED_BY, id=event_id, **sql.at(ask.clocks)),
        "cite": citation(title, event_id, ask.clocks, build),
    }


def _missing(db: sqlite3.Connection, event_id: str, clocks: Clocks) -> str:
    row = sql.row(db, 'SELECT "date", "recorded" FROM "events" WHERE "id" = :id', id=event_id)
    if row is None:
        return f"there is no event {event_id}"
    if row["recorded"] > clocks.instant:
        return f"the record knew nothing of this event at {clocks.instant}; it has it since {row['recorded']}"
    return f"this event had not happened by {words.day(clocks.day)}; it is dated {words.dated(row['date'])}"


def _versions(db: sqlite3.Connection, event_id: str, clocks: Clocks) -> list[dict[str, Any]]:
    found = sql.rows(db, VERSIONS, id=event_id, instant=clocks.instant)
    for row in found:
        row["known_to"] = row["known_to"] if row["known_to"] and row["known_to"] <= clocks.instant else None
        row["standing"] = bool(row["standing"])
        row["fields"] = json.loads(row["fields"])
    return found
