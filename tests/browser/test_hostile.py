"""Nothing that stands in the record or in an address makes the browser do anything: what is hostile is shown, as text."""

import sqlite3
from urllib.parse import quote

import pytest
from hostile import PAYLOADS

# What a payload would leave behind: an element that only it brings, an attribute that runs, an address that is script.
BROUGHT = """() => [...document.querySelectorAll(
  'script:not([src]):not([type="application/ld+json"]), iframe, base, object, embed, [srcdoc], link[href*="evil"], ' +
  'img[src="x"], form[action*="evil"], meta[http-equiv="refresh"], [onerror], [onload], [onmouseover], [onfocus], [ontoggle], ' +
  'a[href^="javascript:" i], a[href^="data:" i], [formaction]')]
  .filter(node => node.tagName !== 'SCRIPT' || node.textContent.includes('alert('))
  .map(node => node.outerHTML.slice(0, 200))"""

LISTS = ["/", "/pledges", "/parties", "/sanctions?page=2", "/timeline", "/timeline?decade=2020", "/pressure", "/charts", "/changes",
         "/deadlines", "/coverage", "/data", "/search?q=alert", "/contribute", "/tracker", "/tracker/timeline?_size=max",
         "/tracker/parties?_size=max", "/tracker/event_sources?_size=200", "/tracker/event_versions?_size=200",
         "/tracker/amendments?_size=max", "/tracker/case_states?_size=200", "/tracker/publishers", "/tracker/timeline?_search=alert",
         "/tracker/ranked_search?q=alert"]  # fmt: skip

WAYS = ["/{}", "/pledges/{}", "/parties/{}", "/search?q={}", "/timeline?party={}", "/timeline?order={}", "/pledges?sort={}&status={}",
        "/?as_of={}", "/?known_at={}", "/tracker/{}", "/tracker/timeline?_sort={}", "/tracker/timeline?_search={}",
        "/tracker/timeline?title__contains={}", "/tracker/timeline?_party={}", "/tracker/timeline?_facet={}", "/tracker/ranked_search?q={}",
        "/contribute?type={}"]  # fmt: skip

IN_ADDRESSES = [PAYLOADS[0], PAYLOADS[1], PAYLOADS[2], PAYLOADS[4], PAYLOADS[6], PAYLOADS[16], PAYLOADS[18]]


@pytest.fixture(scope="module")
def hostile(hostile_record, served_at):
    """The address of a site of the hostile record."""
    with served_at(hostile_record) as address:
        yield address


@pytest.fixture
def visited(browser, hostile):
    """Visits an address and says what it made the browser do, if anything."""
    context = browser.new_context(base_url=hostile)
    page = context.new_page()
    page.set_default_timeout(20_000)
    done: list[str] = []
    page.on("dialog", lambda dialog: (done.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda line: done.append(line.text) if "Content Security Policy" in line.text else None)
    page.on("pageerror", lambda error: done.append(f"error {error}"))
    page.on("request", lambda asked: None if asked.url.startswith((hostile, "data:image")) else done.append(f"asked {asked.url}"))
    page.add_init_script("window.alert = text => console.error('Content Security Policy: alert ran', text)")

    def visit(path: str) -> list[str]:
        done.clear()
        page.goto(path, wait_until="load")
        return [f"{path}: {what}" for what in (*done, *page.evaluate(BROUGHT))]

    yield visit
    context.close()


def test_lists(visited):
    """No list, no table of Datasette's and no search runs a text of the record, or lets it stand as anything but text."""
    assert [what for path in LISTS for what in visited(path)] == []


def test_pages(visited, hostile_record):
    """Nor does the page of any case, party or event: of each payload a case, and in turns its event, row, card or amendments."""
    db = sqlite3.connect(hostile_record)
    rows = db.execute('SELECT "id", "family" FROM "cases" WHERE "id" LIKE \'%-%\' ORDER BY "id"').fetchall()
    numbered = {number: [row for row in rows if row[0].endswith(f"-{number}")] for number in range(len(PAYLOADS))}
    paths = []
    for number, of_payload in numbered.items():
        id, family = of_payload[number % len(of_payload)]
        event = db.execute('SELECT "id", "pk" FROM "events" WHERE "case_id" = ? ORDER BY "recorded" LIMIT 1', [id]).fetchone()
        card = f"/{id}/card" if family != "parties" else f"/{id}"
        others = [f"/{event[0]}", f"/tracker/events/{event[1]}", card, f"/statements/record-{number}"]
        paths += [f"/{id}", others[number // 7 % len(others)]]
    db.close()
    assert len(paths) == 2 * len(PAYLOADS)
    assert [what for path in paths for what in visited(path)] == []


def test_addresses(visited):
    """Nor does an address that is hostile itself: what is refused is refused in text."""
    texts = [quote(text, safe="") for text in IN_ADDRESSES]
    paths = [way.replace("{}", texts[(n * 3 + k) % len(texts)]) for n, way in enumerate(WAYS) for k in range(2)]
    assert [what for path in paths for what in visited(path)] == []


def test_the_test_sees(browser, hostile):
    """What a payload would do is seen: the marks of this test are not blind."""
    context = browser.new_context(base_url=hostile)
    page = context.new_page()
    page.goto("/robots.txt")
    page.set_content("".join(PAYLOADS[:4]))
    assert len(page.evaluate(BROUGHT)) >= 3
    context.close()
