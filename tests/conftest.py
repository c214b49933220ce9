"""What all tests share: how many examples a property is held against, and that the same ones come every time; the
databases that many of them read."""

from pathlib import Path

import pytest
from hypothesis import settings
from once import once

# Whoever changed nothing sees nothing fail. To search farther: pytest --hypothesis-profile=search
settings.register_profile("same", max_examples=200, deadline=None, derandomize=True, database=None)
settings.register_profile("search", max_examples=20_000, deadline=None, database=None, print_blob=True)
settings.load_profile("same")


@pytest.fixture(scope="session")
def whole(tmp_path_factory) -> Path:
    """The record of this repository as one file."""
    from tracker.build import build_full
    from tracker.project import open_project

    def build(folder: Path) -> None:
        assert build_full(open_project(Path(__file__).parent.parent), folder / "tracker.db").problems == []

    return once(tmp_path_factory, "whole", build) / "tracker.db"


@pytest.fixture(scope="session")
def hostile_record(tmp_path_factory) -> Path:
    """A record with hostile text in every field of every event."""
    from hostile import hostile_database

    return once(tmp_path_factory, "hostile", hostile_database) / "tracker.db"
