"""What all queries share: rows as dictionaries, what the record held at an instant, and what is counted once."""

import sqlite3
from functools import lru_cache
from typing import Any

from tracker.site.clocks import Clocks

HELD = '{0}."known_from" <= :instant AND ({0}."known_to" IS NULL OR {0}."known_to" > :instant)'
"""Whether a row with `known_from` and `known_to` is what the record held at `:instant`."""


def rows(db: sqlite3.Connection, sql: str, **params: Any) -> list[dict[str, Any]]:
    """All rows of a query, by the names of its columns."""
    cursor = db.execute(sql, params)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def row(db: sqlite3.Connection, sql: str, **params: Any) -> dict[str, Any] | None:
    """The first row of a query, or none."""
    found = rows(db, sql, **params)
    return found[0] if found else None


def once(db: sqlite3.Connection, sql: str, **params: Any) -> list[dict[str, Any]]:
    """The same of a query over the whole record as it stands, which one build answers in one way however often it is asked."""
    kept = _of_build(tuple(db.execute('SELECT * FROM "build"').fetchone() or ()))
    asked = (sql, *params.items())
    if asked not in kept:
        kept[asked] = rows(db, sql, **params)
    return [dict(row) for row in kept[asked]]


@lru_cache(maxsize=2)
def _of_build(build: tuple) -> dict[tuple, list[dict[str, Any]]]:
    return {}


def at(clocks: Clocks) -> dict[str, str]:
    """Both clocks as parameters of a query."""
    return {"day": clocks.day, "instant": clocks.instant}
