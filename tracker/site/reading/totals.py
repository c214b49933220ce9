"""Sums of many pledges or fines, one currency or unit a line, and what they leave out."""

import json
import sqlite3
from decimal import Decimal
from typing import Any

import orjson

from tracker.site.clocks import Clocks
from tracker.site.reading import sql
from tracker.site.shapes.parts import Fines, Promises

NOT_COUNTED = 'SELECT "id" FROM "pledges" WHERE "not_counted" IS NOT NULL'

# A fine that another case holds as the same act counts there.
FINES = f"""
SELECT v."case", json_extract(v."fields", '$.amount') AS "amount"
FROM json_each(:pks) k CROSS JOIN "events" e ON e."case" = k.value JOIN "event_versions" v ON v."event" = e."pk"
WHERE e."type" = 'crackdown.fined' AND coalesce(e."sort_date", '') <= :day AND {sql.HELD.format("v")} AND v."standing" = 1
  AND json_extract(v."fields", '$.amount') IS NOT NULL AND json_extract(v."fields", '$.same_as') IS NULL
"""


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


def fines(db: sqlite3.Connection, clocks: Clocks, pks: list[int]) -> list[Fines]:
    """The fines of some cases, a currency a line, the one with the most fines first. Each counts once, on however many it fell."""
    found: dict[str, tuple[Decimal, list[int]]] = {}
    for row in sql.rows(db, FINES, pks=json.dumps(pks), **sql.at(clocks)):
        amount = orjson.loads(row["amount"])
        if "not_counted" not in amount:
            value, cases = found.get(amount["currency"], (Decimal(0), []))
            found[amount["currency"]] = value + Decimal(amount["value"]), [*cases, row["case"]]
    lines: list[Fines] = [
        {"currency": currency, "value": format(value, "f"), "fines": len(cases), "cases": len(set(cases))}
        for currency, (value, cases) in found.items()
    ]
    return sorted(lines, key=lambda line: (-line["fines"], line["currency"]))
