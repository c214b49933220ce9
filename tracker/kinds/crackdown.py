"""Crackdowns: what an authority at home did to a company or a trade, from opening a case to closing it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tracker.model.event import WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.state import State, column


@dataclass(frozen=True)
class Crackdown(State):
    """What an enforcement case has become."""

    fines: tuple[tuple[str, Decimal], ...] = ()

    @column(unit="currency")
    def fined(self) -> Decimal | None:
        """The sum of the fines, where all were in one currency."""
        return sum((value for _, value in self.fines), Decimal(0)) if self.currency() else None

    @column(facet=True, aside=True)
    def currency(self) -> str | None:
        """ISO 4217 code of the fines, where all were in one currency."""
        units = {unit for unit, _ in self.fines}
        return units.pop() if len(units) == 1 else None


class Opened(WorldEvent):
    """An authority opened an investigation, a review or a campaign."""

    type: Literal["crackdown.opened"]
    """Always `crackdown.opened`."""


class Widened(WorldEvent):
    """The case was extended to more parties, products or charges."""

    type: Literal["crackdown.widened"]
    """Always `crackdown.widened`."""


class Ordered(WorldEvent):
    """An authority ordered somebody to do, stop or change something."""

    type: Literal["crackdown.ordered"]
    """Always `crackdown.ordered`."""


class Fined(WorldEvent):
    """An authority imposed a fine."""

    type: Literal["crackdown.fined"]
    """Always `crackdown.fined`."""

    def evolve(self, state: Crackdown, status: str) -> Crackdown:
        # A sum that totals leave out (a part of another fine) is shown with its event and not added here.
        if self.amount is None or self.amount.not_counted:
            return state.with_status(status)
        fine = (self.amount.currency, Decimal(self.amount.value))
        return state.with_status(status, fines=(*state.fines, fine))


class Eased(WorldEvent):
    """An authority took back part of the pressure."""

    type: Literal["crackdown.eased"]
    """Always `crackdown.eased`."""


class Appealed(WorldEvent):
    """The target challenged the measure before a court or a higher authority."""

    type: Literal["crackdown.appealed"]
    """Always `crackdown.appealed`."""


class Closed(WorldEvent):
    """The authority ended the case."""

    type: Literal["crackdown.closed"]
    """Always `crackdown.closed`."""


LIFE = Life(
    family="crackdowns",
    singular="crackdown",
    rank=20,
    label="A case of enforcement by an authority at home: an investigation, an order, a fine, a campaign.",
    state=Crackdown,
    events=(Opened, Widened, Ordered, Fined, Eased, Appealed, Closed),
    open=("open", "restricted"),
    over=("closed",),
    view={"sort_desc": "opened", "facets": ["status", "jurisdiction", "currency"], "links": ["regulator", "target", "sector"]},
    table={
        NOTHING: {
            "opened": "open",
            "widened": "open",
            "ordered": "restricted",
            "fined": "fined",
            "eased": "eased",
            "appealed": "open",
            "closed": "closed",
        },
        "open": {
            "widened": "open",
            "ordered": "restricted",
            "fined": "fined",
            "eased": "eased",
            "appealed": "open",
            "closed": "closed",
        },
        "restricted": {
            "widened": "restricted",
            "ordered": "restricted",
            "fined": "fined",
            "eased": "eased",
            "appealed": "restricted",
            "closed": "closed",
        },
        "fined": {
            "opened": "open",
            "widened": "open",
            "ordered": "restricted",
            "fined": "fined",
            "eased": "eased",
            "appealed": "fined",
            "closed": "closed",
        },
        "eased": {
            "opened": "open",
            "widened": "open",
            "ordered": "restricted",
            "fined": "fined",
            "eased": "eased",
            "appealed": "eased",
            "closed": "closed",
        },
        # A closed case may be opened anew.
        "closed": {"opened": "open", "widened": "open", "ordered": "restricted", "fined": "fined"},
    },
)
