"""The tables of the log: events, what was known of them, and what they name."""

from typing import Annotated, NamedTuple

from tracker.derive.columns import CaseRef, EventRef, Key, PartyRef, Ref, Unit, table


class Event(NamedTuple):
    """One row is one event of the log, with the corrections that hold. Its texts stand in event_texts."""

    pk: Key
    """Key of this build product, not permanent; `id` is."""
    id: str
    """The event's permanent id: family, case, date and verb; also its address."""
    case: CaseRef
    """The case to which it belongs."""
    case_id: str
    """Permanent id of the case."""
    family: str
    """The family in whose folder it stands."""
    type: str
    """What happened, as a type of event."""
    date: str | None
    """The date as stated: a day, a month, a year, an interval, with ~ or ? where uncertain."""
    sort_date: str | None
    """The day from which the event counts in its case; it sorts imprecise dates."""
    first_day: str | None
    """The first day on which it can have happened."""
    last_day: str | None
    """The last day on which it can have happened."""
    year: int | None
    """The year, where the date lies within one."""
    month: int | None
    """The month, where the date lies within one."""
    title: str
    """What happened, in one line."""
    jurisdiction: str | None
    """ISO 3166-1 alpha-2 code of the acting authority, or EU."""
    status: str | None
    """The status of the case after this event."""
    confidence: str | None
    """high with an official source or two independent publishers, else medium."""
    amount: Annotated[float | None, Unit("currency")]
    """The sum or quantity, for sorting."""
    amount_stated: str | None
    """The sum or quantity as stated, exact."""
    currency: str | None
    """ISO 4217 code of the sum, or the unit of the quantity."""
    bound: str | None
    """Whether the sum is a floor (over), a ceiling (up_to) or rounded (about)."""
    usd_as_reported: Annotated[float | None, Unit("USD")]
    """The sum in US dollars as the source itself converts it."""
    usd: Annotated[float | None, Unit("USD")]
    """The sum in US dollars at the ECB reference rate of the event's date; never mixed with the reported one."""
    fx_rate: Annotated[int | None, Ref("fx_rates")]
    """The rate used for it."""
    not_counted: str | None
    """Why totals leave the sum out, if they do."""
    same_as: str | None
    """Id of the event in another case that is this same act; counts take only that one."""
    announcement: str | None
    """A word shared by events that were made known in one notice."""
    recorded: str
    """When it entered this log, UTC."""
    corrections: int
    """How many corrections hold."""
    standing: int
    """1 if it stands, 0 if it was retracted."""
    redacted: int
    """1 if its text was removed."""
    about_world: int
    """1 if it says what happened, 0 if it says what this record did."""


class EventText(NamedTuple):
    """One row is the long text of an event."""

    pk: Key
    """The event's key."""
    event: EventRef
    """The event."""
    event_id: str
    """Permanent id of the event."""
    summary: str | None
    """What happened, in our own words."""
    notes: str | None
    """Where sources disagree: which says what."""
    names: str | None
    """The parties' names in all scripts, for the search."""
    grams: str | None
    """Runs of characters that are written without spaces, character by character, for the search."""


class EventVersion(NamedTuple):
    """One row is an event as the record held it for some time; the last has no end."""

    pk: Key
    """Key of this build product."""
    event: EventRef
    """The event."""
    event_id: str
    """Permanent id of the event."""
    case: CaseRef
    """The case."""
    case_id: str
    """Permanent id of the case."""
    known_from: str
    """From when the record said so, UTC."""
    known_to: str | None
    """Until when, UTC; empty while it still does."""
    standing: int
    """1 while the event stood, 0 while it was retracted."""
    cause: EventRef
    """The event that made it so: itself, a correction, a retraction or a redaction."""
    cause_id: str
    """Permanent id of that event."""
    title: str
    """The event's title at the time."""
    fields: str
    """All fields of the event at the time, as JSON."""


class EventParty(NamedTuple):
    """One row is a party in an event."""

    pk: Key
    """Key of this build product."""
    event: EventRef
    """The event."""
    event_id: str
    """Permanent id of the event."""
    case: CaseRef
    """The case."""
    party: PartyRef
    """The party."""
    party_id: str
    """Permanent id of the party."""
    name: str
    """The party's name on the day of the event."""
    role: str
    """What it did in the event, or what was done to it."""
    note: str | None
    """Which office, unit or circumstance is meant."""


class EventSector(NamedTuple):
    """One row is a part of the industry that an event concerns."""

    pk: Key
    """Key of this build product."""
    event: EventRef
    """The event."""
    event_id: str
    """Permanent id of the event."""
    sector: str
    """The part of the industry."""


class EventSource(NamedTuple):
    """One row is a page that supports an event."""

    pk: Key
    """Key of this build product."""
    event: EventRef
    """The event."""
    event_id: str
    """Permanent id of the event."""
    url: str
    """Where the page is."""
    title: str
    """The page's own headline."""
    publisher: Annotated[int, Ref("publishers")]
    """Who wrote it."""
    via: str | None
    """Who hosts the copy, if not the publisher."""
    published: str | None
    """When it was published."""
    language: str | None
    """The page's language."""
    archived: str | None
    """Where a copy is kept."""
    accessed: str | None
    """The day on which it was read."""
    quote: str | None
    """The words that carry the fact."""


class EventLink(NamedTuple):
    """One row is an event that names another event or a case."""

    pk: Key
    """Key of this build product."""
    event: EventRef
    """The event that names the other."""
    event_id: str
    """Permanent id of that event."""
    kind: str
    """How it names it: about, same_as, responds_to, follows, of or instead."""
    target_id: str
    """Permanent id of the event or case that is named."""
    target_case: CaseRef
    """The case that is named, or that of the event that is."""


class Publisher(NamedTuple):
    """One row is a publisher, with how near to the facts it stands."""

    pk: Key
    """Key of this build product."""
    name: str
    """The publisher's name."""
    tier: str | None
    """official, newsroom, research, aggregator or mirror."""
    events: int
    """How many events rest on a page of its own."""


class Relation(NamedTuple):
    """One row is a tie between two parties."""

    pk: Key
    """Key of this build product."""
    party: PartyRef
    """The party that is tied."""
    party_id: str
    """Permanent id of that party."""
    relation: str
    """The tie, read from the party to the other."""
    other: PartyRef
    """The other party."""
    other_id: str
    """Permanent id of the other."""
    since: str | None
    """From when the tie held, as stated."""
    until: str | None
    """Until when, as stated."""
    first_day: str | None
    """The first day on which it can have held; empty where nobody says since when."""
    last_day: str | None
    """The last day on which it can have held; empty where it holds or nobody says."""
    ties: int
    """1 if pressure on the one counts as pressure on the other."""
    event: EventRef
    """The event that records the tie."""


class Amendment(NamedTuple):
    """One row is a correction, retraction, redaction, check or reply."""

    pk: Key
    """The key of the event that is the amendment."""
    id: str
    """Permanent id of that event."""
    case: CaseRef
    """The case."""
    case_id: str
    """Permanent id of the case."""
    kind: str
    """corrected, retracted, redacted, checked or replied."""
    target_id: str | None
    """Permanent id of the event concerned; empty where it is the whole case."""
    recorded: str
    """When it entered this log, UTC."""
    date: str | None
    """Of a check the day up to which was looked, of a reply its day."""
    reason: str | None
    """Why, or what was looked for or replied."""
    looked_in: str | None
    """Of a check where they looked, separated by semicolons."""
    quote: str | None
    """Of a reply the party's own words."""
    code: str | None
    """The kind of reason, of a retraction or redaction."""
    change: str | None
    """What a correction puts in place, as JSON."""
    was: str | None
    """What stood there before, as JSON."""
    instead: str | None
    """Where readers are led instead."""
    party_id: str | None
    """Permanent id of the party that replied."""
    holds: int
    """0 if the amendment was itself taken back."""
    fields: str
    """All fields of the amendment, as JSON."""


class FxRate(NamedTuple):
    """One row is a rate that was used: US dollars for one unit of a currency."""

    pk: Key
    """Key of this build product."""
    currency: str
    """ISO 4217 code of the currency."""
    date: str
    """The date for which it was asked: a day, a month or a year."""
    rate: float
    """US dollars for one unit, from the euro reference rates of the European Central Bank."""
    rate_date: str
    """The day on which the rate was published; of a month or year the days over which it is the mean."""


class Build(NamedTuple):
    """One row says from what this file was built, and by which rules."""

    pk: Key
    """Always 1."""
    log_digest: str
    """SHA-256 over the events of all cases: the same log gives the same digest."""
    rule_version: str
    """Digest of the lifecycles by which statuses follow from events."""
    tracker_version: str
    """Version of the program."""
    rates_version: str
    """Version of the package that ships the reference rates."""
    vocabulary_digest: str
    """SHA-256 of this tracker's own words."""
    first_recorded: str | None
    """When the first event entered the log; before it this record knows nothing."""
    last_recorded: str | None
    """When the latest event entered the log."""
    events: int
    """Events in the log, those about the record included."""
    cases: int
    """Cases in the log, parties included."""


TABLES = (
    table(
        Event, "events", "Events", label="title", sort_desc="sort_date", unique=("id",), searched=True,
        facets=("family", "type", "jurisdiction", "year"), stated=("date", "amount_stated"),
        aside=(
            "pk", "id", "case_id", "first_day", "last_day", "year", "month", "amount_stated", "bound", "usd_as_reported", "fx_rate",
            "currency", "not_counted", "same_as", "announcement", "standing", "redacted", "about_world",
        ),
        indexes=(
            # One index for each facet that is chosen, with what the other facets count: no row is read for them.
            ("family", "type", "jurisdiction", "year"), ("type", "jurisdiction", "year"),
            ("jurisdiction", "family", "type", "year"), ("year", "family", "type", "jurisdiction"),
            ("family", "sort_date"), ("sort_date",), ("case",), ("recorded",), ("fx_rate",),
        ),
    ),
    table(EventText, "event_texts", "Texts of events", label="event", aside=("pk", "event_id", "grams"), indexes=(("event",),)),
    table(
        EventVersion, "event_versions", "What the record said of each event", label="title", sort_desc="known_from",
        facets=("standing",), aside=("pk", "event_id", "case_id", "cause", "fields"),
        indexes=(("event", "known_from"), ("case", "known_from"), ("cause",), ("standing", "known_from"), ("known_from",)),
    ),
    table(
        EventParty, "event_parties", "Parties in events", label="name", facets=("role",), aside=("pk", "case", "party_id"),
        # From the rows to their parties and back, for any role and for one, without reading a row of this table.
        indexes=(("event", "party", "role"), ("party", "event", "role"), ("case",), ("role",)),
    ),
    table(
        EventSector, "event_sectors", "Sectors of events", label="sector", facets=("sector",), aside=("pk",),
        indexes=(("event", "sector"), ("sector", "event")),
    ),
    table(
        EventSource, "event_sources", "Sources", label="title", facets=("publisher", "language"), sort_desc="published", aside=("pk", "event_id"),
        indexes=(("event", "publisher"), ("publisher", "event"), ("published",), ("language",)),
    ),
    table(
        EventLink, "event_links", "Links between events", label="kind", facets=("kind",), aside=("pk",),
        indexes=(("event",), ("target_case",), ("target_id",), ("kind",)),
    ),
    table(
        Publisher, "publishers", "Publishers", label="name", facets=("tier",), sort_desc="events", unique=("name",), aside=("pk",),
        indexes=(("tier",), ("events",)),
    ),
    table(
        Relation, "relations", "Ties between parties", label="relation", facets=("relation",), aside=("pk", "first_day", "last_day"), stated=("since", "until"),
        indexes=(("party",), ("other",), ("relation",), ("event",)),
    ),
    table(
        Amendment, "amendments", "Corrections, retractions, redactions, checks and replies", label="id", facets=("kind", "code"),
        sort_desc="recorded", aside=("pk", "change", "was"), indexes=(("case",), ("target_id",), ("kind",), ("code",), ("recorded",)),
    ),
    table(FxRate, "fx_rates", "Exchange rates used", label="rate", facets=("currency",), indexes=(("currency", "date"),)),
    table(Build, "build", "What this file was built from", label="log_digest"),
)  # fmt: skip
