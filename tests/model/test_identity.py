"""Names that are for ever, and the keys drawn from them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import identity
from tracker.model.identity import case_of, case_pk, event_pk, first_child, is_slug, is_stem


@pytest.mark.parametrize("text", ["tencent", "99", "alibaba-common-prosperity-2021", "a" * 80, "conference", "com-1"])
def test_slugs(text):
    """A case's folder is named by words of a-z and 0-9, joined by single hyphens."""
    assert is_slug(text)


@pytest.mark.parametrize(
    "text",
    ["", "Tencent", "-a", "a-", "a--b", "a_b", "a b", "a/b", "..", "é", "a" * 81, "a\n", "con", "aux", "nul", "com1", "lpt0"],
)
def test_not_slugs(text):
    """Other signs, more than 80 characters, a line end and a device name of Windows are no slug."""
    assert not is_slug(text)


@pytest.mark.parametrize(
    "text", ["registered", "2021-09-02-announced", "2021-in_force-2", "2026-11-22-corrected-2021-09-announced"]
)
def test_stems(text):
    """An event's file is named by words joined by single hyphens, and a word of it may hold an underscore."""
    assert is_stem(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", "a--b", "A", "a.b", "a\n", "a" * 201])
def test_not_stems(text):
    """Other signs, doubled hyphens, a line end and more than 200 characters are no stem."""
    assert not is_stem(text)


def test_the_case_of_an_event():
    """An event's case is its id without the last part."""
    assert case_of("pledges/x/2021-announced") == "pledges/x"


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        (identity.CASE_ID, "pledges/x-2", "pledges/x/2021-announced"),
        (identity.EVENT_ID, "pledges/x-2/2021-in_force", "pledges/x-2"),
        (identity.TARGET_ID, "pledges/x-2", "pledges"),
        (identity.TARGET_ID, "pledges/x-2/2021-in_force", "pledges/x-2/2021/announced"),
        (identity.WORD, "partly_fulfilled", "Partly"),
    ],
)
def test_patterns(pattern, right, wrong):
    """Ids of cases and of events are told apart by their parts."""
    assert re.search(pattern, right) and not re.search(pattern, wrong)


def test_keys_stay():
    """The keys are those of every earlier build: whoever noted one finds the same row."""
    case = case_pk("pledges/alibaba-common-prosperity-2021")
    event = event_pk(case, "pledges/alibaba-common-prosperity-2021/2021-09-02-announced", set())
    assert (case, event, first_child(event) + 3) == (987097526953169, 987097559452288, 1010787900879142915)


@given(st.lists(st.text("abc", max_size=3), max_size=8, unique=True))
def test_keys_of_a_case(ids):
    """Keys of events lie beside their case's key and are all different, fit JavaScript, and their children's fit SQLite."""
    case = case_pk("pledges/x")
    taken: set[int] = set()
    keys = [event_pk(case, event_id, taken) for event_id in ids]
    assert len({case, *keys}) == len(ids) + 1 and taken == set(keys)
    assert {key >> identity.EVENT_BITS for key in keys} <= {case >> identity.EVENT_BITS}
    assert all(0 <= key < 2**53 and first_child(key) + 2**identity.CHILD_BITS - 1 < 2**63 for key in keys)


def test_keys_that_fall_together():
    """Of two ids that draw one key the one recorded later takes the next, and none takes the case's own."""
    case = case_pk("pledges/x")
    first = event_pk(case, "a", set())
    assert event_pk(case, "a", {first}) == first + 1
    assert event_pk(first, "a", set()) == first + 1
