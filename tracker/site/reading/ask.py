"""What a page is asked for, and the answers that are none: not found, not sensible, to be found elsewhere."""

import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from tracker.site.clocks import Clocks
from tracker.site.reading import sql
from tracker.site.shapes.base import Error


class Refused(Exception):
    """The address asks for nothing that could be answered."""

    status = 400
    shape: type = Error
    """How a program is told."""
    more: Mapping[str, Any] = {}
    """What else a program is told."""


class NotFound(Refused):
    """There is nothing at the address."""

    status = 404

    def __init__(self, sentence: str, like: str | None = None) -> None:
        super().__init__(sentence)
        self.like = like
        """What was looked for, as an address; none where the address itself says it."""


class Moved(Exception):
    """What was asked for is told at another address."""


class Ask(NamedTuple):
    """An address, taken apart."""

    vars: Mapping[str, str]
    args: Mapping[str, list[str]]
    clocks: Clocks

    def all(self, name: str) -> list[str]:
        """Every value that the address gives for a name, empty ones left out."""
        return [value.strip() for value in self.args.get(name, ()) if value.strip()]

    def one(self, name: str) -> str | None:
        """The first of them, if there is one."""
        return next(iter(self.all(name)), None)

    def page(self, most: int = 10_000) -> int:
        """Which page of a long list is wanted, from 1."""
        given = self.one("page") or "1"
        if not (given.isascii() and given.isdigit() and 1 <= int(given) <= most):
            raise Refused(f"page `{given[:20]}` is not a number from 1 to {most}")
        return int(given)


def record(db: sqlite3.Connection, clocks: Clocks) -> dict[str, Any]:
    """The row of `build`. Before the first event this record knows nothing, and says so."""
    build = sql.row(db, 'SELECT * FROM "build"')
    first = build["first_recorded"]
    if first is None or clocks.instant < first:
        raise NotFound(
            f"this record begins on {first}; what it said at {clocks.instant} is nothing" if first else "this record is empty"
        )
    return build


def stands(ask: Ask, build: Mapping[str, Any]) -> dict[str, Any]:
    """The part of every answer that says as of when and as known when it speaks, and by which rules."""
    return {
        "ok": True,
        "as_of": ask.clocks.day,
        "known_at": min(ask.clocks.instant, build["last_recorded"]),
        "rule_version": build["rule_version"],
    }


def held_at(db: sqlite3.Connection, ask: Ask) -> dict[str, Any]:
    """Key, id and name of the case or party at an address. Raises NotFound where the record has, or had then, none."""
    case_id = f"{ask.vars['family']}/{ask.vars['slug']}"
    row = sql.row(db, 'SELECT "pk", "id", "name", "first_recorded" FROM "cases" WHERE "id" = :id', id=case_id)
    if row is None:
        raise NotFound(
            f"there is no party {ask.vars['slug']}" if ask.vars["family"] == "parties" else f"there is no case {case_id}"
        )
    if row["first_recorded"] > ask.clocks.instant:
        raise NotFound(f"the record knew nothing of {case_id} at {ask.clocks.instant}; it has it since {row['first_recorded']}")
    return row
