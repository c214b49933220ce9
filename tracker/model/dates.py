"""Dates as precise as their source: the subset of EDTF that an event may carry, as first and last possible day.

Source of the notation: the Library of Congress, Extended Date/Time Format, levels 0 and 1
(<https://www.loc.gov/standards/datetime/>). Two readings are our own (see `events/README.md`):
`~` and `?` widen a date by one unit of its own precision on both sides, and an interval `a/b`
means "on some day from a to b".
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

UNCERTAIN = "[~?]?"
POINT = rf"[0-9]{{4}}(?:-[0-9]{{2}}(?:-[0-9]{{2}})?)?{UNCERTAIN}"
CLOSED = rf"^{POINT}(?:/{POINT})?$"
"""A date or an interval with both ends, as a regular expression that Python, Rust and ECMAScript read alike."""

WHEN = rf"^(?:{POINT}(?:/(?:{POINT}|\.\.))?|\.\./{POINT})$"
"""Any date that an event may carry."""

DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?]?)")
_DAY = re.compile(DAY, re.ASCII)
_INSTANT = re.compile(INSTANT, re.ASCII)


class InvalidDate(ValueError):
    """The text is not a date of the subset, or names a day that does not exist."""


class When(NamedTuple):
    """What a date says: the days between which it lies, as ISO texts, `None` for an open end.

    `earliest` and `latest` include the widening of `~` and `?`; `lower` and `upper` do not.
    Texts of this form sort as the days they name, so that comparing them needs no calendar.
    """

    text: str
    earliest: str | None
    latest: str | None
    lower: str | None
    upper: str | None

    @property
    def exact(self) -> bool:
        """Whether exactly one day is meant."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def stem(self) -> str:
        """The part that begins a file name: without `~` and `?`, of an interval the first day that is given."""
        first, _, second = self.text.partition("/")
        return (second if first == ".." else first).rstrip("~?")

    @property
    def year(self) -> int | None:
        """The year, if the date as stated lies within one."""
        if self.lower and self.upper and self.lower[:4] == self.upper[:4]:
            return int(self.lower[:4])
        return None

    @property
    def month(self) -> int | None:
        """The month, if the date as stated lies within one."""
        if self.lower and self.upper and self.lower[:7] == self.upper[:7]:
            return int(self.lower[5:7])
        return None

    def sign(self, recorded: str) -> str | None:
        """The last day on which it can have happened; none where nobody dates it. Silence is counted from it.

        What was recorded by then cannot have happened later, unless its first day was still to come.
        """
        if self.earliest is None and self.latest is None:
            return None
        by = recorded[:10]
        if (self.earliest or "") > by:
            return self.latest or self.earliest
        return min(self.latest or by, by)


UNDATED = When("", None, None, None, None)
"""The date of an event that nobody dates: it may have been on any day, so it proves no order."""


@lru_cache(maxsize=16_384)
def when(text: str) -> When:
    """Reads a date such as `2021`, `2021-09~`, `2021-09-02`, `2021-09/2021-10`, `../2021` or `2021/..`.

    Raises InvalidDate with a sentence that says what is wrong.
    """
    first, slash, second = text.partition("/")
    if not slash:
        return When(text, *_point(text))
    if first == "..":
        if second == "..":
            raise InvalidDate(f"`{text}` has no day at either end")
        _, latest, _, upper = _point(second)
        return When(text, None, latest, None, upper)
    earliest, _, lower, _ = _point(first)
    if second == "..":
        return When(text, earliest, None, lower, None)
    end = _point(second)
    if end[3] < lower:
        raise InvalidDate(f"`{text}` ends before it begins")
    return When(text, earliest, end[1], lower, end[3])


def _point(text: str) -> tuple[str, str, str, str]:
    """The earliest and latest day of a single date, then the same without widening."""
    match = _POINT.fullmatch(text) if text.isascii() else None
    if match is None:
        raise InvalidDate(f"`{text}` is not a date of the form 2021, 2021-09 or 2021-09-02")
    year, month, day, mark = match.groups()
    try:
        lower = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise InvalidDate(f"`{text}` names a day that does not exist") from None
    if day and not mark:
        return text, text, text, text
    upper = _last(lower, month, day)
    if not mark:
        return lower.isoformat(), upper.isoformat(), lower.isoformat(), upper.isoformat()
    wide_lower, wide_upper = _widen(lower, month, day)
    return wide_lower, wide_upper, lower.isoformat(), upper.isoformat()


def _last(lower: date, month: str | None, day: str | None) -> date:
    """The last day of the year, month or day that begins at `lower`."""
    if day:
        return lower
    if not month or lower.month == 12:
        return date(lower.year, 12, 31)
    return date(lower.year, lower.month + 1, 1) - timedelta(days=1)


def _widen(lower: date, month: str | None, day: str | None) -> tuple[str, str]:
    """One unit of the date's own precision more on both sides, held within the calendar."""
    # Only a date marked ~ or ? needs calendar arithmetic, and few are.
    from dateutil.relativedelta import relativedelta

    unit = relativedelta(days=1) if day else relativedelta(months=1) if month else relativedelta(years=1)
    try:
        first = lower - unit
    except (ValueError, OverflowError):
        first = date.min
    try:
        final = _last(lower + unit, month, day)
    except (ValueError, OverflowError):
        final = date.max
    return first.isoformat(), final.isoformat()


@lru_cache(maxsize=16_384)
def is_day(text: str) -> bool:
    """Whether the text is one calendar day, `YYYY-MM-DD`."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_instant(text: str) -> bool:
    """Whether the text is an instant of RFC 3339 in UTC, to the second: `2026-11-22T09:30:00Z`."""
    return _INSTANT.fullmatch(text) is not None and is_day(text[:10])


def end_of(text: str) -> str:
    """The instant that a known-at value means: an instant is itself, a day its last second in UTC.

    Raises InvalidDate if it is neither.
    """
    if is_instant(text):
        return text
    if is_day(text):
        return f"{text}T23:59:59Z"
    raise InvalidDate(f"`{text}` is neither a day such as 2026-11-22 nor an instant such as 2026-11-22T09:30:00Z")


def shift(day: str, days: int) -> str:
    """The day so many days later (earlier if negative), held within the calendar."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return (date.max if days > 0 else date.min).isoformat()


def proven_before(first: When, second: When) -> bool:
    """Whether the dates alone prove that the first came on an earlier day than the second."""
    return first.latest is not None and second.earliest is not None and first.latest < second.earliest
