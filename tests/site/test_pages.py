"""The pages of our own: right for every case, party and event on record, and the same values as JSON."""

import pytest
from datasette.app import Datasette
from pydantic import TypeAdapter
from served import Page, faults, serving

from tracker.site.shapes.base import Error
from tracker.site.shapes.cases import CasePage
from tracker.site.shapes.data import DataPage
from tracker.site.shapes.events import EventPage
from tracker.site.shapes.lists import ChangesPage, DeadlinesPage, FamilyPage, HomePage, SearchPage, TimelinePage
from tracker.site.shapes.parties import PartyPage

pytestmark = pytest.mark.asyncio

LISTS = {
    "/": HomePage,
    "/pledges": FamilyPage,
    "/crackdowns": FamilyPage,
    "/sanctions": FamilyPage,
    "/laws": FamilyPage,
    "/statements": FamilyPage,
    "/parties": FamilyPage,
    "/timeline": TimelinePage,
    "/timeline?page=2&order=oldest": TimelinePage,
    "/timeline?party=alibaba-group&family=crackdowns&year=2021": TimelinePage,
    "/pledges?clock=overdue&sector=e-commerce&sort=sum": FamilyPage,
    "/search": SearchPage,
    "/search?q=alibaba": SearchPage,
    "/changes": ChangesPage,
    "/changes?what=corrected": ChangesPage,
    "/deadlines": DeadlinesPage,
    "/data": DataPage,
}
"""Address -> the shape of its JSON."""

ALIBABA = "/pledges/alibaba-common-prosperity-2021"


def as_json(path: str) -> str:
    path, question, query = path.partition("?")
    return f"{path}.json{question}{query}"


async def walked(whole, paths: list[str], shape: type) -> list[str]:
    """What is wrong with any of these pages, as HTML or as JSON."""
    client, adapter = (await serving(whole)).client, TypeAdapter(shape)
    found = []
    for path in paths:
        page, data = await client.get(path), await client.get(as_json(path))
        if (page.status_code, data.status_code) != (200, 200):
            found.append(f"{path}: {page.status_code}, as JSON {data.status_code}")
            continue
        found += [f"{path}: {fault}" for fault in faults(page.text)]
        adapter.validate_python(data.json())
    return found


@pytest.mark.walk
async def test_every_case(whole, db):
    """Every case on record has a page and JSON of the documented shape, with no value forgotten and no markup broken."""
    ids = [row[0] for row in db.execute("SELECT id FROM cases WHERE family <> 'parties'")]
    assert len(ids) > 200
    assert await walked(whole, [f"/{id}" for id in ids], CasePage) == []


@pytest.mark.walk
async def test_every_party(whole, db):
    """Every party on record has one."""
    ids = [row[0] for row in db.execute("SELECT id FROM parties")]
    assert len(ids) > 200
    assert await walked(whole, [f"/{id}" for id in ids], PartyPage) == []


@pytest.mark.walk
async def test_every_event(whole, db):
    """Every event on record has one, and so has every correction, check and reply."""
    ids = [row[0] for row in db.execute("SELECT id FROM events")]
    assert len(ids) > 900
    assert await walked(whole, [f"/{id}" for id in ids], EventPage) == []


@pytest.mark.parametrize("path", LISTS)
async def test_every_list(whole, path):
    """Every list has a page and JSON of the documented shape."""
    assert await walked(whole, [path], LISTS[path]) == []


async def test_the_question_that_began_it(get_whole):
    """Whether Alibaba has paid is answered by rule, first thing on the page, beside what was corrected and who looked."""
    page, question = Page((await get_whole(ALIBABA)).text), (await get_whole(f"{ALIBABA}.json")).json()["question"]
    assert question.endswith("?")
    said = [
        question,
        "Alibaba Group has not disclosed what it paid of 100bn yuan; the deadline of 2025 has passed.",
        "under way since 26 September 2021",
        "overdue",
        "Disclosed as paid nothing Undisclosed 100bn yuan",
        "100bn yuan (100,000,000,000 CNY)",
        "The source itself says US$15.5bn. Converted: US$15.48bn",
        "was 31 December 2049 is now 2025",
        "Nothing new up to 30 June 2026",
        "Order in time is not cause.",
        "SAMR fined Alibaba 18.228bn yuan for exclusive dealing",
    ]
    places = [page.text.find(words) for words in said]
    assert -1 not in places, [words for words, place in zip(said, places, strict=True) if place == -1]
    assert places == sorted(places)


async def test_home_says_what_the_tables_say(get_whole, db):
    """The numbers of the home page are those of the tables and views of the database."""
    home = (await get_whole("/.json")).json()
    names = ("currency", "pledges", "promised", "disclosed", "delivered", "undisclosed", "left_out")
    totals = db.execute(f"SELECT {', '.join(names)} FROM totals WHERE year IS NULL AND pledges > 0").fetchall()
    assert sorted(tuple(line[name] for name in names) for line in home["totals"] if line["pledges"]) == sorted(totals)
    clocks = dict(db.execute("SELECT replace(clock, ' ', '_'), count(*) FROM pledge_board GROUP BY 1"))
    assert {name: count for name, count in home["pledges"].items() if count and name != "all"} == clocks
    assert home["open"] == {
        "crackdowns": db.execute("SELECT count(*) FROM crackdowns WHERE status IN ('open', 'restricted')").fetchone()[0],
        "sanctions": db.execute("SELECT count(*) FROM sanctions_in_force").fetchone()[0],
        "laws": db.execute("SELECT count(*) FROM laws_in_force WHERE status = 'in force'").fetchone()[0],
    }


async def test_lists_agree_with_tables(get_whole, db):
    """Status and calendar of every case in a list are those of its row in the database."""
    for family in ("pledges", "crackdowns", "sanctions", "laws", "statements"):
        listed = (await get_whole(f"/{family}.json")).json()["cases"]
        today = f"""SELECT s.case_id, s.status FROM case_states s JOIN cases c ON c.pk = s."case" WHERE c.family = '{family}'
            AND s.known_to IS NULL AND coalesce(s.valid_from, '') <= date('now') AND coalesce(s.valid_to, '9') > date('now')"""
        assert {case["id"]: case["status"] for case in listed} == dict(db.execute(today)), family
    clocks = dict(db.execute("SELECT id, clock FROM pledge_board"))
    assert {case["id"]: case["clock"] for case in (await get_whole("/pledges.json")).json()["cases"]} == clocks


async def test_search(get_whole):
    """The search ranks what is called so first, takes Chinese of any length, and no sign for an operator."""
    first = {}
    words = ("Alibaba", "阿里巴巴", "腾讯", "100bn yuan common prosperity", "alibaba paid", "腾讯的罚款")
    for query in (*words, '"', "OR NOT (", ""):
        answer = (await get_whole(f"/search.json?q={query}")).json()
        first[query] = (answer["results"][0]["id"] if answer["results"] else None, answer["loosened"])
    assert first == {
        "Alibaba": ("parties/alibaba-group", False),
        "阿里巴巴": ("parties/alibaba-group", False),
        "腾讯": ("parties/tencent", False),
        "100bn yuan common prosperity": ("pledges/alibaba-common-prosperity-2021", False),
        "alibaba paid": ("parties/alibaba-group", True),
        "腾讯的罚款": ("parties/tencent", True),
        '"': (None, False),
        "OR NOT (": first["OR NOT ("],
        "": (None, False),
    }


async def test_a_party_by_any_name(get_whole):
    """The timeline takes a party by slug, name, alias or native name, and says so where nobody is called so."""
    for name in ("tencent", "TENCENT", "腾讯"):
        assert (await get_whole(f"/timeline.json?party={name}")).json()["chosen"]["party"]["id"] == "parties/tencent"
    assert (await get_whole("/timeline.json?party=Nobody")).json() == {
        "ok": False,
        "error": "no party on record is called Nobody; the search may find it under another name",
        "status": 404,
    }


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/pledges/nothing", 404, "there is no case pledges/nothing"),
        ("/parties/nobody", 404, "there is no party nobody"),
        (f"{ALIBABA}/2021-never", 404, f"there is no event {ALIBABA[1:]}/2021-never"),
        ("/timeline?page=0", 400, "page `0` is not a number from 1 to 10000"),
        ("/timeline?year=MMXXI", 400, "year `MMXXI` is not a year such as 2021"),
        ("/timeline?order=random", 400, "order `random` is neither newest nor oldest"),
        ("/pledges?sort=best", 400, "sort `best` is none of latest, oldest, name, deadline, sum"),
        ("/changes?what=stolen", 400, "what `stolen` is none of added, corrected, retracted, redacted, checked, replied"),
        (f"/search?q={'a' * 201}", 400, "a query has at most 200 characters"),
    ],
)
async def test_refusals(get_whole, path, status, sentence):
    """What cannot be answered is refused in one sentence, on a page of ours and in one shape as JSON."""
    page, data = await get_whole(path), await get_whole(as_json(path))
    assert (page.status_code, data.status_code) == (status, status)
    TypeAdapter(Error).validate_python(data.json())
    assert {name: value for name, value in data.json().items() if name != "near"} == {
        "ok": False,
        "error": sentence,
        "status": status,
    }
    assert sentence[1:] in Page(page.text).text
    assert faults(page.text) == []


async def test_today_is_the_day_of_the_calendar(get_whole, monkeypatch):
    """Without a clock in the address a page speaks of today, and its citation carries that day and the record's last stamp."""
    monkeypatch.setattr("tracker.site.pages.view.today", lambda: "2030-06-01")
    monkeypatch.setattr("tracker.site.clocks.today", lambda: "2030-06-01")
    data = (await get_whole(f"{ALIBABA}.json")).json()
    assert (data["as_of"], data["days_left"]) == ("2030-06-01", -1613)
    assert data["cite"]["path"] == f"{ALIBABA}?as_of=2030-06-01&known_at={data['known_at']}"


async def test_below_another_path(whole):
    """A site that stands below a path of its host stays below it with every link."""
    datasette = Datasette([], immutables=[str(whole)], settings={"base_url": "/record/"})
    await datasette.invoke_startup()
    html = (await datasette.client.get(ALIBABA)).text
    page = Page(html)
    assert [link for link in page.links if link.startswith("/") and not link.startswith("/record/")] == []
    assert f'<link rel="canonical" href="http://localhost/record{ALIBABA}">' in html
    assert f"http://localhost/record{ALIBABA}?as_of=" in page.text
    assert f"/record{ALIBABA}.json" in page.links
    assert f'<form class="state" method="get" action="/record{ALIBABA}">' in html
