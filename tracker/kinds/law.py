"""Laws: statutes, regulations and rules, from the first draft to entry into force and repeal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from tracker.model import values as v
from tracker.model.dates import When, proven_before, when
from tracker.model.event import Finding, WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.state import State, column


@dataclass(frozen=True)
class Law(State):
    """What a law has become."""

    starts: When | None = None
    until: When | None = None

    @column(stated=True)
    def effective(self) -> str | None:
        """The day set for entry into force, of the law or of its latest amendment."""
        return self.starts.text if self.starts else None

    @column()
    def effective_to(self) -> str | None:
        """The last day that entry into force may fall on, as the date is stated."""
        return self.starts.latest if self.starts else None

    @column(stated=True)
    def ends_on(self) -> str | None:
        """When a suspension ends by its own terms."""
        return self.until.text if self.until else None

    @property
    def ends(self) -> When | None:
        return self.until


class LawEvent(WorldEvent):
    """What events of a law share."""

    effective: v.ClosedDate = Field(None, title="Day of entry into force")
    """The day set for entry into force."""

    def evolve(self, state: Law, status: str) -> Law:
        kept = state.until if status == state.status else None
        return state.with_status(status, starts=when(self.effective) if self.effective else state.starts, until=kept)


class Proposed(LawEvent):
    """A draft was published or laid before a legislature."""

    type: Literal["law.proposed"]
    """Always `law.proposed`."""


class Adopted(LawEvent):
    """The law was passed, signed or issued."""

    type: Literal["law.adopted"]
    """Always `law.adopted`."""

    def findings(self) -> Iterator[Finding]:
        if self.effective and self.date and proven_before(when(self.effective), when(self.date)):
            yield Finding(
                "P308", ("effective",), f"effective `{self.effective}` lies before adoption on `{self.date}`",
                "give the day that the law sets for entry into force; if it really reaches back, say so in `notes`",
                warns=True,
            )  # fmt: skip


class InForce(LawEvent):
    """The law, or a part of it, entered into force."""

    type: Literal["law.in_force"]
    """Always `law.in_force`."""


class Amended(LawEvent):
    """The law or its draft was changed; its status stays."""

    type: Literal["law.amended"]
    """Always `law.amended`."""


class Suspended(LawEvent):
    """The law was suspended; `until` says for how long, where that was set."""

    type: Literal["law.suspended"]
    """Always `law.suspended`."""
    until: v.ClosedDate = Field(None, title="When the suspension ends")
    """When the suspension ends by its own terms."""

    def evolve(self, state: Law, status: str) -> Law:
        state = super().evolve(state, status)
        return state.with_status(status, until=when(self.until)) if self.until else state


class Repealed(LawEvent):
    """The law was repealed."""

    type: Literal["law.repealed"]
    """Always `law.repealed`."""


class Dropped(LawEvent):
    """The draft was given up, rejected or left to lapse."""

    type: Literal["law.dropped"]
    """Always `law.dropped`."""


LIFE = Life(
    family="laws",
    singular="law",
    rank=40,
    label="A statute, regulation or rule, from its first draft to entry into force, amendment and repeal.",
    state=Law,
    events=(Proposed, Adopted, InForce, Amended, Suspended, Repealed, Dropped),
    open=("proposed", "adopted"),
    over=("repealed", "dropped"),
    view={"sort_desc": "opened", "facets": ["status", "jurisdiction"], "links": ["sector"]},
    table={
        NOTHING: {
            "proposed": "proposed",
            "adopted": "adopted",
            "in_force": "in force",
            # Only what is already in force can be amended, suspended or repealed without our knowing more.
            "amended": "in force",
            "suspended": "suspended",
            "repealed": "repealed",
            "dropped": "dropped",
        },
        "proposed": {
            "proposed": "proposed",
            "adopted": "adopted",
            "in_force": "in force",
            "amended": "proposed",
            "dropped": "dropped",
        },
        "adopted": {
            "in_force": "in force",
            "amended": "adopted",
            "suspended": "suspended",
            "repealed": "repealed",
        },
        # A draft that would change a law in force leaves it in force; further parts may enter into force later.
        "in force": {
            "proposed": "in force",
            "in_force": "in force",
            "amended": "in force",
            "suspended": "suspended",
            "repealed": "repealed",
        },
        "suspended": {
            "in_force": "in force",
            "amended": "suspended",
            "suspended": "suspended",
            "repealed": "repealed",
        },
        "repealed": {"proposed": "proposed"},
        "dropped": {"proposed": "proposed"},
    },
)
