"""Hostile text in every field of every event: no feed, calendar, table or timeline becomes anything but what it is."""

import csv
import html
import io
from html.parser import HTMLParser
from xml.etree import ElementTree

import feedparser
import icalendar
import pytest
import vobject
from hostile import PAYLOADS

from tracker.site.feeds.atom import FORBIDDEN

pytestmark = pytest.mark.asyncio

ATOM = "{http://www.w3.org/2005/Atom}"

HARMLESS = frozenset((
    "a", "br", "dd", "del", "details", "div", "dl", "dt", "ins", "li", "p", "q", "section", "span", "strong", "summary", "time", "ul",
))  # fmt: skip
ATTRIBUTES = frozenset(("class", "datetime", "href", "lang", "rel"))


@pytest.fixture(scope="module")
def database(hostile_record):
    return hostile_record


class Markup(HTMLParser):
    """What a text consists of, once it is read as HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in HARMLESS or not {name for name, _ in attrs} <= ATTRIBUTES:
            self.wrong.append(self.get_starttag_text())
        self.wrong += [value for name, value in attrs if name == "href" and not value.startswith(("http://", "https://"))]

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.wrong.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


async def test_atom(get, monkeypatch):
    """Feeds stay well-formed, say each text as it is, and their contents hold only our own markup and addresses on the web."""
    monkeypatch.setattr("tracker.site.feeds.entries.page.__defaults__", (600,))
    titles, summaries, wrong = [], [], []
    for path in ("/statements.atom", "/pledges.atom?sector=e-commerce&status=announced"):
        answer = await get(path)
        assert feedparser.parse(answer.content).bozo == 0
        for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry"):
            titles.append(entry.find(f"{ATOM}title").text)
            summaries += [node.text for node in entry.iter(f"{ATOM}summary")]
            wrong += Markup(entry.find(f"{ATOM}content").text).wrong
    assert wrong == []
    for text in (FORBIDDEN.sub("\ufffd", text) for text in PAYLOADS):
        assert {text[:100], f"Retracted: {text[:100]}", f"Replied: {text[:100]}"} <= set(titles)
        assert {text, f"{text[:80]} anew"} <= set(summaries)


async def test_calendar(get):
    """Calendars keep their components, and say each text as it is."""
    answer = await get("/deadlines.ics")
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    one = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    other = vobject.readOne(answer.text).contents["vevent"]
    expected = sorted(f"{text[:100]}: {called}" for text in PAYLOADS for called in ("due", "takes effect", "others must comply"))
    for summaries in ([str(c["summary"]) for c in one], [c.summary.value for c in other]):
        # Of two of them the days are imprecise, which the summary says.
        plain = [summary for summary in summaries if not summary.endswith((" (May 2027)", " (2028)"))]
        assert len(summaries) == len(PAYLOADS) * 5
        assert set(plain) <= set(expected) and len(plain) == len(PAYLOADS) * 3
    assert {str(c.name) for c in icalendar.Calendar.from_ical(answer.content).walk()} == {"VCALENDAR", "VEVENT"}
    assert not any("attendee" in c for c in one)


@pytest.mark.parametrize(
    ("path", "rows"), [("/timeline", "events"), ("/pledges", "cases"), ("/parties", "cases"), ("/search", "results")]
)
async def test_csv(get, path, rows):
    """A table has as many lines as there are rows, each text in a cell of its own, and none begins as a formula."""
    answer = await get(f"{path}.csv?q=alert")
    told = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    shown = (await get(f"{path}.json?q=alert")).json()
    assert len(told) == shown["count"] > 30
    assert all(None not in line and None not in line.values() for line in told)
    assert not [
        v for line in told for v in line.values() if v.startswith(("=", "+", "@")) or (v.startswith("-") and not v[1:].isdigit())
    ]
    name = "name" if rows == "cases" else "title"
    assert [line[name] for line in told][: len(shown[rows])] == [row[name] for row in shown[rows]]


async def test_timelinejs(get):
    """The texts of slides are read as HTML, and hold none but ours."""
    slides = (await get("/statements.timelinejs")).json()["events"]
    assert {html.unescape(slide["text"]["headline"]) for slide in slides} == {text[:100] for text in PAYLOADS}
    assert [Markup(slide["text"]["text"]).wrong for slide in slides] == [[]] * len(slides)
    assert not [slide for slide in slides if "<" in slide["text"]["headline"]]


async def test_delta(get):
    """The delta hands each text on as it is."""
    found, after = [], ""
    while True:
        page = (await get(f"/delta?limit=1000&after={after}")).json()
        found += page["changes"]
        after = page["next"]
        if not page["more"]:
            break
    assert {c["entry"]["summary"] for c in found if c["type"] == "law.adopted"} == set(PAYLOADS)
