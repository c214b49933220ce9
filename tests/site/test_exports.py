"""CSV and TimelineJS: what is on screen, in a form that others open without being misled."""

import csv
import io
import json

import pytest

pytestmark = pytest.mark.asyncio

FORMULA = ("=", "+", "@", "\t", "\r")


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/timeline?family=pledges", "events"), ("/timeline?party=alpha&order=oldest", "events"), ("/timeline?sector=cloud&known_at=2026-01-01", "events"),
        ("/pledges?currency=CNY", "cases"), ("/parties?kind=regulator", "cases"), ("/sanctions?as_of=2019-06-01", "cases"),
        ("/search?q=Alpha", "results"), ("/changes?what=corrected", "changes"),
    ],
)  # fmt: skip
async def test_rows_on_screen(get, path, rows):
    """A CSV holds the rows of the page, in their order, with the same values; what is nested stands in columns of its own."""
    page, _, query = path.partition("?")
    shown = (await get(f"{page}.json?{query}")).json()
    answer = await get(f"{page}.csv?{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    told = lines(answer.text)
    assert len(told) == len(shown[rows]) > 0
    for line, row in zip(told, shown[rows], strict=True):
        for name, value in row.items():
            if name in line and not isinstance(value, (list, dict)):
                assert line[name] == cell(value), (name, value)
        if row.get("case"):
            assert line["case_id"] == row["case"]["id"]


def cell(value) -> str:
    """A value as a spreadsheet takes it: whole numbers without a point, yes and no as 1 and 0."""
    if value is None:
        return ""
    if isinstance(value, bool) or (isinstance(value, float) and value.is_integer()):
        return str(int(value))
    return str(value)


async def test_cells(get):
    """Sums are plain numbers, days are ISO, the names of many stand in one cell; an empty list keeps its header."""
    (fine,) = lines((await get("/timeline.csv?family=crackdowns&year=2021")).text)
    assert (fine["day"], fine["value"], fine["currency"], fine["parties"]) == (
        "2021-04-10",
        "18228000000",
        "CNY",
        "Alpha; The Agency",
    )
    whole, none = (await get("/timeline.csv")).text, (await get("/timeline.csv?sector=none")).text
    assert none.splitlines() == whole.splitlines()[:1]
    assert "\r\n" in whole


async def test_no_formula(get):
    """No cell begins as a formula does; a minus begins numbers only."""
    for path in (
        "/timeline.csv",
        "/pledges.csv",
        "/parties.csv",
        "/search.csv?q=a",
        "/changes.csv",
        "/tracker/events.csv?_stream=on",
    ):
        for line in lines((await get(path)).text):
            for value in filter(None, line.values()):
                assert not value.startswith(FORMULA)
                assert not value.startswith("-") or float(value) < 0


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("/timeline.timelinejs?family=laws", ["laws.data-law.2021-06-10-adopted", "laws.data-law.2021-09-01-in_force"]),
        ("/pledges/joint-homes.timelinejs", ["pledges.joint-homes.2022-03-announced"]),
        ("/search.timelinejs?q=homes", ["pledges.joint-homes.2022-03-announced"]),
        ("/tracker/timeline.timelinejs?family=laws&year=2021", ["laws.data-law.2021-06-10-adopted", "laws.data-law.2021-09-01-in_force"]),
        ("/tracker/cases.timelinejs?id=pledges/joint-homes", ["pledges.joint-homes.2022-03-announced"]),
    ],
)  # fmt: skip
async def test_slides(get, path, ids):
    """TimelineJS gets a slide for each event of the filter that stands, in the order of their dates."""
    answer = await get(path)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert [slide["unique_id"] for slide in answer.json()["events"]] == ids


async def test_slide(get):
    """A slide says the date as stated over all days that it may mean, and its texts are HTML in which nothing of ours is markup."""
    (slide,) = json.loads((await get("/pledges/joint-homes.timelinejs")).content)["events"]
    assert slide == {
        "unique_id": "pledges.joint-homes.2022-03-announced",
        "start_date": {"year": 2022, "month": 3, "day": 1},
        "end_date": {"year": 2022, "month": 3, "day": 31},
        "display_date": "March 2022",
        "group": "pledges",
        "text": {
            "headline": "Alpha and Beta pledged homes",
            "text": "<p>What happened, in a sentence.</p>"
            '<p><a href="http://localhost/pledges/joint-homes/2022-03-announced">Homes for couriers</a></p>',
        },
    }
