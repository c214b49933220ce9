"""What a change makes wrong is told apart from what was wrong before, and named with its cause."""

import json
from pathlib import Path

import pytest
from acts import (
    LAST,
    NEW,
    add,
    add_all,
    errors,
    found,
    told,
)
from given import event, retracted
from projects import WORDS
from repositories import BULK, FUND, LATER, OPENED, STEP, Repository, step, tracker_log

from tracker.compared import Half


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    """The log of `repositories`, on a branch of its own."""
    repository = tracker_log(tmp_path / "log")
    repository.branch("change")
    return repository


ROOT = "events/pledges/other/2020-01-01-announced.json"


def wrong_before(repository: Repository) -> None:
    """Merges an event with an error and one with a warning into the base, past all checks."""
    repository.git("checkout", "-q", "main")
    unknown = [{"party": "nobody", "role": "pledger"}]
    odd = [{"url": "https://example.org/2", "title": "A page", "publisher": "Unknown"}]
    first = event("pledge.announced", "2020-01-01", name="Other", question="?", parties=unknown, sources=odd)
    repository.put("pledges/other", first | {"recorded": "2026-02-01T00:00:00Z"})
    repository.commit()
    repository.branch("change")


def test_old_findings_warn(log: Repository) -> None:
    """An error that the base has in a case that is touched warns, with a note; elsewhere it is not looked for."""
    wrong_before(log)
    add(log)
    log.commit()
    assert told(found(log)) == []
    log.put("pledges/other", event("pledge.progressed", "2020-02-01", recorded=LAST))
    log.commit()
    (problem,) = found(log).problems
    assert (problem.severity, problem.code, problem.place.path) == ("warning", "P501", ROOT)
    assert problem.note == "`main` has this already, so that it fails nobody"
    assert problem.cause is None


def test_same_fault_again_fails(log: Repository) -> None:
    """That the base has a fault is no leave to commit it again."""
    wrong_before(log)
    log.put(
        "pledges/other", event("pledge.progressed", "2020-02-01", parties=[{"party": "nobody", "role": "pledger"}], recorded=LAST)
    )
    log.commit()
    assert errors(found(log)) == {("P501", "events/pledges/other/2020-02-01-progressed.json")}


def test_cause(log: Repository) -> None:
    """What a change breaks in a file that it does not touch fails, and names the file of the change that broke it."""
    log.git("checkout", "-q", "main")
    log.put(FUND, event("pledge.fulfilled", "2024-01-01", recorded="2026-02-01T00:00:00Z"))
    log.commit()
    log.branch("change")
    log.put(FUND, event("pledge.withdrawn", "2023-12-01", recorded=LATER))
    log.put(FUND, step(recorded=LAST))
    log.commit()
    (problem,) = found(log).problems
    broken, cause = f"events/{FUND}/2024-01-01-fulfilled.json", f"events/{FUND}/2023-12-01-withdrawn.json"
    assert (problem.severity, problem.code, problem.place.path, problem.cause) == ("error", "P401", broken, cause)


def test_cause_in_a_retraction(log: Repository) -> None:
    """A retraction that leaves what follows without its beginning fails at the retraction."""
    log.put(FUND, retracted("2021-09-02-announced", recorded=LATER))
    log.put("crackdowns/case-1", retracted("2020-12-24-opened", recorded=LATER))
    log.commit()
    assert errors(found(log)) <= {("P403", path.relative_to(log.folder).as_posix()) for path in log.folder.rglob("*-retracted-*")}


def test_party_of_the_same_name(log: Repository) -> None:
    """A party under a name that is taken fails, though the finding stands at the one that was there."""
    log.put("parties/aaa", event("party.registered", name="Some Body", recorded=LATER))
    log.put("parties/bbb", event("party.registered", name="Bbb", recorded=LAST))
    log.commit()
    (problem,) = found(log).problems
    assert (problem.severity, problem.code, problem.place.path) == ("error", "P502", "events/parties/somebody/registered.json")
    assert problem.cause == "events/parties/aaa/registered.json"


def test_sum_in_another_case(log: Repository) -> None:
    """A sum that stands in another case with the same page warns, wherever the two are shown."""
    amount = {"value": "100", "currency": "CNY"}
    for case in ("aaa-2021", "zzz-2021"):
        fresh = event("pledge.announced", "2021-09-03", name=case, question="?", amount=amount, recorded=LATER)
        log.put(f"pledges/{case}", fresh)
        log.commit()
        (problem,) = found(log).problems
        assert (problem.severity, problem.code) == ("warning", "P606")
        added = f"events/pledges/{case}/2021-09-03-announced.json"
        assert added in (problem.place.path, problem.cause)
        log.git("reset", "-q", "--hard", "main")


def test_names_are_looked_up_in_all(log: Repository) -> None:
    """An event may name whatever the tip holds, in files and in bulk files; what it does not hold is an error."""
    log.put(FUND, step(about=["crackdowns/case-1", "crackdowns/case-2/2020-12-24-opened", "parties/another", STEP[7:-5]]))
    log.commit()
    assert told(found(log)) == []
    log.put(FUND, step(about=["crackdowns/case-9"]))
    log.commit()
    assert errors(found(log)) == {("P503", NEW)}


def test_id_in_a_bulk_file(log: Repository) -> None:
    """A file with the id of a line in a bulk file fails: an id is given once."""
    log.put("crackdowns/case-1", event("crackdown.opened", "2020-12-24", recorded=LATER))
    log.commit()
    assert "P120" in {code for code, _ in errors(found(log))}


def test_words_taken_away(log: Repository) -> None:
    """A word that is taken from the vocabulary fails wherever it is used, and the vocabulary is the cause."""
    log.write("events/vocabulary.json", {**WORDS, "sectors": {"other": "Others."}})
    log.commit()
    problems = found(log).problems
    assert {p.code for p in problems} == {"P216"}
    assert {p.place.path for p in problems} == {OPENED, STEP, BULK}
    assert {(p.severity, p.cause) for p in problems} == {("error", "events/vocabulary.json")}


def test_words_added(log: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """More words make nothing wrong, and no case is read for them."""
    monkeypatch.setattr(Half, "judged", None)
    log.write("events/vocabulary.json", {**WORDS, "sectors": {**WORDS["sectors"], "other": "Others."}})
    log.commit()
    assert told(found(log)) == []


def test_words_broken(log: Repository) -> None:
    """A vocabulary that cannot be read is one error, not one for each word."""
    log.write("events/vocabulary.json", "{")
    log.commit()
    assert errors(found(log)) == {("P901", "events/vocabulary.json")}


def test_accepted(log: Repository) -> None:
    """A warning that the change accepts is not shown, and counted."""
    odd = [{"url": "https://example.org/2", "title": "A page", "publisher": "Unknown"}]
    log.put(FUND, step(sources=odd))
    log.commit()
    assert told(found(log)) == [("warning", "P705", NEW)]
    log.write("events/accepted.json", json.dumps([{"code": "P705", "place": NEW, "reason": "a new one"}]))
    log.commit()
    assert (told(found(log)), found(log).accepted) == ([], 1)


def test_only_touched_cases_are_read(log: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a change that adds one event one case is judged, once on each side."""
    judged = []
    judge = Half.judged
    monkeypatch.setattr(Half, "judged", lambda half, unit: judged.append(unit.case_id) or judge(half, unit))
    add(log)
    log.commit()
    found(log)
    assert judged == [FUND, FUND]


def test_counts(log: Repository) -> None:
    """The added events and the touched cases are counted."""
    add_all(log)
    log.commit()
    assert found(log)[1:3] == (5, 3)
