"""The shape of a party's page."""

from typing import Any

from typing_extensions import TypedDict

from tracker.site.shapes.base import Stands, shape
from tracker.site.shapes.events import Event
from tracker.site.shapes.lists import Deadline
from tracker.site.shapes.parts import Amendment, Citation, Named, Promises, Summary


@shape
class Tie(TypedDict):
    """A tie between two parties."""

    id: str
    """The other party's id."""
    name: str
    """The other party's name."""
    relation: str
    """The tie, by the word of the vocabulary."""
    way: str
    """to: read from this party to the other; from: the other way round."""
    title: str
    """The tie in words."""
    since: str | None
    """From when, as stated."""
    until: str | None
    """Until when, as stated."""
    event: str
    """Id of the event that records it."""
    ended: bool
    """Whether it had ended by the day."""


@shape
class RoleOfParty(TypedDict):
    """A part that a party plays."""

    role: str
    """The part; `target let go` where a sanction no longer names it."""
    cases: int
    """In how many cases."""


@shape
class CaseOfParty(Summary):
    """A case in which a party plays a part."""

    roles: list[str]
    """Its parts."""
    open: bool
    """Whether the case still waits for something."""


@shape
class Fined(TypedDict):
    """What a party was fined in one currency."""

    currency: str
    """ISO 4217 code."""
    fines: int
    """How many fines were on it alone."""
    value: str
    """Their sum, exact."""
    shared: int
    """How many were on several; they are not added."""


@shape
class RoleMoment(TypedDict):
    """An event that names a party."""

    id: str
    """The event's permanent id."""
    family: str
    """Its family."""
    type: str
    """What happened, as a type."""
    title: str
    """What happened."""
    day: str | None
    """The day from which it counts."""
    date: str | None
    """The date as stated."""
    roles: list[str]
    """The party's parts in it."""
    notes: list[str]
    """Which office or unit is meant."""
    case: Named
    """The case."""
    sum: dict[str, Any] | None
    """The sum as stated: value, currency, bound."""


@shape
class PartyPage(Stands):
    """`/parties/<slug>.json`"""

    id: str
    """The party's permanent id."""
    name: str
    """Its name on the day."""
    kind: str | None
    """What sort of party it is."""
    native_name: str | None
    """Its name in its own script."""
    aliases: list[str]
    """Other names."""
    jurisdiction: str | None
    """Its home."""
    wikidata: str | None
    """The Wikidata item of the same party."""
    into: str | None
    """Id of the party into which it was merged."""
    status: str | None
    """active, merged or dissolved."""
    ties: list[Tie]
    """Its ties to others, both ways."""
    roles: list[RoleOfParty]
    """In how many cases it plays which part."""
    ahead: list[Deadline]
    """The days that its cases wait for, the nearest first."""
    passed: list[Deadline]
    """Those that passed with no outcome on record, the latest first."""
    cases: list[CaseOfParty]
    """The cases in which it plays a part, the latest first."""
    pledged: list[Promises]
    """Its pledges by currency or unit."""
    fined: list[Fined]
    """Its fines by currency."""
    timeline: list[RoleMoment]
    """The events that name it, in order; of very many the latest."""
    event_count: int
    """How many events name it."""
    events: list[Event]
    """The events of its own record: how it was registered and renamed."""
    amendments: list[Amendment]
    """Checks and replies that concern it."""
    cite: Citation
    """How to cite it."""
