"""Facets over link tables: counts with labels, each with an address that chooses what it counts."""

import pytest
from given import KINDS

from tracker.derive.tables import tables, views
from tracker.site.facets import LinkFacet
from tracker.site.filters import WORDS

pytestmark = pytest.mark.asyncio

LINKED = [
    *((table, word) for table in ("timeline", "events", "cases", "changes") for word in WORDS),
    *(
        (t.name, facet["link"])
        for t in {**tables(KINDS), **views(KINDS)}.values()
        for facet in t.facets
        if isinstance(facet, dict)
    ),
]
"""Every facet of the metadata, and every word on tables of each kind."""


@pytest.fixture
def facet(get):
    """One facet of a page, as both versions of Datasette tell it."""

    async def found(path: str, name: str) -> dict:
        answer = (await get(path)).json()
        told = answer["facet_results"]
        return told.get("results", told)[name]

    return found


def counts(facet: dict) -> list[tuple]:
    """Value, label and count of each line."""
    return [(line["value"], line["label"], line["count"]) for line in facet["results"]]


def address(path: str) -> str:
    """An address on the server, whether told with the server's name or without."""
    return path.removeprefix("http://localhost")


async def test_events_by_party(facet):
    """Events are counted by party, the most frequent first, with the parties' names."""
    assert counts(await facet("/tracker/timeline.json?_facet_link=party", "party")) == [
        ("alpha", "Alpha", 5),
        ("agency", "The Agency", 4),
        ("beta", "Beta & Sons", 2),
        ("bureau", "The Bureau", 2),
    ]


async def test_by_role(facet):
    """A role counts only those who had it."""
    assert counts(await facet("/tracker/timeline.json?_facet_link=target", "target")) == [
        ("alpha", "Alpha", 3),
        ("beta", "Beta & Sons", 1),
    ]


async def test_two_roles_count_once(facet):
    """A party that stands in a case with two roles is counted once."""
    assert counts(await facet("/tracker/pledges.json?_facet_link=party", "party")) == [
        ("alpha", "Alpha", 2),
        ("beta", "Beta & Sons", 1),
    ]


async def test_two_pages_of_a_publisher_count_once(facet):
    """A publisher with two pages in an event is counted once, for events and for cases."""
    daily, notice = ("Example Daily", "Example Daily"), ("The Agency", "The Agency")
    assert counts(await facet("/tracker/timeline.json?_facet_link=publisher", "publisher")) == [(*daily, 8), (*notice, 1)]
    assert counts(await facet("/tracker/crackdowns.json?_facet_link=publisher", "publisher")) == [(*daily, 1), (*notice, 1)]


async def test_sector(facet):
    """A sector is its own label."""
    assert counts(await facet("/tracker/timeline.json?_facet_link=sector", "sector")) == [
        ("e-commerce", "e-commerce", 7),
        ("cloud", "cloud", 2),
    ]


async def test_within_what_is_chosen(facet):
    """A facet counts only the rows that the other conditions leave."""
    path = "/tracker/timeline.json?_facet_link=target&family=crackdowns&_sector=cloud"
    assert counts(await facet(path, "target")) == [("alpha", "Alpha", 1)]


async def test_let_go(facet):
    """What says what holds today does not count a party that was let go; the whole record does."""
    assert counts(await facet("/tracker/sanctions_in_force.json?_facet_link=target", "target")) == [("alpha", "Alpha", 1)]
    assert counts(await facet("/tracker/sanctions.json?_facet_link=target", "target")) == [
        ("alpha", "Alpha", 1),
        ("beta", "Beta & Sons", 1),
    ]


async def test_toggle(facet):
    """A line leads to what it counts, beginning at the first page; one that is chosen leads back."""
    alpha = (await facet("/tracker/timeline.json?_facet_link=target&_size=2&_next=2022,1", "target"))["results"][0]
    assert (alpha["selected"], address(alpha["toggle_url"])) == (
        False,
        "/tracker/timeline.json?_facet_link=target&_size=2&_target=alpha",
    )
    (alpha, beta) = (await facet("/tracker/timeline.json?_facet_link=target&_target=alpha&_target=beta", "target"))["results"]
    assert (alpha["selected"], address(alpha["toggle_url"])) == (True, "/tracker/timeline.json?_facet_link=target&_target=beta")
    assert (beta["selected"], beta["count"]) == (True, 1)


async def test_can_be_hidden_if_asked_for(facet):
    """A facet that the address asks for can be taken away again; one of the metadata stays."""
    asked = await facet("/tracker/timeline.json?_facet_link=publisher&_size=1", "publisher")
    assert (asked["hideable"], address(asked["toggle_url"])) == (True, "/tracker/timeline.json?_size=1")
    told = await facet("/tracker/pledges.json?_facet=status", "party")
    assert told["hideable"] is False


async def test_size(facet):
    """Where there are more values than lines, it says so."""
    found = await facet("/tracker/timeline.json?_facet_link=party&_facet_size=1", "party")
    assert (counts(found), found["truncated"]) == ([("alpha", "Alpha", 5)], True)


async def test_page(get):
    """On the page stands the party's name, escaped, and the facet's name alone."""
    page = (await get("/tracker/sanctions")).text
    assert "Beta &amp; Sons</a>" in page
    assert "target (link)" not in page
    assert "_target=beta" in page


@pytest.mark.parametrize(
    "address",
    ["/tracker/timeline?_facet_link=colour", '/tracker/timeline?_facet_link={"a":"b"}', "/tracker/totals?_facet_link=party"],
)
async def test_refused(get, address):
    """A word that is no facet, and a table whose rows are linked with nothing, are answered with 400."""
    assert (await get(address)).status_code == 400


async def test_in_time(serving):
    """A facet for which the time does not suffice is named, and the page comes without it."""
    datasette = await serving(settings={"facet_time_limit_ms": 50})
    slow = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as pk from n"

    class Request:
        query_string, path, args = "_facet_link=sector", "/tracker/timeline", {}

    found = LinkFacet(datasette, Request, "tracker", sql=slow, table="timeline")
    assert await found.facet_results() == ([], ["sector"])


async def test_each_count_is_what_its_address_shows(serving):
    """Behind each line of each facet of each table stand as many rows as it counts."""
    datasette = await serving()
    held = 0
    for table, word in LINKED:
        answer = (await datasette.client.get(f"/tracker/{table}.json?_facet_link={word}&_size=0")).json()
        told = answer["facet_results"]
        for line in told.get("results", told)[word]["results"]:
            rows = await datasette.client.get(address(line["toggle_url"]).replace("_size=0", "_size=max&_shape=array"))
            assert len(rows.json()) == line["count"], (table, word, line)
            held += 1
    assert held > 50


async def test_counted_once(serving, monkeypatch):
    """What was counted for one page is not counted again for the next, for another order or another reader of that day."""
    served, counted = await serving(), []
    execute = served.execute

    async def noted(database, sql, *given, **more):
        counted.extend(["count"] if "CROSS JOIN" in sql else [])
        return await execute(database, sql, *given, **more)

    monkeypatch.setattr(served, "execute", noted)
    paths = ["/tracker/timeline.json?_size=2", "/tracker/timeline.json?_sort=title", "/tracker/timeline.json?_target=alpha"]
    found = []
    for path in paths:
        answer = (await served.client.get(f"{path}&_facet_link=publisher")).json()["facet_results"]
        found.append(counts(answer.get("results", answer)["publisher"]))
    assert (found[0] == found[1] != found[2], len(counted)) == (True, 2 * len({"party", "sector", "publisher"}))
    monkeypatch.setattr("tracker.site.clocks.today", lambda: "2030-01-01")
    await served.client.get(f"{paths[0]}&_facet_link=publisher")
    assert len(counted) == 9
