"""One pass over a revision, in pieces however small."""

from pathlib import Path

import pytest
from given import SOURCE, event
from repositories import BULK, NOW, Repository, line, tracker_log

from tracker import git, sweep
from tracker.compared import compared
from tracker.project import open_project
from tracker.sweep import Swept

PAGE = "https://example.org/wanted"


def swept(repository: Repository, pages: set[str], names: tuple[str, ...] = ()) -> Swept:
    with compared(open_project(repository.folder), "main", "main", NOW) as change:
        return change.swept(pages, names)


@pytest.fixture
def log(tmp_path: Path) -> Repository:
    """Cases of which each fifth cites the page, in files and in lines, the newest somewhere in the middle."""
    repository = tracker_log(tmp_path / "log")
    lines = b""
    for number in range(60):
        sources = [{**SOURCE, "url": PAGE if number % 5 == 0 else f"https://example.org/{number}"}]
        recorded = f"2026-03-{number % 28 + 1:02}T00:00:{number:02}Z"
        summary = f'Somebody said: "recorded": "2030-01-01T00:00:00Z", "url": "{PAGE}".' * 3
        document = event("crackdown.fined", "2021-01", recorded=recorded, sources=sources, summary=summary, notes="x" * 500)
        repository.put(f"crackdowns/file-{number}", document)
        lines += line(f"crackdowns/line-{number}/2021-01-fined-{number + 2}", document)
    repository.write(BULK, repository.read(BULK) + lines)
    repository.commit()
    return repository


@pytest.mark.parametrize("size", [7, 100, 1000, 5000, 1 << 20])
def test_pieces(log: Repository, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest stamp and who cites a page are found wherever a piece ends, and not where a text only speaks of them."""
    monkeypatch.setattr(git, "_CHUNK", size)
    citing = {f"crackdowns/{kind}-{number}" for kind in ("file", "line") for number in range(0, 60, 5)}
    assert swept(log, {PAGE}) == Swept("2026-03-28T00:00:55Z", frozenset(citing), frozenset())


def test_pieces_overlap(log: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an overlap what one piece cuts in two would be missed."""
    monkeypatch.setattr(git, "_CHUNK", 100)
    monkeypatch.setattr(sweep, "_OVERLAP", 1)
    assert len(swept(log, {PAGE}).citing) < 24


def test_names(log: Repository) -> None:
    """Cases are found by what an event of theirs is called, whatever number it ends in, in their family alone."""
    found = swept(log, set(), ("crackdowns/2021-01-fined", "laws/2020-12-24-opened"))
    assert found.named == {f"crackdowns/{kind}-{number}" for kind in ("file", "line") for number in range(60)}


def test_empty(tmp_path: Path) -> None:
    """Where nothing is merged nothing is the newest."""
    repository = Repository(tmp_path / "log")
    repository.write("events/vocabulary.json", "{}")
    repository.write(BULK, "")
    repository.commit()
    assert swept(repository, {PAGE}, ("laws/2021-adopted",)) == Swept(None, frozenset(), frozenset())
