"""Dates: what each form of the subset says, and what it proves."""

from calendar import monthrange
from datetime import date, timedelta
from math import inf

import pytest
from edtf.parser.grammar import level0Expression, level1Expression
from hypothesis import assume, given
from hypothesis import strategies as st
from pyparsing import ParseException

from tracker.model import dates
from tracker.model.dates import UNDATED, InvalidDate, When, proven_before, when

years = st.integers(1, 9999) | st.sampled_from([1, 4, 100, 400, 1900, 2000, 2020, 2021, 2024, 9999])
marks = st.sampled_from(["", "~", "?"])


@st.composite
def points(draw) -> str:
    """A year, a month or a day, with a mark or without."""
    year, precision = draw(years), draw(st.integers(1, 3))
    month = draw(st.integers(1, 12))
    # The last day of a month is where calendars differ.
    last = monthrange(year, month)[1]
    day = draw(st.integers(1, last) | st.just(last))
    return "-".join((f"{year:04}", f"{month:02}", f"{day:02}")[:precision]) + draw(marks)


@st.composite
def intervals(draw) -> str:
    """A closed or open interval, its ends in order."""
    one, other = draw(points()), draw(points())
    first, second = sorted((one, other), key=lambda text: when(text).lower)
    assume(when(second).upper >= when(first).lower)
    return draw(st.sampled_from([f"{first}/{second}", f"{first}/..", f"../{second}"]))


anything = points() | intervals()
few = st.sampled_from(
    [
        "2020",
        "2021",
        "2021~",
        "2021-08",
        "2021-09?",
        "2021-09-01",
        "2021-09-02",
        "2021-08/2021-10",
        "../2021-09",
        "2021-09/..",
        "2022",
    ]
)


def oracle(text: str) -> tuple[str | None, str | None]:
    """First and last day as the library `edtf` reads the same text, none for an open end."""
    # Our subset lies within levels 0 and 1, and asking for these alone is five times faster.
    try:
        read = level0Expression.parse_string(text, True)[0]
    except ParseException:
        read = level1Expression.parse_string(text, True)[0]
    return _iso(read.lower_strict()), _iso(read.upper_strict())


def _iso(moment) -> str | None:
    return None if moment in (inf, -inf) else f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}"


@given(points())
def test_points_agree_with_edtf(text):
    """First and last day of a year, month or day, before any widening, are those that the library `edtf` gives."""
    assert (when(text).lower, when(text).upper) == oracle(text)


@given(intervals())
def test_intervals_agree_with_edtf(text):
    """First and last day of an interval, open or closed, are those that the library `edtf` gives."""
    assert (when(text).lower, when(text).upper) == oracle(text)


@pytest.mark.parametrize("year", [1900, 1996, 2000, 2023, 2024, 2100])
def test_every_month_agrees_with_edtf(year):
    """Every month of leap years and of others ends on the day that the library `edtf` gives."""
    months = [f"{year}-{month:02}" for month in range(1, 13)]
    assert [(when(m).lower, when(m).upper) for m in months] == [oracle(m) for m in months]


@given(st.text("0123456789-~?/.", max_size=12))
def test_refuses_what_edtf_refuses(text):
    """A text that is no date to the library `edtf` is none here either."""
    try:
        when(text)
    except InvalidDate:
        return
    try:
        oracle(text)
    except ParseException:
        raise AssertionError(f"{text} is a date here only") from None


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021~", "2020-01-01", "2022-12-31"),
        ("2021?", "2020-01-01", "2022-12-31"),
        ("2021-09~", "2021-08-01", "2021-10-31"),
        ("2021-01?", "2020-12-01", "2021-02-28"),
        ("2024-01~", "2023-12-01", "2024-02-29"),
        ("2021-12~", "2021-11-01", "2022-01-31"),
        ("2024-03-31~", "2024-03-30", "2024-04-01"),
        ("2024-03-01?", "2024-02-29", "2024-03-02"),
        ("2021-12-31~", "2021-12-30", "2022-01-01"),
        ("2021~/2022-03~", "2020-01-01", "2022-04-30"),
        ("2021-09/2021-10-05?", "2021-09-01", "2021-10-06"),
        # From the one to the other: a doubtful beginning says nothing of the end, nor the end of the beginning.
        ("2021~/2022-03", "2020-01-01", "2022-03-31"),
        ("2021-09-02/2021~", "2021-09-02", "2022-12-31"),
        ("../2021-09~", None, "2021-10-31"),
        ("2021-09~/..", "2021-08-01", None),
        # Held within the calendar.
        ("0001~", "0001-01-01", "0002-12-31"),
        ("0001-01~", "0001-01-01", "0001-02-28"),
        ("0001-01-01~", "0001-01-01", "0001-01-02"),
        ("9999~", "9998-01-01", "9999-12-31"),
        ("9999-12~", "9999-11-01", "9999-12-31"),
        ("9999-12-31~", "9999-12-30", "9999-12-31"),
    ],
)
def test_marks_widen_by_one_unit(text, earliest, latest):
    """`~` and `?` widen a date by one unit of its own precision on both sides."""
    assert (when(text).earliest, when(text).latest) == (earliest, latest)


@given(anything)
def test_widening_never_narrows(text):
    """The days between which a date lies include those that it states."""
    read = when(text)
    assert (read.earliest is None) == (read.lower is None) and (read.latest is None) == (read.upper is None)
    assert (read.earliest or "") <= (read.lower or "") and (read.latest or "~") >= (read.upper or "~")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "`` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("21", "`21` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("2021-9", "`2021-9` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("2021-09-02 ", "`2021-09-02 ` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("2021-09-02\n", "`2021-09-02\n` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("2021%", "`2021%` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("2021~?", "`2021~?` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("٢٠٢١", "`٢٠٢١` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("..", "`..` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("2021/", "`` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("2021/2022/2023", "`2022/2023` is not a date of the form 2021, 2021-09 or 2021-09-02"),
        ("../..", "`../..` has no day at either end"),
        ("0000", "`0000` names a day that does not exist"),
        ("2021-13", "`2021-13` names a day that does not exist"),
        ("2021-02-29", "`2021-02-29` names a day that does not exist"),
        ("2021-00-00", "`2021-00-00` names a day that does not exist"),
        ("2022/2021", "`2022/2021` ends before it begins"),
        ("2021-09-03/2021-09-02", "`2021-09-03/2021-09-02` ends before it begins"),
    ],
)
def test_refuses_with_a_sentence(text, sentence):
    """What is no date of the subset is refused, and the sentence says why."""
    with pytest.raises(InvalidDate) as refusal:
        when(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "stem", "year", "month", "exact"),
    [
        ("2021-09-02", "2021-09-02", 2021, 9, True),
        ("2021-09-02~", "2021-09-02", 2021, 9, False),
        ("2021-09?", "2021-09", 2021, 9, False),
        ("2021~", "2021", 2021, None, False),
        ("2021-09-02/2021-09-02", "2021-09-02", 2021, 9, True),
        ("2021-09~/2021-10", "2021-09", 2021, None, False),
        ("2021/2022", "2021", None, None, False),
        ("../2021-10?", "2021-10", None, None, False),
        ("2021-10/..", "2021-10", None, None, False),
    ],
)
def test_what_is_read_off_a_date(text, stem, year, month, exact):
    """A file is named by the first day that is given; year and month are those of a date that lies within one."""
    read = when(text)
    assert (read.stem, read.year, read.month, read.exact) == (stem, year, month, exact)


@pytest.mark.parametrize(
    ("first", "second", "proven"),
    [
        ("2021-09-01", "2021-09-02", True),
        ("2021-09-02", "2021-09-02", False),
        ("2021-09-02", "2021-09-01", False),
        ("2020", "2021", True),
        ("2021", "2021-08-30", False),
        ("2021-08-30", "2021", False),
        ("2021-08~", "2021-09-30", False),
        ("2021-08~", "2021-10-01", True),
        ("../2020", "2021", True),
        ("2020/..", "2021", False),
        ("2020", "../2021", False),
        ("2020", "2021/..", True),
    ],
)
def test_what_dates_prove(first, second, proven):
    """One date proves another later only where its last day comes before the other's first."""
    assert proven_before(when(first), when(second)) is proven


@given(few, few, few)
def test_proof_is_an_order(one, two, three):
    """What dates prove is never proven the other way round too, and carries on from one to the next."""
    first, second, third = when(one), when(two), when(three)
    assert not (proven_before(first, second) and proven_before(second, first))
    assert not (proven_before(first, second) and proven_before(second, third)) or proven_before(first, third)


@pytest.mark.parametrize("text", ["2021", "2021-09-02", "../2021", "2021/..", "0001-01-01", "9999-12-31"])
def test_undated_proves_nothing(text):
    """An event without a date comes neither before nor after any other."""
    assert not proven_before(UNDATED, when(text)) and not proven_before(when(text), UNDATED)


def test_undated_is_no_text():
    """The date of an undated event is no text that could be read as one."""
    assert When("", None, None, None, None) == UNDATED and not UNDATED.exact and UNDATED.year is None


@pytest.mark.parametrize("text", ["2021-09-02", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_days(text):
    """A day is written `YYYY-MM-DD`."""
    assert dates.is_day(text)


@pytest.mark.parametrize("text", ["2021", "2021-9-2", "2021-02-29", "20210902", "2021-W01-1", "2021-09-02\n", "0000-01-01", ""])
def test_not_days(text):
    """Other forms that a library may read, days that do not exist and line ends are no day."""
    assert not dates.is_day(text)


@pytest.mark.parametrize("text", ["2026-11-22T09:30:00Z", "2024-02-29T23:59:59Z"])
def test_instants(text):
    """An instant is in UTC and to the second."""
    assert dates.is_instant(text) and dates.end_of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T09:30:00",
        "2026-11-22T09:30Z",
        "2026-11-22T09:30:00.5Z",
        "2026-11-22T09:30:00+00:00",
        "2026-11-22 09:30:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T23:59:60Z",
        "2026-02-30T09:30:00Z",
        "2026-11-22T09:30:00Z\n",
        "2026",
        "",
    ],
)
def test_not_instants(text):
    """Another zone, a fraction, a leap second and a day that does not exist are no instant."""
    assert not dates.is_instant(text)
    with pytest.raises(InvalidDate, match="is neither a day such as"):
        dates.end_of(text)


def test_a_day_means_its_end():
    """Known at a day means the last second of it."""
    assert dates.end_of("2026-11-22") == "2026-11-22T23:59:59Z"


@given(st.dates(), st.integers(-1000, 1000))
def test_shift(day, days):
    """Days are added and taken away by the calendar, and held within it."""
    wanted = date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
    assert dates.shift(day.isoformat(), days) == wanted.isoformat()


def test_shift_beyond_the_calendar():
    """What would leave the calendar stays on its first or last day."""
    assert dates.shift("9999-12-30", 5) == "9999-12-31"
    assert dates.shift("0001-01-03", -5) == "0001-01-01"
    assert dates.shift("2024-02-28", 2) == (date(2024, 2, 28) + timedelta(2)).isoformat()


@pytest.mark.parametrize(
    "text, recorded, day",
    [
        ("2021-09-02", "2026-11-22T09:00:00Z", "2021-09-02"),
        ("2021", "2026-11-22T09:00:00Z", "2021-12-31"),
        ("2021~", "2026-11-22T09:00:00Z", "2022-12-31"),
        ("2026", "2026-11-22T09:00:00Z", "2026-11-22"),
        ("2021/..", "2026-11-22T09:00:00Z", "2026-11-22"),
        ("../2021-03", "2026-11-22T09:00:00Z", "2021-03-31"),
        ("2027", "2026-11-22T09:00:00Z", "2027-12-31"),
        ("2027/..", "2026-11-22T09:00:00Z", "2027-01-01"),
    ],
)
def test_last_sign(text, recorded, day):
    """The last sign of an event is the last day that its date leaves open, and none after it was recorded."""
    assert when(text).sign(recorded) == day


def test_no_sign():
    """What nobody dates is no sign of any day."""
    assert UNDATED.sign("2026-11-22T09:00:00Z") is None
