"""Parties: the companies, people and authorities that events name, and how they are tied to each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints

from tracker.model import values as v
from tracker.model.dates import proven_before, when
from tracker.model.event import Event, Finding
from tracker.model.life import NOTHING, Life
from tracker.model.state import State, column

Kind = Literal[
    "company", "person", "regulator", "government", "legislature", "court", "party_organ", "stock_exchange",
    "association", "foundation", "event", "other",
]  # fmt: skip


class Relation(NamedTuple):
    """One party's tie to another, from a day to a day, each as stated or open."""

    relation: str
    to: str
    since: str | None
    until: str | None
    event: str | None = None


@dataclass(frozen=True)
class Party(State):
    """What is known of a party."""

    called: str | None = None
    sort: str | None = None
    native: str | None = None
    other_names: tuple[str, ...] = ()
    home: str | None = None
    item: str | None = None
    relations: tuple[Relation, ...] = ()
    merged_into: str | None = None

    @column(facet=True)
    def kind(self) -> str | None:
        """What sort of party it is: a company, a person, a regulator."""
        return self.sort

    @column()
    def native_name(self) -> str | None:
        """Its name in its own script."""
        return self.native

    @column()
    def aliases(self) -> str | None:
        """Other names under which sources know it, separated by semicolons."""
        return "; ".join(self.other_names) or None

    @column(aside=True)
    def wikidata(self) -> str | None:
        """The Wikidata item of the same party."""
        return self.item

    @column()
    def into(self) -> str | None:
        """The party into which it was merged."""
        return self.merged_into


class PartyEvent(Event):
    """What events of a party share. The case itself is the party, so that naming it again is left to choice."""

    name: v.Name = Field(None, title="Name of the party")
    """The party's name; on the first recorded event of the party, and where a renaming gives a new one."""
    title: v.Title = Field(None, title="What happened, in one line")
    """What happened, in plain past tense; the page writes one where it is absent."""
    summary: v.Summary = Field(None, title="What happened, in one to three sentences")
    """One to three neutral sentences in our own words."""
    parties: Annotated[list[v.Part], Field(max_length=200)] = Field(None, title="Other parties with a role")
    """Other parties with a role in the event."""
    jurisdiction: v.Jurisdiction = Field(None, title="Home country or union")
    """ISO 3166-1 alpha-2 code of its home, or `EU`."""
    sectors: v.Words = Field(None, title="Parts of the industry")
    """The parts of the industry in which it is active."""
    sources: v.AtLeastOneSource
    """The pages that support it."""
    about: v.About = Field(None, title="What it is about")
    """Ids of cases or events that this one is about."""
    same_as: v.SameAs = Field(None, title="The same act in another case")
    """The event in another case that is this same act."""
    responds_to: v.RespondsTo = Field(None, title="What prompted it")
    """Ids of the events that prompted this one."""
    follows: v.Follows = Field(None, title="What it came after")
    """An event of the same party that this one came after, where the dates do not prove it."""
    confidence: v.Confidence = Field(None, title="How certain it is")
    """`high` with an official source or two independent publishers, else `medium`."""
    notes: v.Note = Field(None, title="Where sources disagree")
    """Where sources disagree: which says what."""


class Registered(PartyEvent):
    """A party entered the record: founded, appointed, or simply first named."""

    type: Literal["party.registered"]
    """Always `party.registered`."""
    sources: Annotated[list[v.Source], Field(max_length=40)] = None
    """The pages that support it; a party may be registered without one."""
    kind: Kind = Field(title="Sort of party")
    """What sort of party it is."""
    native_name: v.Name = Field(None, title="Name in its own script")
    """Its name in its own script."""
    aliases: Annotated[list[v.Name], Field(min_length=1, max_length=40)] = Field(None, title="Other names")
    """Other names under which sources know it, main brands and units included."""
    wikidata: Annotated[str, StringConstraints(pattern=v.WIKIDATA)] = Field(None, title="Wikidata item")
    """The Wikidata item of the same party."""

    def evolve(self, state: Party, status: str) -> Party:
        return state.with_status(
            status,
            called=self.name or state.called,
            sort=self.kind,
            native=self.native_name or state.native,
            other_names=tuple(dict.fromkeys((*state.other_names, *(self.aliases or ())))),
            home=self.jurisdiction or state.home,
            item=self.wikidata or state.item,
        )


class Renamed(PartyEvent):
    """The party took another name; the old one stays among its aliases."""

    type: Literal["party.renamed"]
    """Always `party.renamed`."""
    to_name: v.Name = Field(title="New name")
    """The new name."""
    native_name: v.Name = Field(None, title="New name in its own script")
    """The new name in the party's own script."""

    def evolve(self, state: Party, status: str) -> Party:
        former = (*state.other_names, *((state.called,) if state.called else ()))
        return state.with_status(
            status,
            called=self.to_name,
            native=self.native_name or state.native,
            other_names=tuple(dict.fromkeys(former)),
        )


class Related(PartyEvent):
    """The party is tied to another: its founder, its chair, its subsidiary."""

    type: Literal["party.related"]
    """Always `party.related`."""
    relation: Annotated[str, StringConstraints(pattern=r"^[a-z]+(?:_[a-z]+)*$", max_length=40)] = Field(title="Tie")
    """The tie, read from this party to the other, by the words in `vocabulary.json`: `founder` of."""
    to: v.PartySlug = Field(title="Other party")
    """The slug of the other party."""
    since: v.ClosedDate = Field(None, title="Since")
    """From when the tie held; absent where no source says."""
    until: v.ClosedDate = Field(None, title="Until")
    """Until when it held; absent where it holds or no source says."""

    def evolve(self, state: Party, status: str) -> Party:
        relation = Relation(self.relation, self.to, self.since, self.until)
        return state.with_status(status, relations=(*state.relations, relation))

    def findings(self) -> Iterator[Finding]:
        if self.since and self.until and proven_before(when(self.until), when(self.since)):
            sentence = f"the tie ends in `{self.until}`, before it begins in `{self.since}`"
            yield Finding("P311", ("until",), sentence, "give the two the other way round, or correct the one that is wrong")


class Merged(PartyEvent):
    """The party became part of another, or turned out to be the same."""

    type: Literal["party.merged"]
    """Always `party.merged`."""
    into: v.PartySlug = Field(title="Party that remains")
    """The slug of the party that remains."""

    def evolve(self, state: Party, status: str) -> Party:
        return state.with_status(status, merged_into=self.into)


class Dissolved(PartyEvent):
    """The party ceased to be."""

    type: Literal["party.dissolved"]
    """Always `party.dissolved`."""


_KNOWN = {"registered": "active", "renamed": "active", "related": "active", "merged": "merged", "dissolved": "dissolved"}

LIFE = Life(
    family="parties",
    singular="party",
    rank=90,
    label="A company, a person, an authority or another body that events name.",
    state=Party,
    events=(Registered, Renamed, Related, Merged, Dissolved),
    open=(),
    over=("merged", "dissolved"),
    view={"sort": "name", "facets": ["kind", "jurisdiction"], "links": ["sector"]},
    table={
        NOTHING: _KNOWN,
        # A tie may be older than the founding that registers a party; the log checks that it is registered once.
        "active": _KNOWN,
        "merged": {"related": "merged", "renamed": "merged"},
        "dissolved": {"related": "dissolved", "renamed": "dissolved", "merged": "merged"},
    },
)
