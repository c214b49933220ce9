"""JSON read the strict, slow way: whatever is wrong with it becomes a problem with a place and a sentence."""

import json
import re
from collections.abc import Iterator
from math import isinf
from typing import Any, NamedTuple

from tracker.model.problem import Place, Pointer, Problem

MOST_DEPTH = 32

_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})", re.M)
_JSON_WORDS = {"none": "null", "nil": "null", "undefined": "null", "true": "true", "yes": "true", "false": "false", "no": "false"}
_SUM = 'write a sum as a text in double quotes: `"100000000000"`'
_QUOTES = "'`‘’‚‛“”„‟«»‹›「」"


class _Wrong(NamedTuple):
    """What stands in the document in place of a value that cannot be taken."""

    code: str
    sentence: str
    help: str
    key: str | None = None


def read(raw: bytes, place: Place) -> tuple[Any, list[Problem]]:
    """The value that a JSON document holds, or none and everything that is wrong with it."""
    if not raw.strip():
        return None, [Problem("P116", place, "the file is empty", "write the document, or remove the file")]
    if raw.startswith(b"\xef\xbb\xbf"):
        return None, [Problem("P102", place, "the file begins with a byte order mark", "save it as UTF-8 without BOM")]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:2]:
        return None, [Problem("P101", place, "the file is UTF-16, not UTF-8", "save the file as UTF-8")]
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        spot = place._replace(offset=len(raw[: error.start].decode()))
        return None, [Problem("P101", spot, f"byte {error.start + 1} is not UTF-8", "save the file as UTF-8")]
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_fraction)
    except json.JSONDecodeError as error:
        return None, [_not_json(text, error, place)]
    except RecursionError:
        return None, [_too_deep(place)]
    deep = too_deep(data, place)
    problems = [deep] if deep else list(_wrong(data, place))
    return (None, problems) if problems else (data, [])


def too_deep(value: object, place: Place) -> Problem | None:
    """The problem of a value in which lists and objects are nested deeper than any event needs."""
    level, levels = [value], 0
    while level := [v for v in level if isinstance(v, (dict, list))]:
        levels += 1
        if levels > MOST_DEPTH:
            return _too_deep(place)
        level = [inner for v in level for inner in (v.values() if isinstance(v, dict) else v)]
    return None


def _too_deep(place: Place) -> Problem:
    sentence = f"lists and objects are nested more than {MOST_DEPTH} deep"
    return Problem("P106", place, sentence, "flatten it: an event is nested four deep at the most")


def _object(pairs: list[tuple[str, object]]) -> dict | _Wrong:
    data = dict(pairs)
    if len(data) == len(pairs):
        return data
    seen: set[str] = set()
    key = next(key for key, _ in pairs if key in seen or seen.add(key))
    return _Wrong("P104", f"key `{key}` stands twice", "keep one; a reader cannot know which is meant", key)


def _constant(word: str) -> _Wrong:
    return _Wrong("P105", f"`{word}` is not a number", _SUM)


def _integer(digits: str) -> int | _Wrong:
    # Python refuses to read thousands of digits, since the time that it takes grows with their square.
    if len(digits) > 400:
        return _Wrong("P105", f"a number has {len(digits):,} digits", _SUM)
    return int(digits)


def _fraction(digits: str) -> float | _Wrong:
    value = float(digits)
    if isinf(value):
        return _Wrong("P105", "a number is larger than can be read", _SUM)
    return value


def _wrong(data: object, place: Place) -> Iterator[Problem]:
    """A problem for every value in the document that cannot be taken."""
    for pointer, value in _walk(data, ()):
        if isinstance(value, _Wrong):
            way = pointer if value.key is None else (*pointer, value.key)
            yield Problem(value.code, place._replace(pointer=way, key=value.key is not None), value.sentence, value.help)
        if isinstance(value, str) and _SURROGATE.search(value):
            yield _half(place._replace(pointer=pointer))
        if pointer and isinstance(pointer[-1], str) and _SURROGATE.search(pointer[-1]):
            yield _half(place._replace(pointer=pointer[:-1]))


def _half(spot: Place) -> Problem:
    return Problem("P118", spot, "a text holds half of a surrogate pair", "write the character itself")


def _walk(value: object, pointer: Pointer) -> Iterator[tuple[Pointer, object]]:
    yield pointer, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*pointer, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _walk(inner, (*pointer, number))


def _not_json(text: str, error: json.JSONDecodeError, place: Place) -> Problem:
    """What is wrong with a text that is not JSON. The words of the reader are not passed on: they change with its version."""
    at, sentence, help = _within_text(text, error) or _between_texts(text, error)
    return Problem("P103", place._replace(offset=at), f"not JSON: {sentence}", help)


def _within_text(text: str, error: json.JSONDecodeError) -> tuple[int, str, str] | None:
    """Where, what and what to do, if a text in quotes is at fault."""
    at = error.pos
    if error.msg.startswith("Unterminated string"):
        return at, "a text is not closed", 'end it with `"`'
    if error.msg.startswith("Invalid control character"):
        if text[at] in "\r\n":
            return at, "the line ends within a text", 'end the text with `"`, or write all of it on one line'
        name = "a tab" if text[at] == "\t" else f"the control character U+{ord(text[at]):04X}"
        return at, f"a text holds {name}", "put a space in its place"
    if error.msg.startswith("Invalid \\"):
        at = text.rfind("\\", 0, at + 1)
        if text[at : at + 2] == "\\u":
            return at, "`\\u` is not followed by four hexadecimal digits", "write the character itself"
        return at, f"`{text[at : at + 2]}` is no escape", "write `\\\\` for a backslash"
    return None


def _between_texts(text: str, error: json.JSONDecodeError) -> tuple[int, str, str]:
    """Where, what and what to do, if anything else is at fault."""
    msg, at = error.msg, error.pos
    if msg == "Extra data":
        return at, "there is more after the end", "a document is one object in braces, with nothing after it"
    if msg.startswith("Illegal trailing comma"):
        at += 1
    at = next((n for n in range(at, len(text)) if not text[n].isspace()), len(text))
    before = text[:at].rstrip()
    if at == len(text):
        return max(0, len(before) - 1), "the document ends before it is complete", "close what is open with `}` or `]`"
    sign = text[at]
    if _CONFLICT.match(text, text.rfind("\n", 0, at) + 1):
        return at, "a merge left its marks here", "keep one of the two sides, and remove the marks"
    if before.endswith(",") and sign in "}]":
        return len(before) - 1, f"a comma stands before the closing `{sign}`", "remove the comma"
    if sign in _QUOTES:
        return at, f"a text begins with `{sign}`", 'texts and keys stand in double quotes, `"`'
    if sign in "/#":
        return at, "a comment stands here", "remove it; what readers should know goes into `notes`"
    if msg == "Expecting ':' delimiter":
        return len(before), "the colon after a key is missing", "put `:` between the key and its value"
    if msg == "Expecting ',' delimiter":
        if sign in "}]":
            return at, f"`{sign}` does not close what is open here", "a list ends with `]`, an object with `}`"
        return len(before), "a comma is missing", "put `,` between one value and the next"
    word = _WORD.match(text, at)
    if word and msg == "Expecting value":
        known = _JSON_WORDS.get(word[0].lower())
        return at, f"`{word[0]}` is no value", f"write `{known}`" if known else f'a text stands in double quotes: `"{word[0]}"`'
    if word:
        return at, f"the key `{word[0]}` has no quotes", f'write `"{word[0]}"`'
    if sign in ",:}]":
        missing = "a value" if msg == "Expecting value" else "a key"
        return at, f"{missing} is missing before `{sign}`", "write it, or remove what is left over"
    return at, f"`{sign}` cannot stand here", "is something missing, or left over, just before it?"
