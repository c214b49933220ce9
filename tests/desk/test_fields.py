"""Fields are set by name, and a value is read by what its field holds."""

import copy

import pytest
from given import KINDS
from hypothesis import given
from hypothesis import strategies as st

from tracker.desk.fields import patch, setting, with_settings
from tracker.desk.typed import Unread
from tracker.log.amend import crossed, merge_patch, replaced

PLEDGE = KINDS.types["pledge.announced"]
DELIVERY = KINDS.types["pledge.progressed"]
PARTY = KINDS.types["party.registered"]

DOCUMENT = {
    "date": "2021",
    "parties": [{"party": "a", "role": "pledger"}, {"party": "b", "role": "host"}, {"party": "c", "role": "owner"}],
    "amount": {"value": "5", "currency": "CNY", "bound": "over"},
}


def after(*texts: str, document: dict = DOCUMENT, kind=PLEDGE) -> dict:
    """The document with fields set; the one given stays as it is."""
    before = copy.deepcopy(document)
    changed = with_settings(document, kind, [setting(text) for text in texts])
    assert document == before
    return changed


def test_text_stays_text():
    """A field for texts takes what looks like a number for the text that it is."""
    assert after("date=2022", "amount.value=100", 'title="2022"', "notes=true", document={}) == {
        "date": "2022", "amount": {"value": "100"}, "title": "2022", "notes": "true"
    }  # fmt: skip


def test_typed_values():
    """Dates, sums, sources and parts of parties are read as at the prompt."""
    assert after(
        "date=September 2021", "due=by the end of 2025", "amount=over 50bn CNY", "amount.usd_as_reported=7.7bn",
        "parties[0]=tencent:pledger", "sources[0]=https://a.example/x|A page|Reuters|2 Sep 2021", "sectors=gaming", document={},
    ) == {
        "date": "2021-09",
        "due": "2025-12-31",
        "amount": {"value": "50000000000", "currency": "CNY", "bound": "over", "usd_as_reported": "7700000000"},
        "parties": [{"party": "tencent", "role": "pledger"}],
        "sources": [{"url": "https://a.example/x", "title": "A page", "publisher": "Reuters", "published": "2021-09-02"}],
        "sectors": ["gaming"],
    }  # fmt: skip


def test_json_is_itself():
    """What is JSON is itself where the field holds more than a text."""
    assert after('sectors=["gaming", "cloud"]', 'amount={"value": "1"}', document={}) == {
        "sectors": ["gaming", "cloud"], "amount": {"value": "1"}
    }  # fmt: skip
    assert after("aliases[0]=A", "aliases[1]=[B]", kind=PARTY, document={}) == {"aliases": ["A", "[B]"]}


def test_unknown_field():
    """A field that the type does not know is set all the same, for the check to refuse."""
    assert after("titel=A title", "amount.vale=5", document={}) == {"titel": "A title", "amount": {"vale": 5}}


def test_items():
    """An item of a list is changed, added at its end, or removed; positions are those of the list as it was."""
    a, b, c = DOCUMENT["parties"]
    assert after("parties[1].role=target")["parties"] == [a, {"party": "b", "role": "target"}, c]
    assert after("parties[3].party=d", "parties[3].role=court")["parties"] == [a, b, c, {"party": "d", "role": "court"}]
    assert after("parties[0]=", "parties[2]=")["parties"] == [b]


def test_removed():
    """A field without a value is removed, however deep it stands."""
    assert after("date=", "amount.bound=") == {"parties": DOCUMENT["parties"], "amount": {"value": "5", "currency": "CNY"}}


REFUSED = {
    "parties[5].role=target": "there is no `parties[5]`",
    "parties[3]=": "there is no `parties[3]` to remove",
    "due=": "there is no `due` to remove",
    "quantity.unit=": "there is no `quantity` to remove",
    "date.year=2021": "there is no `date.year`",
    "amount[0]=5": "there is no `amount[0]`",
    "parties.role=x": "there is no `parties.role`",
    "date=soon": "`soon` is no date",
    "amount=5": "`5` names no currency",
}


@pytest.mark.parametrize("text", REFUSED)
def test_no_such_place(text):
    """What cannot be set or removed is refused with a sentence."""
    with pytest.raises(Unread) as refusal:
        after(text)
    assert refusal.value.args[0] == REFUSED[text]


@pytest.mark.parametrize("text", ["title", "=x", "parties[x]=1", "a..b=1", "parties[-1]=x", ""])
def test_no_setting(text):
    """What is not of the form `field=value` is refused."""
    with pytest.raises(Unread):
        setting(text)


values = st.recursive(
    st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(st.sampled_from("abcd"), values, max_size=4)


@given(documents, documents)
def test_patch(before, changed):
    """A patch makes the one document the other, says nothing where they are the same, and knows what it replaces."""
    change = patch(before, changed)
    assert merge_patch(before, change) == changed
    assert patch(before, before) == {}
    assert crossed(before, change, replaced(before, change)) is None


def test_patch_tells_true_from_one():
    """`true` and `1` are two values, as are `1` and `1.0`."""
    assert patch({"a": True, "b": 1}, {"a": 1, "b": 1.0}) == {"a": 1, "b": 1.0}
