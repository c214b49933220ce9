"""Pressure against pledges: what authorities did to a party and to those tied to it, and what the party pledged after it."""

import json
import sqlite3
from typing import Annotated, Any

from tracker.database.readings import ACTION_TYPES
from tracker.model.dates import UNDATED, when
from tracker.site.clocks import Clocks
from tracker.site.drawing import lanes, scale
from tracker.site.drawing.periods import whole
from tracker.site.reading import sql, states
from tracker.site.reading.ask import Ask, record, stands
from tracker.site.reading.search import party_called
from tracker.site.shapes.asked import PressureAsked
from tracker.site.shapes.lists import PressurePage

MOST = 24
"""So many parties are drawn one below the other, those with the most pairs."""

# Of one action reached by several ties all are named; the tie's own event says how it reads.
PAIRS = f"""
SELECT p."pledge", p."pledger", p."action_id" AS "id", v."title", p."type", p."date", p."days_least", p."days_most", p."tie",
       on_p."id" AS "on_id", on_p."name" AS "on_name", (
           SELECT e."title" FROM "relations" r JOIN "events" e ON e."pk" = r."event"
           WHERE r."relation" || ' (reversed)' = p."tie" AND r."party" = p."on_party" AND r."other" = p."pledger"
              OR r."relation" = p."tie" AND r."party" = p."pledger" AND r."other" = p."on_party") AS "tied_by"
FROM "pressure_and_pledges" p
JOIN "events" a ON a."pk" = p."action" JOIN "parties" on_p ON on_p."pk" = p."on_party"
JOIN "event_versions" v ON v."event" = p."action" AND {sql.HELD.format("v")} AND +v."standing" = 1
WHERE {{where}} AND a."sort_date" <= :day
ORDER BY a."sort_date", a."recorded", p."tie" = 'self' DESC, on_p."name"
"""

PLEDGERS = """
SELECT p."pledger" AS "pk", y."id", y."name", count(DISTINCT p."action") AS "actions", count(DISTINCT p."pledge") AS "pledges"
FROM "pressure_and_pledges" p JOIN "parties" y ON y."pk" = p."pledger"
GROUP BY p."pledger" ORDER BY "actions" DESC, y."name"
"""

PLEDGES = """
SELECT DISTINCT "case", "party" FROM "case_parties" WHERE "role" = 'pledger' AND "party" IN (SELECT value FROM json_each(:pks))
"""

# What was done to a party itself, whether a pledge came after it or not: to show only what one followed would mislead.
OWN = f"""
SELECT n."party", e."id", v."title", e."type", json_extract(v."fields", '$.date') AS "date"
FROM "event_parties" n JOIN "events" e ON e."pk" = n."event"
JOIN "event_versions" v ON v."event" = e."pk" AND {sql.HELD.format("v")} AND +v."standing" = 1
WHERE n."party" IN (SELECT value FROM json_each(:pks)) AND +n."role" = 'target' AND e."same_as" IS NULL
  AND e."type" IN (SELECT value FROM json_each(:types)) AND coalesce(e."sort_date", '') <= :day
"""


def read(db: sqlite3.Connection, ask: Annotated[Ask, PressureAsked]) -> PressurePage:
    """Pressure and pledges of one party, or in short of all that have both."""
    build = record(db, ask.clocks)
    party = party_called(db, ask.one("party")) if ask.one("party") else None
    pledgers = sql.rows(db, PLEDGERS)
    shown = [{"pk": party["pk"], "id": party["id"], "name": party["name"]}] if party else pledgers[:MOST]
    found = sides(db, ask.clocks, shown)
    page = {
        **stands(ask, build),
        "party": {"id": party["id"], "name": party["name"]} if party else None,
        "parties": found,
        "others": [{name: row[name] for name in ("id", "name")} for row in pledgers[len(shown) :]] if not party else [],
    }
    return page if ask.vars.get("format") == ".json" else page | {"drawn": drawn(found, ask.clocks)}


def sides(
    db: sqlite3.Connection, clocks: Clocks, parties: list[dict[str, Any]], cases: list[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:  # fmt: skip
    """Of each party what was done to it or to those tied to it, and its pledges, each with what came in the year before.

    The pledges' states are read where the caller has not read them already.
    """
    pks = json.dumps([party["pk"] for party in parties])
    pairs = sql.rows(db, PAIRS.format(where='p."pledger" IN (SELECT value FROM json_each(:pks))'), pks=pks, **sql.at(clocks))
    own = sql.rows(db, OWN, pks=pks, types=json.dumps(ACTION_TYPES), **sql.at(clocks))
    made = sql.rows(db, PLEDGES, pks=pks)
    cases = states.of_cases(db, clocks, sorted({row["case"] for row in made})) if cases is None else cases
    of_pledge = {case["pk"]: case for case in cases}
    found = []
    for party in parties:
        before: dict[int, list] = {}
        actions: dict[str, dict[str, Any]] = {}
        for row in (row for row in pairs if row["pledger"] == party["pk"]):
            before.setdefault(row["pledge"], []).append(row)
            actions.setdefault(row["id"], _action(row, True))
            _add_on(actions[row["id"]]["on"], row)
        for row in (row for row in own if row["party"] == party["pk"]):
            actions.setdefault(row["id"], _action(row, False))
        own_cases = [of_pledge[row["case"]] for row in made if row["party"] == party["pk"] and row["case"] in of_pledge]
        pledges = [_pledge(case, merged(before.get(case["pk"], []))) for case in own_cases if case["opened"]]
        found.append({
            "id": party["id"],
            "name": party["name"],
            "actions": sorted(actions.values(), key=lambda action: (_first(action["date"]), action["id"])),
            "pledges": sorted(pledges, key=lambda pledge: (_first(pledge["date"]), pledge["id"])),
        })  # fmt: skip
    return found


def of_party(db: sqlite3.Connection, clocks: Clocks, party: dict[str, Any], cases: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The same of one party of whose cases the states are known; none where it has not both."""
    if sql.row(db, 'SELECT 1 FROM "pressure_and_pledges" WHERE "pledger" = :pk', pk=party["pk"]) is None:
        return None
    (found,) = sides(db, clocks, [party], cases)
    return found if found["actions"] and found["pledges"] else None


def before_pledge(db: sqlite3.Connection, clocks: Clocks, pledge: int) -> list[dict[str, Any]]:
    """What authorities did in the year before one pledge."""
    return merged(sql.rows(db, PAIRS.format(where='p."pledge" = :pledge'), pledge=pledge, **sql.at(clocks)))


def merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each action once, with all the parties by which it reaches the pledger."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        names = ("id", "title", "type", "date", "days_least", "days_most")
        _add_on(found.setdefault(row["id"], {**{name: row[name] for name in names}, "on": []})["on"], row)
    return list(found.values())


def _add_on(on: list[dict[str, Any]], row: dict[str, Any]) -> None:
    tie = None if row["tie"] == "self" else row["tied_by"] or row["tie"]
    party = {"id": row["on_id"], "name": row["on_name"], "tie": tie}
    if party not in on:
        on.append(party)


def _action(row: dict[str, Any], followed: bool) -> dict[str, Any]:
    return {**{name: row[name] for name in ("id", "title", "type", "date")}, "followed": followed, "on": []}


def _pledge(case: dict[str, Any], pressure: list[dict[str, Any]]) -> dict[str, Any]:
    names = ("id", "name", "status", "promised", "currency", "bound")
    return {**{name: case[name] for name in names}, "date": case["opened"]["date"], "pressure": pressure}


def _first(date: str | None) -> str:
    return (when(date) if date else UNDATED).earliest or ""


def drawn(parties: list[dict[str, Any]], clocks: Clocks) -> dict[str, Any]:
    """Both sides of each party on one scale: what was done above the line, what was pledged below it."""
    days = [_first(thing["date"]) for party in parties for thing in (*party["actions"], *party["pledges"])]
    years = sorted(day[:4] for day in days if day)
    period = whole(years[0] if years else None, years[-1] if years else None, clocks.day)
    line = scale.of(period)
    ticks = [(line.at(part.first), (line.at(part.first) + line.after(part.last)) / 2, part.short) for part in period.parts()]
    return {"ticks": ticks, "parties": [lanes.pair(party, line, when) for party in parties]}
