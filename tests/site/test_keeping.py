"""What was answered is answered again without work, until the record, the program, the settings or the day change."""

import asyncio
import re

import pytest
from datasette.app import Datasette
from datasette.database import QueryInterrupted

from tracker.derive.metadata import HEAD
from tracker.site import fresh, keeping
from tracker.site.facets import LinkFacet
from tracker.site.pages import view
from tracker.site.pages.frame import digest

pytestmark = pytest.mark.asyncio

CASE = "/pledges/alpha-fund"

PAGES = [
    "/", "/.json", "/timeline", "/timeline.json?party=alpha", "/pledges", CASE, f"{CASE}.json", f"{CASE}?as_of=2022-01-01",
    "/parties/alpha", f"{CASE}/2021-09-02-announced", "/search?q=alpha", "/changes", "/deadlines.json", "/tracker",
    "/tracker/timeline", "/tracker/timeline.json?_shape=array", "/tracker/pledge_board?_sort=id",
]  # fmt: skip

# What took longer than Datasette allows may be cut short, and is not kept: no busy machine is to make that happen here.
UNHURRIED = {"facet_time_limit_ms": 60_000, "sql_time_limit_ms": 60_000}


async def asked(served, path: str, **headers: str):
    """The answer to an address with these headers."""
    return await served.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


async def test_every_page(serving):
    """Every page, JSON and table has a tag, may be kept for a while, and is not sent again to whoever has it."""
    served = await serving(settings={"default_cache_ttl": 300, **UNHURRIED})
    tags = set()
    for path in PAGES:
        first = await served.client.get(path)
        tag, control = first.headers["etag"], first.headers["cache-control"]
        assert (first.status_code, tag[:3]) == (200, 'W/"'), path
        assert re.fullmatch(r"public, max-age=\d+", control) and int(control[16:]) <= 300
        for known in (tag, tag[2:], f'"other", {tag}', "*"):
            again = await asked(served, path, if_none_match=known)
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag), (path, known)
        other = await asked(served, path, if_none_match=f'"other", {tag[:-2]}x"')
        assert (other.status_code, other.content) == (200, first.content)
        tags.add(tag)
    assert len(tags) == len(PAGES)


async def test_head(serving):
    """HEAD says what GET says, without a body, whether the answer was kept before or not."""
    served = await serving(settings=UNHURRIED)
    for path in ["/timeline", "/timeline.json", "/tracker/timeline", "/tracker.db", "/tracker/cases.csv", "/nothing"]:
        before, got, after = [await served.client.request(method, path) for method in ("HEAD", "GET", "HEAD")]
        assert (before.content, after.content) == (b"", b""), path
        assert before.headers == got.headers == after.headers
        assert before.status_code == got.status_code == after.status_code
        assert got.content
    assert (await served.client.request("HEAD", "/timeline")).headers["content-length"] == str(
        len((await served.client.get("/timeline")).content)
    )


@pytest.mark.parametrize(("left", "age"), [(86400, 300), (300.5, 300), (120.9, 120), (0.4, 0)])
async def test_not_past_midnight(serving, monkeypatch, left, age):
    """Nothing is fresh past midnight UTC, whether it is made or was kept."""
    served = await serving(settings={"default_cache_ttl": 300})
    monkeypatch.setattr("tracker.site.fresh.time.time", lambda: 1_800_057_600 - left)
    assert [(await served.client.get("/timeline")).headers["cache-control"] for _ in range(2)] == [f"public, max-age={age}"] * 2


async def test_a_new_day(serving, monkeypatch):
    """What was answered yesterday is made anew today, under another tag."""
    served = await serving(settings=UNHURRIED)
    tags = []
    for day in ("2030-01-01", "2030-01-01", "2030-01-02", "2030-01-01"):
        monkeypatch.setattr("tracker.site.clocks.today", lambda day=day: day)
        tags.append((await served.client.get("/tracker/cases.json")).headers["etag"])
    assert tags[0] == tags[1] == tags[3] != tags[2]


async def test_made_over_midnight(serving, monkeypatch):
    """An answer begun before midnight and ended after it has no tag and is to be asked for anew."""
    served = await serving()
    today = iter(["2030-01-01", "2030-01-02"])
    monkeypatch.setattr("tracker.site.keeping.clocks.today", lambda: next(today))
    answer = await served.client.get("/tracker/cases.json")
    assert (answer.status_code, answer.headers.get("etag"), answer.headers["cache-control"]) == (200, None, "no-cache")


async def test_made_once(serving, monkeypatch):
    """The second reader of a page costs no template and no query, and reads the same under the same policy."""
    served, made = await serving(settings=UNHURRIED), []
    theirs, ours = served.render_template, view.rendered
    monkeypatch.setattr(served, "render_template", lambda *given, **more: made.append(given) or theirs(*given, **more))
    monkeypatch.setattr(view, "rendered", lambda *given: made.append(given) or ours(*given))
    for path in ("/timeline", "/tracker/timeline"):
        first, second = await served.client.get(path), await served.client.get(path)
        assert len(made) == 1
        assert (second.content, second.headers) == (first.content, first.headers)
        assert "script-src 'self'" in second.headers["content-security-policy"]
        made.clear()


async def test_hosts(serving):
    """A page names its own address: what one host was told is not given at another, whatever proxies are said to forward."""
    served = await serving()
    forged = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-original-url": "/evil"}
    assert "http://evil.example/timeline" in (await served.client.get("/timeline", headers=forged)).text
    for headers in ({}, {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}):
        assert "evil.example" not in (await served.client.get("/timeline", headers=headers)).text


@pytest.mark.parametrize("host", ['evil"><script>', "a b", "evil.example/x", "evil.example\\x", "user@evil.example", "x" * 300])
async def test_odd_hosts(serving, host):
    """A host that none can have is not answered."""
    answer = await (await serving()).client.get("/timeline", headers={"host": host})
    assert (answer.status_code, answer.text) == (400, "the host of this address is invalid\n")


@pytest.mark.parametrize("headers", [{"cookie": "ds_actor=x"}, {"authorization": "Bearer x"}])
async def test_whoever_is_known(serving, headers):
    """Who bears a cookie or an authorization gets an answer of their own that nobody keeps."""
    served = await serving()
    await served.client.get("/tracker/timeline")
    for path in ("/timeline", "/tracker/timeline"):
        answer = await served.client.get(path, headers=headers)
        assert (answer.status_code, answer.headers.get("etag")) == (200, None), path
        assert "public" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/pledges/nothing", 404), ("/timeline.json?year=x", 400), ("/tracker/timeline?_size=x", 400),
     ("/tracker/cases/1", 404), ("/tracker/timeline.csv", 200), ("/tracker/timeline.csv?_stream=on", 200)],
)  # fmt: skip
async def test_not_kept(serving, path, status):
    """Refusals, and tables sent as they are read, have no tag of ours and are asked for anew."""
    served = await serving(settings={"default_cache_ttl": 300})
    for _ in range(2):
        answer = await served.client.get(path)
        assert (answer.status_code, answer.headers.get("etag")) == (status, None)
        assert "max-age" not in answer.headers.get("cache-control", "")


async def test_statements_of_strangers(serving):
    """Where open SQL is on its answers are not kept: two of them may differ on one day."""
    served = await serving(settings={"default_allow_sql": True})
    for path in (
        "/tracker.json?sql=select+random()+as+r&_shape=array",
        "/tracker/-/query.json?sql=select+random()+as+r&_shape=array",
    ):
        answers = [await served.client.get(path) for _ in range(2)]
        assert answers[0].status_code != 200 or answers[0].text != answers[1].text
        assert "etag" not in answers[0].headers


async def test_cut_short(serving, monkeypatch):
    """A table whose facets ran out of time is shown, and made anew for the next reader."""
    served = await serving(settings={"facet_time_limit_ms": 200})
    counted = LinkFacet._counted

    async def late(self, word, source):
        await asyncio.sleep(0.21)
        raise QueryInterrupted(Exception("interrupted"), "select", {})

    monkeypatch.setattr(LinkFacet, "_counted", late)
    paths = ["/tracker/timeline", "/tracker/timeline.json?_extra=facet_results"]
    for path in paths:
        answer = await served.client.get(path)
        assert (answer.status_code, answer.headers.get("etag"), answer.headers["cache-control"]) == (200, None, "no-cache"), path
    monkeypatch.setattr(LinkFacet, "_counted", counted)
    # However busy the machine is.
    monkeypatch.setitem(served._settings, "facet_time_limit_ms", 20_000)
    for path in paths:
        assert "etag" in (await served.client.get(path)).headers


async def test_a_file_that_may_change(database):
    """A database opened to be written, or one that is not ours, is always read anew."""
    served = Datasette([str(database)])
    await served.invoke_startup()
    for path in ("/timeline", "/tracker/timeline"):
        assert "etag" not in (await served.client.get(path)).headers


async def test_what_a_tag_depends_on(serving, database):
    """Other metadata or settings give other tags; another process with the same gives the same."""
    first = (await (await serving()).client.get("/timeline")).headers["etag"]
    assert (await (await serving()).client.get("/timeline")).headers["etag"] == first
    others = [
        await serving(settings={"default_page_size": 7}),
        await serving(settings={"base_url": "/record/"}),
        await serving(head=HEAD.replace("Pressure", "Climate")),
    ]
    tags = {(await served.client.get("/timeline")).headers["etag"] for served in others}
    assert len(tags | {first}) == 4


async def test_what_a_tag_is_made_of():
    """The log, the day, and each part of the address make a tag another; the order of its parts counts."""
    tags = [
        fresh.tag(*given)
        for given in [
            (b"a", "2030-01-01", ("x", "y")), (b"b", "2030-01-01", ("x", "y")), (b"a", "2030-01-02", ("x", "y")),
            (b"a", "2030-01-01", ("y", "x")), (b"a", "2030-01-01", ("x\n'y'",)), (b"a", "2030-01-01", ("x", "y", None)),
        ]
    ]  # fmt: skip
    assert len(set(tags)) == len(tags)


async def test_the_shelf_is_bounded(monkeypatch):
    """The shelf holds so many answers and so many bytes; what was not asked for longest goes first."""
    monkeypatch.setattr(keeping, "MOST", 3)
    shelf, one = keeping.Shelf([]), keeping.Kept(b"t", [], b"x")
    assert shelf.get("2030-01-01", ("a",)) is None
    for name in "abc":
        shelf.put("2030-01-01", (name,), one)
    assert shelf.get("2030-01-01", ("a",)) is one
    shelf.put("2030-01-01", ("d",), one)
    assert [shelf.get("2030-01-01", (name,)) is one for name in "abcd"] == [True, False, True, True]
    monkeypatch.setattr(keeping, "MOST_BYTES", 5_000)
    shelf.put("2030-01-01", ("e",), one._replace(body=b"x" * 4_000))
    assert [shelf.get("2030-01-01", (name,)) is not None for name in "acde"] == [False, False, False, True]
    shelf.put("2030-01-01", ("f",), one._replace(body=b"x" * keeping.LARGEST))
    assert shelf.get("2030-01-01", ("f",)) is None
    assert [shelf.get(day, ("e",)) is not None for day in ("2030-01-01", "2030-01-02", "2030-01-01")] == [True, False, False]


async def test_own_files(get):
    """A file of ours asked for by its digest may be kept for ever, and else is asked for anew."""
    way = "/-/static-plugins/pressure_and_pledges/"
    for query, control in (
        (f"?{digest('site.css')}", "public, max-age=31536000, immutable"),
        ("", "no-cache"),
        ("?old", "no-cache"),
    ):
        answer = await get(f"{way}site.css{query}")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, control)
    assert (await get(f"{way}nothing.css?x")).headers["cache-control"] == "no-cache"
