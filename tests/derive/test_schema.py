"""The JSON Schema says what the models say, to editors and to validators of other hands."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Literal

import jsonschema_rs
import pytest
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner
from given import KINDS, SOURCE, event, redaction, stamp, written

from tracker.derive.schema import BEYOND, schema, schema_text
from tracker.kinds import Kinds
from tracker.log.decode import decode
from tracker.log.parse import parse_file
from tracker.log.shape import event_of, kind_of
from tracker.model.event import WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.problem import Place
from tracker.model.state import State
from tracker.model.vocabulary import Vocabulary
from tracker.project import open_project

ROOT = Path(__file__).parents[2]
NO_WORDS = Vocabulary()
SCHEMA = schema(KINDS, NO_WORDS)
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)

WORDS = Vocabulary.model_validate({
    "sectors": {"e-commerce": "Shops and marketplaces."},
    "relations": {"founder": {"label": "founder of", "inverse": "founded by"}},
    "publishers": {"Example Daily": {"tier": "newsroom"}},
})  # fmt: skip


def examples(word: str) -> list[dict]:
    return SCHEMA["$defs"][word].get("examples", [])


def judged_by_models(document: dict) -> bool:
    """Whether the log takes the document for an event, whatever else may be wrong with it."""
    kind, _ = kind_of(document, None, KINDS, Place("x"))
    return kind is not None and event_of(document, kind, Place("x"))[0] is not None


@pytest.mark.parametrize("word", KINDS.types)
def test_example_of_every_type(word):
    """Every type has an example with all its fields, which models and schema take."""
    (example,) = examples(word)
    fields = {field.alias or name for name, field in KINDS.types[word].model_fields.items()}
    assert set(example) == fields - {"redacted", "version"}
    assert set(SCHEMA["$defs"][word]["properties"]) == fields - {"redacted"}
    assert judged_by_models(example)
    assert VALIDATOR.is_valid(example)


def altered(value: Any) -> Iterator[Any]:
    """A document with one thing wrong or odd in it, at every place in turn."""
    if isinstance(value, dict):
        yield {**value, "unknown": 1}
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
            yield from ({**value, key: inner} for inner in altered(value[key]))
    elif isinstance(value, list):
        yield from ([], value * 2, value * 201, [*value, None])
        for number, item in enumerate(value):
            yield from ([*value[:number], inner, *value[number + 1 :]] for inner in altered(item))
    elif isinstance(value, str):
        yield from ("", " ", f" {value}", f"{value} ", f"{value}\n", f"={value}")
        yield from (f"{value}\u202e", f"{value}\u00a0", f"{value}\u0085", "中", "é" * 3000, value * 9)
        yield from (value.upper(), value.lower(), value[::-1], value[:4], f"{value}~", f"{value}/..", f"../{value}")
        yield from ("0", "-1", "1.5", "a/b", "a/b/c", "a_b", "a-b")
        yield from ("ftp://example.org", "https://a@example.org/", "https://例.org/ü")
    yield from (None, True, 1, 0, 2, -1, [], {}, ["x"], {"x": "y"})


@pytest.mark.parametrize("word", KINDS.types)
def test_agreement(word):
    """Whatever is altered in an example, models and schema agree on whether it is still an event."""
    example = examples(word)[0] | {"version": 1}
    disagreed = [d for d in altered(example) if isinstance(d, dict) and judged_by_models(d) != VALIDATOR.is_valid(d)]
    assert disagreed == []


@pytest.mark.parametrize(
    "document",
    [
        redaction(event("pledge.announced", "2021", recorded=stamp(0))),
        redaction(event("party.registered", recorded=stamp(0))),
        redaction(event("record.replied", recorded=stamp(0))) | {"version": 1},
        redaction(event("pledge.announced", "2021", recorded=stamp(0))) | {"title": "Still here"},
        redaction(event("pledge.announced", "2021", recorded=stamp(0))) | {"$schema": "../../schema.json"},
        redaction(event("pledge.announced", "2021", recorded=stamp(0))) | {"redacted": "0"},
        {"redacted": "0" * 64},
        {"type": "pledge.anounced", "recorded": stamp(0), "redacted": "0" * 64},
        {"type": "pledge.anounced", "recorded": stamp(0)},
        {"type": None, "recorded": stamp(0)},
        {"recorded": stamp(0)},
        {},
    ],
)
def test_agreement_on_what_is_left(document):
    """Of a redacted event nothing may be left but type, version, date, stamp and digest; a document has a type."""
    assert VALIDATOR.is_valid(document) is judged_by_models(document)


def test_redacted_is_valid():
    """What a redaction leaves of an event is an event."""
    assert VALIDATOR.is_valid(redaction(event("pledge.announced", "2021", recorded=stamp(0))))


PASSED = {
    BEYOND[0]: {"date": "2021-02-30"},
    BEYOND[1]: {"date": "2021-09/2021-08"},
    BEYOND[2]: {"version": 1.0},
}


@pytest.mark.parametrize("rule", PASSED)
def test_what_no_schema_can_say(rule):
    """The rules on single fields that are listed as beyond a schema are indeed beyond it."""
    document = examples("statement.made")[0] | PASSED[rule]
    assert VALIDATOR.is_valid(document)
    assert not judged_by_models(document)


def test_type_that_is_not_known():
    """A type that is not known, or none, gives that one error, and none about the fields of another type."""
    for document in ({"type": "pledge.anounced", "recorded": stamp(0)}, {"recorded": stamp(0)}):
        (error,) = VALIDATOR.iter_errors(document)
        assert error.instance_path in ([], ["type"])


def test_words_of_the_vocabulary():
    """Sectors and relations are closed lists; publishers are open, and offered."""
    drawn = schema(KINDS, WORDS)
    validator = jsonschema_rs.validator_for(drawn)
    made = event("statement.made", "2021", recorded=stamp(0))
    related = event("party.related", recorded=stamp(0))
    assert validator.is_valid(made)
    assert not validator.is_valid(made | {"sectors": ["commerce"]})
    assert validator.is_valid(related)
    assert not validator.is_valid(related | {"relation": "owner"})
    assert validator.is_valid(made | {"sources": [SOURCE | {"publisher": "Another Daily"}]})
    assert drawn["$defs"]["Source"]["properties"]["publisher"]["examples"] == ["Example Daily"]
    assert drawn["$defs"]["statement.made"]["properties"]["sectors"]["items"] == {
        "enum": ["e-commerce"], "enumDescriptions": ["Shops and marketplaces."],
    }  # fmt: skip


def test_sentences():
    """Every type, value and field is described by the sentence in the code, and has no default that it may not hold."""
    drawn = schema(KINDS, WORDS)
    for name, shape in drawn["$defs"].items():
        if "properties" in shape:
            assert [f for f, told in shape["properties"].items() if not told.get("description")] == [], name
    assert '"default": null' not in json.dumps(drawn)
    assert drawn["$defs"]["pledge.broken"]["properties"]["finding_by"]["description"] == "The party that found so, where one did."


def lifted(document: dict) -> dict:
    return document | {"how": document.pop("way")}


class Second(WorldEvent):
    """Something was done, in a shape that was renewed."""

    type: Literal["deed.done"]
    """Always `deed.done`."""
    current = 2
    upcasts = {1: lifted}
    how: Literal["well", "badly"]
    """How it was done."""


def test_older_version():
    """A merged document in an older version passes, though its fields are others; in the current one they are held to."""
    life = Life("deeds", "deed", "A deed.", State, (Second,), {NOTHING: {"done": "done"}})
    validator = jsonschema_rs.validator_for(schema(Kinds([life, KINDS.record]), NO_WORDS))
    done = event("deed.done", "2021", recorded=stamp(0))
    assert validator.is_valid(done | {"way": "well"})
    assert validator.is_valid(done | {"version": 1, "way": "well"})
    assert validator.is_valid(done | {"version": 2, "how": "well"})
    assert not validator.is_valid(done | {"version": 2, "way": "well"})
    assert not validator.is_valid(done | {"version": 3, "how": "well"})


def test_check_jsonschema(tmp_path):
    """The tool check-jsonschema takes the schema, its regular expressions included, and judges by it."""
    (tmp_path / "schema.json").write_text(schema_text(KINDS, WORDS), encoding="utf-8")
    (tmp_path / "good.json").write_bytes(written(event("pledge.announced", "2021", recorded=stamp(0))))
    (tmp_path / "bad.json").write_bytes(written(event("pledge.announced", "2021", recorded=stamp(0), due="soon")))

    def answer(name: str):
        return CliRunner().invoke(check_jsonschema, ["--schemafile", str(tmp_path / "schema.json"), str(tmp_path / name)])

    assert (answer("good.json").exit_code, answer("bad.json").exit_code) == (0, 1)
    assert "$.due: 'soon' does not match" in answer("bad.json").output


def test_the_log():
    """On every event of this log, schema and models agree."""
    project = open_project(ROOT)
    validator = jsonschema_rs.validator_for(schema(project.kinds, project.vocabulary))
    words = project.vocabulary
    disagreed = []
    for path in sorted(ROOT.glob("events/*/*/*.json")):
        shown = path.relative_to(ROOT).as_posix()
        entry, _ = parse_file(shown, path.read_bytes(), project.kinds)
        data, _ = decode(path.read_bytes(), Place(shown))
        known = entry is not None and set(entry.data.get("sectors", ())) <= set(words.sectors)
        known = known and (entry.data.get("relation") is None or entry.data["relation"] in words.relations)
        if data is not None and validator.is_valid(deepcopy(data)) is not known:
            disagreed.append(shown)
    assert disagreed == []


def test_generated_file_is_current():
    """`events/schema.json` is what the kinds and the vocabulary say today: write it with `tracker kinds --schema`."""
    project = open_project(ROOT)
    assert (ROOT / "events/schema.json").read_text(encoding="utf-8") == schema_text(project.kinds, project.vocabulary)
