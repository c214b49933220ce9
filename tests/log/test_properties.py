"""What holds of every log: of random events, corrections and retractions, whatever their dates."""

from itertools import pairwise
from random import Random
from typing import NamedTuple

import naive
from given import KINDS, corrected, event, log, named, retracted, written
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.log.amend import crossed, merge_patch, replaced, snapshots
from tracker.log.entry import Entry
from tracker.log.fold import fold
from tracker.log.history import tell
from tracker.log.order import contradictions, ordered
from tracker.log.parse import parse_file, parse_line
from tracker.model.dates import proven_before

thousand = settings(max_examples=max(1000, settings.default.max_examples))

DATES = [
    "2021",
    "2021-03",
    "2021-03-05",
    "2021-03-05~",
    "2021-06",
    "2021-06-01",
    "2021?",
    "2020-12/2021-06",
    "../2021-04",
    "2021-05/..",
    "2022",
]
DAYS = [
    "2019-12-31",
    "2020-12-31",
    "2021-01-01",
    "2021-03-04",
    "2021-03-06",
    "2021-06-01",
    "2021-06-30",
    "2021-12-31",
    "2024-01-01",
]

CNY = {"value": "100", "currency": "CNY"}
USD = {"value": "7", "currency": "USD"}
STEP = {"measure": "step", "covers": "2021"}
UP_TO_NOW = {"measure": "cumulative", "covers": "2020/2021-06"}

FORMS = {
    "sanctions/x": [
        ("sanction.imposed", {}),
        ("sanction.imposed", {"effective": "2021-06-01"}),
        ("sanction.imposed", {"effective": "2021-06", "until": "2022"}),
        ("sanction.amended", {"effect": "postponed", "effective": "2021-12"}),
        ("sanction.amended", {"effect": "postponed"}),
        ("sanction.amended", {"effect": "eased"}),
        ("sanction.amended", {"effect": "took_effect", "deadline": "2022-01-01"}),
        ("sanction.suspended", {"until": "2021-12-31"}),
        ("sanction.resumed", {}),
        ("sanction.lifted", {}),
        ("sanction.lifted", {"effective": "2021-12-31"}),
    ],
    "pledges/x": [
        ("pledge.announced", {"amount": CNY, "due": "2021"}),
        ("pledge.announced", {}),
        ("pledge.revised", {"amount": CNY | {"value": "80"}}),
        ("pledge.revised", {"amount": USD, "due": "2022-06"}),
        ("pledge.progressed", {"amount": CNY | STEP}),
        ("pledge.progressed", {"amount": CNY | UP_TO_NOW}),
        ("pledge.progressed", {"amount": USD | STEP}),
        ("pledge.fulfilled", {}),
        ("pledge.broken", {}),
        ("pledge.withdrawn", {}),
    ],
    "parties/x": [("party.registered", {}), ("party.renamed", {}), ("party.merged", {}), ("party.dissolved", {})],
}
"""Case -> the events that a random log of it is made of."""

CHANGES = [{"title": "Another title"}, {"title": "A third title"}, *({"date": date} for date in DATES)]
CHANGES += [{"effective": "2021-03-05"}, {"effective": None}, {"until": "2023"}, {"amount": {"value": "55"}}, {"due": "2023"}]


class Log(NamedTuple):
    """A random log of one case."""

    documents: list[tuple[str, dict]]
    """Ids and documents in recorded order."""
    entries: list[Entry]

    @property
    def life(self):
        return KINDS.lives[self.entries[0].family]


@st.composite
def logs(draw, ties: bool = False) -> Log:
    """Events in any order of dates, corrections that say rightly what was, and retractions of anything that stands."""
    case_id = draw(st.sampled_from(list(FORMS)))
    # What is done, to what or with what, and how; all in one number, since drawing is what takes the time.
    moves = draw(st.lists(st.integers(0, 10 * 13 * 16 - 1), min_size=2, max_size=10))
    documents: list[dict] = []
    for number, move in enumerate(moves):
        what, one, other = move % 10, move // 10 % 13, move // 130
        recorded = named(case_id, documents)
        document = None
        if number and what in (5, 6):
            document = _correction(recorded, one, CHANGES[other % len(CHANGES)])
        elif number and what in (7, 8):
            # Every second one takes back an amendment, if there is any.
            amendments = [pair for pair in recorded if pair[1]["type"] in ("record.corrected", "record.retracted")]
            document = _retraction(recorded, amendments if what == 8 and amendments else recorded, one)
        elif number and what == 9:
            document = event("record.checked")
        if document is None:
            # Most cases begin as cases do, so that much of what follows is allowed.
            forms = FORMS[case_id] if number else FORMS[case_id][:3]
            type_, fields = forms[one % len(forms)]
            date = None if case_id.startswith("parties") and other % 3 == 0 else DATES[other % len(DATES)]
            document = event(type_, date, **fields)
            if ties and what in (3, 4) and recorded:
                document["follows"] = recorded[one % len(recorded)][0]
        documents.append(document)
    return Log(named(case_id, documents), log(case_id, *documents))


def _correction(recorded: list[tuple[str, dict]], number: int, change: dict) -> dict | None:
    """A correction of one of the events so far, or none where it could say nothing new."""
    about_world = [event_id for event_id, document in recorded if not document["type"].startswith("record.")]
    target = about_world[number % len(about_world)]
    text = naive.read(target, recorded)
    fields = KINDS.types[text["type"]].model_fields
    if not set(change) <= set(fields) or naive.patched(text, change) == text or ("amount" in change and "amount" not in text):
        return None
    return corrected(target, change, replaced(text, change))


def _retraction(recorded: list[tuple[str, dict]], among: list[tuple[str, dict]], number: int) -> dict | None:
    """A retraction of one of some events so far that is not taken back yet."""
    target = among[number % len(among)][0]
    return None if naive.taken_back(target, recorded) else retracted(target)


@thousand
@given(logs(), st.integers(0, 2**16))
def test_the_order_of_entries_is_no_matter(told, seed):
    """Telling a log is deterministic, and the same in whatever order its entries are given."""
    shuffled = list(told.entries)
    Random(seed).shuffle(shuffled)
    assert tell(told.life, shuffled) == tell(told.life, told.entries)


@thousand
@given(logs())
def test_amending_once_more_changes_nothing(told):
    """The log with its amendments worked in, amended again, is the same; and every amendment was in order."""
    story = tell(told.life, told.entries)
    assert story.problems == []
    standing = [version.entry for version in story.versions.values() if version.standing]
    again = [snapshot.versions for snapshot in snapshots(standing, [])]
    assert [version.entry for version in (again[-1] if again else {}).values()] == standing


@thousand
@given(logs())
def test_amending_agrees_with_the_rule(told):
    """What stands, and how it reads, follows from the rule: a retracted amendment is void, the others hold in recorded order."""
    story = tell(told.life, told.entries)
    assert [v.entry.data for v in story.versions.values() if v.standing] == [e.data for e in naive.standing(*told)]
    assert set(story.retractions) == {event_id for event_id, _ in told.documents if naive.taken_back(event_id, told.documents)}


@thousand
@given(logs(ties=True))
def test_order_agrees_with_the_rule(told):
    """The order is that of the rule, worked out step by step: the first recorded that no waiting event is proven to precede."""
    about_world = [entry for entry in told.entries if entry.event.about_world]
    assert ordered(about_world) == naive.ordered(about_world)


@thousand
@given(logs(ties=True))
def test_order_respects_what_is_known(told):
    """The order never goes against dates, nor against `follows` unless that is reported."""
    result = ordered([entry for entry in told.entries if entry.event.about_world])
    number = {entry.id: n for n, entry in enumerate(result)}
    reported = {problem.place.path for problem in contradictions(result)}
    for n, entry in enumerate(result):
        assert not any(proven_before(entry.when, other.when) for other in result[:n])
        follows = entry.event.given("follows")
        if follows in number and follows != entry.id and entry.place.path not in reported:
            assert number[follows] < n


@thousand
@given(logs(ties=True))
def test_order_takes_recording_where_nothing_is_known(told):
    """Two neighbours in the order that were recorded the other way round are so for a reason: their dates, or `follows`."""
    result = ordered([entry for entry in told.entries if entry.event.about_world])
    reported = contradictions(result)
    for one, other in pairwise(result):
        if one.recorded > other.recorded and not reported:
            assert proven_before(one.when, other.when) or other.event.given("follows") == one.id


@thousand
@given(logs(ties=True))
def test_telling_step_by_step_is_telling_all_at_once(told):
    """Adding entries one at a time leads to the same steps as folding the whole anew."""
    steps = tell(told.life, told.entries).steps
    assert steps == fold(told.life, naive.ordered(naive.standing(*told)))
    assert all(one.day is None or one.day <= other.day for one, other in pairwise(steps))


@thousand
@given(logs())
def test_history_on_both_clocks(told):
    """What held as of a day at a stamp, read from the stretches, is what a fresh telling of the entries up to then gives."""
    story = tell(told.life, told.entries)
    for number, newest in enumerate(told.entries):
        known = told.entries[: number + 1]
        fresh = naive.ordered(naive.standing(told.documents[: number + 1], known))
        steps = fold(told.life, fresh)
        for day in DAYS:
            here = [
                stretch
                for stretch in story.stretches
                if stretch.known_from <= newest.recorded < (stretch.known_to or "~")
                and (stretch.valid_from or "") <= day < (stretch.valid_to or "~")
            ]
            lived_through = naive.held(told.life, fresh, day)
            assert [stretch.held for stretch in here] == ([] if lived_through is None else [lived_through])
            beginning = [step for step in steps if step.day is None or step.day <= day]
            if here:
                assert (here[0].held.status, here[0].entry.case_id) == (beginning[-1].state.status, newest.case_id)


@thousand
@given(logs())
def test_stretches_cover_everything_once(told):
    """At every stamp the stretches follow each other without a gap, from the first day to an open end, and none is empty."""
    story = tell(told.life, told.entries)
    for stretch in story.stretches:
        assert stretch.known_to is None or stretch.known_from < stretch.known_to
        assert stretch.valid_to is None or (stretch.valid_from or "") < stretch.valid_to
    for number, newest in enumerate(told.entries):
        known = [s for s in story.stretches if s.known_from <= newest.recorded < (s.known_to or "~")]
        known.sort(key=lambda stretch: stretch.valid_from or "")
        stands = naive.standing(told.documents[: number + 1], told.entries[: number + 1])
        assert bool(known) == bool(stands)
        assert [s.valid_to for s in known] == [*(s.valid_from for s in known[1:]), None][: len(known)]


@thousand
@given(logs())
def test_pasts_cover_every_event_once(told):
    """From its stamp on, every event has one past at each stamp, and the last of them is what the record says today."""
    story = tell(told.life, told.entries)
    for event_id, version in story.versions.items():
        pasts = [past for past in story.pasts if past.version.entry.id == event_id]
        assert [p.known_from for p in pasts] == [version.original.recorded, *(p.known_to for p in pasts[:-1])]
        assert (pasts[-1].known_to, pasts[-1].version) == (None, version)
        assert all(past.cause.recorded == past.known_from for past in pasts)


@thousand
@given(logs())
def test_what_was_written_is_read(told):
    """An event dumped and parsed is the same event, in a file or on a line; and dumped again it is the same bytes."""
    for entry in told.entries:
        raw = written(entry.data)
        again, problems = parse_file(entry.place.path, raw, KINDS)
        assert (again, problems) == (entry, []) and written(again.data) == raw
        on_line, problems = parse_line(f"events/{entry.family}/bulk.jsonl", 1, written({"id": entry.id} | entry.data), KINDS)
        assert (on_line._replace(place=entry.place), problems) == (entry, [])


scalars = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a"])
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2), max_leaves=4
)
patches = st.dictionaries(st.sampled_from("abc"), values, max_size=2)


@thousand
@given(values, values)
def test_merging_agrees_with_the_rfc(target, patch):
    """A correction is merged as RFC 7396 says, and neither side is changed by it."""
    before = repr((target, patch))
    merged = merge_patch(target, patch)
    assert merged == naive.patched(target, patch) and repr((target, patch)) == before
    assert merge_patch(merged, patch) == merged


@given(st.dictionaries(st.sampled_from("abc"), values, max_size=3), patches)
def test_what_is_replaced_can_be_told(target, patch):
    """The `was` drawn from an event agrees with it, and with no event in which any of the replaced values differs."""
    was = replaced(target, patch)
    assert crossed(target, patch, was) is None
    for key in patch:
        assert crossed(target | {key: "something else"}, patch, was) is not None or target.get(key) == "something else"
