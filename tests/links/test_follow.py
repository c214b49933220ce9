"""What has become of a page: every outcome, from servers that say and do anything."""

import asyncio
import time

import httpx
import pytest
from loopback import Web, leads, page

from tracker.links.ask import Asker, Manners, resolved
from tracker.links.follow import Outcome, follow

MANNERS = Manners("tests/1 (+https://example.org/tracker)", patience=1, pause=0)
INSIDE = Manners("tests/1", patience=1, pause=0, private=True)


def become(url: str, manners: Manners = INSIDE, resolve=resolved) -> Outcome:
    """What has become of a page."""

    async def asked() -> Outcome:
        asker = Asker(manners, resolve)
        try:
            return await follow(asker, url)
        finally:
            await asker.aclose()

    return asyncio.run(asked())


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome("fine", "the server answers 200")),
        (204, Outcome("fine", "the server answers 204")),
        (404, Outcome("gone", "the server answers 404")),
        (410, Outcome("gone", "the server answers 410")),
        (401, Outcome("blocked", "the server answers 401")),
        (403, Outcome("blocked", "the server answers 403")),
        (429, Outcome("blocked", "the server answers 429")),
        (451, Outcome("blocked", "the server answers 451")),
        (999, Outcome("blocked", "the server answers 999")),
        (500, Outcome("unreachable", "the server answers 500")),
        (503, Outcome("unreachable", "the server answers 503")),
        (301, Outcome("unreachable", "the server answers 301")),
        (600, Outcome("unreachable", "the server answers 600")),
    ],
)
def test_status(web, status, outcome):
    """The last answer says what has become of the page; a redirect that leads nowhere says nothing."""
    web.pages["/page"] = page(status)
    assert become(web.at("/page")) == outcome


def test_asks_politely(web, public):
    """One question for the head alone, that says who asks, by whatever name the host goes."""
    web.pages["/page"] = page()
    assert become(web.at("/page?q=1", "paper.example"), MANNERS, lambda host, port: ["127.0.0.1"]).what == "fine"
    (asked,) = web.asked
    assert asked.line == "HEAD /page?q=1 HTTP/1.1"
    assert asked.headers == {
        "host": f"paper.example:{web.port}",
        "user-agent": "tests/1 (+https://example.org/tracker)",
        "accept": "*/*",
        "connection": "close",
    }


def drop(handler) -> None:
    """Ends the connection without a word."""


@pytest.mark.parametrize("head", [page(403), page(404), page(405), page(500), b"nonsense\r\n\r\n", drop])
def test_head_not_understood(web, head):
    """Where the question for the head is not understood, the page itself is asked for."""
    web.pages |= {"HEAD /page": head, "GET /page": page(200, body=b"here")}
    assert become(web.at("/page")).what == "fine"
    assert web.lines == ["HEAD /page", "GET /page"]


@pytest.mark.parametrize(
    ("pages", "outcome"),
    [
        ({"/old/page": leads("/new")}, ("moved", "it redirects for good", "/new")),
        ({"/old/page": leads("/new", 308)}, ("moved", "it redirects for good", "/new")),
        ({"/old/page": leads("other"), "/old/other": leads("/new")}, ("moved", "it redirects for good", "/new")),
        ({"/old/page": leads("/new#part")}, ("moved", "it redirects for good", "/new")),
        ({"/old/page": leads("/new", 302)}, ("fine", "the server answers 200", None)),
        ({"/old/page": leads("/new", 303)}, ("fine", "the server answers 200", None)),
        ({"/old/page": leads("/new", 307)}, ("fine", "the server answers 200", None)),
        ({"/old/page": leads("/half"), "/half": leads("/new", 302)}, ("moved", "it redirects for good", "/half")),
        ({"/old/page": leads("/half", 302), "/half": leads("/new")}, ("fine", "the server answers 200", None)),
        ({"/old/page": leads("/old/page/"), "/old/page/": page()}, ("fine", "the server answers 200", None)),
        ({"/old/page": leads("/"), "/": page()}, ("gone", "it leads to a front page", None)),
        ({"/old/page": leads("/index.html", 302), "/index.html": page()}, ("gone", "it leads to a front page", None)),
        ({"/old/page": leads("/lost")}, ("gone", "the server answers 404", None)),
        ({"/old/page": leads("/wall", 302), "/wall": page(403)}, ("blocked", "the server answers 403", None)),
        ({"/old/page": leads("/old/page")}, ("unreachable", "it redirects in a circle", None)),
        ({"/old/page": leads("/new"), "/new": leads("/old/page")}, ("unreachable", "it redirects in a circle", None)),
        ({"/old/page": leads("x" * 3000)}, ("unreachable", "it leads to an address of more than 2,000 characters", None)),
    ],
)
def test_redirects(web, pages, outcome):
    """A page has moved where it redirects for good; to what is lost it does not."""
    web.pages |= {"/new": page(), **pages}
    what, why, to = outcome
    assert become(web.at("/old/page")) == Outcome(what, why, web.at(to) if to else None)


def test_redirects_without_end(web):
    """A way that grows with each step is left after ten."""
    web.pages |= {f"/{n}": leads(f"/{n + 1}") for n in range(50)}
    assert become(web.at("/0")) == Outcome("unreachable", "it redirects more than 10 times")
    assert len(web.asked) == 10


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.2:{port}/", "http://localhost:{port}/", "http://0x7f.2:{port}/", "http://2130706434:{port}/",
        "http://[::ffff:127.0.0.2]:{port}/", "http://[::1]:{port}/", "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/", "https://192.168.0.1/", "http://0.0.0.0:{port}/",
        "file:///etc/passwd", "gopher://127.0.0.2:{port}/", "javascript:alert(1)", "data:,x", "ftp://example.org/",
        "http://user:secret@127.0.0.1/", "//127.0.0.2:{port}/",
    ],
)  # fmt: skip
def test_nothing_inside_is_asked(web, inside, public, url):
    """No address inside our own network is asked, however it is written, and neither is it after a redirect."""
    url = url.format(port=inside.port)
    web.pages["/page"] = leads(url, 302)
    if not url.startswith("//"):
        # The loopback by its name is the one that stands for the web here.
        told = {"localhost": ["127.0.0.2"]}
        refused = become(url, MANNERS, lambda host, port: told.get(host) or resolved(host, port))
        assert refused.what == "refused"
    led = become(web.at("/page"), MANNERS, lambda host, port: ["127.0.0.2"] if host == "localhost" else resolved(host, port))
    assert led.what == "refused"
    assert web.lines == ["HEAD /page"]


def test_allowed_inside(web):
    """Who allows it may ask inside, after a redirect too."""
    other = Web("127.0.0.2")
    web.pages["/page"], other.pages["/"] = leads(other.at("/x", "127.0.0.2"), 302), page()
    other.pages["/x"] = page()
    assert become(web.at("/page")).what == "fine"
    assert other.lines == ["HEAD /x"]
    other.end()


def test_a_name_is_not_resolved_twice(web, inside, public):
    """What is connected to is the address that was judged: a name that answers otherwise the next time leads nowhere."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    web.pages["/page"] = leads("/again", 302)
    found = become(f"http://rebound.example:{web.port}/page", MANNERS, lambda host, port: next(answers))
    assert found == Outcome("refused", "its host is at a loopback address")
    assert web.lines == ["HEAD /page"]


def test_only_what_is_public_among_many(web, inside, public):
    """Of a name with addresses of both sorts only the public one is asked."""
    web.pages["/page"] = page()
    found = become(f"http://both.example:{web.port}/page", MANNERS, lambda host, port: ["127.0.0.2", "10.0.0.1", "127.0.0.1"])
    assert (found.what, web.lines) == ("fine", ["HEAD /page"])


def test_the_next_address_where_nobody_listens(web):
    """Where the first address of a name is dead, the next one is tried."""
    web.pages["/page"] = page()
    assert become(f"http://two.example:{web.port}/page", INSIDE, lambda host, port: ["127.0.0.3", "127.0.0.1"]).what == "fine"


def test_nobody_there(web):
    """A port at which nobody listens, and a host that does not exist."""
    web.end()
    assert become(web.at("/page")) == Outcome("unreachable", "nobody listens there")

    def unknown(host, port):
        raise OSError("no such name")

    assert become("http://nowhere.example/", INSIDE, unknown) == Outcome("unreachable", "there is no such host")


def trickle(web: Web):
    """Sends a sign now and then, for ever."""

    def answer(handler) -> None:
        for sign in "HTTP/1.1 200 OK\r\nX: " + "x" * 1000:
            handler.wfile.write(sign.encode())
            if web.over.wait(0.2):
                return

    return answer


def silence(web: Web):
    """Says nothing, and does not hang up."""
    return lambda handler: web.over.wait(10)


@pytest.mark.parametrize("manner", [trickle, silence])
def test_slow(web, manner):
    """An answer that does not come in time, all of it, is none; the page itself is asked for once more."""
    web.pages["/page"] = manner(web)
    begun = time.monotonic()
    found = become(web.at("/page"), INSIDE._replace(patience=0.4))
    assert found == Outcome("unreachable", "no answer within 0.4 seconds")
    assert time.monotonic() - begun < 3
    assert web.lines == ["HEAD /page", "GET /page"]


def endless(handler) -> None:
    """A page without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        handler.wfile.write(b"x" * 65536)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nfar too much",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip",
        b"HTTP/1.0 200 OK\r\n\r\nold",
        endless,
    ],
)
def test_bodies_are_left_alone(web, answer):
    """A page that begins to come is there, however long it is and whatever it says of its length."""
    web.pages |= {"HEAD /page": page(405), "GET /page": answer}
    assert become(web.at("/page")).what == "fine"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nX\x00: y\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://[::1/\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://a.example:99999/\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://exa mple.example\x01/\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://xn--\xff.example/\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://" + b"a" * 300 + b".example/\r\n\r\n",
    ],
)
def test_hostile_answers(web, answer):
    """What is no answer of the web is told in a sentence."""
    web.pages["/page"] = lambda handler: handler.wfile.write(answer)
    found = become(web.at("/page"))
    assert (found.what, found.to) == ("unreachable", None)
    assert "\n" not in found.why and len(found.why) < 100


@pytest.mark.parametrize(
    "url",
    ["http://a.example:99999/", "http://[::1/", "http://exa mple/", "https://-.-/", "http://a..b/", "http://0177.0.0.1/"],
)
def test_no_address(url):
    """An address that is none is told in a sentence."""
    assert become(url, MANNERS).what == "unreachable"


def test_nothing_is_kept_between_pages(web):
    """No cookie of one answer goes into the next question, and no name or password of the machine's."""
    web.pages |= {"/page": page(302, "Location: /next", "Set-Cookie: seen=yes; Path=/"), "/next": page()}
    assert become(web.at("/page")).what == "fine"
    assert all({"cookie", "authorization"}.isdisjoint(asked.headers) for asked in web.asked)


def test_one_question_at_a_time():
    """Whatever is asked of one host comes one after another, with a pause between."""
    web = Web()
    web.pages["/page"] = page()

    async def asked() -> None:
        asker = Asker(INSIDE._replace(pause=0.2))
        await asyncio.gather(*(asker.ask("HEAD", httpx.URL(web.at("/page"))) for _ in range(3)))
        await asker.aclose()

    begun = time.monotonic()
    asyncio.run(asked())
    assert time.monotonic() - begun >= 0.4
    web.end()
