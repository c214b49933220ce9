"""What a case has become: the folded state, and the columns that it publishes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple, Self, get_args, get_type_hints

from tracker.model.dates import When


class Column(NamedTuple):
    """A column that a state publishes, drawn from the method that computes it."""

    name: str
    kind: type
    doc: str
    unit: str | None
    facet: bool
    aside: bool
    stated: bool
    value: Callable[[Any], Any]


def column(*, unit: str | None = None, facet: bool = False, aside: bool = False, stated: bool = False):
    """Marks a method of a state as a column of its family's table; its docstring is the column's description.

    What is `aside` a page shows only to those who ask for all columns; what is `stated` is text that does not sort.
    """

    def mark(method):
        method.published = (unit, facet, aside, stated)
        return method

    return mark


@cache
def columns(state: type) -> tuple[Column, ...]:
    """The columns that a family's state publishes, in the order in which its file has them."""
    found = []
    for name, method in vars(state).items():
        if hasattr(method, "published"):
            returned = get_type_hints(method)["return"]
            kind = next(t for t in (*get_args(returned), returned) if t is not type(None))
            found.append(Column(name, kind, " ".join(method.__doc__.split()), *method.published, method))
    return tuple(found)


@cache
def _in_slots(state: type) -> bool:
    """Whether a state keeps its fields elsewhere than in a dict of its own."""
    return hasattr(state, "__slots__")


@dataclass(frozen=True)
class State:
    """The state of any case: a status, or none before the first event."""

    status: str | None = None

    def with_status(self, status: str, **changes) -> Self:
        """This state with another status, and with whatever else has changed."""
        if not changes and status == self.status:
            return self
        kind = type(self)
        if _in_slots(kind):
            return replace(self, status=status, **changes)
        # A copy of what it holds, several times faster than making it anew field by field, and asked for by every event.
        made = object.__new__(kind)
        made.__dict__.update(self.__dict__, status=status, **changes)
        return made

    def turn(self) -> tuple[When, Self] | None:
        """The day on which this state becomes another with no event needed, and that other state."""
        return None

    # What the history of every case shows, whatever its family; a family overrides what it has.

    @property
    def deadline_by(self) -> When | None:
        """The deadline against which the clock is held."""
        return None

    @property
    def ends(self) -> When | None:
        """When the measure or its suspension ends by its own terms."""
        return None

    def sums(self):
        """Promised and delivered, or none where the family knows no sums."""
        return None
