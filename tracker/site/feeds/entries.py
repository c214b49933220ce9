"""What a feed says: events by when they entered the record or were last amended, the latest first, a page at a time.

That order lets nobody miss a correction of something old: it comes first again, with a later `updated`.
"""

import json
import sqlite3
from typing import Any, NamedTuple

from tracker.model.dates import when
from tracker.site.clocks import Clocks
from tracker.site.feeds.chosen import Chosen
from tracker.site.reading import sql
from tracker.site.reading.amendments import amendments
from tracker.site.reading.events import events
from tracker.site.reading.told import Told

SIZE = 50

_KEYS = f"""
SELECT v."event" AS "pk", v."known_from" AS "updated" FROM "event_versions" v
WHERE :added AND v."event" IN (SELECT value FROM json_each(:events)) AND {sql.HELD.format("v")}
UNION ALL
SELECT a."pk", coalesce((
    SELECT max(x."recorded") FROM "amendments" x WHERE x."target_id" = a."id" AND x."kind" IN ('retracted', 'redacted')
    AND x."recorded" <= :instant), a."recorded")
FROM "amendments" a
WHERE a."recorded" <= :instant AND (a."pk" IN (SELECT value FROM json_each(:events))
    OR a."kind" IN (SELECT value FROM json_each(:kinds)) AND (a."case" IN (SELECT value FROM json_each(:cases))
        OR a."target_id" IN (SELECT "id" FROM "events" WHERE "pk" IN (SELECT value FROM json_each(:events)))))
"""

PAGE = f"""
SELECT k."updated", e."pk", e."id", e."type", e."family", e."recorded", e."title", e."redacted", e."date" AS "now", e."sort_date",
       e."case" AS "case_pk", e."case_id", c."name" AS "case_name", v."title" AS "titled", v."fields", v."standing"
FROM ({_KEYS}) k JOIN "events" e ON e."pk" = k."pk" JOIN "cases" c ON c."pk" = e."case"
LEFT JOIN "event_versions" v ON v."event" = e."pk" AND {sql.HELD.format("v")}
ORDER BY k."updated" DESC, e."recorded" DESC, e."id" LIMIT :size OFFSET :offset
"""

COUNT = f'SELECT count(*) AS "count" FROM ({_KEYS})'


class Entry(NamedTuple):
    """One entry of a feed: an event, something said about the record, or what is left where a text was removed."""

    id: str
    type: str
    title: str
    updated: str
    published: str
    family: str
    case: dict[str, str]
    sectors: list[str]
    standing: bool
    event: dict[str, Any] | None
    amendment: dict[str, Any] | None
    removed: dict[str, Any] | None
    """When its text was removed, and why; nothing else of it is told."""


class Page(NamedTuple):
    """A page of a feed."""

    entries: list[Entry]
    number: int
    pages: int


def page(db: sqlite3.Connection, chosen: Chosen, clocks: Clocks, number: int, size: int = SIZE) -> Page:
    """One page of the entries of a list."""
    params = {name: json.dumps(getattr(chosen, name)) for name in ("events", "cases", "kinds")} | {"added": chosen.added}
    params["instant"] = clocks.instant
    count = sql.row(db, COUNT, **params)["count"]
    rows = sql.rows(db, PAGE, size=size, offset=(number - 1) * size, **params)
    amended = [a for case in dict.fromkeys(row["case_pk"] for row in rows) for a in amendments(db, case, clocks)]
    told = [_told(row) for row in rows if row["fields"] is not None]
    events_ = {event["id"]: event for event in events(db, told, amended, clocks)}
    by_id = {amendment["id"]: amendment for amendment in amended}
    removed = {a["of"]: a for a in amended if a["kind"] == "redacted"}
    entries = [_entry(row, events_.get(row["id"]), by_id.get(row["id"]), removed) for row in rows]
    return Page(entries, number, max(1, -(-count // size)))


def _told(row: dict[str, Any]) -> Told:
    """The event of a row, as the page of its case tells it."""
    fields = json.loads(row["fields"])
    date = when(fields["date"]) if fields.get("date") else None
    day = row["sort_date"] if date is None or date.text == row["now"] else date.earliest
    return Told(
        row["pk"], row["id"], row["type"], row["titled"], fields, row["recorded"], bool(row["standing"]), bool(row["redacted"]),
        row["id"], day, date.latest if date else None,
    )  # fmt: skip


def _entry(row: dict[str, Any], event: dict | None, amendment: dict | None, removed: dict[str, dict]) -> Entry:
    gone = None
    if row["redacted"]:
        by = removed.get(row["id"])
        gone = {"when": by["recorded"] if by else row["updated"], "reason": by["reason"] if by else None}
    standing = row["standing"] != 0 if event else bool(amendment and amendment["holds"])
    title = event["title"] if event else row["title"]
    return Entry(
        row["id"], row["type"], title, row["updated"], row["recorded"], row["family"],
        {"id": row["case_id"], "name": row["case_name"]}, event["sectors"] if event else [], standing, event, amendment, gone,
    )  # fmt: skip
