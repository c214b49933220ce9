"""The periods to which a timeline zooms: a decade, a year, a quarter or a month, and what lies in, beside and around one."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from tracker.site.words import MONTHS

UNITS = ("decade", "year", "quarter", "month")
"""The words by which an address names a period, the widest first."""

MONTHS_IN = {"decade": 120, "year": 12, "quarter": 3, "month": 1, "day": 0}

EXAMPLES = {"decade": "a decade such as 2020", "year": "a year such as 2021", "quarter": "a quarter such as 2021-Q3",
            "month": "a month such as 2021-07"}  # fmt: skip

WHOLE = "all"

SPAN = 12
"""So many years are drawn where no period is chosen; what is older has its own decade."""


class InvalidPeriod(ValueError):
    """The text names no period of the unit."""


class Period(NamedTuple):
    """Some days in a row, both ends included."""

    unit: str
    """all, decade, year, quarter, month, or day for the smallest part."""
    text: str
    """As an address names it."""
    first: str
    last: str

    @property
    def words(self) -> str:
        """What readers call it: `the 2020s`, `2021`, `July to September 2021`, `July 2021`."""
        year, month = self.first[:4], int(self.first[5:7])
        if self.unit == WHOLE:
            return f"{year} to {self.last[:4]}" if year != self.last[:4] else year
        if self.unit == "decade":
            return f"the {year}s"
        if self.unit == "quarter":
            return f"{MONTHS[month - 1]} to {MONTHS[month + 1]} {year}"
        if self.unit == "day":
            return f"{int(self.first[8:])} {MONTHS[month - 1]} {year}"
        return year if self.unit == "year" else f"{MONTHS[month - 1]} {year}"

    @property
    def short(self) -> str:
        """The same where there is little room: `2021`, `Q3`, `Jul`, `17`."""
        if self.unit == "quarter":
            return self.text[5:]
        if self.unit == "month":
            return MONTHS[int(self.first[5:7]) - 1][:3]
        return str(int(self.first[8:])) if self.unit == "day" else self.words

    @property
    def days(self) -> int:
        """How many days it has."""
        return date.fromisoformat(self.last).toordinal() - date.fromisoformat(self.first).toordinal() + 1

    def beside(self, step: int) -> "Period | None":
        """The period of the same unit so many steps later, or earlier; none beyond the calendar."""
        try:
            return _from(self.unit, date.fromisoformat(self.first) + relativedelta(months=step * MONTHS_IN[self.unit]))
        except (ValueError, OverflowError):
            return None

    def parts(self, unit: str | None = None) -> list["Period"]:
        """What it consists of: years, months, or the days of a month."""
        unit = unit or {WHOLE: "year", "decade": "year", "month": "day"}.get(self.unit, "month")
        step = relativedelta(days=1) if unit == "day" else relativedelta(months=MONTHS_IN[unit])
        begins, last, found = date.fromisoformat(self.first), date.fromisoformat(self.last), []
        while begins <= last:
            found.append(_from(unit, begins))
            if begins.year == date.max.year:
                break
            begins += step
        return found

    def around(self) -> list["Period"]:
        """The wider periods in which it lies, the widest first."""
        wider = UNITS[: UNITS.index(self.unit)] if self.unit in UNITS else ()
        return [containing(unit, self.first) for unit in wider]


def period(unit: str, text: str) -> Period:
    """The period that an address names. Raises InvalidPeriod."""
    try:
        return _named(unit, text)
    except ValueError:
        raise InvalidPeriod(f"{unit} `{text[:40]}` is not {EXAMPLES[unit]}") from None


def _named(unit: str, text: str) -> Period:
    year, _, rest = text.partition("-")
    if not (text.isascii() and len(year) == 4 and year.isdigit() and len(text) == len(EXAMPLES[unit].split()[-1])):
        raise ValueError
    if unit == "quarter":
        if rest not in ("Q1", "Q2", "Q3", "Q4"):
            raise ValueError
        return _from(unit, date(int(year), 3 * int(rest[1]) - 2, 1))
    if unit == "decade" and int(year) % 10:
        raise ValueError
    if unit == "month" and not rest.isdigit():
        raise ValueError
    return _from(unit, date(int(year), int(rest or 1), 1))


@lru_cache(maxsize=4_096)
def containing(unit: str, day: str) -> Period:
    """The period of a unit in which a day lies."""
    given = date.fromisoformat(day)
    if unit == "day":
        return _from(unit, given)
    year = given.year - given.year % 10 if unit == "decade" else given.year
    month = {"quarter": given.month - (given.month - 1) % 3, "month": given.month}.get(unit, 1)
    return _from(unit, date(max(year, 1), month, 1))


def whole(first: str | None, last: str | None, today: str) -> Period:
    """What is drawn where no period is chosen: the years of what is on record up to today's, at most so many."""
    ends = max(int((last or today)[:4]), int(today[:4]))
    begins = max(int((first or today)[:4]), ends - SPAN + 1)
    return Period(WHOLE, "", f"{min(begins, ends):04}-01-01", f"{ends:04}-12-31")


@lru_cache(maxsize=4_096)
def _from(unit: str, begins: date) -> Period:
    """The period of a unit that begins on a day."""
    if unit == "day":
        return Period(unit, begins.isoformat(), begins.isoformat(), begins.isoformat())
    try:
        last = begins + relativedelta(months=MONTHS_IN[unit], days=-1)
    except (ValueError, OverflowError):
        last = date.max
    text = {"quarter": f"{begins.year:04}-Q{(begins.month + 2) // 3}", "month": begins.isoformat()[:7]}
    return Period(unit, text.get(unit, f"{begins.year:04}"), begins.isoformat(), last.isoformat())
