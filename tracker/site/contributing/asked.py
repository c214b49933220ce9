"""Which form is asked for: the type, the case, the event concerned, and the fields with what stands in them at first."""

from collections.abc import Mapping
from typing import NamedTuple

from tracker.desk.filled import Texts, one_line, written
from tracker.desk.form import Field, Group, fields, groups
from tracker.desk.prepared import last_said
from tracker.log.entry import Entry
from tracker.model.event import Event
from tracker.site.contributing.held import Held
from tracker.site.reading.ask import NotFound, Refused

WITHHELD = "record.redacted"
"""What takes a text away edits a merged file, which no form can."""

CORRECTION = "record.corrected"

CHANGE = "change."
"""What the names of the fields of a corrected event begin with."""

REGISTERED = "party.registered"
_REGISTRATION = ("name", "kind", "jurisdiction")


class Asked(NamedTuple):
    """A form before it is filled in."""

    kind: type[Event]
    case_id: str | None
    """The case, where it is said which; else it is chosen in the form, or opened."""
    groups: tuple[Group, ...]
    target: Entry | None = None
    """The event concerned, as the record holds it now."""
    correcting: tuple[Group, ...] = ()
    """Of a correction the fields of the event that is corrected."""
    first: Mapping[str, list[str]] = {}
    """What stands in the fields before anybody types."""

    @property
    def fields(self) -> list[Field]:
        return [field for group in self.groups for field in group.fields]

    @property
    def corrected(self) -> list[Field]:
        return [field for group in self.correcting for field in group.fields]


def asked(held: Held, texts: Texts) -> Asked:
    """The form that an address, or a form that was sent, asks for. Raises NotFound or Refused with a sentence."""
    word, of, case = (one_line(texts.get(name)) for name in ("type", "of", "case"))
    kind = held.kinds.types.get(word)
    if kind is None or word == WITHHELD:
        raise NotFound(f"there is no form for the type {word[:60]}")
    target = _target(held, of) if of and not kind.about_world else None
    case_id = target.case_id if target else _case(held, kind, case) if case else None
    words = held.project.vocabulary
    if kind.word == CORRECTION:
        if target is None:
            raise Refused("a correction begins on the page of the event that it concerns")
        own = groups(type(target.event), words, opening=target.event.given("name") is not None)
        shown = written([field for group in own for field in group.fields], target.data, held.parties, CHANGE)
        # Its date would be that of the correction, which is the day on which it is recorded.
        why = (
            group._replace(fields=tuple(f for f in group.fields if f.name != "date"))
            for group in groups(kind, words, opening=False)
        )
        return Asked(kind, case_id, tuple(group for group in why if group.fields), target, own, shown)
    if "of" in kind.model_fields and kind.model_fields["of"].is_required() and target is None:
        raise Refused(f"a {kind.word} begins on the page of the event that it concerns")
    drawn = groups(kind, words, opening=kind.about_world and case_id is None)
    first = {}
    if case_id and kind.about_world:
        every = [field for group in drawn for field in group.fields]
        first = written(every, last_said(case_id, held.entries(case_id), held.kinds), held.parties)
    return Asked(kind, case_id, drawn, target, first=first)


def _target(held: Held, of: str) -> Entry:
    version = held.version(of)
    if version is None:
        raise NotFound(f"there is no event {of[:200]} about the world in this record")
    return version.entry


def _case(held: Held, kind: type[Event], text: str) -> str | None:
    """The case that is meant; none where no such case is known, which the answer to the form then says."""
    if kind.about_world:
        return held.case(family_of(held, kind), text)
    return next(filter(None, (held.case(family, text) for family in held.kinds.lives)), None)


def family_of(held: Held, kind: type[Event]) -> str:
    """The family in which an event about the world stands."""
    return held.kinds.family_of[kind.word.partition(".")[0]]


def registration(held: Held) -> list[Field]:
    """The fields with which a party is registered together with an event that names it."""
    drawn = {field.name: field for field in fields(held.kinds.types[REGISTERED], held.project.vocabulary)}
    slug = Field(
        "slug",
        "Name in addresses",
        "Words of a-z and 0-9 joined by single hyphens, for ever; drawn from the name.",
        "line",
        False,
        False,
    )
    return [*(drawn[name]._replace(required=name != "jurisdiction", folded=False) for name in _REGISTRATION), slug]
