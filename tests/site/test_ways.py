"""Ways through the site: no link leads nowhere, and behind every number stand as many rows as it says."""

import re
import sqlite3
from decimal import Decimal
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from served import PAGES, serving

pytestmark = pytest.mark.asyncio

MOST = 10
"""So many links of one page are followed, evenly chosen; those to cases, parties and events are all looked up."""


def links(page: str, path: str) -> list[str]:
    """The addresses on this site to which a page leads, without what they point to within a page."""
    found = []
    for link in re.findall(r'<a [^>]*?href="([^"]*)"', page):
        link = unescape(link).removeprefix("http://localhost").partition("#")[0]
        if link.startswith("?"):
            link = path.partition("?")[0] + link
        if link.startswith("/"):
            found.append(link)
    return list(dict.fromkeys(found))


async def test_no_dead_ends(whole):
    """From every type of page every link leads somewhere."""
    client = (await serving(whole)).client
    db = sqlite3.connect(whole)
    ids = {f"/{row[0]}" for row in db.execute("SELECT id FROM events UNION SELECT id FROM cases")}
    followed, wanted = {}, set()
    for path in (*PAGES, "/pledges/alibaba-common-prosperity-2021/card", "/tracker/timeline", "/tracker"):
        answer = await client.get(path)
        assert answer.status_code == 200, path
        there = links(answer.text, path)
        assert there, path
        known = [link for link in there if link.partition("?")[0] in ids]
        wanted.update(known)
        others = [link for link in there if link not in known]
        for link in others[:: max(1, -(-len(others) // MOST))]:
            followed.setdefault(link, path)
    assert len(wanted) > 400 and len(followed) > 80
    nowhere = {(link, path) for link, path in followed.items() if (await client.get(link)).status_code != 200}
    assert nowhere == set()


async def test_numbers_of_the_home_page(whole):
    """Every number of the home page leads to a list of just as many."""
    client = (await serving(whole)).client
    html = (await client.get("/")).text
    home = (await client.get("/.json")).json()
    numbers = {}
    for href, text in re.findall(r'<a href="(/[^"]*)">(.*?)</a>', html[html.index("<main") :], re.S):
        number = re.search(r"<(?:strong|b)>([\d,]+)</(?:strong|b)>", text) or re.search(r"\b(\d+) (?:of them|promises?)\b", text)
        if number:
            numbers[unescape(href)] = int(number[1].replace(",", ""))
    assert len(numbers) > 60
    assert {f"/{home['families'][0]['name']}", "/deadlines#passed"} <= set(numbers)
    wrong = {}
    for href, number in numbers.items():
        path, _, anchor = href.partition("#")
        path, _, query = path.partition("?")
        data = (await client.get(f"{path}.json?{query}")).json()
        shown = len(data[anchor]) if anchor else data.get("count", data.get("event_count"))
        if shown != number:
            wrong[href] = (number, shown)
    assert wrong == {}


@pytest.mark.parametrize("family", ["pledges", "sanctions", "parties"])
async def test_numbers_of_filters(whole, family):
    """Beside each filter of a list stands how many cases it leaves."""
    client = (await serving(whole)).client
    filters = (await client.get(f"/{family}.json")).json()["filters"]
    wrong = {}
    for name, values in filters.items():
        for value in values[:4]:
            left = (await client.get(f"/{family}.json?{urlencode({name: value['value']})}")).json()["count"]
            if left != value["count"]:
                wrong[name, value["value"]] = (value["count"], left)
    assert filters["status"] and wrong == {}


async def test_sums_of_a_choice(whole):
    """The sums above a choice of pledges are those of its rows, each currency for itself; all together they are those of the home page."""
    client = (await serving(whole)).client
    home, all_ = (await client.get("/.json")).json(), (await client.get("/pledges.json")).json()
    assert all_["sums"] == home["totals"]
    some = (await client.get("/pledges.json?currency=CNY&totals=counted&delivery=disclosed")).json()
    (line,) = some["sums"]
    assert line["pledges"] == some["count"] == line["disclosed"]
    assert line["promised"] == sum(case["promised"] for case in some["cases"])
    assert "Two currencies are never added." in (await client.get("/pledges")).text


async def test_fines_of_a_choice(whole):
    """The fines above a choice of crackdowns are those of its rows, each currency for itself, and none came before it was imposed."""
    client = (await serving(whole)).client
    some = (await client.get("/crackdowns.json?status=fined")).json()
    sums: dict[str, Decimal] = {}
    for fine in (fine for case in some["cases"] for fine in case["fined"]):
        sums[fine["currency"]] = sums.get(fine["currency"], Decimal(0)) + Decimal(fine["value"])
    assert {line["currency"]: Decimal(line["value"]) for line in some["fines"]} == sums
    assert sums
    assert all(line["fines"] >= line["cases"] > 0 for line in some["fines"])
    page = (await client.get("/crackdowns?status=fined")).text
    assert "What these were fined:" in page and "Each fine counts once" in page
    assert (await client.get("/crackdowns.json?as_of=2020-01-01")).json()["fines"] == []
    assert (await client.get("/pledges.json")).json()["fines"] == []


async def test_sums_of_a_party(whole):
    """Behind what a party pledged stand the pledges that it made, and no others."""
    client = (await serving(whole)).client
    db = sqlite3.connect(whole)
    slugs = [row[0].partition("/")[2] for row in db.execute("SELECT DISTINCT party_id FROM case_parties WHERE role = 'pledger'")]
    assert len(slugs) > 20
    wrong = {}
    for slug in slugs[::2]:
        for line in (await client.get(f"/parties/{slug}.json")).json()["pledged"]:
            asked = urlencode(
                {"party": slug, "role": "pledger", "currency": line["currency"], "totals": "counted"}, quote_via=quote
            )
            count = (await client.get(f"/pledges.json?{asked}")).json()["count"]
            if count != line["pledges"]:
                wrong[slug, line["currency"]] = (line["pledges"], count)
    assert wrong == {}


async def test_what_a_party_waits_for(whole):
    """A party's page says what is due of it, and which parts it plays, as the lists of all do."""
    client = (await serving(whole)).client
    party = (await client.get("/parties/alibaba-group.json")).json()
    due = (await client.get("/deadlines.json")).json()
    own = {case["id"] for case in party["cases"]}
    for side in ("ahead", "passed"):
        assert party[side] == [line for line in due[side] if line["case"]["id"] in own]
    assert party["ahead"] and party["passed"]
    assert party["roles"] == sorted(party["roles"], key=lambda role: (-role["cases"], role["role"]))
    assert {role["role"]: role["cases"] for role in party["roles"]}["pledger"] == sum(
        "pledger" in case["roles"] for case in party["cases"]
    )
    ended = {tie["title"]: tie["ended"] for tie in party["ties"]}
    assert set(ended.values()) == {True, False}
    html = (await client.get("/parties/alibaba-group")).text
    assert html.index("What is due") < html.index('<p class="label">Former</p>')
