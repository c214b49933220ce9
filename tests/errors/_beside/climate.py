"""Climate targets: a family of another newsroom, whose cases can begin in one way only."""

from typing import Literal

from tracker.model.event import WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.state import State


def upcast_v1_v2(document: dict) -> dict:
    """A target was called goal at first."""
    return {"target" if key == "goal" else key: value for key, value in document.items()}


class Set(WorldEvent):
    """A government or a company set itself a target."""

    type: Literal["target.set"]
    """Always `target.set`."""
    current = 2
    upcasts = {1: upcast_v1_v2}
    target: str = None
    """What is to be reached."""


class Met(WorldEvent):
    """The target was met."""

    type: Literal["target.met"]
    """Always `target.met`."""


LIFE = Life(
    family="targets",
    singular="target",
    label="A target that a government or a company set itself.",
    state=State,
    events=(Set, Met),
    table={NOTHING: {"set": "set"}, "set": {"met": "met"}},
)
