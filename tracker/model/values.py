"""The values that events are made of: texts, addresses, sums, sources, and the parts that parties play.

Absent means absent: an optional field has no null form, so its default stands outside its type.
"""

from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema

from tracker.model import dates, identity
from tracker.model.lists import CURRENCIES, JURISDICTIONS

# Control characters, line and paragraph separators, and what changes the direction of a line or cannot be seen.
UNSEEN = r"\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"

# A cell that begins with one of = + - @ is a formula to a spreadsheet; refused here, no export has to alter it.
TEXT = rf"^[^\s=+\-@{UNSEEN}](?:[^{UNSEEN}]*[^\s{UNSEEN}])?$"
DECIMAL = r"^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,4})?$"
URL = rf'^https?://[^\s/?#@\\<>"{UNSEEN}]+(?:[/?#][^\s<>"\\{UNSEEN}]*)?$'
LANGUAGE = r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"
SHA256 = r"^[0-9a-f]{64}$"
WIKIDATA = r"^Q[1-9][0-9]*$"
UNIT = r"^[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+)*$"


def _date(text: str) -> str:
    dates.when(text)
    return text


def _day(text: str) -> str:
    if not dates.is_day(text):
        raise dates.InvalidDate(f"`{text}` names a day that does not exist")
    return text


def _instant(text: str) -> str:
    # That it has the form of an instant, its pattern has shown.
    if not dates.is_day(text[:10]):
        raise dates.InvalidDate(f"`{text}` names a day that does not exist")
    return text


class Once:
    """Has what stands before it in an annotation worked out once, however many fields of however many types bear it.

    Pydantic would go through it for each of them, a quarter of its work on the types of event.
    """

    def __init__(self) -> None:
        self._schema: CoreSchema | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if self._schema is None:
            self._schema = handler(source)
        return self._schema


def text(most: int) -> type[str]:
    """A text of at most so many characters, with nothing in it that a reader or a spreadsheet could be misled by."""
    return Annotated[str, StringConstraints(pattern=TEXT, min_length=1, max_length=most), Once()]


Title = text(100)
Summary = text(1000)
Name = text(200)
Note = text(2000)
Quote = text(300)
Place = text(300)

Slug = Annotated[str, StringConstraints(pattern=identity.SLUG, max_length=identity.SLUG_LENGTH), Once()]
Word = Annotated[str, StringConstraints(pattern=identity.SLUG, max_length=40), Once()]
EventId = Annotated[str, StringConstraints(pattern=identity.EVENT_ID, max_length=400), Once()]
TargetId = Annotated[str, StringConstraints(pattern=identity.TARGET_ID, max_length=400), Once()]


class Refers(NamedTuple):
    """Marks a field whose text is the name of something else in the log, so that checks need no list of such fields."""

    what: str
    """`party`, or the code of the problem that an id without an event or case gives."""


PartySlug = Annotated[Slug, Refers("party")]

Date = Annotated[str, StringConstraints(pattern=dates.WHEN), AfterValidator(_date), Once()]
ClosedDate = Annotated[str, StringConstraints(pattern=dates.CLOSED), AfterValidator(_date), Once()]
Day = Annotated[str, StringConstraints(pattern=dates.DAY), AfterValidator(_day), Once()]
Instant = Annotated[str, StringConstraints(pattern=dates.INSTANT), AfterValidator(_instant), Once()]

Url = Annotated[str, StringConstraints(pattern=URL, max_length=2000), Once()]
Decimal = Annotated[str, StringConstraints(pattern=DECIMAL), Once()]
Jurisdiction = Annotated[Literal[JURISDICTIONS], Once()]
Currency = Annotated[Literal[CURRENCIES], Once()]

ROLES = (
    "pledger", "beneficiary", "target", "regulator", "authority", "legislature", "court", "speaker", "host", "owner",
)  # fmt: skip
Role = Annotated[Literal[ROLES], Once()]
Confidence = Annotated[Literal["high", "medium"], Once()]
Measure = Literal["step", "cumulative"]
Bound = Literal["over", "up_to", "about"]


class Value(BaseModel):
    """What all values have in common: strict, closed to unknown fields, and never changed."""

    # Built at once: the types of event that hold them then take what is built, each for itself when it is first met.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Part(Value):
    """A party and the role it plays in an event."""

    party: PartySlug
    """The party, by the slug of its case under `parties`."""
    role: Role
    """What the party does in this event, or what is done to it."""
    note: Note = None
    """Which office, unit or circumstance is meant, where the role alone would mislead."""


class Source(Value):
    """A published page that supports the event."""

    url: Url = Field(title="Address of the page")
    """Where the page is: http or https, without a user name."""
    title: text(500) = Field(title="Headline")
    """The page's own headline, in its own language."""
    publisher: Name
    """Who wrote it, by the name in `vocabulary.json`."""
    via: Name = Field(None, title="Hosted by")
    """Who hosts the copy, if not the publisher; two copies of one agency story are one source."""
    published: Date = Field(None, title="Date of publication")
    """When the page was published, as precise as known."""
    language: Annotated[str, StringConstraints(pattern=LANGUAGE)] = None
    """The page's language, as a BCP 47 tag such as `en` or `zh-Hans`."""
    archived: Url = Field(None, title="Address of an archived copy")
    """Where a copy is kept."""
    accessed: Day = Field(None, title="Day on which it was read")
    """The day on which the page was read."""
    quote: Quote = Field(None, title="The words that carry the fact")
    """The words that carry the fact, at most 300 characters."""


class _Money(Value):
    value: Decimal
    """The sum, a decimal number in a string: no separators, at most 4 digits after the point."""
    currency: Currency
    """ISO 4217 code of the currency in which it was stated."""
    usd_as_reported: Decimal = Field(None, title="In US dollars, as the source says")
    """The sum in US dollars where the source itself converts it."""


class _Counted(Value):
    value: Decimal
    """How much, a decimal number in a string."""
    unit: Annotated[str, StringConstraints(pattern=UNIT, max_length=40)]
    """The unit of counting, such as `tCO2e`, `homes` or `people`; the ledger treats it as a currency of its own."""
    of: text(100)
    """What is counted: `carbon removed`, `couriers insured`."""


class Measured(Value):
    """What a sum and a quantity share: how it is meant, and whether it counts."""

    bound: Bound = None
    """Whether the figure is a floor (`over`), a ceiling (`up_to`) or rounded (`about`)."""
    measure: Measure = Field(None, title="How it adds up")
    """Whether this comes on top of what was reported before (`step`) or includes it (`cumulative`)."""
    covers: Date = Field(None, title="Period that it covers")
    """The period in which it was given or spent."""
    not_counted: text(300) = Field(None, title="Why totals leave it out")
    """Why totals leave this out, if they do: what it would count twice."""


# The last base brings its fields first: the figure, then how it is meant.
class Amount(Measured, _Money):
    """A sum of money as the source states it."""

    @property
    def unit(self) -> str:
        """What the ledger adds up: a sum only with sums of its own currency."""
        return self.currency


class Quantity(Measured, _Counted):
    """A promise or a delivery that is not money: tonnes, homes, people insured."""


class _Delivered(Measured):
    measure: Measure = Field(title="How it adds up")
    """Whether this comes on top of what was reported before (`step`) or includes it (`cumulative`)."""
    covers: Date = Field(title="Period that it covers")
    """The period in which it was given or spent."""


class DeliveredAmount(_Delivered, Amount):
    """A sum given or spent: how it adds to earlier ones, and for which period, must be said."""


class DeliveredQuantity(_Delivered, Quantity):
    """A quantity delivered: how it adds to earlier ones, and for which period, must be said."""


AtLeastOneSource = Annotated[list[Source], Field(min_length=1, max_length=40)]
Parts = Annotated[list[Part], Field(min_length=1, max_length=200)]
Words = Annotated[list[Word], Field(min_length=1, max_length=20)]

About = Annotated[list[Annotated[TargetId, Refers("P503")]], Field(min_length=1, max_length=100)]
RespondsTo = Annotated[list[Annotated[EventId, Refers("P504")]], Field(min_length=1, max_length=100)]
SameAs = Annotated[EventId, Refers("P505")]
Follows = Annotated[EventId, Refers("P506")]
Instead = Annotated[TargetId, Refers("P508")]
