"""`tracker check FILE` reads the case in which the file stands, and of the rest of the log no more than names."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASE = "events/pledges/tencent-common-prosperity-2021"

# A hook of the interpreter sees every file that is opened, by whichever way.
PROGRAM = """
import os, sys
seen = []
sys.addaudithook(lambda event, given: seen.append(os.fspath(given[0])) if event == "open" and isinstance(given[0], str) else None)
from tracker.cli import main
try:
    main(["check", sys.argv[1]])
finally:
    print("\\n".join(sorted({os.path.relpath(path) for path in seen if os.sep + "events" + os.sep in os.path.abspath(path)})))
"""


def test_what_is_read():
    """The files of its own case, this tracker's own words, and nothing else of a thousand events."""
    path = f"{CASE}/2021-08-18-announced.json"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    counts, *read = done.stdout.splitlines()
    own = sorted(found.relative_to(ROOT).as_posix() for found in (ROOT / CASE).iterdir())
    assert (done.returncode, counts.partition(":")[0]) == (0, f"{len(own)} events in 1 case"), done.stderr
    assert read == sorted([*own, "events/accepted.json", "events/vocabulary.json"])
