"""The canonical form changes how a document looks and never what it says."""

import json
from typing import Any

import pytest
from given import KINDS, SOURCE, corrected, event, redaction, stamp
from hypothesis import given
from hypothesis import strategies as st

from tracker.derive.canonical import canonical
from tracker.derive.schema import schema
from tracker.log.decode import decode
from tracker.model.problem import Place
from tracker.model.vocabulary import Vocabulary

FULL = [shape["examples"][0] for shape in schema(KINDS, Vocabulary())["$defs"].values() if "examples" in shape]

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def shuffled(value: Any, draw) -> Any:
    """The same value with its keys in another order, all the way down."""
    if isinstance(value, dict):
        return {key: shuffled(value[key], draw) for key in draw(st.permutations(sorted(value)))}
    return [shuffled(item, draw) for item in value] if isinstance(value, list) else value


@st.composite
def documents(draw) -> dict:
    """A whole document of any type, corrections of anything among them, its keys in any order."""
    whole = draw(st.sampled_from(FULL))
    if whole["type"] == "record.corrected":
        change = draw(st.dictionaries(TEXT, JSON, min_size=1, max_size=3))
        whole = whole | {"change": change, "was": {"a": draw(JSON)}}
    return shuffled(whole, draw)


def read(raw: bytes) -> dict:
    data, problems = decode(raw, Place("x"))
    assert not problems, problems
    return data


@given(documents())
def test_meaning(document):
    """A document in canonical form says what it said before, to the type of every value."""
    form = canonical(document, KINDS.types[document["type"]])
    assert json.dumps(read(form), sort_keys=True) == json.dumps(document, sort_keys=True)


@given(documents())
def test_once_is_enough(document):
    """The canonical form of what is in canonical form is the same bytes, whatever the order of keys was."""
    kind = KINDS.types[document["type"]]
    form = canonical(document, kind)
    assert canonical(read(form), kind) == form
    if document["type"] != "record.corrected":
        assert form == canonical(next(f for f in FULL if f["type"] == document["type"]), kind)


@pytest.mark.parametrize("document", FULL, ids=lambda d: d["type"])
def test_order_of_the_model(document):
    """Keys stand in the order in which the model has its fields."""
    kind = KINDS.types[document["type"]]
    order = [field.alias or name for name, field in kind.model_fields.items()]
    assert list(read(canonical(dict(reversed(document.items())), kind))) == [name for name in order if name in document]


def test_whole_text():
    """Two-space indent, keys of the model at every depth, characters as they are, LF at the end."""
    document = {
        "sources": [{"publisher": "新华社", "title": "标题", "url": "https://example.org/"}],
        "confidence": "medium",
        "sectors": ["e-commerce"],
        "jurisdiction": "CN",
        "parties": [{"role": "speaker", "party": "somebody"}],
        "summary": 'A sentence "in quotes".',
        "title": "Somebody spoke",
        "recorded": stamp(0),
        "type": "statement.made",
    }
    assert (
        canonical(document, KINDS.types["statement.made"]).decode()
        == """\
{
  "type": "statement.made",
  "recorded": "2026-01-01T09:00:00Z",
  "title": "Somebody spoke",
  "summary": "A sentence \\"in quotes\\".",
  "parties": [
    {
      "party": "somebody",
      "role": "speaker"
    }
  ],
  "jurisdiction": "CN",
  "sectors": [
    "e-commerce"
  ],
  "sources": [
    {
      "url": "https://example.org/",
      "title": "标题",
      "publisher": "新华社"
    }
  ],
  "confidence": "medium"
}
"""
    )


def test_free_parts_keep_their_order():
    """What a correction changes stands in the order in which it was written, for no model knows it."""
    change, was = {"title": "B", "date": "2022"}, {"title": "A", "date": "2021"}
    document = corrected("pledges/x/2021-announced", change, was, recorded=stamp(0))
    assert list(read(canonical(document, KINDS.types["record.corrected"]))["change"]) == ["title", "date"]


def test_redacted():
    """What a redaction left stands in the order of the envelope."""
    left = redaction(event("pledge.announced", "2021", recorded=stamp(0)))
    form = canonical(dict(reversed(left.items())), KINDS.types["pledge.announced"])
    assert list(read(form)) == ["type", "date", "recorded", "redacted"]


def test_fields_of_an_older_version():
    """A key that the model does not know, as an older version may have, is kept and comes last."""
    document = event("statement.made", "2021", recorded=stamp(0), former="x", sources=[SOURCE | {"aside": 1}])
    form = read(canonical({"former": "x", **document}, KINDS.types["statement.made"]))
    assert (list(form)[-1], list(form["sources"][0])[-1]) == ("former", "aside")
