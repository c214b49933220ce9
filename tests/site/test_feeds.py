"""Feeds and calendars: read by two readers that nobody here wrote, and what they say of corrections, retractions and removals."""

from hashlib import sha256
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import icalendar
import pytest
import vobject
from given import corrected, event, redaction, retracted, written
from projects import project

from tracker.build import build_full
from tracker.derive.metadata import HEAD
from tracker.project import open_project
from tracker.site.feeds.tag import WrongTag

pytestmark = pytest.mark.asyncio

ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
TAG = "tag:pressure-and-pledges.invalid,2026:"
GONE = event("crackdown.ordered", "2021-06-01", title="A libel")
REPLY = "crackdowns/x/2026-01-08-replied-2020-12-opened"
FINE = "crackdowns/x/2021-04-10-fined"

LOG = {
    "parties__somebody": [event("party.registered", name="Somebody")],
    "crackdowns__x": [
        event("crackdown.opened", "2020-12", name="The probe", title="They opened a probe", sectors=["e-commerce"]),
        event("crackdown.fined", "2021-04-10", title="They fined him", notes="One says 3, one says 4."),
        redaction(GONE) | {"redacted": sha256(written(GONE)).hexdigest()},
        event("crackdown.eased", "2022", title="They let him be"),
        corrected("2021-04-10-fined", {"title": "They fined him well"}, {"title": "They fined him"}),
        retracted("2022-eased", reason="No page says so."),
        event("record.redacted", of="2021-06-01-ordered", reason="A court ordered it."),
        event("record.replied", "2022-02-01", of="2020-12-opened", summary="He said no."),
        event("record.checked", summary="Nothing new was found."),
    ],
    "pledges__moved": [
        event("pledge.announced", "2021-01-01", name="A pledge", question="Paid?", title="They pledged", due="2025"),
        event("pledge.revised", "2023-01-01", title="They asked for time", due="2027-06/2027-07"),
    ],
    "pledges__withdrawn": [
        event("pledge.announced", "2021-01-01", name="Another", question="Paid?", title="They pledged more", due="2026-03-31"),
        event("pledge.withdrawn", "2024-01-01", title="They took it back"),
    ],
    "pledges__corrected": [
        event("pledge.announced", "2021-01-01", name="A third", question="Paid?", title="They pledged less", due="2026-04~"),
        corrected("2021-01-01-announced", {"due": None}, {"due": "2026-04~"}),
    ],
    "sanctions__ban": [
        event(
            "sanction.imposed", "2025-09-01", name="A ban", title="They imposed a ban", effective="2025-10-01", deadline="2026"
        ),
        event("sanction.amended", "2025-09-20", title="They postponed it", effect="postponed", effective="2025-11-01"),
        event("sanction.suspended", "2025-12-01", title="They suspended it", until="2026-11-10"),
    ],
    "laws__law": [
        event("law.adopted", "2021-06-10", name="A law", title="They passed a law", effective="2021-09-01"),
        event("law.amended", "2021-08-01", title="They changed it", effective="2022-01-01"),
        retracted("2021-08-01-amended"),
    ],
}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("feeds")
    assert build_full(open_project(project(folder, **LOG)), folder / "tracker.db").problems == []
    return folder / "tracker.db"


async def feed(get, path: str):
    """A feed, as its readers read it, and its tree."""
    answer = await get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.content)
    assert (read.bozo, read.version) == (0, "atom10"), read.get("bozo_exception")
    return read, ElementTree.fromstring(answer.content)


async def days(get, path: str) -> dict[str, tuple]:
    """Name -> first day, the day after the last, status and sequence, as two readers read them."""
    answer = await get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n")), "a line is too long"
    one, other = icalendar.Calendar.from_ical(answer.content), vobject.readOne(answer.text)
    first = {
        str(c["uid"]): (str(c["dtstart"].dt), str(c["dtend"].dt), str(c["status"]), int(c["sequence"]))
        for c in one.walk("VEVENT")
    }
    second = {
        c.uid.value: (str(c.dtstart.value), str(c.dtend.value), c.status.value, int(c.sequence.value))
        for c in other.contents.get("vevent", ())
    }
    assert first == second
    return {name.removesuffix("@pressure-and-pledges.invalid"): day for name, day in first.items()}


async def test_entries(get):
    """A feed of a case brings what entered or was amended last first; a removed text is a tombstone and nothing else."""
    read, tree = await feed(get, "/crackdowns/x.atom")
    assert [(e.id.removeprefix(TAG), e.title, e.updated[:10], e.published[:10]) for e in read.entries] == [
        ("crackdowns/x/2026-01-09-checked", "Checked: The probe", "2026-01-09", "2026-01-09"),
        (REPLY, "Replied: They opened a probe", "2026-01-08", "2026-01-08"),
        ("crackdowns/x/2022-eased", "Retracted: They let him be", "2026-01-06", "2026-01-04"),
        (FINE, "They fined him well", "2026-01-05", "2026-01-02"),
        ("crackdowns/x/2020-12-opened", "They opened a probe", "2026-01-01", "2026-01-01"),
    ]
    assert [(node.get("ref"), node.get("when"), [part.text for part in node]) for node in tree.iter(DELETED)] == [
        (f"{TAG}crackdowns/x/2021-06-01-ordered", "2026-01-07T09:00:00Z", ["A court ordered it."])
    ]
    assert "libel" not in ElementTree.tostring(tree, "unicode")


async def test_what_an_entry_says(get):
    """The event's own date in words, the sources, the correction and the retraction with their reasons, and where to read on."""
    read, _ = await feed(get, "/crackdowns/x.atom")
    entries = {entry.id.removeprefix(TAG): entry for entry in read.entries}
    fine, eased, opened = (entries[f"crackdowns/x/{stem}"] for stem in ("2021-04-10-fined", "2022-eased", "2020-12-opened"))
    assert "10 April 2021" in fine.content[0].value and "December 2020" in opened.content[0].value
    assert "<del>" in fine.content[0].value and "They fined him well" in fine.content[0].value
    assert "The page says otherwise." in fine.content[0].value and "One says 3" in fine.content[0].value
    assert "No page says so." in eased.content[0].value and "this does not stand" in eased.content[0].value
    assert "He said no." in opened.content[0].value
    assert {(link.rel, link.href) for link in fine.links} == {
        ("alternate", f"http://localhost/{FINE}"), ("related", "http://localhost/crackdowns/x"), ("via", "https://example.org/page"),
    }  # fmt: skip
    assert [(t.scheme.removeprefix(TAG), t.term) for t in fine.tags] == [
        ("family", "crackdowns"), ("type", "crackdown.fined"), ("sector", "e-commerce"),
    ]  # fmt: skip
    assert ("standing", "retracted") in [(t.scheme.removeprefix(TAG), t.term) for t in eased.tags]


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("/timeline.atom?family=crackdowns&year=2021", [FINE]),
        ("/timeline.atom?sector=none", []),
        ("/timeline.atom?family=laws", ["laws/law/2021-08-01-amended", "laws/law/2021-06-10-adopted"]),
        ("/pledges.atom?status=withdrawn", ["pledges/withdrawn/2024-01-01-withdrawn", "pledges/withdrawn/2021-01-01-announced"]),
        ("/search.atom?q=probe", [REPLY, "crackdowns/x/2020-12-opened"]),
        ("/changes.atom?what=corrected", [
            "crackdowns/x/2026-01-05-corrected-2021-04-10-fined", "pledges/corrected/2026-01-02-corrected-2021-01-01-announced",
        ]),
        ("/tracker/timeline.atom?family=laws&_facet=family&_sort=title", ["laws/law/2021-06-10-adopted"]),
        ("/tracker/pledges.atom?id=pledges/withdrawn", ["pledges/withdrawn/2024-01-01-withdrawn", "pledges/withdrawn/2021-01-01-announced"]),
        ("/tracker/events.atom?title=They+opened+a+probe&_size=1", [REPLY, "crackdowns/x/2020-12-opened"]),
        ("/tracker/amendments.atom?kind=corrected&case_id=pledges/corrected", ["pledges/corrected/2026-01-02-corrected-2021-01-01-announced"]),
    ],
)  # fmt: skip
async def test_filters(get, path, ids):
    """A feed of a filter holds what the filter leaves, on our pages and on Datasette's; what was retracted is told to those who had it."""
    read, tree = await feed(get, path)
    assert [entry.id.removeprefix(TAG) for entry in read.entries] == ids
    # Nobody can say any more which filters a removed text would have passed.
    assert len(list(tree.iter(DELETED))) == (1 if path.endswith(("2021", "none")) else 0)


async def test_party(get):
    """A party's feed holds what names it, in all families, and its own registration."""
    read, _ = await feed(get, "/parties/somebody.atom")
    assert {entry.id.removeprefix(TAG).partition("/")[0] for entry in read.entries} == {
        "parties", "crackdowns", "pledges", "sanctions", "laws",
    }  # fmt: skip


async def test_known_at(get):
    """With the record's clock set back a feed is what it was: before the correction and the retraction."""
    read, _ = await feed(get, "/crackdowns/x.atom?known_at=2026-01-04")
    assert [entry.title for entry in read.entries] == ["They let him be", "They fined him", "They opened a probe"]
    read, _ = await feed(get, "/crackdowns/x.atom?as_of=2021-05-01")
    assert "They let him be" not in str([entry.title for entry in read.entries])


async def test_pages(get, monkeypatch):
    """A long feed comes in pages that name each other and stand at one instant; walked from end to end they hold every entry once."""
    monkeypatch.setattr("tracker.site.feeds.entries.page.__defaults__", (4,))
    whole, path = [], "/changes.atom"
    while path:
        read, _ = await feed(get, path)
        links = {link.rel: link.href for link in read.feed.links}
        assert links["self"].removeprefix("http://localhost") == path
        assert read.feed.id == f"{TAG}changes.atom"
        whole += [entry.id for entry in read.entries]
        path = links["next"].removeprefix("http://localhost") if "next" in links else None
        assert path is None or "known_at=2026-01-09T09%3A00%3A00Z" in path
    assert len(whole) == len(set(whole)) == 21
    assert "previous" in links and "first" in links


async def test_the_name_of_the_record(get):
    """The authority and date of all names are those that the head of metadata.yml gives."""
    head = HEAD.replace("databases:", "plugins:\n  pressure_and_pledges:\n    tag: example.org,2026-11\ndatabases:")
    answer = await get("/crackdowns/x.atom", head=head)
    assert "<id>tag:example.org,2026-11:crackdowns/x.atom</id>" in answer.text
    assert "UID:laws/law/2021-06-10-adopted/effective@example.org" in (await get("/laws.ics")).text


@pytest.mark.parametrize("given", ["example.org", "example.org,", "exa mple,2026", "2026", "<x>,2026", "[1]"])
async def test_no_name(serving, given):
    """A site with nonsense for an authority does not start, and says what it takes."""
    head = HEAD.replace("databases:", f"plugins:\n  pressure_and_pledges:\n    tag: {given}\ndatabases:")
    with pytest.raises(WrongTag, match=r"it takes a domain and a date such as example\.org,2026"):
        await serving(head=head)


async def test_calendar(get):
    """Each day that an event set has one entry, over all days that it may mean; what was moved, withdrawn, corrected away
    or retracted is cancelled, and the sequence counts what entered the case since."""
    assert await days(get, "/deadlines.ics") == {
        "laws/law/2021-06-10-adopted/effective": ("2021-09-01", "2021-09-02", "CONFIRMED", 2),
        "laws/law/2021-08-01-amended/effective": ("2022-01-01", "2022-01-02", "CANCELLED", 1),
        "pledges/corrected/2021-01-01-announced/due": ("2026-03-01", "2026-06-01", "CANCELLED", 1),
        "pledges/moved/2021-01-01-announced/due": ("2025-01-01", "2026-01-01", "CANCELLED", 1),
        "pledges/moved/2023-01-01-revised/due": ("2027-06-01", "2027-08-01", "CONFIRMED", 0),
        "pledges/withdrawn/2021-01-01-announced/due": ("2026-03-31", "2026-04-01", "CANCELLED", 1),
        "sanctions/ban/2025-09-01-imposed/deadline": ("2026-01-01", "2027-01-01", "CONFIRMED", 2),
        "sanctions/ban/2025-09-01-imposed/effective": ("2025-10-01", "2025-10-02", "CANCELLED", 2),
        "sanctions/ban/2025-09-20-amended/effective": ("2025-11-01", "2025-11-02", "CONFIRMED", 1),
        "sanctions/ban/2025-12-01-suspended/until": ("2026-11-10", "2026-11-11", "CONFIRMED", 0),
    }


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/pledges.ics", 4), ("/pledges.ics?status=withdrawn", 1), ("/laws/law.ics", 2), ("/parties/somebody.ics", 10),
        ("/timeline.ics?family=laws&year=2021", 2), ("/tracker/timeline.ics?family=laws", 1), ("/crackdowns.ics", 0),
        ("/tracker/pledge_board.ics", 4), ("/pledges/corrected.ics?known_at=2026-01-01", 1),
    ],
)  # fmt: skip
async def test_calendars(get, path, count):
    """A calendar of a family, a case, a party or a filter holds the days of its events."""
    assert len(await days(get, path)) == count


async def test_calendar_of_another_time(get):
    """A calendar as the record knew it has not heard of what came later, and names its stamps from the record alone."""
    assert await days(get, "/pledges/moved.ics?known_at=2026-01-01") == {
        "pledges/moved/2021-01-01-announced/due": ("2025-01-01", "2026-01-01", "CONFIRMED", 0),
    }
    calendar = icalendar.Calendar.from_ical((await get("/pledges/corrected.ics")).content)
    (component,) = calendar.walk("VEVENT")
    assert [str(component[name].dt) for name in ("dtstamp", "created")] == [
        "2026-01-02 09:00:00+00:00",
        "2026-01-01 09:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/pledges.ics?as_of=2021-01-01", 400, "as_of says nothing here"),
        ("/changes.atom?as_of=2021-01-01", 400, "as_of says nothing here"),
        ("/changes.atom?what=nonsense", 400, "what `nonsense` is none of"),
        ("/timeline.atom?page=0", 400, "page `0`"),
        ("/timeline.atom?known_at=nonsense", 400, "known_at"),
        ("/timeline.csv?known_at=1999-01-01", 404, "this record begins on"),
        ("/pledges/none.atom", 404, "there is no case pledges/none"),
        ("/parties/none.ics", 404, "there is no party none"),
        ("/tracker/totals.atom", 400, "these rows belong to no case and no event"),
        ("/tracker/timeline.ics?as_of=2021-01-01", 400, "as_of is for the pages"),
    ],
)
async def test_refused(get, path, status, sentence):
    """What cannot be answered is refused in the one shape of errors."""
    answer = await get(path)
    assert (answer.status_code, answer.json()["ok"], answer.json()["status"]) == (status, False, status)
    assert sentence in answer.json()["error"]


async def test_links(get):
    """Every list names its other formats under its filters, and its feeds in its head; each address answers."""
    for path, labels in (
        ("/timeline?family=laws", ["CSV", "JSON", "Atom", "iCalendar", "TimelineJS"]),
        ("/pledges?status=withdrawn", ["CSV", "JSON", "Atom", "iCalendar", "TimelineJS"]),
        ("/search?q=probe", ["CSV", "JSON", "Atom", "iCalendar", "TimelineJS"]),
        ("/parties/somebody", ["JSON", "Atom", "iCalendar", "TimelineJS"]),
        ("/laws/law?as_of=2021-07-01", ["JSON", "Atom", "TimelineJS"]),
        ("/tracker/timeline?family=laws", ["JSON", "Atom", "iCalendar", "TimelineJS", "CSV"]),
    ):
        tree = ElementTree.fromstring(_nav((await get(path)).text))
        links = {link.text: link.get("href") for link in tree.iter("a") if not link.get("href").startswith("#")}
        assert list(links) == labels
        for address in links.values():
            assert urlsplit(address).query.split("&")[0] == urlsplit(path).query
            assert (await get(address)).status_code == 200, address
    assert '<link rel="alternate" type="application/atom+xml" title="Atom" href="/laws.atom">' in (await get("/laws")).text


def _nav(html: str) -> str:
    start = html.index('<nav class="exports"')
    return html[start : html.index("</nav>", start) + 6]
