"""Corrections, retractions and redactions: what the record says of each event, and what was wrong with saying it."""

import pytest
from given import KINDS, SOURCE, codes, corrected, event, log, named, redaction, retracted, stamp, story, written

from tracker.log.amend import crossed, merge_patch, replaced
from tracker.log.case import case_of
from tracker.log.parse import parse_file

CASE = "pledges/x"
OF = "2021-09-02-announced"
FIRST = "2026-01-02-corrected-2021-09-02-announced"


def announced(**fields):
    return event("pledge.announced", "2021-09-02", **fields)


def read(*documents, stem=OF):
    """How an event reads after all that is recorded, by its title; none if it is retracted."""
    told = story(CASE, *documents)
    assert told.problems == []
    version = told.versions[f"{CASE}/{stem}"]
    return version.entry.event.title if version.standing else None


def retitled(title, was="Somebody acted", of=OF, **fields):
    return corrected(of, {"title": title}, {"title": was}, **fields)


def found(*documents):
    """The codes, files and pointers of what is wrong with the amendments of a case."""
    problems = story(CASE, *documents).problems
    return [(p.code, p.place.path.rsplit("/", 1)[1].removesuffix(".json"), p.place.pointer) for p in problems]


# RFC 7396, appendix A.
@pytest.mark.parametrize(
    ("target", "patch", "merged"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_the_examples_of_the_rfc(target, patch, merged):
    """A merge patch does what the examples of RFC 7396, appendix A, say."""
    assert merge_patch(target, patch) == merged


@pytest.mark.parametrize(
    ("target", "change", "was"),
    [
        ({"a": 1}, {"a": 2}, {"a": 1}),
        ({"a": 1}, {"b": 2}, {"b": None}),
        ({"a": 1}, {"a": None}, {"a": 1}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}, {"a": {"b": 1}}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"d": 3}}, {"a": {"d": None}}),
        ({"a": {"b": 1, "c": 2}}, {"a": None}, {"a": {"b": 1, "c": 2}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [1, 2]}),
        ({"a": "text"}, {"a": {"b": 1}}, {"a": "text"}),
        ({}, {"a": {"b": 1}}, {"a": None}),
    ],
)
def test_what_is_replaced(target, change, was):
    """`was` mirrors the change: the values that stood there, null where there was none."""
    assert replaced(target, change) == was and crossed(target, change, was) is None


@pytest.mark.parametrize(
    ("target", "change", "was", "way"),
    [
        ({"a": 1}, {"a": 2}, {}, ("a",)),
        ({"a": 1}, {"a": 2}, {"a": 3}, ("a",)),
        ({"a": 1}, {"a": 2}, {"a": True}, ("a",)),
        ({"a": 1}, {"a": 2}, {"a": 1, "b": None}, ("b",)),
        ({"a": 1}, {"b": 2}, {"b": ""}, ("b",)),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, {"a": {"b": 9}}, ("a", "b")),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, {"a": None}, ("a",)),
        ({"a": [1]}, {"a": [2]}, {"a": [1, 1]}, ("a",)),
    ],
)
def test_what_is_not_what_was(target, change, was, way):
    """The first value in which `was` differs from the event is found."""
    assert crossed(target, change, was) == way


def test_corrected():
    """A correction changes how the event reads, and keeps how it read at first."""
    told = story(CASE, announced(), retitled("A better title"))
    version = told.versions[f"{CASE}/{OF}"]
    assert (version.original.event.title, version.entry.event.title) == ("Somebody acted", "A better title")
    assert [c.stem for c in version.corrections] == [FIRST] and version.standing
    assert version.entry.data == version.original.data | {"title": "A better title"}


def test_corrected_twice():
    """The second correction says what the first had made of it."""
    assert read(announced(), retitled("B"), retitled("C", "B")) == "C"


def test_a_part_of_a_value():
    """Of an amount one field alone may be corrected; a list is replaced whole."""
    sources = [{**SOURCE, "title": "Another page"}]
    was = {"amount": {"value": "100"}, "sources": [SOURCE], "due": None}
    told = story(
        CASE,
        announced(amount={"value": "100", "currency": "CNY", "bound": "over"}),
        corrected(OF, {"amount": {"value": "120"}, "sources": sources, "due": "2025"}, was),
    )
    read_ = told.versions[f"{CASE}/{OF}"].entry.event
    assert told.problems == []
    assert (read_.amount.value, read_.amount.bound, read_.sources[0].title, read_.due) == ("120", "over", "Another page", "2025")


def test_a_corrected_date_moves_the_event():
    """Correcting a date moves the event in the story and leaves its name."""
    told = story(CASE, announced(), corrected(OF, {"date": "2021-08-17"}, {"date": "2021-09-02"}))
    assert [(step.entry.stem, step.day) for step in told.steps] == [(OF, "2021-08-17")]


def test_retracted():
    """A retracted event stands no more; the retraction says so."""
    told = story(CASE, announced(), retracted(OF))
    version = told.versions[f"{CASE}/{OF}"]
    assert (version.standing, version.retraction.stem) == (False, "2026-01-02-retracted-2021-09-02-announced")
    assert (told.steps, told.status) == ([], "retracted")


def test_a_retracted_correction_is_void():
    """Without the correction the event reads as before it; a later correction still holds."""
    assert read(announced(), retitled("B"), retracted(FIRST)) == "Somebody acted"
    assert read(announced(), retitled("B"), retitled("C", "B"), retracted(FIRST)) == "C"


def test_a_retracted_retraction_is_void():
    """With the retraction taken back the event stands again, and so on for what takes that back."""
    second = "2026-01-02-retracted-2021-09-02-announced"
    third = f"2026-01-03-retracted-{second}"
    assert read(announced(), retracted(OF), retracted(second)) == "Somebody acted"
    assert read(announced(), retracted(OF), retracted(second), retracted(third)) is None


def test_retracted_again():
    """An event may be retracted anew after a retraction was taken back, and stays so when the first one is revived."""
    first = "2026-01-02-retracted-2021-09-02-announced"
    again = [announced(), retracted(OF), retracted(first), retracted(OF)]
    assert read(*again) is None
    revived = [*again, retracted(f"2026-01-03-retracted-{first}"), retracted("2026-01-04-retracted-2021-09-02-announced")]
    assert read(*revived) is None


def test_a_long_row_of_retractions():
    """However many retractions take each other back, the last one decides."""
    documents, of = [announced()], OF
    for number in range(1, 7):
        documents.append(retracted(of))
        of = named(CASE, documents)[-1][0].rsplit("/", 1)[1]
        assert read(*documents) == (None if number % 2 else "Somebody acted")


def test_taking_back_what_changes_nothing():
    """Retracting a check for news changes no event, and is told all the same."""
    told = story(CASE, announced(), event("record.checked", of=OF), retracted("2026-01-02-checked-2021-09-02-announced"))
    assert len(told.pasts) == 1 and set(told.retractions) == {f"{CASE}/2026-01-02-checked-2021-09-02-announced"}


@pytest.mark.parametrize(
    ("documents", "problems"),
    [
        ([retitled("B", of="2021-made")], [("P801", "2026-01-02-corrected-2021-made", ("of",))]),
        ([retracted("laws/y/2021-adopted")], [("P801", "2026-01-02-retracted-2021-adopted", ("of",))]),
        ([event("record.replied", of="2021-made")], [("P801", "2026-01-02-replied-2021-made", ("of",))]),
        ([retitled("B", was="Something else")], [("P802", FIRST, ("was", "title"))]),
        ([corrected(OF, {"title": "B"}, {})], [("P802", FIRST, ("was",))]),
        ([corrected(OF, {"title": "B"}, {"title": "Somebody acted", "due": None})], [("P802", FIRST, ("was", "due"))]),
        ([corrected(OF, {"type": "pledge.revised"}, {"type": "pledge.announced"})], [("P803", FIRST, ("change", "type"))]),
        ([corrected(OF, {"recorded": stamp(3)}, {"recorded": stamp(0)})], [("P803", FIRST, ("change", "recorded"))]),
        ([corrected(OF, {"version": 2}, {"version": None})], [("P803", FIRST, ("change", "version"))]),
        ([corrected(OF, {"title": None}, {"title": "Somebody acted"})], [("P804", FIRST, ("change",))]),
        ([corrected(OF, {"jurisdiction": "UK"}, {"jurisdiction": "CN"})], [("P804", FIRST, ("change", "jurisdiction"))]),
        ([corrected(OF, {"naem": "B"}, {"naem": None})], [("P804", FIRST, ("change", "naem"))]),
        ([retracted(OF), retracted(OF)], [("P806", "2026-01-03-retracted-2021-09-02-announced", ("of",))]),
        ([event("record.redacted", of=OF)], [("P807", "2026-01-02-redacted-2021-09-02-announced", ("of",))]),
        ([corrected(OF, {"title": "Somebody acted"}, {"title": "Somebody acted"})], [("P811", FIRST, ("change",))]),
        ([retitled("B", shape=2)], [("P812", FIRST, ("shape",))]),
    ],
)
def test_what_is_wrong(documents, problems):
    """An amendment of nothing, one that crossed another, one that would make the event invalid: each is found at its place."""
    assert found(announced(), *documents) == problems


def test_wrong_amendments_change_nothing():
    """What is wrong with an amendment leaves the event as it was."""
    told = story(
        CASE, announced(), retitled("B", was="Something else"), corrected(OF, {"title": None}, {"title": "Somebody acted"})
    )
    assert told.versions[f"{CASE}/{OF}"].entry.event.title == "Somebody acted" and len(told.pasts) == 1


def test_two_corrections_that_crossed():
    """Of two corrections written for one text, the second is caught: it does not know the first."""
    documents = [announced(), retitled("B"), retitled("C")]
    assert found(*documents) == [("P802", "2026-01-03-corrected-2021-09-02-announced", ("was", "title"))]


def test_nothing_can_be_amended_before_it_is_recorded():
    """An amendment concerns what was recorded before it."""
    assert found(retitled("B", recorded=stamp(0)), announced(recorded=stamp(1))) == [
        ("P801", "2026-01-01-corrected-2021-09-02-announced", ("of",))
    ]


def test_a_correction_of_a_correction():
    """A correction is not corrected; it is retracted and written anew."""
    wrong = corrected(FIRST, {"reason": "Another reason."}, {"reason": "The page says otherwise."})
    assert found(announced(), retitled("B"), wrong) == [("P805", f"2026-01-03-corrected-{FIRST}", ("of",))]


def test_a_wrong_amendment_is_put_right_by_a_retraction():
    """Nothing recorded can be removed, so that what was wrong with an amendment ends with its retraction."""
    crossing = "2026-01-03-corrected-2021-09-02-announced"
    assert found(announced(), retitled("B"), retitled("C"), retracted(crossing)) == []
    assert read(announced(), retitled("B"), retitled("C"), retracted(crossing)) == "B"


def test_corrections_taken_back_in_any_order():
    """Corrections that build on each other may be taken back in any order, and only what is left at last is judged."""
    first, second = FIRST, "2026-01-03-corrected-2021-09-02-announced"
    built = [
        announced(),
        corrected(OF, {"amount": {"value": "5", "currency": "CNY"}}, {"amount": None}),
        corrected(OF, {"amount": {"bound": "over"}}, {"amount": {"bound": None}}),
    ]
    # Without the first the second alone would leave an amount without its sum.
    assert codes(story(CASE, *built, retracted(first)).problems) == ["P804", "P804"]
    assert found(*built, retracted(first), retracted(second)) == []
    assert found(*built, retracted(second), retracted(first)) == []


def test_a_correction_that_the_retraction_of_another_makes_idle():
    """Where one correction took another back by hand, retracting the first leaves the second idle, which is no problem."""
    there_and_back = [announced(), retitled("B"), retitled("Somebody acted", was="B")]
    assert read(*there_and_back, retracted(FIRST)) == "Somebody acted"


def test_the_reasons_of_a_case():
    """A case whose events are all retracted is told as retracted and keeps its name."""
    entries = log(CASE, announced(name="A fund", question="Has it paid?"), retracted(OF))
    case = case_of(CASE, entries, KINDS)
    assert (case.story.status, case.name, case.standing) == ("retracted", "A fund", [])


def redacted(*documents, which=0):
    """The documents with the text of one removed, and the redaction that says so; all bear stamps."""
    whole = [{"recorded": stamp(n)} | d for n, d in enumerate(documents)]
    of = named(CASE, whole)[which][0]
    stem = of.rsplit("/", 1)[1]
    whole[which] = redaction(named(CASE, whole)[which][1]) | {"stem": stem}
    return [*whole, event("record.redacted", of=of)]


def test_redacted():
    """Of a redacted event its date stands, and the fold stands on it; the redaction is told with it."""
    whole = [announced(), event("pledge.progressed", "2022-01-01")]
    told = story(CASE, *redacted(*whole))
    assert [(s.day, s.state.status) for s in told.steps] == [(s.day, s.state.status) for s in story(CASE, *whole).steps]
    version = told.versions[f"{CASE}/{OF}"]
    assert told.problems == [] and version.redaction.event.code == "unlawful"
    assert (version.entry.event.title, version.entry.event.parties) == ("Redacted", [])


def test_a_corrected_event_is_redacted():
    """What was corrected in a redacted text is gone with it; only a corrected date still holds."""
    dated = corrected(OF, {"date": "2021-08-17", "title": "B"}, {"date": "2021-09-02", "title": "Somebody acted"})
    told = story(CASE, *redacted(announced(), dated, retitled("C", was="B")))
    assert told.problems == []
    version = told.versions[f"{CASE}/{OF}"]
    assert (version.entry.event.date, version.entry.event.title, len(version.corrections)) == ("2021-08-17", "Redacted", 2)


def test_a_correction_is_redacted():
    """A correction without its text corrects nothing any more, and later ones hold, whatever they say was there."""
    told = story(CASE, *redacted(announced(), retitled("B"), retitled("C", was="B"), which=1))
    assert told.problems == []
    assert told.versions[f"{CASE}/{OF}"].entry.event.title == "C"


def test_a_retraction_is_redacted():
    """A retraction without its text still holds: its name says what it took back."""
    told = story(CASE, *redacted(announced(), retracted(OF), which=1))
    assert (told.problems, told.status) == ([], "retracted")


def test_a_second_amendment_of_a_day_is_redacted():
    """The number at the end of a name is not taken for a part of what it concerns."""
    same_day = [announced(recorded="2026-01-01T09:00:00Z"), retitled("B", recorded="2026-01-02T09:00:00Z")]
    same_day += [retitled("C", was="B", recorded="2026-01-02T10:00:00Z")]
    told = story(CASE, *redacted(*same_day, which=2))
    assert (told.problems, told.versions[f"{CASE}/{OF}"].entry.event.title) == ([], "B")


def test_the_second_event_of_a_day_stays_meant():
    """A retraction without its text still concerns the second event of a day where that is what its name says."""
    twice = [announced(), event("pledge.progressed", "2022"), event("pledge.progressed", "2022"), retracted("2022-progressed-2")]
    told = story(CASE, *redacted(*twice, which=3))
    assert told.problems == [] and set(told.retractions) == {f"{CASE}/2022-progressed-2"}


def test_a_retraction_is_redacted_that_was_the_second_of_its_day():
    """A retraction without its text holds, though its name ends in a number."""
    first = "2026-01-02-retracted-2021-09-02-announced"
    days = ["2026-01-01T09:00:00Z", *(f"2026-01-02T{hour}:00:00Z" for hour in ("09", "10", "11"))]
    documents = [announced(), retracted(OF), retracted(first), retracted(OF)]
    told = story(CASE, *redacted(*(d | {"recorded": day} for d, day in zip(documents, days, strict=True)), which=3))
    assert (told.problems, told.status) == ([], "retracted")


def test_an_amendment_without_its_text_and_its_name():
    """Of an amendment whose name does not say what it concerned, nothing is left to go by."""
    blank = redaction(retitled("B", recorded=stamp(1))) | {"stem": "2026-01-02-corrected"}
    assert found(announced(), blank) == [("P801", "2026-01-02-corrected", ("of",))]


@pytest.mark.parametrize("document", [event("record.replied", of=OF), event("record.checked"), event("record.checked", of=OF)])
def test_a_reply_is_redacted(document):
    """A reply or a check without its text is no problem of the case."""
    assert story(CASE, *redacted(announced(), document, which=1)).problems == []


def test_a_redacted_document_holds_nothing_else():
    """Whatever else stands in a redacted document is refused."""
    document = redaction(announced(recorded=stamp(0))) | {"title": "Still here"}
    entry, problems = parse_file(f"events/{CASE}/{OF}.json", written(document), KINDS)
    assert entry is None and codes(problems) == ["P809"]
