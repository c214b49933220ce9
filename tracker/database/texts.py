"""Indexes the texts of a database on a core of its own, in a file beside it, while others go on with the database."""

import sqlite3
from pathlib import Path
from threading import Thread

from tracker.database import schema

_SHADOWS = ("search_fts_data", "search_fts_idx", "search_fts_docsize", "search_fts_config")
"""The tables in which FTS5 keeps an index, <https://www.sqlite.org/fts5.html#fts5_data_structures>."""


def texts_beside(database: Path) -> Path:
    """Where the index of a database's texts is made."""
    return database.with_name(f"{database.name}.texts")


class Texts:
    """The index of texts in the making. Meanwhile rows may come to other tables of the database, indexes and views too."""

    def __init__(self, database: Path) -> None:
        """Begins with what is committed to the database. Whatever the view `search` reads has to stay as it is."""
        self.path = texts_beside(database)
        self._error: sqlite3.Error | None = None
        self._db = sqlite3.connect(self.path.absolute().as_uri(), uri=True, isolation_level=None, check_same_thread=False)
        for pragma in (f"page_size = {schema.PAGE}", "journal_mode = OFF", "synchronous = OFF", "cache_size = -16384"):
            self._db.execute(f"PRAGMA {pragma}")
        schema.create_texts(self._db)
        # Nobody takes a page of these tables away, so that they are read without locks while the file grows behind
        # them. The reading begins here and now: it holds on to the tables as the schema names them at this moment.
        self._db.execute('ATTACH ? AS "log"', (f"{database.absolute().as_uri()}?immutable=1",))
        self._db.execute("BEGIN")
        self._db.execute('SELECT 1 FROM "log"."search" LIMIT 1').fetchone()
        self._thread = Thread(target=self._fill, daemon=True)
        self._thread.start()

    def _fill(self) -> None:
        try:
            # SQLite works on this statement without the interpreter, as on those of the other connection.
            self._db.execute(schema.ADD_TEXTS)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._error = error

    def into(self, db: sqlite3.Connection) -> None:
        """Waits for the index and puts it into the database, which has an empty one."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        self._db.close()
        db.execute('ATTACH ? AS "texts"', (str(self.path),))
        db.execute("BEGIN")
        for name in _SHADOWS:
            db.execute(f'DELETE FROM main."{name}"')
            db.execute(f'INSERT INTO main."{name}" SELECT * FROM "texts"."{name}"')
        db.execute("COMMIT")
        db.execute('DETACH "texts"')

    def close(self) -> None:
        """Stops, and takes the file away."""
        if self._thread.is_alive():
            self._db.interrupt()
        self._thread.join()
        self._db.close()
        self.path.unlink(missing_ok=True)
