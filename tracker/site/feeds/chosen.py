"""Which events a list for other programs holds: those of a case, a party or a family, or those that filters leave.

Retracted and redacted events belong to it too: whoever has them must learn of it.
"""

import json
import sqlite3
from typing import Any, NamedTuple

from tracker.model.dates import when
from tracker.site.clocks import Clocks
from tracker.site.reading import family, search, sql, timeline
from tracker.site.reading.ask import Ask, Refused, held_at
from tracker.site.reading.changes import WHAT, asked_for

ANSWERS = ("checked", "replied")
"""What is said about the record and is news in itself; what amends an event shows in that event's own entry."""


class Chosen(NamedTuple):
    """The events of a list, by their keys; what it is called; and where readers find it."""

    title: str
    path: str
    events: list[int]
    cases: list[int] = []
    """Cases that are in it whole: what is said of them without naming an event is in it too."""
    kinds: tuple[str, ...] = ANSWERS
    """Which entries about the record stand in it as entries of their own."""
    added: bool = True
    """Whether the events themselves do."""


# What the text of an event said is gone with a redaction: nobody knows any more which filters it passed.
HELD = f"""
SELECT v."event" AS "pk", json_extract(v."fields", '$.date') AS "date", e."date" AS "now", e."sort_date"
FROM "event_versions" v JOIN "events" e ON e."pk" = v."event"
WHERE {sql.HELD.format("v")} AND e."about_world" = 1 AND {{where}}
"""

GONE = """ OR json_extract(v."fields", '$.redacted') IS NOT NULL"""

OF_CASES = 'v."case" IN (SELECT value FROM json_each(:cases))'
IN_TIMELINE = """e."family" <> 'parties' AND json_extract(v."fields", '$.same_as') IS NULL"""
OF_FAMILY = 'e."family" IN (SELECT value FROM json_each(:family))'
OF_PLACE = """json_extract(v."fields", '$.jurisdiction') IN (SELECT value FROM json_each(:jurisdiction))"""
OF_SECTOR = (
    """EXISTS (SELECT 1 FROM json_each(v."fields", '$.sectors') s WHERE s.value IN (SELECT value FROM json_each(:sector)))"""
)
NAMING = """EXISTS (SELECT 1 FROM json_each(v."fields", '$.parties') p WHERE json_extract(p.value, '$.party') = :slug)"""


def of_timeline(db: sqlite3.Connection, ask: Ask) -> Chosen:
    """The events that the filters of the timeline leave."""
    chosen = timeline.chosen_in(db, ask)
    where, doubtful = [IN_TIMELINE], []
    if chosen["family"]:
        where.append(OF_FAMILY)
    doubtful += [part for name, part in (("jurisdiction", OF_PLACE), ("sector", OF_SECTOR), ("party", NAMING)) if chosen[name]]
    params = {name: json.dumps(chosen[name]) for name in ("family", "jurisdiction", "sector")}
    slug = chosen["party"]["id"].partition("/")[2] if chosen["party"] else None
    found = _held(db, ask.clocks, where, doubtful, slug=slug, **params)
    period = chosen["period"]
    if period:
        found = [row for row in found if period.first <= _day(row) <= period.last]
    said = [
        *chosen["family"],
        *([chosen["party"]["name"]] if chosen["party"] else []),
        *chosen["sector"],
        *chosen["jurisdiction"],
    ]
    said += [period.words] if period else []
    return Chosen(_title("Timeline", said), "/timeline", [row["pk"] for row in found])


def of_family(db: sqlite3.Connection, ask: Ask) -> Chosen:
    """The events of the cases that the filters of a family leave."""
    found = family.matching(db, ask)
    values = [value for name in family.FILTERS for value in ask.all(name)] + ask.all("party")
    pks = [case["pk"] for case in found]
    return Chosen(_title(ask.vars["family"].capitalize(), values), f"/{ask.vars['family']}", _of_cases(db, ask.clocks, pks), pks)


def of_case(db: sqlite3.Connection, ask: Ask) -> Chosen:
    """The events of one case."""
    row = held_at(db, ask)
    return Chosen(row["name"], f"/{row['id']}", _of_cases(db, ask.clocks, [row["pk"]]), [row["pk"]])


def of_party(db: sqlite3.Connection, ask: Ask) -> Chosen:
    """The events that name a party, and its own."""
    row = held_at(db, ask)
    slug = row["id"].partition("/")[2]
    found = _held(db, ask.clocks, ["1"], [f"({NAMING} OR {OF_CASES})"], slug=slug, cases=json.dumps([row["pk"]]))
    return Chosen(row["name"], f"/{row['id']}", [event["pk"] for event in found], [row["pk"]])


def of_search(db: sqlite3.Connection, ask: Ask) -> Chosen:
    """The events that a search finds."""
    query = ask.one("q") or ""
    return Chosen(_title("Search", [query]), "/search", [row["pk"] for row in search.found(db, ask) if row["kind"] == "event"])


def of_changes(db: sqlite3.Connection, ask: Ask) -> Chosen:
    """All entries of the record, corrections and retractions among them."""
    what = asked_for(ask) or WHAT
    kinds = tuple(word for word in what if word != "added")
    cases = [row["pk"] for row in sql.rows(db, 'SELECT "pk" FROM "cases"')]
    events = _of_cases(db, ask.clocks, cases)
    return Chosen(_title("Changes", ask.all("what")), "/changes", events, cases, kinds, "added" in what)


def of_everything(db: sqlite3.Connection, ask: Ask) -> Chosen:
    """All events of all families."""
    return Chosen("Deadlines", "/deadlines", [row["pk"] for row in _held(db, ask.clocks, [IN_TIMELINE], [])])


def of_rows(db: sqlite3.Connection, ask: Ask, title: str, path: str, what: str, keys: list[int]) -> Chosen:
    """The events, or the cases with all their events, on which the rows of a table hang."""
    events = keys if what == "event" else _of_cases(db, ask.clocks, keys)
    return Chosen(title, path, events, keys if what == "case" else [])


def _held(db: sqlite3.Connection, clocks: Clocks, where: list[str], doubtful: list[str], **params: Any) -> list[dict[str, Any]]:
    """What the record held under conditions; those that a redacted event can no longer meet are waived for it."""
    parts = [*where, *(f"({part}{GONE})" for part in doubtful)]
    found = sql.rows(db, HELD.format(where=" AND ".join(parts)), instant=clocks.instant, **params)
    return [row for row in found if _day(row) <= clocks.as_of] if clocks.as_of else found


def _day(row: dict[str, Any]) -> str:
    """The day from which an event counts, as the record knew it."""
    day = row["sort_date"] if row["date"] == row["now"] or row["date"] is None else when(row["date"]).earliest
    return day or ""


def _of_cases(db: sqlite3.Connection, clocks: Clocks, pks: list[int]) -> list[int]:
    return [row["pk"] for row in _held(db, clocks, [OF_CASES], [], cases=json.dumps(pks))]


def _title(name: str, values: list[str]) -> str:
    said = [value for value in values if value]
    return f"{name}: {', '.join(said)}" if said else name


def no_day(ask: Ask, sentence: str) -> None:
    """Refuses a day where it would say nothing."""
    if ask.clocks.as_of:
        raise Refused(sentence)
