"""Every page can be found: by the sitemap, by its title and description, by what it says of itself to programs."""

import json
import re
import sqlite3
from html import unescape
from xml.etree import ElementTree

import pytest
from given import event
from projects import project
from served import serving

from tracker.build import build_full
from tracker.project import open_project
from tracker.site import found

pytestmark = pytest.mark.asyncio

CASE = "/pledges/alibaba-common-prosperity-2021"
PAGES = ["/", "/pledges", "/parties", CASE, "/parties/alibaba-group", f"{CASE}/2021-09-02-announced", "/timeline", "/search?q=didi",
         "/changes", "/deadlines", "/codebook", "/coverage", "/data", "/contribute", "/pressure", "/charts"]  # fmt: skip

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def meta(html: str) -> dict[str, str]:
    """What a page says of itself in its head."""
    told = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html)
    (title,) = re.findall(r"<title>([^<]*)</title>", html)
    return {name: unescape(value) for name, value in (*told, ("title", title))}


def data_of(html: str) -> dict[str, dict]:
    """Type -> what a page says to programs."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return {block["@type"]: block for block in map(json.loads, blocks)}


async def test_every_page_says_what_it_is(get_whole):
    """Every page has a title, a description and an address of its own, the same for those who share it."""
    titles, descriptions = set(), set()
    for path in PAGES:
        html = (await get_whole(path)).text
        told = meta(html)
        (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', html)
        assert canonical == told["og:url"] == f"http://localhost{path.partition('?')[0]}", path
        assert (told["og:title"], told["og:description"]) == (told["title"], told["description"]), path
        assert len(told["description"]) > 20, path
        titles.add(told["title"])
        descriptions.add(told["description"])
    assert (len(titles), len(descriptions)) == (len(PAGES), len(PAGES))


async def test_the_way_here(get_whole):
    """A page says where it stands, to readers by links and to programs in the words of schema.org."""
    html = (await get_whole(f"{CASE}/2021-09-02-announced")).text
    steps = [(item["name"], item["item"]) for item in data_of(html)["BreadcrumbList"]["itemListElement"]]
    assert [address for _, address in steps] == [
        "http://localhost/", "http://localhost/pledges", f"http://localhost{CASE}", f"http://localhost{CASE}/2021-09-02-announced",
    ]  # fmt: skip
    (shown,) = re.findall(r'<nav class="crumbs wrap"[^>]*>(.*?)</nav>', html)
    assert [unescape(name) for name in re.findall(r">([^<>]+)</(?:a|span)>", shown)] == [name for name, _ in steps]
    assert "BreadcrumbList" not in data_of((await get_whole("/")).text)


async def test_the_data(get_whole, whole):
    """The page of the data says what the file holds, and search engines read it as a dataset."""
    html, told = (await get_whole("/data")).text, (await get_whole("/data.json")).json()
    db = sqlite3.connect(whole)
    names = {
        name
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%search%'")
    }
    assert {table["name"]: table["rows"] for table in told["tables"]} == {
        name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names if not name.startswith("sqlite_")
    }
    build = db.execute("SELECT log_digest, last_recorded FROM build").fetchone()
    db.close()
    assert (told["bytes"], told["build"]["log_digest"], build[0] in html) == (whole.stat().st_size, build[0], True)
    dataset = data_of(html)["Dataset"]
    assert (dataset["identifier"], dataset["dateModified"], dataset["url"]) == (*build, "http://localhost/data")
    for one in (*dataset["distribution"][:3], dataset["distribution"][-1]):
        answer = await get_whole(one["contentUrl"].removeprefix("http://localhost"))
        assert answer.status_code == 200, one
    assert (await get_whole("/tracker.db")).content[:15] == b"SQLite format 3"
    assert (await get_whole("/data?known_at=2026-11-22")).status_code == 400


async def test_sitemap(get_whole, whole):
    """The sitemap has every page, case, party and standing event, each with the day of its last change, and all are there."""
    tree = ElementTree.fromstring((await get_whole("/sitemap.xml")).content)
    told = {url.findtext(f"{SPACE}loc"): url.findtext(f"{SPACE}lastmod") for url in tree}
    db = sqlite3.connect(whole)
    ids = {id for (id,) in db.execute("SELECT id FROM cases")}
    ids |= {id for (id,) in db.execute("SELECT id FROM events WHERE standing AND about_world AND family <> 'parties'")}
    corrected = db.execute("SELECT target_id, max(recorded) FROM amendments WHERE kind = 'corrected' GROUP BY 1").fetchone()
    families = {family for (family,) in db.execute("SELECT DISTINCT family FROM cases")}
    db.close()
    assert set(told) == {f"http://localhost/{path}" for path in (*ids, *families, *found.PAGES)}
    assert told[f"http://localhost/{corrected[0]}"] == corrected[1]
    for path in found.PAGES:
        assert (await get_whole(f"/{path}")).status_code == 200, path


async def test_long_sitemap(whole, get_whole, monkeypatch):
    """What is too long for one sitemap stands in several, which together hold the same."""
    short = ElementTree.fromstring((await (await serving(whole)).client.get("/sitemap.xml")).content)
    monkeypatch.setattr(found, "MOST", 500)
    index = ElementTree.fromstring((await get_whole("/sitemap.xml")).content)
    parts = [part.findtext(f"{SPACE}loc") for part in index]
    assert index.tag == f"{SPACE}sitemapindex" and len(parts) > 2
    held = [ElementTree.fromstring((await get_whole(part.removeprefix("http://localhost"))).content) for part in parts]
    assert [url.findtext(f"{SPACE}loc") for part in held for url in part] == [url.findtext(f"{SPACE}loc") for url in short]
    assert (await get_whole(f"/sitemap-{len(parts) + 1}.xml")).status_code == 404


async def test_robots(whole):
    """Crawlers are asked to leave alone what has no end, and are told where all the rest is, wherever the site stands."""
    from datasette.app import Datasette

    served = Datasette([], immutables=[str(whole)], settings={"base_url": "/record/"})
    await served.invoke_startup()
    lines = (await served.client.get("/robots.txt")).text.splitlines()
    assert lines[:2] == ["User-agent: *", "Disallow: /record/*?*"]
    assert lines[-1] == "Sitemap: http://localhost/record/sitemap.xml"


async def test_hostile_names(tmp_path):
    """A name that would end a block of data does not, and a program reads it as it is."""
    name = "x</script><script>alert(1)</script><!--\"'&amp;"
    root = project(
        tmp_path,
        parties__somebody=[event("party.registered", name="Somebody")],
        statements__x=[event("statement.made", "2021-01-01", name=name)],
    )
    assert build_full(open_project(root), tmp_path / "tracker.db").problems == []
    html = (await (await serving(tmp_path / "tracker.db")).client.get("/statements/x")).text
    assert data_of(html)["BreadcrumbList"]["itemListElement"][-1]["name"] == name
    assert "<script>alert" not in html
