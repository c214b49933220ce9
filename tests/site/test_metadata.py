"""metadata.yml: the head is written by hand, the rest is drawn from the tables, and both versions of Datasette read it."""

import sqlite3
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from datasette.version import __version__
from given import KINDS

from tracker.cli import main
from tracker.derive.metadata import HEAD, MARK, WrongHead, metadata
from tracker.derive.tables import tables, views
from tracker.kinds import load

ROOT = Path(__file__).parents[2]
WRITTEN = (ROOT / "metadata.yml").read_text(encoding="utf-8")
TOLD = yaml.safe_load(WRITTEN)

asynchronous = pytest.mark.asyncio


def test_fresh():
    """What the repository holds is what the tables say of themselves; if not: `tracker metadata > new && mv new metadata.yml`."""
    assert metadata(WRITTEN, KINDS) == WRITTEN


def test_head_stays():
    """The head stands as it was written, whatever follows the mark."""
    head = HEAD + "    # Ours.\n"
    assert metadata(head, KINDS).startswith(head.rstrip() + f"\n\n    {MARK}\n")
    assert metadata(f"{head}\n    {MARK}\n    anything: [", KINDS) == metadata(head, KINDS)


@pytest.mark.parametrize(
    "head",
    [
        "", "a: [", "title: A record\n", "databases: tracker\n", "databases:\n  other:\n    title: x\n",
        "databases:\n  tracker:\n", "databases:\n  tracker:\n    title: x\nabout: y\n",
        "databases:\n  tracker:\n    tables: {}\n", "databases:\n  tracker:\n    title: x\n  other:\n    title: y\n",
    ],
)  # fmt: skip
def test_wrong_head(head):
    """A head behind which the tables would stand elsewhere than in the database is refused."""
    with pytest.raises(WrongHead):
        metadata(head, KINDS)


def test_every_table_and_column(database):
    """Every table, view and column of the database is described, and no other."""
    db = sqlite3.connect(database)
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    shown = {name for name in names if not name.startswith(("search_fts", "sqlite_"))}
    described = TOLD["databases"]["tracker"]["tables"]
    assert set(described) == shown
    for name in shown - {"search"}:
        assert list(described[name]["columns"]) == [row[1] for row in db.execute(f"PRAGMA table_info({name})")], name


def test_licence_everywhere():
    """Title, description, licence and source stand at the head, at the database and at each table."""
    database = TOLD["databases"]["tracker"]
    for told in (TOLD, database, *database["tables"].values()):
        assert {"title", "description"} <= set(told)
        assert (told["license"], told["license_url"]) == ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
        assert (told["source"], told["source_url"]) == (TOLD["source"], TOLD["source_url"])


def test_table():
    """A table is told whole."""
    assert TOLD["databases"]["tracker"]["tables"]["totals"] == {
        "title": "Totals of pledges",
        "description": tables(KINDS)["totals"].doc,
        **{key: TOLD[key] for key in ("license", "license_url", "source", "source_url")},
        "columns": {
            "pk": "Key of this build product.",
            "currency": "ISO 4217 code, or the unit of a quantity.",
            "year": "The year in which the pledges were first known; empty for all years.",
            "pledges": "How many pledges with a sum are counted.",
            "promised": "The sum promised by them. Unit: the column currency.",
            "disclosed": "How many of them have a disclosed delivery.",
            "delivered": "The sum reported as delivered by those. Unit: the column currency.",
            "undisclosed": "What remains of the promises, pledge by pledge, never below nothing. Unit: the column currency.",
            "left_out": "How many pledges of this currency are not counted, because another contains them.",
        },
        "facets": ["currency", "year"],
        "sort_desc": "promised",
        "size": 50,
        "label_column": "currency",
        "plugins": {
            "pressure_and_pledges": {
                "units": dict.fromkeys(("promised", "delivered", "undisclosed"), "currency"),
                "aside": ["pk"],
            }
        },
    }


def test_columns_set_aside():
    """What a page sets aside are columns of its table, never the one by which it is first sorted; nor is that a date as stated."""
    for table in {**tables(KINDS), **views(KINDS)}.values():
        assert set(table.aside) | set(table.stated) <= set(table.names), table.name
        assert set(table.names) - set(table.aside), table.name
        assert not {table.sort, table.sort_desc} & set(table.stated), table.name
    told = TOLD["databases"]["tracker"]["tables"]["timeline"]
    assert "date" not in told["sortable_columns"] and "sort_date" in told["sortable_columns"]


def test_indexes_of_what_readers_choose():
    """Each column by which a table is sorted or faceted at first leads an index of it."""
    for table in tables(KINDS).values():
        leading = {columns[0] for columns in table.indexes} | set(table.unique)
        wanted = {facet for facet in table.facets if isinstance(facet, str)} | {table.sort, table.sort_desc} - {None, "pk"}
        assert wanted - leading == set(), table.name


def test_new_family(tmp_path):
    """A family of one's own is described without another edit."""
    module = tmp_path / "grant.py"
    source = (ROOT / "tracker/kinds/statement.py").read_text(encoding="utf-8")
    for said, instead in (("statements", "grants"), ('"statement', '"grant'), ("`statement", "`grant")):
        source = source.replace(said, instead)
    module.write_text(source, encoding="utf-8")
    told = yaml.safe_load(metadata(HEAD, load((str(module),))))["databases"]["tracker"]["tables"]
    assert (told["grants"]["title"], told["grants"]["facets"]) == ("Grants", told["statements"]["facets"])
    assert set(told) - {"grants"} == set(TOLD["databases"]["tracker"]["tables"])


def test_command(tmp_path):
    """The command keeps the head of the file there is, and brings one where there is none."""
    (tmp_path / "events").mkdir()
    command = ["metadata", "--root", str(tmp_path)]
    assert CliRunner().invoke(main, command).stdout == metadata(HEAD, KINDS)
    (tmp_path / "metadata.yml").write_text(WRITTEN, encoding="utf-8")
    assert CliRunner().invoke(main, command).stdout == WRITTEN
    (tmp_path / "metadata.yml").write_text("title: x\n", encoding="utf-8")
    wrong = CliRunner().invoke(main, command)
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("error: the head of metadata.yml must end inside `databases: tracker:`")


@asynchronous
async def test_read(get):
    """Facets, order, labels and search of the metadata are what both versions serve."""
    page = (await get("/tracker/pledges")).text
    assert all(f'id="facet-{name}"' in page for name in ("status", "currency", "due_year", "party", "sector"))
    rows = (await get("/tracker/pledges.json?_shape=array")).json()
    assert [row["id"] for row in rows] == ["pledges/joint-homes", "pledges/alpha-fund"]
    rows = (await get("/tracker/timeline.json?_shape=array&_labels=on&_search=fined")).json()
    assert [(row["title"], row["case"]["label"]) for row in rows] == [("The Agency fined Alpha", "Probe of Alpha")]


@asynchronous
async def test_described(get):
    """Each page of a table shows its title, what a row is, what its columns say, and the licence."""
    for name, table in {**tables(KINDS), **views(KINDS)}.items():
        page = (await get(f"/tracker/{name}")).text
        assert f"<h1>{table.title}" in page, name
        assert table.doc[:60] in page.replace("&#39;", "'"), name
        assert "CC BY 4.0" in page, name


@asynchronous
async def test_hidden(get):
    """What only the search needs is hidden."""
    page = (await get("/tracker")).text
    assert '<h3><a href="/tracker/pledges">' in page
    assert '<h3><a href="/tracker/case_texts">' not in page


@asynchronous
async def test_no_arithmetic(get):
    """A filter on a column that has a unit is compared, not calculated: what is no number is no error."""
    assert (await get("/tracker/pledges.json?promised__gt=x&_shape=array")).json() == []
    rows = (await get("/tracker/pledges.json?promised__gt=1000&_shape=array")).json()
    assert [row["id"] for row in rows] == ["pledges/alpha-fund"]


OPENED, FINED = "crackdowns/alpha-probe/2020-12-24-opened", "crackdowns/alpha-probe/2021-04-10-fined"
SECOND = "2026-01-02T09:00:00Z"

QUERIES = {
    "ranked_search?q=fin": [{"kind": "event", "id": FINED, "title": "The Agency fined Alpha"}],
    "ranked_search?q=集团 cloud": [],
    "ranked_search?q=": [],
    'ranked_search?q="+OR+*': [],
    "sanctions_in_force_on?day=2019-12-31": [
        {"case_id": "sanctions/bureau-list", "status": "in force", "since": "2019-05-16", "begun": "certain"},
    ],
    "sanctions_in_force_on?day=&known_at=": [
        {"case_id": "sanctions/bureau-list", "status": "eased", "since": "2020-01-01", "begun": "certain"},
    ],
    "sanctions_in_force_on?day=2020-01-01&known_at=2026-01-01": [
        {"case_id": "sanctions/bureau-list", "status": "in force", "since": "2019-05-16", "begun": "certain"},
    ],
    "sanctions_in_force_on?day=2020-01-01&known_at=2025-12-31": [],
    "sanctions_in_force_on?day=2019-05-15": [],
    "pledges_overdue?day=2026-01-01": [
        {"id": "pledges/alpha-fund", "due": "2025-12-31", "days_over": 1, "undisclosed": 1e11, "currency": "CNY"},
    ],
    "pledges_overdue?day=2025-12-31": [],
    "prior_pressure?party=alpha": [
        {"pledge_id": "pledges/joint-homes", "action_id": FINED, "tie": "self", "days_least": 325},
        {"pledge_id": "pledges/alpha-fund", "action_id": FINED, "tie": "self", "days_least": 145},
        {"pledge_id": "pledges/alpha-fund", "action_id": OPENED, "tie": "self", "days_least": 252},
    ],
    "prior_pressure?party=nobody": [],
    "changed_since?since=2026-01-01": [
        {"recorded": SECOND, "what": "added", "id": FINED},
        {"recorded": SECOND, "what": "added", "id": "laws/data-law/2021-09-01-in_force"},
        {"recorded": SECOND, "what": "corrected", "id": "pledges/alpha-fund/2026-01-02-corrected-2021-09-02-announced"},
        {"recorded": SECOND, "what": "added", "id": "sanctions/bureau-list/2020-01-01-amended"},
    ],
    "history_of_a_case?case=laws/data-law": [
        {"status": "adopted", "valid_from": "2021-06-10", "valid_to": "2021-09-01", "known_to": None},
        {"status": "in force", "valid_from": "2021-09-01", "valid_to": None, "known_to": None},
        {"status": "adopted", "valid_from": "2021-06-10", "valid_to": None, "known_to": SECOND},
    ],
}
"""Published query -> its rows, as far as they are told here."""


@asynchronous
async def test_queries(get):
    """The published queries answer in both versions, where open SQL is off too."""
    settings = {"default_allow_sql": False}
    head = WRITTEN.partition(MARK)[0]
    for number, (asked, expected) in enumerate(QUERIES.items()):
        options = {} if number else {"head": head, "settings": settings}
        answer = await get(f"/tracker/{asked}&_shape=array".replace("?", ".json?", 1), **options)
        assert answer.status_code == 200, (asked, answer.text)
        rows = answer.json()
        assert [{key: row[key] for key in told} for row, told in zip(rows, expected, strict=True)] == expected, asked
    assert {asked.partition("?")[0] for asked in QUERIES} == set(TOLD["databases"]["tracker"]["queries"])
    refused = await get("/tracker.json?sql=select+1" if __version__.startswith("0.") else "/tracker/-/query.json?sql=select+1")
    assert refused.status_code == 403


@asynchronous
@pytest.mark.parametrize("asked", ["阿尔", "集团", "阿尔法集团", "alpha gr"])
async def test_best_first(get, asked):
    """A name in any script, whole or in part, finds the party first and then what names it."""
    rows = (await get(f"/tracker/ranked_search.json?q={asked}&_shape=array", head=WRITTEN.partition(MARK)[0])).json()
    assert rows[0]["id"] == "parties/alpha"
    assert asked == "alpha gr" or FINED in [row["id"] for row in rows]


@asynchronous
async def test_queries_are_listed(get):
    """The page of the database leads to the published queries."""
    page = (await get("/tracker", head=WRITTEN.partition(MARK)[0])).text
    assert 'href="/tracker/ranked_search"' in page
