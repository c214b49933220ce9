"""The shapes of pages that list: families, the timeline, search, changes, deadlines and the home page."""

from typing import Any

from typing_extensions import TypedDict

from tracker.site.shapes.base import Stands, shape
from tracker.site.shapes.cases import Pressure
from tracker.site.shapes.parts import Fines, Named, Promises, Summary


@shape
class Paged(Stands):
    """What long lists say of their pages."""

    count: int
    """How many there are in all."""
    page: int
    """Which page this is, from 1."""
    pages: int
    """How many pages there are."""


@shape
class Filtered(TypedDict):
    """One value of a filter."""

    value: str
    """The value, as the address takes it."""
    count: int
    """How many cases it would leave, all other filters as chosen."""
    chosen: bool
    """Whether it is chosen."""


@shape
class ListedParty(Summary):
    """A party in a list."""

    kind: str | None
    """What sort of party it is."""
    native_name: str | None
    """Its name in its own script."""
    aliases: str | None
    """Other names, separated by semicolons."""
    named: int
    """How many events name it."""


@shape
class FamilyPage(Paged):
    """`/<family>.json`"""

    family: str
    """The family."""
    label: str | None
    """What a case of it is."""
    chosen: dict[str, list[str]]
    """Filter -> the values chosen."""
    party: Named | None
    """The party chosen."""
    role: str | None
    """The role in which the party is meant; null for any."""
    sort: str
    """The order."""
    all: int
    """How many cases there are without filters."""
    sums: list[Promises]
    """Of pledges the ledger of those that fit the filters, a currency or unit a line, counted as on the home page."""
    fines: list[Fines]
    """Of crackdowns the fines in the cases that fit the filters, a currency a line."""
    filters: dict[str, list[Filtered]]
    """Filter -> its values with counts."""
    cases: list[Summary | ListedParty]
    """The cases of this page."""


@shape
class PartOfMoment(TypedDict):
    """A party in an event of the timeline."""

    id: str
    """Its permanent id."""
    name: str
    """Its name on that day."""
    role: str
    """Its part."""


@shape
class Moment(TypedDict):
    """An event of the timeline."""

    id: str
    """The event's permanent id."""
    date: str
    """The date as stated."""
    day: str | None
    """The day from which it counts; the order goes by it."""
    family: str
    """Its family."""
    title: str
    """What happened."""
    status: str | None
    """The status of its case after it; null where the record is read at an earlier time."""
    jurisdiction: str | None
    """Who acted, by ISO 3166-1 alpha-2 code or EU."""
    year: int | None
    """The year, where the date lies within one."""
    value: float | None
    """The sum or quantity."""
    currency: str | None
    """Its currency or unit."""
    usd: float | None
    """The sum in US dollars at the reference rate; null where the record is read at an earlier time."""
    parties: list[PartOfMoment]
    """Who is named."""
    case: Named
    """The case."""


@shape
class TimelinePage(Paged):
    """`/timeline.json`"""

    chosen: dict[str, Any]
    """The filters chosen: family, party, sector, jurisdiction, one of decade, year, quarter and month, and order."""
    years: list[dict[str, int]]
    """Year -> how many events, all other filters as chosen."""
    events: list[Moment]
    """The events of this page."""
    choices: dict[str, list[str]]
    """What the filters may be set to."""


@shape
class Piece(TypedDict):
    """A piece of a text in which a word was found or not."""

    text: str
    """The piece."""
    hit: bool
    """Whether it is what was looked for."""


@shape
class Result(TypedDict):
    """Something that the search found."""

    id: str
    """Its permanent id."""
    kind: str
    """event, case or party."""
    family: str
    """Its family."""
    title: str
    """Its title or name."""
    native_name: str | None
    """Of a party its name in its own script."""
    date: str | None
    """Of an event its date as stated."""
    status: str | None
    """Of a case its status."""
    clock: str | None
    """Of a pledge what the calendar says."""
    answer: str | None
    """Of a case the answer to its question."""
    standing: bool
    """Whether it was not retracted."""
    case: Named
    """The case."""
    title_parts: list[Piece]
    """The title, cut where a word was found."""
    snippet_parts: list[Piece]
    """The text around the words found."""


@shape
class SearchPage(Paged):
    """`/search.json?q=`"""

    query: str
    """What was looked for."""
    counts: dict[str, int]
    """Kind -> how many."""
    loosened: bool
    """Whether nothing holds all that was asked for, so that these hold some of it."""
    results: list[Result]
    """The results of this page, best first."""


@shape
class CaseOfChange(Named):
    """The case of an entry."""

    family: str
    """Its family."""


@shape
class Entry(TypedDict):
    """An entry of the record."""

    recorded: str
    """When it was made."""
    what: str
    """added, corrected, retracted, redacted, checked or replied."""
    title: str
    """What it says, or what it is about."""
    type: str
    """The type of event."""
    id: str
    """Its permanent id."""
    of: str | None
    """The event that it concerns, of one about the record."""
    date: str | None
    """The date as stated."""
    reason: str | None
    """Why."""
    case: CaseOfChange
    """The case."""
    fields: list[str]
    """Of a correction the fields that it changes."""


@shape
class ChangesPage(Paged):
    """`/changes.json`"""

    what: list[str]
    """The kinds chosen."""
    counts: dict[str, int]
    """Kind -> how many."""
    changes: list[Entry]
    """The entries of this page, the latest first."""


@shape
class Deadline(TypedDict):
    """A day that something waits for."""

    what: str
    """What is to happen."""
    date: str
    """The date as stated."""
    first_day: str
    """The first day that it may mean."""
    last_day: str
    """The last."""
    days_left: int
    """Days to the last; negative once it has passed."""
    case: dict[str, Any]
    """The case: id, family, name, status, clock, answer."""


@shape
class DeadlinesPage(Stands):
    """`/deadlines.json`"""

    ahead: list[Deadline]
    """The days to come, the nearest first."""
    passed: list[Deadline]
    """Those that passed with no outcome on record, the latest first."""


@shape
class HomePage(Stands):
    """`/.json`"""

    record: dict[str, Any]
    """What the record holds: events, cases, first_recorded, last_recorded."""
    totals: list[Promises]
    """The ledger of all pledges, a currency or unit a line."""
    pledges: dict[str, int]
    """How many pledges the calendar says what of."""
    open: dict[str, int]
    """Family -> how many of its cases are open or, of sanctions and laws, in force."""
    changes: list[Entry]
    """The latest entries of the record."""
    ahead: list[Deadline]
    """The next deadlines."""
    passed: int
    """How many have passed with no outcome on record."""
    families: list[dict[str, Any]]
    """Family -> how many cases."""
    sectors: list[dict[str, Any]]
    """Sector -> how many events of the timeline."""
    targets: list[dict[str, Any]]
    """The companies and people most named."""
    authorities: list[dict[str, Any]]
    """The authorities most named."""
    years: list[dict[str, int]]
    """Year -> how many events."""


@shape
class Action(TypedDict):
    """What an authority did to a party: a case opened or widened, an order, a fine."""

    id: str
    """The event's permanent id."""
    title: str
    """What happened."""
    type: str
    """What kind of action."""
    date: str | None
    """Its date as stated."""
    followed: bool
    """Whether a pledge of the party came within 365 days after it. Order in time is not cause."""
    on: list[dict[str, Any]]
    """The parties by which it reaches the pledger, each with the tie; null where it is the party itself."""


@shape
class PledgeAfter(TypedDict):
    """A pledge of a party, with what authorities did in the year before it."""

    id: str
    """The pledge's permanent id."""
    name: str
    """Its name."""
    status: str | None
    """What it had become."""
    promised: float | None
    """The sum promised."""
    currency: str | None
    """Its currency or unit."""
    bound: str | None
    """Whether the sum is a floor (over), a ceiling (up_to) or rounded (about)."""
    date: str | None
    """The date of its first event, as stated."""
    pressure: list[Pressure]
    """What authorities did in the 365 days before it to the pledger or to a party tied to it."""


@shape
class Sides(Named):
    """One party: what was done to it, and what it pledged."""

    actions: list[Action]
    """What was done to it, and what was done within a year before a pledge to those tied to it."""
    pledges: list[PledgeAfter]
    """Its pledges, in order."""


@shape
class PressurePage(Stands):
    """`/pressure.json`"""

    party: Named | None
    """The party chosen."""
    parties: list[Sides]
    """The party chosen, or those with the most actions before pledges."""
    others: list[Named]
    """Further parties that have both."""
