"""Events as readers meet them: everything that an event says, with its names looked up and its sums converted."""

import json
import sqlite3
from typing import Any

from tracker.site.clocks import Clocks
from tracker.site.reading import sql
from tracker.site.reading.told import Told

# Fields that all events share; whatever else a type brings is shown by its name.
SHARED = frozenset({
    "$schema", "type", "version", "date", "recorded", "name", "title", "summary", "parties", "jurisdiction", "sectors", "sources",
    "amount", "quantity", "about", "same_as", "responds_to", "follows", "announcement", "confidence", "notes", "question",
    "redacted",
})  # fmt: skip

LINKS = ("responds_to", "about", "same_as", "follows")

CONVERTED = """
SELECT e."id", e."date", e."amount_stated" AS "value", e."currency", e."usd", f."rate", f."rate_date", f."date" AS "rate_for"
FROM "events" e LEFT JOIN "fx_rates" f ON f."pk" = e."fx_rate"
WHERE e."pk" IN (SELECT value FROM json_each(:pks)) AND e."usd" IS NOT NULL
"""

# The name on the day of the event where the record has the party there now, else the party's own.
NAMES = """
SELECT p."id", p."name", p."native_name", n."event", n."name" AS "then"
FROM "parties" p LEFT JOIN "event_parties" n ON n."party" = p."pk" AND n."event" IN (SELECT value FROM json_each(:pks))
WHERE p."id" IN (SELECT value FROM json_each(:ids))
"""

TARGETS = f"""
SELECT v."event_id" AS "id", v."title", json_extract(v."fields", '$.date') AS "date"
FROM json_each(:ids) k CROSS JOIN "events" e ON e."id" = k.value JOIN "event_versions" v ON v."event" = e."pk"
WHERE {sql.HELD.format("v")}
UNION ALL
SELECT c."id", c."name", NULL FROM "cases" c
WHERE c."id" IN (SELECT value FROM json_each(:ids)) AND c."first_recorded" <= :instant
"""

TIERS = 'SELECT "name", "tier" FROM "publishers" WHERE "name" IN (SELECT value FROM json_each(:names))'


def events(db: sqlite3.Connection, found: list[Told], amended: list[dict[str, Any]], clocks: Clocks) -> list[dict[str, Any]]:
    """The events in the order given, each with the amendments that concern it."""
    pks = json.dumps([t.pk for t in found])
    converted = {row["id"]: row for row in sql.rows(db, CONVERTED, pks=pks)}
    names, then = _names(db, found, pks)
    targets = _targets(db, found, clocks)
    publishers = list({s["publisher"] for t in found for s in t.fields.get("sources", ())})
    tiers = {row["name"]: row["tier"] for row in sql.rows(db, TIERS, names=json.dumps(publishers))}
    result = []
    for event in found:
        own = [a for a in amended if a["of"] == event.id]
        parts = event.fields.get("parties", ())
        result.append({
            **_plain(event, clocks),
            "parties": [_part(part, names, then.get((event.pk, f"parties/{part['party']}"))) for part in parts],
            "sum": _sum(event, converted.get(event.id)),
            "details": [_detail(name, value, names) for name, value in event.fields.items() if name not in SHARED],
            "sources": [_source(source, tiers) for source in event.fields.get("sources", ())],
            "links": _links(event, targets),
            "corrections": [a for a in own if a["kind"] == "corrected"],
            "retraction": None if event.standing else next((a for a in own if a["kind"] == "retracted" and a["holds"]), None),
            "redaction": next((a for a in own if a["kind"] == "redacted"), None) if event.redacted else None,
            "checks": [a for a in own if a["kind"] == "checked"],
            "replies": [a for a in own if a["kind"] == "replied"],
        })  # fmt: skip
    return result


def _plain(event: Told, clocks: Clocks) -> dict[str, Any]:
    given = event.fields.get
    return {
        "id": event.id,
        "type": event.type,
        "date": event.date,
        "day": event.day,
        "certain_from": event.certain,
        "may_have": (event.certain or "") > clocks.day and (event.day or "") <= clocks.day,
        "to_come": (event.day or "") > clocks.day,
        "title": event.title,
        "summary": given("summary"),
        "jurisdiction": given("jurisdiction"),
        "sectors": given("sectors", []),
        "confidence": given("confidence"),
        "notes": given("notes"),
        "announcement": given("announcement"),
        "recorded": event.recorded,
        "standing": event.standing,
        "redacted": event.redacted,
    }


def _names(db: sqlite3.Connection, found: list[Told], pks: str) -> tuple[dict[str, dict], dict[tuple, str]]:
    """Party -> its names, and (event, party) -> the name that it bore then."""
    slugs = {part["party"] for t in found for part in t.fields.get("parties", ())}
    for event in found:
        for field in ("targets_added", "targets_removed"):
            slugs.update(event.fields.get(field, ()))
        slugs.update(event.fields[field] for field in ("finding_by", "to", "into") if isinstance(event.fields.get(field), str))
    names, then = {}, {}
    for row in sql.rows(db, NAMES, pks=pks, ids=json.dumps([f"parties/{slug}" for slug in slugs])):
        names[row["id"]] = {"id": row["id"], "name": row["name"], "native_name": row["native_name"]}
        if row["event"] is not None:
            then[row["event"], row["id"]] = row["then"]
    return names, then


def _party(slug: str, names: dict[str, dict]) -> dict[str, Any]:
    return names.get(f"parties/{slug}", {"id": f"parties/{slug}", "name": slug, "native_name": None})


def _part(part: dict[str, Any], names: dict[str, dict], then: str | None) -> dict[str, Any]:
    party = _party(part["party"], names)
    return party | {"name": then or party["name"], "role": part["role"], "note": part.get("note")}


def _sum(event: Told, converted: dict[str, Any] | None) -> dict[str, Any] | None:
    """The sum or quantity: as stated, as the source converts it, and as the reference rate does; never mixed."""
    given = event.fields.get("amount") or event.fields.get("quantity")
    if given is None:
        return None
    # The rate belongs to the sum and date as they stand; of an earlier version it may not be said.
    same = converted is not None and (converted["value"], converted["date"]) == (given["value"], event.date)
    return {
        "value": given["value"],
        "currency": given.get("currency") or given.get("unit"),
        **{name: given.get(name) for name in ("of", "bound", "measure", "covers", "usd_as_reported", "not_counted")},
        **{
            name: converted[name] if same and converted["rate"] is not None else None
            for name in ("usd", "rate", "rate_date", "rate_for")
        },
    }


def _detail(name: str, value: Any, names: dict[str, dict]) -> dict[str, Any]:
    """A field of the event's own type, with parties by name."""
    parties = None
    if name in ("targets_added", "targets_removed"):
        parties = [_party(slug, names) for slug in value]
    elif name in ("finding_by", "to", "into"):
        parties = [_party(value, names)]
    return {"name": name, "value": value, "parties": parties}


def _source(source: dict[str, Any], tiers: dict[str, str]) -> dict[str, Any]:
    fields = ("url", "title", "publisher", "via", "published", "language", "archived", "accessed", "quote")
    return {**{name: source.get(name) for name in fields}, "tier": tiers.get(source["publisher"])}


def _targets(db: sqlite3.Connection, found: list[Told], clocks: Clocks) -> dict[str, dict[str, Any]]:
    ids = list({target for event in found for _, target in _named(event)})
    return {row["id"]: row for row in sql.rows(db, TARGETS, ids=json.dumps(ids), instant=clocks.instant)}


def _named(event: Told):
    for kind in LINKS:
        given = event.fields.get(kind)
        for target in given if isinstance(given, list) else [given] if given else ():
            yield kind, target


def _links(event: Told, targets: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for kind, target in _named(event):
        row = targets.get(target)
        found.append({"kind": kind, "id": target, "title": row["title"] if row else target, "date": row["date"] if row else None})
    return found
