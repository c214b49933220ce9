"""The log read back out of a database: what the checks need where there are no files."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from tracker.kinds import Kinds
from tracker.log.checks.whole import PartyNames, party_names_of
from tracker.model.identity import case_pk
from tracker.model.problem import Place, Problem
from tracker.model.vocabulary import Vocabulary
from tracker.project import Project
from tracker.store import Listing, Store, Unit

# An event as it was first recorded, and what was recorded about the record.
_DOCUMENTS = """
SELECT v."event_id", v."fields" FROM "event_versions" v WHERE v."case" = :case AND v."cause" = v."event"
UNION ALL
SELECT a."id", a."fields" FROM "amendments" a WHERE a."case" = :case
"""

# In the order in which a folder lists what is in it.
_CASES = """SELECT "id" FROM "cases" ORDER BY "id" || '/'"""
_FILES = 'SELECT substr("id", length("case_id") + 2) || \'.json\' AS "file" FROM "events" WHERE "case" = :case ORDER BY "file"'

_NAMES = 'SELECT "id", "name", "native_name", "aliases" FROM "parties" ORDER BY "id"'

_CITING = """
SELECT DISTINCT e."case_id" FROM "event_sources" s JOIN "events" e ON e."pk" = s."event"
WHERE s."url" IN (SELECT value FROM json_each(?))
"""


class _Case(Unit):
    """The whereabouts of a case, whose files are named when somebody asks for them: of most cases nobody does."""

    __slots__ = ("_db", "_named")

    def __init__(self, case_id: str, db: sqlite3.Connection) -> None:
        super().__init__(case_id)
        self._db, self._named = db, None

    @property
    def files(self) -> Sequence[str]:
        if self._named is None:
            self._named = [name for (name,) in self._db.execute(_FILES, {"case": case_pk(self.case_id)})]
        return self._named

    @files.setter
    def files(self, names: Sequence[str]) -> None:
        self._named = names


class Recorded(Store):
    """The log as a database holds it: in the current version of each type, and in no file."""

    def __init__(self, db: sqlite3.Connection, kinds: Kinds) -> None:
        self.db = db
        self.kinds = kinds
        self._units: dict[str, Unit] | None = None

    def listing(self, stamped: bool = False) -> Listing:
        # Listed once: what is served is a file that nobody changes.
        if self._units is None:
            self._units = {case_id: _Case(case_id, self.db) for (case_id,) in self.db.execute(_CASES)}
        return Listing(dict(self._units), [], [])

    def documents(self, unit: Unit) -> Iterator[tuple[str, int | None, bytes | Problem]]:
        held = dict(self.db.execute(_DOCUMENTS, {"case": case_pk(unit.case_id)}).fetchall())
        for name in unit.files:
            path = f"events/{unit.case_id}/{name}"
            fields = held.get(f"{unit.case_id}/{name.removesuffix('.json')}")
            absent = Problem("P119", Place(path), "the database does not hold this event")
            yield path, None, absent if fields is None else fields.encode()

    def party_names(self) -> list[PartyNames]:
        return [party_names_of(*row) for row in self.db.execute(_NAMES).fetchall()]

    def summed_from(self, pages: Collection[str]) -> set[str]:
        return {case_id for (case_id,) in self.db.execute(_CITING, [json.dumps(list(pages))]).fetchall()}


def recorded(db: sqlite3.Connection, kinds: Kinds) -> Project:
    """What a database holds of a project: its words. The warnings that were accepted stand in no database."""
    words: dict[str, dict] = {}
    for kind, word, fields in db.execute('SELECT "kind", "word", "fields" FROM "vocabulary" ORDER BY "word"').fetchall():
        words.setdefault(kind, {})[word] = json.loads(fields)
    return Project(Path(), kinds, Vocabulary.model_validate(words), [], [])
