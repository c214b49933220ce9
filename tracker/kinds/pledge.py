"""Pledges: what a company or a person promised in public, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from tracker.model import values as v
from tracker.model.dates import When, proven_before, when
from tracker.model.event import Finding, WorldEvent
from tracker.model.ledger import Delivery, Promise, Sums, sums
from tracker.model.life import NOTHING, Life
from tracker.model.state import State, column


@dataclass(frozen=True)
class Pledge(State):
    """What a pledge has become."""

    question: str | None = None
    deadline: When | None = None
    promise: Promise | None = None
    deliveries: tuple[Delivery, ...] = ()

    @column(aside=True)
    def asks(self) -> str | None:
        """The question that readers come with."""
        return self.question

    @column(stated=True)
    def due(self) -> str | None:
        """The deadline as stated: a day, a month, a year or an interval."""
        return self.deadline.text if self.deadline else None

    @column(aside=True)
    def due_from(self) -> str | None:
        """The first day on which the deadline may fall; from it on the pledge may be overdue."""
        return self.deadline.earliest if self.deadline else None

    @column()
    def due_to(self) -> str | None:
        """The last day on which the deadline may fall; past it the pledge is overdue."""
        return self.deadline.latest if self.deadline else None

    @column(facet=True, aside=True)
    def due_year(self) -> int | None:
        """The year of the last day on which the deadline may fall."""
        return int(self.deadline.latest[:4]) if self.deadline and self.deadline.latest else None

    @column(facet=True, aside=True)
    def currency(self) -> str | None:
        """ISO 4217 code of the promised sum, or the unit where the promise is not in money."""
        own = self.sums()
        return own.unit if own else None

    @column(unit="currency")
    def promised(self) -> Decimal | None:
        """The sum promised, after the latest revision."""
        return self.promise.value if self.promise else None

    @column(unit="currency", aside=True)
    def promised_at_first(self) -> Decimal | None:
        """The sum promised when the pledge was first made, where it was revised since."""
        return self.promise.first if self.promise and self.promise.revised else None

    @column(aside=True)
    def bound(self) -> str | None:
        """Whether the promised sum is a floor (over), a ceiling (up_to) or rounded (about)."""
        return self.promise.bound if self.promise else None

    @column(unit="currency")
    def delivered(self) -> Decimal | None:
        """The sum reported as delivered in the promise's own currency; empty where nobody disclosed one."""
        own = self.sums()
        return own.delivered if own else None

    @column(unit="currency")
    def undisclosed(self) -> Decimal | None:
        """What remains of the promise after all that was disclosed, in its own currency, never below nothing."""
        own = self.sums()
        return own.remainder if own else None

    @column(aside=True)
    def not_counted(self) -> str | None:
        """Why totals leave this promise out, if they do."""
        return self.promise.not_counted if self.promise else None

    @property
    def deadline_by(self) -> When | None:
        return self.deadline

    def sums(self) -> Sums | None:
        """The ledger's line in the promise's own unit; without a promised sum, in that of the first delivery."""
        return next(sums(self.promise, self.deliveries), None)

    def ledger(self) -> list[Sums]:
        """All lines of the ledger, one a unit, the promise's own first."""
        return list(sums(self.promise, self.deliveries))


class PledgeEvent(WorldEvent):
    """What events of a pledge share."""

    question: v.Name = Field(None, title="The question that readers come with")
    """The question that readers come with; beside `name` on the first recorded event."""

    def evolve(self, state: Pledge, status: str) -> Pledge:
        return state.with_status(status, question=self.question) if self.question else state.with_status(status)


class Promising(PledgeEvent):
    """What a promise and its revision share."""

    due: v.ClosedDate = Field(None, title="Deadline")
    """The promised deadline: "by the end of 2025" is `2025-12-31`, "by 2025" is `2025`."""

    def evolve(self, state: Pledge, status: str) -> Pledge:
        changes: dict[str, Any] = {}
        promised = self.amount or self.quantity
        if promised is not None:
            value = Decimal(promised.value)
            before = state.promise
            first = before.first if before and before.unit == promised.unit else value
            changes["promise"] = Promise(promised.unit, value, first, promised.bound, promised.not_counted)
        if self.due:
            changes["deadline"] = when(self.due)
        return super().evolve(state, status).with_status(status, **changes)

    def findings(self) -> Iterator[Finding]:
        if self.due and self.date and proven_before(when(self.due), when(self.date)):
            yield Finding(
                "P304", ("due",), f"due `{self.due}` lies before the pledge of `{self.date}`",
                "give the deadline that was promised; a deadline already past is no promise",
            )  # fmt: skip


class Announced(Promising):
    """A company or a person promised something in public."""

    type: Literal["pledge.announced"]
    """Always `pledge.announced`."""


class Revised(Promising):
    """The promise itself was changed: another sum, another deadline."""

    type: Literal["pledge.revised"]
    """Always `pledge.revised`."""


class Delivering(PledgeEvent):
    """What events that report a delivery share."""

    amount: v.DeliveredAmount = Field(None, title="Sum given or spent")
    """The sum given or spent."""
    quantity: v.DeliveredQuantity = Field(None, title="Quantity delivered, where it is not money")
    """The quantity delivered, where the promise is not in money."""

    def evolve(self, state: Pledge, status: str) -> Pledge:
        state = super().evolve(state, status)
        given = self.amount or self.quantity
        if given is None:
            return state
        delivery = Delivery(
            given.unit, Decimal(given.value), given.measure == "cumulative", when(given.covers), given.not_counted
        )
        return state.with_status(status, deliveries=(*state.deliveries, delivery))


class Progressed(Delivering):
    """Something was done towards the promise."""

    type: Literal["pledge.progressed"]
    """Always `pledge.progressed`."""


class Fulfilled(Delivering):
    """There is evidence that the promise was kept; a company's word alone, or a first stage, is progress."""

    type: Literal["pledge.fulfilled"]
    """Always `pledge.fulfilled`."""


class PartlyFulfilled(Delivering):
    """There is evidence that part of the promise was kept and that the rest will not be."""

    type: Literal["pledge.partly_fulfilled"]
    """Always `pledge.partly_fulfilled`."""


class Broken(PledgeEvent):
    """The deadline has passed with evidence that the promise was not kept, or somebody with authority found so."""

    type: Literal["pledge.broken"]
    """Always `pledge.broken`."""
    finding_by: v.PartySlug = Field(None, title="Who found so")
    """The party that found so, where one did."""


class Withdrawn(PledgeEvent):
    """Whoever made the promise took it back."""

    type: Literal["pledge.withdrawn"]
    """Always `pledge.withdrawn`."""


LIFE = Life(
    family="pledges",
    singular="pledge",
    rank=10,
    label="A promise that a company or a person made in public, from its announcement to its outcome.",
    state=Pledge,
    events=(Announced, Revised, Progressed, Fulfilled, PartlyFulfilled, Broken, Withdrawn),
    open=("announced", "under way", "partly fulfilled"),
    over=("fulfilled", "broken", "withdrawn"),
    view={"sort_desc": "opened", "facets": ["status", "currency", "due_year"], "links": ["party", "sector"]},
    table={
        NOTHING: {
            "announced": "announced",
            "revised": "announced",
            "progressed": "under way",
            "fulfilled": "fulfilled",
            "partly_fulfilled": "partly fulfilled",
            "broken": "broken",
            "withdrawn": "withdrawn",
        },
        "announced": {
            "revised": "announced",
            "progressed": "under way",
            "fulfilled": "fulfilled",
            "partly_fulfilled": "partly fulfilled",
            "broken": "broken",
            "withdrawn": "withdrawn",
        },
        "under way": {
            "revised": "under way",
            "progressed": "under way",
            "fulfilled": "fulfilled",
            "partly_fulfilled": "partly fulfilled",
            "broken": "broken",
            "withdrawn": "withdrawn",
        },
        # An outcome may go back: a later finding outweighs an earlier one, and both stay on the page.
        "fulfilled": {
            "revised": "under way",
            "progressed": "fulfilled",
            "partly_fulfilled": "partly fulfilled",
            "broken": "broken",
        },
        "partly fulfilled": {
            "revised": "under way",
            "progressed": "partly fulfilled",
            "fulfilled": "fulfilled",
            "partly_fulfilled": "partly fulfilled",
            "broken": "broken",
            "withdrawn": "withdrawn",
        },
        "broken": {
            "revised": "under way",
            "progressed": "under way",
            "fulfilled": "fulfilled",
            "partly_fulfilled": "partly fulfilled",
            "withdrawn": "withdrawn",
        },
        "withdrawn": {"announced": "announced"},
    },
)
