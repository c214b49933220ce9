"""`tracker release` writes what is published with a database."""

import csv
import io
import sqlite3
import zipfile

import pytest
from click.testing import CliRunner
from contributing import files, small

from tracker.build import build_full
from tracker.cli import main
from tracker.project import open_project


@pytest.fixture
def database(tmp_path):
    target = tmp_path / "data/tracker.db"
    target.parent.mkdir()
    build_full(open_project(small(tmp_path / "log")), target)
    return target


def test_whole(database):
    """Every table is there with every row, and what is written is the same bytes each time."""
    before = database.read_bytes()
    answer = CliRunner().invoke(main, ["release", str(database)])
    folder = database.parent
    assert (answer.exit_code, answer.output) == (0, "".join(f"{folder / n}\n" for n in ("csv.zip", "SHA256SUMS", "notes.md")))
    first = files(folder)
    with zipfile.ZipFile(folder / "csv.zip") as archive, sqlite3.connect(database) as db:
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        left_out = {name for name in names if name.startswith(("search", "sqlite"))} | {"case_texts"}
        assert {name.removesuffix(".csv") for name in archive.namelist()} == names - left_out
        for name in archive.namelist():
            head, *rows = csv.reader(io.StringIO(archive.read(name).decode(), newline=""))
            (count,) = db.execute(f'SELECT count(*) FROM "{name.removesuffix(".csv")}"').fetchone()
            assert (len(rows), head[0]) == (count, "pk"), name
    CliRunner().invoke(main, ["release", str(database)])
    assert files(folder) == first and database.read_bytes() == before


def test_no_database(tmp_path):
    """What is no database ends with a sentence, and nothing is written."""
    other = tmp_path / "other.db"
    other.write_text("no database", encoding="utf-8")
    answer = CliRunner().invoke(main, ["release", str(other)])
    assert (answer.exit_code, "is no database that `tracker build` made" in answer.output) == (1, True)
    assert files(tmp_path) == {"other.db": b"no database"}
