"""The families of the record: their names, their order, and in which statuses a case still waits for something."""

import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from tracker.kinds import Kinds, load
from tracker.site.reading import sql
from tracker.site.settings import FAMILIES

_NAME = re.compile(r"[a-z]+")


@cache
def kinds() -> Kinds:
    """The families that the program itself brings, and those of the tracker's own whose modules the server was given."""
    return load(tuple(filter(None, os.environ.get(FAMILIES, "").split(os.pathsep))))


def known() -> dict[str, Any]:
    """They by the names of their folders."""
    return kinds().lives


def recorded(path: str) -> set[str]:
    """The families of which the record in a file has cases, asked before anything is served; none where it is no record."""
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as db:
            return {name for (name,) in db.execute('SELECT DISTINCT "family" FROM "cases"') if _NAME.fullmatch(name)}
    except sqlite3.Error:
        return set()


def families(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """The families of which the record has cases, in the order in which readers meet them."""
    counts = sql.once(db, 'SELECT "family" AS "name", count(*) AS "cases" FROM "cases" GROUP BY "family"')
    by_name = {row["name"]: row for row in counts}
    return [by_name[name] for name in in_order(by_name)]


def in_order(names: Iterable[str]) -> list[str]:
    """Families in the order in which readers meet them."""
    rank = {name: life.rank for name, life in known().items()}
    return sorted(names, key=lambda name: (rank.get(name, 60), name))


def singular(family: str) -> str:
    """One case of a family: `pledge`."""
    life = known().get(family)
    return life.singular if life else family.removesuffix("s")


def label(family: str) -> str | None:
    """One sentence that says what a case of a family is."""
    life = known().get(family)
    return life.label if life else None


def is_open(db: sqlite3.Connection, case: dict[str, Any]) -> bool:
    """Whether a case still waits for something in the status that it has."""
    life = known().get(case["family"])
    if life is not None:
        return case["status"] in life.open
    return (
        sql.row(db, 'SELECT 1 FROM "cases" WHERE "family" = :family AND "status" = :status AND "open" = 1', **_asked(case))
        is not None
    )


def _asked(case: dict[str, Any]) -> dict[str, Any]:
    return {"family": case["family"], "status": case["status"]}
