"""The home page: the state of things in numbers, what changed last, what falls due next, and the ways in."""

import sqlite3
from typing import Any

from tracker.site.clocks import Clocks
from tracker.site.reading import sql, states
from tracker.site.reading.ask import Ask, record, stands
from tracker.site.reading.changes import changes
from tracker.site.reading.deadlines import deadlines
from tracker.site.reading.families import families
from tracker.site.shapes.lists import HomePage
from tracker.site.words import HOLDING

LATEST, NEXT, ACTIVE = 8, 6, 14

# Pledges have numbers of their own, by the calendar.
OTHERS = ("pledges", "parties")

# Of a family that the program does not bring, the record says which of its cases wait for something.
WAITING = 'SELECT DISTINCT "family", "status" FROM "cases" WHERE "open" = 1'

ACTIVE_PARTIES = """
SELECT p."id", p."name", p."native_name", p."kind", count(DISTINCT n."event") AS "count"
FROM "event_parties" n JOIN "parties" p ON p."pk" = n."party"
WHERE n."role" IN (SELECT value FROM json_each(:roles)) GROUP BY p."pk" ORDER BY "count" DESC, p."name" LIMIT :most
"""

SECTORS = """
SELECT s."sector", count(DISTINCT s."case") AS "count" FROM "case_sectors" s JOIN "cases" c ON c."pk" = s."case"
WHERE c."family" <> 'parties' GROUP BY s."sector" ORDER BY "count" DESC, s."sector"
"""

YEARS = 'SELECT "year", count(*) AS "count" FROM "timeline" WHERE "year" IS NOT NULL GROUP BY "year" ORDER BY "year"'

NOT_COUNTED = 'SELECT "id" FROM "pledges" WHERE "not_counted" IS NOT NULL'


def read(db: sqlite3.Connection, ask: Ask) -> HomePage:
    """Everything on the home page. The ways in count the record as it stands."""
    build = record(db, ask.clocks)
    clocks = ask.clocks
    pledges = states.of_family(db, clocks, "pledges")
    ahead, passed = deadlines(db, clocks)
    left_out = {row["id"] for row in sql.rows(db, NOT_COUNTED)}
    return {
        **stands(ask, build),
        "record": {name: build[name] for name in ("events", "cases", "first_recorded", "last_recorded")},
        "totals": totals(pledges, left_out),
        "pledges": _by_clock(pledges),
        "open": _open(db, clocks),
        "changes": changes(db, clocks.instant, [], LATEST, parties=False),
        "ahead": ahead[:NEXT],
        "passed": len(passed),
        "families": families(db),
        "sectors": sql.rows(db, SECTORS),
        "targets": sql.rows(db, ACTIVE_PARTIES, roles='["pledger", "target", "speaker", "owner", "beneficiary"]', most=ACTIVE),
        "authorities": sql.rows(db, ACTIVE_PARTIES, roles='["regulator", "authority", "legislature", "court"]', most=ACTIVE),
        "years": sql.rows(db, YEARS),
    }


def _open(db: sqlite3.Connection, clocks: Clocks) -> dict[str, int]:
    """Family -> how many of its cases are open or hold, for the families of which the record has cases."""
    holding: dict[str, set[str]] = {}
    for row in sql.rows(db, WAITING):
        holding.setdefault(row["family"], set()).add(row["status"])
    holding |= {family: set(statuses) for family, (_, statuses) in HOLDING.items()}
    there = [family["name"] for family in families(db) if family["name"] in holding and family["name"] not in OTHERS]
    counts = {family: states.counts(db, clocks, family) for family in there}
    return {family: sum(counts[family].get(status, 0) for status in holding[family]) for family in there}


def totals(pledges: list[dict[str, Any]], left_out: set[str]) -> list[dict[str, Any]]:
    """The ledger of all pledges, one currency or unit a line, the one with the most pledges first.

    Two currencies are never added, a joint promise counts once, and one that another contains is left out.
    """
    found: dict[str, dict[str, Any]] = {}
    for case in pledges:
        if case["promised"] is None or case["status"] in (None, "retracted"):
            continue
        empty = {
            "currency": case["currency"],
            "pledges": 0,
            "promised": 0.0,
            "disclosed": 0,
            "delivered": 0.0,
            "undisclosed": 0.0,
            "left_out": 0,
        }
        line = found.setdefault(case["currency"], empty)
        if case["id"] in left_out:
            line["left_out"] += 1
            continue
        line["pledges"] += 1
        line["disclosed"] += case["delivered"] is not None
        for name in ("promised", "delivered", "undisclosed"):
            line[name] += case[name] or 0.0
    return sorted(found.values(), key=lambda line: (-line["pledges"], line["currency"]))


def _by_clock(pledges: list[dict[str, Any]]) -> dict[str, int]:
    """How many pledges the calendar says what of."""
    counts: dict[str, int] = {"all": sum(case["status"] not in (None, "retracted") for case in pledges)}
    for name in ("overdue", "may be overdue", "due soon", "silent", "running", "settled"):
        counts[name.replace(" ", "_")] = sum(case["clock"] == name for case in pledges)
    return counts
