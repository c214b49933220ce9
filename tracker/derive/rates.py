"""What a sum is in US dollars: by which rate, and published when."""

from typing import NamedTuple, Protocol

from tracker.model.dates import When


class Rate(NamedTuple):
    """US dollars for one unit of a currency."""

    currency: str
    date: str
    """The day, month or year for which it was asked."""
    rate: float
    rate_date: str
    """The day on which it was published; of a month or year the first and last day of the mean."""


class Rates(Protocol):
    """Somebody who knows rates; the tables are drawn without knowing whom."""

    def usd(self, currency: str, date: When) -> Rate | None:
        """The rate for a day, month or year; none for wider dates and for what has no rate."""


class NoRates:
    """Knows none: for trackers whose sums are not money, and for tests."""

    def usd(self, currency: str, date: When) -> Rate | None:
        return None
