"""The build as a whole: the same bytes anywhere, all or nothing, one at a time."""

import fcntl
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.context import ForkProcess as Process
from pathlib import Path

import pytest
from given import event
from projects import project

from tracker.build import Busy, build_full
from tracker.project import open_project

EVENTS = Path(__file__).parents[2] / "events"
BUILD = [sys.executable, "-m", "tracker", "build", "--full"]


def copied(folder: Path, order: int) -> Path:
    """The real log in another folder, its files written in another order."""
    files = sorted(p.relative_to(EVENTS) for p in EVENTS.rglob("*.json*"))
    random.Random(order).shuffle(files)
    for file in files:
        (folder / "events" / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(EVENTS / file, folder / "events" / file)
    return folder


def test_same_bytes(tmp_path):
    """Two full builds of one log are the same bytes, in any folder, file order, locale, time zone and hash seed."""
    digests = set()
    for number, (zone, locale, seed) in enumerate([("UTC", "C", "1"), ("Asia/Kathmandu", "de_DE.UTF-8", "77")]):
        folder = copied(tmp_path / f"folder {number}", number)
        env = os.environ | {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
        subprocess.run([*BUILD, "--root", str(folder)], env=env, check=True, capture_output=True, timeout=120)
        digests.add(sha256((folder / "tracker.db").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_killed_at_any_moment(tmp_path):
    """A build that is killed leaves the old database whole, and the next build is none the worse for it."""
    folder = project(
        tmp_path,
        parties__somebody=[event("party.registered", name="Somebody")],
        **{f"laws__law-{n}": [event("law.adopted", "2021-01-01", name=f"Law {n}")] for n in range(300)},
    )
    database = folder / "tracker.db"
    assert build_full(open_project(folder), database).problems == []
    before = sha256(database.read_bytes()).hexdigest()

    def begun() -> Process:
        # A copy of this process, so that every moment is one of the build and none goes by with imports.
        child = get_context("fork").Process(target=lambda: build_full(open_project(folder), database))
        child.start()
        return child

    began = time.monotonic()
    begun().join(timeout=60)
    whole = time.monotonic() - began
    moments, cut = random.Random(50), 0
    for _ in range(50):
        child = begun()
        time.sleep(moments.uniform(0.0, 1.0) * whole)
        child.kill()
        child.join(timeout=30)
        cut += child.exitcode == -signal.SIGKILL
        db = sqlite3.connect(database)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()
        assert sha256(database.read_bytes()).hexdigest() == before
    assert cut > 25
    subprocess.run([*BUILD, "--root", str(folder)], check=True, capture_output=True, timeout=60)
    assert sha256(database.read_bytes()).hexdigest() == before
    assert [p.name for p in folder.iterdir() if ".new" in p.name] == []


def test_errors_write_nothing(tmp_path):
    """Where the log has an error nothing is written: not a first database, and not over one that stands."""
    folder = project(tmp_path, parties__somebody=[event("party.registered", name="Somebody")])
    good = build_full(open_project(folder), folder / "tracker.db")
    before = (folder / "tracker.db").read_bytes()
    (folder / "events/parties/somebody/2022-dissolved.json").write_text("{", encoding="utf-8")
    bad = build_full(open_project(folder), folder / "tracker.db")
    first = build_full(open_project(folder), folder / "other.db")
    assert good.problems == [] and [p.code for p in bad.problems] == ["P103"]
    assert (folder / "tracker.db").read_bytes() == before
    assert [p.code for p in first.problems] == ["P103"] and not (folder / "other.db").exists()


def test_one_at_a_time(tmp_path):
    """While one build holds the database another says so and leaves it alone."""
    folder = project(tmp_path, parties__somebody=[event("party.registered", name="Somebody")])
    with open(folder / ".tracker.db.lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Busy, match=r"another build of tracker\.db is under way"):
            build_full(open_project(folder), folder / "tracker.db")
    assert build_full(open_project(folder), folder / "tracker.db").problems == []
