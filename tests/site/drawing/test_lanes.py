"""Lanes of a timeline: dots in columns, bars over days that are not certain, cases in rows."""

import pytest

from tracker.site.drawing import lanes, packing
from tracker.site.drawing.lanes import Life, Stretch
from tracker.site.drawing.scale import Scale, width
from tracker.site.reading.moments import Mark

YEAR = Scale("2021-01-01", "2021-12-31")
HUNDRED = Scale("2021-01-01", "2021-04-10")
"""A hundred days, one per cent each."""


def mark(first: str | None, last: str | None = None, column: str | None = None, count: int = 1, case: int = 1) -> Mark:
    """An event on a day, or on some day from the first to the last."""
    return Mark("laws", case, f"laws/a/{first}", "Something happened", first or "..", first, last or first, column, count)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2021-01-01", "2021-12-31", (0.0, 100.0)),
        ("2020-06-01", "2022-06-01", (0.0, 100.0)),
        (None, "2021-01-01", (0.0, 0.27)),
        ("2021-12-31", None, (99.73, 0.27)),
        ("2022-01-01", "2022-02-01", None),
        ("2019-01-01", "2020-12-31", None),
    ],
)
def test_spans(first, last, found):
    """A span of days is cut at both ends of the line; an end that nobody knows lies beyond it."""
    assert YEAR.span(first, last) == found


def test_points():
    """A day is a point in its middle."""
    assert [HUNDRED.middle(day) for day in ("2021-01-01", "2021-02-19", "2021-04-10")] == [0.5, 49.5, 99.5]


def test_wide_scripts_take_twice_the_room():
    """Chinese names are reckoned twice as wide."""
    assert width("阿里") == width("Alib") > 0


def test_rows():
    """Each thing goes into the first row with room, in the order given, before or behind what stands there."""
    given = [(20, 30, "a"), (0, 10, "b"), (5, 15, "c"), (12, 18, "d"), (11.9, 18, "e")]
    assert packing.rows(given) == [["a", "b", "d"], ["c"], ["e"]]
    assert packing.rows([]) == []


@pytest.mark.parametrize(
    ("begins", "ends", "room", "found"),
    [(10, 90, 30, (10, "start")), (80, 95, 30, (95, "end")), (80, 95, 99, (80, "start"))],
)
def test_words_stay_within_the_line(begins, ends, room, found):
    """A name begins with its bar, or ends with it where there is no room to the right."""
    assert packing.beside(begins, ends, room) == found


def test_dots_stand_on_each_other():
    """Events of one column are dots one above the other; a mark of several is as high as they would be."""
    given = [mark("2021-01-05", column="a"), mark("2021-01-02", column="a"), mark("2021-03-01", column="b", count=3)]
    found = lanes.columns(given, YEAR, lambda mark: {"a": 10.0, "b": 20.0}[mark.column])
    assert [(d["x"], d["y"], d["n"], d["h"], d["mark"].first) for d in found["dots"]] == [
        (10.0, 0, 1, 7.0, "2021-01-02"),
        (10.0, 7.0, 1, 7.0, "2021-01-05"),
        (20.0, 0, 3, 21.0, "2021-03-01"),
    ]
    assert (found["scaled"], found["most"], found["height"]) == (False, 3, 25)


def test_columns_too_high_are_scaled():
    """Where more events fall into a column than can stand on each other, all columns shrink alike."""
    found = lanes.columns(
        [mark("2021-01-05", column="a", count=140), mark("2021-02-01", column="b", count=7)], YEAR, lambda _: 1.0
    )
    assert ([d["h"] for d in found["dots"]], found["scaled"], found["height"]) == ([98.0, 4.9], True, 102)


def test_uncertain_dates_are_bars():
    """An event whose date leaves several days open is a bar over all of them, never a point; bars do not overlap."""
    given = [mark("2021-01-01", "2021-02-19"), mark("2021-01-12", "2021-03-01"), mark(None, "2021-01-10")]
    found = lanes.soft(given, HUNDRED)
    assert sorted((bar["x"], bar["w"], bar["row"]) for bar in found) == [(0.0, 10.0, 1), (0.0, 50.0, 0), (11.0, 49.0, 1)]


def test_a_case_from_its_opening_to_its_end():
    """A bar has a piece for each status, cut at the line's ends; an end is marked, and what holds still goes on up to today."""
    open_ = Stretch("open", "2020-12-01", "2021-01-11", "2020-12-01")
    fined = Stretch("fined", "2021-01-11", None, "2021-01-11")
    ended = Life("a", "A probe", (open_, fined._replace(end="2021-01-21")), "closed", "2021-01-21")
    going = Life("b", "Another", (fined,), "fined", None)
    drawn = {bar["id"]: bar for bar in lanes.lives([ended, going], HUNDRED, "2021-03-01")["bars"]}
    assert [(p["x"], p["w"], p["status"], p["faint"]) for p in drawn["a"]["pieces"]] == [
        (0.0, 10.0, "open", False),
        (10.0, 10.0, "fined", False),
    ]
    assert [(p["x"], p["w"], p["status"]) for p in drawn["b"]["pieces"]] == [(10.0, 50.0, "fined")]
    assert [(drawn[name]["ended"], drawn[name]["goes_on"]) for name in "ab"] == [(20.0, False), (None, True)]


def test_what_may_have_begun_is_faint():
    """From the first day on which a status can have begun to the last the bar is faint."""
    life = Life("a", "A probe", (Stretch("open", "2021-01-11", None, "2021-01-31"),), "open", None)
    (bar,) = lanes.lives([life], HUNDRED, "2021-04-10")["bars"]
    assert [(p["x"], p["w"], p["faint"]) for p in bar["pieces"]] == [(10.0, 20.0, True), (30.0, 70.0, False)]


def test_events_on_a_bar():
    """A case's events are dots on its bar; those too near to be told apart are one dot with their number."""
    marks = (mark("2021-01-20"), mark("2021-01-11"), mark("2021-01-20"), mark("2021-02-01", "2021-02-10"), mark("2020-01-01"))
    (bar,) = lanes.lives([Life("a", "x" * 80, (), "made", "2021-01-11", marks)], HUNDRED, "2021-04-10")["bars"]
    assert [(dot["x"], len(dot["marks"])) for dot in bar["dots"]] == [(10.5, 1), (19.5, 2)]
    assert [(wide["x"], wide["w"]) for wide in bar["wide"]] == [(31.0, 10.0)]
    assert (len(bar["name"]), bar["name"][-1], bar["title"]) == (lanes.LONGEST, "…", "x" * 80)


def test_no_two_cases_overlap():
    """Names and bars of one row leave each other room, however many cases there are."""
    days = [f"2021-0{month}-{day:02}" for month in (1, 2, 3) for day in range(1, 29, 3)]
    given = [
        Life(day, "A case", (Stretch("open", day, day[:8] + "30" if day[5:7] == "03" else None, day),), "open", None)
        for day in days
    ]
    rows: dict[int, list] = {}
    for bar in lanes.lives(given, HUNDRED, "2021-04-10")["bars"]:
        rows.setdefault(bar["y"], []).append((bar["x"], bar["end"]))
    for bars in rows.values():
        bars.sort()
        assert all(one[1] < other[0] for one, other in zip(bars, bars[1:], strict=False))
