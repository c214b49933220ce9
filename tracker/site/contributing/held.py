"""What the record holds that a contribution is read and judged against."""

import sqlite3
from functools import cached_property

from tracker.database.recorded import Recorded, recorded
from tracker.desk.filled import Known
from tracker.desk.parties import Parties
from tracker.kinds import Kinds
from tracker.log.amend import Version
from tracker.log.case import case_of
from tracker.log.entry import Entry
from tracker.model.identity import is_slug
from tracker.model.problem import did_you_mean
from tracker.project import Project
from tracker.site.reading import sql
from tracker.site.reading.families import kinds

MOST_SUGGESTED = 1000
"""So many names are suggested for a field; whoever means another types it."""

_CASES = 'SELECT "id", "name" FROM "cases" WHERE "family" = :family ORDER BY "last_recorded" DESC LIMIT :most'
_CALLED = 'SELECT "id" FROM "cases" WHERE "family" = :family AND lower("name") = lower(:text) LIMIT 2'
_PARTIES = """
SELECT p."name", p."native_name" FROM "parties" p
LEFT JOIN (SELECT "party", count(*) AS "n" FROM "case_parties" GROUP BY "party") c ON c."party" = p."pk"
ORDER BY c."n" DESC, p."name" LIMIT :most
"""


class Held:
    """The record, for as long as one contribution is looked at."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.kinds: Kinds = kinds()
        self.store = Recorded(db, self.kinds)

    @cached_property
    def project(self) -> Project:
        """Its families and words."""
        return recorded(self.db, self.kinds)

    @cached_property
    def parties(self) -> Parties:
        """Its parties by all their names."""
        return Parties(self.store.party_names())

    @cached_property
    def known(self) -> Known:
        """What typed names may mean."""
        return Known(self.parties, self._completed)

    def entries(self, case_id: str) -> list[Entry]:
        """What was recorded of a case, if this program knows its family."""
        if case_id.partition("/")[0] not in self.kinds.lives:
            return []
        unit = self.store.listing().units.get(case_id)
        return self.store.entries(unit)[0] if unit else []

    def has(self, case_id: str) -> bool:
        """Whether there is such a case."""
        return case_id in self.store.listing().units

    def version(self, event_id: str) -> Version | None:
        """An event about the world as the record holds it now, or none."""
        case_id = event_id.rpartition("/")[0]
        entries = self.entries(case_id)
        return case_of(case_id, entries, self.kinds).story.versions.get(event_id) if entries else None

    def case(self, family: str, text: str) -> str | None:
        """The one case of a family that is meant by its id, its slug, its address or its name."""
        given = text.rstrip("/").rpartition(f"/{family}/")[2].removeprefix(f"{family}/")
        if is_slug(given) and self.has(f"{family}/{given}"):
            return f"{family}/{given}"
        found = self.called(family, text)
        return found[0] if len(found) == 1 else None

    def called(self, family: str, name: str) -> list[str]:
        """The cases of a family that bear a name, two at the most."""
        return [row["id"] for row in sql.rows(self.db, _CALLED, family=family, text=name)]

    def like(self, family: str, text: str) -> str | None:
        """The case that may be meant, as a help sentence, or none."""
        names = {case["name"]: case["id"] for case in self.cases(family)}
        return did_you_mean(text, names) or did_you_mean(text, [case_id.partition("/")[2] for case_id in names.values()])

    def cases(self, family: str) -> list[dict]:
        """The cases of a family, those of which something was recorded last first."""
        return sql.rows(self.db, _CASES, family=family, most=MOST_SUGGESTED)

    def suggested_parties(self) -> list[dict]:
        """The parties, those in most cases first."""
        return sql.rows(self.db, _PARTIES, most=MOST_SUGGESTED)

    def _completed(self, text: str) -> str:
        """The id that an address of this site, a path of the log or an id names."""
        path = text.partition("?")[0].partition("#")[0].removesuffix(".json").rstrip("/")
        parts = path.split("/")
        families = [number for number, part in enumerate(parts) if part in self.kinds.lives]
        return "/".join(parts[families[-1] :]) if families else text
