"""The rows of events: what happened, what was known of it, who and what it names."""

from decimal import Decimal
from functools import cache
from operator import itemgetter

import orjson

from tracker.derive.search import characters, joined
from tracker.log.amend import Version
from tracker.log.case import Case
from tracker.log.checks.events import references
from tracker.log.entry import Entry
from tracker.log.fold import Step
from tracker.model.dates import UNDATED, when
from tracker.model.identity import case_of, case_pk, first_child

_PART = itemgetter("party", "role", "note")
_SOURCE = itemgetter("url", "title", "publisher", "via", "published", "language", "archived", "accessed", "quote")
"""What a model holds, asked for at once: field by field it costs several times as much, and every event has some."""

_LINKS = {"P503": "about", "P504": "responds_to", "P505": "same_as", "P506": "follows", "P508": "instead"}

_WHAT = {"corrected": "corrected", "retracted": "retracted", "redacted": "redacted", "checked": "checked", "replied": "replied"}


@cache
def publisher_pk(name: str) -> int:
    """The key of a publisher."""
    return case_pk(f"publisher {name}")


def add(case: Case, keys, setting, into) -> None:
    """Adds the rows of all events of a case."""
    steps = {step.entry.id: step for step in case.story.steps if not step.turned}
    titles: dict[str, str] = {}
    for version in case.story.versions.values():
        titles[version.entry.id] = _world(case, version, steps.get(version.entry.id), keys, setting, into)
    for entry in case.about_record:
        _record(case, entry, keys, titles, setting, into)
    _versions(case, keys, titles, into)


def _world(case: Case, version: Version, step: Step | None, keys, setting, into) -> str:
    """Adds an event about the world, and returns the title under which it is shown."""
    entry = version.entry
    fields = entry.event.__dict__
    given = fields.get
    event_id, case_key = entry.id, keys.case
    pk = keys.events[event_id]
    date, recorded = entry.when, entry.recorded
    day = step.day if step else date.earliest
    standing = version.retraction is None
    amount = given("amount")
    measured = amount or given("quantity")
    value = stated = unit = bound = reported = usd = fx = not_counted = None
    if measured is not None:
        value, stated, unit, bound, not_counted = (
            float(measured.value),
            measured.value,
            measured.unit,
            measured.bound,
            measured.not_counted,
        )
    if amount is not None:
        rate = setting.rates.usd(amount.currency, date) if date is not UNDATED else None
        usd = _usd(amount, rate)
        reported = float(amount.usd_as_reported) if amount.usd_as_reported else None
        if rate is not None:
            fx = _rate_pk(rate.currency, rate.date)
            if fx not in setting.shared:
                setting.shared.add(fx)
                into["fx_rates"].append((fx, *rate))
    title = given("title") or _party_title(case, entry, setting)
    family, status = case.life.family, step.state.status if step else None
    kind, stated_date, jurisdiction = fields["type"], given("date"), given("jurisdiction")
    summary, notes, same_as = given("summary"), given("notes"), given("same_as")
    year, month = date.year, date.month
    into["events"].append((
        pk, event_id, case_key, case.id, family, kind, stated_date, day, date.earliest, date.latest, year, month, title,
        jurisdiction, status, given("confidence"), value, stated, unit, bound, reported, usd, fx,
        not_counted, same_as, given("announcement"),
        recorded, len(version.corrections), int(standing), int(given("redacted") is not None), 1,
    ))  # fmt: skip
    child = first_child(pk)
    names = _parties(given("parties") or (), child, pk, event_id, case_key, day, setting, into)
    into["event_texts"].append((pk, pk, event_id, summary, notes, joined(names), characters(title, summary, notes, *names)))
    sectors = given("sectors")
    if sectors:
        into["event_sectors"] += [(number, pk, event_id, sector) for number, sector in enumerate(dict.fromkeys(sectors), child)]
    _sources(given("sources") or (), child, pk, event_id, setting, into)
    _links(entry, child, pk, into)
    first = version.original
    first_title = title if first is entry else first.event.given("title") or title
    into["changes"].append((pk, recorded, "added", first_title, kind, case_key, pk, event_id, None))
    return title


@cache
def _rate_pk(currency: str, date: str) -> int:
    """The key of a rate."""
    return case_pk(f"rate {currency} {date}")


def _usd(amount, rate) -> float | None:
    if amount is None:
        return None
    if amount.currency == "USD":
        return float(amount.value)
    return round(float(Decimal(amount.value) * Decimal(repr(rate.rate))), 2) if rate is not None else None


def _party_title(case: Case, entry: Entry, setting) -> str:
    """A title for an event of a party that brings none."""
    event = entry.event
    name = setting.book[case.id.rsplit("/", 1)[1]].names.on(entry.when.earliest)
    if event.type == "party.related":
        kind = setting.vocabulary.relations.get(event.relation)
        tie = kind.label if kind else event.relation.replace("_", " ")
        return f"{name}: {tie} {setting.book[event.to].texts[0]}"
    return f"{name}: {event.verb().replace('_', ' ')}"


def _parties(parts, child: int, pk: int, event_id: str, case_key: int, day: str | None, setting, into) -> list[str | None]:
    """Adds the parties of an event, and returns their names, then those in their own scripts."""
    book, rows = setting.book, into["event_parties"]
    names, natives = [], []
    for part in parts:
        slug, role, note = _PART(part.__dict__)
        party_pk, party_id, called, (name, native) = book[slug]
        if len(called.called) > 1:
            name = called.on(day)
        names.append(name)
        natives.append(native)
        rows.append((child, pk, event_id, case_key, party_pk, party_id, name, role, note))
        child += 1
    return names + natives


def _sources(sources, child: int, pk: int, event_id: str, setting, into) -> None:
    rows, shared = into["event_sources"], setting.shared
    for source in sources:
        url, title, name, *rest = _SOURCE(source.__dict__)
        publisher = publisher_pk(name)
        if publisher not in shared:
            shared.add(publisher)
            into["publishers"].append((publisher, name, setting.vocabulary.tier(name), 0))
        rows.append((child, pk, event_id, url, title, publisher, *rest))
        child += 1


@cache
def _link_fields(kind: type) -> tuple[tuple[str, bool, str], ...]:
    """The fields that name an event or a case, whether they hold a list, and how the link is called."""
    fields = [(field, many, _LINKS[what]) for field, many, what in references(kind) if what in _LINKS]
    return (*fields, *((("of", False, "of"),) if "of" in kind.model_fields else ()))


def _links(entry: Entry, child: int, pk: int, into) -> None:
    fields = entry.event.__dict__
    for field, many, kind in _link_fields(type(entry.event)):
        given = fields.get(field)
        for target in (given if many else (given,)) if given else ():
            target_case = target if target.count("/") == 1 else case_of(target)
            into["event_links"].append((child, pk, entry.id, kind, target, case_pk(target_case)))
            child += 1


def _record(case: Case, entry: Entry, keys, titles: dict[str, str], setting, into) -> None:
    """Adds an event about the record."""
    event = entry.event
    pk = keys.events[entry.id]
    target = event.given("of")
    kind = event.verb()
    title = f"{kind.capitalize()}: {titles.get(target) or case.name}"
    holds = entry.id not in case.story.retractions
    date = when(event.date) if event.date else UNDATED
    into["events"].append((
        pk, entry.id, keys.case, case.id, case.life.family, event.type, event.date, date.earliest, date.earliest, date.latest,
        date.year, date.month, title, None, None, None, None, None, None, None, None, None, None, None, None, None,
        event.recorded, 0, int(holds), int(event.redacted is not None), 0,
    ))  # fmt: skip
    summary = event.given("reason") or event.given("summary")
    into["event_texts"].append((pk, pk, entry.id, summary, None, None, characters(title, summary)))
    child = first_child(pk)
    _sources(event.given("sources") or (), child, pk, entry.id, setting, into)
    _links(entry, child, pk, into)
    change, was = event.given("change"), event.given("was")
    party = event.given("party")
    looked = "; ".join(event.given("looked_in") or ()) or None
    into["amendments"].append((
        pk, entry.id, keys.case, case.id, kind, target, event.recorded, event.date, summary or looked, looked, event.given("quote"),
        event.given("code"),
        orjson.dumps(change).decode() if change is not None else None, orjson.dumps(was).decode() if was is not None else None,
        event.given("instead"), f"parties/{party}" if party else None, int(holds),
        orjson.dumps(entry.data).decode(),
    ))  # fmt: skip
    into["changes"].append(
        (pk, event.recorded, _WHAT[kind], titles.get(target) or case.name, event.type, keys.case, pk, entry.id, target)
    )


def _versions(case: Case, keys, titles: dict[str, str], into) -> None:
    # A past is numbered by what caused it: one cause changes an event once, and the order of recording never changes.
    order = {entry.id: number for number, entry in enumerate(case.entries)}
    rows = into["event_versions"]
    for version, known_from, known_to, cause in case.story.pasts:
        entry = version.entry
        event_id = entry.id
        pk = keys.events[event_id]
        rows.append((
            first_child(pk) + order[cause.id], pk, event_id, keys.case, case.id, known_from, known_to,
            int(version.retraction is None), keys.events[cause.id], cause.id,
            entry.event.__dict__.get("title") or titles[event_id], orjson.dumps(entry.data).decode(),
        ))  # fmt: skip
