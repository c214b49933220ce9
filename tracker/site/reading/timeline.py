"""The timeline: what happened over all families, filtered, in order, a page at a time, and the drawing of it."""

import json
import sqlite3
from typing import Annotated, Any

from tracker.site.drawing.periods import UNITS, InvalidPeriod, Period, period, whole
from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, Refused, record, stands
from tracker.site.reading.families import families
from tracker.site.reading.moments import ORDERS, Now, Then
from tracker.site.reading.picture import picture
from tracker.site.reading.search import party_called
from tracker.site.shapes.asked import TimelineAsked
from tracker.site.shapes.lists import TimelinePage

SIZE = 100

PARTIES = """
SELECT n."event", n."party_id" AS "id", n."name", n."role" FROM "event_parties" n
WHERE n."event" IN (SELECT value FROM json_each(:pks)) ORDER BY n."pk"
"""

SECTORS = 'SELECT "sector", count(*) AS "count" FROM "event_sectors" GROUP BY "sector" ORDER BY "sector"'

JURISDICTIONS = """
SELECT "jurisdiction", count(*) AS "count" FROM "timeline" WHERE "jurisdiction" IS NOT NULL
GROUP BY "jurisdiction" ORDER BY 2 DESC, 1
"""


def read(db: sqlite3.Connection, ask: Annotated[Ask, TimelineAsked]) -> TimelinePage:
    """One page of the timeline, with the filters that were chosen and those that could be."""
    build = record(db, ask.clocks)
    chosen = chosen_in(db, ask)
    number = ask.page()
    found = _source(db, ask, chosen)
    years: dict[str, int] = {}
    for (_, year), count in found.tally(4).items():
        years[year or ""] = years.get(year or "", 0) + count
    dated = sorted(filter(None, years))
    given = chosen["period"]
    count = sum(found.tally(4, given).values()) if given else sum(years.values())
    page = {
        **stands(ask, build),
        "chosen": {name: value for name, value in chosen.items() if name not in ("pk", "period")},
        "count": count,
        "page": number,
        "pages": max(1, -(-count // SIZE)),
        "years": [{"year": int(year), "count": years[year]} for year in dated],
        "events": _told(db, found.page(number, SIZE)),
        "choices": {
            "family": [f["name"] for f in families(db) if f["name"] != "parties"],
            "sector": [row["sector"] for row in sql.once(db, SECTORS)],
            "jurisdiction": [row["jurisdiction"] for row in sql.once(db, JURISDICTIONS)],
        },
    }
    if ask.vars.get("format") == ".json":
        return page
    # A drawing is no data: it stands on the page alone.
    shown = given or whole(dated[0] if dated else None, dated[-1] if dated else None, ask.clocks.day)
    return page | {"picture": picture(db, ask.clocks, found, shown, years)}


def moments(db: sqlite3.Connection, ask: Ask) -> list[dict[str, Any]]:
    """All events that the filters leave, as the pages show them."""
    return _told(db, _source(db, ask, chosen_in(db, ask)).page(1, None))


def _source(db: sqlite3.Connection, ask: Ask, chosen: dict[str, Any]) -> Now | Then:
    return (Then if ask.clocks.known_at else Now)(db, ask.clocks, chosen)


def _told(db: sqlite3.Connection, moments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events with who is named in them and the case to which they belong."""
    parties: dict[int, list] = {}
    for row in sql.rows(db, PARTIES, pks=json.dumps([m["pk"] for m in moments])):
        parties.setdefault(row.pop("event"), []).append(row)
    for moment in moments:
        moment["parties"] = parties.get(moment.pop("pk"), [])
        moment["case"] = {"id": moment.pop("case_id"), "name": moment.pop("case_name")}
    return moments


def chosen_in(db: sqlite3.Connection, ask: Ask) -> dict[str, Any]:
    """The filters of an address, read; a party may be named as readers know it."""
    order = ask.one("order") or "newest"
    if order not in ORDERS:
        raise Refused(f"order `{order[:40]}` is neither newest nor oldest")
    given = period_in(ask)
    party = party_called(db, ask.one("party")) if ask.one("party") else None
    return {
        "family": ask.all("family"),
        "party": {"id": party["id"], "name": party["name"]} if party else None,
        "sector": ask.all("sector"),
        "jurisdiction": ask.all("jurisdiction"),
        **{unit: given.text if given and given.unit == unit else None for unit in UNITS},
        "year": int(given.text) if given and given.unit == "year" else None,
        "order": order,
        "period": given,
        "pk": party["pk"] if party else None,
    }


def period_in(ask: Ask) -> Period | None:
    """The period to which an address zooms; none where it names none."""
    units = [unit for unit in UNITS if ask.one(unit)]
    if len(units) > 1:
        raise Refused(f"{units[0]} and {units[1]} are both given; the timeline shows one period")
    try:
        return period(units[0], ask.one(units[0])) if units else None
    except InvalidPeriod as error:
        raise Refused(str(error)) from None
