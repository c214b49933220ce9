"""What can be wrong between cases: names that point nowhere, and facts that stand in two places."""

from collections.abc import Container, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from tracker.log.amend import Version
from tracker.log.case import Case
from tracker.log.checks.events import placed, references
from tracker.log.entry import Entry
from tracker.model.event import Event
from tracker.model.problem import Place, Problem, did_you_mean, warning

_NOWHERE = {
    "P503": ("about", "an event or a case"),
    "P504": ("responds_to", "an event"),
    "P505": ("same_as", "an event of another case"),
    "P508": ("instead", "an event or a case"),
}


class Claims(NamedTuple):
    """What a case says that only the whole log can judge."""

    names: list[tuple[str, str, str, Place]]
    """Code, the id named, the event that names it, and where."""
    sums: list[tuple[str, str, str, Place, bool]]
    """A source with a sum, the event, the case, where, and whether the event itself says that it stands elsewhere."""


def claims(case: Case) -> Claims:
    """The claims of one case, for the events that stand."""
    names, sums = [], []
    for version in case.story.versions.values():
        entry = version.entry
        if version.retraction is None and "redacted" not in entry.data:
            _named(entry, version, names)
            if "amount" in entry.data:
                _sums(entry, sums)
    for entry in case.about_record:
        _named(entry, None, names)
    return Claims(names, sums)


def _named(entry: Entry, version: Version | None, names: list) -> None:
    fields = entry.data
    for field, many, what in _naming_fields(type(entry.event)):
        given = fields.get(field)
        if given is None:
            continue
        for number, target in enumerate(given) if many else ((None, given),):
            pointer = (field,) if number is None else (field, number)
            place = placed(version, pointer) if version is not None else entry.place._replace(pointer=pointer)
            names.append((what, target, entry.id, place))


@cache
def _naming_fields(kind: type[Event]) -> tuple[tuple[str, bool, str], ...]:
    """The fields that name an event or a case, whether they hold a list, and what a name that points nowhere gives."""
    return tuple(reference for reference in references(kind) if reference[2] in _NOWHERE)


def _sums(entry: Entry, sums: list) -> None:
    event = entry.event
    amount = event.amount
    explained = bool(amount.not_counted or event.same_as)
    linked = "\n".join(event.about or ())
    for source in event.sources:
        key = f"{source.url}\n{amount.currency} {amount.value}"
        sums.append((key, entry.id, linked, entry.place._replace(pointer=("amount",)), explained))


def nowhere(names: Iterable[tuple[str, str, str, Place]], known: Container[str]) -> Iterator[Problem]:
    """A problem for every name of an event or case that is not in the log.

    `known` holds the ids of both; `like`, where it has one, gives the part that is wrong and what could be meant.
    """
    for code, target, named_by, place in names:
        field, what = _NOWHERE[code]
        if target not in known:
            help = f"`{field}` names {what}: the path below `events/`, without `.json`"
            if hasattr(known, "like"):
                help = did_you_mean(*known.like(target)) or help
            yield Problem(code, place, f"`{field}` points to `{target}`, which is not in the log", help)
        elif code == "P505" and target.rsplit("/", 1)[0] == named_by.rsplit("/", 1)[0]:
            help = "retract one of the two as `duplicate`"
            yield Problem("P510", place, "`same_as` names an event of the same case", help)


def same_sum(sums: Iterable[tuple[str, str, str, Place, bool]]) -> Iterator[Problem]:
    """A warning where one page carries the same sum into two cases, and neither event says why."""
    first: dict[str, tuple[str, str, bool]] = {}
    for key, event_id, linked, place, explained in sorted(sums):
        case_id = event_id.rsplit("/", 1)[0]
        other = first.setdefault(key, (event_id, linked, explained))
        other_case = other[0].rsplit("/", 1)[0]
        if other_case == case_id or explained or other[2]:
            continue
        if case_id in other[1] or other_case in linked:
            continue
        sentence = f"the same source and the same sum stand in `{other[0]}`"
        help = "if it is one sum, say so with `same_as`, `about` or `not_counted`; totals would count it twice"
        yield warning("P606", place, sentence, help)


class PartyNames(NamedTuple):
    """The names by which a party is known."""

    slug: str
    name: str
    others: tuple[str, ...]
    place: Place


def party_names(case: Case) -> PartyNames:
    """The names of a registered party."""
    state = case.story.steps[-1].state if case.story.steps else None
    others = (*getattr(state, "other_names", ()), *filter(None, (getattr(state, "native", None),)))
    return PartyNames(case.id.rsplit("/", 1)[1], getattr(state, "called", None) or case.name, others, case.entries[0].place)


def party_names_of(party_id: str, name: str, native: str | None, aliases: str | None) -> PartyNames:
    """The names of a party as the database has them; its first file stands for the place."""
    others = (*(aliases.split("; ") if aliases else ()), *((native,) if native else ()))
    return PartyNames(party_id.rsplit("/", 1)[1], name, others, Place(f"events/{party_id}/registered.json"))


def same_party(parties: Iterable[PartyNames]) -> Iterator[Problem]:
    """Parties that bear one name: an error where both are called so, a warning where it is an alias of one."""
    called: dict[str, str] = {}
    known = sorted(parties)
    for party in known:
        other = called.setdefault(_plain(party.name), party.slug)
        if other != party.slug:
            help = "use the one that is registered; if they are two, tell them apart by name"
            yield Problem("P502", party.place._replace(pointer=("name",)), f"`{other}` is registered under the same name", help)
    alias: dict[str, str] = {}
    for party in known:
        for name in party.others:
            other = called.get(_plain(name)) or alias.get(_plain(name))
            if other is not None and other != party.slug:
                sentence = f"`{name}` is also a name of `{other}`"
                yield warning("P511", party.place._replace(pointer=("aliases",)), sentence, "remove it where it is not meant")
            alias.setdefault(_plain(name), party.slug)


def _plain(name: str) -> str:
    return "".join(name.casefold().split())
