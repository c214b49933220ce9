"""Old shapes: every version in which an event was ever written is still read, and can still be corrected."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from given import codes, corrected, event, log, retracted, stamp, story, written
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.kinds import load
from tracker.log.names import stem_of
from tracker.log.parse import parse_file
from tracker.log.shape import upcast

SAMPLES = Path(__file__).parents[1] / "upcasts"
KINDS = load((str(SAMPLES / "notices.py"),))
POSTED = KINDS.types["notice.posted"]

CASE = "notices/x"
OF = "2021-09-02-posted"
FIRST = "2026-01-02-corrected-2021-09-02-posted"


def sample(word: str, version: int) -> dict:
    """The frozen sample of a version of a type."""
    return json.loads((SAMPLES / word / f"{version}.json").read_text(encoding="utf-8"))


def entry_of(document: dict):
    """The entry and the problems of a document, read under the name that it asks for."""
    kind = KINDS.types[document["type"]]
    family = KINDS.family_of.get(kind.word.partition(".")[0], "laws")
    stem = stem_of(document, kind.word, kind.about_world)
    return parse_file(f"events/{family}/sample/{stem}.json", written(document), KINDS)


VERSIONS = [(word, version) for word, kind in KINDS.types.items() for version in range(1, kind.current + 1)]


@pytest.mark.parametrize(("word", "version"), VERSIONS)
def test_every_version_is_still_read(word, version):
    """Of every version of every type a frozen sample, with all that it may hold, reads as the newest one does."""
    document = sample(word, version)
    entry, problems = entry_of(document)
    assert problems == [] and entry.stored == document and document.get("version", 1) == version
    newest, _ = entry_of(sample(word, KINDS.types[word].current))
    assert entry.event == newest.event and entry.data == newest.data


@pytest.mark.parametrize("word", list(KINDS.types))
def test_samples_hold_every_field(word):
    """The newest sample of a type holds every field that the type has, so that none is forgotten when it changes."""
    kind = KINDS.types[word]
    known = {field.alias or name for name, field in kind.model_fields.items()} - {"redacted"}
    # An event has either a sum or a quantity; the version is absent where it is the first.
    free = {"amount", "quantity"} | ({"version"} if kind.current == 1 else set()) | ({"date"} if not kind.about_world else set())
    assert known - free <= set(sample(word, kind.current)) <= known


def test_no_sample_is_left_over():
    """Each sample is of a version that its type has."""
    there = {(path.parent.name, int(path.stem)) for path in SAMPLES.glob("*/*.json")}
    assert there == set(VERSIONS)


def test_every_step_has_its_function():
    """Of each version but the newest there is a function that lifts it to the next."""
    assert [word for word, kind in KINDS.types.items() if sorted(kind.upcasts) != list(range(1, kind.current))] == []


def test_lifting_step_by_step():
    """A document is lifted one version at a time, and the one passed in is left alone."""
    first = sample("notice.posted", 1)
    before = deepcopy(first)
    assert upcast(first, POSTED, 1, 2) == sample("notice.posted", 2)
    assert upcast(first, POSTED, 1, 3) == upcast(sample("notice.posted", 2), POSTED, 2, 3) == sample("notice.posted", 3)
    assert upcast(first, POSTED, 1, 1) is first and first == before


def test_a_version_to_come():
    """A version that the type does not have yet is refused."""
    entry, problems = entry_of(sample("notice.posted", 3) | {"version": 4})
    assert entry is None and codes(problems) == ["P215"]


@pytest.mark.parametrize("version", [0, -1, "2", 1.0, True, None, [1]])
def test_versions_that_are_none(version):
    """A version is a whole number from one on."""
    entry, problems = entry_of(sample("notice.posted", 1) | {"version": version})
    assert entry is None and "P208" in codes(problems)


def test_an_old_document_is_judged_by_the_newest_shape():
    """What an old document lacks or has too much of is found after it was lifted."""
    document = sample("notice.posted", 1)
    del document["place"]
    assert codes(entry_of(document)[1]) == ["P209"]
    assert codes(entry_of(sample("notice.posted", 2) | {"place": "Beijing"})[1]) == ["P202"]


def test_redacted_in_an_old_shape():
    """Of a redacted document nothing is left to lift, whatever version it was written in."""
    document = {"type": "notice.posted", "date": "2021-09-02", "recorded": stamp(0), "redacted": "0" * 64}
    entry, problems = entry_of(document)
    assert problems == [] and entry.data == document


def posted(version: int = 1, **fields):
    """A notice as it was written in one of the versions."""
    shapes = {
        1: {"place": "Beijing"},
        2: {"version": 2, "places": ["Beijing"]},
        3: {"version": 3, "places": [{"name": "Beijing"}]},
    }
    return event("notice.posted", "2021-09-02", **shapes[version], **fields)


def places(*documents):
    """The places of the first event after all that is recorded, and the codes of what is wrong."""
    told = story(CASE, *documents, kinds=KINDS)
    return [place.name for place in told.versions[f"{CASE}/{OF}"].entry.event.places], codes(told.problems)


V1 = corrected(OF, {"place": "Wuhan, Xi'an"}, {"place": "Beijing"})
V2 = corrected(OF, {"places": ["Wuhan"]}, {"places": ["Beijing"]}, shape=2)
V3 = corrected(OF, {"places": [{"name": "Wuhan", "floor": 2}]}, {"places": [{"name": "Beijing"}]}, shape=3)


@pytest.mark.parametrize(
    ("version", "correction", "read"),
    [
        (1, V1, ["Wuhan", "Xi'an"]),
        (1, V2, ["Wuhan"]),
        (1, V3, ["Wuhan"]),
        (2, V2, ["Wuhan"]),
        (2, V3, ["Wuhan"]),
        (3, V3, ["Wuhan"]),
    ],
)
def test_corrections_of_every_shape(version, correction, read):
    """A correction is merged in the shape for which it was written, and what results is lifted on."""
    assert places(posted(version), correction) == (read, [])


@pytest.mark.parametrize(("version", "correction"), [(2, V1), (3, V1), (3, V2)])
def test_a_correction_for_a_shape_that_the_event_never_had(version, correction):
    """A correction for an older shape than the event's is refused: it cannot be said what it means."""
    assert places(posted(version), correction) == (["Beijing"], ["P812"])


def test_a_correction_for_a_shape_to_come():
    """A correction for a shape that the type does not have yet is refused."""
    assert places(posted(), corrected(OF, {"title": "B"}, {"title": "Somebody acted"}, shape=4)) == (["Beijing"], ["P812"])


def test_a_chain_through_all_shapes():
    """Corrections of one event may be written for ever newer shapes, each saying what the one before had made of it."""
    chain = [
        posted(1),
        V1,
        corrected(OF, {"places": ["Wuhan", "Lhasa"]}, {"places": ["Wuhan", "Xi'an"]}, shape=2),
        corrected(OF, {"title": "B"}, {"title": "Somebody acted"}, shape=2),
        corrected(OF, {"places": [{"name": "Lhasa"}]}, {"places": [{"name": "Wuhan"}, {"name": "Lhasa"}]}, shape=3),
    ]
    assert [places(*chain[:n]) for n in range(1, 6)] == [
        (["Beijing"], []),
        (["Wuhan", "Xi'an"], []),
        (["Wuhan", "Lhasa"], []),
        (["Wuhan", "Lhasa"], []),
        (["Lhasa"], []),
    ]


def test_a_chain_goes_one_way():
    """After a correction for a newer shape none can be written for an older one, for the event stands in the newer by now."""
    back = corrected(OF, {"place": "Lhasa"}, {"place": "Wuhan"})
    assert places(posted(1), V2, back) == (["Wuhan"], ["P812"])


def test_a_chain_without_one_of_its_links():
    """With a correction taken back the later ones hold, each in its own shape."""
    third = corrected(OF, {"title": "B"}, {"title": "Somebody acted"}, shape=3)
    assert places(posted(1), V1, third, retracted(FIRST)) == (["Beijing"], [])
    second = corrected(OF, {"places": ["Lhasa"]}, {"places": ["Wuhan", "Xi'an"]}, shape=2)
    assert places(posted(1), V1, second, third, retracted(FIRST)) == (["Lhasa"], [])


def test_what_was_is_said_in_the_same_shape():
    """`was` is compared in the shape for which the correction was written."""
    in_another = corrected(OF, {"places": ["Wuhan"]}, {"place": "Beijing"}, shape=2)
    assert places(posted(1), in_another) == (["Beijing"], ["P802"])


def test_a_corrected_event_that_cannot_be_lifted():
    """A correction that leaves the event invalid in the newest shape is refused, whatever its own shape."""
    assert places(posted(1), corrected(OF, {"place": None}, {"place": "Beijing"})) == (["Beijing"], ["P804"])


def test_both_texts_are_kept():
    """After a correction the entry holds the document in the shape in which it was corrected, and lifted."""
    told = story(CASE, posted(1), V2, kinds=KINDS)
    entry = told.versions[f"{CASE}/{OF}"].entry
    assert (entry.stored["version"], entry.stored["places"]) == (2, ["Wuhan"])
    assert (entry.data["version"], entry.data["places"]) == (3, [{"name": "Wuhan"}])


names = st.lists(st.sampled_from(["Beijing", "Shanghai", "Xi'an", "武汉"]), min_size=1, max_size=3)


@settings(max_examples=max(1000, settings.default.max_examples))
@given(st.integers(1, 3), names, st.sampled_from(["2021", "2021-09-02~", "../2021"]))
def test_lifted_dumped_and_read_again(version, told, date):
    """Whatever the version in which it was written, an event lifted, dumped and read again is the same event."""
    shapes = {
        1: {"place": ", ".join(told)},
        2: {"version": 2, "places": told},
        3: {"version": 3, "places": [{"name": n} for n in told]},
    }
    [entry] = log(CASE, event("notice.posted", date, **shapes[version]), kinds=KINDS)
    again, problems = parse_file(entry.place.path, written(entry.data), KINDS)
    assert problems == [] and (again.event, again.data) == (entry.event, entry.data)
    assert again.stored == entry.data and [place.name for place in again.event.places] == told
    [in_newest] = log(CASE, event("notice.posted", date, **shapes[3]), kinds=KINDS)
    assert in_newest.event == entry.event
