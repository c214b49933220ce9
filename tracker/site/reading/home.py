"""The home page: the state of things in numbers, what changed last, what falls due next, and the ways in."""

import sqlite3
from typing import Annotated, Any

from tracker.site.clocks import Clocks
from tracker.site.reading import sql, states
from tracker.site.reading.ask import Ask, record, stands
from tracker.site.reading.changes import changes
from tracker.site.reading.deadlines import deadlines
from tracker.site.reading.families import families
from tracker.site.reading.totals import not_counted, totals
from tracker.site.shapes.asked import Timed
from tracker.site.shapes.lists import HomePage
from tracker.site.words import HOLDING

LATEST, NEXT, ACTIVE = 6, 8, 14

# Pledges have numbers of their own, by the calendar.
OTHERS = ("pledges", "parties")

# Of a family that the program does not bring, the record says which of its cases wait for something.
WAITING = 'SELECT DISTINCT "family", "status" FROM "cases" WHERE "open" = 1'

# Those most often in one of these roles, each with the number of events that name it in any, as its page counts them.
ACTIVE_PARTIES = """
WITH "named" AS (
    SELECT n."party", n."event", max(n."role" IN (SELECT value FROM json_each(:roles))) AS "so"
    FROM "event_parties" n JOIN "timeline" t ON t."event" = n."event" GROUP BY n."party", n."event"
)
SELECT p."id", p."name", p."native_name", p."kind", count(*) AS "count"
FROM "named" n JOIN "parties" p ON p."pk" = n."party"
GROUP BY p."pk" HAVING sum(n."so") ORDER BY sum(n."so") DESC, p."name" LIMIT :most
"""

SECTORS = """
SELECT s."sector", count(*) AS "count" FROM "event_sectors" s JOIN "timeline" t ON t."event" = s."event"
GROUP BY s."sector" ORDER BY "count" DESC, s."sector"
"""

YEARS = 'SELECT "year", count(*) AS "count" FROM "timeline" WHERE "year" IS NOT NULL GROUP BY "year" ORDER BY "year"'


def read(db: sqlite3.Connection, ask: Annotated[Ask, Timed]) -> HomePage:
    """Everything on the home page. The ways in count the record as it stands."""
    build = record(db, ask.clocks)
    clocks = ask.clocks
    pledges = states.of_family(db, clocks, "pledges")
    ahead, passed = deadlines(db, clocks)
    return {
        **stands(ask, build),
        "record": {name: build[name] for name in ("events", "cases", "first_recorded", "last_recorded")},
        "totals": totals(pledges, not_counted(db)),
        "pledges": _by_clock(pledges),
        "open": _open(db, clocks),
        "changes": changes(db, clocks.instant, [], LATEST, parties=False),
        "ahead": ahead[:NEXT],
        "passed": len(passed),
        "families": families(db),
        "sectors": sql.once(db, SECTORS),
        "targets": sql.once(db, ACTIVE_PARTIES, roles='["pledger", "target", "speaker", "owner", "beneficiary"]', most=ACTIVE),
        "authorities": sql.once(db, ACTIVE_PARTIES, roles='["regulator", "authority", "legislature", "court"]', most=ACTIVE),
        "years": sql.once(db, YEARS),
    }


def _open(db: sqlite3.Connection, clocks: Clocks) -> dict[str, int]:
    """Family -> how many of its cases are open or hold, for the families of which the record has cases."""
    holding: dict[str, set[str]] = {}
    for row in sql.once(db, WAITING):
        holding.setdefault(row["family"], set()).add(row["status"])
    holding |= {family: set(statuses) for family, (_, statuses) in HOLDING.items()}
    there = [family["name"] for family in families(db) if family["name"] in holding and family["name"] not in OTHERS]
    counts = {family: states.counts(db, clocks, family) for family in there}
    return {family: sum(counts[family].get(status, 0) for status in holding[family]) for family in there}


def _by_clock(pledges: list[dict[str, Any]]) -> dict[str, int]:
    """How many pledges the calendar says what of."""
    counts: dict[str, int] = {"all": sum(case["status"] not in (None, "retracted") for case in pledges)}
    for name in ("overdue", "may be overdue", "due soon", "silent", "running", "settled"):
        counts[name.replace(" ", "_")] = sum(case["clock"] == name for case in pledges)
    return counts
