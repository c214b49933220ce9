"""The reading tables that are filled by SQL: the timeline from the events, and what spans cases once all cases stand."""

from tracker.database.file import Connection
from tracker.model.identity import case_pk
from tracker.model.vocabulary import INDEPENDENT, TIERS

_MOMENT = (
    "pk", "date", "family", "title", "case", "status", "jurisdiction", "amount", "currency", "usd", "year", "month", "sort_date",
    "pk", "id",
)  # fmt: skip
_MOMENTS = f"""
INSERT INTO "timeline"
SELECT {", ".join(f'"{column}"' for column in _MOMENT)}
FROM {{source}}."events"
WHERE "about_world" = 1 AND "standing" = 1 AND "date" IS NOT NULL AND "family" <> 'parties' AND "same_as" IS NULL
"""


def moments(source: str = "main") -> str:
    """The statement that adds to the timeline the events of a file, by the name under which it is attached.

    What is the same act in another case stands there; a party's own dates are not the story.
    """
    return _MOMENTS.format(source=source)


ACTION_TYPES = ("crackdown.opened", "crackdown.widened", "crackdown.ordered", "crackdown.fined")
"""What an authority does to a party that counts as pressure on it."""

# An action counts from 365 days before the pledge up to its day, as far as the dates allow; the days between are
# given as least and most, since either date may be imprecise. A tie counts if it may have held on the pledge's day.
# The actions are gathered first, so that each party's are found by day.
ACTIONS = (
    'DROP TABLE IF EXISTS temp."actions"',
    f"""
    CREATE TEMP TABLE "actions" AS
    SELECT p."party", a."first_day", a."last_day", a."pk", a."id", a."type", a."date", a."title",
           CAST(julianday(a."first_day") AS INTEGER) AS "first", CAST(julianday(a."last_day") AS INTEGER) AS "last"
    FROM "events" a JOIN "event_parties" p ON p."event" = a."pk" AND p."role" = 'target'
    WHERE a."type" IN {ACTION_TYPES}
      AND a."standing" = 1 AND a."same_as" IS NULL AND a."first_day" IS NOT NULL AND a."last_day" IS NOT NULL
    """,
    'CREATE INDEX temp."actions_party" ON "actions" ("party", "last_day", "first_day")',
)

PRESSURE = """
WITH "pledged" AS MATERIALIZED (
    SELECT p."pk" AS "pledge", p."id" AS "pledge_id", e."date" AS "announced", e."first_day", e."last_day", c."party" AS "pledger"
    FROM "pledges" p
    JOIN "events" e ON e."pk" = (
        SELECT x."pk" FROM "events" x
        WHERE x."case" = p."pk" AND x."standing" = 1 AND x."about_world" = 1 AND x."first_day" IS NOT NULL AND x."last_day" IS NOT NULL
        ORDER BY x."type" = 'pledge.announced' DESC, x."sort_date", x."recorded" LIMIT 1)
    JOIN "case_parties" c ON c."case" = p."pk" AND c."role" = 'pledger'
    WHERE p."pk" IN (SELECT "pk" FROM temp."touched")
),
"ties" AS (
    SELECT "party", "other", "relation" AS "tie", "first_day", "last_day" FROM "relations" WHERE "ties" = 1
    UNION ALL
    SELECT "other", "party", "relation" || ' (reversed)', "first_day", "last_day" FROM "relations" WHERE "ties" = 1
),
"tied" AS (
    SELECT "pledge", "pledger", "pledger" AS "on_party", 'self' AS "tie" FROM "pledged"
    UNION
    SELECT d."pledge", d."pledger", r."other", r."tie"
    FROM "pledged" d JOIN "ties" r ON r."party" = d."pledger"
    WHERE coalesce(r."first_day", '') <= d."last_day" AND coalesce(r."last_day", '9999') >= d."first_day"
),
"reached" AS MATERIALIZED (
    SELECT t."pledge", d."pledge_id", d."announced", t."pledger", p."id" AS "pledger_id", t."on_party", o."id" AS "on_party_id",
           t."tie", d."last_day", date(d."first_day", '-365 days') AS "since",
           CAST(julianday(d."first_day") AS INTEGER) AS "first", CAST(julianday(d."last_day") AS INTEGER) AS "last"
    FROM "tied" t JOIN "pledged" d ON d."pledge" = t."pledge" AND d."pledger" = t."pledger"
    JOIN "parties" p ON p."pk" = t."pledger" JOIN "parties" o ON o."pk" = t."on_party"
)
INSERT INTO "pressure_and_pledges"
SELECT key_of(t."pledge_id", a."id", t."tie", t."on_party", t."pledger"), t."pledge", t."pledge_id", t."announced", t."pledger",
       t."pledger_id", a."pk", a."id", a."type", a."date", a."title", t."on_party", t."on_party_id", t."tie",
       max(0, t."first" - a."last"), t."last" - a."first"
FROM "reached" t
JOIN temp."actions" a ON a."party" = t."on_party" AND a."last_day" >= t."since" AND a."first_day" <= t."last_day"
ORDER BY 1
"""

ALL_PLEDGES = 'INSERT INTO temp."touched" SELECT "pk" FROM "pledges"'

# The pledges whose pressure a change can alter: their own, and those of every party that has a part in a changed
# case, or is tied to one that has.
TOUCHED = """
WITH "near" AS (
    SELECT "party" FROM temp."moved"
    UNION SELECT r."other" FROM "relations" r JOIN temp."moved" m ON m."party" = r."party"
    UNION SELECT r."party" FROM "relations" r JOIN temp."moved" m ON m."party" = r."other"
)
INSERT INTO temp."touched"
SELECT DISTINCT c."case" FROM "case_parties" c JOIN "near" n ON n."party" = c."party" WHERE c."role" = 'pledger'
"""

MOVED = """
INSERT INTO temp."moved"
SELECT "party" FROM "event_parties" WHERE "case" = :case
UNION SELECT "party" FROM "relations" WHERE "party" = :case
UNION SELECT "other" FROM "relations" WHERE "party" = :case
"""

TOTALS = """
WITH "counted" AS (
    SELECT l."currency", CAST(substr(p."opened", 1, 4) AS INTEGER) AS "year", l."promised", l."delivered", l."undisclosed",
           l."counted"
    FROM "ledger" l JOIN "pledges" p ON p."pk" = l."case"
    WHERE l."promised" IS NOT NULL AND p."status" <> 'retracted'
),
"summed" AS (
    SELECT "currency", "year", sum("counted") AS "pledges", total(CASE WHEN "counted" THEN "promised" END) AS "promised",
           sum("counted" AND "delivered" IS NOT NULL) AS "disclosed", total(CASE WHEN "counted" THEN "delivered" END) AS "delivered",
           total(CASE WHEN "counted" THEN "undisclosed" END) AS "undisclosed", sum(NOT "counted") AS "left_out"
    FROM "counted" GROUP BY "currency", "year"
),
"all_years" AS (
    SELECT * FROM "summed"
    UNION ALL
    SELECT "currency", NULL, sum("pledges"), total("promised"), sum("disclosed"), total("delivered"), total("undisclosed"), sum("left_out")
    FROM "summed" GROUP BY "currency"
)
INSERT INTO "totals"
SELECT row_number() OVER (ORDER BY "currency", "year" IS NULL DESC, "year"), * FROM "all_years"
"""

# What coverage counts: each event once, with what its sources are worth. They are gathered first, so that each dimension
# is one pass over narrow rows. Two publishers differ where the least is not the greatest, which is cheaper to know than
# how many there are.
_COUNTING = f'CASE WHEN p."tier" IN {tuple(sorted(INDEPENDENT))} THEN s."publisher" END'
_TIERS = {tier: f"""p."tier" IS '{tier}'""" for tier in TIERS} | {"none": 'p."pk" IS NOT NULL AND p."tier" IS NULL'}

COVERED = (
    'DROP TABLE IF EXISTS temp."covered"',
    f"""
    CREATE TEMP TABLE "covered" AS
    SELECT e."case", e."year", e."family", e."jurisdiction", min({_COUNTING}) <> max({_COUNTING}) AS "two",
           max(s."archived" IS NOT NULL) AS "archived",
           {", ".join(f'max({test}) AS "{tier}"' for tier, test in _TIERS.items())}
    FROM "events" e LEFT JOIN "event_sources" s ON s."event" = e."pk" LEFT JOIN "publishers" p ON p."pk" = s."publisher"
    WHERE e."about_world" = 1 AND e."standing" = 1 AND e."same_as" IS NULL AND e."family" <> 'parties'
    GROUP BY e."pk"
    """,
)

_COUNTS = """
    count(*) AS "events", count(DISTINCT "case") AS "cases", coalesce(sum("two"), 0) AS "two_publishers",
    coalesce(sum("official"), 0) AS "official", coalesce(sum("archived"), 0) AS "archived"
FROM "covered"
"""
_BY_TIER = "".join(
    f"""    UNION ALL SELECT 4, 'tier', '{tier}', {_COUNTS} WHERE "{tier}" = 1 HAVING count(*) > 0\n""" for tier in _TIERS
)

COVERAGE = f"""
WITH "counted" AS (
    SELECT 0 AS "rank", 'all' AS "dimension", 'all' AS "value", {_COUNTS}
    UNION ALL SELECT 1, 'family', "family", {_COUNTS} GROUP BY "family"
    UNION ALL SELECT 2, 'year', coalesce(CAST("year" AS TEXT), 'several'), {_COUNTS} GROUP BY "year"
    UNION ALL SELECT 3, 'jurisdiction', coalesce("jurisdiction", 'none'), {_COUNTS} GROUP BY "jurisdiction"
{_BY_TIER})
INSERT INTO "coverage"
SELECT row_number() OVER (ORDER BY "rank", "value"), "dimension", "value", "events", "cases", "two_publishers", "official", "archived"
FROM "counted"
"""

PUBLISHERS = """
UPDATE "publishers" SET "events" = coalesce((
    SELECT count(DISTINCT s."event") FROM "event_sources" s WHERE s."publisher" = "publishers"."pk"), 0)
"""

# What nothing refers to any more is not in a full build either.
UNUSED = (
    'DELETE FROM "publishers" WHERE "pk" NOT IN (SELECT "publisher" FROM "event_sources")',
    'DELETE FROM "fx_rates" WHERE "pk" NOT IN (SELECT "fx_rate" FROM "events" WHERE "fx_rate" IS NOT NULL)',
)

FILLED = ("pressure_and_pledges", "totals", "coverage")
"""The tables that are filled from all others."""

READ = ("events", "event_parties", "event_sources", "publishers", "case_parties", "pledges", "parties", "relations", "ledger")
"""Those from which they are filled, and by way of their indexes."""

FILL = (
    *ACTIONS,
    'DELETE FROM "pressure_and_pledges" WHERE "pledge" IN (SELECT "pk" FROM temp."touched") '
    'OR "pledge" NOT IN (SELECT "pk" FROM "pledges")',
    PRESSURE,
    'DELETE FROM "totals"',
    TOTALS,
    *COVERED,
    'DELETE FROM "coverage"',
    COVERAGE,
)
"""The statements that fill the reading tables: pressure for the pledges in `touched`, the others as a whole."""


def prepare(db: Connection) -> None:
    """Gives a connection what the statements here ask of it."""
    db.create_scalar_function("key_of", lambda *parts: case_pk("\n".join(map(str, parts))), deterministic=True)
    for table, column in (("touched", "pk"), ("moved", "party")):
        db.execute(f'CREATE TEMP TABLE "{table}" ("{column}" INTEGER)')
