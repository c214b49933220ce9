"""Finds a value in the text of a JSON document, so that a problem can point at it with line and column."""

import json
from json.decoder import scanstring
from typing import NamedTuple

from tracker.model.problem import Pointer

# Numbers stay texts: one may be longer than Python is willing to read.
_decode = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode
_SPACE = " \t\n\r"


class Span(NamedTuple):
    """Line and column, both counted from 1 and in characters, and how many characters to underline."""

    line: int
    column: int
    width: int


def locate(text: str, pointer: Pointer, key: bool = False) -> Span:
    """The span of the value at `pointer`, or with `key` of its key.

    Where the text holds no such value, or is not JSON, the span of the nearest one above it.
    """
    try:
        start, end = _find(text, pointer, key)
    except (ValueError, IndexError, RecursionError):
        start, end = _skip(text, 0), _skip(text, 0) + 1
    return span(text, start, end)


def span(text: str, start: int, end: int) -> Span:
    """The span from one offset to another, or to the end of the first line."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    return Span(text.count("\n", 0, start) + 1, start - line_start + 1, max(1, min(end, line_end) - start))


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _find(text: str, pointer: Pointer, key: bool) -> tuple[int, int]:
    at = _skip(text, 0)
    for depth, part in enumerate(pointer):
        wants_key = key and depth == len(pointer) - 1
        found = _member(text, at, part) if isinstance(part, str) else _item(text, at, part)
        if found is None:
            break
        key_span, at = found
        if wants_key and key_span:
            return key_span
    if text[at] in "{[":
        return at, at + 1
    return at, _decode(text, at)[1]


def _member(text: str, at: int, name: str) -> tuple[tuple[int, int], int] | None:
    """Where the value of a key begins, and the span of the key; the last one where a key stands twice."""
    if text[at] != "{":
        return None
    found = None
    at = _skip(text, at + 1)
    while text[at] == '"':
        start = at
        key, at = scanstring(text, at + 1, True)
        key_end = at
        at = _skip(text, _skip(text, at) + 1)
        if key == name:
            found = (start, key_end), at
        at = _skip(text, _decode(text, at)[1])
        if text[at] != ",":
            break
        at = _skip(text, at + 1)
    return found


def _item(text: str, at: int, index: int) -> tuple[None, int] | None:
    """Where an item of a list begins."""
    if text[at] != "[":
        return None
    at = _skip(text, at + 1)
    for _ in range(index):
        at = _skip(text, _decode(text, at)[1])
        if text[at] != ",":
            return None
        at = _skip(text, at + 1)
    return (None, at) if text[at] != "]" else None
