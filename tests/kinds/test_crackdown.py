"""Crackdowns: from opening a case to closing it, and what was fined on the way."""

from decimal import Decimal

from given import event, lived, story

CASE = "crackdowns/x"


def opened(date="2020-12-24", **fields):
    return event("crackdown.opened", date, **fields)


def fined(date, value, currency="CNY", **fields):
    return event("crackdown.fined", date, amount={"value": value, "currency": currency, **fields})


def test_from_opening_to_closing():
    """A case is opened, restricts whom it concerns, fines them and is closed."""
    assert lived(
        CASE, opened(), event("crackdown.ordered", "2021-01-01"), event("crackdown.widened", "2021-02-01"),
        fined("2021-04-10", "18228000000"), event("crackdown.closed", "2024-08-30"),
    ) == [
        ("2020-12-24", "open"),
        ("2021-01-01", "restricted"),
        ("2021-02-01", "restricted"),
        ("2021-04-10", "fined"),
        ("2024-08-30", "closed"),
    ]  # fmt: skip


def test_an_appeal_leaves_it_where_it_was():
    """An appeal changes nothing until somebody decides."""
    appealed = event("crackdown.appealed", "2021-05-01")
    assert lived(CASE, opened(), appealed)[-1][1] == "open"
    assert lived(CASE, opened(), fined("2021-04-10", "5"), appealed)[-1][1] == "fined"
    assert lived(CASE, opened(), event("crackdown.eased", "2021-04-10"), appealed)[-1][1] == "eased"


def test_a_closed_case_may_be_opened_anew():
    """After the end a case may be opened anew, and nothing eased or closed again."""
    closed = event("crackdown.closed", "2021-05-01")
    assert lived(CASE, opened(), closed, opened("2022-01-01"))[-1] == ("2022-01-01", "open")
    assert lived(CASE, opened(), closed, event("crackdown.eased", "2022-01-01"))[-1] == ("2022-01-01", "refused")
    assert lived(CASE, opened(), closed, event("crackdown.closed", "2022-01-01"))[-1] == ("2022-01-01", "refused")


def test_an_open_case_is_not_opened_again():
    """What is open cannot be opened."""
    assert lived(CASE, opened(), opened("2021-01-01"))[-1] == ("2021-01-01", "refused")


def test_a_fine_may_be_all_that_is_known():
    """A fine may be the first thing that is known of a case."""
    assert lived(CASE, fined("2021-04-10", "5")) == [("2021-04-10", "fined")]


def test_fines_add_up():
    """Fines in one currency are added; what says why it is not counted stays out."""
    state = (
        story(
            CASE, fined("2021-04-10", "5"), fined("2021-05-10", "7.5"), fined("2021-05-11", "2", not_counted="part of the five")
        )
        .steps[-1]
        .state
    )
    assert (state.fined(), state.currency()) == (Decimal("12.5"), "CNY")


def test_fines_in_two_currencies():
    """Fines in two currencies are never added."""
    state = story(CASE, fined("2021-04-10", "5"), fined("2021-05-10", "7", "USD")).steps[-1].state
    assert (state.status, state.fined(), state.currency()) == ("fined", None, None)


def test_a_fine_without_a_sum():
    """A fine of which nobody knows the sum is a fine."""
    state = story(CASE, event("crackdown.fined", "2021-04-10")).steps[-1].state
    assert (state.status, state.fined(), state.currency()) == ("fined", None, None)
