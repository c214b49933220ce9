"""The log of this repository as it lies in its files, and the database that is built from it."""

import json
import sqlite3
from collections import defaultdict
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]

Document = dict[str, Any]


class Record(NamedTuple):
    """The log, read with nothing but JSON: the guards judge it by a way of their own."""

    raw: dict[str, Document]
    """Id -> document, as first written."""
    world: dict[str, Document]
    """Id -> document with its corrections, of events about the world that stand."""
    words: Document
    """The vocabulary."""

    def family(self, name: str) -> dict[str, Document]:
        """The events about the world of one family."""
        return {id: document for id, document in self.world.items() if id.startswith(f"{name}/")}

    def cases(self) -> dict[str, dict[str, Document]]:
        """Case -> its events about the world, parties left out."""
        found: dict[str, dict[str, Document]] = defaultdict(dict)
        for id, document in self.world.items():
            if not id.startswith("parties/"):
                found[case(id)][id] = document
        return found

    def about(self, verb: str) -> dict[str, Document]:
        """The events about the record of one type."""
        return {id: document for id, document in self.raw.items() if document["type"] == f"record.{verb}"}

    def tier(self, publisher: str) -> str | None:
        """How near to the facts a publisher stands."""
        return self.words["publishers"].get(publisher, {}).get("tier")


def case(id: str) -> str:
    """The case of an event."""
    return id.rpartition("/")[0]


def patched(document: Any, patch: Any) -> Any:
    """A document with a merge patch (RFC 7396) laid over it."""
    if not isinstance(patch, dict):
        return patch
    result = dict(document) if isinstance(document, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = patched(result.get(key), value)
    return result


@pytest.fixture(scope="session")
def record() -> Record:
    """Every file of the log, and the events as they read today."""
    folder = ROOT / "events"
    raw = {
        path.relative_to(folder).with_suffix("").as_posix(): json.loads(path.read_bytes()) for path in folder.glob("*/*/*.json")
    }
    for path in folder.glob("*/*.jsonl"):
        raw |= {(document := json.loads(line)).pop("id"): document for line in path.read_bytes().splitlines()}
    taken_back = {document["of"] for document in raw.values() if document["type"] == "record.retracted"}
    standing = {id: document for id, document in raw.items() if id not in taken_back}
    world = {id: deepcopy(document) for id, document in standing.items() if not document["type"].startswith("record.")}
    for document in sorted(standing.values(), key=lambda document: document["recorded"]):
        if document["type"] == "record.corrected" and document["of"] in world:
            world[document["of"]] = patched(world[document["of"]], document["change"])
    return Record(raw, world, json.loads((folder / "vocabulary.json").read_bytes()))


@pytest.fixture
def db(whole):
    connection = sqlite3.connect(f"file:{whole}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()
