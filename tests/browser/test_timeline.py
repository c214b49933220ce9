"""The drawn timeline in a browser: shared by its address, by keyboard, with a mouse, on a phone, in the dark, on paper, without script."""

import re

import pytest
from going import enter, follow
from playwright.sync_api import expect

LANES = ["Pledges", "Crackdowns", "Sanctions", "Laws", "Statements"]
OVER = """() => [...document.querySelectorAll('.wide-only svg.lane')].flatMap(lane => {
  const boxes = [...lane.querySelectorAll('.life text')].map(text => text.getBoundingClientRect());
  return boxes.flatMap((one, n) => boxes.slice(n + 1).filter(other =>
    one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 3 && other.top < one.bottom - 3));
}).length"""
"""How many names of the drawing lie over one another."""

OUTSIDE = """() => [...document.querySelectorAll('.wide-only .life text')].filter(text => {
  const box = text.getBoundingClientRect();
  return box.left < 0 || box.right > window.innerWidth;
}).map(text => text.textContent)"""


def drawn(page):
    """What is drawn: the marks of each lane with their names and places."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.wide-only svg.lane')].map(lane => [lane.getAttribute('aria-label'),
             [...lane.querySelectorAll('a')].map(mark => [mark.getAttribute('aria-label'), mark.getAttribute('href')])])"""
    )


def test_shared_by_its_address(reader):
    """Zoomed in and panned by links, filtered by the form: the address alone gives another reader the same picture."""
    page = reader()
    page.goto("/timeline")
    page.get_by_label("Kind").select_option("crackdowns")
    follow(page.get_by_role("button", name="Filter"))
    follow(page.locator(".axis").get_by_role("link", name="2021"))
    follow(page.locator(".axis").get_by_role("link", name="Jul"))
    follow(page.get_by_role("link", name="August 2021 →"))
    assert "family=crackdowns" in page.url and page.url.endswith("month=2021-08")
    other = reader(script=False)
    other.goto(page.url)
    assert drawn(other) == drawn(page) != []
    assert other.locator(".picture h2").inner_text() == "August 2021"
    follow(other.get_by_role("link", name="the 2020s"))
    assert other.locator(".picture h2").inner_text() == "The 2020s"


def test_keyboard_only(reader):
    """Each lane is one stop of the Tab key; arrows go from mark to mark in the order of time, and Enter opens one."""
    page = reader()
    page.goto("/timeline?year=2021")
    page.get_by_role("link", name="Skip the drawing").focus()
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        lane = page.evaluate("document.activeElement.closest('svg.lane')?.getAttribute('aria-label')")
        if lane:
            stops.append(lane.partition(",")[0])
    assert stops == LANES
    page.get_by_role("link", name="Skip the drawing").focus()
    while not page.evaluate("document.activeElement.closest('svg.lane') !== null"):
        page.keyboard.press("Tab")
    names = "document.activeElement.getAttribute('aria-label')"
    first = page.evaluate(names)
    assert page.locator(".mark-note").inner_text() == first
    page.keyboard.press("ArrowRight")
    assert page.evaluate(names) != first
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(names) == first
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('svg.lane').getAttribute('aria-label')") == "Crackdowns, drawn"
    places = []
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        places.append(page.evaluate("document.activeElement.getBoundingClientRect().left"))
    assert places == sorted(places)
    goes_to = page.evaluate("document.activeElement.getAttribute('href')")
    enter(page)
    assert page.url.endswith(goes_to)


def test_pointer(reader):
    """A mark under the pointer says what it is, within the window; a drag goes to the period beside, and is no click."""
    page = reader()
    page.goto("/timeline?year=2021")
    mark = page.locator("svg.lane circle").first
    mark.hover()
    note = page.locator(".mark-note")
    expect(note).to_have_text(re.compile(r"^\d+ \w+ 2021: "))
    box = note.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
    lane = page.locator("svg.lane").first.bounding_box()
    y = lane["y"] + 120
    page.mouse.move(lane["x"] + 200, y)
    page.mouse.down()
    page.mouse.move(lane["x"] + 600, y, steps=5)
    page.mouse.up()
    page.wait_for_url("**/timeline?year=2020")


@pytest.mark.parametrize("width", [768, 1280])
def test_nothing_overlaps(reader, width):
    """At every width and zoom no two names lie over each other, and none is cut off."""
    page = reader(width=width)
    for path in ("/timeline", "/timeline?year=2021", "/timeline?quarter=2021-Q3", "/timeline?party=alibaba-group"):
        page.goto(path)
        assert (page.evaluate(OVER), page.evaluate(OUTSIDE)) == (0, []), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_phone(reader):
    """A phone gets the ladder: a row for each part of the period, a column for each lane, each number a link closer."""
    page = reader(width=390)
    page.goto("/timeline")
    assert not page.locator(".wide-only").is_visible()
    heads = page.locator(".ladder thead th")
    assert [text.strip() for text in heads.all_inner_texts()][1:] == LANES
    assert page.evaluate("document.querySelector('.ladder').getBoundingClientRect().right") <= 390
    row = page.locator(".ladder tbody tr", has=page.get_by_role("link", name="2021", exact=True))
    count = row.locator("td").nth(1).inner_text()
    follow(row.locator("td").nth(1).get_by_role("link"))
    assert page.locator(".answer").inner_text() == f"{count} events in 2021, crackdowns only."
    assert page.locator(".ladder tbody th").all_inner_texts()[:2] == ["Jan", "Feb"]


@pytest.mark.parametrize("dark", [False, True])
def test_marks_are_seen(reader, dark):
    """In light and dark every lane's colour stands out from the ground, and a bar's pattern from its colour."""
    page = reader(dark=dark)
    page.goto("/timeline")
    light = """colour => { const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3)
      .map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; }"""
    ratios = page.evaluate(
        f"""() => {{ const light = {light}; const ground = light(getComputedStyle(document.documentElement).backgroundColor);
          return [...document.querySelectorAll('.stack')].map(mark => light(getComputedStyle(mark).stroke))
            .map(one => (Math.max(one, ground) + 0.05) / (Math.min(one, ground) + 0.05)); }}"""
    )
    assert len(ratios) > 100 and min(ratios) >= 3


def test_on_paper(reader):
    """On paper the picture stands before the list, and what can only be clicked is left out."""
    page = reader(width=720)
    page.goto("/timeline?year=2021")
    page.emulate_media(media="print")
    assert page.locator(".wide-only").is_visible()
    assert [page.locator(name).is_visible() for name in (".narrow-only", ".zoom", ".filters", ".jump-list")] == [False] * 4
    assert page.evaluate(OUTSIDE) == []
    assert page.locator(".moment").first.is_visible()


def test_without_script(reader):
    """With script switched off every zoom and every mark is a link, and the list says all."""
    page = reader(script=False)
    page.goto("/timeline?year=2021")
    follow(page.get_by_role("link", name="2022 →"))
    assert page.url.endswith("/timeline?year=2022")
    follow(page.locator("svg.lane").first.get_by_role("link").first)
    assert "/pledges/" in page.url


def test_charts_and_pressure(reader):
    """The charts and the pressure of a party fit a phone and a wide screen, and their numbers lead on."""
    for width in (390, 1280):
        page = reader(width=width)
        for path in ("/charts", "/pressure", "/pressure?party=alibaba-group", "/parties/alibaba-group"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto("/charts")
    follow(page.get_by_role("link", name=re.compile("^2021: .* promised")))
    assert "currency=CNY" in page.url and page.locator(".cases .case").count() > 5
    page.goto("/pressure")
    follow(page.get_by_role("link", name="Alibaba Group").first)
    assert page.get_by_text("Order in time is not cause:").is_visible()
