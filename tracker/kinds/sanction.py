"""Sanctions: what one government imposed on the companies of another, and when it held."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from tracker.model import values as v
from tracker.model.dates import When, proven_before, when
from tracker.model.event import Finding, WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.state import State, column

Effect = Literal["tightened", "eased", "extended", "licensed", "upheld", "took_effect", "postponed"]


@dataclass(frozen=True)
class Sanction(State):
    """What a sanction has become."""

    last_effect: str | None = None
    starts: When | None = None
    until: When | None = None
    comply_by: When | None = None
    pending: str | None = None

    @column(facet=True)
    def effect(self) -> str | None:
        """What the latest amendment did to the sanction."""
        return self.last_effect

    @column(stated=True)
    def effective(self) -> str | None:
        """The day on which the latest step takes or took effect, where it is another than the day of the act."""
        return self.starts.text if self.starts else None

    @column(stated=True)
    def ends_on(self) -> str | None:
        """When the measure or its suspension ends by its own terms."""
        return self.until.text if self.until else None

    @column(stated=True)
    def deadline(self) -> str | None:
        """By when others must comply."""
        return self.comply_by.text if self.comply_by else None

    @property
    def deadline_by(self) -> When | None:
        return self.comply_by

    @property
    def ends(self) -> When | None:
        return self.until

    def turn(self) -> tuple[When, "Sanction"] | None:
        """The effective day itself moves the case on, with no event needed."""
        if self.pending is None or self.starts is None:
            return None
        return self.starts, self.with_status(self.pending)

    def with_status(self, status: str, **changes) -> "Sanction":
        """As of any state; and what was to come of the status that ends now comes no more."""
        if status != self.status:
            changes.setdefault("pending", None)
        return State.with_status(self, status, **changes)


def _waits(effective: When, acted: When) -> bool:
    """Whether a step takes effect, or may take effect, on a later day than that of the act."""
    return effective.earliest > (acted.earliest or "") or effective.latest > (acted.latest or "9999-12-31")


class SanctionEvent(WorldEvent):
    """What events of a sanction share."""

    effective: v.ClosedDate = Field(None, title="Day on which it takes effect")
    """The day on which the step takes effect, where it is later than the act."""
    until: v.ClosedDate = Field(None, title="When it ends")
    """When the measure or the suspension ends by its own terms."""
    deadline: v.ClosedDate = Field(None, title="By when others must comply")
    """By when others must comply."""
    targets_added: Annotated[list[v.PartySlug], Field(min_length=1, max_length=200)] = Field(None, title="Targets added")
    """Parties that this step made targets."""
    targets_removed: Annotated[list[v.PartySlug], Field(min_length=1, max_length=200)] = Field(None, title="Targets let go")
    """Parties that this step let go."""

    def evolve(self, state: Sanction, status: str) -> Sanction:
        # An end set for one stretch says nothing about the next: what lifts, suspends or resumes begins anew.
        kept = state.until if status == state.status else None
        ends: dict[str, When | None] = {
            "until": when(self.until) if self.until else kept,
            "comply_by": when(self.deadline) if self.deadline else state.comply_by,
        }
        starts = when(self.effective) if self.effective else None
        if starts and _waits(starts, when(self.date)):
            return self.deferred(state.with_status(state.status, **ends), status, starts)
        if status == state.status:
            return state.with_status(status, **ends)
        return state.with_status(status, starts=starts, **ends)

    def deferred(self, state: Sanction, status: str, starts: When) -> Sanction:
        """The state in which `status` waits for the day on which this step takes effect."""
        if status == state.status:
            return state
        return state.with_status(state.status or "announced", starts=starts, pending=status)

    def findings(self) -> Iterator[Finding]:
        for field in ("effective", "until", "deadline"):
            given = getattr(self, field)
            if given and self.date and proven_before(when(given), when(self.date)):
                yield Finding(
                    "P308", (field,), f"{field} `{given}` lies before the act of `{self.date}`",
                    "give the day that the measure itself sets",
                )  # fmt: skip


class Imposed(SanctionEvent):
    """An authority imposed the sanction. Before its `effective` day it is announced; from that day on, in force."""

    type: Literal["sanction.imposed"]
    """Always `sanction.imposed`."""


class Amended(SanctionEvent):
    """The sanction was changed, upheld, extended, or took effect."""

    type: Literal["sanction.amended"]
    """Always `sanction.amended`."""
    effect: Effect = Field(title="What it did")
    """What the amendment did."""

    @property
    def step(self) -> str:
        return f"amended {self.effect}"

    def evolve(self, state: Sanction, status: str) -> Sanction:
        before = state
        state = super().evolve(state, status)
        if self.effect == "postponed" and state.pending and not self.effective:
            # Postponed to no new day: it stays announced until an event says that it took effect.
            state = state.with_status(state.status, starts=None, pending=None)
        if self.effect == "licensed":
            # The end of a licence is not the end of the measure from which it excepts.
            state = state.with_status(state.status, until=before.until)
        return state.with_status(state.status, last_effect=self.effect)

    def deferred(self, state: Sanction, status: str, starts: When) -> Sanction:
        if status != "announced":
            return super().deferred(state, status, starts)
        if self.effect != "postponed":
            return state
        return state.with_status("announced", starts=starts, pending=state.pending or "in force")


class Suspended(SanctionEvent):
    """The sanction was suspended; `until` says for how long, where that was set."""

    type: Literal["sanction.suspended"]
    """Always `sanction.suspended`."""


class Resumed(SanctionEvent):
    """A suspended sanction was put back in force."""

    type: Literal["sanction.resumed"]
    """Always `sanction.resumed`."""


class Lifted(SanctionEvent):
    """The sanction was ended."""

    type: Literal["sanction.lifted"]
    """Always `sanction.lifted`."""


def _amended(otherwise: str, **effects: str) -> dict[str, str]:
    """What an amendment of each effect results in: as named, and for every other effect the status stays."""
    return {f"amended {effect}": effects.get(effect, otherwise) for effect in get_args(Effect)}


LIFE = Life(
    family="sanctions",
    singular="sanction",
    rank=30,
    label="A measure by one government against companies or trade of another: a listing, a ban, a tariff, a control.",
    state=Sanction,
    events=(Imposed, Amended, Suspended, Resumed, Lifted),
    open=("announced", "in force", "eased", "suspended"),
    over=("lifted",),
    view={"sort_desc": "opened", "facets": ["status", "effect", "jurisdiction"], "links": ["authority", "target", "sector"]},
    table={
        NOTHING: {
            "imposed": "in force",
            **_amended("in force", eased="eased", postponed="announced"),
            "suspended": "suspended",
            "resumed": "in force",
            "lifted": "lifted",
        },
        "announced": {
            **_amended("announced", took_effect="in force"),
            "suspended": "suspended",
            "lifted": "lifted",
        },
        "in force": {
            **_amended("in force", eased="eased"),
            "suspended": "suspended",
            "lifted": "lifted",
        },
        "eased": {
            **_amended("eased", tightened="in force", took_effect="in force"),
            "suspended": "suspended",
            "resumed": "in force",
            "lifted": "lifted",
        },
        "suspended": {
            **_amended("suspended", took_effect="in force"),
            "suspended": "suspended",
            "resumed": "in force",
            "lifted": "lifted",
        },
        # A measure once lifted may be imposed anew; a court may put it back.
        "lifted": {"imposed": "in force", "resumed": "in force"},
    },
)
