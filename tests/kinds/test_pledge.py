"""Pledges: from the promise to what became of it, and what was given towards it."""

from decimal import Decimal

import pytest
from given import event, lived, log, story

from tracker.model.ledger import Sums

CASE = "pledges/x"


def cny(value, **fields):
    return {"value": value, "currency": "CNY", **fields}


def announced(date="2021-09-02", **fields):
    return event("pledge.announced", date, **fields)


def progressed(date, **fields):
    return event("pledge.progressed", date, **fields)


def test_from_promise_to_fulfilment():
    """A pledge is announced, under way with the first delivery, and fulfilled once there is evidence."""
    assert lived(CASE, announced(), progressed("2022-01-10"), event("pledge.fulfilled", "2025-12-20")) == [
        ("2021-09-02", "announced"),
        ("2022-01-10", "under way"),
        ("2025-12-20", "fulfilled"),
    ]


def test_a_revision_leaves_it_where_it_was():
    """A revised promise is still announced, or still under way."""
    assert lived(
        CASE, announced(), event("pledge.revised", "2022-01-01"), progressed("2022-06-01"), event("pledge.revised", "2023-01-01")
    ) == [
        ("2021-09-02", "announced"),
        ("2022-01-01", "announced"),
        ("2022-06-01", "under way"),
        ("2023-01-01", "under way"),
    ]


def test_an_outcome_may_go_back():
    """A later finding outweighs an earlier one, in both directions."""
    assert lived(
        CASE, announced(), event("pledge.fulfilled", "2023-01-01"), event("pledge.broken", "2023-06-01"),
        event("pledge.partly_fulfilled", "2024-01-01"),
    ) == [
        ("2021-09-02", "announced"),
        ("2023-01-01", "fulfilled"),
        ("2023-06-01", "broken"),
        ("2024-01-01", "partly fulfilled"),
    ]  # fmt: skip


def test_withdrawn_and_made_anew():
    """After a withdrawal only a new promise comes."""
    assert lived(CASE, announced(), event("pledge.withdrawn", "2022-01-01"), announced("2023-01-01"))[-1] == (
        "2023-01-01",
        "announced",
    )
    assert lived(CASE, announced(), event("pledge.withdrawn", "2022-01-01"), progressed("2023-01-01"))[-1] == (
        "2023-01-01",
        "refused",
    )


def test_a_kept_promise_is_not_withdrawn():
    """What was fulfilled cannot be withdrawn, and nothing is announced twice."""
    assert (
        lived(CASE, announced(), event("pledge.fulfilled", "2022-01-01"), event("pledge.withdrawn", "2023-01-01"))[-1][1]
        == "refused"
    )
    assert lived(CASE, announced(), announced("2022-01-01"))[-1][1] == "refused"


def test_columns():
    """The columns tell the question, the deadline and the sums, in the promise's own currency."""
    state = story(
        CASE,
        announced(question="Has it paid?", due="2025~", amount=cny("100", bound="up_to")),
        event("pledge.revised", "2022-01-01", amount=cny("80"), due="2030-06/2030-12"),
        progressed("2022-06-01", amount=cny("30", measure="cumulative", covers="2021/2022-05")),
        progressed("2023-06-01", amount=cny("5.5", measure="step", covers="2022-06/2023-05")),
        progressed("2023-06-02", amount={"value": "9", "currency": "USD", "measure": "step", "covers": "2023"}),
    ).steps[-1].state  # fmt: skip
    told = {
        name: getattr(state, name)()
        for name in ("asks", "due", "due_from", "due_to", "due_year", "currency", "bound", "not_counted")
    }
    assert told == {
        "asks": "Has it paid?",
        "due": "2030-06/2030-12",
        "due_from": "2030-06-01",
        "due_to": "2030-12-31",
        "due_year": 2030,
        "currency": "CNY",
        "bound": None,
        "not_counted": None,
    }
    sums = (state.promised(), state.promised_at_first(), state.delivered(), state.undisclosed())
    assert sums == (Decimal(80), Decimal(100), Decimal("35.5"), Decimal("44.5"))
    assert state.ledger() == [Sums("CNY", Decimal(80), Decimal("35.5"), Decimal("44.5")), Sums("USD", None, Decimal(9), None)]


def test_a_deadline_that_is_not_exact():
    """From the first day that the deadline may fall on it may be overdue; the year is that of the last."""
    state = story(CASE, announced(due="2025~")).steps[-1].state
    assert (state.due_from(), state.due_to(), state.due_year(), state.deadline_by.text) == (
        "2024-01-01",
        "2026-12-31",
        2026,
        "2025~",
    )


def test_a_promise_that_is_not_money():
    """A unit of counting is a currency of its own."""
    homes = {"unit": "homes", "of": "homes built"}
    state = story(
        CASE,
        announced(quantity=homes | {"value": "1000"}),
        progressed("2022-06-01", quantity=homes | {"value": "10", "measure": "step", "covers": "2022"}),
    ).steps[-1].state  # fmt: skip
    assert (state.currency(), state.promised(), state.delivered(), state.undisclosed()) == ("homes", 1000, 10, 990)


def test_a_promise_revised_into_another_currency():
    """A sum in another currency is a first sum again: the two are never compared."""
    state = story(
        CASE, announced(amount=cny("100")), event("pledge.revised", "2022-01-01", amount={"value": "20", "currency": "USD"})
    )
    assert (state.steps[-1].state.promised(), state.steps[-1].state.promised_at_first()) == (20, None)


def test_nobody_named_a_sum():
    """Without a promised sum the columns tell what was delivered, and no remainder."""
    state = story(CASE, announced(), progressed("2022", amount=cny("3", measure="step", covers="2022"))).steps[-1].state
    assert (state.currency(), state.promised(), state.delivered(), state.undisclosed()) == ("CNY", None, 3, None)


def test_evidence_without_a_sum():
    """A fulfilment that names no sum leaves what was delivered as reported."""
    state = story(CASE, announced(amount=cny("100")), event("pledge.fulfilled", "2023")).steps[-1].state
    assert (state.status, state.delivered(), state.undisclosed()) == ("fulfilled", None, 100)


@pytest.mark.parametrize(
    ("date", "due", "found"),
    [
        ("2021-09-02", "2021-09-01", ["P304"]),
        ("2021-09-02", "2021", []),
        ("2021-09-02", "2021-09-02", []),
        ("2021", "2020", ["P304"]),
        ("2021~", "2020", []),
    ],
)
def test_a_deadline_before_the_promise(date, due, found):
    """A deadline that surely lies before the promise is no promise."""
    [entry] = log(CASE, announced(date, due=due))
    assert [finding.code for finding in entry.event.findings()] == found
