"""The page of a case: the question and its answer, the ledger, every event, and what was done to the record."""

import sqlite3
from typing import Annotated, Any

from tracker.site.clocks import Clocks
from tracker.site.reading import sql, states
from tracker.site.reading.amendments import amendments
from tracker.site.reading.answers import answer, question
from tracker.site.reading.ask import Ask, held_at, record, stands
from tracker.site.reading.cite import citation
from tracker.site.reading.events import events
from tracker.site.reading.ledger import ledger
from tracker.site.reading.pressure import before_pledge
from tracker.site.reading.told import Told, told
from tracker.site.shapes.asked import Timed
from tracker.site.shapes.cases import CasePage
from tracker.site.shapes.parts import Summary

# Both ways: what this case's events name, and which events elsewhere name this case or an event of it.
RELATED = f"""
SELECT 'names' AS "way", l."kind", l."event_id", l."target_id", c."pk", c."id", c."family", c."name"
FROM "event_links" l JOIN "events" e ON e."pk" = l."event" JOIN "cases" c ON c."pk" = l."target_case"
JOIN "event_versions" v ON v."event" = e."pk" AND {sql.HELD.format("v")} AND v."standing" = 1
WHERE e."case" = :case AND l."target_case" <> :case AND coalesce(e."sort_date", '') <= :day
UNION ALL
SELECT 'named by', l."kind", l."event_id", l."target_id", c."pk", c."id", c."family", c."name"
FROM "event_links" l JOIN "events" e ON e."pk" = l."event" JOIN "cases" c ON c."pk" = e."case"
JOIN "event_versions" v ON v."event" = e."pk" AND {sql.HELD.format("v")} AND v."standing" = 1
WHERE l."target_case" = :case AND e."case" <> :case AND coalesce(e."sort_date", '') <= :day
ORDER BY 8, 3
"""

NAMED = f"""
SELECT json_extract(v."fields", '$.name') AS "name", json_extract(v."fields", '$.question') AS "question"
FROM "event_versions" v
WHERE v."case" = :case AND {sql.HELD.format("v")} AND json_extract(v."fields", '$.name') IS NOT NULL
ORDER BY v."known_from" LIMIT 1
"""

HISTORY = """
SELECT s."status", s."due", s."until", s."promised", s."delivered", s."currency", s."valid_from", s."valid_to", s."certain_from",
       s."known_from", s."known_to", s."event_id" AS "event", s."turned"
FROM "case_states" s WHERE s."case" = :case AND s."known_from" <= :instant
ORDER BY s."known_from", s."valid_from"
"""


def read(db: sqlite3.Connection, ask: Annotated[Ask, Timed]) -> CasePage:
    """Everything about one case, as of a day, as known at an instant."""
    build = record(db, ask.clocks)
    case, found, amended = open_case(db, ask)
    told_events = events(db, found, amended, ask.clocks)
    return {
        **stands(ask, build),
        **summary(case),
        "sectors": case["sectors"],
        "ledger": ledger(db, case, ask.clocks, found),
        "events": told_events,
        "turns": _turns(db, case["pk"], ask.clocks),
        "amendments": [a for a in amended if a["of"] is None or (a["kind"] == "retracted" and not _about_event(a, found))],
        "pressure": before_pledge(db, ask.clocks, case["pk"]) if case["family"] == "pledges" else [],
        "related": _related(db, case["pk"], ask.clocks),
        "history": _history(db, case["pk"], ask.clocks),
        "cite": citation(case["name"], case["id"], ask.clocks, build),
    }


def open_case(db: sqlite3.Connection, ask: Ask) -> tuple[dict[str, Any], list[Told], list[dict[str, Any]]]:
    """The state of the case at an address, its events, and its amendments, all on both clocks."""
    row = held_at(db, ask)
    case = states.of_cases(db, ask.clocks, [row["pk"]])[0]
    found = told(db, row["pk"], ask.clocks)
    _rename(case, db, ask.clocks)
    return case, found, amendments(db, row["pk"], ask.clocks)


def _rename(case: dict[str, Any], db: sqlite3.Connection, clocks: Clocks) -> None:
    """The name and the question that the record gave the case then, which a correction may have changed since."""
    named = sql.row(db, NAMED, case=case["pk"], instant=clocks.instant)
    if named and case["family"] != "parties":
        case |= {"name": named["name"], "question": named["question"]}
        case |= {"question": question(case), "answer": answer(case, clocks.day)}


def summary(case: dict[str, Any]) -> Summary:
    """What lists and pages say of a case in the same words."""
    return {name: case[name] for name in Summary.__annotations__}


def _about_event(amendment: dict[str, Any], found: list[Told]) -> bool:
    return any(event.id == amendment["of"] for event in found)


def _turns(db: sqlite3.Connection, case: int, clocks: Clocks) -> list[dict[str, Any]]:
    """Where the status changed: by an event, or by a day that an event had set."""
    stretches = sql.rows(
        db,
        f"""SELECT s."status", s."valid_from" AS "day", s."event_id" AS "event", s."turned" FROM "case_states" s
        WHERE s."case" = :case AND {sql.HELD.format("s")} ORDER BY s."valid_from" """,
        case=case, instant=clocks.instant,
    )  # fmt: skip
    found, before = [], None
    for stretch in stretches:
        if stretch["status"] != before and (clocks.as_of is None or (stretch["day"] or "") <= clocks.as_of):
            found.append(stretch | {"turned": bool(stretch["turned"])})
        before = stretch["status"]
    return found


def _related(db: sqlite3.Connection, case: int, clocks: Clocks) -> list[dict[str, Any]]:
    links = sql.rows(db, RELATED, case=case, **sql.at(clocks))
    now = {state["id"]: state for state in states.of_cases(db, clocks, sorted({link["pk"] for link in links}))}
    found: dict[str, dict[str, Any]] = {}
    for link in links:
        if link["id"] not in now:
            continue
        entry = {
            "id": link["id"],
            "family": link["family"],
            "name": link["name"],
            "status": now[link["id"]]["status"],
            "links": [],
        }
        other = found.setdefault(link["id"], entry)
        other["links"].append({name: link[name] for name in ("way", "kind", "event_id", "target_id")})
    return list(found.values())


def _history(db: sqlite3.Connection, case: int, clocks: Clocks) -> list[dict[str, Any]]:
    """What held from which day to which, as the record said from when to when; what it said later is left out."""
    found = []
    for row in sql.rows(db, HISTORY, case=case, instant=clocks.instant):
        known_to = row["known_to"] if row["known_to"] and row["known_to"] <= clocks.instant else None
        known = known_to is None
        holds = known and (row["valid_from"] or "") <= clocks.day < (row["valid_to"] or "9999")
        found.append(row | {"known_to": known_to, "turned": bool(row["turned"]), "holds": holds})
    return found
