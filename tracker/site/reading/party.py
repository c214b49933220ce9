"""The page of a party: its names and ties, what is open and due, its sums, and one timeline over all families."""

import sqlite3
from collections import Counter
from decimal import Decimal
from itertools import groupby
from typing import Annotated, Any

import orjson

from tracker.model.dates import when
from tracker.site import words
from tracker.site.clocks import Clocks
from tracker.site.reading import pressure, sql, states
from tracker.site.reading.ask import Ask, record, stands
from tracker.site.reading.case import open_case, summary
from tracker.site.reading.cite import citation
from tracker.site.reading.deadlines import awaited
from tracker.site.reading.events import events
from tracker.site.reading.families import in_order, is_open
from tracker.site.reading.folded import state_of
from tracker.site.reading.told import Told
from tracker.site.reading.totals import not_counted, totals
from tracker.site.shapes.asked import Timed
from tracker.site.shapes.parties import PartyPage

MOST = 60
"""So many events of a party stand on its page; the timeline has the rest."""

OF_FAMILY = 12
"""So many of its cases stand in each list; the family's own list has the rest."""

TIES = f"""
SELECT r."relation", r."since", r."until", v."title", v."event_id" AS "event", p."id" AS "party", p."name", o."id" AS "other",
       o."name" AS "other_name"
FROM "relations" r JOIN "parties" p ON p."pk" = r."party" JOIN "parties" o ON o."pk" = r."other"
JOIN "event_versions" v ON v."event" = r."event" AND {sql.HELD.format("v")} AND v."standing" = 1
WHERE (r."party" = :party OR r."other" = :party) AND coalesce(r."first_day", '') <= :day
ORDER BY r."party" = :party DESC, r."relation", o."name", p."name"
"""

# What names the party now; at an earlier state of the record also what was taken back or corrected since, and may have named it.
# The text of an event is read only where it says more than the tables do.
NAMED = f"""
SELECT v."event" AS "pk", v."event_id" AS "id", v."case", v."case_id", v."title",
       CASE WHEN :moved OR e."amount" IS NOT NULL OR e."type" = 'sanction.amended' THEN v."fields" END AS "fields",
       e."family", e."type", e."date", e."sort_date", e."recorded", c."name" AS "case_name"
FROM "event_versions" v JOIN "events" e ON e."pk" = v."event" JOIN "cases" c ON c."pk" = e."case"
WHERE {sql.HELD.format("v")} AND v."standing" = 1 AND e."same_as" IS NULL AND v."event" IN (
    SELECT "event" FROM "event_parties" WHERE "party" = :party
    UNION SELECT x."pk" FROM "case_parties" n JOIN "events" x ON x."case" = n."case"
          WHERE n."party" = :party AND x."type" = 'sanction.amended'
    UNION SELECT x."pk" FROM "events" x WHERE x."type" = 'sanction.amended' AND :moved
    UNION SELECT x."pk" FROM "amendments" a JOIN "events" x ON x."id" = a."target_id" WHERE a."kind" = 'corrected' AND :moved)
"""

PARTS = 'SELECT "event", "role", "note" FROM "event_parties" WHERE "party" = :party ORDER BY "pk"'


def read(db: sqlite3.Connection, ask: Annotated[Ask, Timed]) -> PartyPage:
    """Everything about one party, as of a day, as known at an instant."""
    build = record(db, ask.clocks)
    case, own, amended = open_case(db, ask)
    named = _named(db, case, ask.clocks)
    cases = states.of_cases(db, ask.clocks, sorted({row["case"] for row in named} - {case["pk"]}))
    roles: dict[int, list[str]] = {}
    for row in named:
        roles.setdefault(row["case"], []).extend(row["roles"])
    listed = [summary(c) | {"roles": list(dict.fromkeys(roles[c["pk"]])), "open": is_open(db, c)} for c in cases]
    listed.sort(key=lambda c: c["last_event"] or "", reverse=True)
    ahead, passed = awaited(db, cases, ask.clocks.day)
    made = [case for case in listed if case["family"] == "pledges" and "pledger" in case["roles"]]
    page = {
        **stands(ask, build),
        "id": case["id"],
        **_names(db, case, own, ask.clocks),
        "status": case["status"],
        "ties": [_tie(row, case["id"], ask.clocks.day) for row in sql.rows(db, TIES, party=case["pk"], **sql.at(ask.clocks))],
        "roles": _roles(listed),
        "ahead": ahead,
        "passed": passed,
        "cases": listed,
        "pledged": totals(made, not_counted(db)),
        "fined": _fined(named, case["id"]),
        "timeline": [_moment(row) for row in named[-MOST:]],
        "event_count": len(named),
        "events": events(db, [e for e in own if e.type != "party.related" or e.date or not e.standing], amended, ask.clocks),
        "amendments": [a for a in amended if a["of"] is None],
        "cite": citation(case["name"], case["id"], ask.clocks, build),
    }
    if ask.vars.get("format") == ".json":
        return page
    # A drawing is no data: it stands on the page alone, and `/pressure.json` has what it draws. So with the lists.
    both = pressure.of_party(db, ask.clocks, case | {"name": page["name"]}, cases)
    return page | {
        "pair": {"parties": [both], "drawn": pressure.drawn([both], ask.clocks)} if both else None,
        "lists": {
            "open": _by_family([c for c in listed if c["open"]]),
            "closed": _by_family([c for c in listed if not c["open"]]),
            "years": _by_year(page["timeline"]),
        },
    }


def _names(db: sqlite3.Connection, case: dict[str, Any], own: list[Told], clocks: Clocks) -> dict[str, Any]:
    """What the party is and is called. Its name is that of the day; another time is folded from its own events."""
    if not clocks.moved:
        row = sql.row(
            db,
            'SELECT "name", "kind", "native_name", "aliases", "jurisdiction", "wikidata", "into" FROM "parties" WHERE "pk" = :pk',
            pk=case["pk"],
        )  # fmt: skip
        return row | {
            "aliases": row["aliases"].split("; ") if row["aliases"] else [],
            "into": row["into"] and f"parties/{row['into']}",
        }
    state = state_of("parties", own)
    return {
        "name": (state and state.called) or case["name"],
        "kind": state and state.sort,
        "native_name": state and state.native,
        "aliases": list(state.other_names) if state else [],
        "jurisdiction": state and state.home,
        "wikidata": state and state.item,
        "into": f"parties/{state.merged_into}" if state and state.merged_into else None,
    }


def _by_family(cases: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]], int]]:
    """A family, its latest cases and how many more there are, in the order in which readers meet the families."""
    found: dict[str, list[dict[str, Any]]] = {}
    for case in cases:
        found.setdefault(case["family"], []).append(case)
    return [(name, found[name][:OF_FAMILY], len(found[name][OF_FAMILY:])) for name in in_order(found)]


def _by_year(moments: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The years of a party's timeline, each with its events and what the party was in them."""
    told = [moment | {"as": words.plain_listed(moment["roles"], 4)} for moment in moments]
    return [(year, list(of_year)) for year, of_year in groupby(told, key=lambda moment: (moment["day"] or "")[:4])]


def _roles(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In how many cases the party plays which part, the most frequent first."""
    counts = Counter(role for case in cases for role in case["roles"])
    return [{"role": role, "cases": count} for role, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _tie(row: dict[str, Any], own: str, day: str) -> dict[str, Any]:
    this_way = row["party"] == own
    return {
        "id": row["other"] if this_way else row["party"],
        "name": row["other_name"] if this_way else row["name"],
        "relation": row["relation"],
        "way": "to" if this_way else "from",
        **{name: row[name] for name in ("title", "since", "until", "event")},
        "ended": bool(row["until"]) and (when(row["until"]).latest or "9999") < day,
    }


def _named(db: sqlite3.Connection, case: dict[str, Any], clocks: Clocks) -> list[dict[str, Any]]:
    """The events that name the party, by the days from which they count, each with the party's roles in it."""
    slug = case["id"].partition("/")[2]
    rows = sql.rows(db, NAMED, party=case["pk"], moved=clocks.known_at is not None, instant=clocks.instant)
    parts: dict[int, list[dict[str, Any]]] = {}
    for part in sql.rows(db, PARTS, party=case["pk"]) if clocks.known_at is None else ():
        note = {"note": part["note"]} if part["note"] else {}
        parts.setdefault(part["event"], []).append({"party": slug, "role": part["role"], **note})
    found = []
    for row in rows:
        plain = {"date": row["date"], "parties": parts.get(row["pk"], ())}
        row["fields"] = fields = orjson.loads(row["fields"]) if row["fields"] else plain
        row["roles"] = [part["role"] for part in fields.get("parties", ()) if part["party"] == slug]
        row["notes"] = [part["note"] for part in fields.get("parties", ()) if part["party"] == slug and "note" in part]
        if slug in fields.get("targets_added", ()) and "target" not in row["roles"]:
            row["roles"].append("target")
        if slug in fields.get("targets_removed", ()):
            row["roles"].append("target let go")
        date = fields.get("date")
        row["day"] = row["sort_date"] if date == row["date"] else when(date).earliest if date else None
        if row["roles"] and (clocks.as_of is None or (row["day"] or "") <= clocks.as_of):
            found.append(row)
    return sorted(found, key=lambda row: (row["day"] or "", row["recorded"], row["id"]))


def _moment(row: dict[str, Any]) -> dict[str, Any]:
    given = row["fields"].get("amount") or row["fields"].get("quantity")
    return {
        **{name: row[name] for name in ("id", "family", "type", "title", "day", "roles", "notes")},
        "date": row["fields"].get("date"),
        "case": {"id": row["case_id"], "name": row["case_name"]},
        "sum": {"value": given["value"], "currency": given.get("currency") or given.get("unit"), "bound": given.get("bound")}
        if given
        else None,
    }


def _fined(named: list[dict[str, Any]], own: str) -> list[dict[str, Any]]:
    """Fines by currency. One imposed on several is counted apart: nobody says which part fell on whom."""
    found: dict[str, dict[str, Any]] = {}
    for row in named:
        amount = row["fields"].get("amount")
        if row["type"] != "crackdown.fined" or "target" not in row["roles"] or not amount or amount.get("not_counted"):
            continue
        line = found.setdefault(
            amount["currency"], {"currency": amount["currency"], "fines": 0, "value": Decimal(0), "shared": 0}
        )
        if sum(part["role"] == "target" for part in row["fields"]["parties"]) > 1:
            line["shared"] += 1
        else:
            line["fines"] += 1
            line["value"] += Decimal(amount["value"])
    return [line | {"value": format(line["value"], "f")} for line in found.values()]
