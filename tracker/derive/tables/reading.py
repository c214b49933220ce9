"""The tables made for reading: the timeline, what changed in the record, pressure before pledges, totals; and the views
over today's date. What fills those that span cases is SQL, in `tracker/database/`."""

from typing import Annotated, NamedTuple

from tracker.derive.columns import CaseRef, Column, EventRef, Key, PartyRef, Ref, Table, Unit, table
from tracker.kinds import Kinds


class Moment(NamedTuple):
    """One row is something that happened, in the order in which it did; what is the same act in two cases stands once."""

    pk: Key
    """The event's key."""
    date: str
    """The date as stated."""
    family: str
    """The family: pledges, crackdowns, sanctions, laws or statements."""
    title: str
    """What happened."""
    case: CaseRef
    """The case to which it belongs."""
    status: str | None
    """The status of the case after it."""
    jurisdiction: str | None
    """ISO 3166-1 alpha-2 code of the acting authority, or EU."""
    amount: Annotated[float | None, Unit("currency")]
    """The sum or quantity."""
    currency: str | None
    """ISO 4217 code of the sum, or the unit of the quantity."""
    usd: Annotated[float | None, Unit("USD")]
    """The sum in US dollars at the ECB reference rate of the event's date."""
    year: int | None
    """The year, where the date lies within one."""
    month: int | None
    """The month, where the date lies within one."""
    sort_date: str | None
    """The day from which the event counts; it sorts imprecise dates."""
    event: EventRef
    """The event, with its texts and sources."""
    id: str
    """The event's permanent id; also its address."""


class Change(NamedTuple):
    """One row is an entry of the record, in the order in which they were made."""

    pk: Key
    """The event's key."""
    recorded: str
    """When it entered this log, UTC."""
    what: str
    """added, corrected, retracted, redacted, checked or replied."""
    title: str
    """What it says, or what it is about."""
    type: str
    """The type of event."""
    case: CaseRef
    """The case."""
    event: EventRef
    """The event."""
    id: str
    """The event's permanent id."""
    target_id: str | None
    """Permanent id of the event that it concerns, for one about the record."""


class Pressure(NamedTuple):
    """One row is a pledge and an action of the year before it on the pledger or on a party tied to it. That one came
    before the other does not make it the cause."""

    pk: Key
    """Key of this build product."""
    pledge: Annotated[int, Ref("pledges")]
    """The pledge."""
    pledge_id: str
    """Permanent id of the pledge."""
    announced: str
    """The pledge's date as stated."""
    pledger: PartyRef
    """Who pledged."""
    pledger_id: str
    """Permanent id of the pledger."""
    action: EventRef
    """The action against the pledger, or against the tied party."""
    action_id: str
    """Permanent id of the action."""
    type: str
    """What kind of action it was."""
    date: str
    """The action's date as stated."""
    title: str
    """The action, in one line."""
    on_party: PartyRef
    """The party on which the action was taken."""
    on_party_id: str
    """Permanent id of that party."""
    tie: str
    """self where that is the pledger; else the tie between the two, read from the first named."""
    days_least: int
    """The fewest days that can lie between the two."""
    days_most: int
    """The most days that can lie between the two."""


class Total(NamedTuple):
    """One row adds up the pledges of one currency or unit, made in one year or in all; nothing is counted twice, and no
    two currencies are added. A promise made jointly counts once; one that another contains is left out, with its reason."""

    pk: Key
    """Key of this build product."""
    currency: str
    """ISO 4217 code, or the unit of a quantity."""
    year: int | None
    """The year in which the pledges were first known; empty for all years."""
    pledges: int
    """How many pledges with a sum are counted."""
    promised: Annotated[float, Unit("currency")]
    """The sum promised by them."""
    disclosed: int
    """How many of them have a disclosed delivery."""
    delivered: Annotated[float, Unit("currency")]
    """The sum reported as delivered by those."""
    undisclosed: Annotated[float, Unit("currency")]
    """What remains of the promises, pledge by pledge, never below nothing."""
    left_out: int
    """How many pledges of this currency are not counted, because another contains them."""


class Coverage(NamedTuple):
    """One row says how well one part of the record is covered: a year, a family, a jurisdiction or a tier of publishers.
    It counts events about the world that stand, those of parties left out; an act that stands in two cases counts once."""

    pk: Key
    """Key of this build product."""
    dimension: str
    """By what is counted: all, year, family, jurisdiction or tier."""
    value: str
    """The year, family, jurisdiction or tier; `several` where a date lies in no single year, `none` where there is no tier."""
    events: int
    """How many events. One that rests on publishers of two tiers counts in both."""
    cases: int
    """In how many cases."""
    two_publishers: int
    """How many of the events rest on at least two publishers; mirrors and aggregators do not count as such."""
    official: int
    """How many of the events rest on at least one official source."""
    archived: int
    """How many of the events have at least one source with an archived copy."""


class Codebook(NamedTuple):
    """One row is the codebook, by whose numbered rules this record judges; here, so that this file is enough on its own."""

    pk: Key
    """Key of this build product."""
    text: str
    """The whole of it, as Markdown."""


class Word(NamedTuple):
    """One row is a word of this tracker's own: a sector, a relation or a publisher; here, so that this file is enough on its own."""

    pk: Key
    """Key of this build product."""
    kind: str
    """sectors, relations or publishers."""
    word: str
    """The word as events bear it."""
    meaning: str
    """What it takes in; of a relation how it reads, of a publisher its tier."""
    fields: str
    """All that the vocabulary says of it, as JSON."""


TABLES = (
    table(
        Moment, "timeline", "Timeline", label="title", sort_desc="sort_date", searched=True,
        aside=("pk", "currency", "year", "month", "event", "id"), stated=("date",),
        facets=("family", "jurisdiction", "year", {"link": "party"}, {"link": "sector"}),
        indexes=(
            # One index for each facet that is chosen, with what the other facets count; another that brings the newest first.
            ("family", "year", "jurisdiction"), ("jurisdiction", "family", "year"), ("year", "family", "jurisdiction"),
            ("family", "sort_date"), ("jurisdiction", "sort_date"), ("year", "sort_date"), ("sort_date",),
            ("case",), ("event",), ("month",),
        ),
    ),
    table(
        Pressure, "pressure_and_pledges", "Pressure before pledges", label="title", sort="days_least",
        facets=("type", "tie", "pledger"), aside=("pk", "pledge_id", "action_id", "action", "pledger_id", "on_party_id"),
        stated=("announced", "date"),
        indexes=(("pledge",), ("pledger",), ("action",), ("on_party",), ("type",), ("tie",), ("days_least",)),
    ),
    table(Total, "totals", "Totals of pledges", label="currency", facets=("currency", "year"), sort_desc="promised", aside=("pk",),
          indexes=(("currency", "year"), ("year",), ("promised",))),
    table(Coverage, "coverage", "Coverage of the record", label="value", facets=("dimension",), sort="pk", size=100, aside=("pk",),
          indexes=(("dimension", "value"),)),
    table(Codebook, "codebook", "Codebook"),
    table(Word, "vocabulary", "Vocabulary", label="word", facets=("kind",), indexes=(("kind", "word"),)),
    table(
        Change, "changes", "Changes of the record", label="title", facets=("what", "type"), sort_desc="recorded", searched=True,
        aside=("pk", "event", "id", "target_id"),
        indexes=(
            ("recorded",), ("what", "type"), ("type", "what"), ("what", "recorded"), ("case",), ("event",), ("target_id",),
        ),
    ),
)  # fmt: skip

_CLOCK = (
    Column("clock", "TEXT", "What the calendar says today: overdue, may be overdue, due soon, silent, or running."),
    Column("days_left", "INTEGER", "Days from today to the last day of the deadline; negative once it has passed.", unit="days"),
    Column("days_silent", "INTEGER", "Days since the last sign: an event, or somebody who looked for one.", unit="days"),
)
_OUTCOME = Column("outcome", "TEXT", "`date passed, outcome not recorded` where the end set by the measure lies before today.")


def views(kinds: Kinds) -> list[Table]:
    """The views over today's date, described; they take the columns of the tables that they read."""
    from tracker.derive.tables.families import family_table

    found = []
    for family, name, title, doc, more, where in (
        (
            "pledges",
            "pledge_board",
            "Pledge board",
            "One row is a pledge, with what the calendar says of it today.",
            _CLOCK,
            "clock",
        ),
        (
            "sanctions",
            "sanctions_in_force",
            "Sanctions in force",
            "One row is a sanction that holds today.",
            (_OUTCOME,),
            "status",
        ),
        ("laws", "laws_in_force", "Laws in force", "One row is a law in force today.", (_OUTCOME,), "status"),
    ):
        if family in kinds.lives:
            base = family_table(kinds.lives[family])
            facets = (where, *(f for f in base.facets if f != where))
            found.append(base._replace(name=name, title=title, doc=doc, columns=base.columns + more, facets=facets, indexes=()))
    return found
