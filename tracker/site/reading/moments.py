"""What happened, by the filters of an address: from the table made for it, or as the record held it at an instant."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from tracker.model.dates import when
from tracker.site.clocks import Clocks
from tracker.site.drawing.periods import Period
from tracker.site.reading import sql

ORDERS = {"newest": "DESC", "oldest": "ASC"}

NOW = """
SELECT t."id", t."date", t."sort_date" AS "day", t."family", t."title", t."status", t."jurisdiction", t."year", t."event" AS "pk",
       t."amount" AS "value", t."currency", t."usd", c."id" AS "case_id", c."name" AS "case_name"
FROM "timeline" t JOIN "cases" c ON c."pk" = t."case"
WHERE {where} ORDER BY t."sort_date" {order}, t."event" {order} LIMIT :size OFFSET :offset
"""

TALLY = """
SELECT t."family", substr(t."sort_date", 1, :letters) AS "part", count(*) AS "count" FROM "timeline" t WHERE {where} GROUP BY 1, 2
"""

CASES = 'SELECT t."case", t."family", count(*) AS "count" FROM "timeline" t WHERE {where} GROUP BY t."case"'

MARKS = """
SELECT t."family", t."case", t."id", t."title", t."date", e."first_day" AS "first", e."last_day" AS "last", {column} AS "column",
       {count} AS "count"
FROM "timeline" t JOIN "events" e ON e."pk" = t."event"
WHERE {where} AND coalesce(e."first_day", '') <= :to AND coalesce(e."last_day", '9999') >= :from {grouped}
"""

# Events are one mark where the days that they can mean lie in one column of the drawing, or are the very same.
GROUPED = """GROUP BY t."family", "column", CASE WHEN "column" IS NULL THEN e."first_day" END,
CASE WHEN "column" IS NULL THEN e."last_day" END"""

COLUMNS = {
    "month": "substr({0}, 1, 7)",
    # Weeks are counted from the drawing's first day; the long way round, since a cast cuts towards nothing.
    "week": "CAST((julianday({0}) - julianday(:from) + 7000000) / 7 AS INTEGER) - 1000000",
    "day": "{0}",
}
"""The widths of a column."""

THEN = f"""
SELECT v."event_id" AS "id", v."title", v."fields", v."case", e."pk", e."family", e."date", e."sort_date", e."recorded",
       c."id" AS "case_id", c."name" AS "case_name"
FROM "event_versions" v JOIN "events" e ON e."pk" = v."event" JOIN "cases" c ON c."pk" = e."case"
WHERE {sql.HELD.format("v")} AND v."standing" = 1 AND e."about_world" = 1 AND e."family" <> 'parties'
"""

SHOWN = (
    "id", "date", "day", "family", "title", "status", "jurisdiction", "year", "pk", "value", "currency", "usd", "case_id", "case_name",
)  # fmt: skip


class Mark(NamedTuple):
    """One event of a drawing, or several that it draws as one."""

    family: str
    case: int
    id: str
    """Of several the id of one, and so with title and date."""
    title: str
    date: str
    first: str | None
    """The first day that is possible; none where nobody says."""
    last: str | None
    column: Any
    """The column in which all possible days lie; none where they do not lie in one."""
    count: int = 1


class Now:
    """What the record holds."""

    def __init__(self, db: sqlite3.Connection, clocks: Clocks, chosen: dict[str, Any]) -> None:
        self._db, self._order, self._period = db, ORDERS[chosen["order"]], chosen["period"]
        where, params = ["1"], {name: json.dumps(chosen[name]) for name in ("family", "sector", "jurisdiction")}
        params |= {"party": chosen["pk"], "day": clocks.as_of}
        for name in ("family", "jurisdiction"):
            if chosen[name]:
                where.append(f't."{name}" IN (SELECT value FROM json_each(:{name}))')
        if chosen["sector"]:
            where.append(
                't."event" IN (SELECT "event" FROM "event_sectors" WHERE "sector" IN (SELECT value FROM json_each(:sector)))'
            )
        if chosen["pk"]:
            where.append('t."event" IN (SELECT "event" FROM "event_parties" WHERE "party" = :party)')
        if clocks.as_of:
            where.append("coalesce(t.\"sort_date\", '') <= :day")
        self._where, self._params = " AND ".join(where), params

    def page(self, number: int, size: int | None) -> list[dict[str, Any]]:
        """One page of them, or all, in the order chosen, within the period chosen."""
        where, params = self._within(self._period)
        query = NOW.format(where=where, order=self._order)
        return sql.rows(self._db, query, size=-1 if size is None else size, offset=(number - 1) * (size or 0), **params)

    def tally(self, letters: int, period: Period | None = None) -> dict[tuple[str, str | None], int]:
        """Family and so many letters of the day -> how many count from such a day."""
        where, params = self._within(period)
        rows = self._db.execute(TALLY.format(where=where), {**params, "letters": letters})
        return {(family, part): count for family, part, count in rows}

    def cases(self, period: Period) -> dict[int, tuple[str, int]]:
        """Case -> its family, and how many of them it has in a period."""
        where, params = self._within(period)
        return {case: (family, count) for case, family, count in self._db.execute(CASES.format(where=where), params)}

    def marks(self, period: Period, unit: str, grouped: bool, cases: Iterable[int] | None = None) -> list[Mark]:
        """What to draw of a period in columns of a unit, one mark each or grouped; if asked for, of some cases only."""
        column = COLUMNS[unit]
        first, last = (column.format(f'e."{name}"') for name in ("first_day", "last_day"))
        query = MARKS.format(
            where=self._where if cases is None else f'{self._where} AND t."case" IN (SELECT value FROM json_each(:cases))',
            column=f"CASE WHEN {first} = {last} THEN {first} END",
            count="count(*)" if grouped else "1",
            grouped=GROUPED if grouped else "",
        )
        params = {**self._params, "from": period.first, "to": period.last, "cases": json.dumps(list(cases or ()))}
        return [Mark(*row) for row in self._db.execute(query, params)]

    def _within(self, period: Period | None) -> tuple[str, dict[str, Any]]:
        if period is None:
            return self._where, self._params
        return f'{self._where} AND t."sort_date" BETWEEN :from AND :to', {**self._params, "from": period.first, "to": period.last}


class Then:
    """The same of what the record held at an instant, read event by event."""

    def __init__(self, db: sqlite3.Connection, clocks: Clocks, chosen: dict[str, Any]) -> None:
        self._db, self._clocks, self._chosen = db, clocks, chosen

    @cached_property
    def _all(self) -> list[dict[str, Any]]:
        found = []
        for row in sql.rows(self._db, THEN, instant=self._clocks.instant):
            fields = json.loads(row["fields"])
            if not fields.get("date") or fields.get("same_as"):
                continue
            dated = when(fields["date"])
            given = fields.get("amount") or fields.get("quantity")
            moment = {
                **{name: row[name] for name in ("id", "family", "title", "pk", "case", "case_id", "case_name")},
                "date": dated.text,
                "first": dated.earliest,
                "last": dated.latest,
                "day": row["sort_date"] if dated.text == row["date"] else dated.earliest,
                "status": None,
                "jurisdiction": fields.get("jurisdiction"),
                "year": dated.year,
                "value": float(given["value"]) if given else None,
                "currency": (given.get("currency") or given.get("unit")) if given else None,
                "usd": None,
            }
            if self._fits(moment, fields):
                found.append(moment)
        return sorted(found, key=lambda m: (m["day"] or "", m["pk"]), reverse=self._chosen["order"] == "newest")

    def _fits(self, moment: dict[str, Any], fields: dict[str, Any]) -> bool:
        chosen = self._chosen
        slug = chosen["party"]["id"].partition("/")[2] if chosen["party"] else None
        return (
            (not chosen["family"] or moment["family"] in chosen["family"])
            and (not chosen["jurisdiction"] or moment["jurisdiction"] in chosen["jurisdiction"])
            and (not chosen["sector"] or bool(set(chosen["sector"]) & set(fields.get("sectors", ()))))
            and (slug is None or any(part["party"] == slug for part in fields.get("parties", ())))
            and (self._clocks.as_of is None or (moment["day"] or "") <= self._clocks.as_of)
        )

    def _within(self, period: Period | None) -> list[dict[str, Any]]:
        return [m for m in self._all if period is None or period.first <= (m["day"] or "") <= period.last]

    def page(self, number: int, size: int | None) -> list[dict[str, Any]]:
        """One page of them, or all, in the order chosen, within the period chosen."""
        found = self._within(self._chosen["period"])[(number - 1) * (size or 0) :][:size]
        return [{name: moment[name] for name in SHOWN} for moment in found]

    def tally(self, letters: int, period: Period | None = None) -> dict[tuple[str, str | None], int]:
        """Family and so many letters of the day -> how many count from such a day."""
        return dict(Counter((m["family"], m["day"] and m["day"][:letters]) for m in self._within(period)))

    def cases(self, period: Period) -> dict[int, tuple[str, int]]:
        """Case -> its family, and how many of them it has in a period."""
        within = self._within(period)
        counts = Counter(m["case"] for m in within)
        return {m["case"]: (m["family"], counts[m["case"]]) for m in within}

    def marks(self, period: Period, unit: str, grouped: bool, cases: Iterable[int] | None = None) -> list[Mark]:
        """What to draw of a period in columns of a unit, one mark each or grouped; if asked for, of some cases only."""
        wanted = None if cases is None else set(cases)
        found = []
        for m in self._all:
            if (
                (m["first"] or "") <= period.last
                and (m["last"] or "9999") >= period.first
                and (wanted is None or m["case"] in wanted)
            ):
                first, last = (_column(m[name], unit, period) for name in ("first", "last"))
                column = first if first == last else None
                found.append(Mark(m["family"], m["case"], m["id"], m["title"], m["date"], m["first"], m["last"], column))
        if not grouped:
            return found
        return [m._replace(count=count) for m, count in _grouped(found)]


def _column(day: str | None, unit: str, period: Period) -> Any:
    """The column in which a day lies, as the query reckons it."""
    if day is None or unit == "day":
        return day
    if unit == "month":
        return day[:7]
    return (date.fromisoformat(day) - date.fromisoformat(period.first)).days // 7


def _grouped(marks: list[Mark]) -> list[tuple[Mark, int]]:
    def key(mark: Mark) -> tuple:
        days = (mark.first or "", mark.last or "") if mark.column is None else ()
        return (mark.family, str(mark.column or ""), days)

    return [(first, 1 + sum(1 for _ in rest)) for _, rest in groupby(sorted(marks, key=key), key) for first in [next(rest)]]
