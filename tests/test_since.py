"""What `tracker check --since` allows and refuses, in scratch repositories: from objects alone, and in a checkout."""

import os
import shutil
from pathlib import Path

import pytest
from acts import (
    ALLOWED,
    LAST,
    NEW,
    REFUSED,
    Act,
    add,
    add_a_link,
    add_a_repository,
    add_a_stray,
    change_a_line,
    delete,
    edit,
    errors,
    found,
    link_a_folder,
    other_line_ends_by_attribute,
    record_in_the_future,
    told,
)
from given import corrected, event
from repositories import FUND, LATER, OPENED, STEP, Repository, step, tracker_log

from tracker.git import Refused
from tracker.log.checks import append


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    """The log of `repositories`, on a branch of its own."""
    repository = tracker_log(tmp_path / "log")
    repository.branch("change")
    return repository


@pytest.mark.parametrize("act", ALLOWED)
def test_allowed(log: Repository, act: Act) -> None:
    """Adding is allowed, and so is a redaction; seen from objects, from a checkout, and before anything is committed."""
    act(log)
    assert told(found(log, head=None)) == []
    log.commit()
    assert told(found(log)) == []
    assert told(found(log, head=None)) == []


@pytest.mark.parametrize("act", REFUSED)
def test_refused(log: Repository, act: Act) -> None:
    """What takes away from the log, or adds otherwise than it should, is refused; in a checkout as from objects."""
    act(log)
    expected = REFUSED[act][1]
    assert errors(found(log, head=None)) == expected
    log.commit()
    assert errors(found(log)) == expected
    assert errors(found(log, head=None)) == expected


@pytest.mark.parametrize("act", REFUSED)
def test_weakened(log: Repository, act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its rule each of these would be missed, or refused for another reason."""
    rule, expected = REFUSED[act]
    act(log)
    log.commit()
    for listed in ("FILE_RULES", "BESIDE_RULES", "RULES", "EVENT_RULES"):
        monkeypatch.setattr(append, listed, tuple(r for r in getattr(append, listed) if r.__name__ != rule))
    try:
        assert errors(found(log)) != expected
    except Refused as refusal:
        # What is no blob cannot be read as one either.
        assert act is add_a_repository and "git cannot read" in str(refusal)


def test_all_at_once(log: Repository) -> None:
    """Everything that is wrong is told in one run."""
    for act in (edit, delete, add_a_link, add_a_stray, change_a_line):
        act(log)
    log.commit()
    assert {code for code, _ in errors(found(log))} == {"P910", "P911", "P914", "P110", "P917", "P922"}


def test_folder_of_events_replaced(log: Repository) -> None:
    """A link in the place of a case's folder, or of all, hides nothing."""
    link_a_folder(log)
    assert ("P914", f"events/{FUND}") in errors(found(log, head=None))
    log.commit()
    assert {("P914", f"events/{FUND}"), ("P911", OPENED), ("P911", STEP), ("P922", "events")} <= errors(found(log))
    log.git("reset", "-q", "--hard", "main")
    (log.folder / "events").rename(log.folder / "kept")
    (log.folder / "events").symlink_to("kept")
    log.commit()
    assert {("P914", "events"), ("P911", OPENED), ("P922", "events")} <= errors(found(log))


def test_line_ends_behind_an_attribute(log: Repository) -> None:
    """An attribute that the branch brings along does not make other line ends invisible."""
    log.git("config", "core.autocrlf", "true")
    other_line_ends_by_attribute(log)
    assert ("P910", OPENED) in errors(found(log, head=None))
    log.write(".gitattributes", "*.json -text\n")
    log.commit()
    assert ("P910", OPENED) in errors(found(log))


def test_two_branches(log: Repository) -> None:
    """Of two branches that add the same event in the same words the second adds nothing, and may be merged."""
    add(log)
    log.commit()
    log.git("checkout", "-q", "main")
    add(log)
    log.commit("the same by another")
    assert told(found(log)) == []
    log.git("checkout", "-q", "change")
    assert told(found(log, head=None)) == []


def test_second_branch_recorded_first(log: Repository) -> None:
    """A branch that was written first and is merged second has to be stamped anew."""
    add(log)
    log.commit()
    log.git("checkout", "-q", "main")
    log.put("parties/third", event("party.registered", name="Third", recorded=LAST))
    log.commit()
    (problem,) = found(log).problems
    assert (problem.code, problem.place.path) == ("P918", NEW)
    assert problem.sentence == f"recorded at `{LATER}`, not after the newest event on `main`, `{LAST}`"
    assert problem.help == "`tracker stamp --since main` renews it, just before the merge"


def test_crossed_corrections(log: Repository) -> None:
    """A correction is held against the tip: one that was merged in the meantime is seen, though the branch has it not."""
    change = corrected("2021-09-02-announced", {"due": "2027"}, {"due": "2025"}, recorded=LAST)
    (path,) = log.put(FUND, change)
    log.commit()
    assert told(found(log)) == []
    log.git("checkout", "-q", "main")
    log.put(FUND, corrected("2021-09-02-announced", {"due": "2026"}, {"due": "2025"}, recorded="2026-02-01T00:00:00Z"))
    log.commit()
    assert errors(found(log)) == {("P802", path)}


def test_base_rewritten(log: Repository) -> None:
    """Where the base was rewritten, what it no longer holds counts as added by the branch, and is dated."""
    log.git("checkout", "-q", "main")
    log.put("parties/third", event("party.registered", name="Third", recorded="2026-02-01T00:00:00Z"))
    log.commit()
    log.branch("change")
    add(log)
    log.commit()
    log.branch("main", "main~1")
    log.put("parties/fourth", event("party.registered", name="Fourth", recorded="2026-03-01T00:00:00Z"))
    log.commit()
    assert errors(found(log)) == {("P918", "events/parties/third/registered.json")}


def test_base_of_another_history(log: Repository) -> None:
    """Where nothing is left in common with the base, nothing is said but that."""
    add(log)
    log.commit()
    log.git("checkout", "-q", "--orphan", "fresh")
    log.commit()
    log.git("branch", "-qf", "main")
    with pytest.raises(Refused, match="no commit in common"):
        found(log)


def test_crosswise_merges(log: Repository) -> None:
    """Where branches were merged crosswise, what either of the common commits held must stay."""
    log.put(FUND, step())
    ours = log.commit("ours")
    log.git("checkout", "-q", "main")
    log.put("parties/third", event("party.registered", name="Third", recorded="2026-11-01T08:00:00Z"))
    theirs = log.commit("theirs")
    log.git("merge", "-q", "--no-edit", ours)
    log.git("checkout", "-q", "change")
    log.git("merge", "-q", "--no-edit", theirs)
    assert told(found(log)) == []
    merged = log.git("rev-parse", "HEAD")
    third = "events/parties/third/registered.json"
    log.remove(NEW)
    log.remove(third)
    log.commit()
    assert {("P911", NEW), ("P911", third)} <= errors(found(log))
    log.git("reset", "-q", "--hard", merged)
    for path in (NEW, third):
        log.write(path, log.read(path) + b" ")
    log.commit()
    assert errors(found(log)) == {("P910", NEW), ("P910", third)}
    # What the base does to them from now on is not undone by a branch that left them alone.
    log.git("checkout", "-q", "main")
    for path in (NEW, third):
        log.write(path, log.read(path) + b"\n")
    log.commit()
    log.branch("change", merged)
    log.put(FUND, event("pledge.fulfilled", "2024-01-01", recorded=LAST))
    log.commit()
    assert told(found(log)) == []


def test_code_and_events(log: Repository) -> None:
    """A branch that adds events and edits the guard, or anything else, is refused; one that does either is not."""
    log.write("tracker/code.py", "GUARD = False\n")
    log.write(".github/workflows/check.yml", "on: push\n")
    log.commit()
    assert told(found(log)) == []
    add(log)
    log.commit()
    (problem,) = found(log).problems
    assert (problem.code, problem.place.path) == ("P923", ".github/workflows/check.yml")
    assert problem.sentence == "the change adds events and touches `.github/workflows/check.yml` and `tracker/code.py`"


def test_code_merged_from_the_base(log: Repository) -> None:
    """Code that the base has too is not the branch's."""
    add(log)
    log.commit()
    log.git("checkout", "-q", "main")
    log.write("tracker/code.py", "GUARD = 2\n")
    log.commit()
    log.git("checkout", "-q", "change")
    log.git("cherry-pick", "main")
    assert told(found(log)) == []


def test_branch_cannot_judge_itself(log: Repository) -> None:
    """The families that judge are those of the project, not those that the branch names in its configuration."""
    log.write("pyproject.toml", '[tool.tracker]\nfamilies = ["evil.py"]\n')
    log.write("evil.py", "open('pwned', 'w')\nraise SystemExit\n")
    add(log)
    log.commit()
    log.git("checkout", "-q", "main")
    assert errors(found(log)) == {("P923", "evil.py")}
    assert not list(log.folder.rglob("pwned"))


def test_objects_alone(log: Repository) -> None:
    """With a head nothing of the checkout is read but the project's own configuration: its events may be anything."""
    add(log)
    record_in_the_future(log)
    log.commit()
    before = errors(found(log))
    shutil.rmtree(log.folder / "events")
    os.mkfifo(log.folder / "events")
    log.git("config", "core.worktree", "/nowhere")
    assert errors(found(log)) == before == {("P919", NEW)}
