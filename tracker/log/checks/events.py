"""What can be wrong with one event: its parties, words, sources, and what its type finds in itself."""

from functools import cache
from typing import Any, get_args

from tracker.log.amend import Version
from tracker.log.case import Ground
from tracker.log.entry import Entry
from tracker.model.dates import when
from tracker.model.event import Event, Finding
from tracker.model.problem import ERROR, WARNING, Place, Pointer, Problem, did_you_mean
from tracker.model.values import Refers
from tracker.model.vocabulary import INDEPENDENT

_EVER = "9999-12-31"


def check(version: Version, ground: Ground) -> list[Problem]:
    """The problems of an event about the world, as it reads with its corrections."""
    entry = version.entry
    found = list(entry.event.findings())
    _parties(entry, ground, found)
    _words(entry.data, ground, found)
    _publishers(entry.data, ground, found)
    _dates(entry, found)
    return [_problem(f, placed(version, f.pointer)) for f in found] if found else []


def check_record(entry: Entry, ground: Ground) -> list[Problem]:
    """The problems of an event about the record."""
    found = list(entry.event.findings())
    _parties(entry, ground, found)
    _publishers(entry.data, ground, found)
    return [_problem(f, entry.place._replace(pointer=f.pointer)) for f in found] if found else []


def placed(version: Version, pointer: Pointer) -> Place:
    """Where a value of an event stands: in its own file, or in the correction that put it there."""
    for correction in reversed(version.corrections):
        if pointer and pointer[0] in correction.event.change:
            return correction.place._replace(pointer=("change", *pointer))
    return version.original.place._replace(pointer=pointer)


def _problem(finding: Finding, place: Place) -> Problem:
    severity = WARNING if finding.warns else ERROR
    return Problem(finding.code, place, finding.sentence, finding.help, severity=severity)


# These read the document itself, which says the same as the event and is read several times faster.


def _parties(entry: Entry, ground: Ground, found: list[Finding]) -> None:
    fields = entry.data
    seen: set[tuple[str, str]] = set()
    registered = ground.parties
    for number, part in enumerate(fields.get("parties") or ()):
        named = slug, role = part["party"], part["role"]
        if slug not in registered:
            found.append(_unknown_party(slug, ("parties", number, "party"), ground))
        if named in seen:
            help = "name it once; what differs goes into `note`"
            found.append(Finding("P507", ("parties", number), f"`{slug}` stands twice as {role}", help))
        seen.add(named)
    for field, many in party_fields(type(entry.event)):
        given = fields.get(field)
        if given is None:
            continue
        for number, slug in enumerate(given) if many else ((None, given),):
            if slug not in registered:
                found.append(_unknown_party(slug, (field,) if number is None else (field, number), ground))


def _unknown_party(slug: str, pointer: Pointer, ground: Ground) -> Finding:
    known = ground.parties if hasattr(ground.parties, "__iter__") else ()
    help = did_you_mean(slug, known) or f"register it: `events/parties/{slug}/registered.json`"
    return Finding("P501", pointer, f"party `{slug}` is not registered", help)


@cache
def party_fields(kind: type[Event]) -> tuple[tuple[str, bool], ...]:
    """The fields, beside `parties`, that name a party, and whether they hold a list."""
    return tuple((field, many) for field, many, what in references(kind) if what == "party")


@cache
def references(kind: type[Event]) -> tuple[tuple[str, bool, str], ...]:
    """The fields that name something else in the log, whether they hold a list, and what they refer to."""
    found = []
    for name, field in kind.model_fields.items():
        what = _refers((*field.metadata, field.annotation))
        if what is not None:
            found.append((name, getattr(field.annotation, "__origin__", None) is list, what))
    return tuple(found)


def _refers(parts: tuple[Any, ...]) -> str | None:
    """The mark `Refers` of a field or of the items of its list; not of models inside it."""
    for part in parts:
        if isinstance(part, Refers):
            return part.what
        deeper = getattr(part, "__metadata__", ()) + get_args(part)
        found = _refers(deeper) if deeper else None
        if found is not None:
            return found
    return None


def _words(fields: dict[str, Any], ground: Ground, found: list[Finding]) -> None:
    sectors = ground.vocabulary.sectors
    for number, sector in enumerate(fields.get("sectors") or ()):
        if sector not in sectors:
            help = did_you_mean(sector, sectors) or "the sectors stand in `events/vocabulary.json`"
            found.append(Finding("P216", ("sectors", number), f"sector `{sector}` is not known", help))
    relation = fields.get("relation")
    if relation is not None and relation not in ground.vocabulary.relations:
        help = did_you_mean(relation, ground.vocabulary.relations) or "the relations stand in `events/vocabulary.json`"
        found.append(Finding("P217", ("relation",), f"relation `{relation}` is not known", help))


def _publishers(fields: dict[str, Any], ground: Ground, found: list[Finding]) -> None:
    vocabulary = ground.vocabulary
    tiers = vocabulary.tiers
    seen: set[str] = set()
    official = False
    independent: set[str] = set()
    for number, source in enumerate(fields.get("sources") or ()):
        url, publisher = source["url"], source["publisher"]
        if url in seen:
            found.append(Finding("P706", ("sources", number, "url"), "the same address stands twice", "name each page once"))
        seen.add(url)
        tier = tiers.get(publisher)
        if tier is None:
            help = did_you_mean(publisher, vocabulary.publishers) or "add it to `events/vocabulary.json` with its tier"
            sentence = f"publisher `{publisher}` is not known, and counts for nothing"
            found.append(Finding("P705", ("sources", number, "publisher"), sentence, help, warns=True))
        elif tier in INDEPENDENT:
            official = official or tier == "official"
            independent.add(publisher)
    if not official and fields.get("confidence") == "high" and len(independent) < 2:
        help = "add an official source or a second independent publisher, or say `medium`"
        sentence = f"confidence `high` rests on {'one publisher' if independent else 'no independent publisher'}"
        found.append(Finding("P704", ("confidence",), sentence, help))


def _dates(entry: Entry, found: list[Finding]) -> None:
    earliest = entry.when.earliest
    if earliest is None:
        return
    if earliest > entry.recorded[:10]:
        sentence = f"`{entry.event.date}` is after the day of recording, `{entry.recorded[:10]}`"
        help = "record what has happened; a day to come is `effective`, `until` or `due`"
        found.append(Finding("P307", ("date",), sentence, help, warns=True))
    sources = entry.data.get("sources")
    for source in sources or ():
        published = source.get("published")
        if not published or (when(published).latest or _EVER) >= earliest:
            return
    if sources:
        sentence = f"every source was published before `{entry.event.date}`"
        help = "name a source that came after it, or correct the date: what was only planned has not happened yet"
        found.append(Finding("P312", ("date",), sentence, help, warns=True))
