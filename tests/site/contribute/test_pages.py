"""The pages of `/contribute`: a form for each type, what may come next, and the links that lead there."""

import re
import sqlite3
from contextlib import closing
from shutil import copyfile

import pytest
from datasette.app import Datasette
from given import KINDS
from posting import CASE, EVENT, SAID
from served import Page, faults

from tracker.site.contributing.asked import WITHHELD

pytestmark = pytest.mark.asyncio


async def test_every_type_has_a_form(get):
    """Every type but the one that takes a text away is offered, or begins on the page of an event; every form is sound."""
    offered = (await get("/contribute.json")).json()
    words = {kind["type"] for family in offered["families"] for kind in family["types"]}
    assert words == set(KINDS.types) - {WITHHELD, "record.corrected", "record.retracted"}
    assert (offered["families"][0]["types"][0]["type"], offered["families"][0]["types"][0]["opens"]) == ("pledge.announced", True)
    for word in sorted(set(KINDS.types) - {WITHHELD}):
        page = await get(f"/contribute?type={word}{'' if word in words else f'&of={EVENT}'}")
        assert page.status_code == 200 and faults(page.text) == [], (word, faults(page.text))
        ids = set(Page(page.text).ids)
        assert set(re.findall(r'<label for="([^"]*)"', page.text)) <= ids
        assert {name for names in re.findall(r'aria-describedby="([^"]*)"', page.text) for name in names.split()} <= ids


async def test_what_may_come_next(get):
    """In a case only that is offered which may follow, and its form says again what the event before it said."""
    offered = (await get("/contribute.json?case=laws/data-law")).json()
    assert [kind["verb"] for kind in offered["families"][0]["types"]] == [
        "proposed",
        "in force",
        "amended",
        "suspended",
        "repealed",
    ]
    form = (await get(f"/contribute.json?type=pledge.progressed&case={CASE}")).json()
    assert form["case"]["name"] == "Alpha's fund" and form["brings"] == ["under way", "fulfilled", "partly fulfilled"]
    assert {name: given for name, given in form["texts"].items() if given} == {
        "case": [CASE], "parties[0].party": ["Alpha"], "parties[0].role": ["pledger"], "jurisdiction": ["CN"], "sectors": ["e-commerce"],
    }  # fmt: skip


async def test_links_lead_to_it(get):
    """Each page of an event suggests a correction, each case what happened next, each party likewise; all pages name the form."""
    for path, targets in {
        f"/{EVENT}": [f"/contribute?type=record.corrected&of={EVENT}", f"/contribute?type=record.retracted&of={EVENT}"],
        f"/{CASE}": [f"/contribute?case={CASE}"],
        "/parties/alpha": [
            "/contribute?case=parties/alpha",
            "/contribute?type=record.corrected&of=parties/alpha/1999-registered",
        ],
    }.items():
        links = [link.replace("%2F", "/") for link in Page((await get(path)).text).links]
        assert {"/contribute", *targets} <= set(links)
        for target in targets:
            assert (await get(target)).status_code == 200


NO_FORMS = (
    ("type=pledge.vanished", 404, "there is no form for the type pledge.vanished"),
    (f"type={WITHHELD}&of={EVENT}", 404, f"there is no form for the type {WITHHELD}"),
    ("case=pledges/none", 404, "there is no case pledges/none"),
    ("type=record.corrected", 400, "a correction begins on the page of the event that it concerns"),
    ("type=record.corrected&of=pledges/none/2021-announced", 404, "there is no event pledges/none/2021-announced about the world in this record"),
    (f"type=record.corrected&of={CASE}/2026-01-02-corrected-2021-09-02-announced", 404, None),
    ("as_of=2022-01-01", 400, "what is contributed concerns the record as it stands; as_of and known_at say nothing here"),
)  # fmt: skip


async def test_no_such_form(get):
    """Where there is no form for what is asked, a sentence says so."""
    for query, status, sentence in NO_FORMS:
        answer = await get(f"/contribute.json?{query}")
        assert answer.status_code == status and answer.json()["ok"] is False
        assert sentence in (None, answer.json()["error"])


async def test_family_of_another_project(database, tmp_path):
    """Of a family that this program does not know there is no form, which is said."""
    copy = tmp_path / "tracker.db"
    copyfile(database, copy)
    with closing(sqlite3.connect(copy)) as db, db:
        db.execute("""UPDATE "cases" SET "id" = 'treaties/x', "family" = 'treaties' WHERE "id" = 'laws/data-law'""")
        db.execute("""UPDATE "events" SET "id" = replace("id", 'laws/data-law', 'treaties/x')""")
    datasette = Datasette([], immutables=[str(copy)])
    await datasette.invoke_startup()
    for query in ("case=treaties/x", "type=record.corrected&of=treaties/x/2021-06-10-adopted"):
        answer = await datasette.client.get(f"/contribute.json?{query}")
        assert answer.status_code == 404 and answer.json()["ok"] is False
    answer = await datasette.client.post(
        "/contribute", json={"case": "laws/other", "event": {**SAID, "type": "law.adopted", "name": "Other"}}
    )
    assert answer.status_code in (200, 422) and answer.json()
