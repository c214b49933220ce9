"""The search: ranked over events, cases and parties, in any script."""

import sqlite3
from typing import Annotated, Any

from tracker.derive.search import match, match_any
from tracker.site.reading import sql, states
from tracker.site.reading.ask import Ask, NotFound, Refused, record, stands
from tracker.site.shapes.asked import SearchAsked
from tracker.site.shapes.lists import SearchPage

SIZE = 40
LONGEST = 200

START, END = "\x02", "\x03"
"""What surrounds a word found: no text of the record holds such a character."""

KIND = """CASE WHEN s."kind" = 'event' THEN 'event' WHEN c."family" = 'parties' THEN 'party' ELSE 'case' END"""

FOUND = """
FROM "search_fts" f JOIN "search" s ON s."pk" = f.rowid JOIN "cases" c ON c."id" = s."case_id"
LEFT JOIN "events" e ON e."pk" = s."pk" LEFT JOIN "parties" p ON p."pk" = s."pk"
WHERE "search_fts" MATCH :query AND (s."kind" = 'case' OR e."about_world" = 1 AND e."family" <> 'parties')
"""

# A word in the title weighs most, then one among the names. A case comes before its single events, and of parties
# that match alike the one that more events name.
PAGE = f"""
SELECT s."pk", s."id", {KIND} AS "kind", highlight("search_fts", 0, '{START}', '{END}') AS "title",
       snippet("search_fts", 1, '{START}', '{END}', '…', 28) AS "snippet", c."pk" AS "case_pk", c."family", c."id" AS "case_id",
       c."name" AS "case_name", e."date", e."standing", p."native_name",
       bm25("search_fts", 12.0, 1.0, 6.0, 6.0) * CASE
           WHEN s."kind" = 'event' THEN 1.0 WHEN p."pk" IS NULL THEN 1.6 ELSE 1.6 + min(
           (SELECT count(*) FROM "event_parties" n WHERE n."party" = p."pk"), 50) / 50.0 END AS "rank"
{FOUND} ORDER BY "rank", s."id" LIMIT :size OFFSET :offset
"""

COUNTS = f'SELECT {KIND} AS "kind", count(*) AS "count" {FOUND} GROUP BY 1'

CALLED = """
SELECT p."pk", p."id", p."name" FROM "parties" p
WHERE p."id" = :slug OR lower(p."name") = lower(:name) OR p."native_name" = :name
   OR '; ' || lower(p."aliases") || '; ' LIKE :alias ESCAPE '!'
ORDER BY p."id" = :slug DESC, lower(p."name") = lower(:name) DESC,
         (SELECT count(*) FROM "event_parties" n WHERE n."party" = p."pk") DESC
LIMIT 1
"""


def read(db: sqlite3.Connection, ask: Annotated[Ask, SearchAsked]) -> SearchPage:
    """One page of what was found, best first. The search reads the record as it stands."""
    build = record(db, ask.clocks)
    query, expression, counts, loosened = _asked(db, ask)
    number = ask.page()
    found = sql.rows(db, PAGE, query=expression, size=SIZE, offset=(number - 1) * SIZE) if counts else []
    count = sum(counts.values())
    return {
        **stands(ask, build),
        "query": query,
        "count": count,
        "counts": {kind: counts.get(kind, 0) for kind in ("case", "party", "event")},
        "page": number,
        "pages": max(1, -(-count // SIZE)),
        "loosened": loosened,
        "results": _results(db, ask, found),
    }


def found(db: sqlite3.Connection, ask: Ask) -> list[dict[str, Any]]:
    """The rows of everything that was found, best first."""
    _, expression, counts, _ = _asked(db, ask)
    return sql.rows(db, PAGE, query=expression, size=-1, offset=0) if counts else []


def results(db: sqlite3.Connection, ask: Ask) -> list[dict[str, Any]]:
    """Everything that was found, as the pages of the search show it."""
    return _results(db, ask, found(db, ask))


def _asked(db: sqlite3.Connection, ask: Ask) -> tuple[str, str | None, dict[str, int], bool]:
    """The query, its expression, how many of each kind it finds, and whether it had to be loosened."""
    if ask.clocks.moved:
        raise Refused("the search reads the record as it stands; as_of and known_at are for the pages that it finds")
    query = ask.one("q") or ""
    if len(query) > LONGEST:
        raise Refused(f"a query has at most {LONGEST} characters")
    expression = match(query)
    counts = _counts(db, expression)
    # Where no entry holds all that was asked for, those that hold some of it are better than none.
    some = match_any(query) if not counts else None
    if some:
        expression, counts = some, _counts(db, some)
    return query, expression, counts, some is not None


def _results(db: sqlite3.Connection, ask: Ask, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    answers = {case["pk"]: case for case in states.of_cases(db, ask.clocks, [r["pk"] for r in rows if r["kind"] == "case"])}
    return [_result(row, answers.get(row["pk"])) for row in rows]


def _counts(db: sqlite3.Connection, expression: str | None) -> dict[str, int]:
    """How many cases, parties and events an expression finds."""
    return {row["kind"]: row["count"] for row in sql.rows(db, COUNTS, query=expression)} if expression else {}


def _result(row: dict[str, Any], case: dict[str, Any] | None) -> dict[str, Any]:
    title, snippet = row["title"] or "", row["snippet"] or ""
    return {
        "id": row["id"],
        "kind": row["kind"],
        "family": row["family"],
        "title": title.replace(START, "").replace(END, ""),
        "native_name": row["native_name"],
        "date": row["date"],
        "status": case["status"] if case else None,
        "clock": case["clock"] if case else None,
        "answer": case["answer"] if case else None,
        "standing": row["standing"] != 0,
        "case": {"id": row["case_id"], "name": row["case_name"]},
        "title_parts": parts(title),
        "snippet_parts": parts(snippet),
    }


def parts(marked: str) -> list[dict[str, Any]]:
    """A text cut where a word was found, so that a page can mark it without trusting the text."""
    found = []
    for number, piece in enumerate(marked.split(START)):
        hit, _, rest = piece.partition(END) if number else ("", "", piece)
        if hit:
            found.append({"text": hit, "hit": True})
        if rest:
            found.append({"text": rest, "hit": False})
    return found


def party_called(db: sqlite3.Connection, name: str) -> dict[str, Any]:
    """The party that bears a name: its slug, its name in any script, or an alias; of several the most active.

    Raises NotFound where none does.
    """
    alias = "".join(f"!{c}" if c in "!%_" else c for c in name.lower())
    row = sql.row(db, CALLED, slug=f"parties/{name.removeprefix('parties/')}", name=name, alias=f"%; {alias}; %")
    if row is None:
        sentence = f"no party on record is called {name[:80]}; the search may find it under another name"
        raise NotFound(sentence, f"parties/{name}")
    return row
