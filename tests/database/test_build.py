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
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.context import ForkProcess as Process
from pathlib import Path
from typing import IO

import pytest
from given import event
from projects import project

from tracker.build import Busy, build_full
from tracker.project import open_project
from tracker.work import WORTH_IT

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
    # One that had come to its end by then was not cut short; 50 have to be.
    for _ in range(200):
        if cut == 50:
            break
        child = begun()
        time.sleep(moments.uniform(0.0, 1.0) * whole)
        child.kill()
        child.join(timeout=30)
        cut += child.exitcode == -signal.SIGKILL
        db = sqlite3.connect(database)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.close()
        assert sha256(database.read_bytes()).hexdigest() == before
    assert cut == 50
    subprocess.run([*BUILD, "--root", str(folder)], check=True, capture_output=True, timeout=60)
    assert sha256(database.read_bytes()).hexdigest() == before
    assert [p.name for p in folder.iterdir() if ".new" in p.name] == []


@pytest.fixture
def shared_out(tmp_path):
    """A log of so many cases that several processes make its database; two of them need the same rate, and all the same party."""
    days = [(date(2012, 1, 2) + timedelta(days=n // 2)).isoformat() for n in range(WORTH_IT)]
    amount = {"value": "5", "currency": "CNY"}
    return project(
        tmp_path,
        parties__somebody=[event("party.registered", name="Somebody")],
        **{f"laws__law-{n}": [event("law.adopted", day, name=f"Law {n}", amount=amount)] for n, day in enumerate(days)},
    )


def test_one_core_or_two(shared_out):
    """The bytes do not depend on how many processes make them: what several cases share is there once."""
    digests = set()
    for cores in (1, 2):
        python = f"import os; os.sched_setaffinity(0, range({cores})); from tracker.cli import main; main()"
        command = [sys.executable, "-c", python, *BUILD[3:], "--root", str(shared_out)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        digests.add(sha256((shared_out / "tracker.db").read_bytes()).hexdigest())
    assert len(digests) == 1
    db = sqlite3.connect(shared_out / "tracker.db")
    counts = {
        name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("cases", "events", "publishers", "fx_rates")
    }
    assert counts == {"cases": WORTH_IT + 1, "events": WORTH_IT + 1, "publishers": 1, "fx_rates": WORTH_IT // 2}
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",) and db.execute("PRAGMA foreign_key_check").fetchall() == []
    db.close()


def test_killed_while_it_is_shared_out(shared_out):
    """The processes that help a build that is killed end, and leave nothing that the next one would take for its own."""
    database = shared_out / "tracker.db"
    subprocess.run([*BUILD, "--root", str(shared_out)], check=True, capture_output=True, timeout=60)
    before = sha256(database.read_bytes()).hexdigest()
    for pause in (0, 0.3):
        build = subprocess.Popen([*BUILD, "--root", str(shared_out)], stdout=subprocess.DEVNULL)
        _until((shared_out / f".{database.name}.new.part1").exists)
        time.sleep(pause)
        build.kill()
        assert build.wait(timeout=30) == -signal.SIGKILL
        # They hold the lock for as long as they live.
        with open(shared_out / f".{database.name}.lock", "w") as lock:
            _until(lambda lock=lock: _locked(lock))
        assert sha256(database.read_bytes()).hexdigest() == before
    subprocess.run([*BUILD, "--root", str(shared_out)], check=True, capture_output=True, timeout=60)
    assert sha256(database.read_bytes()).hexdigest() == before
    assert [p.name for p in shared_out.iterdir() if ".new" in p.name] == []


def _until(true: Callable[[], bool]) -> None:
    for _ in range(6000):
        if true():
            return
        time.sleep(0.005)
    raise AssertionError("it did not come to that within 30 seconds")


def _locked(lock: IO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@pytest.mark.parametrize("cores", [1, 2])
def test_no_room(shared_out, cores):
    """A disk without room is told in a sentence, wherever it ends, and the old database stands."""
    database = shared_out / "tracker.db"
    database.write_bytes(b"as it was")
    # No file may grow beyond this; the rows of a part do.
    python = f"""if True:
        import os, resource
        os.sched_setaffinity(0, range({cores}))
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        from tracker.cli import main; main()
    """
    found = subprocess.run(
        [sys.executable, "-c", python, *BUILD[3:], "--root", str(shared_out)], capture_output=True, text=True, timeout=60
    )
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == f"error: {database} cannot be written: disk I/O error\n"
    assert database.read_bytes() == b"as it was" and [p.name for p in shared_out.iterdir() if ".new" in p.name] == []


def test_errors_in_every_part(shared_out):
    """Errors are found wherever they stand, told in order, and nothing is written."""
    names = [f"law-{n}" for n in range(0, WORTH_IT, 50)]
    for name in names:
        (shared_out / f"events/laws/{name}/2022-repealed.json").write_text("{", encoding="utf-8")
    found = build_full(open_project(shared_out), shared_out / "tracker.db").problems
    assert [p.code for p in found] == ["P103"] * len(names)
    assert [p.place.path.split("/")[2] for p in found] == sorted(names)
    assert not (shared_out / "tracker.db").exists() and [p.name for p in shared_out.iterdir() if ".new" in p.name] == []


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
