"""Each file of `tests/stories` is the story of one case: a fact, the events that are recorded, and what follows on both clocks.

The first line is the fact. An event a line follows, in recorded order, a day apart from 2026-01-01 on; what it does not say is
filled in. Below stands every state with its spans: known from and to, and from which day, surely from which day, to which day
it held. The tables are written anew with `EXPECTED=write pytest tests/test_stories.py`; then read what git says has changed.
"""

import json
import os
from pathlib import Path

import pytest
from given import KINDS, event, log

from tracker.log.fold import refusals
from tracker.log.history import Story, Stretch, tell

STORIES = Path(__file__).parent / "stories"
FILES = sorted(str(path.relative_to(STORIES)) for path in STORIES.glob("*/*.txt"))

HEAD = ("known from", "known to", "from", "surely", "to", "status", "more")


def case_of(name: str) -> tuple[str, list[str], list[dict]]:
    """The id of a story's case, the lines above its table, and its events."""
    lines = (STORIES / name).read_text(encoding="utf-8").splitlines()
    head = [line for n, line in enumerate(lines) if n == 0 or line.startswith("{")]
    assert head[0].endswith("."), "a story begins with its fact, a sentence"
    documents = [json.loads(line) for line in head[1:]]
    return name.removesuffix(".txt"), head, [event(d.pop("type"), d.pop("date", None), **d) for d in documents]


def table(told: Story) -> list[str]:
    """Every stretch as a line, in the order of knowing and then of happening."""
    stretches = sorted(told.stretches, key=lambda s: (s.known_from, s.valid_from or ""))
    rows = [HEAD, *map(_row, stretches)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _row(s: Stretch) -> tuple[str, ...]:
    held = s.held
    surely = "never" if s.certain_from == "9999-12-31" else s.certain_from or "-"
    more = {"due": held.due, "until": held.until, "promised": held.promised, "delivered": held.delivered, "in": held.unit}
    said = " ".join(f"{name} {value}" for name, value in more.items() if value is not None)
    by_day = "by its day" if s.turned else ""
    status = held.status or "-"
    spans = (s.known_from[:10], (s.known_to or "-")[:10], s.valid_from or "ever", surely, s.valid_to or "-")
    return *spans, status, ", ".join(filter(None, (said, by_day)))


def wrong(told: Story, life) -> list[str]:
    """What is wrong with the amendments of a story and with its order of events, a line each."""
    problems = [*told.problems, *refusals(life, told.steps)]
    return [f"{p.code} {p.place.path.rsplit('/', 1)[1].removesuffix('.json')}" for p in problems]


@pytest.mark.parametrize("name", FILES)
def test_story(name):
    """What follows of a story's events is what its table says, to the letter."""
    case_id, head, documents = case_of(name)
    life = KINDS.lives[case_id.partition("/")[0]]
    told = tell(life, log(case_id, *documents))
    text = "\n".join([head[0], "", *head[1:], "", *table(told), "", f"today: {told.status}", *wrong(told, life)]) + "\n"
    path = STORIES / name
    if os.environ.get("EXPECTED") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_there_are_stories():
    """Every family but statements, which have no life of their own, has stories."""
    assert {name.partition("/")[0] for name in FILES} == set(KINDS.lives) - {"statements"}
