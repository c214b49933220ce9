"""Charts, each with its table and its rule: what was pledged and delivered, statuses over time, who acted and on what."""

import sqlite3
from collections import Counter
from typing import Annotated, Any

from tracker.site.clocks import Clocks
from tracker.site.drawing import charts
from tracker.site.drawing.charts import Column, Part
from tracker.site.reading import sql, states
from tracker.site.reading.ask import Ask, record, stands
from tracker.site.reading.families import families, known
from tracker.site.reading.totals import not_counted, totals
from tracker.site.shapes.asked import Timed
from tracker.site.shapes.charts import ChartsPage

SPAN = 12
"""So many years are drawn; the tables have all."""

MOST = 15
"""So many of those who acted are named."""

# A role in which a family's view finds its cases and that acts: whoever is acted upon, or is merely named, is none.
ACTED_UPON = ("target", "party", "sector")

STRETCHES = f"""
SELECT c."family", s."case", s."status", s."valid_from", s."valid_to"
FROM "case_states" s JOIN "cases" c ON c."pk" = s."case"
WHERE c."family" <> 'parties' AND {sql.HELD.format("s")} AND s."status" IS NOT NULL AND coalesce(s."valid_from", '') <= :day
"""

EVENTS = f"""
FROM "event_versions" v JOIN "events" e ON e."pk" = v."event"
WHERE e."family" = :family AND {sql.HELD.format("v")} AND v."standing" = 1 AND e."about_world" = 1 AND e."same_as" IS NULL
  AND coalesce(e."sort_date", '') <= :until
"""

# An event counts for an authority that it names in whatever part, if the family knows it in the part that acts.
ACTING = f"""
WITH "named" AS (
    SELECT e."pk", json_extract(p.value, '$.party') AS "slug", json_extract(p.value, '$.role') AS "role"
    {EVENTS.replace("WHERE", ", json_each(v.fields, '$.parties') p WHERE", 1)})
SELECT y."id", y."name", count(DISTINCT n."pk") AS "count"
FROM "named" n JOIN "parties" y ON y."id" = 'parties/' || n."slug"
WHERE n."slug" IN (SELECT "slug" FROM "named" WHERE "role" = :role)
GROUP BY y."id" ORDER BY "count" DESC, y."name"
"""

SECTORS = f"""
SELECT s.value AS "id", s.value AS "name", count(DISTINCT e."pk") AS "count"
{EVENTS.replace("WHERE", ", json_each(v.fields, '$.sectors') s WHERE", 1)}
GROUP BY s.value ORDER BY "count" DESC, s.value
"""


def read(db: sqlite3.Connection, ask: Annotated[Ask, Timed]) -> ChartsPage:
    """All charts as tables; on a page drawn as well."""
    build = record(db, ask.clocks)
    page = {
        **stands(ask, build),
        "delivery": delivery(db, ask.clocks),
        "statuses": statuses(db, ask.clocks),
        "actions": actions(db, ask.clocks),
    }
    return page if ask.vars.get("format") == ".json" else page | {"drawn": drawn(page, ask.clocks.day)}


def delivery(db: sqlite3.Connection, clocks: Clocks) -> list[dict[str, Any]]:
    """Currency or unit -> by the year in which pledges were made what they promise and what of it was delivered."""
    pledges, left_out = states.of_family(db, clocks, "pledges"), not_counted(db)
    by_year: dict[int | None, list] = {}
    for case in pledges:
        opened = (case["opened"] or {}).get("date") or ""
        by_year.setdefault(int(opened[:4]) if opened[:4].isdigit() else None, []).append(case)
    found = []
    for line in totals(pledges, left_out):
        years = []
        for year in sorted(by_year, key=lambda year: year or 0):
            years += [{"year": year, **own} for own in totals(by_year[year], left_out) if own["currency"] == line["currency"]]
        found.append({"currency": line["currency"], "all": line, "years": years})
    return found


def statuses(db: sqlite3.Connection, clocks: Clocks) -> list[dict[str, Any]]:
    """Family -> at the end of each year, and on the day, how many cases had which status."""
    stretches: dict[str, list] = {}
    for row in sql.rows(db, STRETCHES, **sql.at(clocks)):
        stretches.setdefault(row["family"], []).append(row)
    found = []
    for family in [row["name"] for row in families(db) if row["name"] in stretches]:
        own = stretches[family]
        order = known()[family].statuses if family in known() else tuple(sorted({row["status"] for row in own}))
        # Where a family knows one status only, there is nothing to tell apart.
        if len(order) < 2:
            continue
        first = min((row["valid_from"] for row in own if row["valid_from"]), default=clocks.day)
        days = [f"{year}-12-31" for year in range(int(first[:4]), int(clocks.day[:4]))] + [clocks.day]
        lines = []
        for day in days:
            counts = Counter(r["status"] for r in own if (r["valid_from"] or "") <= day < (r["valid_to"] or "9999"))
            lines.append({"day": day, "counts": {status: counts[status] for status in order}})
        met = [status for status in order if any(line["counts"][status] for line in lines)]
        lines = [line | {"counts": {status: line["counts"][status] for status in met}} for line in lines]
        found.append({"family": family, "statuses": met, "days": lines})
    return found


def actions(db: sqlite3.Connection, clocks: Clocks) -> list[dict[str, Any]]:
    """Family -> by who acted, and by sector, how many events name it."""
    found = []
    for row in families(db):
        life = known().get(row["name"])
        roles = [role for role in (life.view.get("links", ()) if life else ()) if role not in ACTED_UPON]
        params = {"family": row["name"], "instant": clocks.instant, "until": clocks.as_of or "9999-12-31"}
        for role in roles:
            found.append({"family": row["name"], "by": role, "lines": sql.rows(db, ACTING, role=role, **params)})
        if roles:
            found.append({"family": row["name"], "by": "sector", "lines": sql.rows(db, SECTORS, **params)})
    return found


def drawn(page: dict[str, Any], day: str) -> dict[str, Any]:
    """The same tables as columns and bars."""
    last = int(day[:4])
    delivered = {}
    for line in page["delivery"]:
        of_year = {own["year"]: own for own in line["years"] if own["year"] and own["pledges"]}
        # One year alone is no course of time.
        if len(of_year) > 1:
            years = range(max(min(of_year), last - SPAN + 1), last + 1)
            delivered[line["currency"]] = charts.columns([_of_promises(year, of_year.get(year)) for year in years])
    courses = {
        line["family"]: charts.columns([
            Column(own["day"], tuple(Part(status, count) for status, count in own["counts"].items()))
            for own in line["days"][-SPAN:]
        ])
        for line in page["statuses"]
    }  # fmt: skip
    return {
        "delivery": delivered,
        "statuses": courses,
        "actions": [charts.bars([line["count"] for line in chart["lines"][:MOST]]) for chart in page["actions"]],
    }


def _of_promises(year: int, line: dict[str, Any] | None) -> Column:
    """What was promised in a year: the part delivered, and what is undisclosed of the rest."""
    if line is None:
        return Column(str(year), ())
    return Column(str(year), (Part("delivered", line["delivered"]), Part("undisclosed", line["undisclosed"])))
