"""Events about the record, in any case's folder: they change what we know, not what happened."""

from typing import Annotated, Any, Literal

from pydantic import Field

from tracker.model import values as v
from tracker.model.event import RecordEvent
from tracker.model.life import Life
from tracker.model.state import State


class Corrected(RecordEvent):
    """A recorded event said something wrong; this says what instead, and both stay visible."""

    type: Literal["record.corrected"]
    """Always `record.corrected`."""
    of: v.EventId
    """The event that is corrected."""
    shape: Annotated[int, Field(ge=1)] = 1
    """The version of that event's type in which `change` and `was` are written; absent means 1."""
    change: Annotated[dict[str, Any], Field(min_length=1, max_length=40)]
    """What is to be read instead: a merge patch (RFC 7396), in which a list is replaced whole and null takes away."""
    was: dict[str, Any]
    """The values replaced, as they stood before this correction; null where there was none."""
    reason: v.text(600)
    """Why, in one or two sentences."""
    sources: v.AtLeastOneSource
    """The pages that support the correction."""


class Retracted(RecordEvent):
    """A recorded event should not stand; its text stays visible, struck through."""

    type: Literal["record.retracted"]
    """Always `record.retracted`."""
    of: v.EventId
    """The event that is taken back; a retracted correction or retraction is void."""
    reason: v.text(600)
    """Why, in one or two sentences."""
    code: Literal["duplicate", "unsupported", "wrong_subject", "legal"] = Field(title="Kind of reason")
    """The kind of reason."""
    instead: v.Instead = Field(None, title="Where readers are led instead")
    """The event or case that readers are led to instead."""
    sources: Annotated[list[v.Source], Field(max_length=40)] = None
    """The pages that support the retraction, where there are any."""


class Redacted(RecordEvent):
    """The text of a recorded event was removed because it must not be shown; that it stood here remains."""

    type: Literal["record.redacted"]
    """Always `record.redacted`."""
    of: v.EventId
    """The event whose content was removed."""
    code: Literal["unlawful", "privacy", "spam"]
    """The kind of reason."""
    reason: v.text(600)
    """Why, without repeating what was removed."""


class Checked(RecordEvent):
    """Somebody looked for news up to a date and found none: silence becomes a fact."""

    type: Literal["record.checked"]
    """Always `record.checked`."""
    of: v.EventId = None
    """The event of which news was sought, if not of the whole case."""
    looked_in: Annotated[list[v.Place], Field(min_length=1, max_length=40)] = Field(title="Where you looked")
    """Where they looked: publications, registers, searches."""
    summary: v.Summary = Field(None, title="What was sought and not found")
    """What was sought and not found."""
    sources: Annotated[list[v.Source], Field(max_length=40)] = None
    """Pages that were looked at, where they can be named."""


class Replied(RecordEvent):
    """A party named in the case answered."""

    type: Literal["record.replied"]
    """Always `record.replied`."""
    of: v.EventId = None
    """The event that the reply concerns, if not the whole case."""
    party: v.PartySlug = Field(title="Who replied")
    """Who replied."""
    summary: v.Summary = Field(title="What they said, in our words")
    """What they said, in our own words, neutral."""
    quote: v.Quote = Field(None, title="What they said, in theirs")
    """What they said in their own words, at most 300 characters."""
    sources: v.AtLeastOneSource
    """Where the reply was published."""


LIFE = Life(
    family="record",
    singular="record",
    label="Events about the record itself: corrections, retractions, redactions, checks and replies.",
    state=State,
    events=(Corrected, Retracted, Redacted, Checked, Replied),
    table={},
)
