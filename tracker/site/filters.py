"""Choosing rows by what stands in link tables: `?_party=tencent`, `?_target=`, `?_sector=`, `?_publisher=`.

Each may be given several times, and then all must hold. They work on tables and on views.
"""

from typing import Any, NamedTuple

from datasette.filters import FilterArguments
from datasette.utils.asgi import BadRequest

from tracker.model.values import ROLES

MOST = 20
"""So many of these parameters one address may bear."""


class Word(NamedTuple):
    """What a link may be chosen by, and where its label stands."""

    name: str
    column: str
    """The column of the link table that holds the value."""
    table: str | None = None
    """The table to which that column points; none where the value stands in the column itself."""
    id: str = ""
    """The column of that table by which an address names a row."""
    label: str = ""
    """The column of that table that readers see."""
    prefix: str = ""
    """What an id begins with and an address leaves out."""
    role: str | None = None
    """The role in which a party is meant; none means any."""

    @property
    def parameter(self) -> str:
        """The parameter of an address that chooses by it."""
        return f"_{self.name}"

    @property
    def repeats(self) -> bool:
        """Whether a row may be linked twice with the same value."""
        return self.table is not None and self.role is None


_PARTY = Word("party", "party", "parties", "id", "name", "parties/")

WORDS: dict[str, Word] = {
    word.name: word
    for word in (
        _PARTY,
        *(_PARTY._replace(name=role, role=role) for role in ROLES),
        Word("sector", "sector"),
        Word("publisher", "publisher", "publishers", "name", "name"),
    )
}


class Side(NamedTuple):
    """How the rows of a table hang on cases, or on events."""

    what: str
    """`case` or `event`: the column of the link tables that holds the key."""
    column: str
    """The column of the table itself that holds it."""


OWN = {
    "cases": Side("case", "pk"),
    "events": Side("event", "pk"),
    "timeline": Side("event", "pk"),
    "pressure_and_pledges": Side("case", "pledge"),
}
"""Tables whose side does not show in a column named `case` or `event`, or that have both and mean the latter."""


def side_of(table: str, columns: list[str]) -> Side | None:
    """How a table hangs on cases or events; none if it does not."""
    if table in OWN:
        return OWN[table]
    return next((Side(what, what) for what in ("case", "event") if what in columns), None)


def links(side: Side, word: Word, today: bool) -> str:
    """The link table of a word as it stands in a FROM, under the name `l`, with the condition that goes with it.

    Where the rows say what holds today, a party counts only while it takes part: one that was let go does not.
    """
    if word.column == "party":
        where = [f"l.\"role\" = '{word.role}'"] if word.role else []
        if today and side.what == "case":
            where += ["coalesce(l.\"from\", '') <= date('now')", "coalesce(l.\"to\", '9999') > date('now')"]
        return f'"{side.what}_parties" l WHERE {" AND ".join(where) or "1"}'
    if word.column == "sector":
        return f'"{side.what}_sectors" l WHERE 1'
    if side.what == "event":
        return '"event_sources" l WHERE 1'
    sources = 'SELECT e."case", s."publisher" FROM "event_sources" s JOIN "events" e ON e."pk" = s."event" WHERE e."standing" = 1'
    return f"({sources}) l WHERE 1"


def clause(side: Side, word: Word, parameter: str, today: bool) -> str:
    """The condition that a row is linked with the value bound to a parameter."""
    value = f":{parameter}"
    if word.table:
        value = f'(SELECT "pk" FROM "{word.table}" WHERE "{word.id}" = {value})'
    return f'"{side.column}" IN (SELECT l."{side.what}" FROM {links(side, word, today)} AND l."{word.column}" = {value})'


async def filters(request: Any, database: str, table: str, datasette: Any) -> FilterArguments | None:
    """What the parameters of an address ask for, as conditions, bound values, and words for the reader."""
    chosen = [(word, value) for word in WORDS.values() for value in request.args.getlist(word.parameter)]
    if not chosen:
        return None
    if len(chosen) > MOST:
        raise BadRequest(f"too many conditions: at most {MOST} of {', '.join(w.parameter for w in WORDS.values())}")
    db = datasette.get_database(database)
    side = side_of(table, await db.table_columns(table))
    if side is None:
        raise BadRequest(f"{chosen[0][0].parameter} cannot be used here: the rows of {table} belong to no case and no event")
    today = await db.get_view_definition(table) is not None
    clauses, params, said = [], {}, []
    for number, (word, value) in enumerate(chosen):
        parameter = f"link_{number}"
        clauses.append(clause(side, word, parameter, today))
        params[parameter] = word.prefix + value
        said.append(f"{word.name} is {await label(db, word, params[parameter])}")
    return FilterArguments(clauses, params, said)


async def label(db: Any, word: Word, value: str) -> str:
    """The value as readers know it."""
    if not word.table:
        return f'"{value}"'
    rows = await db.execute(f'SELECT "{word.label}" FROM "{word.table}" WHERE "{word.id}" = ?', [value])
    found = rows.first()
    return f'"{found[0]}"' if found else f'"{value.removeprefix(word.prefix)}", of which this record knows nothing'
