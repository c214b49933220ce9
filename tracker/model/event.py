"""The envelope: what all events have in common, and what an event has to say about itself."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tracker.model import values as v
from tracker.model.problem import Pointer


class Finding(NamedTuple):
    """A problem that an event finds in itself; where its file is, it does not know."""

    code: str
    pointer: Pointer
    sentence: str
    help: str | None = None
    warns: bool = False


class Event(BaseModel):
    """Any event: what it is and when it entered this log.

    The order of the fields is the order of the keys in a file. A type's version is raised with
    `current`, and every older version keeps a function in `upcasts` that lifts it by one.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True, serialize_by_alias=True)

    word: ClassVar[str]
    """The type as stored, `pledge.announced`: never a class name, so that code may be renamed."""
    last_word: ClassVar[str] = ""
    """The type's last word, `announced`; drawn from the word."""
    current: ClassVar[int] = 1
    """The version in which this type is written today."""
    upcasts: ClassVar[dict] = {}
    """For each older version the function that lifts a document, a plain dict that nobody has validated yet, to the next."""
    about_world: ClassVar[bool] = True
    """Whether it says what happened; else it says what this record did."""
    example: ClassVar[dict[str, Any]] = {}
    """Fields of a live example, for the guide and for drafts."""

    schema_: Annotated[str, StringConstraints(max_length=300)] = Field(None, alias="$schema")
    """The way to `schema.json`, so that editors complete and check."""
    type: str
    """The type of event: its family in the singular, a dot, and what happened."""
    version: Annotated[int, Field(ge=1)] = 1
    """The schema version of the type; absent means 1."""
    date: v.Date = Field(None, title="When it happened")
    """The calendar day on which the authority or party acted, as precise as the source and no more (EDTF)."""
    recorded: v.Instant
    """When the event entered this log: RFC 3339, UTC, to the second."""
    redacted: Annotated[str, StringConstraints(pattern=v.SHA256)] = None
    """Of a redacted event: the SHA-256 of the bytes that stood here. Nothing else is left of it."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        stored = cls.__annotations__.get("type")
        if stored is not None and get_args(stored):
            cls.word = get_args(stored)[0]
            cls.last_word = cls.word.partition(".")[2]

    @classmethod
    def verb(cls) -> str:
        """The type's last word, as in a file's name."""
        return cls.last_word

    def given(self, field: str) -> Any:
        """The value of a field that this type may not have; none where it has not, or where it is absent.

        Reading the fields themselves is ten times faster than having a missing attribute refused.
        """
        return self.__dict__.get(field)

    @property
    def step(self) -> str:
        """What the lifecycle looks up: the verb, and where it matters what it did (`amended eased`)."""
        return self.last_word

    def evolve(self, state, status: str):
        """The state after this event; `status` is what the lifecycle says results."""
        return state.with_status(status)

    def findings(self) -> Iterator[Finding]:
        """What is wrong within this event alone, beyond what its fields can say."""
        return iter(())


class WorldEvent(Event):
    """An event about the world: somebody acted, and a source says so."""

    date: v.Date = Field(title="When it happened")
    """The calendar day on which the authority or party acted, as precise as the source and no more (EDTF)."""
    name: v.Name = Field(None, title="Name of the case")
    """The case's name; on the first recorded event of a case and on no other."""
    title: v.Title = Field(title="What happened, in one line")
    """What happened, in plain past tense, the actor first."""
    summary: v.Summary = Field(title="What happened, in one to three sentences")
    """One to three neutral sentences in our own words."""
    parties: v.Parts = Field(title="Parties")
    """Who acted and who was acted on."""
    jurisdiction: v.Jurisdiction = Field(title="Country or union that acted")
    """ISO 3166-1 alpha-2 code of the acting authority or the pledger's home, or `EU`."""
    sectors: v.Words = Field(title="Parts of the industry")
    """The parts of the industry concerned, by the words in `vocabulary.json`."""
    sources: v.AtLeastOneSource
    """The pages that support it."""
    amount: v.Amount = Field(None, title="Sum of money")
    """The sum of money, as stated."""
    quantity: v.Quantity = Field(None, title="Quantity, where it is not money")
    """The quantity, where the promise is not in money."""
    about: v.About = Field(None, title="What it is about")
    """Ids of cases or events that this one is about."""
    same_as: v.SameAs = Field(None, title="The same act in another case")
    """The event in another case that is this same act; counts and the timeline take only that one."""
    responds_to: v.RespondsTo = Field(None, title="What prompted it")
    """Ids of the events that prompted this one, only where a source says so."""
    follows: v.Follows = Field(None, title="What it came after")
    """An event of the same case that this one came after, on a source's word, where the dates do not prove it."""
    announcement: v.Word = Field(None, title="Word for the shared notice")
    """A word shared by several events that were made known in one notice."""
    confidence: v.Confidence = Field(title="How certain it is")
    """`high` with an official source or two independent publishers, else `medium`."""
    notes: v.Note = Field(None, title="Where sources disagree")
    """Where sources disagree: which says what."""


class RecordEvent(Event):
    """An event about the record: what we know changes, not what happened."""

    about_world: ClassVar[bool] = False
