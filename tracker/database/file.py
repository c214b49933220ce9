"""A database file that nobody reads yet: opened for one who writes all of it, and puts it in its place when it is whole.

It is written with APSW, which brings SQLite as its authors build it. Of the SQLite that a system ships Python's own module
makes a lock of every value and every piece of memory; the rows of a build took twice as long.
"""

from pathlib import Path

import apsw

Connection = apsw.Connection
WriteError = apsw.Error
"""What is raised where the file cannot be written: the disk is full, or somebody took it away."""

PAGE = 16384
"""Bytes of a page: few rows do not fit in one, and a quarter of the writing is saved against the usual 4096."""


def opened(path: Path, cache: int) -> Connection:
    """A connection to the file, which is begun where there is none. `cache`: KiB of it held in memory at the most.

    Only one thread at a time may use it.
    """
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_NOMUTEX
    db = Connection(path.absolute().as_uri(), flags=flags)
    # The file is written beside and renamed when it is whole: a journal would guard what nobody reads.
    for pragma in (
        f"page_size = {PAGE}",
        "journal_mode = OFF",
        "synchronous = OFF",
        "locking_mode = EXCLUSIVE",
        f"cache_size = -{cache}",
    ):
        db.execute(f"PRAGMA {pragma}")
    return db
