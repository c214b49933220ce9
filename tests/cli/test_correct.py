"""`tracker correct` says what is to be read instead, and what stood there."""

import pytest
from contributing import PAGE, SOURCE, WHOLE, files, read, said, small, tracker

EVENT = "pledges/x/2021-09-02-announced"
WHY = ["--reason", "The page says otherwise.", "--source", SOURCE]
BASE = {
    "type": "record.corrected",
    "of": EVENT,
    "reason": "The page says otherwise.",
    "sources": [{"url": PAGE, "title": "A page", "publisher": "Example Daily"}],
}


@pytest.fixture
def root(tmp_path):
    return small(tmp_path)


def correct(root, *arguments: str):
    """A correction; its path, with everything else as it was."""
    before = files(root)
    result = tracker(root, "correct", *arguments, *WHY)
    assert result.exit_code == 0, result.output
    path = result.stdout.strip()
    assert files(root) == before | {path: (root / path).read_bytes()}
    return path


def test_values(root):
    """Each value changed stands beside the one that it replaces; one that was not there was null."""
    path = correct(root, EVENT, "title=Another title", "due=by the end of 2025", "date=September 2021")
    assert path == f"events/pledges/x/{read(root, path)['recorded'][:10]}-corrected-2021-09-02-announced.json"
    assert said(root, path) == BASE | {
        "change": {"date": "2021-09", "title": "Another title", "due": "2025-12-31"},
        "was": {"date": "2021-09-02", "title": "Somebody acted", "due": None},
    }
    assert tracker(root, "check").exit_code == 0


def test_lists_are_whole(root):
    """A change inside a list writes the whole list."""
    path = correct(root, EVENT, "parties[0].role=pledger", "parties[1]=somebody:beneficiary")
    assert said(root, path) == BASE | {
        "change": {"parties": [{"party": "somebody", "role": "pledger"}, {"party": "somebody", "role": "beneficiary"}]},
        "was": {"parties": [{"party": "somebody", "role": "target"}]},
    }


def test_objects_are_not(root):
    """Of an object only what differs is written; a field removed is null."""
    correct(root, EVENT, "amount=over 5bn CNY")
    path = correct(root, EVENT, "amount.value=6bn", "amount.bound=")
    assert path.endswith("-corrected-2021-09-02-announced-2.json")
    assert said(root, path) == BASE | {
        "change": {"amount": {"value": "6000000000", "bound": None}},
        "was": {"amount": {"value": "5000000000", "bound": "over"}},
    }
    assert tracker(root, "check").exit_code == 0


def test_what_stands(root):
    """What was is what the event says by now, with the corrections before; a retracted one does not count."""
    first = correct(root, EVENT, "title=A second title")
    second = correct(root, EVENT, "title=A third title")
    assert said(root, second)["was"] == {"title": "A second title"}
    taken = tracker(root, "retract", first.removesuffix(".json"), "--code", "unsupported", "--reason", "It does not.")
    assert taken.exit_code == 0, taken.output
    tracker(root, "retract", second, "--code", "unsupported", "--reason", "It does not.")
    assert said(root, correct(root, EVENT, "title=A fourth title"))["was"] == {"title": "Somebody acted"}
    assert tracker(root, "check").exit_code == 0


NAMED = [
    EVENT, f"events/{EVENT}", f"events/{EVENT}.json", f"./events/{EVENT}.json", "x/2021-09-02-announced", "2021-09-02-announced",
    "announced",
]  # fmt: skip


@pytest.mark.parametrize("named", NAMED)
def test_named(root, named, monkeypatch):
    """An event is named by its id, its path from here or from the project, or an ending that only it has."""
    monkeypatch.chdir(root)
    assert said(root, correct(root, named, "title=Another title"))["of"] == EVENT


def test_named_by_absolute_path(root):
    """An event is named by its absolute path."""
    assert said(root, correct(root, str(root / f"events/{EVENT}.json"), "title=Another title"))["of"] == EVENT


MISUSE = {
    "2021-09-02-anounced": "there is no event `2021-09-02-anounced`; did you mean `2021-09-02-announced`?",
    "y/2021-09-02-announced": "there is no event `y/2021-09-02-announced`; did you mean `x/2021-09-02-announced`?",
    "nounced": "there is no event `nounced`",
    "x": "there is no event `x`",
    "": "there is no event ``",
    "/etc/passwd": "/etc/passwd is not in the project",
}


@pytest.mark.parametrize("named", MISUSE)
def test_no_such_event(root, named):
    """What names no event is refused, with the nearest that there is."""
    result = tracker(root, "correct", named, "title=Another title", *WHY)
    assert result.exit_code == 2
    assert MISUSE[named] in " ".join(result.stderr.split())


def test_several_events(root):
    """An ending that several events have is refused, with five of them."""
    for year in range(2022, 2029):
        assert tracker(root, "new", "pledge.progressed", "x", *WHOLE, "--date", str(year)).exit_code == 0
    result = tracker(root, "correct", "progressed", "title=Another title", *WHY)
    assert result.exit_code == 2
    assert "`pledges/x/2026-progressed` and 2 more; give more of it" in " ".join(result.stderr.split())


def test_nothing_to_correct(root):
    """What the event says already is no correction."""
    before = files(root)
    result = tracker(root, "correct", EVENT, "date=2021-09-02", "parties[0].role=target", *WHY)
    assert (result.exit_code, files(root)) == (1, before)
    assert result.stderr == f"error: `{EVENT}` says so already: nothing was written\n"


def test_event_about_the_record(root):
    """A correction is not corrected: it is retracted, and written anew."""
    path = correct(root, EVENT, "title=Another title")
    result = tracker(root, "correct", path, "reason=Another reason", *WHY)
    assert result.exit_code == 1
    assert "is itself about the record: retract it, and write it anew" in result.stderr


def test_unreadable_event(root):
    """An event that cannot be read is not corrected."""
    (root / f"events/{EVENT}.json").write_text("{", encoding="utf-8")
    result = tracker(root, "correct", EVENT, "title=Another title", *WHY)
    assert result.exit_code == 1
    assert f"error: `{EVENT}` cannot be read; `tracker check` says why" in result.stderr


WRONG = {
    "titel=A title": "error[P804]: the corrected event would be invalid: field `titel` is not known",
    "title=": "error[P804]: the corrected event would be invalid: `title` is missing",
    "type=pledge.broken": "error[P803]: `type` cannot be corrected",
    "parties[0].role=pleger": "error[P804]: the corrected event would be invalid: role `pleger` is not known",
    "parties[0].party=nobody": "error[P501]: party `nobody` is not registered",
    "confidence=high": "error[P704]: confidence `high` rests on one publisher",
}


@pytest.mark.parametrize("setting", WRONG)
def test_wrong_correction(root, setting):
    """A correction that would make the event wrong is not written."""
    before = files(root)
    result = tracker(root, "correct", EVENT, setting, *WHY)
    assert (result.exit_code, files(root)) == (1, before)
    assert WRONG[setting] in result.stderr.splitlines()


def test_without_a_source(root):
    """A correction has a reason and a source."""
    before = files(root)
    result = tracker(root, "correct", EVENT, "title=Another title")
    assert (result.exit_code, files(root)) == (1, before)
    assert "`reason` is missing" in result.stderr and "`sources` is missing" in result.stderr


def test_without_a_field(root):
    """A correction without a field is misuse."""
    assert tracker(root, "correct", EVENT, *WHY).exit_code == 2
