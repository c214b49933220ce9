"""Synthetic logs: any number of events from a fixed seed, written as they come and never held.

The same events stand in one file each or, with the cases interleaved, in the lines of a bulk file for each family;
and once more flat, one row an event with what is nested as JSON text, for tools that know tables and no log.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

import orjson

from tests.benchmark import words
from tests.benchmark.cases import Case
from tests.benchmark.parties import PartyCase
from tests.benchmark.world import World, Written
from tracker.kinds import Kinds

SEED = 20210902

LATER = 5
"""Events that are not in the log yet, for adding one by one."""


def stream(kinds: Kinds, events: int) -> Iterator[Written]:
    """Events without end, each a second after the one before, with cases as far apart as in a log of so many.

    One event in forty registers a party. A fortieth of the log's events is the number of cases that are under way
    at once, each as likely as any other to go on.
    """
    world = World(kinds, SEED)
    under_way: list[Case | PartyCase] = []
    while True:
        if world.written < 10 or world.written % 40 == 0:
            under_way.append(PartyCase(world))
        elif len(under_way) <= events // 40:
            under_way.append(Case(world, kinds.lives[world.pick(words.FAMILIES)]))
        else:
            chosen = world.chance.randrange(len(under_way))
            under_way[chosen], under_way[-1] = under_way[-1], under_way[chosen]
        yield under_way[-1].write()
        world.written += 1
        if not under_way[-1].left:
            under_way.pop()


def write_files(root: Path, kinds: Kinds, events: int) -> None:
    """A log with one event a file; beside it `flat.jsonl`, and in `later` a few events that come after."""
    with open(_begun(root) / "flat.jsonl", "wb") as flat:
        for number, (event_id, document) in enumerate(islice(stream(kinds, events), events + LATER)):
            file = root / ("events" if number < events else f"later/{number - events}/events") / f"{event_id}.json"
            if not file.parent.exists():
                file.parent.mkdir(parents=True)
            file.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
            if number < events:
                flat.write(orjson.dumps(flattened(event_id, document), option=orjson.OPT_APPEND_NEWLINE))


def write_bulk(root: Path, kinds: Kinds, events: int) -> None:
    """The same log in bulk files, one for each family, in recorded order."""
    _begun(root)
    files: dict[str, IO[bytes]] = {}
    with ExitStack() as opened:
        for event_id, document in islice(stream(kinds, events), events):
            family = event_id.partition("/")[0]
            if family not in files:
                (root / "events" / family).mkdir()
                files[family] = opened.enter_context(open(root / "events" / family / "bulk.jsonl", "wb"))
            files[family].write(orjson.dumps({"id": event_id, **document}, option=orjson.OPT_APPEND_NEWLINE))


def _begun(root: Path) -> Path:
    """The folder of a new log with nothing in it but the vocabulary."""
    if root.exists():
        shutil.rmtree(root)
    (root / "events").mkdir(parents=True)
    (root / "events/vocabulary.json").write_bytes(orjson.dumps(words.vocabulary(), option=orjson.OPT_INDENT_2))
    return root


def flattened(event_id: str, document: dict) -> dict:
    """The event as one row: every field a column, what is nested as JSON text."""
    own = {name: orjson.dumps(value).decode() if isinstance(value, (dict, list)) else value for name, value in document.items()}
    return {"id": event_id, "case_id": event_id.rsplit("/", 1)[0], **own}
