"""Bytes to a plain dict: every layout of JSON is read, and what JSON lets pass too easily is refused."""

import json
from contextlib import suppress
from math import isfinite

import orjson
import pytest
from given import codes
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.log.decode import MOST_BYTES, decode
from tracker.model.problem import Place

PLACE = Place("events/pledges/x/2021-announced.json")

LAYOUTS = [
    lambda data: orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE),
    orjson.dumps,
    lambda data: json.dumps(data).encode(),
    lambda data: json.dumps(data, ensure_ascii=False, indent="\t").encode(),
    lambda data: b"\r\n " + json.dumps(data, separators=(" ,", ": ")).encode() + b" \n\n",
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read(layout):
    """A document may be laid out in any way that JSON knows."""
    data = {"type": "pledge.announced", "n": [1, 2.5, True, None], "name": '中国 \u2028 " \\ /', "deep": {"a": {"b": []}}}
    assert decode(layout(data), PLACE) == (data, [])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "P116"),
        (b" \n\t ", "P116"),
        (b"\xef\xbb\xbf{}", "P102"),
        (b'{"a": "\xff"}', "P101"),
        (b'{"a": "\xed\xa0\x80"}', "P101"),
        ('{"a": "中"}'.encode("gb18030"), "P101"),
        ('{"a": 1}'.encode("utf-16"), "P101"),
        (b"{", "P103"),
        (b'{"a": 1,}', "P103"),
        (b"{'a': 1}", "P103"),
        (b'{"a": 1} {}', "P103"),
        (b'{"a": 01}', "P103"),
        (b'{"a": "\t"}', "P103"),
        (b'{"a": 1} // why', "P103"),
        (b'{"a": 1, "a": 1}', "P104"),
        (b'{"b": {"a": 1, "\\u0061": 1}}', "P104"),
        (b'{\n  "a": 1,\n  "a": 1\n}\n', "P104"),
        (b'{"a": NaN}', "P105"),
        (b'{"a": [-Infinity]}', "P105"),
        (b'{"a": ' + b"9" * 5000 + b"}", "P105"),
        (b'{"a": 1e400}', "P105"),
        (b"[]", "P114"),
        (b"null", "P114"),
        (b'"text"', "P114"),
        (b"3", "P114"),
        (b'{"a": "\\ud800"}', "P118"),
        (b'{"a": "\\udc00\\ud800"}', "P118"),
        (b'{"\\ud800": 1}', "P118"),
    ],
)
def test_what_is_refused(raw, code):
    """Another encoding, a key given twice, a number that is none, half a character: each has its code."""
    data, problems = decode(raw, PLACE)
    assert data is None and codes(problems) == [code]
    assert all(problem.place.path == PLACE.path for problem in problems)


@pytest.mark.parametrize("layout", LAYOUTS[:3])
@pytest.mark.parametrize("levels", [33, 250, 253, 254, 255, 400, 900, 985, 1000, 1023, 1024, 1025, 5000, 40_000])
def test_deep_nesting_is_no_traceback(levels, layout):
    """However deep a document is nested, it is refused with a problem or left to the model, which knows no such field."""
    opening, closing = ('{"a":', "}") if levels % 2 else ("[", "]")
    raw = f'{{"a":{opening * levels}1{closing * levels}}}'.encode()
    # Some layouts cannot be written so deep; then the document comes as it stands.
    with suppress(orjson.JSONDecodeError, orjson.JSONEncodeError, RecursionError):
        raw = layout(orjson.loads(raw))
    data, problems = decode(raw, PLACE)
    if data is None:
        assert codes(problems) in (["P106"], ["P107"])
    else:
        assert problems == [] and levels < 254


def test_depth_where_something_else_is_wrong():
    """A deep document with half a character at its bottom is refused once."""
    for levels in (40, 500, 900, 970, 990, 2000):
        data, problems = decode(f'{{"a":{"[" * levels}"\\ud800"{"]" * levels}}}'.encode(), PLACE)
        assert data is None and codes(problems) == ["P106"]


def test_size():
    """A document has at most 256 KiB; what is larger is not read at all."""
    padding = b" " * (MOST_BYTES - 2)
    assert decode(b"{}" + padding, PLACE) == ({}, [])
    assert codes(decode(b"{}" + padding + b" ", PLACE)[1]) == ["P107"]
    assert codes(decode(b"\xff" * (MOST_BYTES + 1), PLACE)[1]) == ["P107"]


def test_the_place_of_a_line():
    """In a bulk file the problem stands at the line that was read."""
    _, [problem] = decode(b'{"a": 1, "a": 2}', PLACE._replace(path="events/pledges/x.jsonl", line=7))
    assert (problem.place.path, problem.place.line) == ("events/pledges/x.jsonl", 7)


texts = st.text('ab"\\\n{}[]:,/é中\u2028\0', max_size=4)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(-1e6, 1e6) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(texts, values, max_size=4)


@given(documents, st.sampled_from(LAYOUTS[2:]))
def test_what_was_written_is_read(data, layout):
    """Whatever was written as JSON, in any layout, comes back as it was."""
    assert decode(layout(data), PLACE) == (data, [])


@given(st.lists(st.tuples(texts, values), min_size=1, max_size=4), st.data())
def test_a_key_given_twice_is_never_lost(pairs, data):
    """A document in which a key stands twice, at whatever depth, is refused; no value of it is chosen."""
    again = data.draw(st.sampled_from(pairs))[0]
    inside = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in [*pairs, (again, None)])
    for text in (f"{{{inside}}}", f'{{"deep": [{{{inside}}}]}}'):
        read, problems = decode(text.encode(), PLACE)
        assert read is None and "P104" in codes(problems)


@settings(max_examples=max(1000, settings.default.max_examples))
@given(st.binary(max_size=12) | st.text("{}[]\":,\\ue1-+.0 \nNatInfy'/#\ufeff", max_size=14).map(str.encode))
@example(b'{"a":1E999}')
@example(b'{"a":-1e999}')
def test_no_bytes_are_a_traceback(raw):
    """Any bytes at all are either a document that holds only what JSON knows, or problems with a sentence."""
    data, problems = decode(raw, PLACE)
    if data is None:
        assert problems and all(p.sentence for p in problems)
    else:
        assert problems == [] and data == json.loads(raw) and _finite(data)


def _finite(value) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(map(_finite, inner)) and not (isinstance(value, float) and not isfinite(value))
