"""`tracker serve`: build if needed, then publish with Datasette."""

import errno
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click

from tracker.cli.common import count, fail, progress, project_in, root_option
from tracker.project import NoFamily, families
from tracker.site.settings import DATABASE, FAMILIES, arguments

PATIENCE = 10
"""Seconds that Datasette has to end before it is ended."""


@click.command("serve")
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), default=None, required=False, metavar="[DB]")
@click.option("--watch", is_flag=True, help="Build and start anew whenever the events change.")
@click.option("--public", is_flag=True, help="Serve with the settings for the open: no SQL of strangers, everything bounded.")
@click.option("--port", default=8001, type=click.IntRange(1, 65535), show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@root_option
def command(database: Path | None, watch: bool, public: bool, port: int, host: str, root: Path) -> None:
    """Build the database if needed, then publish it with Datasette until it is stopped.

    \b
    tracker serve
    tracker serve --watch
    tracker serve --public --host 0.0.0.0 --port 80

    Prints the command that it runs. Exit 0 if it was stopped, 1 if there is nothing to serve, 2 if it was called wrongly.
    """
    target = database or root / f"{DATABASE}.db"
    if target.stem != DATABASE:
        raise click.UsageError(f"the database must be called {DATABASE}.db: its addresses and metadata.yml name it so")
    _free(host, port)
    _tell_of_strangers(host, public)
    seen = _state(root)
    # Where there is only a database, it is served as it is.
    if ((root / "events").is_dir() or not target.exists()) and not _build(root, target) and not watch:
        fail("nothing was built: errors stop a build")
    command = _command(root, target, host, port, public)
    click.echo(shlex.join(command))
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    try:
        code = _serve(root, target, command, seen if watch else None)
    except KeyboardInterrupt:
        code = 0
    if code:
        fail(f"Datasette ended with code {code}")
    sys.exit(0)


def _serve(root: Path, target: Path, command: list[str], seen: int | None) -> int:
    """Serves until Datasette ends; where it is watched what was `seen`, each build that passes has a process of its own."""
    child = _started(root, command) if target.exists() else None
    try:
        while True:
            if seen is None:
                return child.wait()
            now = _next_state(root, child)
            if child is not None and child.poll() is not None:
                return child.returncode
            if now == seen:
                continue
            built = _build(root, target)
            # While somebody else builds, it is tried again.
            seen = seen if built is None else now
            if built:
                _end(child)
                child = _started(root, command)
    finally:
        _end(child)


def _started(root: Path, command: list[str]) -> subprocess.Popen:
    """Datasette with the families of this tracker's own, for which forms are offered as for all others."""
    try:
        own = families(root)
    except NoFamily as error:
        fail(str(error))
    return subprocess.Popen(command, env={**os.environ, FAMILIES: os.pathsep.join(own)})


def _next_state(root: Path, child: subprocess.Popen | None) -> int:
    """The state of the files a second later; looking takes a fifth of the time at most."""
    begun = time.monotonic()
    state = _state(root)
    pause = max(1.0, 4 * (time.monotonic() - begun))
    try:
        if child is not None:
            child.wait(pause)
        else:
            time.sleep(pause)
    except subprocess.TimeoutExpired:
        pass
    return state


def _state(root: Path) -> int:
    """A number that changes when a file below `events/` does, or what stands beside it."""
    state = 0
    for path, found in _files(root):
        state ^= hash((path, found.st_mtime_ns, found.st_size))
    return state


def _files(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    folders = [str(root / "events")]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        yield entry.path, entry.stat(follow_symlinks=False)
        except OSError:
            # What is gone between two looks is seen as a change at the next.
            continue
    for name in ("metadata.yml", "pyproject.toml"):
        if (root / name).exists():
            yield name, (root / name).stat()


def _build(root: Path, target: Path) -> bool | None:
    """Whether the database now says what the files say, or none while another build is under way; problems are printed."""
    from tracker.build import Busy
    from tracker.check import Findings
    from tracker.cli.check import echo
    from tracker.database.file import WriteError
    from tracker.database.writer import OldSQLite
    from tracker.renew import build

    project = project_in(root)
    try:
        built = build(project, target, False, progress("built"))
    except Busy as error:
        click.echo(f"error: {error}", err=True)
        return None
    except OldSQLite as error:
        fail(str(error))
    except OSError as error:
        fail(f"{target} cannot be written: {error.strerror}")
    except WriteError as error:
        fail(f"{target} cannot be written: {error}")
    if built.problems:
        echo(Findings(built.problems, built.events, built.cases), "text", project)
        return False
    click.echo(f"{target}: {count(built.events, 'event')} in {count(built.cases, 'case')}")
    return True


def _command(root: Path, target: Path, host: str, port: int, public: bool) -> list[str]:
    metadata: Path | None = root / "metadata.yml"
    if not metadata.exists():
        metadata = None
        click.echo(
            "there is no metadata.yml: tables are without titles and facets; `tracker metadata > metadata.yml` makes one",
            err=True,
        )
    config = not version("datasette").startswith("0.")
    return [sys.executable, "-m", "datasette", *arguments(target, metadata, host, port, public, config)]


def _free(host: str, port: int) -> None:
    """Fails with a sentence where Datasette would fail with many."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except socket.gaierror:
        fail(f"there is no host `{host}`")
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fail(f"port {port} of {host} is in use; choose another with --port")
        fail(f"port {port} of {host} cannot be used: {error.strerror}")


def _tell_of_strangers(host: str, public: bool) -> None:
    if not public and host not in ("127.0.0.1", "::1", "localhost"):
        click.echo(f"whoever reaches {host} may run SQL; --public switches that off", err=True)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _end(child: subprocess.Popen | None) -> None:
    if child is None or child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
