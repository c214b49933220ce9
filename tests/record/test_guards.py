"""What must hold of the record as a whole, whoever adds to it."""

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import pytest

from tracker.check import check
from tracker.kinds import load
from tracker.model.life import NOTHING
from tracker.model.vocabulary import TIERS
from tracker.project import open_project

ROOT = Path(__file__).parents[2]

LEAST = {
    "pledges": (110, 55),
    "crackdowns": (120, 60),
    "sanctions": (126, 57),
    "laws": (125, 50),
    "statements": (62, 30),
    "parties": (315, 315),
}
"""Family -> events and cases: the sourced facts with which the record began."""

# Words that two names of one company may differ in.
SUFFIXES = re.compile(
    r"\b(?:group|inc|ltd|limited|corp|corporation|company|co|plc|llc|holdings?|technolog(?:y|ies)|the|of|and)\b"
)

ALIKE = {
    frozenset(pair)
    for pair in (
        ("softbank-corp", "softbank-group"),  # the telecoms firm, and its parent
        ("hefei-administration-for-market-regulation", "shanghai-administration-for-market-regulation"),
        ("hefei-administration-for-market-regulation", "state-administration-for-market-regulation"),
        ("hefei-administration-for-market-regulation", "zhengzhou-administration-for-market-regulation"),
        ("shanghai-administration-for-market-regulation", "state-administration-for-market-regulation"),
        ("shanghai-administration-for-market-regulation", "zhengzhou-administration-for-market-regulation"),
        ("state-administration-for-market-regulation", "zhengzhou-administration-for-market-regulation"),
        ("national-development-and-reform-commission", "sichuan-development-and-reform-commission"),
    )
}
"""Parties whose names are alike and that are two, each pair looked at."""

PUBLISHERS_ALIKE = {frozenset(("Business Standard", "The Business Standard"))}
"""One in India, the other in Bangladesh."""


def plain(name: str) -> str:
    """A name without case, punctuation and what companies add to it."""
    return " ".join(SUFFIXES.sub(" ", re.sub(r"[^\w ]", " ", name.casefold())).split())


def alike(one: str, other: str, least: float) -> bool:
    """Whether two texts agree to this degree; the quick bounds spare most of the work."""
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= least and match.quick_ratio() >= least and match.ratio() >= least


# How much there is


@pytest.mark.parametrize("family", LEAST)
def test_no_family_shrinks(record, family):
    """Each family holds at least the sourced facts with which the record began."""
    events = record.family(family)
    cases = {id.rpartition("/")[0] for id in events}
    assert (len(events), len(cases)) >= LEAST[family]
    assert len(cases) >= LEAST[family][1]


def test_the_record_is_large(record):
    """At least 530 events about the world outside parties, and at least 130 cases that go on after their first event."""
    cases = record.cases()
    assert sum(map(len, cases.values())) >= 530
    assert sum(len(events) >= 2 for events in cases.values()) >= 130


def test_no_finding_is_open():
    """The whole log has no error, and no warning that nobody looked at."""
    found = check(open_project(ROOT))
    assert (found.events > 1000, found.problems) == (True, [])


# Cases


def test_every_case_opens(record, db):
    """Every case begins with an event by which a case may enter the record, and no event is out of its lifecycle."""
    lives = load().lives
    wrong = []
    for case, events in record.cases().items():
        placed = {id: (day or "", recorded) for id, day, recorded in db.execute(
            'SELECT id, sort_date, recorded FROM events WHERE case_id = ? AND about_world = 1 AND standing = 1', (case,)
        )}  # fmt: skip
        first = events[min(placed, key=placed.get)]
        step = " ".join(filter(None, [first["type"].partition(".")[2], first.get("effect")]))
        if step not in lives[case.partition("/")[0]].table[NOTHING]:
            wrong.append((case, step))
    assert wrong == []
    assert [
        row["id"] for row in db.execute("SELECT id FROM events WHERE about_world = 1 AND standing = 1 AND status IS NULL")
    ] == []


def test_no_two_cases_with_one_name(record):
    """No two cases of a family are called so alike that a reader takes one for the other: one word differs at least, and not by a slip."""
    names = {case: next(e["name"] for e in events.values() if "name" in e) for case, events in record.cases().items()}
    wrong = []
    for (one, first), (other, second) in combinations(sorted(names.items()), 2):
        left, right = set(plain(first).split()), set(plain(second).split())
        only = [left - right, right - left]
        slip = len(only[0]) == len(only[1]) == 1 and not any(w.isdigit() for w in (*only[0], *only[1]))
        spelled = slip and alike(*only[0], *only[1], 0.8) and not any(re.search(r"\d", w) for w in (*only[0], *only[1]))
        if left == right or spelled:
            wrong.append((one, other))
    assert wrong == []


def test_questions_are_questions(record):
    """Every pledge has a question that readers come with, and it ends in a question mark."""
    questions = [document.get("question") for events in record.cases().values() for id, document in events.items()
                 if id.startswith("pledges/") and "name" in document]  # fmt: skip
    assert len(questions) == len({id.rpartition("/")[0] for id in record.family("pledges")})
    assert [question for question in questions if not (question or "").endswith("?")] == []


def test_no_title_twice_in_a_case(record):
    """No two events of a case say the same."""
    wrong = [(case, title) for case, events in record.cases().items()
             for title, count in Counter(e["title"] for e in events.values()).items() if count > 1]  # fmt: skip
    assert wrong == []


# Parties


def test_every_party_is_registered(record):
    """Every party that an event names, in whichever field, is registered."""
    known = {id.split("/")[1] for id, document in record.world.items() if document["type"] == "party.registered"}
    named = set()
    for document in record.raw.values():
        for whole in (document, document.get("change") or {}, document.get("was") or {}):
            named |= {part["party"] for part in whole.get("parties") or ()}
            named |= {slug for field in ("targets_added", "targets_removed") for slug in whole.get(field) or ()}
            named |= {whole[field] for field in ("party", "finding_by", "into") if isinstance(whole.get(field), str)}
        if document["type"] == "party.related":
            named.add(document["to"])
    assert len(named) > 250
    assert named - known == set()


def test_no_two_parties_alike(record):
    """No two parties are called alike but those that were looked at, and no name or alias is another party's too."""
    registered = {id.split("/")[1]: document for id, document in record.world.items() if document["type"] == "party.registered"}
    names = {slug: plain(document["name"]) for slug, document in registered.items()}
    found = {frozenset((one, other)) for one, other in combinations(names, 2) if alike(names[one], names[other], 0.85)}
    assert found == {pair for pair in ALIKE if pair <= set(names)}
    called = defaultdict(set)
    for slug, document in registered.items():
        for name in (document["name"], document.get("native_name"), *document.get("aliases", ())):
            if name:
                called[name.casefold()].add(slug)
    assert {name: slugs for name, slugs in called.items() if len(slugs) > 1} == {}


# Sources


def sources(document):
    """All sources of a document, those of a correction's two sides among them."""
    for whole in (document, document.get("change") or {}, document.get("was") or {}):
        yield from whole.get("sources") or ()


def test_every_publisher_has_a_tier(record):
    """Everyone who wrote a cited page, or hosts its copy, stands in the vocabulary with a tier, and nobody else does."""
    named = {name for d in record.raw.values() for s in sources(d) for name in (s["publisher"], s.get("via")) if name}
    assert len(named) > 600
    assert {name for name in named if record.tier(name) not in TIERS} == set()
    assert set(record.words["publishers"]) - named == set()


def test_no_publisher_under_two_spellings(record):
    """No publisher stands in the vocabulary twice."""
    names = {name: re.sub(r"[^\w]", "", name.casefold().removeprefix("the ")) for name in record.words["publishers"]}
    found = {frozenset((one, other)) for one, other in combinations(names, 2) if alike(names[one], names[other], 0.93)}
    assert found == PUBLISHERS_ALIKE


def test_high_confidence_is_earned(record):
    """`high` rests on an official source, or on two publishers of those that find things out for themselves; the wording of
    4.4, counted here without the code that checks it."""
    wrong = []
    for id, document in record.world.items():
        if document.get("confidence") == "high":
            tiers = {source["publisher"]: record.tier(source["publisher"]) for source in document["sources"]}
            counted = [name for name, tier in tiers.items() if tier in ("official", "newsroom", "research")]
            if "official" not in tiers.values() and len(counted) < 2:
                wrong.append((id, tiers))
    assert wrong == []


def test_addresses_do_not_track(record):
    """No source's address says by which advertisement or feed it was reached."""
    tracking = re.compile(r"[?&](?:utm_\w+|fbclid|gclid|traffic_source)=")
    assert [(id, s["url"]) for id, d in record.raw.items() for s in sources(d) if tracking.search(s["url"])] == []
