"""The shape of the delta: what entered the record after a cursor."""

from typing import Any

from typing_extensions import TypedDict

from tracker.site.shapes.base import Stands, shape


@shape
class Held(TypedDict):
    """An event as the record held it from an entry on. Put it in the place of what you have under its id."""

    id: str
    """The event's permanent id."""
    standing: bool
    """Whether it stood; false once it was retracted."""
    redacted: bool
    """Whether its text was removed; drop whatever else you have of it."""
    fields: dict[str, Any]
    """All its fields."""


@shape
class Removed(TypedDict):
    """What is left of an event or an amendment whose text was removed: a tombstone."""

    id: str
    """Its permanent id."""
    fields: dict[str, Any]
    """All that is left of it; drop whatever else you have."""


@shape
class DeltaEntry(TypedDict):
    """An entry of the record."""

    id: str
    """Its permanent id; no two entries of the record share one."""
    recorded: str
    """When it entered the record, UTC."""
    what: str
    """added, corrected, retracted, redacted, checked or replied."""
    type: str
    """The type of event."""
    case: str
    """The permanent id of the case."""
    of: str | None
    """The event or amendment that it concerns, of one about the record."""
    entry: dict[str, Any]
    """All its own fields, as first recorded, or what is left of them."""
    events: list[Held]
    """What it made of events: of an added one itself, of a correction or retraction the event concerned, of a redaction
    every event of the case, since what was removed may have changed others."""
    removed: Removed | None
    """Of a redaction what is left of the text that was removed."""


@shape
class DeltaPage(Stands):
    """`/delta.json`"""

    changes: list[DeltaEntry]
    """The entries after the cursor, in recorded order, which is the order in which they were merged."""
    next: str
    """The cursor with which to ask next, whether or not there is more yet."""
    more: bool
    """Whether there is more already."""
    log_digest: str
    """Digest of the log from which this was answered."""
