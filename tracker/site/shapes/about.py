"""The shapes of pages about the record itself: how well it is covered, and by which rules it judges."""

from typing_extensions import TypedDict

from tracker.site.shapes.base import Stands, shape


@shape
class Covered(TypedDict):
    """One part of the record, and how well it is covered."""

    value: str
    """The year, family, jurisdiction or tier."""
    events: int
    """How many events about the world."""
    cases: int
    """In how many cases."""
    two_publishers: int
    """How many of the events rest on at least two publishers; mirrors and aggregators do not count as such."""
    official: int
    """How many of the events rest on at least one official source."""
    archived: int
    """How many of the events have at least one source with an archived copy."""


@shape
class OftenCited(TypedDict):
    """A publisher that many events rest on."""

    name: str
    """Its name."""
    tier: str | None
    """official, newsroom, research, aggregator or mirror."""
    events: int
    """How many events, those of parties and of the record among them, rest on a page of its own."""


@shape
class CoveragePage(Stands):
    """`/coverage.json`"""

    all: Covered
    """The whole record."""
    by: dict[str, list[Covered]]
    """family, year, jurisdiction or tier -> its values."""
    publishers: list[OftenCited]
    """The publishers cited most."""
    publisher_count: int
    """How many publishers there are in all."""
    gaps: list[str]
    """The known gaps, as the codebook names them, in Markdown."""


@shape
class Heading(TypedDict):
    """A heading of the codebook."""

    id: str
    """What stands after `#` in its address: its number, where it has one."""
    title: str
    """Its words."""
    level: int
    """Its rank, from 1."""


@shape
class CodebookPage(Stands):
    """`/codebook.json`"""

    title: str
    """The first heading."""
    text: str
    """The whole of it, as Markdown."""
    headings: list[Heading]
    """The headings below the first, in order."""
    rules: dict[str, str]
    """Number -> the rule, as Markdown; `/codebook#2.4` leads to rule 2.4."""
