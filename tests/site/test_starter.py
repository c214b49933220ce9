"""The site of a new tracker speaks of its own subject alone, and of families that only it has."""

import re
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from datasette.app import Datasette
from datasette.version import __version__
from given import event, named, written
from served import Page, faults

from tracker.cli import main
from tracker.project import open_project
from tracker.site.reading.families import kinds
from tracker.site.routes import FORMAT, ROUTES
from tracker.site.settings import FAMILIES

pytestmark = pytest.mark.asyncio

FIRST_SUBJECT = re.compile(
    r"(?i)\b(?:chin(?:a|ese)|tencent|alibaba|huawei|didi|beijing|washington|yuan|common prosperity|entity list"
    r"|tech(?:nology)? (?:compan|industr|crackdown))|· pressure and pledges|[\u4e00-\u9fff]"
)

ALONE = [pattern.removeprefix("^").split(FORMAT)[0] for pattern, _ in ROUTES if pattern.count("(?P") == 1 and FORMAT in pattern]
"""The addresses of the site that stand for one page each."""

PAGES = (
    *ALONE, "/pledges", "/pledges/example-city-trees-2024", "/pledges/example-city-trees-2024/2024-03-21-announced",
    "/pledges/example-city-trees-2024/card", "/parties", "/parties/example-city", "/search?q=trees", "/nowhere",
    "/contribute?type=pledge.announced", "/contribute?type=party.registered", "/contribute?type=record.checked",
)  # fmt: skip

TARGETS = (
    "/targets",
    "/targets/example-city-green",
    "/targets/example-city-green/card",
    "/targets/example-city-green/2024-05-set",
)

TARGET = '''\
"""Targets: a share that is to be reached by a year."""

from dataclasses import dataclass
from typing import Literal

from tracker.model import values as v
from tracker.model.event import WorldEvent
from tracker.model.life import NOTHING, Life
from tracker.model.state import State, column


@dataclass(frozen=True, slots=True)
class Target(State):
    """What a target has become."""

    percent: str | None = None

    @column(unit="%", facet=True)
    def share(self) -> str | None:
        """The share that is to be reached."""
        return self.percent


class Set(WorldEvent):
    """Somebody set a target."""

    type: Literal["target.set"]
    """Always `target.set`."""
    percent: v.Decimal
    """The share that is to be reached."""

    def evolve(self, state: Target, status: str) -> Target:
        return state.with_status(status, percent=self.percent)


class Reached(WorldEvent):
    """The target was reached."""

    type: Literal["target.reached"]
    """Always `target.reached`."""


LIFE = Life(
    family="targets",
    singular="target",
    label="A share that is to be reached by a year.",
    state=Target,
    events=(Set, Reached),
    open=("set",),
    view={"sort_desc": "opened", "facets": ["status", "share"]},
    table={NOTHING: {"set": "set"}, "set": {"set": "set", "reached": "reached"}, "reached": {}},
)
'''


def run(*words: str) -> str:
    found = CliRunner().invoke(main, words)
    assert found.exit_code == 0, found.output
    return found.output


@cache
def told(root: Path) -> dict:
    """The metadata of a tracker, built as its maintainers would build it."""
    run("build", str(root / "tracker.db"), "--root", str(root))
    return yaml.safe_load((root / "metadata.yml").read_text(encoding="utf-8"))


def serving(root: Path):
    """A function that answers as the site of a tracker does."""
    config = {} if __version__.startswith("0.") else {"config": deepcopy(told(root))}
    datasette = Datasette([], immutables=[str(root / "tracker.db")], metadata=deepcopy(told(root)), **config)
    started = []

    async def get(path: str):
        if not started:
            await datasette.invoke_startup()
            started.append(True)
        return await datasette.client.get(path)

    return get


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Path:
    """A new tracker with a family of its own, of which it has a case; nobody writes in it."""
    root = tmp_path_factory.mktemp("work") / "climate"
    run("init", str(root), "--title", "Climate targets & trees", "--about", "Who promised the climate what.")
    (root / "families").mkdir()
    (root / "families/target.py").write_text(TARGET, encoding="utf-8")
    config = root / "pyproject.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("# families =", "families ="), encoding="utf-8")
    city = [{"party": "example-city", "role": "pledger"}]
    common = {"parties": city, "sectors": ["parks"], "jurisdiction": "FI", "recorded": "2026-11-22T09:00:00Z"}
    document = event(
        "target.set", "2024-05", name="Half of the city green", title="Example City set a target", percent="50", **common
    )
    for event_id, whole in named("targets/example-city-green", [document], open_project(root).kinds):
        path = root / f"events/{event_id}.json"
        path.parent.mkdir(parents=True)
        path.write_bytes(written(whole))
    (root / "events/schema.json").write_text(run("kinds", "--schema", "--root", str(root)), encoding="utf-8")
    (root / "metadata.yml").write_text(run("metadata", "--root", str(root)), encoding="utf-8")
    return root


@pytest.fixture
def get(begun):
    return serving(begun)


@pytest.mark.parametrize("path", [*PAGES, *TARGETS])
async def test_pages_speak_of_its_own_subject(get, path):
    """Every page bears the new tracker's title, is whole, and says no word of the first subject, in its markup neither."""
    answer = await get(path)
    assert answer.status_code == (404 if path == "/nowhere" else 200)
    html = answer.text
    if answer.headers["content-type"].startswith("text/html"):
        assert faults(html) == []
        assert "Climate targets &amp; trees" in html
    # Addresses of static files bear the program's name, and a list of all countries names all countries.
    assert FIRST_SUBJECT.findall(re.sub(r"/-/static-plugins/\S+|<option.*?</option>", "", html)) == []


async def test_all_pages_are_among_them():
    """The pages that stand alone are found in the site's own routes."""
    assert {"/", "/timeline", "/codebook", "/coverage", "/search"} <= set(ALONE)


async def test_home(get):
    """The home page says what it is about, and counts its own families and no other."""
    page = Page((await get("/")).text)
    assert "Climate targets & trees Who promised the climate what." in page.text
    assert "2,500 trees is disclosed as delivered" in page.text
    assert "1 target open" in page.text
    assert "crackdown" not in page.text and "sanction" not in page.text and "laws" not in page.text
    assert (await get("/.json")).json()["open"] == {"targets": 1}


async def test_family_of_its_own(begun, get):
    """A family of its own has its place in the navigation, a list, a case page, a table with its column, and checks."""
    assert "/targets" in Page((await get("/")).text).links
    listed = Page((await get("/targets")).text)
    assert "1 case on record." in listed.text and "Half of the city green" in listed.text
    assert "Example City set a target" in Page((await get("/targets/example-city-green")).text).text
    rows = (await get("/tracker/targets.json?_shape=array")).json()
    assert [(row["id"], row["status"], row["share"]) for row in rows] == [("targets/example-city-green", "set", "50")]
    assert run("check", "--root", str(begun)) == "4 events in 3 cases: no problems\n"


FORMATS = ("json", "atom", "ics", "csv")


async def test_links_lead_somewhere(get):
    """Whatever the pages of a family of its own link to within the site is there, and so are its exports."""
    pages = ["/", *TARGETS]
    links = {link.partition("#")[0] for page in pages for link in Page((await get(page)).text).links if link.startswith("/")}
    links |= {f"/targets.{format}" for format in FORMATS} | {f"/targets/example-city-green.{format}" for format in FORMATS[:3]}
    answers = {link: (await get(link)).status_code for link in sorted(filter(None, links))}
    assert {link: code for link, code in answers.items() if code != 200} == {}
    assert len(answers) > 30


async def test_examples_in_empty_boxes_come_from_the_metadata(begun, tmp_path):
    """What stands in the empty search box is what the metadata say, told as text; without that it is empty."""
    head = (begun / "metadata.yml").read_text(encoding="utf-8")
    assert "placeholder" not in (await serving(begun)("/timeline")).text
    plugins = "plugins:\n  pressure_and_pledges:\n    examples: 'Oak, \"<b>elm\"'\n    party_examples: City\n"
    for name in ("pyproject.toml", "events", "families"):
        (tmp_path / name).symlink_to(begun / name)
    (tmp_path / "metadata.yml").write_text(head.replace("databases:", f"{plugins}databases:", 1), encoding="utf-8")
    html = (await serving(tmp_path)("/timeline")).text
    assert 'placeholder="Oak, &#34;&lt;b&gt;elm&#34;"' in html and 'placeholder="City"' in html


async def test_forms_of_its_own_family(begun, monkeypatch):
    """Where the server is given the modules of its own families, as `tracker serve` gives them, they have forms like all others."""
    monkeypatch.setenv(FAMILIES, str(begun / "families/target.py"))
    kinds.cache_clear()
    try:
        datasette = Datasette([], immutables=[str(begun / "tracker.db")], metadata=deepcopy(told(begun)))
        await datasette.invoke_startup()
        client = datasette.client
        chosen = (await client.get("/contribute?case=targets/example-city-green")).text
        assert "/contribute?type=target.reached" in chosen.replace("&amp;", "&")
        assert "Percent" in (await client.get("/contribute?type=target.set")).text
        reached = {
            "type": "target.reached", "date": "2026-11-01", "title": "Example City reached its target", "summary": "It said so.",
            "parties": [{"party": "example-city", "role": "pledger"}], "sectors": ["parks"], "jurisdiction": "FI",
            "sources": [{"url": "https://example.org/reached", "title": "Reached", "publisher": "Example City"}],
            "confidence": "medium",
        }  # fmt: skip
        answer = await client.post("/contribute", json={"case": "targets/example-city-green", "event": reached})
        assert [file["path"] for file in answer.json()["files"]] == ["events/targets/example-city-green/2026-11-01-reached.json"]
    finally:
        kinds.cache_clear()
