"""The shape of the page of charts: the tables behind them."""

from typing_extensions import TypedDict

from tracker.site.shapes.base import Stands, shape
from tracker.site.shapes.parts import Promises


@shape
class PromisesOfYear(Promises):
    """The same of the pledges that were made in one year."""

    year: int | None
    """The year of the first event; null where nobody dates it."""


@shape
class Delivery(TypedDict):
    """Pledged against delivered, in one currency or unit."""

    currency: str
    """ISO 4217 code, or the unit."""
    all: Promises
    """All years together."""
    years: list[PromisesOfYear]
    """By the year in which the pledges were made."""


@shape
class StatusesOn(TypedDict):
    """How many cases had which status at the end of a day."""

    day: str
    """The day."""
    counts: dict[str, int]
    """Status -> how many cases."""


@shape
class Course(TypedDict):
    """The statuses of a family's cases over time."""

    family: str
    """The family."""
    statuses: list[str]
    """The statuses that occur, in the order of the lifecycle."""
    days: list[StatusesOn]
    """At the end of each year, and on the day of the page."""


@shape
class Count(TypedDict):
    """How many events name something."""

    id: str
    """The party's permanent id, or the sector."""
    name: str
    """Its name."""
    count: int
    """How many events of the family name it."""


@shape
class Actions(TypedDict):
    """The events of a family by who acted, or by sector."""

    family: str
    """The family."""
    by: str
    """The role in which the parties act, or sector."""
    lines: list[Count]
    """The most named first."""


@shape
class ChartsPage(Stands):
    """`/charts.json`"""

    delivery: list[Delivery]
    """Pledged against delivered by year, a currency or unit each."""
    statuses: list[Course]
    """Statuses over time, a family each, from the history of states on both clocks."""
    actions: list[Actions]
    """Actions by who acted and by sector."""
