"""Where a value stands in the text of a document."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.locate import Span, locate, span

TEXT = """{
  "type": "pledge.announced",
  "parties": [
    {"party": "alibaba", "role": "pleger"},
    {"role": "host",
     "party": "中国"}
  ],
  "amount": {"value": "1\\u0030", "value": "20"},
  "sources": []
}
"""


@pytest.mark.parametrize(
    ("pointer", "key", "found"),
    [
        ((), False, Span(1, 1, 1)),
        (("type",), False, Span(2, 11, 18)),
        (("type",), True, Span(2, 3, 6)),
        (("parties",), False, Span(3, 14, 1)),
        (("parties", 0), False, Span(4, 5, 1)),
        (("parties", 0, "role"), False, Span(4, 34, 8)),
        (("parties", 0, "role"), True, Span(4, 26, 6)),
        (("parties", 1, "party"), False, Span(6, 15, 4)),
        (("sources",), False, Span(9, 14, 1)),
        # Where a key stands twice, the last one is what a reader of the document gets.
        (("amount", "value"), False, Span(8, 43, 4)),
    ],
)
def test_values_and_keys(pointer, key, found):
    """A value, or its key, is found with line, column and width, all in characters."""
    assert locate(TEXT, pointer, key) == found


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        (("absent",), Span(1, 1, 1)),
        (("parties", 7), Span(3, 14, 1)),
        (("parties", "role"), Span(3, 14, 1)),
        (("parties", 0, "note"), Span(4, 5, 1)),
        (("type", "deeper"), Span(2, 11, 18)),
        (("type", 0), Span(2, 11, 18)),
        (("sources", 0, "url"), Span(9, 14, 1)),
    ],
)
def test_what_is_not_there(pointer, found):
    """Of a value that the document lacks, the nearest one above it is shown."""
    assert locate(TEXT, pointer) == found


@pytest.mark.parametrize(
    "text", ["", "   ", "{", '{"a"', '{"a":', '{"a": [1,', "[1, 2", "nul", '{"a": nul}', "{a: 1}", "[" * 5000, '{"a": "\\ud8']
)
def test_what_is_no_json(text):
    """A text that is broken off or no JSON at all still has a place to show."""
    found = locate(text, ("a", 1, "b"))
    assert found.line == 1 and found.column >= 1 and found.width == 1


def test_spans_end_with_their_line():
    """Of a value over several lines the first is underlined."""
    assert span("ab\ncd\nef", 1, 8) == Span(1, 2, 1)
    assert span("ab\ncd\nef", 3, 5) == Span(2, 1, 2)
    assert span("ab\n", 2, 2) == Span(1, 3, 1)


documents = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text('ab"\\\n{[,:é中', max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab"\\:é', max_size=2), inner, max_size=3),
    max_leaves=8,
)


def pointers(value, above=()):
    """The way to every value inside a document."""
    yield above, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, deeper in inner:
        yield from pointers(deeper, (*above, part))


@given(documents, st.sampled_from([None, 1, 2]), st.booleans())
def test_every_value_is_found(document, indent, ascii_only):
    """At the place given for any value of any document, that value stands, and its key before it."""
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    # Splitting at LF alone: what counts as a line is what an editor and JSON agree on.
    lines = text.split("\n")
    for pointer, value in pointers(document):
        found = locate(text, pointer)
        at = sum(len(line) + 1 for line in lines[: found.line - 1]) + found.column - 1
        assert json.JSONDecoder().raw_decode(text, at)[0] == value
        if pointer and isinstance(pointer[-1], str):
            at_key = locate(text, pointer, key=True)
            line = lines[at_key.line - 1]
            assert json.loads(line[at_key.column - 1 : at_key.column - 1 + at_key.width]) == pointer[-1]
