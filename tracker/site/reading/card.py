"""A card: what a case has become, on a small page that other sites may show in a frame."""

import sqlite3

from tracker.site.reading.ask import Ask, record, stands
from tracker.site.reading.case import open_case, summary
from tracker.site.reading.cite import citation
from tracker.site.reading.ledger import ledger
from tracker.site.shapes.cases import Card


def read(db: sqlite3.Connection, ask: Ask) -> Card:
    """The case in short, with the address that goes on showing just this."""
    build = record(db, ask.clocks)
    case, found, _ = open_case(db, ask)
    return {
        **stands(ask, build),
        **summary(case),
        "ledger": ledger(db, case, ask.clocks, found)[:1],
        "cite": citation(case["name"], case["id"], ask.clocks, build),
    }
