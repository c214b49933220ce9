"""What can be wrong with the sums of a case, and events of a case that say the same twice."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from tracker.log.case import Case
from tracker.log.entry import Entry
from tracker.model.dates import when
from tracker.model.ledger import begins_after, overlap
from tracker.model.problem import Problem, warning


def check(case: Case) -> list[Problem]:
    """The problems of a case's sums, and its likely duplicates."""
    standing = case.standing
    problems: list[Problem] = []
    reported = [e for e in standing if ("amount" in e.data or "quantity" in e.data) and _sum(e).measure]
    if reported:
        problems += _cumulative(reported)
        problems += _steps(reported)
        problems += _currencies(case, reported)
    if len({(e.data["type"], e.data.get("date")) for e in standing}) < len(standing):
        problems += _twice(standing)
    return problems


def _sum(entry: Entry):
    fields = entry.event.__dict__
    return fields.get("amount") or fields.get("quantity")


def _field(entry: Entry) -> str:
    return "amount" if entry.event.given("amount") else "quantity"


def _cumulative(reported: list[Entry]) -> Iterator[Problem]:
    latest: dict[str, Entry] = {}
    for entry in reported:
        given = _sum(entry)
        if given.measure != "cumulative" or given.not_counted:
            continue
        before = latest.get(given.unit)
        if before is not None and Decimal(given.value) < Decimal(_sum(before).value):
            spot = entry.place._replace(pointer=(_field(entry), "value"))
            sentence = f"the cumulative sum shrinks: {given.value} after {_sum(before).value} in `{before.stem}`"
            help = "if this is one period's sum, `measure` is `step`; if the earlier sum was wrong, correct it"
            yield Problem("P601", spot, sentence, help)
        latest[given.unit] = entry


def _steps(reported: list[Entry]) -> Iterator[Problem]:
    by_unit: dict[str, list[Entry]] = {}
    for entry in reported:
        if _sum(entry).measure == "step" and not _sum(entry).not_counted and _sum(entry).covers:
            by_unit.setdefault(_sum(entry).unit, []).append(entry)
    for steps in by_unit.values():
        if len(steps) < 2:
            continue
        steps.sort(key=lambda e: when(_sum(e).covers).lower or "")
        furthest = steps[0]
        for entry in steps[1:]:
            one, other = when(_sum(furthest).covers), when(_sum(entry).covers)
            if overlap(one, other):
                spot = entry.place._replace(pointer=(_field(entry), "covers"))
                sentence = f"`{other.text}` overlaps with `{one.text}`, which `{furthest.stem}` covers"
                help = "say in `not_counted` why one of the two is left out of the sum, or correct the period"
                yield Problem("P602", spot, sentence, help)
            if begins_after(other, one) or (other.upper or "9") > (one.upper or "9"):
                furthest = entry


def _currencies(case: Case, reported: list[Entry]) -> Iterator[Problem]:
    promise = getattr(case.story.steps[-1].state, "promise", None)
    if promise is None:
        return
    for entry in reported:
        given = _sum(entry)
        if given.unit != promise.unit and not given.not_counted:
            spot = entry.place._replace(pointer=(_field(entry), "currency" if _field(entry) == "amount" else "unit"))
            sentence = f"delivered in {given.unit}, promised in {promise.unit}: the two are never added"
            yield warning("P603", spot, sentence, "if the source states it in the promise's own currency too, give that")


def _twice(standing: list[Entry]) -> Iterator[Problem]:
    """Two events of one type and date that rest on a page in common are likely one and the same."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in standing:
        if entry.event.date and not entry.event.redacted:
            groups.setdefault((entry.event.type, entry.event.date), []).append(entry)
    for alike in groups.values():
        for one, other in combinations(alike, 2) if len(alike) > 1 else ():
            pages = {source.url for source in one.event.sources or ()}
            if any(source.url in pages for source in other.event.sources or ()):
                sentence = f"likely the same as `{one.stem}`: same type and date, and a source in common"
                help = "retract one as `duplicate`, or accept this in `events/accepted.json` with a reason"
                yield warning("P605", other.place, sentence, help)
