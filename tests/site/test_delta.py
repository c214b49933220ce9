"""The delta at its address: cursors, pages, refusals."""

import base64
import json

import pytest
from datasette.app import Datasette
from given import corrected, event, retracted
from projects import project

from tracker.build import build_full
from tracker.project import open_project

TIED = "2026-02-01T00:00:00Z"


def tied(number: int) -> list[dict]:
    return [event("crackdown.opened", "2021-01-01", name=f"Case {number}", recorded=TIED)]


LOG = {
    "parties__somebody": [event("party.registered", name="Somebody")],
    "crackdowns__x": [
        event("crackdown.opened", "2020-12-24", name="A case"),
        event("crackdown.fined", "2021-04-10"),
        corrected("2021-04-10-fined", {"title": "Told better"}, {"title": "Somebody acted"}),
        retracted("2021-04-10-fined"),
        event("record.replied", "2021-05-01", of="2020-12-24-opened"),
    ],
    **{f"crackdowns__tied-{number}": tied(number) for number in range(3)},
}
FIRST = ["crackdowns/x/2020-12-24-opened", "parties/somebody/registered"]
IDS = [
    *FIRST,
    "crackdowns/x/2021-04-10-fined",
    "crackdowns/x/2026-01-03-corrected-2021-04-10-fined",
    "crackdowns/x/2026-01-04-retracted-2021-04-10-fined",
    "crackdowns/x/2026-01-05-replied-2020-12-24-opened",
    *(f"crackdowns/tied-{number}/2021-01-01-opened" for number in range(3)),
]


def built(folder, **cases):
    root = project(folder, **cases)
    assert build_full(open_project(root), folder / "tracker.db").problems == []
    return folder / "tracker.db"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return built(tmp_path_factory.mktemp("delta"), **LOG)


def cursor(*parts) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


async def followed(get, limit: int, after: str = "") -> tuple[list[str], list[dict]]:
    """Everything from a cursor on, asked for so many at a time."""
    found, pages = [], []
    while True:
        page = (await get(f"/delta?after={after}&limit={limit}")).json()
        pages.append(page)
        found += [change["id"] for change in page["changes"]]
        after = page["next"]
        if not page["more"]:
            return found, pages


@pytest.mark.asyncio
@pytest.mark.parametrize("limit", [1, 2, 4, 100])
async def test_every_entry_once(get, limit):
    """However many are asked for at a time, every entry comes once, in recorded order; what shares a stamp in that of the ids."""
    found, pages = await followed(get, limit)
    assert sorted(found) == sorted(IDS)
    assert [c["recorded"] for p in pages for c in p["changes"]] == sorted(c["recorded"] for p in pages for c in p["changes"])
    assert found[-3:] == IDS[-3:]
    assert all(len(page["changes"]) == limit for page in pages[:-1])


@pytest.mark.asyncio
async def test_what_an_entry_made_of_events(get):
    """A correction and a retraction bring the event as it reads from then on; a reply brings none."""
    changes = {c["id"]: c for c in (await get("/delta")).json()["changes"]}
    right, gone, reply = (changes[name] for name in IDS[3:6])
    assert [(e["id"], e["standing"], e["fields"]["title"]) for e in right["events"]] == [(IDS[2], True, "Told better")]
    assert [(e["id"], e["standing"], e["fields"]["title"]) for e in gone["events"]] == [(IDS[2], False, "Told better")]
    assert (right["entry"]["change"], right["of"], reply["events"]) == ({"title": "Told better"}, IDS[2], [])
    assert changes[IDS[2]]["events"][0]["fields"]["title"] == changes[IDS[2]]["entry"]["title"] == "Somebody acted"


@pytest.mark.asyncio
async def test_nothing_new(get):
    """Where nothing is new the same cursor comes back, and who asks with the entity tag is told so without a page."""
    last = (await get("/delta")).json()["next"]
    answer = await get(f"/delta?after={last}")
    assert {name: answer.json()[name] for name in ("changes", "next", "more")} == {"changes": [], "next": last, "more": False}
    assert answer.headers["etag"].startswith('W/"')


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("after=nonsense", 400, "is no cursor that was given out here"),
        ("after=%00%ff", 400, "is no cursor that was given out here"),
        ("after=" + "A" * 5000, 400, "is no cursor that was given out here"),
        ("after=" + cursor(), 400, "is no cursor"),
        ("after=" + cursor(1, 2, 3), 400, "is no cursor"),
        ("after=" + cursor("2026-01-01T09:00:00Z", "x", True), 400, "is no cursor"),
        ("after=" + cursor("yesterday", "x", 1), 400, "is no cursor"),
        ("after=" + cursor("2099-01-01T00:00:00Z", IDS[0], 9), 400, "lies ahead of this record"),
        ("after=" + cursor(TIED, IDS[-1], 8), 410, "is not what it was"),
        ("limit=0", 400, "is not a number from 1 to 1000"),
        ("limit=1001", 400, "is not a number from 1 to 1000"),
        ("limit=1e3", 400, "is not a number from 1 to 1000"),
        ("known_at=2026-01-02", 400, "as_of and known_at say nothing here"),
        ("as_of=2026-01-02", 400, "as_of and known_at say nothing here"),
    ],
)
async def test_refused(get, query, status, sentence):
    """Nonsense and what lies ahead are refused with a sentence, and a cursor behind which something changed is gone."""
    answer = await get(f"/delta?{query}")
    assert answer.status_code == answer.json()["status"] == status
    assert sentence in answer.json()["error"]


@pytest.mark.asyncio
async def test_behind_the_cursor(get, tmp_path):
    """Whoever got past the rules and put an entry behind a cursor makes it gone: better no delta than one with a hole."""
    last = (await get("/delta")).json()["next"]
    middle = (await get("/delta?limit=8")).json()["next"]
    late = built(tmp_path, **LOG, **{"crackdowns__a": tied(9)})
    datasette = Datasette([], immutables=[str(late)])
    await datasette.invoke_startup()
    for after in (last, middle):
        assert (await datasette.client.get(f"/delta?after={after}")).status_code == 410
    early = (await get("/delta?limit=6")).json()["next"]
    found = (await datasette.client.get(f"/delta?after={early}")).json()["changes"]
    assert [change["id"] for change in found] == ["crackdowns/a/2021-01-01-opened", *IDS[-3:]]
