"""A lifecycle: what may follow what, and which status results. The published rule by which statuses come about."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

NOTHING = None
"""The row for a case of which nothing is known yet: it lists every way a case may enter the record."""


@dataclass(frozen=True)
class Life:
    """One family: its words, its state, its events and its table."""

    family: str
    """The folder under `events/`, and the address on the site."""
    singular: str
    """The first word of its types."""
    label: str
    """One sentence that says what a case of this family is."""
    state: type
    """The folded state."""
    events: tuple[type, ...]
    """The types of event, in the order in which the guide shows them."""
    table: dict[str | None, dict[str, str]]
    """Status -> what happens -> resulting status."""
    rank: int = 60
    """Its place among the families, where readers meet them in a row."""
    open: tuple[str, ...] = ()
    """The statuses in which a case is still waiting for something."""
    over: tuple[str, ...] = ()
    """The statuses in which a case has come to its end: a drawing of its life goes no further."""
    view: dict[str, Any] = field(default_factory=dict)
    """How its table is first shown: facets, sort, size."""

    @cached_property
    def nothing(self) -> Any:
        """The state before the first event."""
        return self.state()

    @property
    def statuses(self) -> tuple[str, ...]:
        """Every status that can result, in the order of the table."""
        seen = dict.fromkeys(status for row in self.table.values() for status in row.values())
        return tuple(dict.fromkeys([s for s in self.table if s in seen] + list(seen)))
