"""`tracker stamp --head` stamps the events of a commit in a new one upon it, and touches nothing else."""

import json

import pytest
from click.testing import CliRunner, Result
from given import event
from repositories import BULK, FUND, HOSTILE, Repository, laid_in, opened, step, tracker_log

from tracker.cli import main
from tracker.write import later

NEW = f"events/{FUND}/2023-01-10-progressed.json"
OLD = "2026-01-01T00:00:00Z"


@pytest.fixture
def log(tmp_path) -> Repository:
    """The log of `repositories`, checked out on `main`, with a branch `change` from before the newest event."""
    repository = tracker_log(tmp_path / "log")
    repository.git("config", "user.name", "A")
    repository.git("config", "user.email", "a@example.org")
    repository.branch("change")
    return repository


def stamp(repository: Repository, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["stamp", "--root", str(repository.folder), "--since", "main", *arguments])


def test_a_commit(log):
    """Its events get stamps later than all that the base holds; branch, index and checkout stay as they are."""
    log.put(FUND, step(recorded=OLD))
    log.put("parties/third", event("party.registered", name="Third", recorded="2026-01-01T00:00:01Z"))
    log.write(BULK, log.read(BULK) + opened(3, "2026-01-01T00:00:02Z"))
    head = log.commit()
    log.git("checkout", "-q", "main")
    answer = stamp(log, "--head", "change")
    made = answer.stdout.strip()
    assert (answer.exit_code, answer.stderr.partition(",")[0]) == (0, "3 events stamped")
    assert log.git("rev-parse", f"{made}^", "change") == f"{head}\n{head}" and log.git("status", "--porcelain") == ""
    assert log.git("diff", "--name-status", head, made).splitlines() == [
        f"M\t{BULK}", "M\tevents/parties/third/registered.json", f"M\t{NEW}"
    ]  # fmt: skip
    first, second = (
        json.loads(log.git("show", f"{made}:{path}"))["recorded"] for path in (NEW, "events/parties/third/registered.json")
    )
    assert first > OLD and second == later(first)
    assert log.git("show", f"{made}:{NEW}") == log.git("show", f"change:{NEW}").replace(OLD, first)
    checked = CliRunner().invoke(main, ["check", "--root", str(log.folder), "--since", "main", "--head", made])
    assert (checked.exit_code, checked.output) == (0, "3 added events in 3 cases: no problems\n")


def test_dry_run(log):
    """With --dry-run the stamps are shown, and no commit is made."""
    log.put(FUND, step(recorded=OLD))
    log.commit()
    answer = stamp(log, "--head", "change", "--dry-run")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert answer.stderr.startswith(f"{NEW}: 20") and "1 event to be stamped, " in answer.stderr
    assert log.git("for-each-ref", "refs/tracker") == ""


def test_nothing_to_stamp(log):
    """A commit without events of its own is its own answer."""
    answer = stamp(log, "--head", "change")
    assert (answer.stdout, answer.stderr) == (f"{log.git('rev-parse', 'change')}\n", "0 events stamped\n")


def test_hostile_names(log):
    """A file may have any name: what is an event by its place is stamped there, and nothing is written anywhere else."""
    blob = log.git("hash-object", "-w", "--stdin", given=json.dumps(step(recorded=OLD)).encode()).encode()
    tree = "main"
    for path in [*HOSTILE[:6], b'events/pledges/x/"quoted" -.json', b"events/pledges/x/M 100644 inline y.json"]:
        tree = laid_in(log, tree, path.split(b"/"), blob).decode()
    head = log.git("commit-tree", "-p", "main", "-m", "hostile", tree)
    before = {path for path in log.folder.rglob("*") if ".git" not in path.parts}
    answer = stamp(log, "--head", head)
    assert (answer.exit_code, answer.stderr.partition(",")[0]) == (0, "7 events stamped")
    assert {path for path in log.folder.rglob("*") if ".git" not in path.parts} == before
    names = log.git("diff", "--name-status", "-z", head, answer.stdout.strip()).split("\0")
    assert names[:-1:2] == ["M"] * 7 and 'events/pledges/x/"quoted" -.json' in names


def test_what_cannot_be_read(log):
    """Where one event cannot be read, no commit is made; where there is no such commit, a sentence says so."""
    log.put(FUND, step(recorded=OLD))
    log.write("events/pledges/fund-2021/2024-progressed.json", "{")
    log.commit()
    answer = stamp(log, "--head", "change")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "events/pledges/fund-2021/2024-progressed.json: " in answer.stderr
    answer = stamp(log, "--head", "--output=pwned")
    assert (answer.exit_code, "there is no revision" in answer.stderr, (log.folder / "pwned").exists()) == (2, True, False)
