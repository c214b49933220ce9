"""The wheel alone, far from the checkout, does all that the checkout does: built and installed once, without a network."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from contributing import files

from tracker.cli import main

HERE = Path(__file__).parents[1]
LONG = 60
"""Seconds after which something is not going to happen."""


class Installed(NamedTuple):
    """The wheel, and a folder with nothing in it but events in which its command is run."""

    wheel: Path
    python: Path
    folder: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """What `tracker` says there, where nothing leads to the checkout."""
        return subprocess.run(
            [self.python.with_name("tracker"), *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LONG,
        )

    @property
    def environment(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Installed:
    """The wheel in an environment of its own, which has the dependencies of this one and not its checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    quiet = {"check": True, "capture_output": True, "timeout": LONG}
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, HERE], **quiet)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], **quiet)
    (packages,) = (folder / "venv").glob("lib/python*/site-packages")
    # A path named in a .pth file is searched, and the .pth files in it, that of an editable install among them, are not read.
    others = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "dependencies.pth").write_text("".join(f"{path}\n" for path in others), encoding="utf-8")
    python = folder / "venv/bin/python"
    subprocess.run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel], **quiet)
    (folder / "project").mkdir()
    shutil.copytree(HERE / "events", folder / "project/events")
    return Installed(wheel, python, folder / "project")


@pytest.fixture(scope="module")
def served(installed) -> Iterator[str]:
    """The address at which the wheel serves what it has built."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [installed.python.with_name("tracker"), "serve", "--port", str(port)]
    with (
        open(installed.folder.parent / "said", "w") as said,
        subprocess.Popen(command, cwd=installed.folder, env=installed.environment, stdout=said, stderr=said) as process,
    ):
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def fetched(address: str) -> str:
    """The text of a page, once somebody answers."""
    end = time.monotonic() + LONG
    while True:
        try:
            with urlopen(address, timeout=LONG) as found:
                return found.read().decode()
        except URLError as error:
            if time.monotonic() > end or not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.2)


def test_every_file_of_the_package_is_in_it(installed):
    """Whatever stands in the package is in the wheel, templates and static files among it, and nothing of the tests."""
    files = {path.relative_to(HERE).as_posix() for path in (HERE / "tracker").rglob("*") if path.is_file()}
    with zipfile.ZipFile(installed.wheel) as wheel:
        held = set(wheel.namelist())
    assert {path for path in files if "/__pycache__/" not in path} - held == set()
    assert {name.split("/")[0].partition("-")[0] for name in held} == {"tracker", "pressure_and_pledges"}


def test_it_is_not_the_checkout_that_runs(installed):
    """The code that answers stands in the environment."""
    found = subprocess.run(
        [installed.python, "-c", "import tracker; print(tracker.__file__)"],
        cwd=installed.folder,
        env=installed.environment,
        capture_output=True,
        text=True,
    )
    assert Path(found.stdout).is_relative_to(installed.python.parents[1])


def test_checks_and_tells(installed):
    """It checks the events, explains its problems and prints the schema as it stands beside the events."""
    found = installed.run("check")
    assert (found.returncode, found.stderr) == (0, "")
    assert installed.run("explain", "P203").stdout.startswith("P203")
    assert json.loads(installed.run("kinds", "--schema").stdout) == json.loads((HERE / "events/schema.json").read_text())


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "How things stand"),
        ("/pledges/alibaba-common-prosperity-2021", "Has Alibaba"),
        ("/parties/tencent", "Tencent"),
        ("/search?q=阿里", "Alibaba"),
        ("/codebook", "How this record judges"),
        ("/tracker/pledges", "<table"),
        ("/-/static-plugins/pressure_and_pledges/site.css", "color-scheme"),
    ],
)
def test_serves_every_page(served, path, said):
    """It builds and serves: pages, their styles and Datasette's own tables."""
    assert said in fetched(served + path.replace("阿里", "%E9%98%BF%E9%87%8C"))


def test_begins_another_tracker(installed, tmp_path):
    """What it passes on to a new tracker is what the checkout passes on."""
    made = installed.run("init", str(tmp_path / "theirs"), "--title", "Trees")
    assert (made.returncode, made.stderr) == (0, "")
    assert CliRunner().invoke(main, ["init", str(tmp_path / "ours"), "--title", "Trees"]).exit_code == 0
    theirs, ours = files(tmp_path / "theirs"), files(tmp_path / "ours")
    assert theirs.keys() == ours.keys()
    # The events were recorded a moment apart.
    assert [
        path for path in ours if ours[path] != theirs[path] and not path.startswith(("events/pledges", "events/parties"))
    ] == []
