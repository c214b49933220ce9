"""The pledge ledger: one currency or unit at a time, and never a sum that nobody stated."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tracker.model.dates import when
from tracker.model.ledger import Delivery, Promise, Sums, begins_after, delivered, overlap, sums


def step(value: str, covers: str, unit: str = "CNY", not_counted: str | None = None) -> Delivery:
    return Delivery(unit, Decimal(value), False, when(covers), not_counted)


def cumulative(value: str, covers: str, unit: str = "CNY", not_counted: str | None = None) -> Delivery:
    return Delivery(unit, Decimal(value), True, when(covers), not_counted)


def promise(value: str, unit: str = "CNY", first: str | None = None) -> Promise:
    return Promise(unit, Decimal(value), Decimal(first or value))


def test_nothing_reported():
    """Where nobody reported a delivery the sum is unknown, not zero."""
    assert delivered((), "CNY") is None
    assert delivered((step("5", "2021", unit="USD"),), "CNY") is None


def test_steps_add_up():
    """Steps are added."""
    assert delivered((step("5", "2021"), step("7.5", "2022")), "CNY") == Decimal("12.5")


def test_the_latest_cumulative_sum_counts():
    """Of cumulative sums the one whose period ends last counts, whatever came after it in the fold."""
    assert delivered((cumulative("30", "2021/2023"), cumulative("20", "2021/2022")), "CNY") == 30


def test_of_two_that_end_together_the_later_in_the_fold_counts():
    """Of two cumulative sums up to one day the later report counts."""
    assert delivered((cumulative("30", "2021"), cumulative("28", "2021-12")), "CNY") == 28


def test_only_steps_after_the_cumulative_sum_come_on_top():
    """A step counts beside a cumulative sum only if its period begins after the other has ended."""
    deliveries = (step("5", "2021"), cumulative("30", "2021/2022"), step("7", "2022-12"), step("9", "2023"))
    assert delivered(deliveries, "CNY") == 39


def test_open_periods():
    """A cumulative sum without an end to its period takes in every step."""
    assert delivered((cumulative("30", "2021/.."), step("7", "2030")), "CNY") == 30


def test_widening_is_no_overlap():
    """Periods are compared as they are stated, without what `~` and `?` add."""
    assert delivered((cumulative("30", "2021~"), step("7", "2022~")), "CNY") == 37


def test_what_is_not_counted():
    """What says why it is not counted is left out, a cumulative sum too."""
    deliveries = (
        step("5", "2021"),
        step("7", "2022", not_counted="part of the five"),
        cumulative("90", "2023", not_counted="another fund"),
    )
    assert delivered(deliveries, "CNY") == 5
    assert delivered(deliveries[1:], "CNY") is None


def test_lines_of_the_ledger():
    """Each currency or unit has its own line, the promise's first; what remains is known in the promise's own alone."""
    given = (step("2", "2021", unit="USD"), step("30", "2021"), step("100", "2022", unit="homes"))
    assert list(sums(promise("100"), given)) == [
        Sums("CNY", Decimal(100), Decimal(30), Decimal(70)),
        Sums("USD", None, Decimal(2), None),
        Sums("homes", None, Decimal(100), None),
    ]


def test_a_promise_of_which_nothing_was_disclosed():
    """Before any report the whole promise is undisclosed, and what was delivered is unknown."""
    assert list(sums(promise("100"), ())) == [Sums("CNY", Decimal(100), None, Decimal(100))]


def test_more_than_was_promised():
    """What remains is never below nothing."""
    assert list(sums(promise("100"), (step("130", "2021"),))) == [Sums("CNY", Decimal(100), Decimal(130), Decimal(0))]


def test_delivery_without_a_promised_sum():
    """Without a promised sum the ledger shows what was delivered."""
    assert list(sums(None, (step("130", "2021"),))) == [Sums("CNY", None, Decimal(130), None)]
    assert list(sums(None, ())) == []


def test_a_revised_promise():
    """A promise is revised once its sum is another than at first."""
    assert promise("50", first="100").revised and not promise("100").revised


def test_periods():
    """Two periods overlap where they share a day; an open one overlaps with all that come later."""
    assert overlap(when("2021"), when("2021-12/2022")) and not overlap(when("2021"), when("2022"))
    assert begins_after(when("2022"), when("2021")) and not begins_after(when("2021-12-31"), when("2021"))
    assert overlap(when("2021/.."), when("2030")) and overlap(when("../2021"), when("2020"))


periods = st.sampled_from(["2020", "2021", "2021-06", "2021/2022", "2022-03", "2023", "2021/..", "../2021"])
deliveries = st.lists(
    st.builds(
        Delivery,
        st.sampled_from(["CNY", "USD"]),
        st.integers(0, 50).map(Decimal),
        st.booleans(),
        periods.map(when),
        st.sampled_from([None, None, "counted elsewhere"]),
    ),
    max_size=6,
).map(tuple)


@given(deliveries)
def test_currencies_are_never_added(given_):
    """What was delivered in one currency is the same whether or not anything came in another."""
    for unit in ("CNY", "USD"):
        assert delivered(given_, unit) == delivered(tuple(d for d in given_ if d.unit == unit), unit)


@given(deliveries)
def test_lines_agree_with_their_parts(given_):
    """Every unit that was delivered has one line, and no line invents a remainder."""
    lines = list(sums(promise("60"), given_))
    assert [line.unit for line in lines] == list(dict.fromkeys(["CNY", *(d.unit for d in given_)]))
    for line in lines:
        assert line.delivered == delivered(given_, line.unit)
        assert line.remainder == (max(Decimal(60) - (line.delivered or 0), Decimal(0)) if line.unit == "CNY" else None)
