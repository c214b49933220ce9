"""An entry: one event as the log holds it, with its identity and its place."""

from operator import attrgetter
from typing import NamedTuple

from tracker.model.dates import UNDATED, When, when
from tracker.model.event import Event
from tracker.model.problem import Place
from tracker.model.quick import quick


class Entry(NamedTuple):
    """One event of the log. `data` is the document in its type's current version; `event` the same, validated."""

    id: str
    case_id: str
    data: dict
    event: Event
    place: Place
    stored: dict
    """The document in the version in which it was written; a correction may be written for that one."""
    recorded: str
    """When it entered the log."""
    when: When
    """The event's date; an undated one may have been on any day."""

    @property
    def stem(self) -> str:
        return self.id.rsplit("/", 1)[1]

    @property
    def family(self) -> str:
        return self.id.split("/", 1)[0]


_entry = quick(Entry)

by_recorded = attrgetter("recorded", "id")
"""The order in which entries entered the log; one case never has two of a stamp, two cases may."""


def entry_of(event_id: str, case_id: str, data: dict, event: Event, place: Place, stored: dict) -> Entry:
    """An entry, its date read once for all who ask."""
    date = data.get("date")
    return _entry((event_id, case_id, data, event, place, stored, data["recorded"], when(date) if date else UNDATED))
