"""`tracker diff` in scratch repositories."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from given import SOURCE, corrected, event
from projects import WORDS
from repositories import BULK, FUND, LATER, OPENED, STEP, Repository, line, step, tracker_log

from tracker.cli import main

NEW = f"{FUND}/2023-01-10-progressed"


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    repository = tracker_log(tmp_path / "log")
    repository.branch("change")
    return repository


def tracker(repository: Repository, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", "--root", str(repository.folder), *arguments])


def test_nothing(log: Repository) -> None:
    """Where readers will see nothing change nothing is printed: no commit, code alone, a note beside the events."""
    log.write("tracker/code.py", "GUARD = False\n")
    log.write("events/README.md", "More.\n")
    for revisions in ("main..main", "main..change", "main"):
        answer = tracker(log, revisions)
        assert (answer.exit_code, answer.output) == (0, "")
        log.commit()


def test_forms(log: Repository) -> None:
    """Markdown unless another form is asked for; the checkout and the commit say the same, and so do two dots and three."""
    log.put(FUND, step(title="Somebody paid"))
    before = tracker(log, "main").output
    log.commit()
    assert tracker(log, "main..change").output == tracker(log, "main...change").output == tracker(log, "main..").output == before
    assert (
        before
        == f"""\
### What readers will see change

1 case changes, 1 added event

#### A fund ({FUND})

|  | before | after |
| --- | --- | --- |
| delivered (CNY) | 10 | 15 |
| undisclosed (CNY) | 90 | 85 |

- added: Somebody paid ({NEW}) (2023-01-10, pledge.progressed) — newsroom: Example Daily

#### Totals of pledges

|  | moves by |
| --- | --- |
| delivered (CNY) | +5 |
| undisclosed (CNY) | -5 |
"""
    )
    text = tracker(log, "main..change", "--format", "text", "--site", "https://example.org/tracker/").output
    assert text.startswith(
        f"1 case changes, 1 added event\n\nA fund\nhttps://example.org/tracker/{FUND}\n  delivered (CNY): 10 -> 15\n"
    )
    listed = json.loads(tracker(log, "main..change", "--format", "json").output)
    assert [case["id"] for case in listed["cases"]] == [FUND]


def test_held_against_the_tip(log: Repository) -> None:
    """What the base holds by now is the before, also where the branch does not have it."""
    log.put(FUND, step())
    log.commit()
    log.git("checkout", "-q", "main")
    log.put(FUND, corrected("2021-09-02-announced", {"due": "2026"}, {"due": "2025"}, recorded="2026-02-01T00:00:00Z"))
    log.commit()
    assert "due" not in tracker(log, "main..change").output


def test_refused_is_left_out(log: Repository) -> None:
    """What may not be merged changes nothing for readers; the check names it."""
    log.write(OPENED, log.read(OPENED).replace(b'"100"', b'"1000"'))
    log.remove(STEP)
    log.commit()
    assert tracker(log, "main..change").output == ""


def test_words(log: Repository) -> None:
    """A publisher that becomes official is a change."""
    log.write("events/vocabulary.json", {**WORDS, "publishers": {"Example Daily": {"tier": "official"}}})
    log.commit()
    assert "| publisher Example Daily | newsroom | official |" in tracker(log, "main..change").output


@pytest.mark.parametrize("in_bulk", [False, True])
def test_already_there(log: Repository, in_bulk: bool) -> None:
    """An event that stands in another case is named, whether it has a file of its own or a line of a bulk file."""
    log.git("checkout", "-q", "main")
    there = step(name="Other", question="?", recorded="2026-02-01T00:00:00Z", title="It was paid")
    if in_bulk:
        log.write("events/pledges/import.jsonl", line("pledges/other/2023-01-10-progressed-2", there))
    else:
        log.write("events/pledges/other/2023-01-10-progressed-2.json", there)
    log.commit()
    log.branch("change")
    log.put(FUND, step(sources=[{**SOURCE, "url": "https://example.org/another"}]))
    log.commit()
    (near,) = json.loads(tracker(log, "main..change", "--format", "json").output)["near"]
    assert near == {
        "id": NEW,
        "other": "pledges/other/2023-01-10-progressed-2",
        "title": "It was paid",
        "why": "same type, date and party",
    }


def test_same_page_and_sum(log: Repository) -> None:
    """A sum that was taken from the same page before is named too."""
    log.put(
        "pledges/other",
        event("pledge.announced", "2020", name="O", question="?", recorded=LATER, amount={"value": "100", "currency": "CNY"}),
    )
    log.commit()
    (near,) = json.loads(tracker(log, "main..change", "--format", "json").output)["near"]
    assert (near["other"], near["why"]) == (f"{FUND}/2021-09-02-announced", "same page and sum")


def test_misuse(log: Repository) -> None:
    """A revision that is none, or a site that is no address, ends with a sentence and exit 2, and writes nothing."""
    for arguments in (
        ("no-such..HEAD",),
        ("main..--output=pwned",),
        ("--", "--output=pwned"),
        ("main", "--site", "javascript:alert(1)"),
        ("main", "--site", "https://x.org/)[a](b"),
    ):
        answer = tracker(log, *arguments)
        assert (answer.exit_code, "Error: " in answer.output, "Traceback" in answer.output) == (2, True, False)
    assert not (log.folder / "pwned").exists()


def test_hostile_texts(log: Repository) -> None:
    """A title that would call somebody, or hide the rest, is shown as it is written."""
    log.put(FUND, step(title="Paid <!-- @octocat [x](https://evil.example) | #1 `"))
    log.commit()
    written = tracker(log, "main..change").output
    assert "<!--" not in written and "@octocat" not in written and "](https://evil" not in written
    assert "Paid &#60;!-- &#64;&#8203;octocat &#91;x&#93;(https:&#8203;//evil.example) &#124; &#35;&#8203;1 &#96;" in written


def test_bulk_lines(log: Repository) -> None:
    """Lines added to a bulk file are events like others."""
    opened = event("crackdown.opened", "2020-12-25", name="Third", recorded=LATER)
    log.write(BULK, log.read(BULK) + line("crackdowns/case-3/2020-12-25-opened", opened))
    log.commit()
    assert [case["id"] for case in json.loads(tracker(log, "main..change", "--format", "json").output)["cases"]] == [
        "crackdowns/case-3"
    ]
