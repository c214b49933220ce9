"""The statements that make the tables, indexes and views, drawn from their specs."""

from collections.abc import Iterable, Iterator, Sequence

from tracker.derive.columns import Table

# What the search covers: events and cases, parties among them. A case and an event never share a key.
SEARCH = """
CREATE VIEW "search" AS
SELECT e."pk", 'event' AS "kind", e."id", e."case_id", e."title", t."summary" || coalesce(' ' || t."notes", '') AS "body",
       t."names", t."grams"
FROM "events" e JOIN "event_texts" t ON t."pk" = e."pk"
UNION ALL
SELECT c."pk", 'case', c."id", c."id", c."name", t."body", t."names", t."grams"
FROM "cases" c JOIN "case_texts" t ON t."pk" = c."pk"
"""

_SEARCH_FTS = """
CREATE VIRTUAL TABLE "search_fts" USING fts5(
    "title", "body", "names", "grams", content="search", content_rowid="pk",
    tokenize="porter unicode61 remove_diacritics 2"
)
"""

# Larger pieces in memory make fewer segments to merge.
_LARGER = 'INSERT INTO "search_fts" ("search_fts", rank) VALUES (\'hashsize\', 33554432)'

TEXTS = (_SEARCH_FTS, _LARGER)
"""The statements that make the index of texts, empty."""


def quoted(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def add_texts(sources: Sequence[str], where: str = "true") -> str:
    """The statement that adds the texts of files, by the names under which they are attached, to the index of texts.

    All events come first, then all cases, each in the order of their keys, as if there were one file; and all in one
    statement, since each begins another segment of the index.
    """
    columns = '"pk", "title", "body", "names", "grams"'
    found = (
        f"""SELECT {columns} FROM {source}."search" WHERE "kind" = '{kind}' AND {where}"""
        for kind in ("event", "case") for source in sources
    )  # fmt: skip
    return f'INSERT INTO "search_fts" (rowid, "title", "body", "names", "grams") {" UNION ALL ".join(found)}'


def create_table(table: Table) -> str:
    """The statement that makes a strict table with its foreign keys."""
    lines = []
    for column in table.columns:
        line = f"{quoted(column.name)} {column.sql}"
        if column.name == "pk":
            line += " PRIMARY KEY"
        elif column.required:
            line += " NOT NULL"
        if column.refs:
            line += f' REFERENCES {quoted(column.refs)}("pk")'
        lines.append(line)
    body = ",\n    ".join(lines)
    return f"CREATE TABLE {quoted(table.name)} (\n    {body}\n) STRICT"


def create_indexes(table: Table) -> Iterator[str]:
    """The statements that make a table's indexes."""
    for columns in (*((c,) for c in table.unique), *table.indexes):
        name = f"{table.name}_{'_'.join(columns)}"
        unique = "UNIQUE " if columns == table.unique else ""
        listed = ", ".join(quoted(c) for c in columns)
        yield f"CREATE {unique}INDEX {quoted(name)} ON {quoted(table.name)} ({listed})"


def insert(table: Table, verb: str = "INSERT") -> str:
    """The statement that adds a row."""
    places = ", ".join("?" * len(table.columns))
    return f"{verb} INTO {quoted(table.name)} VALUES ({places})"


def create_views(views: Iterable[Table]) -> Iterator[str]:
    """The statements that make the views over today's date."""
    for view in views:
        # A sanction has today the status of the stretch that holds today, since the day on which that one began.
        today = {"status": 't."status"', "since": 't."valid_from"'}
        own = [c.name for c in view.columns if c.name not in ("clock", "days_left", "days_silent", "outcome")]
        columns = ", ".join(f"{today.get(name, f's.{quoted(name)}')} AS {quoted(name)}" for name in own)
        yield f"CREATE VIEW {quoted(view.name)} AS{_SELECTS[view.name].replace('{columns}', columns)}"


def clock(day: str, due_from: str = '"due_from"', due_to: str = '"due_to"', last_sign: str = '"last_sign"') -> str:
    """What the calendar says of an open pledge on a day, which is an SQL expression.

    Rules: past a deadline asks the last day of it; from its first day on it "may be overdue"; due soon is within
    90 days; silent is 540 days without an event or somebody who looked for one.
    """
    return f"""CASE
        WHEN "status" NOT IN ('announced', 'under way', 'partly fulfilled') THEN 'settled'
        WHEN {due_to} < {day} THEN 'overdue'
        WHEN {due_from} < {day} THEN 'may be overdue'
        WHEN {due_to} <= date({day}, '+90 days') THEN 'due soon'
        WHEN {last_sign} < date({day}, '-540 days') THEN 'silent'
        ELSE 'running'
    END"""


_SELECTS = {
    "pledge_board": f"""
SELECT *, {clock("date('now')")} AS "clock",
       CAST(julianday("due_to") - julianday(date('now')) AS INTEGER) AS "days_left",
       max(0, CAST(julianday(date('now')) - julianday("last_sign") AS INTEGER)) AS "days_silent"
FROM "pledges"
""",
    "sanctions_in_force": """
WITH "today" AS (
    SELECT s."case", s."status", s."valid_from", s."until"
    FROM "case_states" s
    WHERE s."known_to" IS NULL AND coalesce(s."valid_from", '') <= date('now') AND coalesce(s."valid_to", '9999') > date('now')
)
SELECT {columns},
       CASE WHEN t."until" IS NOT NULL AND substr(t."until" || '-12-31', 1, 10) < date('now')
            THEN 'date passed, outcome not recorded' END AS "outcome"
FROM "sanctions" s JOIN "today" t ON t."case" = s."case"
WHERE t."status" IN ('in force', 'eased')
""",
    "laws_in_force": """
SELECT l.*, NULL AS "outcome" FROM "laws" l WHERE l."status" = 'in force'
UNION ALL
SELECT l.*, 'date passed, outcome not recorded' FROM "laws" l WHERE l."status" = 'adopted' AND l."effective_to" < date('now')
""",
}
