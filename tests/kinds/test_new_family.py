"""A family is one file: dropped into the package or named in the configuration, it is found wherever families are shown."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from click.testing import CliRunner
from given import event
from projects import project

from tracker.cli import main
from tracker.derive.metadata import HEAD, metadata
from tracker.derive.rules import rule_version
from tracker.derive.tables import tables
from tracker.kinds import load
from tracker.project import open_project

ROOT = Path(__file__).parents[2]

STRIKE = '''\
"""Strikes: workers who laid down their tools."""

from dataclasses import dataclass
from typing import Literal

from tracker.model import values as v
from tracker.model.event import WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.state import State, column


@dataclass(frozen=True, slots=True)
class Strike(State):
    """What a strike has become."""

    people: int = 0

    @column(unit="people", facet=True)
    def strikers(self) -> int | None:
        """How many laid down their tools."""
        return self.people or None


class Demand(v.Value):
    """Something that the strikers ask for."""

    what: v.text(100)
    """What they ask for."""


class Called(WorldEvent):
    """Workers called a strike."""

    type: Literal["strike.called"]
    """Always `strike.called`."""
    demands: list[Demand] = None
    """What the strikers ask for."""

    def evolve(self, state: Strike, status: str) -> Strike:
        return state.with_status(status, people=int(self.quantity.value) if self.quantity else state.people)


class Settled(WorldEvent):
    """Both sides agreed."""

    type: Literal["strike.settled"]
    """Always `strike.settled`."""


LIFE = Life(
    family="strikes",
    singular="strike",
    label="A strike, from its call to its end.",
    state=Strike,
    events=(Called, Settled),
    open=("on strike",),
    view={"sort_desc": "opened", "facets": ["status", "strikers"]},
    table={NOTHING: {"called": "on strike"}, "on strike": {"settled": "settled"}, "settled": {"called": "on strike"}},
)
'''

CALLED = event(
    "strike.called", "2022-01-05", name="Couriers' strike", parties=[{"party": "couriers", "role": "pledger"}],
    quantity={"value": "300", "unit": "people", "of": "couriers on strike"}, demands=[{"what": "Insurance"}],
)  # fmt: skip


@pytest.fixture
def root(tmp_path) -> Path:
    """A project with a family of its own, named in its configuration."""
    (tmp_path / "strike.py").write_text(STRIKE, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.tracker]\nfamilies = ["strike.py"]\n', encoding="utf-8")
    return project(tmp_path, parties__couriers=[event("party.registered", name="Couriers")])


def run(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--root", str(root)])
    assert result.exit_code == 0, result.output
    return result.output


def test_schema(root):
    """The schema of a project with a family of its own takes its events, and says what its fields mean."""
    drawn = json.loads(run(root, "kinds", "--schema"))
    called = drawn["$defs"]["strike.called"]
    assert called["description"] == "Workers called a strike."
    assert called["properties"]["demands"] == {
        "type": "array", "items": {"$ref": "#/$defs/Demand"}, "description": "What the strikers ask for.",
    }  # fmt: skip
    assert called["examples"][0]["demands"] == [{"what": "What they ask for"}]
    validator = jsonschema_rs.validator_for(drawn)
    whole = CALLED | {"recorded": "2026-01-01T00:00:00Z"}
    assert validator.is_valid(whole)
    assert not validator.is_valid(whole | {"demands": [{"which": "Insurance"}]})


def test_guide(root):
    """The guide, the list and the explanations hold the family, its sentences and its diagram."""
    guide = run(root, "kinds", "--guide")
    assert "## strikes\n\nA strike, from its call to its end.\n\nStatuses: **on strike**, **settled**.\n" in guide
    assert "    [*] --> s1: called\n    s1 --> s2: settled\n    s2 --> s1: called\n" in guide
    assert "| `demands` | What the strikers ask for. See [Demand](#demand). |" in guide
    assert "\n  strike.called " in run(root, "kinds")
    assert "  demands       What the strikers ask for.\n" in run(root, "kinds", "strike.called")
    assert "  settled -> on strike: called\n" in run(root, "kinds", "strikes")


def test_tables(root):
    """The database has a table of the family with the columns that its state publishes."""
    table = tables(open_project(root).kinds)["strikes"]
    column = next(c for c in table.columns if c.name == "strikers")
    assert (table.doc, column.sql, column.doc, column.unit) == (
        "A strike, from its call to its end.", "INTEGER", "How many laid down their tools.", "people",
    )  # fmt: skip
    assert "strikers" in table.facets


def test_metadata(root):
    """The site is told of the table, its columns, units and facets."""
    told = yaml.safe_load(metadata(HEAD, open_project(root).kinds))["databases"]["tracker"]["tables"]["strikes"]
    assert (told["description"], told["columns"]["strikers"], told["sort_desc"]) == (
        "A strike, from its call to its end.", "How many laid down their tools. Unit: people.", "opened",
    )  # fmt: skip
    assert "strikers" in told["facets"]
    assert told["plugins"]["pressure_and_pledges"]["units"]["strikers"] == "people"


def test_log(root):
    """The log of a project with a family of its own is checked, formatted and told as any other."""
    settled = event("strike.settled", "2022-02", parties=CALLED["parties"])
    project(root, open_project(root).kinds, strikes__couriers_2022=[CALLED, settled])
    assert run(root, "fmt").endswith(" rewritten\n")
    assert run(root, "check", "events/strikes").endswith("2 events in 1 case: no problems\n")
    story = run(root, "show", "couriers-2022", "--as-of", "2022-01-31")
    assert "status      on strike, since 2022-01-05\nstrikers    300\n" in story


def test_rule_version(root):
    """A family of one's own is part of the rules, and so of their version."""
    assert rule_version(open_project(root).kinds) != rule_version(load())


def test_file_in_the_package(tmp_path):
    """A file dropped into the folder of the kinds is a family, with no list to be told of it."""
    shutil.copytree(ROOT / "tracker", tmp_path / "tracker", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tracker/kinds/strike.py").write_text(STRIKE, encoding="utf-8")

    def tracker(*arguments: str) -> str:
        called = [sys.executable, "-m", "tracker", *arguments]
        done = subprocess.run(called, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "strike.settled" in json.loads(tracker("kinds", "--schema"))["properties"]["type"]["enum"]
    assert "### strike.settled\n\nBoth sides agreed.\n" in tracker("kinds", "--guide")
