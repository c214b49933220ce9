"""What entered the record after a cursor, in the order in which it did.

Recorded order is merge order: what is merged is recorded later than all that was merged before, so that nothing can
appear behind a cursor. Within one merge two cases may share a stamp; their ids then decide, and one merge is one build.
A cursor also says how many entries lie behind it. Where that is no longer so, somebody got past the rules, and the
answer is that the cursor is gone, never a delta with a hole in it.
"""

import base64
import binascii
import json
import sqlite3
from typing import Annotated, Any, NamedTuple

from tracker.model.dates import is_instant
from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, Refused, record, stands
from tracker.site.shapes.asked import DeltaAsked
from tracker.site.shapes.delta import DeltaPage

SIZE, MOST = 100, 1000

CHANGES = """
SELECT c."recorded", c."what", c."type", c."id", c."target_id", c."case" AS "case_pk", k."id" AS "case", c."event" AS "pk",
       coalesce(a."fields", v."fields") AS "fields"
FROM "changes" c JOIN "cases" k ON k."pk" = c."case" LEFT JOIN "amendments" a ON a."pk" = c."event"
LEFT JOIN "event_versions" v ON v."event" = c."event" AND v."cause" = c."event"
WHERE (c."recorded", c."id") > (:recorded, :id) ORDER BY c."recorded", c."id" LIMIT :size
"""

MADE = """
SELECT v."cause", v."event_id" AS "id", v."standing", v."fields" FROM "event_versions" v
WHERE v."cause" IN (SELECT value FROM json_each(:pks)) ORDER BY v."event_id"
"""

OF_CASE = f"""
SELECT v."event_id" AS "id", v."standing", v."fields" FROM "event_versions" v
WHERE v."case" = :case AND {sql.HELD.format("v")} ORDER BY v."event_id"
"""

LEFT = """
SELECT "fields" FROM "amendments" WHERE "id" = :id
UNION ALL SELECT "fields" FROM "event_versions" WHERE "event_id" = :id AND "known_to" IS NULL
"""

BEHIND = 'SELECT count(*) AS "count" FROM "changes" WHERE ("recorded", "id") <= (:recorded, :id)'

AGAIN = "leave `after` out to begin at the beginning"


class Gone(Refused):
    """What lies behind a cursor is not what it was."""

    status = 410


class Cursor(NamedTuple):
    """The last entry delivered, and how many there were up to it."""

    recorded: str = ""
    id: str = ""
    count: int = 0

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(json.dumps(self).encode()).decode().rstrip("=")


def read(db: sqlite3.Connection, ask: Annotated[Ask, DeltaAsked]) -> DeltaPage:
    """So many entries after the cursor that the address gives."""
    if ask.clocks.moved:
        raise Refused("the delta is in recorded order up to now; as_of and known_at say nothing here")
    size = _size(ask)
    build = sql.row(db, 'SELECT * FROM "build"')
    after = _cursor(ask.one("after"))
    _holds(db, after, build["last_recorded"] or "")
    rows = sql.rows(db, CHANGES, recorded=after.recorded, id=after.id, size=size + 1)
    changes = _changes(db, rows[:size])
    last = Cursor(rows[:size][-1]["recorded"], rows[:size][-1]["id"], after.count + len(changes)) if changes else after
    return {
        **stands(ask, record(db, ask.clocks)),
        "changes": changes,
        "next": str(last),
        "more": len(rows) > size,
        "log_digest": build["log_digest"],
    }


def _size(ask: Ask) -> int:
    given = ask.one("limit") or str(SIZE)
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= MOST):
        raise Refused(f"limit `{given[:20]}` is not a number from 1 to {MOST}")
    return int(given)


def _cursor(given: str | None) -> Cursor:
    if given is None:
        return Cursor()
    try:
        recorded, id_, count = json.loads(base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True))
        found = Cursor(recorded, id_, count)
        known = isinstance(id_, str) and type(count) is int and (found == Cursor() or (count > 0 and is_instant(recorded)))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        known = False
    # One entry has one cursor, as it was given out.
    if not known or str(found) != given:
        raise Refused(f"after `{given[:40]}` is no cursor that was given out here; {AGAIN}")
    return found


def _holds(db: sqlite3.Connection, cursor: Cursor, last: str) -> None:
    """Refuses a cursor behind which this record holds something else than it did."""
    if cursor.recorded > last:
        raise Refused(
            f"the cursor lies ahead of this record, whose latest entry is of {last or 'no time'}; ask again later, or {AGAIN}"
        )
    if sql.row(db, BEHIND, recorded=cursor.recorded, id=cursor.id)["count"] != cursor.count:
        raise Gone(f"what lies behind the cursor is not what it was when it was given out; {AGAIN}")


def _changes(db: sqlite3.Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: dict[int, list] = {}
    for version in sql.rows(db, MADE, pks=json.dumps([row["pk"] for row in rows])):
        made.setdefault(version.pop("cause"), []).append(_held(version))
    return [_change(db, row, made.get(row["pk"], [])) for row in rows]


def _change(db: sqlite3.Connection, row: dict[str, Any], made: list[dict[str, Any]]) -> dict[str, Any]:
    removed = None
    if row["what"] == "redacted":
        # What was removed may itself have corrected something: nobody can tell from here, so that all of the case is told.
        made = [_held(version) for version in sql.rows(db, OF_CASE, case=row["case_pk"], instant=row["recorded"])]
        left = sql.row(db, LEFT, id=row["target_id"])
        removed = {"id": row["target_id"], "fields": json.loads(left["fields"])} if left else None
    return {
        **{name: row[name] for name in ("id", "recorded", "what", "type", "case")},
        "of": row["target_id"],
        "entry": json.loads(row["fields"]),
        "events": made,
        "removed": removed,
    }


def _held(version: dict[str, Any]) -> dict[str, Any]:
    fields = json.loads(version["fields"])
    return {"id": version["id"], "standing": bool(version["standing"]), "redacted": "redacted" in fields, "fields": fields}
