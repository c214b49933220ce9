"""The tables of cases: one for all, one for each family drawn from its state, and what belongs to a case."""

from decimal import Decimal
from typing import Annotated, NamedTuple

from tracker.derive.columns import CaseRef, Column, EventRef, Key, PartyRef, Table, Unit, columns_of, table
from tracker.model.life import Life
from tracker.model.state import columns


class Case(NamedTuple):
    """One row is a case of any family: a pledge, an enforcement case, a sanction, a law, a statement, a party."""

    pk: Key
    """Key of this build product, not permanent; `id` is."""
    id: str
    """The case's permanent id: family and slug; also its address."""
    family: str
    """The family to which it belongs."""
    name: str
    """The case's name."""
    question: str | None
    """The question that readers come with."""
    status: str
    """What the case has become after all that is recorded, by the published rule."""
    open: int
    """1 while the case still waits for something."""
    opened: str | None
    """The first day of the first event."""
    last_event: str | None
    """The day from which the latest event counts."""
    last_sign: str | None
    """The last day on which something can have happened, or somebody looked for news; silence is counted from it."""
    events: int
    """How many events about the world stand."""
    jurisdiction: str | None
    """ISO 3166-1 alpha-2 code of the first event's authority, or EU."""
    first_recorded: str
    """When the case entered this log, UTC."""
    last_recorded: str
    """When the latest event entered this log, UTC."""
    digest: str
    """SHA-256 over the case's events."""


class FamilyCase(NamedTuple):
    """What the tables of all families begin with."""

    pk: Key
    """The case's key."""
    case: CaseRef
    """The case."""
    id: str
    """The case's permanent id; also its address."""
    name: str
    """The case's name."""
    status: str
    """What the case has become, by the published rule."""
    since: str | None
    """The day from which it has that status."""
    opened: str | None
    """The first day of the first event."""
    last_event: str | None
    """The day from which the latest event counts."""
    last_sign: str | None
    """The last day on which something can have happened, or somebody looked for news."""
    events: int
    """How many events stand."""
    jurisdiction: str | None
    """ISO 3166-1 alpha-2 code of the acting authority or the party's home, or EU."""


class CaseState(NamedTuple):
    """One row is what held of a case from one day to another, as the record knew it from one time to another."""

    pk: Key
    """Key of this build product."""
    case: CaseRef
    """The case."""
    case_id: str
    """Permanent id of the case."""
    status: str | None
    """The status."""
    due: str | None
    """The deadline as stated."""
    until: str | None
    """When the measure or its suspension was to end by its own terms."""
    promised: Annotated[float | None, Unit("currency")]
    """The sum promised."""
    delivered: Annotated[float | None, Unit("currency")]
    """The sum reported as delivered in the promise's own currency."""
    currency: str | None
    """ISO 4217 code of both, or their unit."""
    valid_from: str | None
    """The first day on which it held; empty where nobody dates it."""
    valid_to: str | None
    """The first day on which it no longer held; empty while it does."""
    certain_from: str | None
    """The last day on which it can have begun; before it the answer is "may have"."""
    known_from: str
    """From when the record said so, UTC."""
    known_to: str | None
    """Until when, UTC; empty while it still does."""
    event: EventRef
    """The event that brought it about."""
    event_id: str
    """Permanent id of that event."""
    turned: int
    """1 if a day brought it about that the event had set."""


class CaseParty(NamedTuple):
    """One row is a party in a case, with its role."""

    pk: Key
    """Key of this build product."""
    case: CaseRef
    """The case."""
    case_id: str
    """Permanent id of the case."""
    party: PartyRef
    """The party."""
    party_id: str
    """Permanent id of the party."""
    role: str
    """What it did in the case, or what was done to it."""
    from_: str | None
    """The day of the first event that names it in this role."""
    to: str | None
    """The day on which it was let go, where an event says so."""


class CaseSector(NamedTuple):
    """One row is a part of the industry that a case concerns."""

    pk: Key
    """Key of this build product."""
    case: CaseRef
    """The case."""
    case_id: str
    """Permanent id of the case."""
    sector: str
    """The part of the industry."""


class CaseText(NamedTuple):
    """One row is the text by which a case is found."""

    pk: Key
    """The case's key."""
    case: CaseRef
    """The case."""
    body: str | None
    """The question, and of a party its other names."""
    names: str | None
    """The parties' names in all scripts."""
    grams: str | None
    """Runs of characters that are written without spaces, character by character."""


class LedgerLine(NamedTuple):
    """One row is one currency or unit of a pledge: promised, delivered, undisclosed. Two are never added."""

    pk: Key
    """Key of this build product."""
    case: CaseRef
    """The pledge."""
    case_id: str
    """Permanent id of the pledge."""
    currency: str
    """ISO 4217 code, or the unit of a quantity."""
    promised: Annotated[float | None, Unit("currency")]
    """The sum promised, after the latest revision."""
    promised_stated: str | None
    """The same, exact."""
    promised_at_first: Annotated[float | None, Unit("currency")]
    """The sum promised when the pledge was first made, where it was revised since."""
    delivered: Annotated[float | None, Unit("currency")]
    """The latest cumulative sum plus the steps whose period begins after it ends; empty where none was disclosed."""
    delivered_stated: str | None
    """The same, exact."""
    undisclosed: Annotated[float | None, Unit("currency")]
    """What remains of the promise, in its own currency only, never below nothing."""
    undisclosed_stated: str | None
    """The same, exact."""
    counted: int
    """1 if totals count it."""
    not_counted: str | None
    """Why totals leave it out, if they do."""


TABLES = (
    table(
        Case, "cases", "All cases", label="name", facets=("family", "status", "jurisdiction"), sort_desc="last_recorded",
        unique=("id",), searched=True, aside=("pk", "opened", "last_event", "first_recorded", "digest"),
        indexes=(("family", "status"), ("status",), ("jurisdiction",), ("last_recorded",)),
    ),
    table(
        CaseState, "case_states", "What held when, as known when", label="status", facets=("status", "turned"),
        sort_desc="valid_from", aside=("pk", "event", "turned"), stated=("due", "until"),
        indexes=(("case", "known_from"), ("event",), ("status",), ("valid_from",), ("turned",)),
    ),
    table(
        CaseParty, "case_parties", "Parties in cases", label="role", facets=("role",), aside=("pk",),
        indexes=(("case", "party", "role"), ("party", "case", "role"), ("role",)),
    ),
    table(
        CaseSector, "case_sectors", "Sectors of cases", label="sector", facets=("sector",), aside=("pk",),
        indexes=(("case", "sector"), ("sector", "case")),
    ),
    table(CaseText, "case_texts", "Texts of cases", label="case", hidden=True, indexes=(("case",),)),
    table(LedgerLine, "ledger", "The pledge ledger", label="currency", facets=("currency", "counted"), sort_desc="promised",
          aside=("pk", "promised_stated", "delivered_stated", "undisclosed_stated"),
          stated=("promised_stated", "delivered_stated", "undisclosed_stated"),
          indexes=(("case",), ("currency",), ("counted",), ("promised",))),
)  # fmt: skip

BASE = columns_of(FamilyCase)

# The name leads to the case, and what is shown is what tells one case of a family from another.
BASE_ASIDE = ("pk", "case", "id", "opened", "last_event", "events")

SQL = {str: "TEXT", int: "INTEGER", Decimal: "REAL", float: "REAL"}


def family_table(life: Life) -> Table:
    """The table of a family: what all have, then the columns that its state publishes."""
    published = columns(life.state)
    own = tuple(Column(c.name, SQL[c.kind], c.doc, unit=c.unit) for c in published)
    facets = (*life.view.get("facets", ()), *({"link": word} for word in life.view.get("links", ())))
    plain = [f for f in life.view.get("facets", ())]
    indexes = [(f,) for f in plain] + [("status", f) for f in plain if f != "status"]
    sorts = {life.view.get("sort"), life.view.get("sort_desc")} - {None}
    return Table(
        life.family, life.family.capitalize(), life.label, BASE + own, label="name", facets=facets,
        sort=life.view.get("sort"), sort_desc=life.view.get("sort_desc"), unique=("id",), searched=True,
        aside=(*BASE_ASIDE, *(c.name for c in published if c.aside)), stated=tuple(c.name for c in published if c.stated),
        indexes=tuple(dict.fromkeys([("case",), *((s,) for s in sorts), *indexes])),
    )  # fmt: skip
