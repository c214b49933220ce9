"""The order of a case's events: what the dates prove, what `follows` says, else recording."""

import pytest
from given import codes, event, log

from tracker.log.order import comes_last, contradictions, ordered

CASE = "statements/x"


def made(date, **fields):
    return event("statement.made", date, **fields)


def in_order(*documents):
    """The dates of the documents in fold order; they are recorded in the order given."""
    return [entry.event.date for entry in ordered(log(CASE, *documents))]


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        (["2021-09-02", "2021-08-30"], ["2021-08-30", "2021-09-02"]),
        (["2022", "2021", "2020"], ["2020", "2021", "2022"]),
        # A year proves nothing of a day within it.
        (["2021", "2021-08-30"], ["2021", "2021-08-30"]),
        (["2021-08-30", "2021"], ["2021-08-30", "2021"]),
        # Sorting texts would put the year first; sorting by "overlap, then recorded" would not be an order at all.
        (["2021-08-30", "2021", "2021-08-29"], ["2021", "2021-08-29", "2021-08-30"]),
        (["2021", "2021-08-30", "2021-08-29"], ["2021", "2021-08-29", "2021-08-30"]),
        (["2021-08-30", "2021-08-29", "2021"], ["2021-08-29", "2021-08-30", "2021"]),
        # What is widened proves less.
        (["2021-09-02", "2021-09-01~"], ["2021-09-02", "2021-09-01~"]),
        (["2021-09-03", "2021-09-01~"], ["2021-09-01~", "2021-09-03"]),
        # Open ends prove nothing on their side.
        (["2021-09-02", "2020/.."], ["2021-09-02", "2020/.."]),
        (["2021-09-02", "../2020"], ["../2020", "2021-09-02"]),
        (["../2021", "2020"], ["../2021", "2020"]),
        (["2021-09-02", "2021-09-02~"], ["2021-09-02", "2021-09-02~"]),
    ],
)
def test_dates(recorded, told):
    """Events come by date where the dates prove it, else as they were recorded."""
    assert in_order(*map(made, recorded)) == told


def test_no_day_without_a_reason():
    """An event waits only for those that surely came before it."""
    assert in_order(made("2021"), made("2022-06-01"), made("2021-12/2022-07"), made("2020")) == [
        "2020",
        "2021",
        "2022-06-01",
        "2021-12/2022-07",
    ]


def test_follows():
    """Where a source says that one came after the other, it comes after it, however they were recorded."""
    assert in_order(made("2021", follows="2021-08-made"), made("2021-08")) == ["2021-08", "2021"]


def test_a_row_of_follows():
    """What follows what follows comes last."""
    documents = [made("2021~", follows="2021-02-made"), made("2021-01~", follows="2021-made"), made("2021-02~")]
    assert in_order(*documents) == ["2021-02~", "2021~", "2021-01~"]


def test_follows_nothing_that_stands():
    """What names an event that is not there is ordered as if it said nothing."""
    assert in_order(made("2021", follows="2020-made"), made("2021-08")) == ["2021", "2021-08"]


def test_follows_itself():
    """An event that follows itself is ordered as if it said nothing."""
    assert in_order(made("2021", follows="2021-made"), made("2021-08")) == ["2021", "2021-08"]


def test_a_circle_is_broken_by_recording():
    """In a circle of `follows` the first recorded comes first."""
    assert in_order(made("2021", follows="2021-08-made"), made("2021-08", follows="2021-made")) == ["2021", "2021-08"]
    assert in_order(made("2021-08", follows="2021-made"), made("2021", follows="2021-08-made")) == ["2021-08", "2021"]


def test_dates_outweigh_follows():
    """What the dates prove holds even where `follows` says otherwise."""
    assert in_order(made("2020", follows="2021-made"), made("2021")) == ["2020", "2021"]


def test_undated():
    """What nobody dates stays where it was recorded."""
    entries = log("parties/x", event("party.related", "2013"), event("party.registered"), event("party.related", "2004"))
    assert [entry.stem for entry in ordered(entries)] == ["registered", "2004-related", "2013-related"]


def test_nothing_and_one():
    """No event and one event are in order."""
    assert ordered([]) == [] and in_order(made("2021")) == ["2021"]


@pytest.mark.parametrize(
    ("dates", "last"),
    [(["2021"], True), (["2021-08"], True), (["2021-09-03"], False), (["2021", "2022"], False), (["2021/.."], True)],
)
def test_comes_last(dates, last):
    """What is recorded last comes last unless it surely came before another."""
    *before, entry = log(CASE, *map(made, dates), made("2021-09-02"))
    assert comes_last(entry, max(other.when.earliest or "" for other in before)) is last
    assert (ordered([*before, entry])[-1] == entry) is last


def contradicted(*documents):
    """The codes of what is contradictory, with the events at which it is shown."""
    problems = contradictions(ordered(log(CASE, *documents)))
    assert all(problem.place.pointer == ("follows",) for problem in problems)
    return [(problem.code, problem.place.path.rsplit("/", 1)[1]) for problem in problems]


def test_no_contradiction():
    """What the dates leave open, `follows` may say."""
    assert contradicted(made("2021", follows="2021-08-made"), made("2021-08")) == []
    assert contradicted(made("2021", follows="2020-made")) == []


def test_follows_against_the_dates():
    """An event cannot follow one that surely came later."""
    assert contradicted(made("2020", follows="2021-made"), made("2021")) == [("P309", "2020-made.json")]


def test_a_circle():
    """Events cannot follow each other."""
    assert contradicted(made("2021", follows="2021-08-made"), made("2021-08", follows="2021-made")) == [
        ("P310", "2021-made.json"),
        ("P310", "2021-08-made.json"),
    ]


def test_a_circle_with_the_dates_of_others():
    """Events cannot follow each other by way of a third, which lies between them by its date."""
    documents = [made("2020", follows="2019-made"), made("2019/2023", follows="2022-made"), made("2022")]
    [(code, _)] = contradicted(*documents)
    assert code == "P310"
    assert codes(contradictions(log(CASE, *documents[1:]))) == []
