"""The fold: events in, statuses out, each from the day from which it counts."""

import pytest
from given import KINDS, codes, event, log, story

from tracker.log.fold import extend, fold, refusals, settle, unsettle

CRACKDOWNS, SANCTIONS = KINDS.lives["crackdowns"], KINDS.lives["sanctions"]


def steps_of(*documents):
    """Day, last possible day, status and what is special of each step, in the order given."""
    return [
        (s.day, s.certain, s.state.status, "turned" if s.turned else "refused" if s.refused else "")
        for s in fold(CRACKDOWNS, log("crackdowns/x", *documents))
    ]


def opened(date):
    return event("crackdown.opened", date)


def widened(date):
    return event("crackdown.widened", date)


def test_nothing():
    """Of no events there are no steps."""
    assert fold(CRACKDOWNS, []) == []


def test_exact_days():
    """An event of one day counts from it, and surely so."""
    assert steps_of(opened("2021-03-01"), widened("2021-04-01")) == [
        ("2021-03-01", "2021-03-01", "open", ""),
        ("2021-04-01", "2021-04-01", "open", ""),
    ]


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        # From its first possible day on it may have happened, and surely only from its last.
        (["2021"], [("2021-01-01", "2021-12-31")]),
        (["2021-03~"], [("2021-02-01", "2021-04-30")]),
        (["2021-03/2021-05"], [("2021-03-01", "2021-05-31")]),
        # What nobody bounds on one side counts from ever, or is never certain.
        (["../2021"], [(None, "2021-12-31")]),
        (["2021/.."], [("2021-01-01", "9999-12-31")]),
        # In fold order an event counts no earlier than the one before it, and is no more certain.
        (["2021-03-01", "2021"], [("2021-03-01", "2021-03-01"), ("2021-03-01", "2021-12-31")]),
        (["2021", "2021-03-01"], [("2021-01-01", "2021-12-31"), ("2021-03-01", "2021-12-31")]),
        (["2021-03-01", "../2021"], [("2021-03-01", "2021-03-01"), ("2021-03-01", "2021-12-31")]),
        (["../2021", "2020-06"], [(None, "2021-12-31"), ("2020-06-01", "2021-12-31")]),
        (["2021/..", "2022-01-01"], [("2021-01-01", "9999-12-31"), ("2022-01-01", "9999-12-31")]),
    ],
)
def test_days_that_are_not_exact(dates, days):
    """An event counts from the later of its own first day and the day of the one before it: any day cuts the fold in two."""
    documents = [opened(dates[0]), *map(widened, dates[1:])]
    assert [step[:2] for step in steps_of(*documents)] == days


def test_undated():
    """What nobody dates counts from ever, or from the day of what came before it, and nothing says when it is certain."""
    life = KINDS.lives["parties"]
    steps = fold(life, log("parties/x", event("party.registered"), event("party.related", "2004"), event("party.renamed")))
    assert [(s.day, s.certain) for s in steps] == [(None, None), ("2004-01-01", "2004-12-31"), ("2004-01-01", "2004-12-31")]


def test_refused():
    """What the lifecycle does not allow leaves the state, and is marked."""
    assert steps_of(opened("2021-03-01"), opened("2021-04-01"), widened("2021-05-01")) == [
        ("2021-03-01", "2021-03-01", "open", ""),
        ("2021-04-01", "2021-04-01", "open", "refused"),
        ("2021-05-01", "2021-05-01", "open", ""),
    ]


def test_refusals_say_what_may_come():
    """A refusal names the status in which the step cannot be, and lists what could be."""
    steps = fold(
        CRACKDOWNS,
        log(
            "crackdowns/x", opened("2021-03-01"), event("crackdown.closed", "2021-04-01"), event("crackdown.eased", "2021-05-01")
        ),
    )
    [problem] = refusals(CRACKDOWNS, steps)
    assert (problem.code, problem.place.path, problem.place.pointer) == (
        "P401",
        "events/crackdowns/x/2021-05-01-eased.json",
        ("type",),
    )
    assert "`eased`" in problem.sentence and "`closed`" in problem.sentence
    assert all(f"`{step}`" in problem.help for step in CRACKDOWNS.table["closed"])


def test_every_refusal_is_told():
    """Each refused event is one problem, and an allowed one none."""
    steps = fold(
        CRACKDOWNS, log("crackdowns/x", opened("2021-03-01"), opened("2021-04-01"), widened("2021-05-01"), opened("2021-06-01"))
    )
    assert codes(refusals(CRACKDOWNS, steps)) == ["P401", "P401"]


def test_a_case_that_cannot_begin_so():
    """Where the row for nothing does not list a step, no case can begin with it."""
    from dataclasses import replace

    life = replace(CRACKDOWNS, table=CRACKDOWNS.table | {None: {"opened": "open"}})
    steps = fold(life, log("crackdowns/x", widened("2021-03-01")))
    assert (steps[0].refused, steps[0].state.status) == (True, None)
    assert codes(refusals(life, steps)) == ["P402"]


IMPOSED = event("sanction.imposed", "2021-01-13", effective="2021-11-11")
LICENSED = event("sanction.amended", "2021-12-01", effect="licensed")


def test_one_entry_more():
    """A turn still to come is taken off before another entry is added, and put back if it is still to come."""
    first, second = log("sanctions/x", IMPOSED, event("sanction.amended", "2021-05-01", effect="licensed"))
    steps = fold(SANCTIONS, [first])
    assert [s.turned for s in steps] == [False, True]
    unsettle(steps)
    extend(SANCTIONS, steps, second)
    settle(steps)
    assert steps == fold(SANCTIONS, [first, second])
    assert [(s.day, s.turned) for s in steps] == [("2021-01-13", False), ("2021-05-01", False), ("2021-11-11", True)]


def test_a_turn_that_has_come_stays():
    """A turn before the next event is no longer still to come."""
    first, second = log("sanctions/x", IMPOSED, LICENSED)
    steps = fold(SANCTIONS, [first, second])
    assert [(s.entry.stem, s.day, s.turned) for s in steps] == [
        (first.stem, "2021-01-13", False),
        (first.stem, "2021-11-11", True),
        (second.stem, "2021-12-01", False),
    ]
    unsettle(steps)
    assert len(steps) == 3


def test_a_turn_after_an_event_that_may_be_later():
    """The day of a turn, as that of an event, comes no earlier than what is before it in the fold."""
    steps = story("sanctions/x", IMPOSED, event("sanction.amended", "2021-11-11~", effect="licensed")).steps
    assert [(s.day, s.certain, s.state.status) for s in steps] == [
        ("2021-01-13", "2021-01-13", "announced"),
        ("2021-11-10", "2021-11-12", "announced"),
        ("2021-11-11", "2021-11-12", "in force"),
    ]
