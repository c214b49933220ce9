"""Nothing is written, nothing is framed but cards, nothing leads elsewhere, and what strangers ask is bounded."""

import re
from time import monotonic

import pytest
from datasette.version import __version__
from served import sha

from tracker.site import safety
from tracker.site.settings import PUBLIC

asynchronous = pytest.mark.asyncio


@pytest.fixture
def answered():
    """What the middleware makes of an application's answer: start and body."""

    async def answer(
        body: bytes,
        kind: str = "text/html; charset=utf-8",
        path: str = "/",
        pieces: int = 1,
        method: str = "GET",
        more: tuple = (),
    ):
        class Datasette:
            databases = {"tracker": None}
            setting = staticmethod(lambda name: "/base/")

        async def app(scope, receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind.encode()), *more]})
            size = len(body) // pieces
            for n in range(pieces):
                last = n == pieces - 1
                await send(
                    {
                        "type": "http.response.body",
                        "body": body[n * size :] if last else body[n * size : (n + 1) * size],
                        "more_body": not last,
                    }
                )

        sent = []

        async def send(message):
            sent.append(message)

        scope = {"type": "http", "path": path, "raw_path": path.encode(), "method": method}
        await safety.wrapper(Datasette)(app)(scope, None, send)
        return (
            sent[0]["status"],
            {name.decode(): value.decode() for name, value in sent[0]["headers"]},
            b"".join(m["body"] for m in sent[1:]),
        )

    return answer


@asynchronous
async def test_pieces(answered):
    """A page that comes in pieces goes out whole, with the hashes of all of it."""
    text = "DATASETTE_ALLOW_FACET = true;"
    body = f"<p>阿里</p><script>{text}</script>".encode()
    _, headers, sent = await answered(body, pieces=7)
    assert (sent, sha(text) in headers["content-security-policy"]) == (body, True)


@asynchronous
async def test_endless(answered):
    """A page too long to be held back goes out with nothing inline allowed."""
    text = "DATASETTE_ALLOW_FACET = true;"
    body = f"<script>{text}</script>".encode() + b"x" * (safety.HELD + 10)
    _, headers, sent = await answered(body, pieces=3)
    assert (sent == body, sha(text) in headers["content-security-policy"]) == (True, False)


@asynchronous
async def test_other_answers(answered):
    """What is no page goes out as it comes, and is taken for what it says it is."""
    _, headers, sent = await answered(b'{"a": "<script>"}', "application/json", more=((b"x-content-type-options", b"sniff"),))
    assert (headers, sent) == (
        {
            "content-type": "application/json",
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "permissions-policy": safety.NEVER.decode(),
            "x-frame-options": "DENY",
            "content-security-policy": safety.ON_DATA,
        },
        b'{"a": "<script>"}',
    )


@asynchronous
async def test_cards(answered):
    """A card may stand in any frame and has no script, form or cookie; a table's row of that name may not."""
    _, headers, _ = await answered(b"<script>x</script>", path="/base/pledges/alpha-fund/card")
    assert headers["content-security-policy"].split("; ") == [
        "default-src 'none'", "style-src 'self'", "img-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors *",
    ]  # fmt: skip
    assert "x-frame-options" not in headers
    for path in (
        "/base/tracker/cases/card",
        "/base/pledges/alpha-fund/cards",
        "/base/pledges/alpha-fund/x/card",
        "/base/pledges/alpha-fund",
    ):
        _, headers, _ = await answered(b"", path=path)
        assert (headers["x-frame-options"], "frame-ancestors 'none'" in headers["content-security-policy"]) == ("DENY", True)


@asynchronous
async def test_cookies_stay_out_of_cards(answered):
    """A card sets no cookie, whatever else does."""
    cookie = (b"Set-Cookie", b"a=b")
    _, headers, _ = await answered(b"", path="/base/pledges/alpha-fund/card", more=(cookie,))
    assert "Set-Cookie" not in headers
    _, headers, _ = await answered(b"", more=(cookie,))
    assert headers["Set-Cookie"] == "a=b"


@asynchronous
@pytest.mark.parametrize("path", ["/\\example.org/", "/%5Cexample.org/", "/%5cexample.org/", "/tracker/\\", "/tracker/a%5Cb"])
async def test_backslash(get, path):
    """A path with a backslash, which browsers take for a slash, leads nowhere."""
    answer = await get(path)
    assert (answer.status_code, answer.headers.get("location")) == (400, None)


@asynchronous
@pytest.mark.parametrize("path", ["//example.org/", "/~5Cexample.org/", "///example.org//"])
async def test_redirects_stay_here(get, path):
    """No address leads off the site."""
    assert not re.match(r"[/\\]{2}|https?:", (await get(path)).headers.get("location", ""))


@asynchronous
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_only_read(serving, method):
    """Nothing is written, whatever Datasette would take."""
    served = await serving()
    for path in (
        "/",
        "/tracker/timeline",
        "/tracker/-/create",
        "/tracker/timeline/-/insert",
        "/-/messages",
        "/-/logout",
        "/-/create-token",
    ):
        answer = await served.client.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD"), path


@asynchronous
async def test_robots(get):
    """Crawlers are asked to leave filters, facets and sorts alone."""
    answer = await get("/robots.txt")
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/plain")
    assert answer.text.splitlines()[:2] == ["User-agent: *", "Disallow: /*?*"]


@asynchronous
async def test_own_files(get):
    """The plugin's own files are served without a flag, and nothing beside them."""
    script = await get("/-/static-plugins/pressure_and_pledges/editor.js")
    assert (script.status_code, script.headers["x-content-type-options"]) == (200, "nosniff")
    assert "javascript" in script.headers["content-type"]
    for path in ("../plugin.py", "..%2fplugin.py", "", "nothing.js"):
        assert (await get(f"/-/static-plugins/pressure_and_pledges/{path}")).status_code in (403, 404)


@asynchronous
async def test_large_values(serving):
    """Where open SQL is on, a statement cannot ask for gigabytes."""
    served = await serving(settings={"default_allow_sql": True})
    path = "/tracker.json" if __version__.startswith("0.") else "/tracker/-/query.json"
    answer = await served.client.get(f"{path}?sql=select+length(hex(zeroblob(400000000)))")
    assert (answer.status_code, "too big" in answer.text) == (400, True)


@asynchronous
@pytest.mark.parametrize(
    "path",
    ["/", "/timeline.json", "/tracker/timeline", "/tracker/timeline.csv", "/tracker.db", "/robots.txt", "/sitemap.xml", "/changes.atom",
     "/deadlines.ics", "/openapi.json", "/nothing", "/timeline.json?year=x", "/tracker/nothing", "/-/static/app.css",
     "/-/static-plugins/pressure_and_pledges/site.css", "/tracker/\\", "/pledges/alpha-fund/card"],
)  # fmt: skip
async def test_every_answer(get, path):
    """Whatever is answered is taken for what it says it is, tells nobody where readers come from, and may do nothing but what it must."""
    headers = (await get(path)).headers
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert "camera=()" in headers["permissions-policy"]
    told = headers["content-security-policy"]
    assert "unsafe-inline" not in told and ("default-src 'none'" in told or "script-src 'self'" in told)
    assert ("frame-ancestors 'none'" in told) != path.endswith("/card")


@asynchronous
@pytest.mark.parametrize(
    "statement",
    [
        "with recursive c(x) as (select 1 union all select x+1 from c) select count(*) from c",
        "with recursive c(x) as (select 1 union all select x+1 from c) select max(a.x) from c a, c b",
    ],
)
async def test_endless_statements(serving, statement):
    """Where open SQL is on, a statement without end is stopped."""
    served = await serving(settings={"default_allow_sql": True, "sql_time_limit_ms": 300})
    path = "/tracker.json" if __version__.startswith("0.") else "/tracker/-/query.json"
    began = monotonic()
    answer = await served.client.get(path, params={"sql": statement})
    assert (answer.status_code, monotonic() - began < 10) == (400, True)


@asynchronous
async def test_rows_are_bounded(serving):
    """Where open SQL is on, a statement brings no more rows than the settings say."""
    served = await serving(settings={"default_allow_sql": True, "max_returned_rows": 100})
    path = "/tracker.json" if __version__.startswith("0.") else "/tracker/-/query.json"
    rows = "with recursive c(x) as (select 1 union all select x+1 from c limit 5000) select x from c"
    answer = await served.client.get(path, params={"sql": rows, "_shape": "objects"})
    assert (len(answer.json()["rows"]) <= 101, answer.json()["truncated"]) == (True, True)


@asynchronous
async def test_the_public_profile(serving):
    """As `--public` serves it nobody writes SQL, the file can be taken, and nothing is written."""
    said = {"on": True, "off": False}
    served = await serving(settings={name: said[value] if value in said else int(value) for name, value in PUBLIC.items()})
    # The next Datasette leads the first of these to the second.
    for path in ("/tracker.json?sql=select+1", "/tracker/-/query.json?sql=select+1"):
        assert (await served.client.get(path, follow_redirects=True)).status_code in (400, 403, 404), path
    for path in ("/tracker?sql=select+1", "/tracker/cases?_where=1"):
        answer = await served.client.get(path, follow_redirects=True)
        assert answer.status_code in (400, 403, 404) or "select+1" not in answer.text, path
    taken = await served.client.get("/tracker.db")
    assert (taken.status_code, taken.content[:15]) == (200, b"SQLite format 3")
