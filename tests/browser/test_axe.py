"""What axe, the accessibility checker, finds on each type of page: nothing serious, in light and dark, on phone and desk."""

import sqlite3

import pytest
from served import CARD, PAGES, STOCK

NOWHERE = ("/pledges/nothing-of-the-kind", "/nowhere")
ROW = "/tracker/events/{row}"


@pytest.mark.parametrize("path", [*PAGES, *STOCK, *NOWHERE, CARD, ROW])
def test_nothing_serious(audit, whole, path):
    """On every type of page axe finds nothing serious or critical, on a desk in light and on a phone in the dark."""
    with sqlite3.connect(whole) as db:
        ((row,),) = db.execute("SELECT pk FROM events WHERE amount IS NOT NULL ORDER BY pk LIMIT 1")
    page, look = audit()
    page.goto(path.format(row=row))
    # Colours take axe longest; `test_every_page.py` holds those of the pages that it visits to the same ratio, in light and dark.
    assert look(contrast=path in (*NOWHERE, ROW)) == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme="dark")
    assert look(contrast=False) == []


@pytest.mark.parametrize("path", ["/", "/pledges", "/pledges/alibaba-common-prosperity-2021", "/tracker/pledges"])
def test_folded_parts(audit, path):
    """Nor in the parts that readers unfold: columns, sums, citations, what a correction said in other words."""
    page, look = audit()
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert look() == []


def test_it_would_be_found(audit):
    """A page that is wrong is found to be wrong: axe is at work."""
    page, look = audit(390)
    page.goto("/")
    page.evaluate("document.querySelector('.find label').remove()")
    page.evaluate("document.querySelector('.find input').removeAttribute('placeholder')")
    assert [found[0] for found in look()] == ["label"]
