"""`tracker check --since` on the command line, and what hostile names do to it."""

from pathlib import Path

import pytest
from acts import (
    NEW,
    add,
    add_a_stray,
    delete,
)
from click.testing import CliRunner
from given import written
from repositories import FUND, HOSTILE, LATER, NOW, STEP, Repository, laid_in, opened, step, tracker_log

from tracker.cli import main
from tracker.project import open_project
from tracker.since import check_since


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    """The log of `repositories`, on a branch of its own."""
    repository = tracker_log(tmp_path / "log")
    repository.branch("change")
    return repository


def tracker(repository: Repository, *arguments: str):
    return CliRunner().invoke(main, ["check", "--root", str(repository.folder), *arguments])


def test_command(log: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 0 where nothing is wrong, 1 where something is, each problem with its line, and 2 where git cannot say."""
    monkeypatch.setattr("tracker.cli.check.datetime", _Clock)
    add(log)
    assert tracker(log, "--since", "main").output == "1 added event in 1 case: no problems\n"
    log.put(FUND, step(parties=[{"party": "nobody", "role": "pledger"}]))
    log.commit()
    log.git("checkout", "-q", "main")
    answer = tracker(log, "--since", "main", "--head", "change")
    assert (answer.exit_code, answer.output) == (
        1,
        f"""{NEW}:9:16
error[P501]: party `nobody` is not registered
  9 |       "party": "nobody",
    |                ^^^^^^^^
help: did you mean `somebody`?

1 added event in 1 case: 1 error, 0 warnings
""",
    )
    annotation = tracker(log, "--since", "main", "--head", "change", "--format", "github").output
    assert annotation.startswith(f"::error file={NEW},line=9,col=16,title=P501::party `nobody` is not registered%0Ahelp")
    for arguments in (("--since", "no-such"), ("--since", "--output=pwned"), ("--head", "change")):
        answer = tracker(log, *arguments)
        assert (answer.exit_code, "Error: " in answer.output, "Traceback" in answer.output) == (2, True, False)
    assert not (log.folder / "pwned").exists()


class _Clock:
    @staticmethod
    def now(zone):
        from datetime import datetime

        return datetime(2026, 11, 22, 12, tzinfo=zone)


def test_paths(log: Repository) -> None:
    """With paths only what is found at or below them is told."""
    add_a_stray(log)
    delete(log)
    log.commit()
    project = open_project(log.folder)
    assert [p.code for p in check_since(project, "main", "change", NOW, [STEP]).findings.problems] == ["P911"]


@pytest.mark.parametrize("form", ["text", "json", "github"])
@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_names(log: Repository, tmp_path: Path, path: bytes, form: str) -> None:
    """A file may have any name: it is refused, and neither terminal nor workflow obeys it, and nothing is written."""
    content = opened(7, LATER) if path.endswith(b"l") else written(step())
    blob = log.git("hash-object", "-w", "--stdin", given=content).encode()
    commit = log.git("commit-tree", "-p", "main", "-m", "hostile", laid_in(log, "main", path.split(b"/"), blob).decode())
    before = {found.relative_to(tmp_path) for found in tmp_path.rglob("*") if ".git" not in found.parts}
    answer = tracker(log, "--since", "main", "--head", commit, "--format", form)
    assert (answer.exit_code, type(answer.exception)) == (1, SystemExit)
    assert "\x1b" not in answer.output
    assert "\n::error::b" not in answer.output
    assert "\u202e" not in answer.output or form == "json"
    assert {found.relative_to(tmp_path) for found in tmp_path.rglob("*") if ".git" not in found.parts} == before
