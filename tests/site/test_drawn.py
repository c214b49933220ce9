"""The drawn timeline: what stands in it for which address, on both clocks, and that it is nothing but safe markup."""

import sqlite3

import pytest
import pytest_asyncio
from datasette.app import Datasette
from given import corrected, event
from projects import project
from served import Page, faults, serving

from tracker.build import build_full
from tracker.project import open_project
from tracker.site.clocks import Clocks
from tracker.site.reading import timeline
from tracker.site.reading.ask import Ask

pytestmark = pytest.mark.asyncio

TODAY = "2026-11-22"


@pytest.fixture
def drawn(db):
    """What is drawn at an address of this repository's record."""

    def read(clocks: Clocks = Clocks(TODAY), **args: str) -> dict:
        page = timeline.read(db, Ask({}, {name: [value] for name, value in args.items()}, clocks))
        return page["picture"] | {"count": page["count"], "listed": page["events"], "years": page["years"]}

    return read


def told(lane: dict) -> int:
    """How many events a lane draws, apart or together."""
    on_bars = sum(len(dot["marks"]) for bar in lane["lives"]["bars"] for dot in bar["dots"])
    return (
        sum(dot["n"] for dot in lane["strip"]["dots"])
        + sum(bar["mark"].count for bar in lane["soft"])
        + on_bars
        + sum(len(bar["wide"]) for bar in lane["lives"]["bars"])
    )


async def test_every_event_is_drawn_once(drawn):
    """Whatever the zoom, each lane draws all its events of the period, each once, and says how many there are."""
    for args in ({}, {"year": "2021"}, {"quarter": "2021-Q3"}, {"month": "2021-07"}, {"party": "alibaba-group"}):
        picture = drawn(**args)
        reaching_in = {"year": 0, "quarter": 1, "month": 0}.get(next(iter(args), ""), 0)
        for lane in picture["lanes"]:
            assert lane["events"] <= told(lane) <= lane["events"] + reaching_in, (args, lane["family"])
        begins = 0 if args.keys() & {"year", "quarter", "month"} else int(picture["period"].first[:4])
        older = sum(year["count"] for year in picture["years"] if year["year"] < begins)
        assert sum(lane["events"] for lane in picture["lanes"]) == picture["count"] - older


async def test_lanes_are_the_families_of_the_record(drawn):
    """The lanes are the families in their own order; a filter leaves those of which it leaves events."""
    assert [lane["family"] for lane in drawn()["lanes"]] == ["pledges", "crackdowns", "sanctions", "laws", "statements"]
    assert [lane["family"] for lane in drawn(family="laws")["lanes"]] == ["laws"]


async def test_the_ladder_adds_up(drawn):
    """The drawing for narrow screens counts every event of the period in the part from whose days on it counts."""
    for args in ({}, {"decade": "2020"}, {"year": "2021"}, {"month": "2021-07"}):
        picture = drawn(**args)
        for n, lane in enumerate(picture["lanes"]):
            assert sum(row["counts"][n] for row in picture["ladder"]["rows"]) == lane["events"]


async def test_what_was_known_then_draws_the_same(drawn, db):
    """Read event by event at the latest stamp, the drawing is the one made from the tables."""
    last = db.execute("SELECT last_recorded FROM build").fetchone()[0]

    def plain(picture: dict) -> list:
        return [
            (
                lane["family"], lane["events"], lane["cases"], lane["statuses"], lane["named"], told(lane),
                [(dot["x"], dot["y"], dot["n"]) for dot in lane["strip"]["dots"]],
                [(bar["x"], bar["w"], bar["row"]) for bar in lane["soft"]],
                [(bar["id"], bar["x"], bar["end"], bar["y"], len(bar["dots"])) for bar in lane["lives"]["bars"]],
            )
            for lane in picture["lanes"]
        ]  # fmt: skip

    for args in ({}, {"year": "2021"}, {"quarter": "2021-Q3"}, {"sector": "fintech"}, {"party": "tencent", "jurisdiction": "CN"}):
        assert plain(drawn(**args)) == plain(drawn(Clocks(TODAY, None, last), **args)), args


async def test_as_of_a_day_nothing_later_is_drawn(drawn):
    """As of a day the drawing ends with it: bars, dots and the years of the whole."""
    picture = drawn(Clocks(TODAY, "2020-12-31"))
    assert (picture["period"].first, picture["period"].last) == ("2014-01-01", "2020-12-31")
    for lane in picture["lanes"]:
        assert all(dot["mark"].first <= "2020-12-31" for dot in lane["strip"]["dots"])
    huawei = [bar for lane in picture["lanes"] for bar in lane["lives"]["bars"] if bar["id"] == "sanctions/huawei-entity-list"]
    assert [(bar["status"], bar["end"], bar["goes_on"]) for bar in huawei] == [("in force", 100.0, True)]


STORY = {
    "parties__somebody": [event("party.registered", name="Somebody")],
    "crackdowns__probe": [
        event("crackdown.opened", "2021", name="<b>Probe</b> & \"others'", title="\"><svg onload=alert(1)> opened",
              parties=[{"party": "somebody", "role": "target"}]),
        event("crackdown.closed", "2022-03-05", title="It was closed", parties=[{"party": "somebody", "role": "target"}]),
        corrected("2021-opened", {"date": "2021-05~"}, {"date": "2021"}),
    ],
}  # fmt: skip
"""Opened on some day of 2021, as was first said; by a correction about May 2021."""


@pytest_asyncio.fixture
async def get(tmp_path, monkeypatch):
    """The answer to an address of a record whose one case is the story above."""
    for place in ("tracker.site.clocks.today", "tracker.site.pages.view.today"):
        monkeypatch.setattr(place, lambda: TODAY)
    assert build_full(open_project(project(tmp_path, **STORY)), tmp_path / "tracker.db").problems == []
    return (await serving(tmp_path / "tracker.db")).client.get


async def test_uncertain_dates_reach_over_all_days(get, tmp_path):
    """A date that leaves days open is a bar over all of them, as the record knew it then; its lane has no dot for it."""
    found = {}
    for known_at in ("2026-01-02", "2026-01-04"):
        with sqlite3.connect(tmp_path / "tracker.db") as db:
            page = timeline.read(db, Ask({}, {"year": ["2021"]}, Clocks(TODAY, None, known_at)))
        ((bar,),) = [lane["lives"]["bars"] for lane in page["picture"]["lanes"]]
        found[known_at] = [(wide["x"], wide["w"], wide["label"][:12]) for wide in bar["wide"]], bar["dots"]
    assert found == {
        "2026-01-02": ([(0.0, 100.0, "2021: \"><svg")], []),
        "2026-01-04": ([(24.66, 24.93, "about May 20")], []),
    }  # fmt: skip


async def test_hostile_names_stay_text(get):
    """Whatever a name or a title holds, it is text in the drawing and ends no attribute."""
    for path in ("/timeline", "/timeline?year=2021", "/timeline?quarter=2022-Q1", "/timeline?month=2022-03"):
        html = (await get(path)).text
        assert faults(html) == [], path
        assert "<svg onload" not in html and "<b>Probe" not in html
    assert "&#34;&gt;&lt;svg onload=alert(1)&gt; opened" in (await get("/timeline")).text
    assert "<b>Probe</b> & \"others'" in Page((await get("/timeline")).text).text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/timeline?quarter=2021", "quarter `2021` is not a quarter such as 2021-Q3"),
        ("/timeline?decade=2021", "decade `2021` is not a decade such as 2020"),
        ("/timeline?month=07", "month `07` is not a month such as 2021-07"),
        ("/timeline?year=2021&month=2021-07", "year and month are both given; the timeline shows one period"),
    ],
)
async def test_nonsense_is_refused(get, path, sentence):
    """A period that is none is refused in a sentence, as a page and as JSON."""
    data = await get(path.replace("?", ".json?"))
    assert (data.status_code, data.json()["error"]) == (400, sentence)
    assert (await get(path)).status_code == 400


async def test_every_zoom_is_a_link(whole):
    """In, out, earlier and later are links that carry the filters along, and every link of the drawing leads to a page."""
    client = (await serving(whole)).client
    page = Page((await client.get("/timeline?party=tencent&quarter=2021-Q3")).text)
    for link in (
        "?party=tencent", "?party=tencent&decade=2020", "?party=tencent&year=2021", "?party=tencent&quarter=2021-Q2",
        "?party=tencent&quarter=2021-Q4", "?party=tencent&month=2021-08",
    ):  # fmt: skip
        assert link in page.links
    whole_page = Page((await client.get("/timeline?as_of=2025-01-01")).text)
    links = sorted({link for link in whole_page.links if link.startswith(("/", "?")) and "as_of" in link})[::9]
    paths = [f"/timeline{link}" if link.startswith("?") else link for link in links]
    assert len(paths) > 40
    assert {path: status for path in paths if (status := (await client.get(path)).status_code) != 200} == {}


async def test_the_page_stays_small(whole):
    """The default view of this repository's record is at most 151 kB of HTML."""
    client = (await serving(whole)).client
    assert len((await client.get("/timeline")).content) < 151_000


async def test_below_another_path(whole):
    """Where the site stands below a path of its host, so does every mark."""
    datasette = Datasette([], immutables=[str(whole)], settings={"base_url": "/record/"})
    await datasette.invoke_startup()
    page = Page((await datasette.client.get("/timeline?year=2021")).text)
    assert [link for link in page.links if link.startswith("/") and not link.startswith("/record/")] == []
