"""The answer to a case's question in one plain sentence, made by rule from its state and the calendar."""

from collections.abc import Callable
from typing import Any

from tracker.model.dates import when
from tracker.site.words import count, dated, days, is_money, listed, money, on

Case = dict[str, Any]

QUESTIONS = {
    "crackdowns": "Is the case still open?",
    "sanctions": "Is it in force?",
    "laws": "Is it in force?",
    "statements": "Who said what, and when?",
}


def question(case: Case) -> str | None:
    """The question that readers come with: the case's own, or that of its family."""
    return case["question"] or QUESTIONS.get(case["family"])


def answer(case: Case, day: str) -> str:
    """The sentence that stands first on the page. Nothing in it is typed by hand but the words between the facts."""
    if case["status"] is None:
        first = case["next"]
        return f"Nothing of this had happened by then: the first event on record is dated {dated(first['date'])}."
    if case["status"] == "retracted":
        return "Everything that was recorded of this case has been retracted; nothing of it stands."
    clauses = _FAMILIES.get(case["family"], _other)(case, day)
    sentence = "; ".join(filter(None, clauses))
    if case["may_have"]:
        sentence += "; as the day is not known, this may not have come about by then"
    return sentence[0].upper() + sentence[1:] + "."


def _who(case: Case, *roles: str) -> tuple[str, bool]:
    """The names of those in a role, and whether they are several."""
    names = list(dict.fromkeys(p["name"] for p in case["parties"] if p["role"] in roles))
    return listed(names), len(names) > 1


def _since(case: Case) -> str:
    return on(case["by"]["date"]) if case["by"] else ""


def _from(case: Case) -> str:
    """`since 2 September 2021`, or `since some day in 2021`."""
    date = case["by"]["date"] if case["by"] else None
    if not date:
        return "since an unknown date"
    return f"since {dated(date)}" if "/" not in date else f"since some day {dated(date)}"


def _pledge(case: Case, day: str) -> list[str | None]:
    return [_settled(case) or _outcome(case), _deadline(case)]


def _settled(case: Case) -> str | None:
    who, _ = _who(case, "pledger")
    who = who or "whoever made it"
    given, all_of = _sums(case)
    part = f"{given} of {all_of}{_counting(case)}" if given and all_of else None
    if case["status"] == "fulfilled":
        return f"{who} kept this pledge, by what was recorded {_since(case)}"
    if case["status"] == "partly fulfilled":
        return f"{who} kept part of this pledge, by what was recorded {_since(case)}" + (f": {part}" if part else "")
    if case["status"] == "broken":
        return f"{who} did not keep this pledge, by what was recorded {_since(case)}" + (f": {part}" if part else "")
    if case["status"] == "withdrawn":
        return f"{who} took this pledge back {_since(case)}"
    return None


def _outcome(case: Case) -> str:
    """What is on record of an open pledge."""
    who, many = _who(case, "pledger")
    person = any(p["role"] == "pledger" and p["kind"] == "person" for p in case["parties"])
    who, has, they = who or "whoever made it", "have" if many else "has", "they" if many or person else "it"
    given, all_of = _sums(case)
    if all_of and not given and not is_money(case["currency"]):
        return f"{who} {has} not disclosed how far {they} got towards {all_of}{_counting(case)}"
    if all_of and not given:
        return f"{who} {has} not disclosed what {they} paid of {all_of}"
    if all_of and case["undisclosed"]:
        left = money(case["undisclosed"], case["currency"])
        return f"{who} {has} disclosed {given} of {all_of}{_counting(case)}, leaving {left} undisclosed"
    if all_of:
        return f"{who} {has} reported the whole of {all_of}; no outcome is confirmed"
    if given:
        return f"{who} {has} reported {given}{' paid' if is_money(case['currency']) else ''}, of no stated total"
    if case["status"] == "announced":
        return f"no progress is on record since {who} announced this {_since(case)}"
    return f"progress by {who} was last recorded {on(case['latest']['date'])}"


def _sums(case: Case) -> tuple[str, str]:
    unit = case["currency"]
    return money(case["delivered"], unit), money(case["promised"], unit, case["bound"])


def _counting(case: Case) -> str:
    return f" ({case['counting']})" if case["counting"] else ""


def _deadline(case: Case) -> str | None:
    clock, due = case["clock"], case["due"]
    if clock == "settled":
        return None
    if due is None:
        silent = f"; nothing has been heard for {days(case['days_silent'])}" if clock == "silent" else ""
        return f"no deadline is on record{silent}"
    if clock == "overdue":
        return f"the deadline of {dated(due)} has passed"
    if clock == "may be overdue":
        return f"the deadline of {dated(due)} may have passed"
    if clock == "due soon":
        left = count(case["days_left"], "day")
        return f"the deadline is {dated(due)}, {left} away" if case["days_left"] else "the deadline is this very day"
    silent = f", and nothing has been heard for {days(case['days_silent'])}" if clock == "silent" else ""
    return f"the deadline is {dated(due)}{silent}"


def _crackdown(case: Case, day: str) -> list[str | None]:
    who, many = _who(case, "target")
    against = f" against {who}" if who else ""
    status = case["status"]
    fines = listed([money(f["value"], f["currency"]) for f in case["fined"]])
    if status == "open":
        return [
            f"the case{against} has been open {_from(case)}",
            f"fines so far: {fines}" if fines else "no outcome is on record",
        ]
    if status == "restricted":
        return [f"restrictions{f' on {who}' if who else ''} have stood {_from(case)}", "no end of them is on record"]
    if status == "fined":
        last = f"the last step on record is dated {dated(case['latest']['date'])}"
        if many or not who:
            return [f"fines{f' of {fines}' if fines else ''} are on record in the case{against}", last]
        return [f"{who} was fined {fines or 'a sum that is not on record'}", last]
    if status == "eased":
        return [f"pressure{f' on {who}' if who else ''} was eased {_since(case)}", "the case is not closed"]
    if status == "closed":
        return [f"the case{against} was closed {_since(case)}", f"fines in all: {fines}" if fines else None]
    return _other(case, day)


def _sanction(case: Case, day: str) -> list[str | None]:
    who, _ = _who(case, "target")
    against = f" against {who}" if who else ""
    status = case["status"]
    if status == "announced":
        coming = case["next"]
        starts = f"it takes effect {on(coming['date'])}" if coming and coming["turned"] else "no day is set for it to take effect"
        return [f"announced{against} {_since(case)}, not yet in force", starts]
    if status == "in force":
        return [f"in force{against} {_from(case)}", _until(case)]
    if status == "eased":
        return [f"in force{against}, but eased {_since(case)}", _until(case)]
    if status == "suspended":
        return [f"suspended {_from(case)}", _until(case)]
    if status == "lifted":
        return [f"lifted {_since(case)}"]
    return _other(case, day)


def _until(case: Case) -> str | None:
    """The end that the measure or its suspension sets itself; once past, what became of it is not guessed."""
    if case["until"] is None:
        return None
    if case["until_passed"]:
        return f"the end set for this, {dated(case['until'])}, has passed, and the outcome is not recorded"
    return f"this is to end {on(case['until'])}"


def _law(case: Case, day: str) -> list[str | None]:
    status, effective = case["status"], case["effective"]
    if status == "proposed":
        return [f"proposed {_since(case)}, not adopted"]
    if status == "adopted":
        return [f"adopted {_since(case)}", _starts(effective, day)]
    if status == "in force":
        later = effective and (when(effective).earliest or "") > day
        return [f"in force {_from(case)}", f"a change takes effect {on(effective)}" if later else None]
    if status == "suspended":
        return [f"suspended {_since(case)}", _until(case)]
    if status in ("repealed", "dropped"):
        return [f"{status} {_since(case)}"]
    return _other(case, day)


def _starts(effective: str | None, day: str) -> str:
    if effective is None:
        return "no day is on record for its entry into force"
    if (when(effective).latest or "9") < day:
        return f"the day set for it, {dated(effective)}, has passed, and its entry into force is not recorded"
    return f"it enters into force {on(effective)}"


def _statement(case: Case, day: str) -> list[str | None]:
    who, _ = _who(case, "speaker")
    who = who or "those named below"
    if case["event_count"] > 1:
        first, last = dated(case["opened"]["date"]), dated(case["latest"]["date"])
        return [f"{count(case['event_count'], 'statement')} by {who}, the first dated {first}, the last {last}"]
    return [f"{who} said this {on(case['latest']['date'])}"]


def _party(case: Case, day: str) -> list[str | None]:
    return [f"on record as {case['status']}"]


def _other(case: Case, day: str) -> list[str | None]:
    return [f"{case['status']} {_from(case)}"]


_FAMILIES: dict[str, Callable[[Case, str], list[str | None]]] = {
    "pledges": _pledge,
    "crackdowns": _crackdown,
    "sanctions": _sanction,
    "laws": _law,
    "statements": _statement,
    "parties": _party,
}
