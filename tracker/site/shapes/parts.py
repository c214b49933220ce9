"""The pieces of which answers are made."""

from typing import Any

from typing_extensions import TypedDict

from tracker.site.shapes.base import Named, shape


@shape
class Step(TypedDict):
    """An event in short."""

    id: str
    """The event's permanent id."""
    title: str
    """What happened, in one line."""
    date: str | None
    """The date as stated."""


@shape
class Turn(Step):
    """What brought a status about."""

    turned: bool
    """Whether no event but a day that the event had set did; the date is then that day."""


@shape
class Coming(Turn):
    """The next status, where one is known to come."""

    status: str
    """The status."""
    day: str | None
    """The day from which it holds."""


@shape
class Player(TypedDict):
    """A party in a case."""

    id: str
    """The party's permanent id."""
    name: str
    """Its name."""
    native_name: str | None
    """Its name in its own script."""
    kind: str | None
    """What sort of party it is."""
    role: str
    """What it does in the case, or what is done to it."""


@shape
class Part(TypedDict):
    """A party in an event."""

    id: str
    """The party's permanent id."""
    name: str
    """Its name on the day of the event."""
    native_name: str | None
    """Its name in its own script."""
    role: str
    """What it does in the event, or what is done to it."""
    note: str | None
    """Which office, unit or circumstance is meant."""


@shape
class Money(TypedDict):
    """A sum of one currency."""

    currency: str
    """ISO 4217 code."""
    value: str
    """The sum, exact."""


@shape
class Summary(TypedDict):
    """A case as lists and its own page show it."""

    id: str
    """The case's permanent id; also its address."""
    family: str
    """The family to which it belongs."""
    name: str
    """The case's name."""
    question: str | None
    """The question that readers come with."""
    answer: str
    """The answer in one sentence, made by rule from what follows."""
    status: str | None
    """What the case had become; null where nothing had happened yet."""
    since: str | None
    """The day from which it had that status."""
    may_have: bool
    """Whether the dates leave open that this had not come about by then."""
    certain_from: str | None
    """The day from which it is certain."""
    by: Turn | None
    """The event by which the status came about."""
    clock: str | None
    """Of a pledge what the calendar says: overdue, may be overdue, due soon, silent, running or settled."""
    due: str | None
    """The deadline as stated."""
    days_left: int | None
    """Days to the last day of the deadline; negative once it has passed."""
    until: str | None
    """When the measure or its suspension ends by its own terms."""
    until_passed: bool
    """Whether that day has passed; the outcome is then not recorded."""
    effective: str | None
    """The day on which the latest step that names one takes effect."""
    promised: float | None
    """The sum or quantity promised."""
    delivered: float | None
    """What was reported as delivered, in the promise's own currency or unit."""
    undisclosed: float | None
    """What remains of the promise, never below nothing."""
    currency: str | None
    """ISO 4217 code of these, or their unit."""
    bound: str | None
    """Whether the promised sum is a floor (over), a ceiling (up_to) or rounded (about)."""
    fined: list[Money]
    """The fines, a currency each."""
    opened: Step | None
    """The first event."""
    latest: Step | None
    """The latest event."""
    last_event: str | None
    """The day from which the latest event counts."""
    checked: str | None
    """The day up to which somebody looked for news and found none."""
    last_sign: str | None
    """The last day on which something can have happened, or somebody looked for news."""
    days_silent: int | None
    """Days since then."""
    next: Coming | None
    """What a day or event still to come will make of it, where that is on record."""
    parties: list[Player]
    """Who plays which part."""
    event_count: int
    """How many events stand."""


@shape
class Source(TypedDict):
    """A page that supports an event or an amendment."""

    url: str
    """Where it is."""
    title: str
    """Its own headline."""
    publisher: str
    """Who wrote it."""
    via: str | None
    """Who hosts the copy."""
    published: str | None
    """When it was published, as stated."""
    language: str | None
    """Its language, as a BCP 47 tag."""
    archived: str | None
    """Where a copy is kept."""
    accessed: str | None
    """The day on which it was read."""
    quote: str | None
    """The words that carry the fact."""
    tier: str | None
    """How near to the facts the publisher stands."""


@shape
class Sum(TypedDict):
    """A sum or quantity: as stated, as the source converts it, and as the reference rate does. Never mix them."""

    value: str
    """The sum as stated, exact."""
    currency: str
    """ISO 4217 code, or the unit."""
    of: str | None
    """What is counted, where it is not money."""
    bound: str | None
    """over, up_to or about."""
    measure: str | None
    """step or cumulative, of a delivery."""
    covers: str | None
    """The period in which it was given."""
    usd_as_reported: str | None
    """In US dollars, as the source itself says."""
    not_counted: str | None
    """Why totals leave it out."""
    usd: float | None
    """In US dollars at the ECB reference rate of the event's date."""
    rate: float | None
    """US dollars for one unit."""
    rate_date: str | None
    """The day on which that rate was published, or the span of which it is the mean."""
    rate_for: str | None
    """The date for which a rate was asked."""


@shape
class Promises(TypedDict):
    """The pledges of one currency or unit, added up. Two are never added."""

    currency: str
    """ISO 4217 code, or the unit."""
    pledges: int
    """How many pledges with a sum are counted; a joint one counts once."""
    joint: int
    """How many of them several made together; each counts in full."""
    promised: float
    """What they promise."""
    disclosed: int
    """How many of them have a disclosed delivery."""
    delivered: float
    """What was reported as delivered."""
    undisclosed: float
    """What remains, pledge by pledge, never below nothing."""
    left_out: int
    """How many are not counted, because another contains them."""


@shape
class Fines(Money):
    """Fines of one currency, added up. Each counts once, on however many it fell."""

    fines: int
    """How many there are."""
    cases: int
    """In how many cases."""


@shape
class Change(TypedDict):
    """One field of a correction."""

    field: str
    """The way to the field."""
    was: Any
    """What stood there; null where nothing did."""
    now: Any
    """What is to be read instead; null where it was taken away."""


@shape
class Amendment(TypedDict):
    """A correction, retraction, redaction, check or reply."""

    id: str
    """Its permanent id."""
    kind: str
    """corrected, retracted, redacted, checked or replied."""
    of: str | None
    """The event that it concerns; null where it is the whole case."""
    recorded: str
    """When it entered the record."""
    date: str | None
    """Of a check the day up to which was looked, of a reply its day."""
    reason: str | None
    """Why, or what was looked for or replied."""
    looked_in: list[str]
    """Of a check, where."""
    quote: str | None
    """Of a reply, the party's own words."""
    code: str | None
    """The kind of reason."""
    instead: str | None
    """Where readers are led instead."""
    party: Named | None
    """Who replied."""
    changes: list[Change]
    """Of a correction, field by field."""
    holds: bool
    """Whether it was not itself taken back."""
    redacted: bool
    """Whether its own text was removed."""
    sources: list[Source]
    """The pages that support it."""


@shape
class Citation(TypedDict):
    """How to cite a page so that it shows for ever what was cited."""

    title: str
    """What is cited."""
    path: str
    """Its address on this site, with both clocks."""
    as_of: str
    """The day of which it speaks."""
    known_at: str
    """The instant of the record."""
    text: str
    """A citation in words, to which site and address are added."""
