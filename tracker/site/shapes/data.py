"""The shape of the page from which the data are taken."""

from typing_extensions import TypedDict

from tracker.site.shapes.base import Stands, shape
from tracker.site.shapes.parts import Citation


@shape
class ColumnOfTable(TypedDict):
    """A column of a table."""

    name: str
    """Its name."""
    type: str
    """INTEGER, TEXT or REAL."""
    about: str
    """What it holds."""


@shape
class TableOfData(TypedDict):
    """A table or view of the database."""

    name: str
    """Its name; it stands at `/tracker/<name>`, with `.csv` and `.json`."""
    title: str
    """What it is called."""
    about: str
    """What one row is."""
    view: bool
    """Whether it is made anew each day, since what it says depends on today."""
    rows: int
    """How many rows it has."""
    columns: list[ColumnOfTable]
    """Its columns, in order."""


@shape
class BuiltFrom(TypedDict):
    """What the database was built from, and by what."""

    log_digest: str
    """SHA-256 over the events of all cases: the same log has the same digest, wherever it is built."""
    rule_version: str
    """Digest of the lifecycles by which statuses follow from events."""
    tracker_version: str
    """Version of the program."""
    rates_version: str
    """Version of the package that ships the reference rates."""
    vocabulary_digest: str
    """SHA-256 of this tracker's own words."""
    first_recorded: str
    """When the first event entered the record."""
    last_recorded: str
    """When the latest event entered the record; the build itself reads no clock."""
    events: int
    """How many events, those about the record included."""
    cases: int
    """How many cases, parties included."""


@shape
class DataPage(Stands):
    """`/data.json`"""

    bytes: int
    """How large the database is."""
    build: BuiltFrom
    """What it was built from."""
    first_day: str | None
    """The first day on which something in it happened."""
    last_day: str | None
    """The last one that has come."""
    tables: list[TableOfData]
    """Its tables and views."""
    cite: Citation
    """How to cite the record as it stands."""
