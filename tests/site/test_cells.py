"""Cells of Datasette's tables: addresses and ids as links, sums with their currency."""

import sqlite3

import pytest

from tracker.site.cells import cell, money


class Datasette:
    class urls:
        path = staticmethod(lambda path: f"/base{path}")

    @staticmethod
    def plugin_config(name, database, table):
        return {"units": {"promised": "currency", "usd": "USD", "days_left": "days"}} if table == "pledges" else None


def shown(value, column="title", table="pledges", database="tracker", **row):
    """A cell as HTML; none where Datasette shows it in its own way."""
    return cell({column: value, **row}, value, column, table, database, Datasette)


@pytest.mark.parametrize(
    "value, text",
    [(100000000000.0, "100,000,000,000 CNY"), (0.5, "0.50 CNY"), (1234.567, "1,234.57 CNY"), (-3.0, "-3 CNY"), (0.0, "0 CNY")],
)
def test_money(value, text):
    """A sum has separators and its currency."""
    assert money(value, "CNY") == text.replace(" ", "\N{NO-BREAK SPACE}")


def test_unit_from_its_column():
    """The currency is that of the row, or the one that the column says."""
    assert shown(5.0, "promised", currency="homes") == '<span class="money">5\N{NO-BREAK SPACE}homes</span>'
    assert shown(5.0, "promised", currency=None) == '<span class="money">5</span>'
    assert shown(5.0, "usd") == '<span class="money">5\N{NO-BREAK SPACE}USD</span>'
    assert shown(14359.81, "usd") == '<span class="money">14,360\N{NO-BREAK SPACE}USD</span>'
    assert shown(5.0, "rate") is None
    assert shown(5.0, "promised", table=None) is None


def test_ids():
    """An id leads to the page of its case, party or event."""
    assert shown("pledges/alpha-fund", "id") == '<a href="/base/pledges/alpha-fund">pledges/alpha-fund</a>'
    assert shown("parties/alpha", "party_id") == '<a href="/base/parties/alpha">parties/alpha</a>'
    event = "laws/data-law/2021-09-01-in_force"
    assert shown(event, "same_as", table=None) == f'<a href="/base/{event}">{event}</a>'
    assert shown("A fund", "name", id="pledges/alpha-fund") == '<a href="/base/pledges/alpha-fund">A fund</a>'
    assert shown("A headline", "title", event_id="x/y/z") is None
    assert shown("pledges/alpha-fund", "title") is None
    assert shown("not an id", "id") is None
    assert shown("pledges/<b>", "id") is None


@pytest.mark.parametrize(
    "column, row, leads_to",
    [
        ("case", {"id": "pledges/alpha-fund"}, "pledges/alpha-fund"),
        ("case", {"id": "pledges/alpha-fund/2021-announced"}, "pledges/alpha-fund"),
        ("case", {"case_id": "pledges/alpha-fund", "id": "x"}, "pledges/alpha-fund"),
        ("event", {"id": "pledges/alpha-fund/2021-announced"}, "pledges/alpha-fund/2021-announced"),
        ("party", {"party_id": "parties/alpha", "event_id": "x/y/z"}, "parties/alpha"),
    ],
)
def test_foreign_keys(column, row, leads_to):
    """A foreign key leads to the page of what it points to, under its name."""
    assert shown({"value": 7, "label": "A & B"}, column, **row) == f'<a href="/base/{leads_to}">A &amp; B</a>'


def test_foreign_key_without_an_id():
    """Where the row holds no id of what the key points to, Datasette shows it in its own way."""
    assert shown({"value": 7, "label": "x"}, "publisher", id="pledges/x/y") is None


def test_addresses():
    """Only http and https become links, escaped and cut where they are long."""
    assert (
        shown("https://example.org/?a=1&b=2")
        == '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener">https://example.org/?a=1&amp;b=2</a>'
    )
    long = "http://example.org/" + "x" * 100
    assert shown(long) == f'<a href="{long}" rel="nofollow noopener">{long[:79]}…</a>'
    for text in (
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "see https://example.org",
        'https://x" onclick="y',
        "https://x\\y",
    ):
        assert shown(text) is None


def test_others_stay():
    """Nothing, numbers and other databases are left to Datasette."""
    assert [shown(None), shown(3), shown("pledges/alpha-fund", "id", database="other"), shown(b"x")] == [None] * 4


def test_rows_of_sqlite():
    """Rows are asked as both versions of Datasette hand them over."""
    db = sqlite3.connect(":memory:")
    db.row_factory = sqlite3.Row
    row = db.execute("SELECT 5.0 AS promised, 'CNY' AS currency").fetchone()
    assert (
        cell(row, row["promised"], "promised", "pledges", "tracker", Datasette)
        == '<span class="money">5\N{NO-BREAK SPACE}CNY</span>'
    )


@pytest.mark.asyncio
async def test_page(get):
    """On a page the sums, cases and events are shown so."""
    page = (await get("/tracker/pledges")).text
    assert "100,000,000,000\N{NO-BREAK SPACE}CNY" in page
    assert '<a href="/pledges/alpha-fund">' in page
    page = (await get("/tracker/event_sources?publisher__not=0")).text
    assert '<a href="https://agency.example/notice" rel="nofollow noopener">' in page
