"""Pages where the record is hard to show: hostile texts, what was retracted or removed, and next to nothing."""

import pytest
from given import corrected, event, named, redaction, retracted
from projects import project
from served import Page, faults, serving

from tracker.build import build_full
from tracker.project import open_project

pytestmark = pytest.mark.asyncio

PLEDGER = [{"party": "somebody", "role": "pledger"}]

HOSTILE = "x <script>alert(1)</script> \"' onmouseover=alert(1) x"


@pytest.fixture
def small(tmp_path):
    """A record of one's own: `small(pledges__x=[...])` is asked like any other."""

    async def answering(**cases):
        registered = [event("party.registered", name="Somebody", kind="company")]
        root = project(tmp_path, parties__somebody=registered, **cases)
        assert build_full(open_project(root), tmp_path / "tracker.db").problems == []
        return (await serving(tmp_path / "tracker.db")).client

    return answering


def pledged(**fields) -> dict:
    sums = {"amount": {"value": "100000000000", "currency": "CNY"}, "parties": PLEDGER}
    return event("pledge.announced", "2021-09-02", name="A fund", question="Has it paid?", **{**sums, **fields})


async def test_hostile_text(small):
    """No text of an event becomes markup, on whichever page it stands."""
    source = {"url": "https://example.org/a?b='x'", "title": HOSTILE, "publisher": "Example Daily", "quote": HOSTILE}
    client = await small(
        pledges__x=[
            pledged(title=HOSTILE, summary=HOSTILE, notes=HOSTILE, sources=[source]) | {"name": HOSTILE, "question": HOSTILE},
            corrected("2021-09-02-announced", {"summary": HOSTILE + "!"}, {"summary": HOSTILE}, reason=HOSTILE),
            event("record.replied", "2021-09-03", summary=HOSTILE, quote=HOSTILE),
        ]
    )
    pages = ("/", "/pledges", "/pledges/x", "/pledges/x/2021-09-02-announced", "/timeline", "/changes", "/search?q=alert")
    for path in (*pages, "/parties/somebody"):
        page = await client.get(path)
        assert (page.status_code, faults(page.text)) == (200, []), path
    assert "<script>" in Page((await client.get("/pledges/x")).text).text


async def test_retracted(small):
    """A retracted event stands struck through with its reason; its own address leads where its retraction says."""
    client = await small(
        pledges__x=[
            pledged(),
            event("pledge.progressed", "2022-01-01", title="It spent something", parties=PLEDGER),
            retracted("2022-01-01-progressed", reason="It was another fund.", instead="pledges/x"),
        ]
    )
    data = (await client.get("/pledges/x.json")).json()
    assert [(e["title"], e["standing"], (e["retraction"] or {}).get("reason")) for e in data["events"]] == [
        ("Somebody acted", True, None),
        ("It spent something", False, "It was another fund."),
    ]
    assert data["status"] == "announced"
    html = (await client.get("/pledges/x")).text
    assert '<del><a href="/pledges/x/2022-01-01-progressed">It spent something</a></del>' in html
    assert faults(html) == []
    moved = await client.get("/pledges/x/2022-01-01-progressed", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (302, "/pledges/x")
    moved = await client.get("/pledges/x/2022-01-01-progressed.json", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (302, "/pledges/x.json")


async def test_in_the_order_that_a_source_gives(small):
    """Where dates prove no order a case is told as `follows` says, whatever was recorded first, retracted or not."""
    spent = event("pledge.progressed", "2022", title="It spent the rest", parties=PLEDGER, follows="pledges/x/2022-03-progressed")
    before = event("pledge.progressed", "2022-03", title="It spent something", parties=PLEDGER)
    doubted = event(
        "pledge.progressed", "2022-01/2022-12", title="It spent it twice", parties=PLEDGER, follows="pledges/x/2022-progressed"
    )
    client = await small(pledges__x=[pledged(), doubted, spent, before, retracted("2022-01-progressed")])
    told = (await client.get("/pledges/x.json")).json()["events"]
    assert [(e["title"], e["standing"]) for e in told] == [
        ("Somebody acted", True), ("It spent something", True), ("It spent the rest", True), ("It spent it twice", False),
    ]  # fmt: skip


async def test_all_retracted(small):
    """A case of which nothing stands keeps its page."""
    client = await small(pledges__x=[pledged(), retracted("2021-09-02-announced")])
    page = await client.get("/pledges/x")
    assert (page.status_code, faults(page.text)) == (200, [])
    assert "Everything that was recorded of this case has been retracted; nothing of it stands." in Page(page.text).text
    assert (await client.get("/pledges/x.json")).json()["status"] == "retracted"


async def test_redacted(small, tmp_path):
    """Of a redacted event nothing is left at any time but that it stood there, and why it was removed."""
    documents = [pledged(), event("pledge.progressed", "2022-01-01", title="A libel", parties=PLEDGER)]
    removed = redaction(dict(named("pledges/x", documents))["pledges/x/2022-01-01-progressed"])
    client = await small(pledges__x=[documents[0], removed, event("record.redacted", of="2022-01-01-progressed")])
    now = ("/pledges/x/2022-01-01-progressed", "/parties/somebody", "/timeline", "/changes")
    for path in (
        *now,
        *(f"/pledges/x{query}" for query in ("", "?known_at=2026-01-02", "?known_at=2026-01-03", "?as_of=2022-01-01")),
    ):
        page = await client.get(path)
        assert (page.status_code, faults(page.text), "libel" in page.text) == (200, [], False), path
    assert "A court ordered it." in (await client.get("/pledges/x")).text


async def test_empty_record(small):
    """A record with next to nothing in it has all its pages."""
    client = await small()
    for path in ("/", "/parties", "/parties/somebody", "/timeline", "/changes", "/deadlines", "/search?q=somebody"):
        page = await client.get(path)
        assert (page.status_code, faults(page.text)) == (200, []), path
    assert (await client.get("/pledges.json")).json() == {"ok": False, "error": "there is no family pledges", "status": 404}


async def test_a_fine_in_goods(small):
    """A fine that is no sum of money is told with its quantity, and not added to any."""
    quantity = {"value": "12", "unit": "servers", "of": "servers"}
    fined = event("crackdown.fined", "2021-04-10", name="A probe", quantity=quantity)
    client = await small(crackdowns__x=[fined])
    for path in ("/crackdowns/x", "/crackdowns", "/parties/somebody", "/"):
        assert (await client.get(path)).status_code == 200, path
    assert (await client.get("/crackdowns/x.json")).json()["fined"] == []
