"""A small record, built once, and Datasette as it serves it."""

import sqlite3
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
import yaml
from datasette.app import Datasette
from datasette.version import __version__
from given import KINDS, corrected, event
from projects import project
from served import make_swift, told_at_once
from served import serving as serving_whole

from tracker.build import build_full
from tracker.derive.metadata import HEAD, metadata
from tracker.project import open_project

PAGE = {"url": "https://example.org/page", "title": "A page", "publisher": "Example Daily"}
NOTICE = {"url": "https://agency.example/notice", "title": "A notice", "publisher": "The Agency"}


def by(**roles: str) -> list[dict]:
    """The parties of an event: `target="alpha beta"`."""
    return [{"party": slug, "role": role} for role, slugs in roles.items() for slug in slugs.split()]


RECORD = {
    "parties__alpha": [event("party.registered", "1999", name="Alpha", native_name="阿尔法集团", aliases=["Alpha Group"])],
    "parties__beta": [event("party.registered", name="Beta & Sons")],
    "parties__agency": [event("party.registered", name="The Agency", kind="regulator")],
    "parties__bureau": [event("party.registered", name="The Bureau", kind="regulator", jurisdiction="US")],
    "crackdowns__alpha-probe": [
        event(
            "crackdown.opened", "2020-12-24", name="Probe of Alpha", title="The Agency opened a probe of Alpha",
            parties=by(target="alpha", regulator="agency"), sources=[PAGE, NOTICE, {**PAGE, "url": "https://example.org/second"}],
        ),
        event(
            "crackdown.fined", "2021-04-10", title="The Agency fined Alpha", parties=by(target="alpha", regulator="agency"),
            amount={"value": "18228000000", "currency": "CNY"}, sectors=["e-commerce", "cloud"],
        ),
    ],
    "pledges__alpha-fund": [
        event(
            "pledge.announced", "2021-09-02", name="Alpha's fund", question="Has Alpha paid?", title="Alpha pledged 100bn yuan",
            parties=by(pledger="alpha"), amount={"value": "100000000000", "currency": "CNY"}, due="2025-12-31",
        ),
        corrected("2021-09-02-announced", {"summary": "Told better."}, {"summary": "What happened, in a sentence."}),
    ],
    "pledges__joint-homes": [
        event(
            "pledge.announced", "2022-03", name="Homes for couriers", question="Do the homes stand?",
            title="Alpha and Beta pledged homes", parties=by(pledger="alpha beta", owner="beta"), sectors=["cloud"],
            quantity={"value": "500", "unit": "homes", "of": "homes"},
        ),
    ],
    "sanctions__bureau-list": [
        event(
            "sanction.imposed", "2019-05-16", name="The Bureau's list", title="The Bureau put Alpha and Beta on its list",
            parties=by(authority="bureau", target="alpha beta"), jurisdiction="US",
        ),
        event(
            "sanction.amended", "2020-01-01", effect="eased", targets_removed=["beta"], title="The Bureau let Beta go",
            parties=by(authority="bureau"), jurisdiction="US",
        ),
    ],
    "laws__data-law": [
        event("law.adopted", "2021-06-10", name="The data law", title="The law was adopted", parties=by(legislature="agency")),
        event("law.in_force", "2021-09-01", title="The law came into force", parties=by(legislature="agency")),
    ],
}  # fmt: skip


def pytest_collection_modifyitems(config, items) -> None:
    """With the next Datasette only what may differ there is run: nothing that walks through the whole record, which the
    other run does, and nothing that reads the database and asks no Datasette."""
    if __version__.startswith("0."):
        return
    same = [
        item for item in items if item.get_closest_marker("walk") or {"db", "get", "get_whole"} & {*item.fixturenames} == {"db"}
    ]
    config.hook.pytest_deselected(items=same)
    items[:] = [item for item in items if item not in same]


@pytest.fixture(scope="session", autouse=True)
def swift(tmp_path_factory) -> None:
    """Each test starts a Datasette of its own, and finds its templates compiled."""
    make_swift(tmp_path_factory)


@pytest.fixture(autouse=True)
def at_once(monkeypatch) -> None:
    """The next Datasette takes up its metadata at once."""
    monkeypatch.setattr(Datasette, "apply_metadata_json", told_at_once, raising=False)


@pytest.fixture(scope="session")
def database(tmp_path_factory) -> Path:
    """The record as one file."""
    folder = tmp_path_factory.mktemp("record")
    root = project(folder, **RECORD)
    words = root / "events/vocabulary.json"
    words.write_text(words.read_text().replace('"sectors": {', '"sectors": {"cloud": "Data centres.", '))
    built = build_full(open_project(root), folder / "tracker.db")
    assert built.problems == []
    return folder / "tracker.db"


@pytest.fixture
def db(whole):
    """The record of this repository, to be asked by statements."""
    connection = sqlite3.connect(whole)
    yield connection
    connection.close()


@pytest.fixture
def get_whole(whole):
    """The answer to an address of the record of this repository, asked of one Datasette in a test."""
    started = []

    async def answer(path: str, **options):
        if not started:
            started.append(await serving_whole(whole))
        return await started[0].client.get(path, **options)

    return answer


@cache
def told(head: str) -> dict:
    """The metadata drawn from a head, as Datasette reads them."""
    return yaml.safe_load(metadata(head, KINDS))


@pytest.fixture
def serving(database):
    """Datasette with the record: `serving(head=..., settings=...)`, ready to be asked."""

    async def start(head: str = HEAD, settings: dict | None = None) -> Datasette:
        # 1.0 looks for published queries where it is configured.
        config = {} if __version__.startswith("0.") else {"config": deepcopy(told(head))}
        datasette = Datasette(
            [],
            immutables=[str(database)],
            metadata=deepcopy(told(head)),
            settings={"suggest_facets": False, **(settings or {})},
            **config,
        )
        await datasette.invoke_startup()
        return datasette

    return start


@pytest.fixture
def get(serving):
    """The answer to an address, asked of one Datasette in a test."""
    started = []

    async def answer(path: str, **options):
        if not started or options:
            started[:] = [await serving(**options)]
        return await started[0].client.get(path)

    return answer
