"""The ledger of a pledge: promised, delivered and undisclosed, one currency or unit a line, exact."""

import sqlite3
from decimal import Decimal
from typing import Any

from tracker.site.clocks import Clocks
from tracker.site.reading import sql
from tracker.site.reading.folded import state_of
from tracker.site.reading.told import Told

LEDGER = """
SELECT l."currency", l."promised_stated" AS "promised", l."promised_at_first", l."delivered_stated" AS "delivered",
       l."undisclosed_stated" AS "undisclosed", l."counted", l."not_counted"
FROM "ledger" l WHERE l."case" = :case ORDER BY l."pk"
"""


def ledger(db: sqlite3.Connection, case: dict[str, Any], clocks: Clocks, events: list[Told]) -> list[dict[str, Any]]:
    """The lines of the ledger on both clocks. At another time than now they are folded from what was told by then."""
    if case["family"] != "pledges" or case["status"] is None:
        return []
    lines = _folded(events) if clocks.moved else sql.rows(db, LEDGER, case=case["pk"])
    return [_line(line) for line in lines]


def _line(line: dict[str, Any]) -> dict[str, Any]:
    first = line["promised_at_first"]
    return line | {
        "promised_at_first": format(Decimal(repr(first)).quantize(Decimal("0.0001")).normalize(), "f")
        if first is not None
        else None,
        "counted": bool(line["counted"]),
    }


def _folded(events: list[Told]) -> list[dict[str, Any]]:
    """The ledger after these events, by the lifecycle of pledges."""
    state = state_of("pledges", events)
    if state is None:
        return []
    promise = state.promise
    lines = []
    for line in state.ledger():
        own = promise is not None and promise.unit == line.unit
        left_out = promise.not_counted if own else None
        lines.append({
            "currency": line.unit,
            "promised": _text(line.promised),
            "promised_at_first": float(promise.first) if own and promise.revised else None,
            "delivered": _text(line.delivered),
            "undisclosed": _text(line.remainder),
            "counted": own and not left_out,
            "not_counted": left_out,
        })  # fmt: skip
    return lines


def _text(value: Decimal | None) -> str | None:
    return format(value, "f") if value is not None else None
