"""Writes the database: rows in, one file out. The file is nobody's until it is whole."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from operator import itemgetter
from pathlib import Path

from tracker.database import beside, readings, schema
from tracker.database.file import opened
from tracker.derive.columns import Table
from tracker.derive.tables import tables, views
from tracker.kinds import Kinds

SHARED = ("publishers", "fx_rates")
"""Tables whose rows several cases bring: the same row with the same key, kept once."""

TIMELINE = "timeline"
"""The table that is drawn from the rows of events alone."""

_KEY = itemgetter(0)

FORMAT = 6
"""Raised when the tables change in a way that an incremental build cannot carry over; kept in `user_version`."""

CACHE = 65_536
APPENDING = 4096
"""KiB of a database that are held in memory: many where indexes are made and rows are looked up, few where rows are added
behind the last, by several processes at once."""

_OF_CASE = '"pk" IN (SELECT "pk" FROM "events" WHERE "case" = ? UNION ALL SELECT ?)'
_TEXTS_OF = schema.add_texts(["main"], where=_OF_CASE)


class OldSQLite(Exception):
    """The SQLite of this Python, by which the site reads, is too old for strict tables."""


class Writer:
    """A connection to a database that is being built or renewed beside the one that is read."""

    def __init__(self, path: Path, kinds: Kinds, cache: int = CACHE) -> None:
        """Opens the file, or begins it. `cache`: how much of it is held in memory at the most, in KiB."""
        if sqlite3.sqlite_version_info < (3, 37):
            raise OldSQLite(f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or newer is needed")
        self.kinds = kinds
        self.tables: dict[str, Table] = tables(kinds)
        self.path = path
        self.db = opened(path, cache)
        readings.prepare(self.db)
        self._inserts = {
            name: schema.insert(table, "INSERT OR IGNORE" if name in SHARED else "INSERT") for name, table in self.tables.items()
        }

    def create(self) -> None:
        """Makes the tables, empty and without indexes, and the index of texts."""
        self.db.execute(f"PRAGMA user_version = {FORMAT}")
        self.db.execute("BEGIN")
        for table in self.tables.values():
            self.db.execute(schema.create_table(table))
        for statement in (schema.SEARCH, *schema.TEXTS):
            self.db.execute(statement)

    def add(self, rows: dict[str, list[tuple]]) -> None:
        """Adds rows, each in the order of its table's columns."""
        for name, given in rows.items():
            if given:
                # In the order of their keys, so that each is put behind the last and pages are full.
                given.sort(key=_KEY)
                self.db.executemany(self._inserts[name], given)

    def commit(self) -> None:
        """Writes out what was added."""
        self.db.execute("COMMIT")

    def complete(self, parts: Sequence[Path] = ()) -> None:
        """Once all rows of the log are there: makes the indexes and views, and fills what is drawn from the rows.

        The rows may be in files with the same tables, the keys of each after those of the one before. Then they are
        copied first, table by table, so that nothing tells how many files there were.
        """
        with closing(beside.drawn(self.path, parts or (self.path,), self.tables[TIMELINE])) as drawn:
            if parts:
                self._copy(parts)
            self._index(readings.READ)
            self.db.execute(readings.PUBLISHERS)
            with closing(beside.spanning(self.path, self.tables)) as spanning:
                # The timeline, which is empty as yet, among them.
                self._index(name for name in self.tables if name not in (*readings.READ, *readings.FILLED))
                drawn.into(self.db)
                spanning.into(self.db)
        # What spans cases is indexed once it is filled, as everything is.
        self._index(readings.FILLED)
        self.db.execute("BEGIN")
        for statement in schema.create_views(views(self.kinds).values()):
            self.db.execute(statement)

    def _copy(self, parts: Sequence[Path]) -> None:
        """Makes the tables and adds all rows of some files to them."""
        for number, path in enumerate(parts):
            self.db.execute(f'ATTACH ? AS "part{number}"', (str(path),))
        self.create()
        for table in self.tables:
            name = schema.quoted(table)
            rows = [f'SELECT * FROM "part{number}".{name}' for number in range(len(parts))]
            # What several parts have goes in once, in the order of its keys. Of all else, between tables that are
            # alike, SQLite copies records as they are.
            for given in [f"{' UNION '.join(rows)} ORDER BY 1"] if table in SHARED else rows:
                self.db.execute(f"INSERT INTO main.{name} {given}")
        self.commit()
        for number in range(len(parts)):
            self.db.execute(f'DETACH "part{number}"')

    def _index(self, tables: Iterable[str]) -> None:
        """Makes the indexes of these tables, in a transaction of their own."""
        self.db.execute("BEGIN")
        for name in tables:
            for statement in schema.create_indexes(self.tables[name]):
                self.db.execute(statement)
        self.db.execute("COMMIT")

    def remove(self, cases: Iterable[int]) -> None:
        """Takes out every row of the cases with these keys."""
        for pk in cases:
            self.db.execute(
                'INSERT INTO "search_fts" ("search_fts", rowid, "title", "body", "names", "grams") '
                'SELECT \'delete\', "pk", "title", "body", "names", "grams" FROM "search" '
                f"WHERE {_OF_CASE}",
                (pk, pk),
            )
            for table in self.tables.values():
                if "event" in table.names and "case" not in table.names:
                    self.db.execute(
                        f'DELETE FROM {schema.quoted(table.name)} WHERE "event" IN (SELECT "pk" FROM "events" WHERE "case" = ?)',
                        (pk,),
                    )
            for table in self.tables.values():
                if "case" in table.names and table.name != "events":
                    self.db.execute(f'DELETE FROM {schema.quoted(table.name)} WHERE "case" = ?', (pk,))
            self.db.execute('DELETE FROM "events" WHERE "case" = ?', (pk,))
            self.db.execute('DELETE FROM "cases" WHERE "pk" = ?', (pk,))

    def draw(self, cases: Iterable[int]) -> None:
        """Adds the events of these cases to the timeline, and the texts of both to the index of texts."""
        for pk in cases:
            self.db.execute(f'{readings.moments()} AND "case" = ?', (pk,))
            self.db.execute(_TEXTS_OF, (pk, pk, pk, pk))

    def moved(self, cases: Iterable[int]) -> None:
        """Notes the parties in these cases, before they are taken out and after they are added anew."""
        for pk in cases:
            self.db.execute(readings.MOVED, {"case": pk})

    def span(self) -> None:
        """Fills anew what spans cases where the moved parties concern it, and drops what no case shares any more."""
        self.db.execute(readings.TOUCHED)
        for statement in (*readings.UNUSED, readings.PUBLISHERS, *readings.FILL):
            self.db.execute(statement)

    def codebook(self, text: str | None) -> None:
        """Puts the codebook in the place of the one before."""
        self.db.execute('DELETE FROM "codebook"')
        if text is not None:
            self.db.execute(self._inserts["codebook"], (1, text))

    def finish(self, build: tuple, analyze: bool = True) -> None:
        """Says from what it was built, gathers the statistics for the query planner, and closes the file whole."""
        self.db.execute('DELETE FROM "build"')
        self.db.execute(self._inserts["build"], build)
        self.db.execute("COMMIT")
        if analyze:
            self.db.execute("PRAGMA analysis_limit = 400")
            self.db.execute("ANALYZE")
        self.db.close()

    def close(self) -> None:
        """Leaves the file as it is; it was not finished."""
        self.db.close()
