"""Laws: from the first draft to entry into force, amendment and repeal."""

from given import event, lived, log, story

CASE = "laws/x"


def law(verb, date, **fields):
    return event(f"law.{verb}", date, **fields)


def test_from_draft_to_repeal():
    """A law is proposed, perhaps more than once, adopted, in force and repealed."""
    assert lived(
        CASE, law("proposed", "2020-07-03"), law("proposed", "2021-04-29"), law("adopted", "2021-06-10", effective="2021-09-01"),
        law("in_force", "2021-09-01"), law("amended", "2023-01-01"), law("repealed", "2026-01-01"),
    ) == [
        ("2020-07-03", "proposed"),
        ("2021-04-29", "proposed"),
        ("2021-06-10", "adopted"),
        ("2021-09-01", "in force"),
        ("2023-01-01", "in force"),
        ("2026-01-01", "repealed"),
    ]  # fmt: skip


def test_the_day_alone_puts_no_law_in_force():
    """A law stays adopted until an event says that it entered into force; its day passing is shown, not settled."""
    assert lived(CASE, law("adopted", "2021-06-10", effective="2021-09-01")) == [("2021-06-10", "adopted")]


def test_an_amendment_carries_its_own_day():
    """An amendment leaves the status, and the day that it sets is the latest."""
    state = story(
        CASE, law("adopted", "2021-06-10", effective="2021-09-01"), law("in_force", "2021-09-01"),
        law("amended", "2022-01-01", effective="2022-03/2022-04"),
    ).steps[-1].state  # fmt: skip
    assert (state.status, state.effective(), state.effective_to()) == ("in force", "2022-03/2022-04", "2022-04-30")


def test_a_draft_that_would_change_a_law_leaves_it_in_force():
    """A law in force stays in force while a draft would change it."""
    assert lived(CASE, law("in_force", "2021-09-01"), law("proposed", "2022-01-01"))[-1] == ("2022-01-01", "in force")


def test_dropped_and_proposed_anew():
    """A draft that was dropped may be proposed anew, and not adopted without that."""
    assert lived(CASE, law("proposed", "2020"), law("dropped", "2021"), law("proposed", "2022"))[-1] == ("2022-01-01", "proposed")
    assert lived(CASE, law("proposed", "2020"), law("dropped", "2021"), law("adopted", "2022"))[-1] == ("2022-01-01", "refused")


def test_suspended():
    """A suspension says when it ends, takes its end with it, and ends by an event alone."""
    told = story(
        CASE, law("in_force", "2021-09-01"), law("suspended", "2022-01-01", until="2022-12-31"), law("amended", "2022-06-01"),
        law("suspended", "2022-12-01"), law("in_force", "2023-02-01"),
    )  # fmt: skip
    assert [(s.state.status, s.state.ends_on()) for s in told.steps] == [
        ("in force", None),
        ("suspended", "2022-12-31"),
        ("suspended", "2022-12-31"),
        ("suspended", "2022-12-31"),
        ("in force", None),
    ]


def test_a_draft_has_nothing_to_repeal():
    """What is only proposed can be dropped, and neither suspended nor repealed."""
    assert lived(CASE, law("proposed", "2020"), law("repealed", "2021"))[-1][1] == "refused"
    assert lived(CASE, law("proposed", "2020"), law("suspended", "2021"))[-1][1] == "refused"


def test_a_law_that_reaches_back():
    """Entry into force before adoption is likely wrong, and a warning, since some laws do reach back."""
    [entry] = log(CASE, law("adopted", "2021-06-10", effective="2021-06-09"))
    assert [(f.code, f.pointer, f.warns) for f in entry.event.findings()] == [("P308", ("effective",), True)]
    [entry] = log(CASE, law("adopted", "2021-06-10", effective="2021-06"))
    assert list(entry.event.findings()) == []
