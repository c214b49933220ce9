"""Periods of a timeline: how an address names one, what lies in, beside and around it."""

import pytest

from tracker.site.drawing.periods import InvalidPeriod, containing, period, whole


@pytest.mark.parametrize(
    ("unit", "text", "first", "last", "words", "short"),
    [
        ("decade", "2020", "2020-01-01", "2029-12-31", "the 2020s", "the 2020s"),
        ("year", "2021", "2021-01-01", "2021-12-31", "2021", "2021"),
        ("quarter", "2021-Q3", "2021-07-01", "2021-09-30", "July to September 2021", "Q3"),
        ("quarter", "2020-Q4", "2020-10-01", "2020-12-31", "October to December 2020", "Q4"),
        ("month", "2024-02", "2024-02-01", "2024-02-29", "February 2024", "Feb"),
        ("year", "0001", "0001-01-01", "0001-12-31", "0001", "0001"),
        ("decade", "9990", "9990-01-01", "9999-12-31", "the 9990s", "the 9990s"),
    ],
)
def test_named_by_an_address(unit, text, first, last, words, short):
    """An address names a period by its unit and its text; both ends are days of it."""
    found = period(unit, text)
    assert (found.unit, found.text, found.first, found.last, found.words, found.short) == (unit, text, first, last, words, short)


@pytest.mark.parametrize(
    ("unit", "text", "sentence"),
    [
        ("decade", "2021", "decade `2021` is not a decade such as 2020"),
        ("year", "MMXI", "year `MMXI` is not a year such as 2021"),
        ("year", "0000", "year `0000` is not a year such as 2021"),
        ("year", "20211", "year `20211` is not a year such as 2021"),
        ("quarter", "2021-Q5", "quarter `2021-Q5` is not a quarter such as 2021-Q3"),
        ("quarter", "2021-07", "quarter `2021-07` is not a quarter such as 2021-Q3"),
        ("month", "2021-13", "month `2021-13` is not a month such as 2021-07"),
        ("month", "２０２１-07", "month `２０２１-07` is not a month such as 2021-07"),
        ("month", "2021-+7", "month `2021-+7` is not a month such as 2021-07"),
    ],
)
def test_nonsense(unit, text, sentence):
    """What names no period is refused in a sentence with an example."""
    with pytest.raises(InvalidPeriod) as refused:
        period(unit, text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("unit", "text", "before", "after"),
    [
        ("decade", "2010", "2000", "2020"),
        ("year", "2021", "2020", "2022"),
        ("quarter", "2021-Q1", "2020-Q4", "2021-Q2"),
        ("month", "2021-12", "2021-11", "2022-01"),
        ("year", "0001", None, "0002"),
        ("month", "9999-12", "9999-11", None),
    ],
)
def test_beside(unit, text, before, after):
    """To pan is to go to the period of the same unit before or after, within the calendar."""
    found = period(unit, text)
    assert [beside and beside.text for beside in (found.beside(-1), found.beside(1))] == [before, after]


def test_in_and_around():
    """To zoom is to go to a part of a period, or to one of those in which it lies."""
    assert [part.text for part in period("decade", "9990").parts()] == [str(year) for year in range(9990, 10000)]
    assert [part.text for part in period("year", "2021").parts("quarter")] == ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4"]
    assert [part.text for part in period("quarter", "2021-Q4").parts()] == ["2021-10", "2021-11", "2021-12"]
    assert [part.short for part in period("month", "2021-02").parts()] == [str(day) for day in range(1, 29)]
    assert [wider.text for wider in period("month", "2021-08").around()] == ["2020", "2021", "2021-Q3"]
    assert period("decade", "2020").around() == []
    assert containing("day", "2021-08-17").words == "17 August 2021"


@pytest.mark.parametrize(
    ("first", "last", "today", "drawn", "words"),
    [
        ("2014", "2026", "2026-11-22", ("2015-01-01", "2026-12-31"), "2015 to 2026"),
        ("2019", "2022", "2026-11-22", ("2019-01-01", "2026-12-31"), "2019 to 2026"),
        ("2021", "2031", "2026-11-22", ("2021-01-01", "2031-12-31"), "2021 to 2031"),
        (None, None, "2026-11-22", ("2026-01-01", "2026-12-31"), "2026"),
        ("2021", "2024", "2018-05-01", ("2021-01-01", "2024-12-31"), "2021 to 2024"),
    ],
)
def test_whole(first, last, today, drawn, words):
    """Without a period the years on record up to today's are drawn, and of very many the latest twelve."""
    found = whole(first, last, today)
    assert ((found.first, found.last), found.words, found.around()) == (drawn, words, [])
