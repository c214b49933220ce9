"""What readers will see change: two tellings of the same cases, and the facts in which they differ."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from tracker.log.case import Case
from tracker.log.entry import Entry
from tracker.model.state import columns
from tracker.model.vocabulary import TIERS, Vocabulary

_SORTING = ("_from", "_to", "_year")
"""Endings of columns that only sort or filter what another column says."""

_REMOVED = "removed"

_NEAREST = (*TIERS, "unknown")

_WORDS = (("publishers", "publisher", "tier"), ("sectors", "sector", None), ("relations", "relation", "label"))


class Fact(NamedTuple):
    """What readers are told under one heading, before and after; none where nothing is said."""

    what: str
    before: str | None
    after: str | None


class Added(NamedTuple):
    """An event that readers have not seen yet."""

    id: str
    type: str
    date: str | None
    title: str | None
    tiers: dict[str, list[str]]
    """Tier, those nearest to the fact first -> the publishers on whose pages it rests; `unknown` are not listed."""


class Amended(NamedTuple):
    """What is said anew about the record: a correction, a retraction, a redaction, a look for news, a reply."""

    id: str
    kind: str
    of: str | None
    title: str | None
    """The title of the event that it concerns."""
    reason: str | None
    values: list[Fact]
    """Of a correction every value that it replaces."""
    tiers: dict[str, list[str]]


class CaseDiff(NamedTuple):
    """A case of which readers will see something else."""

    id: str
    name: str
    new: bool
    facts: list[Fact]
    added: list[Added]
    amended: list[Amended]


class Near(NamedTuple):
    """An added event that says what one in the log may say already."""

    id: str
    other: str
    title: str | None
    why: str


class Diff(NamedTuple):
    """All that readers will see change."""

    cases: list[CaseDiff]
    totals: list[Fact]
    """Of the totals of pledges, by how much each moves."""
    words: list[Fact]
    near: list[Near]

    @property
    def empty(self) -> bool:
        return not any(self)


class Pair(NamedTuple):
    """A case before and after; none where it is not there."""

    before: Case | None
    after: Case | None


def diff(pairs: Iterable[Pair], words: tuple[Vocabulary, Vocabulary], near: list[Near]) -> Diff:
    """The facts in which the cases, and the words by which they are told, differ."""
    pairs = list(pairs)
    found = [told for pair in pairs if (told := _case(pair, words[1]))]
    return Diff(found, list(_totals(pairs)), list(_words(*words)), near)


def _case(pair: Pair, words: Vocabulary) -> CaseDiff | None:
    case = pair.after or pair.before
    if case is None:
        return None
    known = {entry.id for entry in pair.before.entries} if pair.before else set()
    fresh = [entry for entry in pair.after.entries if entry.id not in known] if pair.after else []
    before, after = (_facts(side) if side else {} for side in pair)
    facts = [Fact(what, before.get(what), after.get(what)) for what in [*before, *(w for w in after if w not in before)]]
    if pair.before is None:
        facts = [fact for fact in facts if fact.what != "name"]
    elif any(entry.event.word == "record.redacted" for entry in fresh):
        # What a redaction removes is not to be read in a comment about it.
        facts = [fact if fact.what == "status" else fact._replace(before=_REMOVED) for fact in facts if fact.before != fact.after]
    added = [_added(entry, words) for entry in fresh if entry.event.about_world]
    amended = [_amended(entry, pair.after, words) for entry in fresh if not entry.event.about_world]
    facts = [fact for fact in facts if fact.before != fact.after]
    return CaseDiff(case.id, _name(case), pair.before is None, facts, added, amended) if facts or added or amended else None


def _name(case: Case) -> str:
    """The case's name; a party goes by the latest of its own."""
    state = case.story.latest.state if case.story.latest else None
    return getattr(state, "called", None) or case.name


def _facts(case: Case) -> dict[str, str]:
    """What the page of a case says at its head."""
    state = case.story.latest.state if case.story.latest else case.life.state()
    told: dict[str, Any] = {"name": _name(case), "status": case.story.status}
    own = {column.name: column for column in columns(case.life.state)}
    unit = own["currency"].value(state) if "currency" in own else None
    for name, column in own.items():
        # The lines of a ledger name their unit themselves.
        if name.endswith(_SORTING) or name == "currency" or (column.unit == "currency" and hasattr(state, "ledger")):
            continue
        value = column.value(state)
        told[name.replace("_", " ")] = _sum(value, unit if column.unit == "currency" else None)
    for line in state.ledger() if hasattr(state, "ledger") else ():
        for what, value in (("promised", line.promised), ("delivered", line.delivered), ("undisclosed", line.remainder)):
            told[f"{what} ({line.unit})"] = _sum(value, None)
    return {what: str(value) for what, value in told.items() if value is not None}


def _sum(value: Any, unit: str | None) -> str | None:
    if not isinstance(value, Decimal):
        return None if value is None else str(value)
    return f"{value:,f} {unit}" if unit else f"{value:,f}"


def _added(entry: Entry, words: Vocabulary) -> Added:
    return Added(entry.id, entry.event.type, entry.event.date, entry.event.given("title"), _tiers(entry, words))


def _amended(entry: Entry, case: Case, words: Vocabulary) -> Amended:
    event = entry.event
    of = event.given("of")
    target = case.story.versions.get(of)
    title = target.original.event.given("title") if target is not None else None
    code = event.given("code")
    reason = event.given("reason") or event.given("summary") or "; ".join(event.given("looked_in") or ()) or None
    reason = f"{code.replace('_', ' ')}: {reason}" if code and reason else reason
    values = list(_replaced(event.given("change") or {}, event.given("was") or {}, ""))
    return Amended(entry.id, event.verb(), of, title, reason, values, _tiers(entry, words))


def _tiers(entry: Entry, words: Vocabulary) -> dict[str, list[str]]:
    tiers: dict[str, list[str]] = {}
    for source in entry.event.given("sources") or ():
        named = tiers.setdefault(words.tier(source.publisher) or "unknown", [])
        if source.publisher not in named:
            named.append(source.publisher)
    return dict(sorted(tiers.items(), key=lambda item: _NEAREST.index(item[0])))


def _replaced(change: dict, was: dict, way: str) -> Iterator[Fact]:
    """Every value that a correction replaces; of a list only the items that differ."""
    for key, new in change.items():
        old = was.get(key)
        if isinstance(new, dict) and isinstance(old, dict):
            yield from _replaced(new, old, f"{way}{key}.")
        elif isinstance(new, list) and isinstance(old, list):
            gone, come = ([item for item in one if item not in other] for one, other in ((old, new), (new, old)))
            yield Fact(f"{way}{key}", _text(gone or None), _text(come or None))
        else:
            yield Fact(f"{way}{key}", _text(old), _text(new))


def _text(value: Any) -> str | None:
    """A value of a document in a few words: of a party its role, of a source who wrote it."""
    if isinstance(value, list):
        return "; ".join(_text(item) or "null" for item in value)
    if isinstance(value, dict) and "party" in value:
        return f"{value['party']} ({value.get('role')})"
    if isinstance(value, dict) and "url" in value:
        return f"{value.get('publisher')}, {value.get('title')}"
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _totals(pairs: list[Pair]) -> Iterator[Fact]:
    """By how much the totals of pledges move: what is counted after, less what was counted before."""
    moved: dict[tuple[str, str], Decimal] = {}
    for pair in pairs:
        for case, sign in ((pair.before, -1), (pair.after, 1)):
            for unit, what, value in _counted(case) if case else ():
                moved[unit, what] = moved.get((unit, what), Decimal(0)) + sign * value
    for (unit, what), value in moved.items():
        if value:
            yield Fact(f"{what} ({unit})", None, f"{value:+,f}")


def _counted(case: Case) -> Iterator[tuple[str, str, Decimal]]:
    """What totals take from a case: of a pledge that stands, and that no other contains, its own sums."""
    state = case.story.latest.state if case.story.latest else None
    promise = getattr(state, "promise", None)
    if promise is None or promise.not_counted or case.story.status == "retracted":
        return
    own = state.sums()
    yield own.unit, "pledges", Decimal(1)
    for what, value in (("promised", own.promised), ("delivered", own.delivered), ("undisclosed", own.remainder)):
        if value is not None:
            yield own.unit, what, value


def _words(before: Vocabulary, after: Vocabulary) -> Iterator[Fact]:
    """The words of the vocabulary that mean something else."""
    for kind, what, field in _WORDS:
        old, new = getattr(before, kind), getattr(after, kind)
        for word in [*old, *(w for w in new if w not in old)]:
            said = [(getattr(m, field) if field else m) if m is not None else None for m in (old.get(word), new.get(word))]
            if said[0] != said[1]:
                yield Fact(f"{what} {word}", *said)


def alike(added: list[Entry], others: Iterable[Entry]) -> list[Near]:
    """The added events that others may say already: of one type, date and party, or with one sum from one page."""
    found = []
    for other in others:
        for entry in added:
            why = _why(entry, other) if entry.id != other.id and not _linked(entry, other) else None
            if why:
                found.append(Near(entry.id, other.id, other.event.given("title"), why))
    return sorted(set(found))


def _linked(one: Entry, other: Entry) -> bool:
    """Whether one of the two says itself how it stands to the other."""
    same = (one.event.given("same_as") == other.id, other.event.given("same_as") == one.id)
    return any(same) or other.id in (one.event.given("about") or ()) or one.id in (other.event.given("about") or ())


def _why(one: Entry, other: Entry) -> str | None:
    parties, theirs = ({part.party for part in e.event.given("parties") or ()} for e in (one, other))
    if one.event.date and (one.event.type, one.event.date) == (other.event.type, other.event.date) and parties & theirs:
        return "same type, date and party"
    sums = [s for e in (one, other) if (s := e.event.given("amount") or e.event.given("quantity"))]
    pages, others = ({source.url for source in e.event.given("sources") or ()} for e in (one, other))
    if len(sums) == 2 and (sums[0].unit, sums[0].value) == (sums[1].unit, sums[1].value) and pages & others:
        return "same page and sum"
    return None
