"""The pages about the record: coverage counted by hand, and the codebook as the database holds it."""

import sqlite3

import pytest
from given import event, retracted
from projects import project
from pydantic import TypeAdapter
from served import ROOT, Page, faults, serving

from tracker.build import build_full
from tracker.project import open_project
from tracker.renew import build
from tracker.site.shapes.about import CodebookPage, CoveragePage
from tracker.site.shapes.base import Error

pytestmark = pytest.mark.asyncio

WORDS = {
    "The Ministry": {"tier": "official"},
    "Example Daily": {"tier": "newsroom"},
    "Another Daily": {"tier": "newsroom"},
    "Some Law Firm": {"tier": "research"},
    "Digest": {"tier": "aggregator"},
}


def page(publisher: str, **more: str) -> dict:
    return {"url": f"https://example.org/{publisher.replace(' ', '-')}", "title": "A page", "publisher": publisher, **more}


def pledged(date: str, *sources: dict, **fields) -> dict:
    return event("pledge.announced", date, sources=list(sources), **fields)


@pytest.fixture
def root(tmp_path):
    """Four events that count in three cases, and four that do not: retracted, the same act, a party's, the record's."""
    somebody = [event("party.registered", "1999", name="Somebody", sources=[page("The Ministry")])]
    first = [
        pledged("2021-09-02", page("Example Daily"), page("Another Daily"), name="A fund", question="Has it paid?"),
        event("pledge.progressed", "2022-01-01", title="It paid a part", sources=[page("Example Daily"), page("Digest")]),
        event("pledge.progressed", "2022-02-02", title="A mistake", sources=[page("The Ministry")]),
        retracted("2022-02-02-progressed"),
        event("record.checked", date="2023-01-01"),
    ]
    kept = "https://archive.example/page"
    second = [
        pledged(
            "2021-12/2022-01", page("The Ministry", archived=kept), page("Example Daily"), name="Homes", question="Do they stand?"
        )
    ]
    third = [
        event(
            "crackdown.opened", "2021-09-05", name="A probe", jurisdiction="US", title="A probe began",
            sources=[page("Some Law Firm"), page("Another Daily"), page("Example Daily")],
        )
    ]  # fmt: skip
    fourth = [
        event(
            "law.adopted",
            "2021-09-05",
            name="A law",
            sources=[page("The Ministry")],
            same_as="crackdowns/probe/2021-09-05-opened",
        )
    ]
    folder = project(
        tmp_path / "project",
        parties__somebody=somebody,
        pledges__fund=first,
        pledges__homes=second,
        crackdowns__probe=third,
        laws__law=fourth,
    )
    words = folder / "events/vocabulary.json"
    publishers = ", ".join(f'"{name}": {{"tier": "{given["tier"]}"}}' for name, given in WORDS.items())
    words.write_text(f'{{"sectors": {{"e-commerce": "Shops."}}, "publishers": {{{publishers}}}}}', encoding="utf-8")
    return folder


@pytest.fixture
def target(root):
    """The database of that record."""
    assert build_full(open_project(root), root / "tracker.db").problems == []
    return root / "tracker.db"


def rows(database, sql: str) -> list[tuple]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


async def test_what_coverage_counts(target):
    """Coverage counts events about the world that stand, an act in two cases once, parties left out; of their publishers
    only those that find things out for themselves make two."""
    found = rows(target, "SELECT dimension, value, events, cases, two_publishers, official, archived FROM coverage ORDER BY pk")
    assert found == [
        ("all", "all", 4, 3, 3, 1, 1),
        ("family", "crackdowns", 1, 1, 1, 0, 0),
        ("family", "pledges", 3, 2, 2, 1, 1),
        ("year", "2021", 2, 2, 2, 0, 0),
        ("year", "2022", 1, 1, 0, 0, 0),
        ("year", "several", 1, 1, 1, 1, 1),
        ("jurisdiction", "CN", 3, 2, 2, 1, 1),
        ("jurisdiction", "US", 1, 1, 1, 0, 0),
        ("tier", "aggregator", 1, 1, 0, 0, 0),
        ("tier", "newsroom", 4, 3, 3, 1, 1),
        ("tier", "official", 1, 1, 1, 1, 1),
        ("tier", "research", 1, 1, 1, 0, 0),
    ]


async def test_coverage_is_renewed(root, target):
    """A build that carries on counts as a full build does."""
    (root / "events/crackdowns/probe/2021-09-05-opened.json").unlink()
    (root / "events/laws/law/2021-09-05-adopted.json").unlink()
    assert build(open_project(root), target).problems == []
    renewed = rows(target, "SELECT * FROM coverage")
    assert renewed[0][1:4] == ("all", "all", 3)
    assert build_full(open_project(root), root / "full.db").problems == []
    assert renewed == rows(root / "full.db", "SELECT * FROM coverage")


async def test_the_coverage_page(target):
    """The page says in its first sentence how well the record is covered, and serves the table's numbers as JSON."""
    client = (await serving(target)).client
    html, data = (await client.get("/coverage")).text, (await client.get("/coverage.json")).json()
    TypeAdapter(CoveragePage).validate_python(data)
    assert faults(html) == []
    said = "4 events about the world in 3 cases; 75% of them rest on two publishers or more, 25% on an official source, 25% on a page with an archived copy."
    assert said in Page(html).text
    assert (data["by"]["year"][2]["value"], data["publisher_count"], data["gaps"]) == ("several", 5, [])
    assert [(line["name"], line["tier"], line["events"]) for line in data["publishers"][:2]] == [
        ("Example Daily", "newsroom", 4),
        ("The Ministry", "official", 4),
    ]


async def test_the_codebook_is_in_the_database(root, target):
    """The codebook is read from the database alone; where it alone changed, a build that carries on
    brings the new one."""
    assert rows(target, "SELECT * FROM codebook") == []
    answer = await (await serving(target)).client.get("/codebook.json")
    assert (answer.status_code, answer.json()["error"]) == (
        404,
        "this record has no codebook; it would stand in events/README.md",
    )
    TypeAdapter(Error).validate_python(answer.json())
    for text in ("# Our rules\n\n## 1. Gaps\n\n**1.1** Some.\n", "# Our rules\n\n## 1. Known gaps\n\n**1.1** Many.\n"):
        (root / "events/README.md").write_text(text, encoding="utf-8")
        assert build(open_project(root), target).problems == []
        assert rows(target, "SELECT * FROM codebook") == [(1, text)]
    client = (await serving(target)).client
    data = (await client.get("/codebook.json")).json()
    TypeAdapter(CodebookPage).validate_python(data)
    assert (data["title"], data["rules"]) == ("Our rules", {"1.1": "Many."})
    html = (await client.get("/codebook")).text
    assert faults(html) == []
    assert '<p id="1.1"><a href="#1.1"><strong>1.1</strong></a> Many.</p>' in html
    assert (await client.get("/coverage.json")).json()["gaps"] == ["Many."]


@pytest.mark.parametrize("path", ["/coverage", "/codebook"])
async def test_neither_travels_in_time(target, path):
    """Coverage and codebook are those of today, and say so where another time is asked for."""
    client = (await serving(target)).client
    for clock in ("as_of=2021-01-01", "known_at=2026-01-01"):
        answer = await client.get(f"{path}.json?{clock}")
        assert answer.status_code == 400
        assert answer.json()["error"].endswith("as_of and known_at say nothing here")


async def test_our_own(whole):
    """This repository's codebook is served with all its rules, its known gaps stand on the page of coverage, and every link
    from the two pages leads somewhere."""
    client = (await serving(whole)).client
    book, covered = (await client.get("/codebook.json")).json(), (await client.get("/coverage.json")).json()
    assert book["text"] == (ROOT / "events/README.md").read_text(encoding="utf-8")
    assert {"1.1", "2.4", "3.1", "4.4", "7.1", "9.1"} <= set(book["rules"])
    assert len(covered["gaps"]) >= 4
    assert sum(line["events"] for line in covered["by"]["family"]) == covered["all"]["events"] >= 530
    for path in ("/codebook", "/coverage"):
        html = (await client.get(path)).text
        assert faults(html) == []
        shown = Page(html)
        within = [link[1:] for link in shown.links if link.startswith("#") and link != "#main"]
        assert set(within) <= set(shown.ids)
        links = {link.partition("#")[0] for link in shown.links if link.startswith("/")}
        assert {link: status for link in sorted(links) if (status := (await client.get(link)).status_code) != 200} == {}
