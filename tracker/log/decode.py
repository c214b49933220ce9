"""Bytes to a plain dict: what JSON itself lets pass and an event file may not hold is refused here."""

import orjson

from tracker.log.strict import read
from tracker.model.problem import Place, Problem

MOST_BYTES = 256 * 1024


def decode(raw: bytes, place: Place) -> tuple[dict | None, list[Problem]]:
    """The document as a dict, or none and the reason why not. The bytes need not be in canonical form."""
    if len(raw) > MOST_BYTES:
        sentence = f"the document has more than {MOST_BYTES:,} bytes"
        return None, [Problem("P107", place, sentence, "shorten it: an event is a page of text at the most")]
    try:
        data = orjson.loads(raw)
        # What comes out again byte for byte holds no key twice and nothing that JSON does not know. That is the form
        # of nearly every file, and this way of asking is four times faster than reading it in Python.
        if orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE) == raw or orjson.dumps(data) == raw:
            problems = []
        else:
            data, problems = read(raw, place)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        # It writes less deep than it reads.
        data, problems = read(raw, place)
    if problems:
        return None, problems
    if not isinstance(data, dict):
        kind = {list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false"}.get(type(data), "null")
        sentence = f"the document is {kind}, not an object"
        return None, [Problem("P114", place, sentence, "write one object in braces, with the event's fields in it")]
    return data, []
