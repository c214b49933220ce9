"""The shapes of the page on which somebody contributes, and of the answer to what was sent to it."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from tracker.site.shapes.base import Error, Stands, shape


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


@shape
class Sent(TypedDict):
    """What a program sends to `/contribute`: an event as it would stand in the log. Nothing of it is kept."""

    case: NotRequired[str]
    """The id of its case, one to be opened perhaps; of an event about another that one's case where it is left out."""
    event: dict[str, Any]
    """The event, in the fields of its type, without `recorded`."""
    parties: NotRequired[dict[str, dict[str, Any]]]
    """Slug -> the fields of a party that is to be registered with it."""


@shape
class File(TypedDict):
    """A finished file."""

    path: str
    """Where it belongs in the project."""
    name: str
    """Its name."""
    text: str
    """What stands in it."""
    address: str | None
    """Where the project's git host opens it as a new file; null without a host, or where that would be too long."""


@shape
class Told(TypedDict):
    """One thing that is wrong, or worth a second look."""

    code: str | None
    """Its code, which `tracker explain` explains."""
    severity: str
    """error or warning."""
    field: str | None
    """The field of a form at which it is mended."""
    label: str | None
    """What that field is called."""
    place: str
    """Where it stands: the way to the value, or the file of the log."""
    sentence: str
    """What is wrong."""
    help: str | None
    """What to do."""


@shape
class Contributed(Stands):
    """The answer to an event in which nothing is wrong: its file, to be handed in for review."""

    files: list[File]
    """The finished files: that of the event, and of each party registered with it."""
    problems: list[Told]
    """Warnings."""
    stored: NotRequired[dict[str, str]]
    """Of a form, field -> as what it is stored, where that is not what was typed."""


@shape
class NotYet(Error):
    """The answer to what is no event yet."""

    problems: list[Told]
    """Everything that is wrong with it, each with its remedy."""
    stored: dict[str, str]
    """Of a form, field -> as what it is stored, where that is not what was typed."""
