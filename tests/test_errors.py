"""Each folder of `tests/errors` is a small project with something wrong in it, and all that `tracker check` says of it.

A case holds its files, laid over those of `_beside`, and `expected.txt`. What no repository should hold is described in
`made.txt`, a line each: `link PATH TARGET`, `pipe PATH` or `repeat PATH COUNT TEXT`. `arguments.txt` holds arguments.
The expected texts are written anew with `EXPECTED=write pytest tests/test_errors.py`; then read what git says has changed.
"""

import contextlib
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tracker.cli import main
from tracker.kinds import load
from tracker.model.explained import explanations
from tracker.store import Store

ERRORS = Path(__file__).parent / "errors"
CASES = sorted(folder.name for folder in ERRORS.iterdir() if folder.is_dir() and folder.name != "_beside")

SHOWN = re.compile(r"^(error|warning)\[(P\d{3})\]: ", re.M)

# A file that cannot be read, two cases whose keys fall together, and a rewritten history do not fit in a folder.
ELSEWHERE = re.compile("P119|P904|P9[12].")


def project(name: str, folder: Path) -> Path:
    """The project of a case, laid out in a folder."""
    shutil.copytree(ERRORS / "_beside", folder, dirs_exist_ok=True)
    shutil.copytree(ERRORS / name, folder, dirs_exist_ok=True)
    for line in lines(folder / "made.txt"):
        make(folder, *line.split(" "))
    return folder


def lines(path: Path) -> list[str]:
    """The lines of a file that a case may have."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def make(folder: Path, what: str, path: str, *arguments: str) -> None:
    """A link, a pipe or a file of repeated text."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).unlink(missing_ok=True)
    if what == "link":
        (folder / path).symlink_to(arguments[0])
    elif what == "pipe":
        os.mkfifo(folder / path)
    elif what == "repeat":
        (folder / path).write_text(arguments[1] * int(arguments[0]), encoding="utf-8")
    else:
        raise ValueError(what)


def check(name: str, folder: Path, *options: str) -> Result:
    """What `tracker check` answers in the project of a case."""
    project(name, folder)
    with contextlib.chdir(folder):
        return CliRunner().invoke(main, ["check", *options, *lines(folder / "arguments.txt")], prog_name="tracker")


def expected(name: str) -> str:
    """What a case expects."""
    path = ERRORS / name / "expected.txt"
    assert path.exists(), f"write {path} with EXPECTED=write, and read it"
    return path.read_bytes().decode()


@pytest.mark.parametrize("name", CASES)
def test_text(name: str, tmp_path: Path) -> None:
    """The text of a case is what it expects, to the letter, and the exit code says whether there was an error."""
    answer = check(name, tmp_path)
    output = answer.output.replace(str(tmp_path), "<project>")
    if os.environ.get("EXPECTED") == "write":
        (ERRORS / name / "expected.txt").write_bytes(output.encode())
    text = expected(name)
    assert output == text
    assert "Traceback" not in text
    assert answer.exit_code == (2 if text.startswith("Usage:") else 1 if re.search(r"^error\[", text, re.M) else 0)


@pytest.mark.parametrize("name", CASES)
def test_json(name: str, tmp_path: Path) -> None:
    """As JSON a case shows the same problems in the same order; a command called wrongly shows nothing."""
    listed = json.loads(check(name, tmp_path, "--format", "json").stdout or "[]")
    assert [(row["severity"], row["code"]) for row in listed] == SHOWN.findall(expected(name))


def test_every_code() -> None:
    """Every documented code is shown by a case."""
    shown = {code for name in CASES for _, code in SHOWN.findall(expected(name))}
    assert shown == {e.code for e in explanations() if not ELSEWHERE.fullmatch(e.code)}


def test_unreadable(tmp_path: Path) -> None:
    """A file that cannot be read is a problem of its case."""
    store = Store(project("no-problems", tmp_path), load())
    unit = store.listing().units["parties/tencent"]
    (tmp_path / "events/parties/tencent/registered.json").unlink()
    _, problems, _ = store.entries(unit)
    assert [(p.code, p.place.path, p.sentence) for p in problems] == [
        ("P119", "events/parties/tencent/registered.json", "the file cannot be read: no such file or directory")
    ]
