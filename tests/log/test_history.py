"""The two clocks: what had happened by a day, and what the record said of it at a stamp."""

import pytest
from given import corrected, event, retracted, stamp, story

CASE = "sanctions/x"
OF = "2021-01-13-imposed"


def imposed(date="2021-01-13", **fields):
    return event("sanction.imposed", date, **fields)


def lifted(date, **fields):
    return event("sanction.lifted", date, **fields)


def held(told, as_of: str, known_at: str):
    """The status as of a day, as the record knew it at a stamp; whether it only may have held; none if nothing was known."""
    for stretch in told.stretches:
        known = stretch.known_from <= known_at and (stretch.known_to is None or known_at < stretch.known_to)
        valid = (stretch.valid_from or "") <= as_of and (stretch.valid_to is None or as_of < stretch.valid_to)
        if known and valid:
            surely = stretch.certain_from is None or as_of >= stretch.certain_from
            return stretch.held.status if surely else f"perhaps {stretch.held.status}"
    return None


def test_before_the_record_begins():
    """Before the first stamp nothing was known, whatever had happened."""
    told = story(CASE, imposed(recorded=stamp(1)))
    assert held(told, "2026-06-01", stamp(0)) is None
    assert held(told, "2021-01-12", stamp(1)) is None
    assert held(told, "2021-01-13", stamp(1)) == "in force"


def test_the_clocks_are_never_mixed():
    """A change in the world moves the first clock, a correction the second."""
    told = story(
        CASE, imposed(), lifted("2021-06-01"), corrected("2021-06-01-lifted", {"date": "2021-07-01"}, {"date": "2021-06-01"})
    )
    asked = [(day, stamp(n)) for day in ("2021-05-31", "2021-06-15", "2021-07-01") for n in range(3)]
    assert {(day, known): held(told, day, known) for day, known in asked} == {
        ("2021-05-31", stamp(0)): "in force",
        ("2021-05-31", stamp(1)): "in force",
        ("2021-05-31", stamp(2)): "in force",
        ("2021-06-15", stamp(0)): "in force",
        ("2021-06-15", stamp(1)): "lifted",
        ("2021-06-15", stamp(2)): "in force",
        ("2021-07-01", stamp(0)): "in force",
        ("2021-07-01", stamp(1)): "lifted",
        ("2021-07-01", stamp(2)): "lifted",
    }


def test_recorded_late():
    """What is recorded late changes what held then, from its stamp on."""
    told = story(CASE, lifted("2021-06-01"), imposed())
    assert held(told, "2021-03-01", stamp(0)) is None
    assert held(told, "2021-03-01", stamp(1)) == "in force"
    assert held(told, "2021-06-01", stamp(0)) == held(told, "2021-06-01", stamp(1)) == "lifted"


def test_retracted_and_revived():
    """While an event is retracted the case reads without it, and after the retraction is taken back as before."""
    told = story(
        CASE, imposed(), lifted("2021-06-01"), retracted("2021-06-01-lifted"), retracted("2026-01-03-retracted-2021-06-01-lifted")
    )
    assert [held(told, "2022-01-01", stamp(n)) for n in range(4)] == ["in force", "lifted", "in force", "lifted"]


def test_all_retracted():
    """A case of which nothing stands has no state from then on."""
    told = story(CASE, imposed(), retracted(OF))
    assert [held(told, "2022-01-01", stamp(n)) for n in range(2)] == ["in force", None]
    assert (told.status, told.latest) == ("retracted", None)


def test_may_have():
    """From the first day on which it may have happened until the last, the answer says "perhaps"."""
    told = story(CASE, imposed("2021-03"), lifted("2022"))
    days = ["2021-02-28", "2021-03-01", "2021-03-30", "2021-03-31", "2022-01-01", "2022-12-30", "2022-12-31"]
    assert [held(told, day, stamp(1)) for day in days] == [
        None,
        "perhaps in force",
        "perhaps in force",
        "in force",
        "perhaps lifted",
        "perhaps lifted",
        "lifted",
    ]


def test_as_of_is_a_beginning_of_the_fold():
    """An event that comes later in the fold never counts from an earlier day, whatever its own date allows."""
    told = story("crackdowns/x", event("crackdown.opened", "2021-06-15"), event("crackdown.closed", "2021"))
    assert held(told, "2021-06-14", stamp(1)) is None
    assert held(told, "2021-06-15", stamp(1)) == "perhaps closed"
    assert held(told, "2021-12-31", stamp(1)) == "closed"


def test_the_effective_day_on_both_clocks():
    """A sanction announced and lifted before its day was expected to be in force until the lifting was recorded."""
    told = story(CASE, imposed(effective="2021-11-11"), lifted("2021-06-01"))
    assert [held(told, "2021-12-01", stamp(n)) for n in range(2)] == ["in force", "lifted"]
    assert [held(told, "2021-05-01", stamp(n)) for n in range(2)] == ["announced", "announced"]


def spans(told):
    """Status, due and sums of each stretch with its four ends."""
    return [
        (
            s.held.status,
            s.held.due,
            s.held.promised,
            s.held.delivered,
            s.valid_from,
            s.valid_to,
            s.known_from[:10],
            (s.known_to or "")[:10],
        )
        for s in told.stretches
    ]


def test_a_ledger_on_both_clocks():
    """Sums and deadlines have their stretches as the status has; a stretch that a later entry leaves alone stays one."""
    cny = {"value": "100", "currency": "CNY"}
    step = {"value": "30", "currency": "CNY", "measure": "step", "covers": "2022"}
    told = story(
        "pledges/x",
        event("pledge.announced", "2021-09-02", amount=cny, due="2025"),
        event("pledge.progressed", "2022-12-01", amount=step),
        event("pledge.revised", "2023-05-01", due="2030"),
        corrected("2022-12-01-progressed", {"amount": {"value": "3"}}, {"amount": {"value": "30"}}),
    )
    assert spans(told) == [
        ("announced", "2025", 100, None, "2021-09-02", None, "2026-01-01", "2026-01-02"),
        ("under way", "2025", 100, 30, "2022-12-01", None, "2026-01-02", "2026-01-03"),
        ("under way", "2025", 100, 30, "2022-12-01", "2023-05-01", "2026-01-03", "2026-01-04"),
        ("under way", "2030", 100, 30, "2023-05-01", None, "2026-01-03", "2026-01-04"),
        ("announced", "2025", 100, None, "2021-09-02", "2022-12-01", "2026-01-02", ""),
        ("under way", "2025", 100, 3, "2022-12-01", "2023-05-01", "2026-01-04", ""),
        ("under way", "2030", 100, 3, "2023-05-01", None, "2026-01-04", ""),
    ]


def test_what_readers_are_told_alike_is_one_stretch():
    """An event that changes nothing of what readers are told begins no stretch, and of several on one day the last counts."""
    told = story(
        "crackdowns/x",
        event("crackdown.opened", "2021-01-01"),
        event("crackdown.widened", "2021-02-01"),
        event("crackdown.ordered", "2021-03-01"),
        event("crackdown.fined", "2021-03-01"),
    )
    today = [(s.held.status, s.valid_from, s.valid_to) for s in told.stretches if s.known_to is None]
    assert today == [("open", "2021-01-01", "2021-03-01"), ("fined", "2021-03-01", None)]


def test_what_may_have_come_back_later():
    """A state that came back by a day, nobody knows on which, only may have come back until then."""
    told = story(
        "laws/x",
        event("law.in_force", "2020-01-01"),
        event("law.suspended", "2021-01-01"),
        event("law.in_force", "../2021-06"),
        event("law.amended", "../2021-03"),
    )
    days = ["2020-12-31", "2021-01-01", "2021-06-29", "2021-06-30"]
    assert [held(told, day, stamp(3)) for day in days] == ["in force", "perhaps in force", "perhaps in force", "in force"]


def test_there_and_back_in_a_day():
    """A state that went and came back on one day was there all the time."""
    told = story(
        "laws/x", event("law.in_force", "2020-01-01"), event("law.suspended", "2021-01-01"), event("law.in_force", "2021-01-01")
    )
    assert [(s.valid_from, s.valid_to) for s in told.stretches if s.known_to is None] == [("2020-01-01", None)]


def test_a_better_text_begins_no_stretch():
    """A correction of words alone changes how the event reads, and nothing of what held when."""
    told = story(CASE, imposed(), corrected(OF, {"title": "A better title"}, {"title": "Somebody acted"}))
    assert [(s.valid_from, s.known_from, s.known_to) for s in told.stretches] == [("2021-01-13", stamp(0), None)]
    assert [(p.version.entry.event.title, p.known_from, p.known_to) for p in told.pasts] == [
        ("Somebody acted", stamp(0), stamp(1)),
        ("A better title", stamp(1), None),
    ]


def test_what_caused_a_past():
    """Each past of an event names the entry that made it so."""
    told = story(CASE, imposed(), retracted(OF), retracted(f"2026-01-02-retracted-{OF}"))
    assert [(p.version.standing, p.cause.stem) for p in told.pasts] == [
        (True, OF),
        (False, f"2026-01-02-retracted-{OF}"),
        (True, f"2026-01-03-retracted-2026-01-02-retracted-{OF}"),
    ]


@pytest.mark.parametrize(
    ("effective", "recorded", "status"),
    [
        ("2026-03-01", "2026-02-28T23:59:59Z", "announced"),
        ("2026-03-01", "2026-03-01T00:00:00Z", "in force"),
        ("2026-03", "2026-03-01T00:00:00Z", "in force"),
    ],
)
def test_the_status_of_today(effective, recorded, status):
    """A day still to come when the latest entry was recorded is no news yet."""
    told = story(CASE, imposed("2026-01-13", effective=effective, recorded=recorded))
    assert (told.status, told.recorded_to) == (status, recorded)


def test_two_entries_of_one_stamp():
    """Entries that share a stamp, which is an error, are told in the order of their ids and leave no empty stretch."""
    told = story(CASE, imposed(recorded=stamp(0)), lifted("2021-06-01", recorded=stamp(0)))
    assert [(s.held.status, s.known_from) for s in told.stretches] == [("in force", stamp(0)), ("lifted", stamp(0))]
