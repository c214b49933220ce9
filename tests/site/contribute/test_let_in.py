"""What `/contribute` lets in: how much, how long, from whom; and that nothing is written, kept or logged."""

import asyncio
import json
import logging
from hashlib import sha256
from urllib.parse import urlencode

import pytest
from posting import CASE, PROGRESSED, SAID, sent

from tracker.site import posted

pytestmark = pytest.mark.asyncio


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
