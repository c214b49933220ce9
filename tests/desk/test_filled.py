"""A form shows whatever an event may say, and reads it back."""

import pytest
from given import KINDS
from projects import WORDS

from tracker.derive.draft import example
from tracker.derive.schema import shapes
from tracker.desk.filled import Known, changed, filled, rows, written
from tracker.desk.form import groups
from tracker.desk.parties import Parties
from tracker.desk.prepared import NEVER
from tracker.log.checks.whole import PartyNames
from tracker.model.problem import Place
from tracker.model.vocabulary import Vocabulary

VOCABULARY = Vocabulary.model_validate(WORDS)
NAMES = [PartyNames("example-company", "Example Company", ("Example",), Place("")), PartyNames("other", "Other", (), Place(""))]
KNOWN = Known(Parties(NAMES), str)
PLEDGE = KINDS.types["pledge.announced"]
DELIVERY = KINDS.types["pledge.progressed"]


def fields(kind, opening: bool = True):
    """All fields of a type's form."""
    return [field for group in groups(kind, VOCABULARY, opening=opening) for field in group.fields]


def read(kind, **texts: str):
    """What is read from a form in which this was typed; `__` stands for a dot."""
    return filled(fields(kind), {name.replace("__", "."): [text] for name, text in texts.items()}, KNOWN)


@pytest.mark.parametrize("word", sorted(KINDS.types))
def test_whatever_an_event_may_say(word):
    """The form of each type takes all that a document of the type may hold, and shows it so that it is read as the same."""
    kind = KINDS.types[word]
    drawn = shapes([kind], VOCABULARY)
    document = {name: value for name, value in example(drawn.types[word], drawn.values, kind).items() if name not in NEVER}
    form = fields(kind)
    assert {field.name for field in form} == {field.alias or name for name, field in kind.model_fields.items()} - NEVER
    found = filled(form, written(form, document, KNOWN.parties), KNOWN)
    assert (found.document, found.unfit, found.strangers) == (document, [], {})
    texts = written(form, document, KNOWN.parties, "change.")
    assert changed(form, texts, document, KNOWN, "change.").document is not document
    assert changed(form, texts, document, KNOWN, "change.").document == document


def test_required_first():
    """What is needed comes before what is likely, and what is rarely said is folded away."""
    by_group = {
        group.name: [(f.name, f.required, f.folded) for f in group.fields] for group in groups(PLEDGE, VOCABULARY, opening=True)
    }
    assert by_group == {
        "case": [("name", True, False), ("question", True, False)],
        "what": [("date", True, False), ("title", True, False), ("summary", True, False), ("due", False, False)],
        "who": [("parties", True, False), ("jurisdiction", True, False), ("sectors", True, False)],
        "amounts": [("amount", False, False), ("quantity", False, True)],
        "sources": [("sources", True, False), ("confidence", False, False)],
        "more": [
            ("about", False, True), ("same_as", False, True), ("responds_to", False, True), ("follows", False, True),
            ("announcement", False, True), ("notes", False, True),
        ],
    }  # fmt: skip


def test_as_typed():
    """Dates and sums are read as a person types them, names as those of parties, and what was made of them is said."""
    found = read(DELIVERY, date="Sept 2021", amount="over 2bn yuan", amount__covers="Q1 2022", parties="")
    assert found.document == {
        "date": "2021-09",
        "amount": {"value": "2000000000", "currency": "CNY", "bound": "over", "covers": "2022-01/2022-03"},
    }
    assert found.stored == {"date": "2021-09", "amount": "over 2,000,000,000 CNY", "amount.covers": "2022-01/2022-03"}
    found = filled(fields(PLEDGE), {"parties[0].party": ["Example"], "parties[3].party": ["Nobody"]}, KNOWN)
    assert found.document == {"parties": [{"party": "example-company"}, {"party": "Nobody"}]}
    assert found.strangers == {"parties[3].party": "Nobody"}
    assert found.names["parties", 1, "party"] == "parties[3].party"


def test_what_cannot_be_read():
    """What cannot be read without guessing is named at its field, and left out; a row of it still counts as one."""
    found = filled(fields(PLEDGE), {"date": ["3/4/2021"], "amount": ["50"], "sources[0].published": ["soon"]}, KNOWN)
    assert found.document == {"sources": [{}]}
    assert [(unfit.field, unfit.sentence) for unfit in found.unfit] == [
        ("date", "`3/4/2021` may be 2021-03-04 or 2021-04-03"),
        ("amount", "`50` names no currency"),
        ("sources[0].published", "`soon` is no date"),
    ]


def test_empty_rows():
    """Rows in which nothing was typed are none, wherever they stand, and lines likewise."""
    texts = {
        "sources[0].url": [" "],
        "sources[2].url": ["https://example.org/a"],
        "sources[x].url": ["no"],
        "about": ["\r\n a/b \r\n\r\nc/d"],
    }
    found = filled(fields(PLEDGE), texts, KNOWN)
    assert found.document == {"sources": [{"url": "https://example.org/a"}], "about": ["a/b", "c/d"]}
    assert rows(texts, "sources") == [0, 2]


def test_only_what_was_touched():
    """Of a document shown in a form only those fields are read anew in which something else was typed."""
    before = {
        "title": "A",
        "amount": {"value": "1.50", "currency": "CNY"},
        "sectors": ["e-commerce"],
        "notes": "Old.",
        "version": 1,
    }
    texts = written(fields(PLEDGE), before, KNOWN.parties, "change.")
    assert texts["change.amount"] == ["1.50 CNY"]
    found = changed(fields(PLEDGE), {**texts, "change.title": ["B"], "change.notes": [""]}, before, KNOWN, "change.")
    assert found.document == {"title": "B", "amount": before["amount"], "sectors": ["e-commerce"], "version": 1}
    assert found.names == {("title",): "change.title", ("notes",): "change.notes"}
