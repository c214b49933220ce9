"""Coverage: what this record holds of which years, families, jurisdictions and publishers, and where it is thin."""

import sqlite3

from tracker.site.prose import prose
from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, Refused, record, stands
from tracker.site.reading.codebook import codebook
from tracker.site.shapes.about import CoveragePage

MOST_CITED = 25

COVERAGE = """
SELECT "dimension", "value", "events", "cases", "two_publishers", "official", "archived" FROM "coverage" ORDER BY "pk"
"""

CITED = 'SELECT "name", "tier", "events" FROM "publishers" ORDER BY "events" DESC, "name" LIMIT :most'

GAPS = "Known gaps"
"""The heading of the codebook under which the gaps are named."""


def read(db: sqlite3.Connection, ask: Ask) -> CoveragePage:
    """How the record is covered as it stands."""
    if ask.clocks.moved:
        raise Refused("coverage is counted in the record as it stands; as_of and known_at say nothing here")
    build = record(db, ask.clocks)
    by: dict[str, list] = {}
    for row in sql.rows(db, COVERAGE):
        by.setdefault(row.pop("dimension"), []).append(row)
    return {
        **stands(ask, build),
        "all": by.pop("all")[0],
        "by": by,
        "publishers": sql.rows(db, CITED, most=MOST_CITED),
        "publisher_count": sql.row(db, 'SELECT count(*) AS "count" FROM "publishers"')["count"],
        "gaps": gaps(codebook(db) or ""),
    }


def gaps(text: str) -> list[str]:
    """The rules under the heading of the codebook that names the known gaps."""
    told = prose(text)
    section = next((heading.id for heading in told.headings if heading.title.endswith(GAPS)), None)
    return [rule for number, rule in told.rules.items() if section and number.startswith(f"{section}.")]
