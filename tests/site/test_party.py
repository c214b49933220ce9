"""The page of a party with more on record than a page should hold."""

import re

import pytest

from tracker.site import marks
from tracker.site.reading import party

pytestmark = pytest.mark.asyncio


async def test_long_lists_lead_to_the_rest(get, monkeypatch):
    """Of many cases and events the latest stand on the page, with a link to all; the JSON has every case."""
    monkeypatch.setattr(party, "OF_FAMILY", 1)
    monkeypatch.setattr(party, "MOST", 2)
    page = (await get("/parties/alpha")).text
    assert len(re.findall('<li class="case row fam-edge-pledges">', page)) == 1
    assert '<a href="/pledges?party=alpha">All pledges that name it, 1 more</a>' in page
    assert "/sanctions?party=alpha" not in page
    assert re.findall(r'<h3 class="year">(\d+)</h3>', page) == ["2021", "2022"]
    assert 'The latest 2 of 5 events; <a href="/timeline?party=alpha&amp;order=oldest">' in page
    told = (await get("/parties/alpha.json")).json()
    assert len(told["cases"]) == 4 and "lists" not in told


async def test_marks_escape_what_they_say():
    """A word of the record is text in each mark, never markup."""
    hostile = '<b onclick="x">'
    for made in (marks.status(hostile), marks.case_status("open", False, hostile), marks.family(hostile), marks.date(hostile)):
        assert "<b" not in made and '"x"' not in made
    assert marks.date("2021-09-02") == '<time datetime="2021-09-02">2 September 2021</time>'
    assert "may be open" in marks.status("open", True)
