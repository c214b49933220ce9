"""The database is enough on its own: the log can be read back out of it, and checked as if it stood in files."""

import sqlite3

import pytest
from given import KINDS, corrected, event, redaction, retracted
from projects import project

from tracker.build import build_full
from tracker.check import check
from tracker.database.recorded import Recorded, recorded
from tracker.project import open_project
from tracker.proposal import judged
from tracker.store import Store
from tracker.write import draft

NOW = "2026-11-22T12:00:00Z"
PAGE = {"url": "https://example.org/fine", "title": "A page", "publisher": "Example Daily"}
SUM = {"value": "5", "currency": "CNY"}
GONE = event("crackdown.ordered", "2021-05-01")

LOG = {
    "parties__somebody": [event("party.registered", name="Somebody", aliases=["Some Body", "某人"])],
    "parties__another": [event("party.registered", name="Another"), event("party.related", to="somebody", since="2021")],
    "crackdowns__x": [
        event("crackdown.opened", "2021-02-01", name="A case", notes="“Quoted”, and \U0001f600."),
        event("crackdown.fined", "2021-04", amount=SUM, sources=[PAGE]),
        corrected("2021-02-01-opened", {"title": "Told better", "notes": None}, {"title": "Somebody acted", "notes": "“Quoted”, and \U0001f600."}),
        event("record.checked", "2026-01-01", of="2021-04-fined", summary="Nothing."),
        event("record.replied", of="2021-04-fined"),
        retracted("2021-04-fined"),
        redaction(GONE),
        event("record.redacted", of="2021-05-01-ordered"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    return project(folder, **LOG)


@pytest.fixture(scope="module")
def database(root):
    assert build_full(open_project(root), root / "tracker.db").problems == []
    connection = sqlite3.connect(root / "tracker.db")
    yield connection
    connection.close()


def test_the_same_log(root, database):
    """Every case reads from the database as it reads from its files, and so do this tracker's words."""
    files, held = Store(root, KINDS), Recorded(database, KINDS)
    listed, found = files.listing(), held.listing()
    assert list(found.units) == list(dict.fromkeys(listed.units))
    for case_id, unit in listed.units.items():
        entries, problems, _ = held.entries(found.units[case_id])
        assert (entries, problems) == files.entries(unit)[:2]
    assert recorded(database, KINDS).vocabulary == open_project(root).vocabulary
    assert held.party_names() == files.party_names()


def test_the_same_judgement(root, database):
    """A proposal is judged from the database as it is from the files."""
    documents = {
        "crackdowns/x": event("crackdown.fined", "2021-04", amount=SUM, sources=[PAGE], recorded=NOW),
        "crackdowns/y": event("crackdown.fined", "2021-04", amount=SUM, sources=[PAGE], recorded=NOW, about=["laws/none"]),
        "parties/third": event("party.registered", name="somebody", recorded=NOW),
    }
    drafts = [draft(document, case_id, KINDS) for case_id, document in documents.items()]
    found = judged(recorded(database, KINDS), drafts, NOW, Recorded(database, KINDS))
    assert found == judged(open_project(root), drafts, NOW)
    assert {problem.code for problem in found.problems} > {"P404", "P502", "P503"}


def test_what_is_not_there(database):
    """A case of which the database says nothing has no events; a whole check of it finds what the log's own finds."""
    held = Recorded(database, KINDS)
    assert check(recorded(database, KINDS), ["events/laws/none"], store=held).problems[0].code == "P110"
    assert check(recorded(database, KINDS), store=held).problems == []
