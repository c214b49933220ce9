"""Statements: speeches, letters and policy lines that others answer to."""

from dataclasses import dataclass
from typing import Literal

from tracker.model.event import WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.state import State


@dataclass(frozen=True)
class Statement(State):
    """A statement has no life of its own: it was made."""


class Made(WorldEvent):
    """Somebody said or wrote something in public."""

    type: Literal["statement.made"]
    """Always `statement.made`."""


LIFE = Life(
    family="statements",
    singular="statement",
    rank=50,
    label="A speech, a letter or a policy line: what somebody said in public.",
    state=Statement,
    events=(Made,),
    over=("made",),
    view={"sort_desc": "opened", "facets": ["jurisdiction"], "links": ["party", "sector"]},
    table={NOTHING: {"made": "made"}, "made": {"made": "made"}},
)
