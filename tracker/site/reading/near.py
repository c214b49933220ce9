"""What may have been meant by an address at which there is nothing: cases, parties and events with a name near to it."""

import json
import re
import sqlite3
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from tracker.derive.search import match
from tracker.site.clocks import Clocks
from tracker.site.reading import sql
from tracker.site.reading.families import families

MOST = 4
"""So many are named."""

ALIKE = 0.6
"""From here to 1, two names are alike."""

LONGEST = 120
"""Of a longer address no more is looked at."""

# The same name in any family, and those of the family that begin alike, with how often events name them.
BEGINNING = """
SELECT "id", "name", (SELECT count(*) FROM "event_parties" n WHERE n."party" = c."pk") AS "named" FROM (
    SELECT "pk", "id", "name", "first_recorded" FROM "cases" WHERE "id" IN (SELECT value FROM json_each(:same))
    UNION ALL SELECT * FROM (SELECT "pk", "id", "name", "first_recorded" FROM "cases"
        WHERE "id" >= :from AND "id" < :from || '~' ORDER BY "id" LIMIT 300)) c
WHERE "first_recorded" <= :instant
"""

HOLDING = """
SELECT c."id", c."name" FROM "search_fts" f JOIN "search" s ON s."pk" = f.rowid JOIN "cases" c ON c."id" = s."case_id"
WHERE "search_fts" MATCH :query AND s."kind" = 'case' AND c."first_recorded" <= :instant
ORDER BY c."family" = :family DESC, f."rank" LIMIT 4
"""

CASE = 'SELECT "id", "name" FROM "cases" WHERE "id" = :id AND "first_recorded" <= :instant'

EVENTS = f"""
SELECT v."event_id" AS "id", v."title" AS "name", 0 AS "named" FROM "event_versions" v JOIN "events" e ON e."pk" = v."event"
WHERE e."case_id" = :case AND {sql.HELD.format("v")} ORDER BY v."event_id" LIMIT 300
"""


def near(db: sqlite3.Connection, clocks: Clocks, address: str) -> list[dict[str, Any]]:
    """The ids and names of what stands nearest to an address, the nearest first; of what is like nothing, none."""
    parts = [part for part in re.split(r"[/.]", address[:LONGEST].lower()) if part not in ("", "json", "card", "atom", "ics")]
    if not parts:
        return []
    named = [family["name"] for family in families(db)]
    family = next(iter(get_close_matches(parts[0], named, 1, ALIKE)), None)
    if family and len(parts) == 1:
        return [{"id": family, "name": family.capitalize()}] if family != parts[0] else []
    slug = parts[1] if family else parts[-1]
    if family and len(parts) > 2:
        case = sql.row(db, CASE, id=f"{family}/{slug}", instant=clocks.instant)
        if case:
            return [*_nearest(parts[2], sql.rows(db, EVENTS, case=case["id"], instant=clocks.instant)), case]
    return _cases(db, clocks, family, slug, named)


def _cases(
    db: sqlite3.Connection, clocks: Clocks, family: str | None, slug: str, named: Iterable[str]
) -> list[dict[str, Any]]:  # fmt: skip
    same = json.dumps([f"{name}/{slug}" for name in named])
    beginning = f"{family or 'parties'}/{slug[:2]}"
    found = sql.rows(db, BEGINNING, **{"same": same, "from": beginning, "instant": clocks.instant})
    # The same name is found once by itself and once more by how it begins.
    alike = _nearest(slug, list({row["id"]: row for row in found}.values()))
    if alike and alike[0]["id"].endswith(f"/{slug}"):
        return [row for row in alike if row["id"].endswith(f"/{slug}")]
    expression = match(" ".join(re.split(r"[^\w]+", slug)), prefix=False)
    if expression and len(alike) < MOST:
        alike += sql.rows(db, HOLDING, query=expression, family=family, instant=clocks.instant)
    return list({row["id"]: row for row in alike}.values())[:MOST]


def _nearest(wanted: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows whose id ends most alike to what was asked for; of those that do equally, first what is named most."""
    compared = SequenceMatcher(b=wanted, autojunk=False)
    scored = []
    for row in rows:
        compared.set_seq1(row["id"].rpartition("/")[2])
        if compared.real_quick_ratio() >= ALIKE and compared.quick_ratio() >= ALIKE and compared.ratio() >= ALIKE:
            scored.append((-round(compared.ratio(), 2), -row["named"], row["id"], row["name"]))
    return [{"id": id, "name": name} for _, _, id, name in sorted(scored)[:MOST]]
