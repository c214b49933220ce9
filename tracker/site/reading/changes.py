"""What changed in the record, the latest entry first: not what happened last, but what this tracker wrote last."""

import json
import sqlite3
from typing import Annotated, Any

from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, Refused, record, stands
from tracker.site.shapes.asked import ChangesAsked
from tracker.site.shapes.lists import ChangesPage

SIZE = 100

WHAT = ("added", "corrected", "retracted", "redacted", "checked", "replied")

CHANGES = """
SELECT c."recorded", c."what", c."title", c."type", c."id", c."target_id" AS "of", e."date", k."id" AS "case_id",
       k."name" AS "case_name", k."family", a."reason", a."change"
FROM "changes" c JOIN "cases" k ON k."pk" = c."case" JOIN "events" e ON e."pk" = c."event"
LEFT JOIN "amendments" a ON a."pk" = c."event"
WHERE {where} ORDER BY c."recorded" DESC, c."id" LIMIT :size OFFSET :offset
"""

COUNT = 'SELECT c."what", count(*) AS "count" FROM "changes" c WHERE c."recorded" <= :instant GROUP BY c."what"'


def read(db: sqlite3.Connection, ask: Annotated[Ask, ChangesAsked]) -> ChangesPage:
    """One page of the record's own history."""
    build = record(db, ask.clocks)
    what = asked_for(ask)
    number = ask.page()
    counts = {row["what"]: row["count"] for row in sql.rows(db, COUNT, instant=ask.clocks.instant)}
    count = sum(counts.get(word, 0) for word in what or WHAT)
    return {
        **stands(ask, build),
        "what": what,
        "counts": {word: counts.get(word, 0) for word in WHAT},
        "count": count,
        "page": number,
        "pages": max(1, -(-count // SIZE)),
        "changes": changes(db, ask.clocks.instant, what, SIZE, (number - 1) * SIZE),
    }


def whole(db: sqlite3.Connection, ask: Ask) -> list[dict[str, Any]]:
    """All entries of the kinds chosen, the latest first."""
    return changes(db, ask.clocks.instant, asked_for(ask), -1)


def asked_for(ask: Ask) -> list[str]:
    """The kinds of entry that an address names; none means all."""
    if ask.clocks.as_of:
        raise Refused("the changes are in recorded order; known_at sets how far they go, as_of says nothing here")
    what = ask.all("what")
    wrong = next((word for word in what if word not in WHAT), None)
    if wrong:
        raise Refused(f"what `{wrong[:40]}` is none of {', '.join(WHAT)}")
    return what


def changes(
    db: sqlite3.Connection, instant: str, what: list[str], size: int, offset: int = 0, parties: bool = True
) -> list[dict[str, Any]]:  # fmt: skip
    """Entries of the record up to an instant, the latest first."""
    where = ['c."recorded" <= :instant']
    if what:
        where.append('c."what" IN (SELECT value FROM json_each(:what))')
    if not parties:
        where.append("""k."family" <> 'parties'""")
    rows = sql.rows(
        db, CHANGES.format(where=" AND ".join(where)), instant=instant, what=json.dumps(what), size=size, offset=offset
    )
    return [_change(row) for row in rows]


def _change(row: dict[str, Any]) -> dict[str, Any]:
    change = json.loads(row.pop("change")) if row["change"] else row.pop("change") or {}
    case = {"id": row.pop("case_id"), "name": row.pop("case_name"), "family": row.pop("family")}
    return row | {"case": case, "fields": list(change)}
