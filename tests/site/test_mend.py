"""Datasette's own pages in the frame of this site, in both versions: named fields, folded columns, facets in words."""

import re
from html.parser import HTMLParser

import pytest

from tracker.site.mend import mended, told_by_line

asynchronous = pytest.mark.asyncio

STOCK = ("/tracker", "/tracker/timeline", "/tracker/pledges?_search=alpha&status=announced", "/tracker/ranked_search?q=alpha")


class Fields(HTMLParser):
    """The fields of a page that no label names, and its landmarks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.labels: set[str] = set()
        self.fields: list[dict] = []
        self.tags: list[str] = []
        self._label = 0
        self.feed(html)

    @property
    def nameless(self) -> list[dict]:
        return [f for f in self.fields if not (f.get("aria-label") or f.get("id") in self.labels or f.get("within"))]

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        if tag == "label":
            self._label += 1
            self.labels.add(given.get("for"))
        if tag in ("select", "textarea") or (tag == "input" and given.get("type") not in ("hidden", "submit")):
            self.fields.append({**given, "within": self._label})

    def handle_endtag(self, tag):
        self._label -= tag == "label"


@asynchronous
@pytest.mark.parametrize("path", STOCK)
async def test_in_our_frame(get, path):
    """Datasette's pages have our menu, one main part, a language, our style sheet, and no field without a name."""
    page = (await get(path)).text
    found = Fields(page)
    assert [found.tags.count(tag) for tag in ("main", "header", "footer")] == [1, 1, 1]
    assert '<html lang="en">' in page and re.search(r"pressure_and_pledges/site\.css\?[0-9a-f]{8}", page)
    assert found.nameless == []


@asynchronous
async def test_columns_told_and_set_aside(get):
    """The list of columns is folded, and the columns set aside are marked in head and rows; the rest is not."""
    page = (await get("/tracker/timeline")).text
    assert page.count('<details class="columns-told"><summary>All columns, and what they mean</summary><dl') == 1
    rows = len(re.findall(r"<tr\b", page)) - 1
    assert rows > 3
    assert page.count('class="aside col-pk') == page.count('class="aside col-month') == rows + 1
    assert page.count('class="col-title') == rows + 1


@asynchronous
async def test_dates_as_stated_do_not_sort(get):
    """A date as stated cannot be sorted by its text; the day from which it counts can."""
    assert (await get("/tracker/timeline.json?_sort=date")).status_code == 400
    assert (await get("/tracker/timeline.json?_sort=sort_date&_shape=array")).status_code == 200


@asynchronous
async def test_facets_in_words(get):
    """Facets are headed in words, and countries bear their names."""
    page = (await get("/tracker/timeline")).text
    assert re.search(r"<strong>Jurisdiction\s", page)
    assert re.search(r">United States</a> \S*?\s*", page)
    assert re.search(r"<strong>Due year\s", (await get("/tracker/pledges")).text)


@asynchronous
async def test_a_row_line_by_line(get):
    """A row's own page tells it a column a line, with every column."""
    pk = (await get("/tracker/totals.json?_shape=array")).json()[0]["pk"]
    page = (await get(f"/tracker/totals/{pk}")).text
    assert re.findall(r'<tr><th scope="row">(\w+)</th>', page) == [
        "pk", "currency", "year", "pledges", "promised", "disclosed", "delivered", "undisclosed", "left_out",
    ]  # fmt: skip


@asynchronous
async def test_what_is_nowhere(get):
    """What Datasette finds nowhere is said on our page for it; its data formats keep their own answers."""
    page = await get("/nowhere")
    assert page.status_code == 404 and "There is nothing at this address." in page.text and 'role="search"' in page.text
    page = await get("/tracker/nothing")
    assert page.status_code == 404 and "Not on record" in page.text
    page = await get("/tracker/timeline?_sort=date")
    assert page.status_code == 400 and "Cannot sort table by date." in page.text and "That cannot be asked" in page.text
    assert (await get("/tracker/nothing.json")).json()["ok"] is False


def test_other_versions_stay():
    """Where a version writes something else, it goes out as it is; what a cell holds is never taken for a mark."""
    page = "<p>Nothing of this is known.</p><td>&lt;select name=&quot;_filter_op&quot;&gt;</td>"
    assert mended(page, ("pk",)) == told_by_line(page) == page
    uneven = '<table class="rows-and-columns"><thead><th scope="col">a</th></thead><tbody></tbody></table>'
    assert told_by_line(uneven) == uneven
