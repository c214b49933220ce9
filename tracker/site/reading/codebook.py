"""The codebook: by which numbered rules this record judges."""

import sqlite3

from tracker.site.prose import prose
from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, NotFound, Refused, record, stands
from tracker.site.shapes.about import CodebookPage


def read(db: sqlite3.Connection, ask: Ask) -> CodebookPage:
    """The codebook as the record holds it."""
    if ask.clocks.moved:
        raise Refused("the codebook is the one of today; as_of and known_at say nothing here")
    build = record(db, ask.clocks)
    text = codebook(db)
    if text is None:
        raise NotFound("this record has no codebook; it would stand in events/README.md")
    read = prose(text)
    return {
        **stands(ask, build),
        "title": read.title or "The codebook",
        "text": text,
        "headings": [heading._asdict() for heading in read.headings],
        "rules": read.rules,
    }


def codebook(db: sqlite3.Connection) -> str | None:
    """Its text, where there is one."""
    found = sql.row(db, 'SELECT "text" FROM "codebook"')
    return found["text"] if found else None
