"""A case as rows: everything that the tables say of it, and of its events."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

import orjson

from tracker.derive.book import Book
from tracker.derive.rates import Rates
from tracker.derive.rows import cases, events
from tracker.log.case import Case
from tracker.model.identity import case_pk, event_pk
from tracker.model.vocabulary import Vocabulary

Rows = dict[str, list[tuple]]
"""Table -> rows, each in the order of the table's columns."""


class Setting(NamedTuple):
    """What rows need beyond the case itself."""

    book: Book
    rates: Rates
    vocabulary: Vocabulary
    shared: set[int]
    """The keys of publishers and rates whose rows were brought already: several cases share them."""


class Keys(NamedTuple):
    """The integer keys of a case and its events."""

    case: int
    events: dict[str, int]


def keys_of(case: Case) -> Keys:
    """The keys of a case; those of its events are told apart in recorded order."""
    pk = case_pk(case.id)
    taken: set[int] = set()
    return Keys(pk, {entry.id: event_pk(pk, entry.id, taken) for entry in case.entries})


def digest_of(read: list[tuple[str, bytes]]) -> str:
    """SHA-256 over a case's events, each with its id; the same whether they stand in files or in bulk lines."""
    total = sha256()
    for event_id, raw in sorted(read):
        total.update(event_id.encode())
        total.update(sha256(raw).digest())
    return total.hexdigest()


def words_of(vocabulary: Vocabulary) -> Iterator[tuple]:
    """The rows of this tracker's own words."""
    told = vocabulary.model_dump()
    meanings = {
        "sectors": vocabulary.sectors,
        "relations": {word: kind.label for word, kind in vocabulary.relations.items()},
        "publishers": {name: publisher.tier for name, publisher in vocabulary.publishers.items()},
    }
    for kind, words in meanings.items():
        for word, meaning in words.items():
            yield case_pk(f"word {kind} {word}"), kind, word, meaning, orjson.dumps(told[kind][word]).decode()


def rows_of(told: Sequence[tuple[Case, str]], setting: Setting, into: Rows) -> None:
    """Adds the rows of cases, each with its digest; each step is taken for all of them before the next begins."""
    keys = [keys_of(case) for case, _ in told]
    for (case, _), of_case in zip(told, keys, strict=True):
        events.add(case, of_case, setting, into)
    for (case, digest), of_case in zip(told, keys, strict=True):
        cases.add(case, of_case, digest, setting, into)
