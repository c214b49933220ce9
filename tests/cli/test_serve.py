"""`tracker serve` builds, says which command it runs, and ends what it began."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from given import event, written
from projects import project

from tracker.cli import main
from tracker.derive.metadata import HEAD
from tracker.site.settings import LOCAL, PUBLIC

LONG = 60
"""Seconds after which something is not going to happen."""

PLEDGED = event(
    "pledge.announced", "2021-09-02", name="A fund", question="Has it been paid?", parties=[{"party": "alpha", "role": "pledger"}]
)


@pytest.fixture
def root(tmp_path) -> Path:
    """A project with a pledge."""
    return project(tmp_path, parties__alpha=[event("party.registered", name="Alpha")], pledges__fund=[PLEDGED])


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def serve(root, port):
    """The command as a process, ended with the test; what it prints goes to a file."""
    started = []

    def start(*options: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "tracker", "serve", "--root", str(root), "--port", str(port), *options]
        with open(root / "said.txt", "w") as said:
            started.append(subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT))
        return started[0]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(LONG)


def wait_for(true: Callable[[], object]) -> object:
    """What becomes true in time."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come about")


@pytest.fixture
def ask(port):
    """The answer to an address, or none while nobody answers."""

    def answer(path: str) -> str | None:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=LONG) as found:
                return found.read().decode()
        except HTTPError as error:
            return str(error.code)
        except (URLError, OSError):
            return None

    return answer


def children(process: subprocess.Popen) -> list[str]:
    """The ids of what a process started."""
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def nobody_listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


def test_serves(root, port, serve, ask):
    """It builds, prints exactly the command that it runs, serves, and takes Datasette along when it is ended."""
    process = serve()
    rows = json.loads(wait_for(lambda: ask("/tracker/pledges.json?_shape=array")))
    assert [row["id"] for row in rows] == ["pledges/fund"]
    said = (root / "said.txt").read_text()
    settings = " ".join(f"--setting {name} {value}" for name, value in LOCAL.items())
    assert f"{root}/tracker.db: 2 events in 2 cases\n" in said
    assert f"{sys.executable} -m datasette -i {root}/tracker.db --host 127.0.0.1 --port {port} {settings}\n" in said
    assert "there is no metadata.yml" in said
    process.send_signal(signal.SIGTERM)
    assert process.wait(LONG) == 0
    assert nobody_listens(port)


def test_public(root, port, serve, ask):
    """For the open it reads the metadata, prints every setting, lets nobody write SQL and hands out the file."""
    (root / "metadata.yml").write_text(HEAD + "    queries:\n      one: SELECT 1 AS one\n", encoding="utf-8")
    process = serve("--public")
    assert json.loads(wait_for(lambda: ask("/tracker/one.json?_shape=array"))) == [{"one": 1}]
    said = (root / "said.txt").read_text()
    assert all(f" --setting {name} {value}" in said for name, value in PUBLIC.items())
    assert f" --cors -m {root}/metadata.yml " in said
    assert "403" in (ask("/tracker.json?sql=select+1"), ask("/tracker/-/query.json?sql=select+1"))
    with urlopen(f"http://127.0.0.1:{port}/tracker.db") as found:
        assert found.read(15) == b"SQLite format 3"
    process.send_signal(signal.SIGINT)
    assert process.wait(LONG) == 0
    assert nobody_listens(port)


def test_watch(root, serve, ask):
    """A change is built and served by a new process; one with an error leaves what was served."""
    process = serve("--watch")
    path = "/tracker/pledges.json?_shape=array&_col=name"
    assert [row["name"] for row in json.loads(wait_for(lambda: ask(path)))] == ["A fund"]
    serving = children(process)
    second = root / "events/pledges/second/2022-announced.json"
    second.parent.mkdir()
    second.write_text("{")
    wait_for(lambda: "events/pledges/second/2022-announced.json:1" in (root / "said.txt").read_text())
    assert [row["name"] for row in json.loads(ask(path))] == ["A fund"]
    assert children(process) == serving
    second.write_bytes(written({**PLEDGED, "recorded": "2026-02-01T00:00:00Z", "date": "2022", "name": "Another"}))
    wait_for(lambda: {row["name"] for row in json.loads(ask(path) or "[]")} == {"A fund", "Another"})


def test_datasette_ends_by_itself(root, port, serve, ask):
    """Where Datasette ends, so does the command, and says so."""
    process = serve()
    wait_for(lambda: ask("/-/versions.json"))
    os.kill(int(children(process)[0]), signal.SIGKILL)
    assert process.wait(LONG) == 1
    assert (root / "said.txt").read_text().endswith("error: Datasette ended with code -9\n")


def test_only_a_database(tmp_path, root, serve, ask):
    """Where there is a database and no events it is served as it is."""
    assert CliRunner().invoke(main, ["build", "--root", str(root)]).exit_code == 0
    (root / "events").rename(tmp_path / "elsewhere")
    serve()
    assert wait_for(lambda: ask("/tracker/pledges.json?_shape=array"))


def invoke(root: Path, *options: str):
    return CliRunner().invoke(main, ["serve", "--root", str(root), *options])


def test_errors(root, port):
    """Errors in the log are printed as the build prints them, and nothing is served."""
    (root / "events/pledges/fund/2021-09-02-announced.json").write_text("{")
    found = invoke(root, "--port", str(port))
    assert (found.exit_code, found.stderr) == (1, "error: nothing was built: errors stop a build\n")
    assert "events/pledges/fund/2021-09-02-announced.json:1:1\nerror[P103]: not JSON" in found.stdout


def test_port_in_use(root):
    """A port that is taken is told in a sentence."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        found = invoke(root, "--port", str(number))
    assert (found.exit_code, found.stderr) == (1, f"error: port {number} of 127.0.0.1 is in use; choose another with --port\n")


@pytest.mark.parametrize(
    "options, code, said",
    [
        (["other.db"], 2, "Error: the database must be called tracker.db: its addresses and metadata.yml name it so\n"),
        (["--host", "no such host"], 1, "error: there is no host `no such host`\n"),
        (["--port", "0"], 2, "Error: Invalid value for '--port': 0 is not in the range 1<=x<=65535.\n"),
    ],
)
def test_refused(root, options, code, said):
    """What cannot be served is told in a sentence."""
    found = invoke(root, *options)
    assert (found.exit_code, found.stderr.endswith(said)) == (code, True), found.stderr


def test_no_events(tmp_path):
    """Without events and without a database there is nothing to serve."""
    found = invoke(tmp_path)
    assert found.exit_code == 2
    assert found.stderr.endswith("Error: there is no folder `events` here; go to the project, or name it with --root\n")
