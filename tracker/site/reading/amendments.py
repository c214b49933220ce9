"""What was done to the record of a case: corrections, retractions, redactions, checks and replies."""

import json
import sqlite3
from typing import Any

from tracker.site.clocks import Clocks
from tracker.site.reading import sql

# What a correction says of the facts is shown before what it says in other words.
WORDING = {
    field: place for place, field in enumerate(("title", "summary", "notes", "confidence", "responds_to", "about", "sources"), 1)
}

AMENDMENTS = """
SELECT a."pk", a."id", a."kind", a."target_id", a."recorded", a."date", a."reason", a."looked_in", a."quote", a."code",
       a."change", a."was", a."instead", a."party_id", p."name" AS "party", e."redacted"
FROM "amendments" a JOIN "events" e ON e."pk" = a."pk" LEFT JOIN "parties" p ON p."id" = a."party_id"
WHERE a."case" = :case AND a."recorded" <= :instant
ORDER BY a."recorded"
"""

SOURCES = """
SELECT s."event", s."url", s."title", p."name" AS "publisher", p."tier", s."via", s."published", s."language", s."archived",
       s."accessed", s."quote"
FROM "event_sources" s JOIN "publishers" p ON p."pk" = s."publisher"
WHERE s."event" IN (SELECT "pk" FROM "amendments" WHERE "case" = :case)
ORDER BY s."pk"
"""


def amendments(db: sqlite3.Connection, case: int, clocks: Clocks) -> list[dict[str, Any]]:
    """The amendments that had entered the record, in that order, each with whether it still held."""
    found = sql.rows(db, AMENDMENTS, case=case, instant=clocks.instant)
    if not found:
        return []
    sources: dict[int, list] = {}
    for source in sql.rows(db, SOURCES, case=case):
        sources.setdefault(source.pop("event"), []).append(source)
    taken_back = _taken_back(found)
    return [_amendment(row, row["id"] not in taken_back, sources.get(row["pk"], [])) for row in found]


def _taken_back(found: list[dict[str, Any]]) -> set[str]:
    """Ids of what a retraction that itself holds takes back. A later retraction can only concern an earlier entry."""
    gone: set[str] = set()
    for row in reversed(found):
        if row["kind"] == "retracted" and row["id"] not in gone:
            gone.add(row["target_id"])
    return gone


def _amendment(row: dict[str, Any], holds: bool, sources: list) -> dict[str, Any]:
    change, was = (json.loads(row[name]) if row[name] else None for name in ("change", "was"))
    return {
        **{name: row[name] for name in ("id", "kind", "recorded", "date", "reason", "quote", "code", "instead")},
        "of": row["target_id"],
        "looked_in": row["looked_in"].split("; ") if row["looked_in"] else [],
        "party": {"id": row["party_id"], "name": row["party"] or row["party_id"]} if row["party_id"] else None,
        "changes": sorted(_changes(change, was, ""), key=lambda c: WORDING.get(c["field"], 0)) if change else [],
        "holds": holds,
        "redacted": bool(row["redacted"]),
        "sources": sources,
    }


def _changes(change: dict[str, Any], was: Any, way: str):
    """Field by field what a correction put in the place of what."""
    old = was if isinstance(was, dict) else {}
    for name, value in change.items():
        if isinstance(value, dict) and isinstance(old.get(name), dict):
            yield from _changes(value, old[name], f"{way}{name}.")
        else:
            yield {"field": f"{way}{name}", "was": old.get(name), "now": value}
