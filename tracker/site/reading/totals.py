"""Sums of many pledges, one currency or unit a line, and what they leave out."""

import sqlite3
from typing import Any

from tracker.site.reading import sql
from tracker.site.shapes.parts import Promises

NOT_COUNTED = 'SELECT "id" FROM "pledges" WHERE "not_counted" IS NOT NULL'


def not_counted(db: sqlite3.Connection) -> set[str]:
    """Ids of the pledges that another contains, or that totals leave out for another reason."""
    return {row["id"] for row in sql.once(db, NOT_COUNTED)}


def totals(pledges: list[dict[str, Any]], left_out: set[str]) -> list[Promises]:
    """The ledger of some pledges, one currency or unit a line, the one with the most pledges first.

    Two currencies are never added, a joint promise counts once and in full, and one that another contains is left out.
    """
    found: dict[str, Promises] = {}
    for case in pledges:
        if case["promised"] is None or case["status"] in (None, "retracted"):
            continue
        empty: Promises = {
            "currency": case["currency"],
            "pledges": 0,
            "joint": 0,
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
        line["joint"] += len({party["id"] for party in case["parties"] if party["role"] == "pledger"}) > 1
        line["disclosed"] += case["delivered"] is not None
        for name in ("promised", "delivered", "undisclosed"):
            line[name] += case[name] or 0.0
    return sorted(found.values(), key=lambda line: (-line["pledges"], line["currency"]))
