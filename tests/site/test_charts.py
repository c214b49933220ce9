"""The charts: what they count is what the tables hold and what stands behind their links, on both clocks."""

import pytest
from pydantic import TypeAdapter
from served import Page, faults

from tracker.site.clocks import Clocks
from tracker.site.reading import charts
from tracker.site.reading.ask import Ask
from tracker.site.shapes.charts import ChartsPage

pytestmark = pytest.mark.asyncio


async def test_delivery_is_that_of_the_table(get_whole, db):
    """By year and currency the chart says what the table of totals says; two currencies stand in no one number."""
    names = ("currency", "pledges", "promised", "disclosed", "delivered", "undisclosed", "left_out")
    lines = (await get_whole("/charts.json")).json()["delivery"]
    shown = [tuple(own[name] for name in (*names, "year")) for line in lines for own in line["years"]]
    assert sorted(shown) == sorted(db.execute(f"SELECT {', '.join(names)}, year FROM totals WHERE year IS NOT NULL"))
    shown = [tuple(line["all"][name] for name in names) for line in lines]
    assert sorted(shown) == sorted(db.execute(f"SELECT {', '.join(names)} FROM totals WHERE year IS NULL"))


async def test_every_number_has_its_rows(get_whole):
    """Behind a number stand as many cases or events as it says, at the same time."""
    page = (await get_whole("/charts.json")).json()
    for line in page["delivery"][:3]:
        for own in line["years"]:
            rows = await get_whole(
                "/pledges.json", params={"currency": line["currency"], "year": own["year"], "totals": "counted"}
            )
            assert rows.json()["count"] == own["pledges"], own
    for course in page["statuses"]:
        for own in course["days"][-6::5]:
            for status, count in own["counts"].items():
                rows = await get_whole(f"/{course['family']}.json", params={"status": status, "as_of": own["day"]})
                assert rows.json()["count"] == count, (course["family"], own["day"], status)
    for chart in page["actions"]:
        for line in chart["lines"][::7]:
            by = {"sector": line["id"]} if chart["by"] == "sector" else {"party": line["id"].partition("/")[2]}
            assert (await get_whole("/timeline.json", params={"family": chart["family"], **by})).json()["count"] == line[
                "count"
            ], line


async def test_statuses_of_the_day_are_those_of_the_cases(get_whole, db):
    """The last column is how cases stand on the day."""
    page = (await get_whole("/charts.json")).json()
    for course in page["statuses"]:
        assert course["days"][-1]["day"] == page["as_of"]
        counts = dict(db.execute("SELECT status, count(*) FROM cases WHERE family = ? GROUP BY status", [course["family"]]))
        assert {status: count for status, count in course["days"][-1]["counts"].items() if count} == counts


async def test_both_clocks(db):
    """As of a day nothing later counts; known at the latest stamp is what is known now; before an entry it counts nowhere."""
    first, last = db.execute("SELECT first_recorded, last_recorded FROM build").fetchone()

    def told(*clocks: str | None) -> dict:
        page = charts.read(db, Ask({"format": ".json"}, {}, Clocks("2026-11-22", *clocks)))
        return {name: page[name] for name in ("delivery", "statuses", "actions")}

    assert told(None, last) == told() == told("2026-11-22")
    then = told("2021-06-30")
    assert [course["days"][-1]["day"] for course in then["statuses"]] == ["2021-06-30"] * 4
    assert max(own["year"] for line in then["delivery"] for own in line["years"]) <= 2021
    assert sum(line["count"] for line in then["actions"][0]["lines"]) < sum(
        line["count"] for line in told()["actions"][0]["lines"]
    )
    assert told(None, first)["delivery"] == []


@pytest.mark.parametrize("query", ["", "?as_of=2019-06-30", "?as_of=2021-12-31&known_at=2026-11-22"])
async def test_page(get_whole, query):
    """The page is right in form, says each rule, and is JSON of the documented shape; the drawing is none of it."""
    page, data = await get_whole(f"/charts{query}"), await get_whole(f"/charts.json{query}")
    assert (page.status_code, faults(page.text)) == (200, [])
    TypeAdapter(ChartsPage).validate_python(data.json())
    for rule in ("Two currencies are never added.", "Each case counts once", "the same act in two cases counts once"):
        assert rule in Page(page.text).text


async def test_found(get_whole):
    """The charts are found from the home page and from the page of every family."""
    for path in ("/", "/pledges", "/crackdowns", "/sanctions", "/laws"):
        assert any(link.startswith("/charts") for link in Page((await get_whole(path)).text).links), path
