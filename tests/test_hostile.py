"""What the hostile log claims: each text in each field of each type, taken by the checks; and that others are refused."""

from typing import Any

import pytest
from given import KINDS, named, written
from hostile import ADDRESSES, PAYLOADS, REFUSED, carrying, cases, put, text_fields

from tracker.log.parse import parse_file


def held(document: Any, way: tuple[str, ...]) -> list[str]:
    """The texts that a document has where the way leads."""
    if not way:
        return [document]
    first, *rest = way
    if first == "[]":
        return [text for item in document for text in held(item, tuple(rest))]
    return held(document[first], tuple(rest)) if first in document else []


def test_every_text_in_every_field():
    """Each payload stands in each text field of each type; the name of a case on its first event only, that of a party told apart."""
    found: dict[tuple, list[str]] = {}
    for documents in cases().values():
        for document in documents:
            if "redacted" not in document:
                for way in text_fields(document["type"]):
                    found.setdefault((document["type"], way), []).extend(held(document, way))
    every = {(word, way) for word in KINDS.types for way in text_fields(word)}
    own = {key for key in every if key[0].startswith("party.") and key[1] == ("name",) and key[0] != "party.registered"}
    lacking = {
        key for key in every - own if not all(any(given.startswith(text[:100]) for given in found[key]) for text in PAYLOADS)
    }
    assert lacking == set()
    assert len(set(PAYLOADS)) == 40


@pytest.mark.parametrize("text", ["x", *REFUSED], ids=ascii)
def test_refused(text):
    """What a spreadsheet takes for a formula, what breaks a line or cannot be seen is refused in every text field of every type."""
    for life in (*KINDS, KINDS.record):
        for kind in life.events:
            for way in text_fields(kind.word):
                document = carrying(kind.word, "x", ADDRESSES[0])
                put(document, way, text)
                about = {"of": "laws/x/y"} if "of" in kind.model_fields else {}
                change = {"change": {"notes": "x"}, "was": {}} if "change" in kind.model_fields else {}
                ((event_id, whole),) = named(
                    "laws/x" if life is KINDS.record else f"{life.family}/x", [document | about | change]
                )
                problems = parse_file(f"events/{event_id}.json", written(whole), KINDS)[1]
                assert [problem.place.pointer[0] for problem in problems] == ([] if text == "x" else [way[0]]), (kind.word, way)
