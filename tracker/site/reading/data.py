"""The data page: the whole record as one file, its tables, from what it was built, and how to cite it."""

import sqlite3
from functools import cache
from typing import Any

from tracker.derive.columns import Table
from tracker.derive.tables import tables, views
from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, Refused, record, stands
from tracker.site.reading.cite import citation
from tracker.site.reading.families import kinds
from tracker.site.shapes.data import BuiltFrom, DataPage

THERE = """
SELECT "name", "type" FROM "sqlite_master"
WHERE "type" IN ('table', 'view') AND "name" NOT LIKE 'sqlite!_%' ESCAPE '!' AND "name" NOT LIKE 'search%'
"""

SPAN = """
SELECT min("first_day") AS "first", max("first_day") AS "last" FROM "events" WHERE "about_world" = 1 AND "first_day" <= :day
"""


def read(db: sqlite3.Connection, ask: Ask) -> DataPage:
    """What the file holds that is served."""
    if ask.clocks.moved:
        raise Refused("the data are those of this file; as_of and known_at say nothing here")
    build, span = record(db, ask.clocks), sql.row(db, SPAN, day=ask.clocks.day)
    size = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
    there = {row["name"]: row["type"] for row in sql.rows(db, THERE)}
    return {
        **stands(ask, build),
        "bytes": size,
        "build": {name: build[name] for name in BuiltFrom.__annotations__},
        "first_day": span["first"],
        "last_day": span["last"],
        "tables": [_table(db, spec, there[name] == "view") for name, spec in _specs().items() if name in there],
        "cite": citation("The whole record", "", ask.clocks, build),
    }


@cache
def _specs() -> dict[str, Table]:
    return {**tables(kinds()), **views(kinds())}


def _table(db: sqlite3.Connection, spec: Table, view: bool) -> dict[str, Any]:
    rows = sql.row(db, f'SELECT count(*) AS "count" FROM "{spec.name}"')["count"]
    columns = [{"name": one.name, "type": one.sql, "about": one.doc} for one in spec.columns]
    return {"name": spec.name, "title": spec.title, "about": spec.doc, "view": view, "rows": rows, "columns": columns}
