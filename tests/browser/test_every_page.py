"""What holds of each type of page, seen in one visit: readable without script, in light and dark, from phone to wide screen."""

import re

import pytest
from served import CARD, PAGES, STOCK

# The least contrast of any visible text with the first opaque ground behind it, by WCAG 2.2, and the text itself.
LEAST_CONTRAST = """() => {
  const part = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const colour = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const ground = node => {
    for (; node; node = node.parentElement) {
      const found = colour(getComputedStyle(node).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  let least = [21, ''];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !node.checkVisibility()) continue;
    const [one, other] = [light(colour(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < least[0]) least = [ratio, walk.currentNode.data.trim().slice(0, 60)];
  }
  return least;
}"""

SMALL_TEXTS = """() => [...document.querySelectorAll('main *')]
  .filter(node => node.innerText && parseFloat(getComputedStyle(node).fontSize) < 12).map(node => node.innerText)"""


@pytest.mark.parametrize("path", [*PAGES, *STOCK, CARD])
def test_page(visited, path):
    """With script switched off it says the same. It has its landmarks and its language. Every text has the contrast that WCAG
    2.2 AA asks for in light and dark, and dark is dark. It is never wider than the window, and no text is smaller than twelve
    pixels."""
    page, plain, complaints = visited
    complaints.clear()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto(path)
    if path in (*PAGES, CARD):
        plain.goto(path)
        assert plain.locator("main").inner_text() == page.locator("main").inner_text()
    if path in PAGES:
        found = [page.get_by_role(role).count() for role in ("main", "banner", "search", "contentinfo")]
        assert (found, page.get_by_role("navigation", name="Main").count()) == ([1, 1, 1, 1], 1)
        assert page.evaluate("document.documentElement.lang") == "en"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        ratio, text = page.evaluate(LEAST_CONTRAST)
        assert ratio >= 4.5, (scheme, text, ratio)
        ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 200) is (scheme == "dark")
    for width in (768, 1600, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL_TEXTS) == []
    assert complaints == []
