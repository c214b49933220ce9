"""The timeline: what happened over all families, filtered, in order, a page at a time."""

import json
import sqlite3
from typing import Any

from tracker.model.dates import when
from tracker.site.clocks import Clocks
from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, Refused, record, stands
from tracker.site.reading.families import families
from tracker.site.reading.search import party_called
from tracker.site.shapes.lists import TimelinePage

SIZE = 200

ORDERS = {"newest": "DESC", "oldest": "ASC"}

# Without a clock set back the table made for this; its rows are what the record holds now.
NOW = """
SELECT t."id", t."date", t."sort_date" AS "day", t."family", t."title", t."status", t."jurisdiction", t."year", t."event" AS "pk",
       t."amount" AS "value", t."currency", t."usd", c."id" AS "case_id", c."name" AS "case_name"
FROM "timeline" t JOIN "cases" c ON c."pk" = t."case"
WHERE {where} ORDER BY t."sort_date" {order}, t."event" {order} LIMIT :size OFFSET :offset
"""

COUNT = 'SELECT count(*) AS "count" FROM "timeline" t WHERE {where}'

YEARS = """
SELECT t."year", count(*) AS "count" FROM "timeline" t WHERE {where} AND t."year" IS NOT NULL GROUP BY t."year" ORDER BY t."year"
"""

THEN = f"""
SELECT v."event_id" AS "id", v."title", v."fields", e."pk", e."family", e."date", e."sort_date", e."recorded",
       c."id" AS "case_id", c."name" AS "case_name"
FROM "event_versions" v JOIN "events" e ON e."pk" = v."event" JOIN "cases" c ON c."pk" = e."case"
WHERE {sql.HELD.format("v")} AND v."standing" = 1 AND e."about_world" = 1 AND e."family" <> 'parties'
"""

PARTIES = """
SELECT n."event", n."party_id" AS "id", n."name", n."role" FROM "event_parties" n
WHERE n."event" IN (SELECT value FROM json_each(:pks)) ORDER BY n."pk"
"""

SECTORS = 'SELECT "sector", count(*) AS "count" FROM "event_sectors" GROUP BY "sector" ORDER BY "sector"'

JURISDICTIONS = """
SELECT "jurisdiction", count(*) AS "count" FROM "timeline" WHERE "jurisdiction" IS NOT NULL
GROUP BY "jurisdiction" ORDER BY 2 DESC, 1
"""


def read(db: sqlite3.Connection, ask: Ask) -> TimelinePage:
    """One page of the timeline, with the filters that were chosen and those that could be."""
    build = record(db, ask.clocks)
    chosen = chosen_in(db, ask)
    number = ask.page()
    moments, count, years = _moments(db, ask, chosen, SIZE, (number - 1) * SIZE)
    return {
        **stands(ask, build),
        "chosen": {name: value for name, value in chosen.items() if name != "pk"},
        "count": count,
        "page": number,
        "pages": max(1, -(-count // SIZE)),
        "years": years,
        "events": moments,
        "choices": {
            "family": [f["name"] for f in families(db) if f["name"] != "parties"],
            "sector": [row["sector"] for row in sql.rows(db, SECTORS)],
            "jurisdiction": [row["jurisdiction"] for row in sql.rows(db, JURISDICTIONS)],
        },
    }


def moments(db: sqlite3.Connection, ask: Ask) -> list[dict[str, Any]]:
    """All events that the filters leave, as the pages show them."""
    return _moments(db, ask, chosen_in(db, ask), None, 0)[0]


def chosen_in(db: sqlite3.Connection, ask: Ask) -> dict[str, Any]:
    """The filters of an address, read; a party may be named as readers know it."""
    order = ask.one("order") or "newest"
    if order not in ORDERS:
        raise Refused(f"order `{order[:40]}` is neither newest nor oldest")
    year = ask.one("year")
    if year is not None and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused(f"year `{year[:40]}` is not a year such as 2021")
    party = party_called(db, ask.one("party")) if ask.one("party") else None
    return {
        "family": ask.all("family"),
        "party": {"id": party["id"], "name": party["name"]} if party else None,
        "sector": ask.all("sector"),
        "jurisdiction": ask.all("jurisdiction"),
        "year": int(year) if year else None,
        "order": order,
        "pk": party["pk"] if party else None,
    }


def _moments(db: sqlite3.Connection, ask: Ask, chosen: dict[str, Any], size: int | None, offset: int) -> tuple[list, int, list]:
    read_ = _then if ask.clocks.known_at else _now
    found, count, years = read_(db, ask, chosen, size, offset)
    parties: dict[int, list] = {}
    for row in sql.rows(db, PARTIES, pks=json.dumps([m["pk"] for m in found])):
        parties.setdefault(row.pop("event"), []).append(row)
    for moment in found:
        moment["parties"] = parties.get(moment.pop("pk"), [])
        moment["case"] = {"id": moment.pop("case_id"), "name": moment.pop("case_name")}
    return found, count, years


def _now(db: sqlite3.Connection, ask: Ask, chosen: dict[str, Any], size: int | None, offset: int) -> tuple[list, int, list]:
    where, params = ["1"], {name: json.dumps(chosen[name]) for name in ("family", "sector", "jurisdiction")}
    params |= {"party": chosen["pk"], "year": chosen["year"], "day": ask.clocks.as_of}
    for name in ("family", "jurisdiction"):
        if chosen[name]:
            where.append(f't."{name}" IN (SELECT value FROM json_each(:{name}))')
    if chosen["sector"]:
        where.append(
            't."event" IN (SELECT "event" FROM "event_sectors" WHERE "sector" IN (SELECT value FROM json_each(:sector)))'
        )
    if chosen["pk"]:
        where.append('t."event" IN (SELECT "event" FROM "event_parties" WHERE "party" = :party)')
    if ask.clocks.as_of:
        where.append("coalesce(t.\"sort_date\", '') <= :day")
    every = " AND ".join(where)
    if chosen["year"]:
        where.append('t."year" = :year')
    one = " AND ".join(where)
    order = ORDERS[chosen["order"]]
    moments = sql.rows(db, NOW.format(where=one, order=order), size=-1 if size is None else size, offset=offset, **params)
    count = sql.row(db, COUNT.format(where=one), **params)["count"]
    return moments, count, sql.rows(db, YEARS.format(where=every), **params)


def _then(db: sqlite3.Connection, ask: Ask, chosen: dict[str, Any], size: int | None, offset: int) -> tuple[list, int, list]:
    """The same from what the record held at an instant, read event by event."""
    moments = []
    for row in sql.rows(db, THEN, instant=ask.clocks.instant):
        fields = json.loads(row["fields"])
        if not fields.get("date") or fields.get("same_as"):
            continue
        date = when(fields["date"])
        given = fields.get("amount") or fields.get("quantity")
        moment = {
            "id": row["id"],
            "date": date.text,
            "day": row["sort_date"] if date.text == row["date"] else date.earliest,
            "family": row["family"],
            "title": row["title"],
            "status": None,
            "jurisdiction": fields.get("jurisdiction"),
            "year": date.year,
            "pk": row["pk"],
            "value": float(given["value"]) if given else None,
            "currency": (given.get("currency") or given.get("unit")) if given else None,
            "usd": None,
            "case_id": row["case_id"],
            "case_name": row["case_name"],
        }
        if _chosen(moment, fields, chosen, ask.clocks):
            moments.append(moment)
    counts: dict[int, int] = {}
    for moment in moments:
        if moment["year"]:
            counts[moment["year"]] = counts.get(moment["year"], 0) + 1
    if chosen["year"]:
        moments = [moment for moment in moments if moment["year"] == chosen["year"]]
    moments.sort(key=lambda m: (m["day"] or "", m["pk"]), reverse=chosen["order"] == "newest")
    years = [{"year": year, "count": counts[year]} for year in sorted(counts)]
    return moments[offset:][:size], len(moments), years


def _chosen(moment: dict[str, Any], fields: dict[str, Any], chosen: dict[str, Any], clocks: Clocks) -> bool:
    slug = chosen["party"]["id"].partition("/")[2] if chosen["party"] else None
    return (
        (not chosen["family"] or moment["family"] in chosen["family"])
        and (not chosen["jurisdiction"] or moment["jurisdiction"] in chosen["jurisdiction"])
        and (not chosen["sector"] or bool(set(chosen["sector"]) & set(fields.get("sectors", ()))))
        and (slug is None or any(part["party"] == slug for part in fields.get("parties", ())))
        and (clocks.as_of is None or (moment["day"] or "") <= clocks.as_of)
    )
