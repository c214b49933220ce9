"""The list of a family's cases, each with its answer, and the filters by which a reader narrows it down."""

import sqlite3
from collections.abc import Callable
from typing import Annotated, Any

from tracker.site.reading import sql, states
from tracker.site.reading.ask import Ask, NotFound, Refused, record, stands
from tracker.site.reading.case import summary
from tracker.site.reading.families import label
from tracker.site.reading.search import party_called
from tracker.site.reading.totals import fines, not_counted, totals
from tracker.site.shapes.asked import FamilyAsked
from tracker.site.shapes.lists import FamilyPage

SIZE = 100

Case = dict[str, Any]

# Filter -> the values under which a case is found by it.
FILTERS: dict[str, Callable[[Case], list[Any]]] = {
    "status": lambda case: [case["status"]] if case["status"] else [],
    "clock": lambda case: [case["clock"]] if case["clock"] and case["clock"] != "settled" else [],
    "kind": lambda case: [case["kind"]] if case.get("kind") else [],
    "sector": lambda case: case["sectors"],
    "jurisdiction": lambda case: [case["jurisdiction"]] if case["jurisdiction"] else [],
    "currency": lambda case: [case["currency"]] if case["currency"] else [],
    "delivery": lambda case: [case["delivery"]] if case.get("delivery") else [],
    "totals": lambda case: [case["totals"]] if case.get("totals") else [],
    "year": lambda case: [case["year"]] if case["year"] else [],
}

SORTS = {
    "latest": (lambda case: (case["last_event"] or "", case["id"]), True),
    "oldest": (lambda case: ((case["opened"] or {}).get("date") or "9", case["id"]), False),
    "name": (lambda case: case["name"].casefold(), False),
    "deadline": (lambda case: (case["due_to"] or "9999", case["id"]), False),
    "sum": (lambda case: (-(case["promised"] or 0), case["id"]), False),
}

ACTIVITY = """
SELECT p."pk", p."kind", p."native_name", p."aliases",
       (SELECT count(DISTINCT n."event") FROM "event_parties" n WHERE n."party" = p."pk") AS "named"
FROM "parties" p
"""


def read(db: sqlite3.Connection, ask: Annotated[Ask, FamilyAsked]) -> FamilyPage:
    """One page of a family's cases as they stood, and how many there are under each filter."""
    build = record(db, ask.clocks)
    family = ask.vars["family"]
    cases, party = _on_record(db, ask)
    chosen = _chosen(ask)
    sort = _sort(ask)
    matching = _matching(cases, ask)
    number = ask.page()
    return {
        **stands(ask, build),
        "family": family,
        "label": label(family),
        "chosen": {name: values for name, values in chosen.items() if values},
        "party": {"id": party["id"], "name": party["name"]} if party else None,
        "role": ask.one("role") if party else None,
        "sort": sort,
        "count": len(matching),
        "all": len(cases),
        "page": number,
        "pages": max(1, -(-len(matching) // SIZE)),
        "sums": totals(matching, not_counted(db)) if family == "pledges" else [],
        "fines": fines(db, ask.clocks, [case["pk"] for case in matching]) if family == "crackdowns" else [],
        "filters": {name: _counted(cases, name, chosen) for name in FILTERS},
        "cases": [shown(case) for case in matching[(number - 1) * SIZE : number * SIZE]],
    }


def matching(db: sqlite3.Connection, ask: Ask) -> list[Case]:
    """All cases that the filters leave, in the order chosen."""
    return _matching(_on_record(db, ask)[0], ask)


def _on_record(db: sqlite3.Connection, ask: Ask) -> tuple[list[Case], dict[str, Any] | None]:
    """The cases of a family as they stood, those of one party if the address names it, in a role if it says so, and that party."""
    family = ask.vars["family"]
    cases = states.of_family(db, ask.clocks, family)
    if not cases and sql.row(db, 'SELECT 1 FROM "cases" WHERE "family" = :family', family=family) is None:
        raise NotFound(f"there is no family {family}")
    cases = [_dated(case) for case in cases if case["status"] or not ask.clocks.as_of]
    if family == "parties":
        _with_activity(db, cases)
    left_out = not_counted(db) if family == "pledges" else set()
    if family == "pledges":
        cases = [_counted_in(case, left_out) for case in cases]
    party = party_called(db, ask.one("party")) if ask.one("party") else None
    if party:
        role = ask.one("role")
        cases = [case for case in cases if any(p["id"] == party["id"] and role in (None, p["role"]) for p in case["parties"])]
    return cases, party


def _chosen(ask: Ask) -> dict[str, list[str]]:
    return {name: ask.all(name) for name in FILTERS}


def _sort(ask: Ask) -> str:
    sort = ask.one("sort") or ("name" if ask.vars["family"] == "parties" else "latest")
    if sort not in SORTS:
        raise Refused(f"sort `{sort[:40]}` is none of {', '.join(SORTS)}")
    return sort


def _matching(cases: list[Case], ask: Ask) -> list[Case]:
    key, reverse = SORTS[_sort(ask)]
    chosen = _chosen(ask)
    return sorted(
        (case for case in cases if all(_matches(case, name, chosen[name]) for name in FILTERS)), key=key, reverse=reverse
    )


def _dated(case: Case) -> Case:
    """A case with the year in which it begins, where that is known."""
    date = (case["opened"] or {}).get("date") or ""
    return case | {"year": date[:4] if date[:4].isdigit() else None}


def _counted_in(case: Case, left_out: set[str]) -> Case:
    """A pledge with whether its delivery was disclosed and whether totals count it, where it promises a sum."""
    if case["promised"] is None or case["status"] in (None, "retracted"):
        return case
    delivery = "not disclosed" if case["delivered"] is None else "disclosed"
    return case | {"delivery": delivery, "totals": "left out" if case["id"] in left_out else "counted"}


def _with_activity(db: sqlite3.Connection, cases: list[Case]) -> None:
    """Of a party its kind, its other names, and how many events name it."""
    active = {row.pop("pk"): row for row in sql.rows(db, ACTIVITY)}
    for case in cases:
        case.update(active.get(case["pk"], {"kind": None, "native_name": None, "aliases": None, "named": 0}))


def _matches(case: Case, name: str, chosen: list[str]) -> bool:
    return not chosen or any(value in chosen for value in FILTERS[name](case))


def _counted(cases: list[Case], name: str, chosen: dict[str, list[str]]) -> list[dict[str, Any]]:
    """How many cases each value of a filter would leave, all other filters as chosen."""
    others = [case for case in cases if all(_matches(case, other, chosen[other]) for other in FILTERS if other != name)]
    counts: dict[Any, int] = {}
    for case in others:
        for value in FILTERS[name](case):
            counts[value] = counts.get(value, 0) + 1
    # A value that was chosen stays in sight, even where the others leave nothing of it.
    for value in chosen[name]:
        counts.setdefault(value, 0)
    by_value = name == "year"
    order = sorted(counts.items(), key=lambda item: (item[0],) if by_value else (-item[1], str(item[0])))
    return [{"value": value, "count": count, "chosen": value in chosen[name]} for value, count in order]


def shown(case: Case) -> dict[str, Any]:
    """A case as the list shows it."""
    own = {name: case[name] for name in ("kind", "native_name", "aliases", "named") if name in case}
    return summary(case) | own
