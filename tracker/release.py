"""What is published of a database beside itself: its tables as CSV, digests to compare with, and a note that says what it is."""

import csv
import io
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_TABLES = """
SELECT name FROM pragma_table_list
WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'case_texts' ORDER BY name
"""
"""Views are left out, since what they say depends on the day, and what only the search needs."""

_NEVER = (1980, 1, 1, 0, 0, 0)
"""The first day that an archive can name: the same tables are the same bytes on any day."""


class NoDatabase(Exception):
    """The file is no database of this program's; says why."""


class Release(NamedTuple):
    """The files of a release, the database itself apart."""

    csv: bytes
    sums: str
    notes: str

    def write(self, folder: Path) -> list[str]:
        """Writes the files beside the database."""
        files = {"csv.zip": self.csv, "SHA256SUMS": self.sums.encode(), "notes.md": self.notes.encode()}
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
        return list(files)


def release(database: Path) -> Release:
    """The files to be published with a database. Raises NoDatabase where it is none."""
    try:
        with sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True) as db:
            archive = _archive(_tables(db))
            told = db.execute('SELECT "events", "cases", "last_recorded", "log_digest" FROM "build"').fetchone()
    except sqlite3.Error as error:
        raise NoDatabase(f"{database} is no database that `tracker build` made: {error}") from None
    digests = {database.name: sha256(database.read_bytes()).hexdigest(), "csv.zip": sha256(archive).hexdigest()}
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests.items())
    events, cases, last, digest = told
    notes = (
        f"{events:,} events in {cases:,} cases, the last recorded at {last}.\n\n"
        f"`{database.name}` is all of it in one SQLite file, `csv.zip` holds its tables.\n\n"
        f"- SHA-256 of `{database.name}`: {digests[database.name]}\n- digest of the log: {digest}\n"
    )
    return Release(archive, sums, notes)


def _tables(db: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
    """Each table as CSV. No text of the record begins like a formula, so that none has to be altered."""
    for (table,) in db.execute(_TABLES).fetchall():
        rows = db.execute(f'SELECT * FROM "{table}"')
        written = io.StringIO(newline="")
        writer = csv.writer(written)
        writer.writerow(column[0] for column in rows.description)
        writer.writerows(rows)
        yield f"{table}.csv", written.getvalue().encode()


def _archive(files: Iterator[tuple[str, bytes]]) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, raw in files:
            archive.writestr(ZipInfo(name, _NEVER), raw, ZIP_DEFLATED)
    return held.getvalue()
