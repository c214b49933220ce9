"""What a table is: a row class whose fields are the columns, each with its sentence, and how readers first see it."""

from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from tracker.model.docs import field_docs, summary


class Ref(NamedTuple):
    """Marks a column as a foreign key: it holds the `pk` of a row of that table."""

    table: str


class Unit(NamedTuple):
    """Marks a column's unit of measurement."""

    name: str


class Column(NamedTuple):
    """A column as SQLite and as readers know it."""

    name: str
    sql: str
    doc: str
    required: bool = False
    unit: str | None = None
    refs: str | None = None


class Table(NamedTuple):
    """A table of the database; for a view `columns` only describes."""

    name: str
    title: str
    doc: str
    columns: tuple[Column, ...]
    label: str | None = None
    facets: tuple[Any, ...] = ()
    sort: str | None = None
    sort_desc: str | None = None
    size: int = 50
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[str, ...] = ()
    searched: bool = False
    """Whether the search box of its page asks the index of texts, by `pk`."""
    hidden: bool = False
    aside: tuple[str, ...] = ()
    """Columns that its page shows only to those who ask for all."""
    stated: tuple[str, ...] = ()
    """Columns whose text does not sort: dates as stated. Another column beside each does."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


SQL = {int: "INTEGER", str: "TEXT", float: "REAL", bool: "INTEGER", bytes: "BLOB"}


def columns_of(row: type) -> tuple[Column, ...]:
    """The columns that a row class stands for. A field that ends in `_` is a column whose name Python keeps for itself."""
    docs = field_docs(row)
    found = []
    for field, hint in get_type_hints(row, include_extras=True).items():
        name = field.rstrip("_")
        marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        plain = get_args(hint)[0] if get_origin(hint) is Annotated else hint
        required = type(None) not in get_args(plain)
        kind = next(t for t in (*get_args(plain), plain) if t in SQL)
        refs = next((m.table for m in marks if isinstance(m, Ref)), None)
        unit = next((m.name for m in marks if isinstance(m, Unit)), None)
        found.append(Column(name, SQL[kind], docs[name], required, unit, refs))
    return tuple(found)


def table(row: type, name: str, title: str, **shown: Any) -> Table:
    """The table of a row class; its docstring says what one row is."""
    return Table(name, title, summary(row), columns_of(row), **shown)


Key = int
CaseRef = Annotated[int, Ref("cases")]
EventRef = Annotated[int, Ref("events")]
PartyRef = Annotated[int, Ref("parties")]
