"""`tracker fmt` writes event files in canonical form, and touches no other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from given import event, written
from projects import project

from tracker.cli import main

ANNOUNCED = event("pledge.announced", "2021", name="A pledge", question="Was it kept?")
PROGRESSED = event("pledge.progressed", "2022")
PATH = "events/pledges/x/2021-announced.json"


def fmt(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["fmt", "--root", str(root), *arguments])


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A project of one case, two events, both in canonical form; the reader stands in it."""
    root = project(tmp_path / "project", pledges__x=[ANNOUNCED, PROGRESSED])
    monkeypatch.chdir(root)
    assert fmt(root).exit_code == 0
    return root


def messy(root: Path, path: str = PATH) -> bytes:
    """Makes of a file what an editor elsewhere may make of it."""
    file = root / path
    document = json.loads(file.read_text(encoding="utf-8"))
    raw = json.dumps(dict(reversed(document.items())), indent=4).replace("\n", "\r\n").encode()
    file.write_bytes(raw)
    return raw


def test_rewrites(root):
    """A file that is not in canonical form is rewritten and named; what it says stays."""
    form = (root / PATH).read_bytes()
    messy(root)
    result = fmt(root)
    assert (result.exit_code, result.output) == (0, f"{PATH}: rewritten\n2 files: 1 rewritten\n")
    assert (root / PATH).read_bytes() == form


def test_canonical_is_not_touched(root):
    """A file in canonical form stays the same file: no byte is written, not even the same."""
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in root.glob("events/*/*/*")}
    result = fmt(root)
    assert (result.exit_code, result.output) == (0, "2 files: 0 rewritten\n")
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in root.glob("events/*/*/*")} == before


def test_check_only_reports(root):
    """With --check nothing is written, and what would be is named; exit 1."""
    raw = messy(root)
    result = fmt(root, "--check")
    assert (result.exit_code, result.output) == (1, f"{PATH}: not in canonical form\n2 files: 1 not in canonical form\n")
    assert (root / PATH).read_bytes() == raw
    fmt(root)
    assert fmt(root, "--check").exit_code == 0


def test_paths(root):
    """With paths only the files below them are rewritten, be it a file, a case, or a family."""
    other = project(root, laws__y=[event("law.adopted", "2021", name="A law")])
    messy(other), messy(other, "events/laws/y/2021-adopted.json")
    assert fmt(root, "events/pledges/x/2022-progressed.json").output == "1 file: 0 rewritten\n"
    assert fmt(root, "events/laws").output == "events/laws/y/2021-adopted.json: rewritten\n1 file: 1 rewritten\n"
    assert fmt(root, "events/pledges/x").output == f"{PATH}: rewritten\n2 files: 1 rewritten\n"
    assert fmt(root, "events", "--check").exit_code == 0


def test_path_without_events(root):
    """A path below which no event stands is a problem, as `tracker check` says it."""
    result = fmt(root, "events/laws")
    assert result.exit_code == 1
    assert result.output.startswith("events/laws\nerror[P110]: there are no events here\n")


def test_file_that_does_not_parse(root):
    """A file that is no event is left as it is and reported as `tracker check` reports it; the others are rewritten."""
    messy(root, "events/pledges/x/2022-progressed.json")
    (root / PATH).write_text('{"type": "pledge.anounced"}\n', encoding="utf-8")
    result = fmt(root)
    assert result.exit_code == 1
    assert (
        result.output
        == f"""\
events/pledges/x/2022-progressed.json: rewritten
{PATH}:1:10
error[P201]: type `pledge.anounced` is not known
  1 | {{"type": "pledge.anounced"}}
    |          ^^^^^^^^^^^^^^^^^
help: did you mean `pledge.announced`?

2 files: 1 rewritten, 1 problem
"""
    )
    assert (root / PATH).read_text(encoding="utf-8") == '{"type": "pledge.anounced"}\n'
    assert "error[P201]" in CliRunner().invoke(main, ["check", "--root", str(root)]).output


def test_wrong_event_is_formatted(root):
    """What is wrong with an event that can be read is not the form's business."""
    document = json.loads((root / PATH).read_text(encoding="utf-8")) | {"date": "2020"}
    (root / PATH).write_text(json.dumps(document), encoding="utf-8")
    assert fmt(root).output == f"{PATH}: rewritten\n2 files: 1 rewritten\n"


def test_bulk_is_left_alone(root):
    """A bulk file is compact lines and stays so; that it was passed over is said."""
    line = json.dumps({"id": "pledges/z/2021-announced", "recorded": "2026-01-01T00:00:00Z", **ANNOUNCED})
    bulk = root / "events/pledges/imported.jsonl"
    bulk.write_text(f"{line}\n", encoding="utf-8")
    result = fmt(root)
    said = "events/pledges/imported.jsonl: left alone, a bulk file has no form but its lines\n"
    assert (result.exit_code, result.output) == (0, f"{said}2 files: 0 rewritten\n")
    assert fmt(root, "events/pledges/imported.jsonl").output == f"{said}0 files: 0 rewritten\n"
    assert fmt(root, "events/pledges/x").output == "2 files: 0 rewritten\n"
    assert bulk.read_text(encoding="utf-8") == f"{line}\n"


def test_link_is_not_followed(root, tmp_path):
    """A symbolic link is refused, and what it leads to stays as it is."""
    outside = tmp_path / "outside.json"
    outside.write_text("{}", encoding="utf-8")
    (root / "events/pledges/x/2023-progressed.json").symlink_to(outside)
    result = fmt(root)
    assert result.exit_code == 1
    assert "error[P108]: this is a symbolic link" in result.output
    assert outside.read_text(encoding="utf-8") == "{}"


def test_mode_is_kept(root):
    """A rewritten file is readable and writable by whom it was before."""
    messy(root)
    (root / PATH).chmod(0o640)
    fmt(root)
    assert (root / PATH).stat().st_mode & 0o777 == 0o640


def test_full_disk(root):
    """Where a file cannot be written whole, the old one stays, nothing is left beside it, and the sentence says so."""
    long = event("pledge.announced", "2021", name="A pledge", question="Was it kept?", notes="n" * 2000, summary="s" * 1000)
    (root / PATH).write_bytes(json.dumps({"recorded": "2026-01-01T00:00:00Z", **long}).encode())
    raw = (root / PATH).read_bytes()
    limited = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)); "
        f"import sys; sys.argv = ['tracker', 'fmt', '--root', {str(root)!r}]; from tracker.cli import run; run()"
    )
    done = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, f"error: {PATH} cannot be written: file too large\n")
    assert (root / PATH).read_bytes() == raw
    assert sorted(p.name for p in (root / PATH).parent.iterdir()) == ["2021-announced.json", "2022-progressed.json"]


def test_every_event_of_a_large_log(tmp_path):
    """Where the work is shared among processes, every file is rewritten too."""
    root = project(tmp_path)
    whole = written({"recorded": "2026-01-01T00:00:00Z", **ANNOUNCED})
    for number in range(1501):
        folder = root / f"events/pledges/case-{number}"
        folder.mkdir(parents=True)
        (folder / "2021-announced.json").write_bytes(whole)
    assert fmt(root).output.endswith("1,501 files: 1,501 rewritten\n")
    assert fmt(root).output == "1,501 files: 0 rewritten\n"
