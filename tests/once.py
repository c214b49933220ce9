"""What is dear to make, and the same for all tests: made once in a run, and shared by the processes that share the run."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def shared(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of a run have in common."""
    base = factory.getbasetemp()
    # Each worker of xdist has a folder of its own in that of the run.
    return base.parent if base.name.startswith("popen-") else base


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, made by whoever needs it first; nobody may write in it afterwards."""
    folder = shared(factory) / name
    done = folder / ".made"
    with FileLock(folder.with_name(f"{name}.lock")):
        if not done.exists():
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
