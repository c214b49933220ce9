"""The shape of an event, and of its page."""

from typing import Any

from typing_extensions import TypedDict

from tracker.site.shapes.base import Stands, shape
from tracker.site.shapes.parts import Amendment, Citation, Part, Source, Sum


@shape
class Detail(TypedDict):
    """A field that only this type of event has."""

    name: str
    """The field's name."""
    value: Any
    """Its value as recorded."""
    parties: list[dict[str, Any]] | None
    """The parties that it names, with their names."""


@shape
class Link(TypedDict):
    """Another event or case that an event names."""

    kind: str
    """about, responds_to, same_as or follows."""
    id: str
    """Its permanent id."""
    title: str
    """Its title or name."""
    date: str | None
    """Its date as stated."""


@shape
class Event(TypedDict):
    """Everything that an event says."""

    id: str
    """The event's permanent id."""
    type: str
    """What happened, as a type of event."""
    date: str | None
    """The date as stated."""
    day: str | None
    """The day from which it counts in its case."""
    certain_from: str | None
    """The last day on which it may have happened."""
    may_have: bool
    """Whether it is not certain to have happened by then."""
    to_come: bool
    """Whether its day is still to come."""
    title: str
    """What happened, in one line."""
    summary: str | None
    """What happened, in our own words."""
    jurisdiction: str | None
    """ISO 3166-1 alpha-2 code of the acting authority, or EU."""
    sectors: list[str]
    """The parts of the industry concerned."""
    confidence: str | None
    """high or medium."""
    notes: str | None
    """Where sources disagree: which says what."""
    announcement: str | None
    """A word shared by events made known in one notice."""
    recorded: str
    """When it entered the record."""
    standing: bool
    """Whether it was not retracted."""
    redacted: bool
    """Whether its text was removed."""
    parties: list[Part]
    """Who acted and who was acted on."""
    sum: Sum | None
    """The sum or quantity."""
    details: list[Detail]
    """The fields of its own type."""
    sources: list[Source]
    """The pages that support it."""
    links: list[Link]
    """What it names."""
    corrections: list[Amendment]
    """What was corrected in it."""
    retraction: Amendment | None
    """What took it back."""
    redaction: Amendment | None
    """What removed its text."""
    checks: list[Amendment]
    """Who looked for news of it and found none."""
    replies: list[Amendment]
    """What the parties answered."""


@shape
class Version(TypedDict):
    """An event as the record held it for some time."""

    known_from: str
    """From when."""
    known_to: str | None
    """Until when."""
    standing: bool
    """Whether it stood."""
    cause: str
    """Id of what made the record say so."""
    title: str
    """Its title then."""
    fields: dict[str, Any]
    """All its fields then."""


@shape
class CaseOfEvent(TypedDict):
    """The case of an event, in short."""

    id: str
    """Its permanent id."""
    family: str
    """Its family."""
    name: str
    """Its name."""
    question: str | None
    """Its question."""
    answer: str
    """The answer."""
    status: str | None
    """Its status."""
    clock: str | None
    """What the calendar says."""
    may_have: bool
    """Whether that is not certain."""


@shape
class NamedBy(TypedDict):
    """An event that names this one."""

    kind: str
    """How."""
    id: str
    """Its permanent id."""
    title: str
    """What happened."""
    date: str | None
    """Its date as stated."""
    case: str
    """The name of its case."""


@shape
class EventPage(Stands):
    """`/<family>/<case>/<event>.json`"""

    id: str
    """The event's permanent id."""
    title: str
    """What happened."""
    case: CaseOfEvent
    """The case to which it belongs."""
    event: Event | None
    """The event; null where the id is that of an amendment."""
    amendment: Amendment | None
    """The amendment, where the id is that of one."""
    versions: list[Version]
    """What the record said of it, from first to last."""
    named_by: list[NamedBy]
    """The events that name it."""
    cite: Citation
    """How to cite it."""
