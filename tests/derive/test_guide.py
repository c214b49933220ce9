"""The guide is drawn from the kinds: their sentences, fields and tables, and nothing kept beside them."""

from typing import Literal

import pytest
from given import KINDS

from tracker.derive.guide import changes, diagram, explained_family, explained_type, markdown, overview
from tracker.kinds import Kinds
from tracker.model.docs import field_docs, summary
from tracker.model.event import WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.state import State
from tracker.model.values import Amount, Name, PartySlug
from tracker.model.vocabulary import Vocabulary

WORDS = Vocabulary.model_validate({"sectors": {"e-commerce": "Shops.", "gaming": "Games."}})
LIVES = [*KINDS, KINDS.record]


class Deed(WorldEvent):
    """What deeds share."""

    by: PartySlug
    """Who did it."""


class Begun(Deed):
    """Something was begun. Whether it ends well is another matter."""

    type: Literal["deed.begun"]
    """Always `deed.begun`."""


class Ended(Deed):
    """Something was ended."""

    type: Literal["deed.ended"]
    """Always `deed.ended`."""
    well: Literal["yes", "no"]
    """Whether it ended well: `yes` | `no`."""
    cost: Amount = None
    """What it cost."""
    remark: Name = None
    """What was said of it."""


DEEDS = Life(
    "deeds", "deed", "A deed of some length.", State, (Begun, Ended),
    {NOTHING: {"begun": "under way", "ended": "done"}, "under way": {"begun": "under way", "ended": "done"}, "done": {}},
    rank=1,
)  # fmt: skip
SMALL = Kinds([DEEDS, KINDS.record])


def test_overview():
    """The list of types gives every family and type with its first sentence."""
    assert (
        overview(SMALL).split("\n\n")[0]
        == """\
deeds
  A deed of some length.
  deed.begun        Something was begun.
  deed.ended        Something was ended."""
    )
    listed = " ".join(overview(KINDS).split())
    for life in LIVES:
        assert life.label in listed
        for kind in life.events:
            assert f"{kind.word} {summary(kind).split('. ')[0].rstrip('.')}." in listed


def test_family():
    """A family is explained by its types, its statuses and what may follow what."""
    assert (
        explained_family(DEEDS)
        == """\
deeds
  A deed of some length.

types
  deed.begun  Something was begun. Whether it ends well is another matter.
  deed.ended  Something was ended.

statuses
  under way, done

what may follow what
  nothing yet -> under way: begun
  nothing yet -> done: ended
  under way -> under way: begun
  under way -> done: ended
"""
    )


def test_type():
    """A type is explained by its fields, what they hold, and what it brings about."""
    text = explained_type("deed.ended", SMALL, WORDS)
    required, optional, *inside, brings = text.split("\n\n")[1:]
    assert required.splitlines()[0] == "required"
    assert required.splitlines()[-2:] == [
        "  by            Who did it.", "  well          Whether it ended well: `yes` | `no`. One of: yes, no.",
    ]  # fmt: skip
    assert "The parts of the industry concerned, by the words in `vocabulary.json`. One of: e-commerce, gaming." in " ".join(
        required.split()
    )
    assert optional.splitlines()[-2:] == ["  cost          What it cost.", "  remark        What was said of it."]
    assert [block.splitlines()[0] for block in inside] == [
        f"{name}: {doc}" for name, doc in {
            "Part": "A party and the role it plays in an event.", "Source": "A published page that supports the event.",
            "Amount": "A sum of money as the source states it.",
            "Quantity": "A promise or a delivery that is not money: tonnes, homes, people insured.",
        }.items()
    ]  # fmt: skip
    assert brings == "what it brings about\n  nothing yet -> done: ended\n  under way -> done: ended\n"


@pytest.mark.parametrize("word", KINDS.types)
def test_every_field(word):
    """Every field of a type is told with its own sentence, but what only a redaction writes."""
    kind = KINDS.types[word]
    told = " ".join(explained_type(word, KINDS, WORDS).split())
    docs = field_docs(kind)
    for name, field in kind.model_fields.items():
        assert (f"{field.alias or name} {docs[name.rstrip('_')]}" in told) is (name != "redacted"), name


def test_diagram():
    """The lifecycle is drawn as a state diagram, an arrow for each pair of statuses."""
    assert (
        diagram(DEEDS)
        == """\
stateDiagram-v2
    state "under way" as s1
    state "done" as s2
    [*] --> s1: begun
    [*] --> s2: ended
    s1 --> s1: begun
    s1 --> s2: ended"""
    )


@pytest.mark.parametrize("life", list(KINDS), ids=lambda life: life.family)
def test_arrows_are_the_table(life):
    """The arrows say all that the table says, and nothing else."""
    assert {
        (change.before, verb): change.after for change in changes(life) for verb in change.verbs
    } == {(before, verb): after for before, row in life.table.items() for verb, after in row.items()}  # fmt: skip


def test_markdown():
    """In the whole guide the envelope is told once, what a family shares once a family, and the rest with its type."""
    text = markdown(SMALL, WORDS)
    begin, end = text.index("## deeds"), text.index("## record")
    assert (
        text[begin:end]
        == f"""\
## deeds

A deed of some length.

Statuses: **under way**, **done**.

| after | comes | and the case is |
| --- | --- | --- |
| nothing yet | `begun` | under way |
| nothing yet | `ended` | done |
| under way | `begun` | under way |
| under way | `ended` | done |

```mermaid
{diagram(DEEDS)}
```

Fields of every `deed.*`:

| field | what it says |
| --- | --- |
| `by`* | Who did it. |

### deed.begun

Something was begun. Whether it ends well is another matter.

### deed.ended

Something was ended.

| field | what it says |
| --- | --- |
| `well`* | Whether it ended well: `yes` \\| `no`. One of: `yes`, `no`. |
| `cost` | What it cost. See [Amount](#amount). |
| `remark` | What was said of it. |

"""
    )
    assert text.count("| `summary`* | One to three neutral sentences in our own words. |") == 1


def test_markdown_of_all():
    """The whole guide names every type, status and value of the families of this tracker."""
    text = markdown(KINDS, WORDS)
    for life in LIVES:
        assert all(f"\n### {kind.word}\n\n{summary(kind)}\n" in text for kind in life.events)
        assert all(f"**{status}**" in text for status in life.statuses)
    for line in text.splitlines():
        assert not line.startswith("|") or line.replace("\\|", "").count("|") in (3, 4), line
