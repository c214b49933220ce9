"""What the tests of the commands share by which a contributor writes events."""

import json
import shutil
import subprocess
from pathlib import Path

from click.testing import CliRunner, Result
from given import event
from projects import project

from tracker.cli import main

EVENTS = Path(__file__).parents[1] / "events"
PAGE = "https://example.org/page"
SOURCE = f"{PAGE}|A page|Example Daily"

PARTY = event("party.registered", name="Somebody", aliases=["Somebody Else"])
ANNOUNCED = event("pledge.announced", "2021-09-02", name="A pledge", question="Was it kept?")

WHOLE = [
    "--date", "3 May 2022", "--title", "Somebody spent money", "--summary", "They said so.", "--party", "somebody:pledger",
    "--jurisdiction", "CN", "--sector", "e-commerce", "--source", SOURCE, "--confidence", "medium",
]  # fmt: skip
"""Flags that make a whole event about the world."""

FIELDS = {
    "date": "2022-05-03",
    "title": "Somebody spent money",
    "summary": "They said so.",
    "parties": [{"party": "somebody", "role": "pledger"}],
    "jurisdiction": "CN",
    "sectors": ["e-commerce"],
    "sources": [{"url": PAGE, "title": "A page", "publisher": "Example Daily"}],
    "confidence": "medium",
}
"""What these flags say."""


def small(folder: Path) -> Path:
    """A project with a party and a pledge."""
    return project(folder, parties__somebody=[PARTY], pledges__x=[ANNOUNCED])


def real(folder: Path) -> Path:
    """A copy of the real log."""
    shutil.copytree(EVENTS, folder / "events")
    return folder


def tracker(root: Path, command: str, *arguments: str, input: str | None = None) -> Result:
    """What the command line answers in a project."""
    return CliRunner().invoke(main, [command, "--root", str(root), *arguments], input=input)


def files(root: Path) -> dict[str, bytes]:
    """Everything in the project, by path; what is left beside files too."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def read(root: Path, path: str) -> dict:
    """A document."""
    return json.loads((root / path).read_text(encoding="utf-8"))


def said(root: Path, path: str) -> dict:
    """What a document says, without the second in which it was written."""
    return {key: value for key, value in read(root, path).items() if key != "recorded"}


def git(root: Path, *arguments: str) -> str:
    """What git answers in a scratch repository, whoever uses this machine."""
    identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def committed(root: Path) -> str:
    """Commits everything, in a new repository if there is none, and gives the commit."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message=All of it")
    return git(root, "rev-parse", "HEAD")
