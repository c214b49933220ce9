"""Nothing inline runs but what the installed Datasette's own sources hold, nothing is written, nothing is framed but cards."""

import html
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from time import monotonic

import datasette.app
import pytest
from datasette.version import __version__

from tracker.site import safety
from tracker.site.inline import Inline
from tracker.site.settings import PUBLIC

SOURCES = Path(datasette.app.__file__).parent
INLINE = Inline(SOURCES)

asynchronous = pytest.mark.asyncio


def policy(answer) -> dict[str, list[str]]:
    """The Content-Security-Policy of an answer, directive by directive."""
    return {
        name: rest.split()
        for name, _, rest in (part.strip().partition(" ") for part in answer.headers["content-security-policy"].split(";"))
    }


def sha(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def inline(page: str) -> tuple[set[str], set[str]]:
    """The hashes of all scripts and of all styles that a page holds inline, as a browser computes them."""
    scripts = {
        sha(text) for attributes, text in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S) if " src=" not in attributes
    }
    scripts |= {sha(html.unescape(text)) for text in re.findall(r'\son[a-z]+="([^"]*)"', page)}
    styles = {sha(text) for text in re.findall(r"<style[^>]*>(.*?)</style>", page, re.S)}
    styles |= {sha(html.unescape(text)) for text in re.findall(r'\sstyle="([^"]*)"', page)}
    return scripts, styles


PAGES = [
    "/tracker", "/tracker/timeline", "/tracker/timeline?_target=alpha&_search=fined", "/tracker/pledge_board",
    "/tracker/sanctions?_facet_size=1", "/tracker/ranked_search?q=alpha", "/tracker/timeline?_sort=nothing", "/nowhere",
    "/-/versions", "/-/settings", "/-/plugins", "/-/patterns", "/-/allow-debug", "/-/logout", "/-/messages",
    "/tracker?sql=select+'</script><script>alert(1)//'", "/tracker/-/query?sql=select+1",
]  # fmt: skip


@asynchronous
async def test_pages_of_datasette(get, serving):
    """All that Datasette's own pages hold inline is allowed by its hash, and nothing else is."""
    event = (await get("/tracker/timeline.json?_shape=array&_size=1")).json()[0]["pk"]
    held = 0
    for path in [*PAGES, f"/tracker/events/{event}"]:
        answer = await get(path)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        told = policy(answer)
        scripts, styles = inline(answer.text)
        assert scripts == {source for source in told["script-src"] if source.startswith("'sha256")}, path
        assert styles | {safety.EMPTY} == {source for source in told["style-src"] if source.startswith("'sha256")}, path
        assert "'unsafe-inline'" not in str(told) and "http" not in str(told), path
        held += len(scripts) + len(styles)
    assert held > 20


@asynchronous
async def test_policy(get):
    """What is not named may not be loaded, framed, sent to or based on."""
    told = policy(await get("/nowhere"))
    del told["script-src"], told["style-src"]
    assert told == {
        "default-src": ["'self'"], "img-src": ["'self'", "data:"], "object-src": ["'none'"], "base-uri": ["'none'"],
        "form-action": ["'self'"], "frame-ancestors": ["'none'"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>", "<SCRIPT>alert(1)</SCRIPT >", '<script type="text/javascript">alert(1)</script>',
        "<script>DATASETTE_ALLOW_FACET = alert(1);</script>", "<script>DATASETTE_ALLOW_FACET = `${alert(1)}`;</script>",
        "<script>DATASETTE_ALLOW_FACET = true;alert(1);</script>", "<script>DATASETTE_ALLOW_FACET = [][alert];</script>",
        "<script>DATASETTE_ALLOW_FACET = new Image;</script>", "<script></script>x",
        "<script>window._datasetteTableData = (alert(1), {});</script>",
        "<script>window.datasetteVersion = ''+alert(1)+'';</script>",
        '<b onclick="alert(1)">', '<b onload="openColumnChooser();alert(1)">', "<style>body { display: none }</style>",
        '<b style="position: fixed; inset: 0">', '<b style="border-color: #fff; position: fixed">',
    ],
)  # fmt: skip
def test_what_is_not_datasettes(page):
    """What does not stand in Datasette's sources is not allowed, nor what data could make of it."""
    found = INLINE.allowed(page)
    assert [sha for group in found for sha in group if sha != safety.EMPTY] == []


def test_data_within():
    """A script of Datasette's in which data stands is allowed with data that can do nothing."""
    text = "DATASETTE_ALLOW_FACET = false;"
    assert INLINE.allowed(f"<p><script>{text}</script>").scripts == (sha(text),)
    attribute = "border-color: #a1b2c3"
    assert INLINE.allowed(f'<div style="{attribute}">').declarations == (sha(attribute),)


TEMPLATES = {
    "plain.html": "{# no <script>comment(1)</script> #}<script>a(1);\n  b( 2 )</script><p onclick='no' onfocus=\"x('&quot;')\">",
    "choice.html": "<script>{% if x %}one({{ y|tojson }}){% else %}two(){% endif %};</script>",
    "loop.html": '<style>{% for c in cs %}td.{{ c }} { content: "{{ c|escape_css_string }}" }{% endfor %}</style>',
    "broken.html": "<script>{% if x %}a</script>{% endif %}<script>{% include 'x' %}</script><script>{{ all }}</script>",
    "typed.html": '<script type="module">m()</script><b style="width: {{ w }}em">',
}


@pytest.mark.parametrize(
    "text, may",
    [
        ("<script>a(1);\n  b( 2 )</script>", True),
        ("<script>a(1); b( 2 )</script>", True),
        ("<script>a(1);b(2)</script>", False),
        ("<script>comment(1)</script>", False),
        ('<script>one([1, "two"]);</script>', True),
        ("<script>two();</script>", True),
        ("<script>one(two());</script>", False),
        ("<script>one({});three();</script>", False),
        ('<style>td.a { content: "a" }td.b { content: "b" }</style>', True),
        ('<style>td.a { content: "a" }</style>', True),
        ('<style>td.a { content: "a" }b { color: red }</style>', False),
        ('<style>td.a { content: "a"} * { color: red }</style>', False),
        ("<script>a</script>", False),
        ("<script>all</script>", False),
        ('<script type="module">m()</script>', True),
        ('<b style="width: 3em">', True),
        ('<b style="width: 3em; color: red; height: 3em">', False),
        ("<b onfocus=\"x('&quot;')\">", True),
        ("<b onclick='no'>", False),
    ],
)
def test_templates(tmp_path, text, may):
    """What a template holds may stand on a page as it is written, with its choices, its loops and harmless data."""
    (tmp_path / "templates").mkdir()
    for name, source in TEMPLATES.items():
        (tmp_path / "templates" / name).write_text(source, encoding="utf-8")
    found = [sha for group in Inline(tmp_path).allowed(f"<p>{text}") for sha in group]
    (inside,) = re.findall(r"=\"(?!module)([^\"]*)\">$|>(.*)<", text, re.S)[-1:] or [("", "")]
    assert found == ([sha(html.unescape("".join(inside)))] if may else [])


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
