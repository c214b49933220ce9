"""The record passes its own checks, the site is built from it, and what is generated is not stale."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def tracker(*words: str) -> str:
    """What the command says; it may find nothing wrong."""
    done = subprocess.run([sys.executable, "-m", "tracker", *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_check():
    """No event is wrong."""
    tracker("check")


def test_build(tmp_path):
    """The whole record makes a database."""
    tracker("build", str(tmp_path / "tracker.db"))
    assert (tmp_path / "tracker.db").stat().st_size > 0


def test_schema_is_fresh():
    """`events/schema.json` says what the families and the vocabulary say."""
    assert tracker("kinds", "--schema") == (ROOT / "events/schema.json").read_text(encoding="utf-8")


def test_metadata_is_fresh():
    """The lower part of `metadata.yml` says what the tables say."""
    assert tracker("metadata") == (ROOT / "metadata.yml").read_text(encoding="utf-8")
