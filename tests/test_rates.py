"""What a sum is in US dollars, by the rates that the package ships."""

import pytest

from tracker.model.dates import when
from tracker.rates import ReferenceRates

RATES = ReferenceRates()


def usd(value: float, currency: str, date: str) -> float | None:
    rate = RATES.usd(currency, when(date))
    return None if rate is None else value * rate.rate


def test_a_day():
    """100bn yuan on 2 September 2021 were 15.48bn dollars, at that day's rate."""
    assert round(usd(100e9, "CNY", "2021-09-02") / 1e9, 2) == 15.48
    assert RATES.usd("CNY", when("2021-09-02")).rate_date == "2021-09-02"


def test_a_weekend():
    """On a Sunday the rate of the Friday before stands, and says so."""
    sunday, friday = RATES.usd("CNY", when("2021-09-05")), RATES.usd("CNY", when("2021-09-03"))
    assert (sunday.rate, sunday.rate_date) == (friday.rate, "2021-09-03")


def test_a_month_and_a_year():
    """Of a month and of a year it is the mean of the daily rates, between the least and the greatest of them."""
    month = RATES.usd("CNY", when("2021-09"))
    days = [RATES.usd("CNY", when(f"2021-09-{day:02}")).rate for day in range(1, 31)]
    assert month.rate_date == "2021-09-01/2021-09-30" and min(days) < month.rate < max(days)
    assert RATES.usd("CNY", when("2021")).rate_date == "2021-01-04/2021-12-31"
    assert RATES.usd("CNY", when("2021~")).date == "2021"


@pytest.mark.parametrize("date", ["2021/2022", "2021-09-02/2021-09-05", "../2021", "2021/..", "1990-01-01", "2999-01-01"])
def test_no_rate(date):
    """An interval has no rate, nor has a day on which none was published."""
    assert RATES.usd("CNY", when(date)) is None


def test_no_such_currency():
    """A currency for which the bank publishes nothing has no rate: a normal outcome, not an error."""
    assert RATES.usd("KPW", when("2021-09-02")) is None


def test_euro_and_dollar():
    """A euro has a rate; a dollar needs none."""
    assert 1.1 < RATES.usd("EUR", when("2021-09-02")).rate < 1.3
    assert RATES.usd("USD", when("2021-09-02")) is None
