"""What a reader can do in a browser: find the answer in two clicks, filter, go back in time; by keyboard, phone, in the dark."""

import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from going import enter, follow

ANSWER = "Alibaba Group has not disclosed what it paid of 100bn yuan; the deadline of 2025 has passed."
PLEDGE = "/pledges/alibaba-common-prosperity-2021"

# What has the focus: its words, whether an outline shows it, whether it lies on the page; null behind the last stop.
STOP = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const box = node.getBoundingClientRect();
  const words = (node.innerText || node.getAttribute('aria-label') || node.id || node.tagName).trim();
  return [words, getComputedStyle(node).outlineStyle !== 'none', box.width > 0 && box.height > 0 && box.left >= 0];
}"""


def test_two_clicks(reader):
    """From the home page it is two clicks to whether Alibaba has paid."""
    page = reader()
    page.goto("/")
    follow(page.get_by_role("link", name=re.compile("^Alibaba Group")))
    follow(page.locator(f"a[href='{PLEDGE}']").first)
    assert page.locator(".answer").inner_text() == ANSWER


def test_one_search(reader):
    """Or one search, which already shows the answer, in either script."""
    page = reader()
    for words in ("Alibaba common prosperity", "阿里巴巴"):
        page.goto("/")
        page.get_by_role("searchbox").fill(words)
        follow(page.get_by_role("button", name="Search"))
        assert page.get_by_text(ANSWER).is_visible()


def test_timeline_filtered_and_shared(reader):
    """A filter chosen in the form stands in the address, and whoever gets that address sees the same."""
    page = reader()
    page.goto("/timeline")
    page.get_by_label("Kind").select_option("crackdowns")
    page.get_by_label("Party").fill("Tencent")
    follow(page.get_by_role("button", name="Filter"))
    follow(page.get_by_role("link", name=re.compile("^2021 ")))
    seen = page.locator(".moment .title").all_inner_texts()
    assert seen
    other = reader()
    other.goto(page.url)
    assert other.locator(".moment .title").all_inner_texts() == seen
    assert other.locator("h1").inner_text() == "Timeline of Tencent"


def test_time_travel(reader):
    """The form for another time changes the address; the page says where it stands and leads back to now."""
    page = reader()
    page.goto(PLEDGE)
    page.get_by_label("What had happened by").fill("2021-09-10")
    follow(page.get_by_role("button", name="Show"))
    assert "as_of=2021-09-10" in page.url
    assert page.get_by_role("complementary", name="Another time").is_visible()
    assert page.locator(".events > li").count() == 1
    assert page.locator(".answer").inner_text().endswith("the deadline is 2025.")
    follow(page.get_by_role("link", name="Back to now"))
    assert page.locator(".answer").inner_text() == ANSWER


def test_both_clocks_in_the_address(reader):
    """With script switched off the form sets both clocks; an address that carries them shows the same to whoever gets it."""
    page = reader(script=False)
    page.goto(PLEDGE)
    page.get_by_label("What had happened by").fill("2021-09-10")
    page.get_by_label("What this record said on").fill("2026-11-22")
    follow(page.get_by_role("button", name="Show"))
    assert page.url.endswith(f"{PLEDGE}?as_of=2021-09-10&known_at=2026-11-22")
    cited = page.locator(".citation").inner_text().rpartition(", ")[2]
    assert "as_of=2021-09-10&known_at=2026-11-22T" in cited
    seen = page.locator(".story").inner_text(), page.locator(".answer").inner_text()
    other = reader()
    other.goto(cited)
    assert (other.locator(".story").inner_text(), other.locator(".answer").inner_text()) == seen


@pytest.fixture
def newsroom():
    """Another site with one article: `newsroom(html)` is its address."""
    servers = []

    def published(html: str) -> str:
        class Article(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, *_):
                pass

        servers.append(HTTPServer(("127.0.0.1", 0), Article))
        Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://localhost:{servers[-1].server_port}/"

    yield published
    for server in servers:
        server.shutdown()
        server.server_close()


def test_card_in_a_frame(reader, browser, site, newsroom):
    """The code that a case's page hands out shows the card on another site, which no page but a card allows."""
    page = reader()
    page.goto(PLEDGE)
    page.get_by_text("Code for a frame").click()
    code = page.get_by_text("<iframe").inner_text()
    context = browser.new_context()
    elsewhere = context.new_page()
    elsewhere.goto(newsroom(f"<!DOCTYPE html><p>An article</p>{code}<iframe title='page' src='{site}{PLEDGE}'></iframe>"))
    assert elsewhere.frame_locator("iframe").first.locator(".answer").inner_text(timeout=10_000) == ANSWER
    assert elsewhere.frame_locator("iframe[title=page]").locator(".answer").count() == 0
    context.close()


def test_columns_on_demand(reader):
    """A table shows first what matters; its list of columns, unfolded without script, brings the rest."""
    page = reader(script=False)
    page.goto("/tracker/timeline")
    shown = page.locator(".rows-and-columns th:visible").all_inner_texts()
    assert [name.split()[0] for name in shown] == [
        "date",
        "family",
        "title",
        "case",
        "status",
        "jurisdiction",
        "amount",
        "usd",
        "sort_date",
    ]
    page.get_by_text("All columns, and what they mean").click()
    assert page.locator(".rows-and-columns th:visible").count() == 15
    assert page.get_by_text("The date as stated.").is_visible()


def test_the_record_before_its_correction(reader):
    """An address with the record's clock shows what it said before the correction: 2050, on one source."""
    page = reader()
    page.goto(f"{PLEDGE}/2021-09-02-announced")
    follow(page.get_by_role("link", name="read it as it was"))
    assert "before 2050" in page.locator("h1").inner_text()


def test_keyboard_only(reader):
    """The first Tab reaches the way past the menu, every stop shows where it is, and a search needs no mouse."""
    page = reader()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    enter(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.goto("/")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type("Didi")
    enter(page)
    assert page.url.endswith("/search?q=Didi")
    assert page.locator(".results h2").first.inner_text().startswith("Didi Global")


@pytest.mark.parametrize("path", [PLEDGE, "/tracker/totals"])
def test_no_trap(reader, path):
    """Whoever goes from stop to stop sees each of them, gets to the foot of the page, and out of it."""
    page = reader()
    page.goto(path)
    stops = []
    for _ in range(300):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert stop is None and len(stops) > 25
    assert [words for words, outlined, _ in stops if not outlined] == []
    assert [words for words, _, inside in stops if not inside] == []
    assert "All tables, as CSV and JSON" in [words for words, _, _ in stops]


def test_print(reader):
    """On paper a case keeps its answer and its sources' addresses, and loses what can only be clicked."""
    page = reader()
    page.goto(PLEDGE)
    page.emulate_media(media="print")
    assert page.locator(".answer").is_visible()
    assert not page.get_by_role("navigation", name="Main").is_visible()
    after = "getComputedStyle(document.querySelector('.sources a'), '::after').content"
    assert page.evaluate(after).startswith('" <https://')
