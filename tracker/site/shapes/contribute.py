"""The shapes of the page on which somebody contributes, and of the answer to what was sent to it."""

from typing import Any

from tracker.site.shapes.base import Stands, shape


@shape
class ChoicePage(Stands):
    """`/contribute.json`: what can be contributed."""

    step: str
    """choose."""
    title: str
    """The heading."""
    case: dict[str, Any] | None
    """The case to which something is to be added, if one was named."""
    families: list[dict[str, Any]]
    """The families with their types: `type`, what it `says`, and whether it usually `opens` a case."""


@shape
class FormPage(Stands):
    """`/contribute.json?type=`: the form of a type, and in the answer to a form what is wrong with it."""

    step: str
    """form."""
    title: str
    """The heading."""
    type: str
    """The type of event."""
    says: str
    """What such an event says."""
    family: str | None
    """The family in which it stands."""
    case: dict[str, Any] | None
    """The case, where it is said which."""
    opens: bool
    """Whether such an event usually opens a case."""
    of: dict[str, Any] | None
    """The event that it concerns."""
    brings: list[str]
    """The statuses that it may bring about."""
    groups: list[dict[str, Any]]
    """The fields in groups, each with `name`, `label`, `help`, `control`, `required`, `folded` and `choices`."""
    change: list[dict[str, Any]]
    """Of a correction the fields of the event that is corrected, each with what it says `now`."""
    new: dict[str, Any] | None
    """The fields of parties to be registered."""
    texts: dict[str, list[str]]
    """What stands in the fields."""
    problems: list[dict[str, Any]]
    """What is wrong: `code`, `severity`, `field`, `label`, `place`, `sentence`, `help`."""
    stored: dict[str, str]
    """Field -> as what it is stored, where that is not what was typed."""
    suggested: dict[str, list]
    """Names that fields suggest."""


@shape
class FinishedPage(Stands):
    """The answer to a form with which nothing is wrong."""

    step: str
    """done."""
    title: str
    """The heading."""
    type: str
    """The type of event."""
    case: dict[str, Any] | None
    """The case, if the record has it."""
    files: list[dict[str, Any]]
    """The finished files: `path`, `name`, `text`, and the `address` that opens it on the project's git host."""
    hosted: bool
    """Whether there is a git host."""
    problems: list[dict[str, Any]]
    """Warnings."""
    stored: dict[str, list[str]]
    """Field -> what was typed, and as what it is stored."""
    texts: dict[str, list[str]]
    """What was typed."""
