"""The story of one case as text: what had happened by a day, as the record knew it at a stamp."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from textwrap import wrap
from typing import Any, NamedTuple

from tracker.derive.rules import rule_version
from tracker.kinds import Kinds
from tracker.log.amend import Version
from tracker.log.case import Case, case_of
from tracker.log.entry import Entry
from tracker.log.fold import Step
from tracker.log.order import ordered
from tracker.model.dates import When
from tracker.model.event import Event, WorldEvent
from tracker.model.state import columns
from tracker.model.values import UNSEEN

WIDTH = 100

_NEVER = "9999-12-31"
_UNSEEN = re.compile(f"[{UNSEEN}]")


class Asked(NamedTuple):
    """What the reader wants to know."""

    as_of: str
    """What had happened by the end of this day."""
    known_at: str | None = None
    """What the record said at this instant; none asks what it says today."""


def shown(text: str) -> str:
    """A text without what a terminal would obey or a reader could not see."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def story(case_id: str, entries: list[Entry], kinds: Kinds, asked: Asked) -> str:
    """The story of a case whose entries these are, in any order."""
    known = [e for e in entries if asked.known_at is None or e.recorded <= asked.known_at]
    if not known:
        lines = [case_id, "", f"this record begins on {min(e.recorded for e in entries)}"]
    else:
        case = case_of(case_id, known, kinds)
        told = [s for s in case.story.steps if s.day is None or s.day <= asked.as_of]
        blocks = [_head(case, told, asked), [*_clocks(asked, len(entries) - len(known), kinds)], [*_facts(case, told, asked)]]
        blocks += _events(case, told, asked)
        blocks += _beside(case, asked)
        lines = [line for block in blocks if block for line in (*block, "")][:-1]
    return "\n".join(shown(line).rstrip() for line in lines) + "\n"


def _head(case: Case, told: list[Step], asked: Asked) -> list[str]:
    state = told[-1].state if told else None
    # A party goes by the name that it bore on that day.
    name = getattr(state, "called", None) or case.name
    question = case.named.event.given("question") if case.named else None
    return [name, case.id, *_folded(question or "", "")]


def _clocks(asked: Asked, later: int, kinds: Kinds) -> Iterator[str]:
    known = "as the record knows it today"
    if asked.known_at is not None:
        left_out = f" ({_count(later, 'entry', 'entries')} recorded later left out)" if later else ""
        known = f"as known at {asked.known_at}{left_out}"
    yield f"as of {asked.as_of}, {known}, by rule version {rule_version(kinds)}"


def _facts(case: Case, told: list[Step], asked: Asked) -> Iterator[str]:
    """The status and what else the state of the case says."""
    steps = case.story.steps
    if not told:
        first = next((s for s in steps if not s.turned), None)
        if first is None:
            yield _fact("status", "retracted")
        else:
            yield _fact("status", f"nothing had happened by then; the first event is of {first.entry.event.date}")
        return
    state = told[-1].state
    yield from _status(told, asked)
    coming = next((s for s in steps[len(told) :] if s.turned and s.entry.id in {t.entry.id for t in told}), None)
    if coming is not None:
        yield _fact("to come", f"{coming.state.status} from {coming.day}, with no event needed")
    if hasattr(state, "ledger"):
        if state.deadline_by is not None:
            is_open = state.status in case.life.open
            yield _fact("due", f"{state.deadline_by.text}{_overdue(state.deadline_by, asked) if is_open else ''}")
        for line in state.ledger():
            yield _fact("ledger", _ledger(line, getattr(state, "promise", None)))
    else:
        for column in columns(type(state)):
            value = column.value(state)
            if value is not None:
                yield _fact(column.name.replace("_", " "), _number(value))
    if (state.ends is not None and _passed(state.ends, asked)) or _awaited(state, case, asked):
        yield _fact("outcome", "date passed, outcome not recorded")


def _status(told: list[Step], asked: Asked) -> Iterator[str]:
    status = told[-1].state.status or "nothing yet"
    begun = len(told) - 1
    while begun and told[begun - 1].state.status == told[-1].state.status:
        begun -= 1
    step = told[begun]
    if step.certain is None or step.certain <= asked.as_of:
        yield _fact("status", f"{status}, {_since(step)}")
        return
    until = "" if step.certain == _NEVER else f"; certain only from {step.certain}"
    yield _fact("status", f"may have become {status}, {_since(step)}{until}")
    yield _fact("before", (told[begun - 1].state.status if begun else None) or "nothing yet")


def _since(step: Step) -> str:
    """The day from which a status holds, as precise as it is stated."""
    date = step.entry.event.date
    if step.turned or (date and step.day is not None and step.day != step.entry.when.earliest):
        return f"since {step.day}"
    return f"since {date}" if date else "since when is not known"


def _overdue(due: When, asked: Asked) -> str:
    if due.latest is not None and due.latest < asked.as_of:
        return " (overdue)"
    return " (may be overdue)" if due.earliest is not None and due.earliest < asked.as_of else ""


def _passed(date: When, asked: Asked) -> bool:
    return date.latest is not None and date.latest < asked.as_of


def _awaited(state, case: Case, asked: Asked) -> bool:
    """Whether the day set for entry into force has gone by, and the case still waits for it."""
    starts = getattr(state, "effective_to", lambda: None)()
    return starts is not None and state.status in case.life.open and starts < asked.as_of


def _ledger(line, promise) -> str:
    said = [f"{line.unit}:"]
    if line.promised is not None:
        bound = f" {promise.bound.replace('_', ' ')}" if promise.bound else ""
        first = f" (at first {_number(promise.first)})" if promise.revised else ""
        said.append(f"promised{bound} {_number(line.promised)}{first},")
    said.append("nothing reported as delivered" if line.delivered is None else f"delivered {_number(line.delivered)}")
    if line.remainder is not None:
        said[-1] += ","
        said.append(f"undisclosed {_number(line.remainder)}")
    return " ".join(said)


def _number(value: Any) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


def _events(case: Case, told: list[Step], asked: Asked) -> Iterator[list[str]]:
    """The events in fold order; one that was taken back stands, struck through, where it stood."""
    before: str | None = None
    steps: dict[str, tuple[Step, str]] = {}
    turns: dict[str, Step] = {}
    for step in told:
        became = f" -> {step.state.status}" if step.state.status != before else ""
        if step.turned:
            turns[step.entry.id] = step
        else:
            steps[step.entry.id] = step, " (not allowed here by the lifecycle)" if step.refused else became
        before = step.state.status
    versions = case.story.versions
    left_out = 0
    for event_id in _in_order(case):
        version = versions[event_id]
        if event_id in steps:
            yield _event(case, version, steps[event_id][1])
        elif not version.standing and (version.entry.when.earliest or "") <= asked.as_of:
            yield _event(case, version, "")
        else:
            left_out += 1
        if event_id in turns:
            yield [f"{turns[event_id].day}  took effect with no event needed -> {turns[event_id].state.status}"]
    if left_out:
        yield [f"{_count(left_out, 'event')} after {asked.as_of} left out"]


def _in_order(case: Case) -> list[str]:
    """Ids in fold order, those of retracted events among them."""
    order = [entry.id for entry in case.standing]
    for version in case.story.versions.values():
        if not version.standing:
            among = [e.id for e in ordered([*case.standing, version.entry])]
            following = among[among.index(version.entry.id) + 1 :]
            at = order.index(following[0]) if following else len(order)
            order.insert(at, version.entry.id)
    return order


def _event(case: Case, version: Version, became: str) -> list[str]:
    entry, event = version.entry, version.entry.event
    verb = event.verb().replace("_", " ")
    title = "the text was removed" if event.redacted else event.given("title") or _told_by_fields(event)
    mark = "" if version.standing else "~~"
    lines = _folded(f"{event.date or 'undated'}  {mark}{verb}: {title}{mark}{became}", "", "    ")
    if not event.redacted:
        lines += _sources(event)
    for amendment in case.entries:
        if not amendment.event.about_world and amendment.event.given("of") == entry.id:
            lines += _amendment(amendment, version, case)
    return lines


def _told_by_fields(event: Event) -> str:
    """What an event without a title says, by the texts that are its type's own."""
    own = {name: event.given(name) for name in type(event).model_fields if name not in WorldEvent.model_fields}
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in own.items() if isinstance(value, str)) or "no title"


def _sources(event: Event) -> list[str]:
    """A line for each source, never folded: an address that is broken in two cannot be followed."""
    given = event.given("sources") or ()
    return [f"    {source.publisher}{f' via {source.via}' if source.via else ''}: {source.url}" for source in given]


def _amendment(amendment: Entry, version: Version, case: Case) -> Iterator[str]:
    """What was done to an event of the record, and why."""
    event, day = amendment.event, amendment.recorded[:10]
    holds = "" if amendment.id not in case.story.retractions else ", since taken back"
    if event.redacted:
        yield from _folded(f"an amendment of {day}, its text removed", "    ")
    elif event.type == "record.corrected":
        if not holds and amendment not in version.corrections:
            holds = ", not applied"
        yield from _folded(f"corrected {day}{holds}: {event.reason}", "    ", "      ")
        for key, old, new in _replaced(event.change, event.was, ""):
            yield from _folded(f"{key}: {_brief(old)} -> {_brief(new)}", "      ", "        ")
    elif event.type in ("record.retracted", "record.redacted"):
        done = "retracted" if event.type == "record.retracted" else "text removed"
        instead = f" See {event.instead}." if event.given("instead") else ""
        code = event.code.replace("_", " ")
        yield from _folded(f"{done} {day} ({code}){holds}: {event.reason}{instead}", "    ", "      ")


def _replaced(change: dict, was: Any, way: str) -> Iterator[tuple[str, Any, Any]]:
    """Every value that a correction replaces: where it stands, the old, the new."""
    old = was if isinstance(was, dict) else {}
    for key, new in change.items():
        if isinstance(new, dict) and isinstance(old.get(key), dict):
            yield from _replaced(new, old[key], f"{way}{key}.")
        else:
            yield f"{way}{key}", old.get(key), new


def _brief(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return _count(len(value), "item")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:299]}…"


def _beside(case: Case, asked: Asked) -> Iterator[list[str]]:
    """Checks and replies: what somebody looked for and did not find, and what a party answered."""
    for entry in case.entries:
        event = entry.event
        if event.type not in ("record.checked", "record.replied") or (entry.when.earliest or "") > asked.as_of:
            continue
        mark = "~~" if entry.id in case.story.retractions else ""
        about = f", on {event.of.rsplit('/', 1)[1]}" if event.given("of") else ""
        day = event.date or entry.recorded[:10]
        if event.redacted:
            said = f"{event.verb()}: the text was removed"
        elif event.type == "record.checked":
            said = f"checked{about}: nothing new in {', '.join(event.looked_in)}"
        else:
            said = f"{event.party} replied{about}: {event.summary}"
        lines = _folded(f"{day}  {mark}{said}{mark}", "", "    ")
        if not event.redacted:
            extra = event.given("quote") or (event.summary if event.type == "record.checked" else None)
            lines += [*_folded(extra or "", "    "), *_sources(event)]
        yield lines


def _fact(name: str, value: str) -> str:
    return f"{name:<12}{value}"


def _folded(text: str, first: str, then: str | None = None) -> list[str]:
    then = first if then is None else then
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False)


def _count(number: int, noun: str, plural: str | None = None) -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
