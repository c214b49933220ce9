"""How the site says days and sums: decided in one place."""

import pytest

from tracker.site import words


@pytest.mark.parametrize(
    ("value", "unit", "bound", "short", "both"),
    [
        ("100000000000", "CNY", None, "100bn yuan", "100bn yuan (100,000,000,000 CNY)"),
        (100000000000.0, "CNY", None, "100bn yuan", "100bn yuan (100,000,000,000 CNY)"),
        ("18228000000", "CNY", None, "18.228bn yuan", "18.228bn yuan (18,228,000,000 CNY)"),
        ("1291820000000", "CNY", None, "1.29trn yuan", "1.29trn yuan (1,291,820,000,000 CNY)"),
        ("15484360090.45", "USD", None, "US$15.48bn", "US$15.48bn (15,484,360,090.45 USD)"),
        ("123456789", "EUR", None, "€123.5m", "€123.5m (123,456,789 EUR)"),
        ("500000", "CNY", None, "500,000 yuan", "500,000 yuan"),
        ("0.5", "USD", None, "US$0.5", "US$0.5"),
        ("0", "CNY", None, "0 yuan", "0 yuan"),
        ("39000", "homes", "over", "over 39,000 homes", "over 39,000 homes"),
        ("1500000000", "tCO2e", "about", "about 1.5bn tCO2e", "about 1.5bn tCO2e (1,500,000,000 tCO2e)"),
        ("720000000", "CNY", "up_to", "up to 720m yuan", "up to 720m yuan (720,000,000 CNY)"),
        ("999999", "CHF", None, "999,999 CHF", "999,999 CHF"),
        (None, "CNY", None, "", ""),
    ],
)
def test_sums(value, unit, bound, short, both):
    """A sum stands short in a sentence, and in full beside it where the short form leaves digits out."""
    assert (words.money(value, unit, bound), words.money_both(value, unit, bound)) == (short, both)


@pytest.mark.parametrize(
    ("stated", "said", "with_preposition", "machine"),
    [
        ("2021", "2021", "in 2021", "2021"),
        ("2021-09", "September 2021", "in September 2021", "2021-09"),
        ("2021-09-02", "2 September 2021", "on 2 September 2021", "2021-09-02"),
        ("2021-09~", "about September 2021", "in about September 2021", None),
        ("2022-06-29?", "29 June 2022 (uncertain)", "on 29 June 2022 (uncertain)", None),
        ("2026-01-26/2026-01-28", "between 26 and 28 January 2026", "between 26 and 28 January 2026", None),
        ("2022-03-31/2022-05-18", "between 31 March and 18 May 2022", "between 31 March and 18 May 2022", None),
        ("2021/2022-05", "between 2021 and May 2022", "between 2021 and May 2022", None),
        ("../2021", "by 2021", "by 2021", None),
        ("2021-05-01/..", "on or after 1 May 2021", "on or after 1 May 2021", None),
        ("2021/..", "in or after 2021", "in or after 2021", None),
        (None, "undated", "on an unknown date", None),
    ],
)
def test_dates(stated, said, with_preposition, machine):
    """A date is said as precisely as it is stated, and no more."""
    assert (words.dated(stated), words.on(stated), words.machine(stated)) == (said, with_preposition, machine)


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 days"), (1, "1 day"), (-39, "39 days"), (326, "11 months"), (729, "24 months"), (1979, "5 years")]
)
def test_spans(number, said):
    """A span of days is said in the unit that a reader would use."""
    assert words.days(number) == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D"], "A, B and 2 others"),
    ],
)
def test_rows_of_names(names, said):
    """More names than three are counted."""
    assert words.listed(names) == said
