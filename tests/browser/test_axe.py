"""What axe, the accessibility checker, finds on each type of page: nothing serious, in light and dark, on phone and desk."""

import sqlite3

import pytest
from playwright.sync_api import Page
from served import CARD, PAGES, STOCK

NOWHERE = ("/pledges/nothing-of-the-kind", "/nowhere")

LOOK = """async (contrast) => {
  const rules = {'color-contrast': {enabled: contrast !== false}};
  const found = await axe.run(document, {resultTypes: ['violations'], iframes: false, rules});
  return found.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
    .map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 160), v.nodes[0].failureSummary.slice(0, 200)]);
}"""


@pytest.fixture(scope="module")
def checker(npm) -> str:
    """The script of axe."""
    return (npm("axe-core") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def judge(browser, site, checker):
    """Pages on which a script may be put in, which our policy forbids everybody else: `judge(width=390, dark=True)`."""
    contexts = []

    def opened(width: int, dark: bool) -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", bypass_csp=True
        )
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def complaints(page: Page, path: str, checker: str, contrast: bool) -> list:
    """What axe calls serious or critical on a page, with a look at the colours or without."""
    page.goto(path)
    page.evaluate(checker)
    return [(path, *found) for found in page.evaluate(LOOK, contrast)]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_nothing_serious(judge, checker, whole, width, dark):
    """On every type of page axe finds nothing serious or critical, on a desk in light and on a phone in the dark."""
    row = sqlite3.connect(whole).execute("SELECT pk FROM events WHERE amount IS NOT NULL ORDER BY pk LIMIT 1").fetchone()[0]
    page = judge(width, dark)
    pages = (*PAGES, *STOCK, *NOWHERE, CARD, f"/tracker/events/{row}")
    # Colours take axe longest; those of the dark are held to the same ratio by `test_reader.py`, on every page.
    assert [found for path in pages for found in complaints(page, path, checker, contrast=not dark)] == []


def test_folded_parts(judge, checker):
    """Nor in the parts that readers unfold: columns, sums, citations, what a correction said in other words."""
    page = judge(1280, False)
    for path in ("/", "/pledges", "/pledges/alibaba-common-prosperity-2021", "/tracker/pledges"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(checker)
        assert page.evaluate(LOOK) == [], path


def test_it_would_be_found(judge, checker):
    """A page that is wrong is found to be wrong: axe is at work."""
    page = judge(390, False)
    page.goto("/")
    page.evaluate("document.querySelector('.find label').remove()")
    page.evaluate("document.querySelector('.find input').removeAttribute('placeholder')")
    page.evaluate(checker)
    assert [found[0] for found in page.evaluate(LOOK)] == ["label"]
