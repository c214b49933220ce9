"""Every command in CONTRIBUTING.md is run, in order, on a copy of the record."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.cli import main

HERE = Path(__file__).parents[1]


def commands() -> list[list[str]]:
    """The commands of the guide's code blocks, continued lines joined."""
    text = (HERE / "CONTRIBUTING.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines if line.strip()]


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=folder, check=True, capture_output=True
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The record in a repository of its own, with a branch that is ahead of `main`."""
    folder = tmp_path_factory.mktemp("record")
    shutil.copytree(HERE / "events", folder / "events")
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message=The record")
    git(folder, "checkout", "--quiet", "-b", "fact")
    return folder


def test_every_command_of_the_guide_runs(copy):
    """Whoever follows the guide word by word meets no error."""
    listed = commands()
    assert len(listed) > 8 and all(words[0] == "tracker" for words in listed)
    for words in listed:
        if words[1] == "diff":
            git(copy, "add", ".")
            git(copy, "commit", "--quiet", "--message=A fact")
        root = [] if words[1] in ("kinds", "explain") else ["--root", str(copy)]
        result = CliRunner().invoke(main, [*words[1:], *root], catch_exceptions=False)
        assert result.exit_code == 0, f"{shlex.join(words)}\n{result.output}"
