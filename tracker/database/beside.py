"""Makes what is drawn from all rows on cores of their own, in files beside the database, while others go on with it."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

from tracker.database import readings, schema
from tracker.derive.columns import Table

TEXTS = ("search_fts_data", "search_fts_idx", "search_fts_docsize", "search_fts_config")
"""The tables in which FTS5 keeps an index, <https://www.sqlite.org/fts5.html#fts5_data_structures>."""

_ENDINGS = ("texts", "readings")


def files_beside(database: Path) -> list[Path]:
    """Where the parts of a database are made."""
    return [database.with_name(f"{database.name}.{ending}") for ending in _ENDINGS]


class _Beside:
    """Tables in the making, from the rows of a database. Meanwhile other tables, indexes and views may come to that one."""

    ending = ""
    tables: tuple[str, ...] = ()
    """What is made."""
    reads = ""
    """One of the tables that are read."""

    def __init__(self, database: Path) -> None:
        """Begins with what is committed to the database. Whatever is read has to stay as it is, with its indexes."""
        self.path = database.with_name(f"{database.name}.{self.ending}")
        self._error: sqlite3.Error | None = None
        self._db = sqlite3.connect(self.path.absolute().as_uri(), uri=True, isolation_level=None, check_same_thread=False)
        for pragma in (f"page_size = {schema.PAGE}", "journal_mode = OFF", "synchronous = OFF", "cache_size = -16384"):
            self._db.execute(f"PRAGMA {pragma}")
        self._create()
        # Nobody takes a page of these tables away, so that they are read without locks while the file grows behind
        # them. The reading begins here and now: it holds on to the tables as the schema names them at this moment.
        self._db.execute('ATTACH ? AS "log"', (f"{database.absolute().as_uri()}?immutable=1",))
        self._db.execute("BEGIN")
        self._db.execute(f'SELECT 1 FROM "log"."{self.reads}" LIMIT 1').fetchone()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _create(self) -> None:
        """Makes the tables, empty."""
        raise NotImplementedError

    def _statements(self) -> Iterable[str]:
        """What fills the tables."""
        raise NotImplementedError

    def _run(self) -> None:
        try:
            for statement in self._statements():
                # SQLite works on it without the interpreter, as on those of the other connection.
                self._db.execute(statement)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._error = error

    def into(self, db: sqlite3.Connection) -> None:
        """Waits for the tables and puts them into the database, which has them empty and is in no transaction."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        self._db.close()
        db.execute('ATTACH ? AS "beside"', (str(self.path),))
        db.execute("BEGIN")
        for name in self.tables:
            db.execute(f'DELETE FROM main."{name}"')
            db.execute(f'INSERT INTO main."{name}" SELECT * FROM "beside"."{name}"')
        db.execute("COMMIT")
        db.execute('DETACH "beside"')

    def close(self) -> None:
        """Stops, and takes the file away."""
        if self._thread.is_alive():
            self._db.interrupt()
        self._thread.join()
        self._db.close()
        self.path.unlink(missing_ok=True)


class Texts(_Beside):
    """The index of texts. It reads no index."""

    ending = "texts"
    tables = TEXTS
    reads = "search"

    def _create(self) -> None:
        schema.create_texts(self._db)

    def _statements(self) -> Iterable[str]:
        return (schema.ADD_TEXTS,)


class Readings(_Beside):
    """The reading tables that span cases. What they read has to be indexed."""

    ending = "readings"
    tables = readings.FILLED
    reads = "cases"

    def __init__(self, database: Path, tables: dict[str, Table]) -> None:
        self._tables = tables
        super().__init__(database)

    def _create(self) -> None:
        readings.prepare(self._db)
        for name in self.tables:
            self._db.execute(schema.create_table(self._tables[name]))

    def _statements(self) -> Iterable[str]:
        return (readings.ALL_PLEDGES, *readings.FILL)
