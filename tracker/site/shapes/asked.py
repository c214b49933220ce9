"""What an address may ask for after its question mark, with a sentence under every name; the OpenAPI document tells it."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from tracker.site.shapes.base import shape

Day = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2022-10-07"])]
Instant = Annotated[str, Field(examples=["2026-11-22", "2026-11-22T12:00:00Z"])]
Page = Annotated[int, Field(ge=1, le=10_000)]


@shape
class KnownAt(TypedDict, total=False):
    """The record's clock."""

    known_at: Instant
    """Answer by what this record said at the end of a day, UTC, or at an instant; now where it is left out."""


@shape
class Timed(KnownAt, total=False):
    """Both clocks."""

    as_of: Day
    """Answer by what had happened by the end of this day; today where it is left out."""


@shape
class PageAsked(TypedDict, total=False):
    """Long lists come a page at a time."""

    page: Page
    """Which page, from 1."""


@shape
class OfParty(TypedDict, total=False):
    """What concerns one party."""

    party: str
    """A party by its slug, its name in any script, or an alias."""


@shape
class FamilyAsked(Timed, OfParty, PageAsked, total=False):
    """The filters of a family's list. Of several values of one any may hold; of several filters all must."""

    status: list[str]
    """What the case has become."""
    clock: list[str]
    """Of a pledge what the calendar says: overdue, may be overdue, due soon, silent or running."""
    delivery: list[str]
    """Of a pledge how far what was reported covers what was promised."""
    totals: list[str]
    """Of a pledge whether totals count it."""
    kind: list[str]
    """Of a party what sort it is."""
    sector: list[str]
    """A part of the industry."""
    jurisdiction: list[str]
    """ISO 3166-1 alpha-2 code of the acting authority, or EU."""
    currency: list[str]
    """ISO 4217 code of the promised sum, or its unit."""
    year: list[str]
    """The year in which the case begins."""
    role: str
    """The part that this party plays in the case, such as target; any where it is left out."""
    sort: str
    """latest, oldest, name, deadline or sum."""


@shape
class TimelineAsked(Timed, OfParty, PageAsked, total=False):
    """The filters of the timeline."""

    family: list[str]
    """Any of these families."""
    sector: list[str]
    """Any of these parts of the industry."""
    jurisdiction: list[str]
    """Who acted: any of these ISO 3166-1 alpha-2 codes, or EU."""
    order: str
    """newest or oldest."""
    decade: str
    """Only what happened in this decade, such as 2020s. At most one period may be given."""
    year: str
    """Only what happened in this year."""
    quarter: str
    """Only what happened in this quarter, such as 2021-Q3."""
    month: str
    """Only what happened in this month, such as 2021-09."""


@shape
class SearchAsked(PageAsked, total=False):
    """What is looked for."""

    q: str
    """Words, names in any script, numbers; all must occur, the last one perhaps unfinished."""


@shape
class ChangesAsked(KnownAt, PageAsked, total=False):
    """Which entries of the record are told."""

    what: list[str]
    """Any of added, corrected, retracted, redacted, checked and replied."""


@shape
class PressureAsked(Timed, OfParty, total=False):
    """Whose pressure and pledges are set side by side."""


@shape
class DeltaAsked(TypedDict, total=False):
    """From where on the record is told."""

    after: str
    """The cursor of the answer before; from the beginning where it is left out."""
    limit: Annotated[int, Field(ge=1, le=1000)]
    """How many entries at most."""
