"""A family as another newsroom might keep it, its one type grown through three versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from tracker.model import values as v
from tracker.model.event import WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.state import State, column


@dataclass(frozen=True)
class Notice(State):
    """Where a notice was posted."""

    where: tuple[str, ...] = ()

    @column()
    def posted_in(self) -> str | None:
        """The places where it was posted, separated by semicolons."""
        return "; ".join(self.where) or None


class Spot(v.Value):
    """A place where a notice hangs."""

    name: v.text(100)
    """The place's name."""
    floor: Annotated[int, Field(ge=0)] = None
    """The floor, where it hangs within a house."""


def upcast_v1_v2(document: dict) -> dict:
    """One text of places, separated by commas, became a list."""
    places = document.pop("place", None)
    return document | {"places": [name.strip() for name in places.split(",")]} if isinstance(places, str) else document


def upcast_v2_v3(document: dict) -> dict:
    """A place became an object, so that it can say more than its name."""
    return document | {"places": list(_spots(document.get("places") or ()))}


def _spots(places: list) -> Iterator[object]:
    for place in places:
        yield {"name": place} if isinstance(place, str) else place


class Posted(WorldEvent):
    """Somebody posted a notice in public."""

    current = 3
    upcasts = {1: upcast_v1_v2, 2: upcast_v2_v3}

    type: Literal["notice.posted"]
    """Always `notice.posted`."""
    places: Annotated[list[Spot], Field(min_length=1, max_length=40)]
    """Where it was posted."""

    def evolve(self, state: Notice, status: str) -> Notice:
        return state.with_status(status, where=tuple(place.name for place in self.places))


LIFE = Life(
    family="notices",
    singular="notice",
    label="A notice that somebody posted.",
    state=Notice,
    events=(Posted,),
    table={NOTHING: {"posted": "posted"}, "posted": {"posted": "posted"}},
)
