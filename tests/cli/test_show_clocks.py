"""`tracker show` on both clocks: what had happened by a day, as the record knew it; and what follows from the day itself."""

from pathlib import Path

import pytest
from given import event
from projects import project
from telling import PLEDGE, RULES, facts, told


@pytest.fixture
def root(tmp_path) -> Path:
    return project(tmp_path, pledges__x=PLEDGE)


def test_as_of(root):
    """As of a day, only what may have happened by its end is told; what is not certain yet only may have."""
    assert (
        told(root, "x", "--as-of", "2022-02-28")
        == f"""\
A hundred for all
pledges/x
Was it paid?

as of 2022-02-28, as the record knows it today, by rule version {RULES}

status      may have become under way, since 2022; certain only from 2022-12-31
before      announced
due         2025
ledger      CNY: promised 100,000,000,000, delivered 5,000,000,000, undisclosed 95,000,000,000

2021-09-02  announced: A company promised 100bn yuan -> announced
    Example Daily: https://example.org/page
    Example Wire via Example Daily: https://example.org/wire
    corrected 2026-01-04: The page says otherwise.
      due: 2049-12-31 -> 2025
      amount.bound: over -> nothing

2022  progressed: The company spent a first part -> under way
    Example Daily: https://example.org/page

2 events after 2022-02-28 left out
"""
    )


def test_known_at(root):
    """Known at a stamp, what was recorded later is left out, corrections and retractions among it."""
    assert (
        told(root, "x", "--known-at", "2026-01-03", "--as-of", "2022-12-31")
        == f"""\
A hundred for all
pledges/x
Was it paid?

as of 2022-12-31, as known at 2026-01-03T23:59:59Z (5 entries recorded later left out), by rule version {RULES}

status      under way, since 2022
due         2049-12-31
ledger      CNY: promised over 100,000,000,000, delivered 5,000,000,000, undisclosed 95,000,000,000

2021-09-02  announced: A company promised 100bn yuan -> announced
    Example Daily: https://example.org/page
    Example Wire via Example Daily: https://example.org/wire

2022  progressed: The company spent a first part -> under way
    Example Daily: https://example.org/page

2022-03-01  progressed: The company opened an office
    Example Daily: https://example.org/page
"""
    )


def test_known_at_is_to_the_second(root):
    """An entry is known from its own second on, and not a second before."""
    assert "corrected" in told(root, "x", "--known-at", "2026-01-04T09:00:00Z")
    assert "corrected" not in told(root, "x", "--known-at", "2026-01-04T08:59:59Z")


def test_before_the_record(root):
    """Known at a time before the first entry, the story is where the record begins."""
    assert told(root, "x", "--known-at", "2025-12-31") == "pledges/x\n\nthis record begins on 2026-01-01T09:00:00Z\n"


def test_before_the_first_event(root):
    """As of a day before the first event, nothing had happened."""
    before = facts(root, "x", "--as-of", "2021-09-01")
    assert before == {"status": "nothing had happened by then; the first event is of 2021-09-02"}
    assert facts(root, "x", "--as-of", "2021-09-02")["status"] == "announced, since 2021-09-02"


@pytest.mark.parametrize(
    "day, due",
    [
        ("2025-01-01", "2025"), ("2025-01-02", "2025 (may be overdue)"),
        ("2025-12-31", "2025 (may be overdue)"), ("2026-01-01", "2025 (overdue)"),
    ],
)  # fmt: skip
def test_deadline(root, day, due):
    """A pledge may be overdue once the first day of its deadline has passed, and is once the last has."""
    assert facts(root, "x", "--as-of", day)["due"] == due


def test_kept_pledge_is_not_overdue(tmp_path):
    """The deadline of a pledge that is settled is no longer held against the clock."""
    root = project(tmp_path, pledges__x=[
        event("pledge.announced", "2021", name="A", question="B?", due="2022"), event("pledge.fulfilled", "2024"),
    ])  # fmt: skip
    assert facts(root, "x")["due"] == "2022"


def test_sanction_that_takes_effect_by_itself(tmp_path):
    """A day still to come is announced as such; once it has come, it stands among the events."""
    root = project(tmp_path, sanctions__x=[event("sanction.imposed", "2021-06-03", name="A ban", effective="2021-08-02")])
    early = facts(root, "x", "--as-of", "2021-08-01")
    assert early["status"] == "announced, since 2021-06-03"
    assert early["to come"] == "in force from 2021-08-02, with no event needed"
    late = told(root, "x", "--as-of", "2021-08-02")
    assert facts(root, "x", "--as-of", "2021-08-02")["status"] == "in force, since 2021-08-02"
    assert "\n2021-08-02  took effect with no event needed -> in force\n" in late


def test_end_that_has_passed(tmp_path):
    """Where a day that a measure set has passed without an event, the outcome is not recorded, and nothing is settled."""
    root = project(
        tmp_path,
        sanctions__x=[event("sanction.imposed", "2021-06-03", name="A ban", until="2021-12-31")],
        laws__y=[event("law.adopted", "2021-06-10", name="A law", effective="2021-09")],
    )
    assert "outcome" not in facts(root, "x", "--as-of", "2021-12-31")
    assert facts(root, "x", "--as-of", "2022-01-01")["outcome"] == "date passed, outcome not recorded"
    assert "outcome" not in facts(root, "y", "--as-of", "2021-09-30")
    assert facts(root, "y", "--as-of", "2021-10-01") == {
        "status": "adopted, since 2021-06-10", "effective": "2021-09", "effective to": "2021-09-30",
        "outcome": "date passed, outcome not recorded",
    }  # fmt: skip


def test_pushed_day(tmp_path):
    """Where the event before it moves the day from which a status counts, that day is told and not the date as stated."""
    root = project(tmp_path, crackdowns__x=[
        event("crackdown.opened", "2021-05-10", name="A case"),
        event("crackdown.ordered", "2021", follows="2021-05-10-opened"),
    ])  # fmt: skip
    assert facts(root, "x", "--as-of", "2021-12-31")["status"] == "restricted, since 2021-05-10"
