"""The events of one case as the record held them at an instant, in the order in which they count, up to a day."""

import sqlite3
from typing import Any, NamedTuple

import orjson

from tracker.log.order import ordered
from tracker.model.dates import UNDATED, When, when
from tracker.site.clocks import Clocks
from tracker.site.reading import sql

EVER = "9999-12-31"

VERSIONS = f"""
SELECT v."event" AS "pk", v."event_id" AS "id", v."title", v."fields", v."standing", v."cause_id", e."type", e."recorded"
FROM "event_versions" v JOIN "events" e ON e."pk" = v."event"
WHERE v."case" = :case AND {sql.HELD.format("v")}
ORDER BY e."recorded", v."event_id"
"""


class _Dated(NamedTuple):
    """As much of an event as its place in the case depends on."""

    id: str
    recorded: str
    when: When
    data: dict[str, Any]


class Told(NamedTuple):
    """One event as the record held it."""

    pk: int
    id: str
    type: str
    title: str
    fields: dict[str, Any]
    recorded: str
    standing: bool
    redacted: bool
    cause_id: str
    """The event that made the record say so: itself, or an amendment."""
    day: str | None
    """The day from which it counts; none where nobody dates it."""
    certain: str | None
    """The last day on which it may have happened."""

    @property
    def date(self) -> str | None:
        """The date as stated."""
        return self.fields.get("date")


def told(db: sqlite3.Connection, case: int, clocks: Clocks) -> list[Told]:
    """The events of a case, the retracted ones among them where their dates put them. Later days are left out only
    where the address asks for a day: what is recorded of a day to come is told today, and marked."""
    held = [row | {"fields": orjson.loads(row["fields"])} for row in sql.rows(db, VERSIONS, case=case, **sql.at(clocks))]
    by_id = {row["id"]: row for row in held}
    found: list[Told] = []
    day = certain = None
    for entry in _in_order(held):
        row, date = by_id[entry.id], entry.when
        own_day, own_certain = _later(date.earliest, day), _later(date.latest or (EVER if date.text else None), certain)
        if row["standing"]:
            day, certain = own_day, own_certain
        if clocks.as_of is None or (own_day or "") <= clocks.as_of:
            found.append(_told(row, own_day, own_certain))
    return found


def _in_order(held: list[dict[str, Any]]) -> list[_Dated]:
    """The standing events in fold order, which no retracted one may disturb, and the retracted among them."""
    standing = [_dated(row) for row in held if row["standing"]]
    order = ordered(standing)
    for entry in (_dated(row) for row in held if not row["standing"]):
        among = ordered([*standing, entry])
        after = among[among.index(entry) + 1 :]
        order.insert(order.index(after[0]) if after else len(order), entry)
    return order


def _dated(row: dict[str, Any]) -> _Dated:
    date = row["fields"].get("date")
    return _Dated(row["id"], row["recorded"], when(date) if date else UNDATED, row["fields"])


def _later(one: str | None, other: str | None) -> str | None:
    return one or other if one is None or other is None else max(one, other)


def _told(row: dict[str, Any], day: str | None, certain: str | None) -> Told:
    redacted = bool(row["fields"].get("redacted"))
    title = "The text of this event was removed" if redacted else row["title"]
    return Told(
        row["pk"], row["id"], row["type"], title, row["fields"], row["recorded"], bool(row["standing"]), redacted,
        row["cause_id"], day, certain,
    )  # fmt: skip
