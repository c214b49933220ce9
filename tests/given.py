"""Given events, then what follows of them: builders that fill in whatever a test is not about."""

from collections.abc import Iterable
from typing import Any

import orjson

from tracker.kinds import Kinds, load
from tracker.log.entry import Entry
from tracker.log.history import Story, tell
from tracker.log.names import stem_of
from tracker.log.parse import parse_file
from tracker.model.dates import shift

KINDS = load()

SOURCE = {"url": "https://example.org/page", "title": "A page", "publisher": "Example Daily"}

_WORLD = {
    "title": "Somebody acted",
    "summary": "What happened, in a sentence.",
    "parties": [{"party": "somebody", "role": "target"}],
    "jurisdiction": "CN",
    "sectors": ["e-commerce"],
    "sources": [SOURCE],
    "confidence": "medium",
}

_OWN = {
    "party.registered": {"kind": "company"},
    "party.renamed": {"to_name": "Another Name", "sources": [SOURCE]},
    "party.related": {"relation": "founder", "to": "another", "sources": [SOURCE]},
    "party.merged": {"into": "another", "sources": [SOURCE]},
    "party.dissolved": {"sources": [SOURCE]},
    "record.corrected": {"reason": "The page says otherwise.", "sources": [SOURCE]},
    "record.retracted": {"reason": "The page says nothing of it.", "code": "unsupported"},
    "record.redacted": {"reason": "A court ordered it.", "code": "unlawful"},
    "record.checked": {"looked_in": ["Example Daily"]},
    "record.replied": {"party": "somebody", "summary": "They said so.", "sources": [SOURCE]},
}


def event(type_: str, date: str | None = None, **fields: Any) -> dict:
    """A whole document of a type, in which only what is named here differs from one test to another."""
    filled = _OWN.get(type_, _WORLD)
    return {"type": type_, **({"date": date} if date else {}), **filled, **fields}


def corrected(of: str, change: dict, was: dict, **fields: Any) -> dict:
    return event("record.corrected", of=of, change=change, was=was, **fields)


def retracted(of: str, **fields: Any) -> dict:
    return event("record.retracted", of=of, **fields)


def redaction(document: dict) -> dict:
    """What is left of a document once its text was removed."""
    kept = {key: document[key] for key in ("type", "date", "recorded") if key in document}
    return kept | {"redacted": "0" * 64}


def stamp(number: int) -> str:
    """The stamp of the nth entry of a log, a day after the one before."""
    return f"{shift('2026-01-01', number)}T09:00:00Z"


def named(case_id: str, documents: Iterable[dict], kinds: Kinds = KINDS) -> list[tuple[str, dict]]:
    """Each document with the id that it asks for, in the order given, recorded a day apart where it does not say when.

    `of` and `follows` may name an event of the case by its stem alone.
    """
    taken: set[str] = set()
    result = []
    for number, document in enumerate(documents):
        whole = {"recorded": stamp(number)} | document
        for field in ("of", "follows"):
            if field in whole and "/" not in whole[field]:
                whole[field] = f"{case_id}/{whole[field]}"
        stem = whole.pop("stem", None) or stem_of(whole, whole["type"], kinds.types[whole["type"]].about_world)
        name, count = stem, 1
        while name in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name)
        result.append((f"{case_id}/{name}", whole))
    return result


def written(document: dict) -> bytes:
    """A document as `tracker fmt` lays it out, though not its order of keys."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def log(case_id: str, *documents: dict, kinds: Kinds = KINDS) -> list[Entry]:
    """The entries of one case, read as from its files; none of them may be refused."""
    entries = []
    for event_id, document in named(case_id, documents, kinds):
        entry, problems = parse_file(f"events/{event_id}.json", written(document), kinds)
        assert not problems, problems
        entries.append(entry)
    return entries


def story(case_id: str, *documents: dict, kinds: Kinds = KINDS) -> Story:
    """What follows of the documents of one case."""
    return tell(kinds.lives[case_id.partition("/")[0]], log(case_id, *documents, kinds=kinds))


def lived(case_id: str, *documents: dict, kinds: Kinds = KINDS) -> list[tuple[str | None, str | None]]:
    """From which day the case had which status, all told; a refused event shows as `refused`."""
    steps = story(case_id, *documents, kinds=kinds).steps
    return [(step.day, "refused" if step.refused else step.state.status) for step in steps]


def codes(problems: Iterable) -> list[str]:
    """The codes of problems, in their order."""
    return [problem.code for problem in problems]
