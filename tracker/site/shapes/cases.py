"""The shape of a case's page."""

from typing import Any

from typing_extensions import TypedDict

from tracker.site.shapes.base import Stands, shape
from tracker.site.shapes.events import Event
from tracker.site.shapes.parts import Amendment, Citation, Summary


@shape
class LedgerLine(TypedDict):
    """One currency or unit of a pledge; two are never added."""

    currency: str
    """ISO 4217 code, or the unit."""
    promised: str | None
    """The sum promised, exact."""
    promised_at_first: str | None
    """The sum first promised, where it was revised."""
    delivered: str | None
    """The sum reported as delivered, exact."""
    undisclosed: str | None
    """What remains of the promise, exact."""
    counted: bool
    """Whether totals count it."""
    not_counted: str | None
    """Why not."""


@shape
class CaseTurn(TypedDict):
    """A change of status."""

    status: str
    """The new status."""
    day: str | None
    """The day from which it holds."""
    event: str
    """Id of the event that brought it about, or that set the day."""
    turned: bool
    """Whether the day itself did."""


@shape
class Pressure(TypedDict):
    """An action by an authority in the 365 days before a pledge. Order in time is not cause."""

    id: str
    """The action's permanent id."""
    title: str
    """What happened."""
    type: str
    """What kind of action."""
    date: str
    """Its date as stated."""
    days_least: int
    """The fewest days that can lie between the two."""
    days_most: int
    """The most."""
    on: list[dict[str, Any]]
    """The parties on which it was taken, each with the tie to the pledger; null where it is the pledger."""


@shape
class Related(TypedDict):
    """Another case that this one names, or that names this one."""

    id: str
    """Its permanent id."""
    family: str
    """Its family."""
    name: str
    """Its name."""
    status: str | None
    """What it had become."""
    links: list[dict[str, Any]]
    """Which event names which: way, kind, event_id, target_id."""


@shape
class Stretch(TypedDict):
    """What held from one day to another, as the record said from one stamp to another; all spans are half-open."""

    status: str | None
    """The status."""
    due: str | None
    """The deadline as stated."""
    until: str | None
    """The end set by the measure itself."""
    promised: float | None
    """The sum promised."""
    delivered: float | None
    """The sum delivered."""
    currency: str | None
    """Their currency or unit."""
    valid_from: str | None
    """The first day."""
    valid_to: str | None
    """The first day on which it no longer held."""
    certain_from: str | None
    """The day from which it is certain."""
    known_from: str
    """From when the record said so."""
    known_to: str | None
    """Until when."""
    event: str
    """Id of the event that brought it about."""
    turned: bool
    """Whether a day did."""
    holds: bool
    """Whether it is what holds on both clocks."""


@shape
class Card(Stands, Summary):
    """`/<family>/<case>/card`, a page for a frame; it has no JSON of its own."""

    ledger: list[LedgerLine]
    """Of a pledge the line in the promise's own currency."""
    cite: Citation
    """Its address, which goes on showing this."""


@shape
class CasePage(Stands, Summary):
    """`/<family>/<case>.json`"""

    sectors: list[str]
    """The parts of the industry concerned."""
    ledger: list[LedgerLine]
    """Of a pledge the ledger."""
    events: list[Event]
    """Every event in the order in which they count."""
    turns: list[CaseTurn]
    """Where the status changed."""
    amendments: list[Amendment]
    """Checks and replies that concern the whole case."""
    pressure: list[Pressure]
    """Of a pledge what authorities did in the year before it."""
    related: list[Related]
    """Other cases that are linked with this one."""
    history: list[Stretch]
    """What held when, as known when."""
    cite: Citation
    """How to cite it."""
