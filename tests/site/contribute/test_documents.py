"""The endpoint: a program sends a document and gets the file, or what is wrong with it."""

import json

import pytest
from given import KINDS
from posting import CASE, EVENT, PROGRESSED, SAID, sent

from tracker.log.parse import parse_file

pytestmark = pytest.mark.asyncio


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
