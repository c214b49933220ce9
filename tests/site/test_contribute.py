"""`/contribute`: from a form, or a document, to the finished file; whatever is sent, nothing is written, kept or run."""

import asyncio
import html
import json
import logging
import re
import sqlite3
from contextlib import closing
from hashlib import sha256
from shutil import copyfile
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from datasette.app import Datasette
from given import KINDS
from hostile import PAYLOADS, REFUSED
from served import Page, faults

from tracker.check import check
from tracker.derive.metadata import HEAD
from tracker.log.parse import parse_file
from tracker.project import open_project
from tracker.site import posted
from tracker.site.contributing.asked import WITHHELD

pytestmark = pytest.mark.asyncio

HOST = "https://git.example/someone/record"
HOSTED = HEAD.replace("databases:", f"plugins:\n  pressure_and_pledges:\n    repository: {HOST}\ndatabases:")
CASE = "pledges/alpha-fund"
EVENT = f"{CASE}/2021-09-02-announced"

PROGRESSED = {
    "type": "pledge.progressed", "case": CASE, "date": "12 Sept 2022", "title": "Alpha spent money",
    "summary": "Alpha said that it had\r\nspent 2bn yuan.", "parties[0].party": "Alpha Group", "parties[0].role": "pledger",
    "parties[1].party": "", "parties[1].role": "", "jurisdiction": "CN", "sectors": ["cloud", "e-commerce"],
    "amount": "about 2bn yuan", "amount.measure": "step", "amount.covers": "2022",
    "sources[0].url": "https://www.example.org/spent", "sources[0].title": "Alpha spends", "sources[0].publisher": "",
    "sources[1].url": "https://example.org/more", "sources[1].title": "More", "sources[1].published": "Sept 2022",
}  # fmt: skip

SAID = {
    "type": "pledge.progressed", "date": "2022-09-12", "title": "Alpha spent money",
    "summary": "Alpha said that it had spent 2bn yuan.", "parties": [{"party": "alpha", "role": "pledger"}], "jurisdiction": "CN",
    "sectors": ["cloud", "e-commerce"],
    "sources": [
        {"url": "https://www.example.org/spent", "title": "Alpha spends", "publisher": "Example Daily"},
        {"url": "https://example.org/more", "title": "More", "publisher": "Example Daily", "published": "2022-09"},
    ],
    "amount": {"value": "2000000000", "currency": "CNY", "bound": "about", "measure": "step", "covers": "2022"},
    "confidence": "medium",
}  # fmt: skip

SOURCE = {"sources[0].url": "https://example.org/why", "sources[0].title": "Why"}


@pytest.fixture
def post(serving):
    """The answer to a form, or with `body` to whatever is sent: `post({...}, head=...)`."""
    started = []

    async def answer(texts=None, *, body=None, path: str = "/contribute", head: str = HOSTED, headers=None, **more):
        if not started:
            started.append(await serving(head=head))
        given = {"content-type": posted.JSON if texts is None else posted.FORM, **(headers or {})}
        content = urlencode({**(texts or {}), **more}, doseq=True).encode() if body is None else body
        return await started[0].client.post(path, content=content, headers=given)

    return answer


async def sent(post, document=None, **more):
    """The answer to a document."""
    return await post(body=json.dumps({"event": document, **more} if document is not None else more).encode())


def files(answer) -> dict[str, dict]:
    """The finished files of a page, by path, without the time of recording."""
    assert answer.status_code == 200 and faults(answer.text) == [], faults(answer.text)
    paths = re.findall(r"<h2 id=\"file-\d+\"><code>(.*?)</code>", answer.text)
    texts = [json.loads(html.unescape(text)) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", answer.text, re.S)]
    return {
        path: {name: value for name, value in text.items() if name != "recorded"} for path, text in zip(paths, texts, strict=True)
    }


def complaints(answer) -> dict[str, str]:
    """What is said beneath each field of a form that came back, by the id of the field."""
    assert answer.status_code == 200 and faults(answer.text) == [], faults(answer.text)
    found = re.findall(r'<p class="err" id="ef-([^"]*)">(.*?)</p>', answer.text, re.S)
    return {name: html.unescape(re.sub(r"<.*?>", "`", text)) for name, text in found if text}


# The pages


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


# From a form to files


async def test_finished(post, database, tmp_path):
    """A filled form gives the canonical file at its path, which passes the check where it is put into the log."""
    answer = await post(PROGRESSED)
    path = f"events/{CASE}/2022-09-12-progressed.json"
    assert files(answer) == {path: SAID}
    text = html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", answer.text, re.S)[1])
    assert "12 Sept 2022 → <code>2022-09-12</code>" in answer.text
    hidden = {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="(.*?)" value="(.*?)"', answer.text)}
    download = await post({**PROGRESSED, "recorded": hidden["recorded"], "file": "0"})
    assert download.text == text and parse_file(path, download.content, KINDS)[1] == []
    assert download.headers["content-disposition"] == 'attachment; filename="2022-09-12-progressed.json"'
    root = tmp_path / "log"
    (root / path).parent.mkdir(parents=True)
    vocabulary = database.parent / "events"
    for file in vocabulary.rglob("*.json"):
        target = root / "events" / file.relative_to(vocabulary)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    (root / path).write_bytes(download.content)
    assert check(open_project(root), [f"events/{CASE}"]).problems == []
    again = await post({**PROGRESSED, "edit": "1"})
    assert faults(again.text) == [] and 'value="12 Sept 2022"' in again.text


async def test_new_case_and_party(post):
    """A new case needs a name, and offers to register a party that nobody knows; both files come out together."""
    opening = {
        **PROGRESSED, "type": "pledge.announced", "case": "", "name": "Gamma's Homes 2022", "question": "Do they stand?",
        "parties[1].party": "Gamma Ltd", "parties[1].role": "owner", "amount.measure": "", "amount.covers": "",
    }  # fmt: skip
    first = await post(opening)
    assert complaints(first) == {"parties-1-party": "no party is called `Gamma Ltd` — register it below"}
    assert '<input id="f-new-0-name" name="new[0].name"' in first.text and 'value="Gamma Ltd"' in first.text
    registered = {
        **opening,
        "new[0].name": "Gamma Ltd",
        "new[0].kind": "company",
        "new[1].name": "Never named",
        "new[1].kind": "other",
    }
    found = files(await post(registered))
    assert list(found) == [
        "events/parties/gamma-ltd/registered.json",
        "events/pledges/gammas-homes-2022/2022-09-12-announced.json",
    ]
    assert next(iter(found.values())) == {"type": "party.registered", "name": "Gamma Ltd", "kind": "company"}
    assert list(found.values())[1]["parties"][1] == {"party": "gamma-ltd", "role": "owner"}
    taken = await post({**registered, "new[0].slug": "alpha", "name": "Alpha fund"})
    assert complaints(taken) == {
        "name": "there is a case `pledges/alpha-fund` already — choose `pledges/alpha-fund` as the case, or give this one another name",
        "new-0-slug": "`alpha` is registered already — give another, or name that party",
        "parties-1-party": "no party is called `Gamma Ltd` — register it below",
    }


async def test_correction(post, get):
    """A correction holds what was changed, what stood there, the reason and the sources, and nothing that was left alone."""
    form = (await get(f"/contribute.json?type=record.corrected&of={EVENT}")).json()
    assert {field["name"]: field["now"] for field in form["change"] if field["now"]}["change.summary"] == "Told better."
    texts = {"type": "record.corrected", "of": EVENT, **form["texts"], "reason": "The page says so.", **SOURCE}
    changed = {
        **texts,
        "change.due": "by the end of 2026",
        "change.amount": "over 100bn CNY",
        "change.parties[1].party": "Beta & Sons",
    }
    found = files(await post({**changed, "change.parties[1].role": "owner"}))
    [(path, document)] = found.items()
    assert re.fullmatch(rf"events/{CASE}/\d{{4}}-\d\d-\d\d-corrected-2021-09-02-announced(-2)?\.json", path)
    assert document == {
        "type": "record.corrected", "of": EVENT,
        "change": {
            "due": "2026-12-31", "amount": {"bound": "over"},
            "parties": [{"party": "alpha", "role": "pledger"}, {"party": "beta", "role": "owner"}],
        },
        "was": {"due": "2025-12-31", "amount": {"bound": None}, "parties": [{"party": "alpha", "role": "pledger"}]},
        "reason": "The page says so.",
        "sources": [{"url": "https://example.org/why", "title": "Why", "publisher": "Example Daily"}],
    }  # fmt: skip
    nothing = await post(texts)
    assert "the event says so already" in nothing.text
    assert complaints(await post({**changed, "reason": ""})) == {"reason": "this is needed"}
    assert complaints(await post(changed)) == {
        "change-parties-1-role": "the corrected event would be invalid: `parties[1].role` is missing — "
        "what the party does in this event, or what is done to it",
    }  # fmt: skip
    late = complaints(await post({**texts, "change.due": "2020"}))
    assert "due `2020` lies before the pledge" in late["change-due"]


ABOUT_THE_RECORD = (
    ({"type": "record.retracted", "of": EVENT, "reason": "No.", "code": "duplicate"}, "retracted-2021-09-02-announced",
     {"of": EVENT, "reason": "No.", "code": "duplicate"}),
    ({"type": "record.checked", "case": f"https://site.example/{CASE}", "looked_in": "Example Daily\r\nReports"}, "checked",
     {"looked_in": ["Example Daily", "Reports"]}),
    ({"type": "record.replied", "of": EVENT, "party": "Alpha", "summary": "They denied it.", **SOURCE},
     "replied-2021-09-02-announced", {"of": EVENT, "party": "alpha", "summary": "They denied it."}),
)  # fmt: skip


async def test_about_the_record(post):
    """What is said about the record comes out likewise, in the folder of the case that it concerns."""
    for texts, name, document in ABOUT_THE_RECORD:
        [(path, found)] = files(await post(texts)).items()
        assert path.startswith(f"events/{CASE}/20") and path.endswith(f"-{name}.json")
        assert {key: value for key, value in found.items() if key not in ("type", "sources")} == document


async def test_what_is_wrong_stands_at_its_field(post):
    """A form with mistakes comes back with all that was typed, a list of what to mend, and a sentence at each field."""
    bad = {
        **PROGRESSED,
        "date": "3/4/2021",
        "title": "",
        "jurisdiction": "",
        "parties[0].party": "Alpah",
        "amount": "2bn",
        "sources[1].url": "ftp://x",
    }
    answer = await post(bad)
    found = complaints(answer)
    assert {name for name, text in found.items() if text == "this is needed"} == {"title", "jurisdiction", "sources-1-publisher"}
    assert found["date"].startswith("`3/4/2021` may be 2021-03-04 or 2021-04-03 — ")
    assert found["parties-0-party"] == "no party is called `Alpah` — did you mean `Alpha`? Else register it below"
    assert found["amount"].startswith("`2bn` names no currency") and "sources-1-url" in found
    page = Page(answer.text)
    listed = re.search(r'<div class="wrongs" id="problems" tabindex="-1".*? autofocus>(.*?)</div>', answer.text, re.S)[1]
    assert [link[1:] for link in re.findall(r'href="(.*?)"', listed)] == [
        "f-date", "f-title", "f-parties-0-party", "f-jurisdiction", "f-amount", "f-sources-1-url", "f-sources-1-publisher",
    ]  # fmt: skip
    assert set(re.findall(r'href="#(f-.*?)"', listed)) <= set(page.ids)
    assert len(re.findall(r'aria-invalid="true"', answer.text)) == len(found)
    for kept in ("3/4/2021", "Alpah", "2bn", "ftp://x", "Alpha spends"):
        assert f'value="{kept}"' in answer.text


async def test_more_rows(post):
    """Without script the button that adds a row brings the form back with one more, and with all that was typed."""
    answer = await post({**PROGRESSED, "more": "sources"})
    assert faults(answer.text) == [] and 'name="sources[2].url"' in answer.text and 'name="sources[3].url"' not in answer.text
    assert 'value="Alpha spends"' in answer.text and "to mend" not in answer.text
    many = await post({**PROGRESSED, "sources[9999].url": "x", "more": "sources"})
    assert many.status_code == 200 and many.text.count("Add another") > 0 and 'name="sources[200].url"' not in many.text


async def test_open_on_the_git_host(post, serving):
    """The file opens as a new one on the git host, a new case with its folder; what is too long is downloaded instead."""
    answer = await post(PROGRESSED)
    link = next(link for link in Page(answer.text).links if link.startswith(HOST))
    parts = urlsplit(link)
    assert parts.path == f"/someone/record/new/main/events/{CASE}" and len(link) <= 6000
    given = parse_qs(parts.query)
    assert given["filename"] == ["2022-09-12-progressed.json"]
    assert {**json.loads(given["value"][0]), "recorded": None} == {**SAID, "recorded": None}
    opening = await sent(
        post,
        {**SAID, "type": "crackdown.fined", "name": "New", "amount": {"value": "1", "currency": "CNY"}},
        case="crackdowns/new",
    )
    parts = urlsplit(opening.json()["files"][0]["address"])
    assert (parts.path, parse_qs(parts.query)["filename"]) == (
        "/someone/record/new/main/events/crackdowns",
        ["new/2022-09-12-fined.json"],
    )
    long = await post({**PROGRESSED, "summary": "阿" * 900})
    assert "too long to be opened" in long.text and HOST not in long.text and "Download" in long.text


@pytest.mark.parametrize(
    "repository", ["http://git.example/x", "javascript:alert(1)", "https://user@git.example/x", "//git.example", "https://[", "7"]
)
async def test_no_other_host(post, repository):
    """Only an https address is taken for the project's git host; any other is as good as none."""
    answer = await post(PROGRESSED, head=HOSTED.replace(HOST, repr(repository)))
    assert answer.status_code == 200 and "Open as a new file" not in answer.text and "Download it." in answer.text


# The endpoint


async def test_document(post):
    """A program sends an event as it would stand in the log, and gets the file; what follows from elsewhere is filled in."""
    answer = await sent(post, SAID, case=CASE)
    told = answer.json()
    assert (answer.status_code, told["ok"], told["problems"], list(told)) == (
        200, True, [], ["ok", "as_of", "known_at", "rule_version", "files", "problems"],
    )  # fmt: skip
    [file] = told["files"]
    assert file["path"] == f"events/{CASE}/2022-09-12-progressed.json"
    assert parse_file(file["path"], file["text"].encode(), KINDS)[1] == []
    correction = {
        "type": "record.corrected",
        "of": EVENT,
        "change": {"title": "Better"},
        "reason": "So.",
        "sources": SAID["sources"],
    }
    told = (await sent(post, correction)).json()
    assert json.loads(told["files"][0]["text"])["was"] == {"title": "Alpha pledged 100bn yuan"}
    new = {"delta": {"name": "Delta", "kind": "company"}}
    told = (await sent(post, {**SAID, "parties": [{"party": "delta", "role": "pledger"}]}, case=CASE, parties=new)).json()
    assert [one["path"] for one in told["files"]] == ["events/parties/delta/registered.json", file["path"]]


async def test_form_as_json(post):
    """A program may send the form too; whoever still fills it in learns what is wrong so far."""
    as_json = {"accept": "application/json"}
    told = (await post(PROGRESSED, headers=as_json)).json()
    assert told["ok"] and json.loads(told["files"][0]["text"])["date"] == "2022-09-12"
    answer = await post({**PROGRESSED, "title": ""}, headers=as_json)
    assert (answer.status_code, answer.json()["error"]) == (422, "1 problem: nothing could be recorded like this")
    look = await post({"type": "pledge.progressed", "case": CASE, "date": "Sept 2021", "look": "1"}, headers=as_json)
    assert look.status_code == 200 and look.json()["stored"] == {"date": "2021-09"}
    assert {problem["field"] for problem in look.json()["problems"]} == {
        "title",
        "summary",
        "parties",
        "jurisdiction",
        "sectors",
        "sources",
    }


async def test_refused_as_the_check_refuses(post):
    """What is wrong with a document comes in the one shape of errors, with the problems as `tracker check` words them."""
    bad = {**SAID, "sectors": ["clod"], "parties": [{"party": "alhpa", "role": "pledger"}], "date": "2022-13-01"}
    answer = await sent(post, bad, case=CASE)
    told = answer.json()
    assert (answer.status_code, told["ok"], told["status"], told["error"]) == (
        422, False, 422, "1 problem: nothing could be recorded like this",
    )  # fmt: skip
    assert [(p["code"], p["place"], p["sentence"]) for p in told["problems"]] == [
        ("P302", "date", "`date`: `2022-13-01` names a day that does not exist")
    ]
    told = (await sent(post, {**bad, "date": "2022"}, case=CASE)).json()
    assert [(p["code"], p["place"], p["help"]) for p in told["problems"]] == [
        ("P501", "parties[0].party", "did you mean `alpha`?"), ("P216", "sectors[0]", "did you mean `cloud`?"),
    ]  # fmt: skip
    told = (
        await sent(post, {**SAID, "type": "law.repealed", "amount": {"value": "1", "currency": "CNY"}}, case="laws/none")
    ).json()
    assert "P404" in {p["code"] for p in told["problems"]}
    told = (await sent(post, {**SAID, "type": "law.adopted"}, case="laws/data-law")).json()
    assert "P401" in {p["code"] for p in told["problems"]}
    twice = {"type": "law.adopted", "date": "2021-06-10", "name": "The data law", "title": "The law was adopted"}
    assert (await sent(post, twice, case="laws/data-law")).status_code == 422


NO_DOCUMENTS = (
    (b"", "the body: the file is empty"),
    (b"[]", "the body: the document is a list, not an object"),
    (b"{", "the body: "),
    (b"\xff\xfe{}", "the body: "),
    (b'{"event": {"type": "law.adopted"}, "event": {}}', "the body: key `event` stands twice"),
    (b'{"event": {"amount": NaN}}', "the body: `NaN` is not a number"),
    (b'{"event": {"amount": 1e999}}', "the body: a number is larger than can be read"),
    (b'{"event": ' + b"[" * 30_000 + b"]" * 30_000 + b"}", "the body: lists and objects are nested more than 32 deep"),
    (b'{"event": "\\ud800"}', "the body: a text holds half of a surrogate pair"),
    (b'{"events": {}}', "the body holds `events`; did you mean `event`?"),
    (b'{"event": []}', "`event` is an object"),
    (b'{"event": {"type": ["x"]}}', "`type` of the event names no type"),
    (b'{"event": {"type": "record.redacted"}, "case": "laws/x"}', "`type` of the event names no type"),
    (b'{"event": {"type": "law.adopted"}}', "`case` is the id of a case"),
    (b'{"event": {"type": "law.adopted"}, "case": "laws/../../etc"}', "`case` is the id of a case"),
    (b'{"event": {"type": "law.adopted"}, "case": "wars/x"}', "`case` is the id of a case"),
    (b'{"event": {"type": "law.adopted"}, "case": "laws/x", "parties": {"A B": {}}}', "`parties` holds `A B`"),
)  # fmt: skip


async def test_nothing_that_could_be_judged(post):
    """What is no document is refused with a sentence, in the one shape of errors."""
    for body, sentence in NO_DOCUMENTS:
        answer = await post(body=body)
        told = answer.json()
        assert (answer.status_code, told["ok"], told["status"], set(told)) == (400, False, 400, {"ok", "error", "status"})
        assert told["error"].startswith(sentence)


NONSENSE = (
    {"type": "law.adopted", "date": ["2021"], "title": {"a": 1}, "parties": "x", "sources": [None], "sectors": 3},
    {"type": "record.corrected", "of": "laws/data-law/../../x", "change": {"type": "x"}, "was": None},
    {"type": "record.corrected", "of": "laws/data-law/2021-06-10-adopted", "change": {"title": {"deep": [1]}}, "was": {}},
    {"type": "record.retracted", "of": 7, "reason": None},
    {"type": "record.checked", "of": "laws/none/2021-adopted", "looked_in": []},
    {"type": "law.adopted", "redacted": "0" * 64},
    {"type": "law.adopted", "version": 99, "recorded": "yesterday"},
    {"type": "party.registered", "name": "x" * 60_000},
)  # fmt: skip


async def test_nonsense_is_a_problem(post):
    """Whatever stands in the fields is judged like any file, and never an error of the program."""
    for event in NONSENSE:
        answer = await sent(post, event, case="laws/data-law")
        assert answer.status_code == 422 and all(problem["sentence"] for problem in answer.json()["problems"])


# What is let in


async def test_sizes(post):
    """A body of 64 KiB is read, one byte more is not, whatever the request says of its length, or whether it says anything."""
    whole = json.dumps({"case": CASE, "event": SAID}).encode()
    assert (await post(body=whole.ljust(posted.MOST))).status_code == 200
    too_much = await post(body=whole.ljust(posted.MOST + 1))
    assert (too_much.status_code, too_much.json()) == (
        413,
        {"ok": False, "error": "the body has more than 65,536 bytes", "status": 413},
    )

    async def pieces(size: int):
        for at in range(0, size, 1000):
            yield whole.ljust(size)[at : at + 1000]

    assert (await post(body=pieces(posted.MOST))).status_code == 200
    assert (await post(body=pieces(posted.MOST + 1))).status_code == 413
    assert (await post(body=whole.ljust(posted.MOST + 1), headers={"content-length": "10"})).status_code == 413
    form = urlencode(PROGRESSED, doseq=True).encode()
    assert (await post(PROGRESSED, body=form + b"&notes=" + b"a" * (posted.MOST - len(form) - 7))).status_code == 200
    assert (await post(PROGRESSED, body=form + b"&notes=" + b"a" * (posted.MOST - len(form) - 6))).status_code == 413


async def ask(
    datasette, receive, headers=((b"content-type", b"application/json"),), method: str = "POST", path: str = "/contribute"
):
    """The messages that answer to a request of which the body comes by and by."""
    answered = []

    async def send(message):
        answered.append(message)

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "headers": list(headers),
        "scheme": "http", "http_version": "1.1", "client": None, "server": ("localhost", 80), "asgi": {"version": "3.0"},
    }  # fmt: skip
    await datasette.app()(scope, receive, send)
    return answered


async def test_slow_and_broken(serving, monkeypatch):
    """A body that does not come is not waited for, and one that breaks off is none."""
    monkeypatch.setattr(posted, "LONGEST", 0.05)
    datasette = await serving()

    async def drip():
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b" ", "more_body": True}

    async def gone():
        return {"type": "http.disconnect"}

    assert (await ask(datasette, drip))[0]["status"] == 408
    assert (await ask(datasette, gone))[0]["status"] == 400


async def test_never_read_beyond(serving):
    """A body without end is counted as it comes: no more of it is taken in than is allowed and one piece."""
    taken = 0

    async def endless():
        nonlocal taken
        taken += 10_000
        return {"type": "http.request", "body": b"x" * 10_000, "more_body": True}

    answered = await ask(await serving(), endless, headers=[(b"content-type", b"application/json"), (b"content-length", b"1")])
    assert answered[0]["status"] == 413 and taken <= posted.MOST + 20_000


CONTENT_TYPES = (
    ("application/json", 200), ("Application/JSON; charset=utf-8", 200), ("text/plain", 415), ("multipart/form-data; boundary=x", 415),
    ("", 415), ("application/json-patch+json", 415), ("text/html", 415),
)  # fmt: skip


async def test_content_types(post):
    """Only JSON and the form are taken: what a page elsewhere could send without being asked is not."""
    for kind, status in CONTENT_TYPES:
        body = json.dumps({"case": CASE, "event": SAID}).encode()
        assert (await post(body=body, headers={"content-type": kind})).status_code == status
        assert (await post(body=body, headers={"content-encoding": "gzip"})).status_code == 415


async def test_forms_that_are_none(post):
    """A form that is not UTF-8, or has thousands of fields, is refused with a sentence."""
    for body, sentence in ((b"type=%ff", "the form is not UTF-8"), (b"a=1&" * 3000, "the form has more than 2,000 fields")):
        answer = await post({}, body=body, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()) == (400, {"ok": False, "error": sentence, "status": 400})
    assert (await post({}, body=b"")).status_code == 404


async def test_endless_texts(post):
    """What nobody would say of a date or a sum is not looked at, and no more rows are than an event may have."""
    for name, text in (
        ("date", "2021" + "~" * 60_000),
        ("amount", "9" * 60_000 + " CNY"),
        ("date", "about " * 9000),
        ("amount.covers", "Q1 2021 to " * 5000),
    ):
        answer = await post({**PROGRESSED, name: text}, headers={"accept": "application/json"})
        assert [(p["field"], p["sentence"]) for p in answer.json()["problems"]] == [
            (name, f"this has {len(text.strip()):,} characters")
        ]
    many = {f"sources[{n}].url": f"https://example.org/{n}" for n in range(300)} | {
        f"sources[{n}].title": "A" for n in range(300)
    }
    answer = await post({**PROGRESSED, **many}, headers={"accept": "application/json"})
    assert [p["sentence"] for p in answer.json()["problems"]] == ["`sources` has 41 items; at most 40 are allowed"]
    strangers = {f"parties[{n}].party": f"Nobody {n}" for n in range(300)} | {f"parties[{n}].role": "target" for n in range(300)}
    page = await post({**PROGRESSED, **strangers})
    assert page.text.count('name="new[') == 40 * 4 and page.text.count("no party is called") == 2 * 201


async def test_a_fault_of_ours(post, monkeypatch, caplog, capfd):
    """Where the program fails, nothing of what was sent is logged with it."""
    monkeypatch.setattr("tracker.site.reading.contribute.of_form", lambda *given: 1 / 0)
    answer = await post({**PROGRESSED, "title": "Unheard-of words"}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (
        500, {"ok": False, "error": "this could not be judged, which is a fault of the program", "status": 500},
    )  # fmt: skip
    assert "Unheard-of" not in caplog.text + "".join(capfd.readouterr())


async def test_nowhere_else(serving):
    """To every other address, and with every other method, the site is only read."""
    client = (await serving()).client
    for path in ("/", "/contribute/", "/contribute.json", "/contributed", "/pledges", "/tracker", "/-/login", "//contribute"):
        assert (await client.post(path, content=b"{}", headers={"content-type": "application/json"})).status_code == 405, path
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
        assert (await client.request(method, "/contribute")).status_code == 405, method
    assert (await client.get("/contribute")).status_code == 200


async def test_nobody_is_anybody(serving, post):
    """A request from another site, with cookies or without, can do nothing that anybody could not do; no cookie is set."""
    for headers in ({"cookie": "ds_actor=x; ds_csrftoken=y"}, {"authorization": "Bearer x"}, {"origin": "https://git.example"}):
        answer = await post(PROGRESSED, headers={"sec-fetch-site": "same-origin", **headers})
        assert answer.status_code == 200 and "set-cookie" not in answer.headers and "The file is ready" in answer.text
        assert answer.headers["cache-control"] == "no-store"
    for site in ("cross-site", "same-site"):
        answer = await post(PROGRESSED, headers={"sec-fetch-site": site, "origin": "https://evil.example"})
        assert answer.status_code == 403 and "file" not in answer.text


async def test_writes_and_logs_nothing(post, database, caplog, capfd):
    """Whatever is sent, the database stays as it is, no file appears beside it, and no word of it is logged."""
    before = sha256(database.read_bytes()).hexdigest(), sorted(database.parent.rglob("*"))
    with caplog.at_level(logging.DEBUG, logger="datasette"):
        await post({**PROGRESSED, "title": "Unheard-of words"})
        await sent(post, {**SAID, "title": "Unheard-of words", "date": 7}, case=CASE)
    assert (sha256(database.read_bytes()).hexdigest(), sorted(database.parent.rglob("*"))) == before
    assert "Unheard-of" not in caplog.text + "".join(capfd.readouterr())


# Hostile text

TEXTS = [name for name, text in PROGRESSED.items() if isinstance(text, str) and name != "type"] + [
    "notes",
    "name",
    "new[0].name",
    "more",
    "x<y",
]


async def test_hostile_text_stays_text(post):
    """Hostile text in any field, and in all of them at once, comes back as text: nothing of it becomes part of the page."""
    for number, text in enumerate(PAYLOADS):
        alone = [{**PROGRESSED, TEXTS[number % len(TEXTS)]: text}] if number % 4 == 0 else []
        for texts in ({"type": "pledge.announced", **dict.fromkeys(TEXTS[:-2], text)}, *alone):
            answer = await post(texts)
            assert answer.status_code in (200, 404), text
            assert only_shown(answer.text), faults(answer.text)
            assert "<script>alert" not in answer.text and 'javascript:alert(9)"' not in answer.text


async def test_hostile_text_that_the_log_takes(post):
    """What the log takes as the text that it is stands in the finished file unchanged."""
    sound = [text for text in PAYLOADS if "\\n" not in text]
    for text in sound[::8]:
        [document] = files_of(await post({**PROGRESSED, "notes": text}))
        assert document["notes"] == text


def only_shown(page: str) -> bool:
    """Whether nothing is wrong with a page, but that a payload shown as text may look like a value that was forgotten."""
    return all(fault.startswith("a forgotten value") for fault in faults(page))


def files_of(answer) -> list[dict]:
    """The finished documents of a page, whatever stands in them."""
    return [json.loads(html.unescape(text)) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", answer.text, re.S)]


async def test_refused_text(post):
    """What no field of the log takes, the form does not take either, and says so at the field."""
    for text in (text for text in REFUSED if text.strip() == text and not re.search(r"[\r\n]", text)):
        assert "title" in complaints(await post({**PROGRESSED, "title": text})), ascii(text)
