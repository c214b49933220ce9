"""Makes what is drawn from all rows on cores of their own, in files beside the database, while others go on with it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread

from tracker.database import readings, schema
from tracker.database.file import Connection, WriteError, opened
from tracker.derive.columns import Table
from tracker.work import MOST_PARTS

_TEXTS = ("search_fts_data", "search_fts_idx", "search_fts_docsize", "search_fts_config")
"""The tables in which FTS5 keeps an index, <https://www.sqlite.org/fts5.html#fts5_data_structures>."""

_CACHE = 16_384
"""KiB of the file that are held in memory."""


class Beside:
    """Tables in the making, from the rows of other files. Meanwhile other tables, indexes and views may come to those."""

    def __init__(
        self, path: Path, sources: Sequence[Path], reads: str, tables: tuple[str, ...],
        create: Callable[[Connection], None], statements: tuple[str, ...],
    ) -> None:  # fmt: skip
        """Begins with what is committed to the sources. Whatever the statements read has to stay as it is, with its indexes.

        `create` makes the tables, empty, in a new file at `path`; `reads` is one of those that are read. In a statement
        the sources are called `log0`, `log1` and so on; what one of them alone holds needs no such name.
        """
        self.path = path
        self.tables = tables
        self._statements = statements
        self._error: WriteError | None = None
        self._db = opened(path, _CACHE)
        create(self._db)
        # Nobody takes a page of these tables away, so that they are read without locks while the files grow behind
        # them. The reading begins here and now: it holds on to the tables as the schema names them at this moment.
        for number, source in enumerate(sources):
            self._db.execute(f"ATTACH ? AS {_source(number)}", (f"{source.absolute().as_uri()}?immutable=1",))
        self._db.execute("BEGIN")
        for number in range(len(sources)):
            self._db.execute(f'SELECT 1 FROM {_source(number)}."{reads}" LIMIT 1').fetchone()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            for statement in self._statements:
                # SQLite works on it without the interpreter, as on those of the other connection.
                self._db.execute(statement)
            self._db.execute("COMMIT")
        except WriteError as error:
            self._error = error

    def into(self, db: Connection) -> None:
        """Waits for the tables and puts them into the database, which has them empty and is in no transaction.

        Where both have the same indexes SQLite copies what stands in those too, and sorts nothing.
        """
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


def _source(number: int) -> str:
    """What a source is called in a statement."""
    return f'"log{number}"'


def drawn(database: Path, sources: Sequence[Path], timeline: Table) -> Beside:
    """The timeline with its indexes, then the index of texts, from files whose keys come one after another. They read no index."""

    def create(db: Connection) -> None:
        db.execute(schema.create_table(timeline))
        for statement in schema.TEXTS:
            db.execute(statement)

    called = [_source(number) for number in range(len(sources))]
    statements = (*map(readings.moments, called), *schema.create_indexes(timeline), schema.add_texts(called))
    return Beside(_drawn(database), sources, "search", (timeline.name, *_TEXTS), create, statements)


def spanning(database: Path, tables: dict[str, Table]) -> Beside:
    """The reading tables that span cases. What they read has to be indexed."""

    def create(db: Connection) -> None:
        readings.prepare(db)
        for name in readings.FILLED:
            db.execute(schema.create_table(tables[name]))

    statements = (readings.ALL_PLEDGES, *readings.FILL)
    return Beside(_readings(database), (database,), "cases", readings.FILLED, create, statements)


def parts_beside(database: Path, count: int = MOST_PARTS) -> list[Path]:
    """Where processes keep the rows that they make, until all come together in the database; SQLite reads ten files at once."""
    return [database.with_name(f"{database.name}.part{number}") for number in range(1, count + 1)]


def files_beside(database: Path) -> list[Path]:
    """Where the parts of a database are made."""
    return [_drawn(database), _readings(database), *parts_beside(database)]


def _drawn(database: Path) -> Path:
    return database.with_name(f"{database.name}.drawn")


def _readings(database: Path) -> Path:
    return database.with_name(f"{database.name}.readings")
