"""Sanctions: announced, in force from their day on, eased, suspended and lifted."""

import pytest
from given import codes, event, lived, log, redaction, stamp, story

CASE = "sanctions/x"


def imposed(date="2021-01-13", **fields):
    return event("sanction.imposed", date, **fields)


def amended(date, effect, **fields):
    return event("sanction.amended", date, effect=effect, **fields)


def suspended(date, **fields):
    return event("sanction.suspended", date, **fields)


def resumed(date, **fields):
    return event("sanction.resumed", date, **fields)


def lifted(date, **fields):
    return event("sanction.lifted", date, **fields)


def test_at_once():
    """A sanction without another day is in force from the day of the act."""
    assert lived(CASE, imposed()) == [("2021-01-13", "in force")]
    assert lived(CASE, imposed(effective="2021-01-13")) == [("2021-01-13", "in force")]


def test_the_day_itself_puts_it_in_force():
    """Before its effective day a sanction is announced; the day moves it on, with no event needed."""
    assert lived(CASE, imposed(effective="2021-11-11")) == [("2021-01-13", "announced"), ("2021-11-11", "in force")]


def test_lifted_before_its_day():
    """A sanction announced, and lifted before its effective day, was never in force."""
    assert lived(CASE, imposed(effective="2021-11-11"), lifted("2021-06-01")) == [
        ("2021-01-13", "announced"),
        ("2021-06-01", "lifted"),
    ]


def test_lifted_on_its_day():
    """Lifted on the effective day itself, it was in force and was lifted on one day."""
    assert lived(CASE, imposed(effective="2021-11-11"), lifted("2021-11-11")) == [
        ("2021-01-13", "announced"),
        ("2021-11-11", "in force"),
        ("2021-11-11", "lifted"),
    ]


def test_postponed():
    """A postponement moves the day; the one set before never comes."""
    assert lived(CASE, imposed(effective="2021-11-11"), amended("2021-06-03", "postponed", effective="2022-06-02")) == [
        ("2021-01-13", "announced"),
        ("2021-06-03", "announced"),
        ("2022-06-02", "in force"),
    ]


def test_postponed_twice_then_lifted():
    """A sanction postponed again and again and lifted at last was never in force."""
    assert lived(
        CASE,
        imposed(effective="2021-03-01"),
        amended("2021-02-01", "postponed", effective="2021-06-01"),
        amended("2021-05-01", "postponed", effective="2021-09-01"),
        lifted("2021-08-31"),
    ) == [
        ("2021-01-13", "announced"),
        ("2021-02-01", "announced"),
        ("2021-05-01", "announced"),
        ("2021-08-31", "lifted"),
    ]


def test_postponed_to_no_day():
    """Postponed to no new day, it stays announced until an event says that it took effect."""
    told = [imposed(effective="2021-03-01"), amended("2021-02-01", "postponed")]
    assert lived(CASE, *told) == [("2021-01-13", "announced"), ("2021-02-01", "announced")]
    assert lived(CASE, *told, amended("2022-01-01", "took_effect"))[-1] == ("2022-01-01", "in force")


def test_a_postponement_as_first_known():
    """Where the postponement is the first thing known, the sanction is announced until the new day."""
    assert lived(CASE, amended("2021-06-03", "postponed", effective="2022-06-02")) == [
        ("2021-06-03", "announced"),
        ("2022-06-02", "in force"),
    ]


def test_what_does_not_move_the_day():
    """An amendment that says nothing of the day leaves the one that was set."""
    assert lived(CASE, imposed(effective="2021-11-11"), amended("2021-06-03", "tightened")) == [
        ("2021-01-13", "announced"),
        ("2021-06-03", "announced"),
        ("2021-11-11", "in force"),
    ]


def test_it_took_effect_earlier():
    """What took effect before the day set for it is in force from then on, and the day brings nothing more."""
    assert lived(CASE, imposed(effective="2021-11-11"), amended("2021-06-03", "took_effect")) == [
        ("2021-01-13", "announced"),
        ("2021-06-03", "in force"),
    ]


def test_suspended_with_an_end():
    """A suspension says when it ends, and it does not end by itself: somebody has to say so."""
    told = story(CASE, imposed(), suspended("2021-03-01", until="2021-05-31"))
    assert [(s.held.status, s.held.until, s.valid_from, s.valid_to) for s in told.stretches if s.known_to is None] == [
        ("in force", None, "2021-01-13", "2021-03-01"),
        ("suspended", "2021-05-31", "2021-03-01", None),
    ]


def test_a_suspension_takes_its_end_with_it():
    """The end of a suspension says nothing of the measure after it."""
    told = story(CASE, imposed(until="2025-12-31"), suspended("2021-03-01", until="2021-05-31"), resumed("2021-06-01"))
    assert [step.state.until and step.state.until.text for step in told.steps] == ["2025-12-31", "2021-05-31", None]


def test_a_suspension_may_be_prolonged():
    """A second suspension on top of one sets another end."""
    told = story(CASE, imposed(), suspended("2021-03-01", until="2021-05-31"), suspended("2021-05-30", until="2021-08-31"))
    assert (told.status, told.steps[-1].state.ends_on()) == ("suspended", "2021-08-31")


def test_a_lifting_with_its_own_day():
    """Lifted from a later day on, it stays in force until then."""
    assert lived(CASE, imposed(), lifted("2021-06-01", effective="2021-09-01")) == [
        ("2021-01-13", "in force"),
        ("2021-06-01", "in force"),
        ("2021-09-01", "lifted"),
    ]


def test_eased_and_tightened():
    """Easing leaves a sanction eased until it is tightened again; other amendments leave the status."""
    assert lived(
        CASE,
        imposed(),
        amended("2021-02-01", "licensed"),
        amended("2021-03-01", "eased"),
        amended("2021-04-01", "upheld"),
        amended("2021-05-01", "tightened"),
        amended("2021-06-01", "extended", until="2022-12-31"),
    ) == [
        ("2021-01-13", "in force"),
        ("2021-02-01", "in force"),
        ("2021-03-01", "eased"),
        ("2021-04-01", "eased"),
        ("2021-05-01", "in force"),
        ("2021-06-01", "in force"),
    ]


def test_imposed_anew():
    """A sanction once lifted may be imposed anew, and nothing but that or a court's word follows a lifting."""
    assert lived(CASE, imposed(), lifted("2021-06-01"), imposed("2022-01-01"))[-1] == ("2022-01-01", "in force")
    assert lived(CASE, imposed(), lifted("2021-06-01"), resumed("2022-01-01"))[-1] == ("2022-01-01", "in force")
    assert lived(CASE, imposed(), lifted("2021-06-01"), suspended("2022-01-01"))[-1] == ("2022-01-01", "refused")


def test_a_day_that_is_not_exact():
    """Effective in some month: in force from its first day on, and surely so after its last."""
    steps = story(CASE, imposed(effective="2021-11")).steps
    assert [(s.day, s.certain, s.state.status, s.turned) for s in steps] == [
        ("2021-01-13", "2021-01-13", "announced", False),
        ("2021-11-01", "2021-11-30", "in force", True),
    ]


@pytest.mark.parametrize(
    ("date", "effective", "lives"),
    [
        # The act is dated by its month or year only, the day by the calendar: nothing is in force before that day.
        ("2021-05", "2021-05-20", [("2021-05-01", "2021-05-31", "announced"), ("2021-05-20", "2021-05-31", "in force")]),
        ("2021", "2021-06", [("2021-01-01", "2021-12-31", "announced"), ("2021-06-01", "2021-12-31", "in force")]),
        ("2021-05-20~", "2021-05-21", [("2021-05-19", "2021-05-21", "announced"), ("2021-05-21", "2021-05-21", "in force")]),
        ("../2021-05", "2021-05-20", [(None, "2021-05-31", "announced"), ("2021-05-20", "2021-05-31", "in force")]),
        # The act is dated by its day, the day of effect by its month only: in force perhaps at once, perhaps later.
        ("2021-05-10", "2021-05", [("2021-05-10", "2021-05-10", "announced"), ("2021-05-10", "2021-05-31", "in force")]),
        # The same words for both: at once.
        ("2021-05", "2021-05", [("2021-05-01", "2021-05-31", "in force")]),
    ],
)
def test_dates_that_prove_nothing(date, effective, lives):
    """Where the dates do not prove that the day comes later, the sanction is still in force no earlier than that day."""
    assert [(s.day, s.certain, s.state.status) for s in story(CASE, imposed(date, effective=effective)).steps] == lives


def test_a_redacted_lifting_stands():
    """A sanction lifted before its day does not come into force because the lifting's text was removed."""
    documents = [imposed(effective="2021-11-11", recorded=stamp(0)), lifted("2021-06-01", recorded=stamp(1))]
    assert lived(CASE, documents[0], redaction(documents[1])) == lived(CASE, *documents)


@pytest.mark.parametrize("effect", ["tightened", "extended", "licensed", "upheld"])
def test_a_redacted_amendment_changes_nothing(effect):
    """What sort of amendment it was is gone with its text, and the status stays."""
    documents = [imposed(recorded=stamp(0)), amended("2021-06-01", effect, recorded=stamp(1))]
    assert lived(CASE, documents[0], redaction(documents[1])) == lived(CASE, *documents)


def test_columns():
    """The columns tell the latest effect, the day, the end and the deadline."""
    state = (
        story(
            CASE,
            imposed(effective="2021-11-11", until="2025", deadline="2022-06-03"),
            amended("2021-05-01", "extended", until="2026-05-14"),
        )
        .steps[1]
        .state
    )
    assert (state.effect(), state.effective(), state.ends_on(), state.deadline()) == (
        "extended",
        "2021-11-11",
        "2026-05-14",
        "2022-06-03",
    )
    assert (state.deadline_by.text, state.ends.text, state.sums()) == ("2022-06-03", "2026-05-14", None)


def test_findings():
    """A day that a measure sets cannot lie before the act itself."""
    [entry] = log(CASE, imposed("2021-05-10", effective="2021-05-09", until="2021-05", deadline="2020"))
    assert [(f.code, f.pointer) for f in entry.event.findings()] == [("P308", ("effective",)), ("P308", ("deadline",))]


def test_refusals():
    """A suspended sanction cannot be suspended out of nothing twice, and a lifted one not lifted again."""
    assert codes(story(CASE, imposed(), lifted("2021-06-01"), lifted("2022-01-01")).problems) == []
    assert lived(CASE, imposed(), lifted("2021-06-01"), lifted("2022-01-01"))[-1] == ("2022-01-01", "refused")
