"""Parties: registered, renamed, tied to others, merged and dissolved."""

from given import event, lived, log, story

from tracker.kinds.party import Relation

CASE = "parties/x"


def party(verb, date=None, **fields):
    return event(f"party.{verb}", date, **fields)


def test_nobody_dates_it():
    """A party whose founding nobody dates is registered without a date, and counts from ever."""
    [entry] = log(CASE, party("registered"))
    assert entry.id == "parties/x/registered"
    assert lived(CASE, party("registered")) == [(None, "active")]


def test_an_undated_registration_comes_before_or_after_by_recording():
    """What is undated takes its place by recording, and the day of what came before it."""
    assert lived(CASE, party("related", "2004-12"), party("registered")) == [("2004-12-01", "active"), ("2004-12-01", "active")]
    assert lived(CASE, party("registered"), party("related", "2004-12")) == [(None, "active"), ("2004-12-01", "active")]


def test_merged_and_dissolved():
    """A party that was merged keeps its ties and its name; one that was dissolved may still be merged."""
    assert (
        lived(CASE, party("registered", "1998"), party("merged", "2020"), party("related", "2021"), party("renamed", "2022"))[-1][
            1
        ]
        == "merged"
    )
    assert lived(CASE, party("registered", "1998"), party("dissolved", "2020"), party("merged", "2021"))[-1][1] == "merged"
    assert lived(CASE, party("registered", "1998"), party("merged", "2020"), party("dissolved", "2021"))[-1][1] == "refused"


def test_names():
    """A renaming keeps the old name among the aliases, each of them once."""
    state = story(
        CASE,
        party("registered", "2009", name="Old Name", native_name="旧名", aliases=["Brand", "Unit"], wikidata="Q1"),
        party("renamed", "2021-10-28", to_name="Middle Name"),
        party("renamed", "2022", to_name="New Name", native_name="新名"),
        party("renamed", "2023", to_name="Old Name"),
    ).steps[-1].state  # fmt: skip
    assert (state.called, state.native_name(), state.aliases()) == (
        "Old Name",
        "新名",
        "Brand; Unit; Old Name; Middle Name; New Name",
    )
    assert (state.kind(), state.wikidata()) == ("company", "Q1")


def test_ties():
    """A tie says to whom, and from when to when as it is stated."""
    state = story(
        CASE,
        party("registered"),
        party("related", "2004", relation="founder", to="y", since="2004", until="2013"),
        party("related", "2005", relation="chair", to="z"),
    ).steps[-1].state  # fmt: skip
    assert state.relations == (Relation("founder", "y", "2004", "2013"), Relation("chair", "z", None, None))


def test_merged_into():
    """A party that was merged tells into which."""
    assert story(CASE, party("registered"), party("merged", "2020", into="y")).steps[-1].state.into() == "y"


def test_a_tie_that_ends_before_it_begins():
    """A tie cannot end before it begins."""
    [entry] = log(CASE, party("related", "2004", since="2005", until="2004"))
    assert [f.code for f in entry.event.findings()] == ["P311"]
    [entry] = log(CASE, party("related", "2004", since="2004-06", until="2004"))
    assert list(entry.event.findings()) == []
