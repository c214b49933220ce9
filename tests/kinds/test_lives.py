"""What holds of every family: its table, its events and its statuses fit together."""

import pytest
from given import KINDS, event, lived, log, redaction, stamp

from tracker.kinds import load
from tracker.log.history import tell
from tracker.model.docs import field_docs, summary
from tracker.model.life import NOTHING
from tracker.model.state import State, columns

FAMILIES = list(KINDS.lives)


def steps_of(kind: type) -> set[str]:
    """Every step that an event of a type can be."""
    effects = getattr(kind.model_fields.get("effect"), "annotation", None)
    return {f"{kind.verb()} {effect}" for effect in effects.__args__} if effects else {kind.verb()}


def test_families_come_in_the_order_of_readers():
    """The families are those of the design, pledges first and parties last."""
    assert FAMILIES == ["pledges", "crackdowns", "sanctions", "laws", "statements", "parties"]


def test_loading_twice_gives_the_same():
    """Types and classes are the same however often they are asked for."""
    assert load() is load() and load().life("pledges") is KINDS.lives["pledges"]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_step_of_the_table_can_be_taken(family):
    """The table names only what an event of the family can do, and every event can do something."""
    life = KINDS.lives[family]
    named = {step for row in life.table.values() for step in row}
    possible = {step for kind in life.events for step in steps_of(kind)}
    assert named == possible


@pytest.mark.parametrize("family", FAMILIES)
def test_every_status_has_a_row(family):
    """A case of any status can be asked what may come next, and each status can come about."""
    life = KINDS.lives[family]
    assert set(life.statuses) == set(life.table) - {NOTHING}
    assert set(life.open) <= set(life.statuses)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_event_can_be_the_first_known(family):
    """Our knowledge has gaps: whatever happens in a family may be the first thing that is known of a case."""
    life = KINDS.lives[family]
    assert set(life.table[NOTHING]) == {step for kind in life.events for step in steps_of(kind)}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_status_is_reached(family):
    """From nothing, every status is reached by some way through the table."""
    life = KINDS.lives[family]
    reached: set[str | None] = {NOTHING}
    while more := {to for status in reached for to in life.table[status].values()} - reached:
        reached |= more
    assert reached - {NOTHING} == set(life.statuses)


@pytest.mark.parametrize("word", list(KINDS.types))
def test_every_type_explains_itself(word):
    """A type has a sentence, and so has each of its fields."""
    kind = KINDS.types[word]
    docs = field_docs(kind)
    assert summary(kind).endswith(".") and kind.word == word
    assert [name for name in kind.model_fields if not docs.get(name.rstrip("_"), "").endswith(".")] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_column_explains_itself(family):
    """A column that a state publishes has a sentence and is empty of a case of which nothing is known."""
    life = KINDS.lives[family]
    published = list(columns(life.state))
    assert all(column.doc.endswith(".") for column in published)
    assert [column.value(life.state()) for column in published] == [None] * len(published)


def test_the_state_of_any_case():
    """A state without a family of its own has no sums, no deadline and no end, and no day moves it."""
    state = State()
    assert (state.status, state.turn(), state.sums(), state.deadline_by, state.ends) == (None, None, None, None, None)


@pytest.mark.parametrize("word", [word for word, kind in KINDS.types.items() if kind.about_world])
def test_a_redacted_event_keeps_the_fold_standing(word):
    """A case reads the same status after an event whose text was removed, whatever its type."""
    family = KINDS.family_of[word.partition(".")[0]]
    fields = {"effect": "extended"} if word == "sanction.amended" else {}
    document = event(word, "2021-05-01", recorded=stamp(0), **fields)
    whole, blank = lived(f"{family}/x", document), lived(f"{family}/x", redaction(document))
    assert blank == whole


@pytest.mark.parametrize("family", FAMILIES)
def test_a_case_of_one_event_has_a_story(family):
    """Any event of a family, with only what is mandatory, makes a case with a status."""
    life = KINDS.lives[family]
    for kind in life.events:
        fields = {"effect": "extended"} if kind.word == "sanction.amended" else {}
        told = tell(life, log(f"{family}/x", event(kind.word, "2021-05-01", **fields)))
        assert told.status in life.statuses and told.problems == []
