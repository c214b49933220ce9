"""This tracker's own words: sectors, relations and publishers with their tiers, as `events/vocabulary.json` has them."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import StringConstraints

from tracker.model.values import Name, Value, Word, text

TIERS = ("official", "newsroom", "research", "aggregator", "mirror")
Tier = Literal[TIERS]

INDEPENDENT = frozenset({"official", "newsroom", "research"})
"""Tiers whose publishers find things out for themselves; two of them make a fact `high`."""

Host = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+$")]
RelationWord = Annotated[str, StringConstraints(pattern=r"^[a-z]+(?:_[a-z]+)*$")]


class Publisher(Value):
    """Who writes pages, and how near to the fact they stand."""

    tier: Tier
    """official: an authority or the acting party itself; newsroom: reports itself; research: law firms, think tanks,
    monitors; aggregator: digests of others; mirror: copies of others."""
    hosts: list[Host] = []
    """The hosts of its own pages."""


class RelationKind(Value):
    """A tie between two parties."""

    label: text(60)
    """As read from the party to the other: `founder of`."""
    inverse: text(60)
    """As read from the other: `founded by`."""
    tie: bool = False
    """Whether pressure on the one is pressure on the other, for `pressure_and_pledges`."""


class Vocabulary(Value):
    """The words that an event may use beyond those that standards and the types give."""

    sectors: dict[Word, text(300)] = {}
    """Sector -> what it takes in."""
    relations: dict[RelationWord, RelationKind] = {}
    """Relation -> how it reads."""
    publishers: dict[Name, Publisher] = {}
    """Publisher -> tier and hosts."""

    def tier(self, publisher: str) -> str | None:
        """A publisher's tier, or none if it is not listed."""
        return self.tiers.get(publisher)

    @cached_property
    def tiers(self) -> dict[str, str]:
        """Publisher -> tier."""
        return {name: known.tier for name, known in self.publishers.items()}
