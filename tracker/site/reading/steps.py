"""What the events of many cases say together as of a day: who plays which part, the first and the latest step, the fines."""

import json
import sqlite3
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import orjson

from tracker.model.dates import when
from tracker.site.clocks import Clocks
from tracker.site.reading import sql

EVENTS = f"""
SELECT v."case", v."event_id" AS "id", v."title", v."fields", e."type", e."date", e."sort_date", e."recorded"
FROM json_each(:pks) k CROSS JOIN "event_versions" v ON v."case" = k.value JOIN "events" e ON e."pk" = v."event"
WHERE {sql.HELD.format("v")} AND v."standing" = 1
"""

NAMES = """
SELECT "id", "name", "native_name", "kind" FROM "parties" WHERE "id" IN (SELECT value FROM json_each(:ids))
"""


@dataclass
class Steps:
    """What the standing events of one case add up to, as of a day."""

    named: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Id -> id, title and date of every event that the record held, days to come among them."""
    parties: list[dict[str, Any]] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    count: int = 0
    opened: dict[str, Any] | None = None
    latest: dict[str, Any] | None = None
    last_day: str | None = None
    last_sign: str | None = None
    """The last day on which any of them can have happened."""
    effective: str | None = None
    """Of the days that the steps set for taking effect the last one named: it alone still counts."""
    bound: str | None = None
    """Whether the promise that counts is a floor, a ceiling or rounded."""
    counting: str | None = None
    """What is counted, where the promise is not in money."""
    fined: list[dict[str, Any]] = field(default_factory=list)


def steps_of(db: sqlite3.Connection, clocks: Clocks, pks: list[int]) -> dict[int, Steps]:
    """Case -> what its events add up to."""
    found = {pk: Steps() for pk in pks}
    rows = sql.rows(db, EVENTS, pks=json.dumps(pks), instant=clocks.instant)
    for row in rows:
        row["fields"] = orjson.loads(row["fields"])
        row["day"] = _day(row)
    roles: dict[int, dict[tuple[str, str], None]] = {pk: {} for pk in pks}
    for row in sorted(rows, key=lambda row: (row["day"] or "", row["recorded"], row["id"])):
        steps = found[row["case"]]
        step = {"id": row["id"], "title": row["title"], "date": row["fields"].get("date")}
        steps.named[row["id"]] = step
        if (row["day"] or "") <= clocks.day:
            _add(steps, row, step)
            _play(roles[row["case"]], row["fields"])
    names = _names(db, roles)
    for pk, parts in roles.items():
        found[pk].parties = [{**names[slug], "role": role} for slug, role in parts]
    return found


def _day(row: dict[str, Any]) -> str | None:
    """The day from which an event counts; where a correction moved its date, of the older version its first day."""
    date = row["fields"].get("date")
    return row["sort_date"] if date == row["date"] else when(date).earliest if date else None


def _add(steps: Steps, row: dict[str, Any], step: dict[str, Any]) -> None:
    given = row["fields"].get
    steps.count += 1
    steps.opened = steps.opened or step
    steps.latest = step
    steps.last_day = row["day"]
    sign = when(given("date")).sign(row["recorded"]) if given("date") else None
    steps.last_sign = max(filter(None, (steps.last_sign, sign)), default=None)
    steps.effective = given("effective") or steps.effective
    steps.sectors += [sector for sector in given("sectors", ()) if sector not in steps.sectors]
    sum_ = given("amount") or given("quantity")
    if sum_ is None:
        return
    # A sum that says how it adds to earlier ones is a delivery; without that it is what was promised.
    if row["type"].startswith("pledge.") and "measure" not in sum_:
        steps.bound, steps.counting = sum_.get("bound"), sum_.get("of")
    if row["type"] == "crackdown.fined" and given("amount") and "not_counted" not in sum_:
        line = next((line for line in steps.fined if line["currency"] == sum_["currency"]), None)
        if line is None:
            steps.fined.append(line := {"currency": sum_["currency"], "value": "0"})
        line["value"] = format(Decimal(line["value"]) + Decimal(sum_["value"]), "f")


def _play(parts: dict[tuple[str, str], None], fields: dict[str, Any]) -> None:
    """Notes who plays which part; a target that was let go plays none."""
    for part in fields.get("parties", ()):
        parts[part["party"], part["role"]] = None
    for slug in fields.get("targets_added", ()):
        parts[slug, "target"] = None
    for slug in fields.get("targets_removed", ()):
        parts.pop((slug, "target"), None)


def _names(db: sqlite3.Connection, roles: dict[int, dict]) -> dict[str, dict[str, Any]]:
    slugs = {slug for parts in roles.values() for slug, _ in parts}
    found = {slug: {"id": f"parties/{slug}", "name": slug, "native_name": None, "kind": None} for slug in slugs}
    for row in sql.rows(db, NAMES, ids=json.dumps([f"parties/{slug}" for slug in slugs])):
        found[row["id"].partition("/")[2]] = row
    return found
