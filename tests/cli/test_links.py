"""`tracker links` says what has become of the pages that the events cite, and proposes the copies of those that are lost."""

import json
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from contributing import files, read, said, tracker
from given import corrected, event, retracted
from loopback import Web, leads, page
from projects import project

COPY = "http://web.archive.org/web/20210902000000/https://paper.example/old"
KEPT = COPY.replace("http://web", "https://web")


@pytest.fixture
def web():
    """A server that plays the publishers and the archive: it keeps a copy of each page whose name begins with `lost`."""
    web = Web()
    web.pages |= {"/here": page(), "/wall": page(403), "/lost-moved": leads("/here"), "/archive": page()}

    def archive(handler) -> None:
        asked = parse_qs(urlsplit(web.lines[-1].split(" ")[1]).query)
        lost = "/lost" in asked["url"][0]
        closest = {"available": True, "url": COPY, "timestamp": "20210902000000", "status": "200"}
        told = {"url": asked["url"][0], "archived_snapshots": {"closest": closest} if lost else {}}
        handler.wfile.write(page(body=json.dumps(told).encode()))

    web.pages["/archive"] = archive
    yield web
    web.end()


def cites(web: Web, *paths: str, **more) -> list[dict]:
    """The sources of an event."""
    return [{"url": web.at(path), "title": f"Page {path}", "publisher": "Example Daily", **more} for path in paths]


def record(folder: Path, web: Web) -> Path:
    """A party, a pledge with two events and a probe; pages are cited once, twice, and by what no longer stands."""
    opening = event(
        "pledge.announced", "2021-09-02", name="A fund", question="Was it paid?", sources=cites(web, "/here", "/lost")
    )
    step = event(
        "pledge.progressed", "2022-01", sources=cites(web, "/lost", "/lost-moved", "/lost-kept") + cites(web, "/gone"),
        amount={"value": "10", "currency": "CNY", "measure": "step", "covers": "2021"},
    )  # fmt: skip
    step["sources"][2]["archived"] = "https://copies.example/1"
    probe = event("crackdown.opened", "2020-12-24", name="A probe", sources=cites(web, "/wall", "/mistaken"))
    void = event("crackdown.fined", "2021-01-01", sources=cites(web, "/taken-back"))
    return project(
        folder,
        parties__somebody=[event("party.registered", name="Somebody")],
        pledges__fund=[opening, step],
        crackdowns__probe=[
            probe,
            corrected(
                "2020-12-24-opened", {"sources": cites(web, "/wall")}, {"sources": probe["sources"]}, sources=cites(web, "/why")
            ),
            void,
            retracted("2021-01-01-fined"),
        ],
    )


def links(root: Path, web: Web, *options: str):
    return tracker(root, "links", "--allow-private", "--pause", "0", "--timeout", "2", "--archive", web.at("/archive"), *options)


def test_tells_of_each_page_once(tmp_path, web):
    """Each address that standing events cite is asked for once, and told with the events that cite it."""
    root = record(tmp_path, web)
    before = files(root)
    found = links(root, web, "--format", "json")
    assert found.exit_code == 1, found.output
    told = json.loads(found.stdout)
    fund, step, opened = (
        "pledges/fund/2021-09-02-announced",
        "pledges/fund/2022-01-progressed",
        "crackdowns/probe/2020-12-24-opened",
    )
    correction = next(path for path in before if "corrected" in path).removeprefix("events/").removesuffix(".json")

    def row(path, outcome, why, events, **more):
        return {
            "url": web.at(path),
            "outcome": outcome,
            "why": why,
            "to": None,
            "archived": None,
            "copy": None,
            "events": events,
        } | more

    assert sorted(told["addresses"], key=lambda row: row["url"]) == [
        row("/gone", "gone", "the server answers 404", [step]),
        row("/here", "fine", "the server answers 200", [fund]),
        row("/lost", "gone", "the server answers 404", [fund, step], copy=KEPT),
        row("/lost-kept", "gone", "the server answers 404", [step], archived="https://copies.example/1"),
        row("/lost-moved", "moved", "it redirects for good", [step], to=web.at("/here"), copy=KEPT),
        row("/wall", "blocked", "the server answers 403", [opened]),
        row("/why", "gone", "the server answers 404", [correction]),
    ]
    assert (told["archive_failed"], told["proposed"]) == (None, [])
    assert [line for line in web.lines if line == "HEAD /lost"] == ["HEAD /lost"]
    assert files(root) == before


def test_asks_the_archive_near_the_day(tmp_path, web):
    """What is lost is looked up first, near the day on which it was cited; what is fine is not looked up unless asked for."""
    root = record(tmp_path, web)

    def asked() -> list[tuple[str, str]]:
        queries = [parse_qs(urlsplit(line.split(" ")[1]).query) for line in web.lines if line.startswith("GET /archive")]
        return [(urlsplit(query["url"][0]).path, query.get("timestamp", [""])[0]) for query in queries]

    links(root, web)
    assert sorted(asked()[:4]) == [("/gone", "202201"), ("/lost", "20210902"), ("/lost-moved", "202201"), ("/why", "")]
    assert asked()[4:] == [("/wall", "20201224")]
    web.asked.clear()
    links(root, web, "--all-copies")
    assert {path for path, _ in asked()} == {"/gone", "/lost", "/lost-moved", "/why", "/wall", "/here"}


def test_proposes_copies(tmp_path, web):
    """For each event that cites a lost page with a copy one correction is written, which passes the checks."""
    root = record(tmp_path, web)
    before = files(root)
    found = links(root, web, "--propose")
    new = sorted(files(root).keys() - before.keys())
    assert found.stderr == ""
    assert [path.rpartition("-corrected-")[2] for path in new] == ["2021-09-02-announced.json", "2022-01-progressed.json"]
    assert found.stdout.splitlines()[-2:] == new
    was = read(root, "events/pledges/fund/2022-01-progressed.json")["sources"]
    kept = {"publisher": "Example Daily", "url": KEPT, "via": "Internet Archive"}
    assert said(root, new[1]) == {
        "type": "record.corrected",
        "of": "pledges/fund/2022-01-progressed",
        "change": {"sources": [was[0] | {"archived": KEPT}, was[1] | {"archived": KEPT}, was[2], was[3]]},
        "was": {"sources": was},
        "reason": "A cited page is gone; a copy is kept. A cited page has moved; the copy shows it as it was cited.",
        "sources": [kept | {"title": "Page /lost"}],
    }
    checked = tracker(root, "check")
    assert (checked.exit_code, "corrected" in checked.stdout) == (0, False)
    again = links(root, web, "--propose", "--format", "json")
    assert json.loads(again.stdout)["proposed"] == []
    assert sorted(files(root)) == sorted([*before, *new])


def test_choosing(tmp_path, web):
    """A day, a host and a number narrow what is looked at."""
    root = record(tmp_path, web)

    def looked_at(*options: str) -> set[str]:
        told = json.loads(links(root, web, "--format", "json", *options).stdout)["addresses"]
        return {urlsplit(row["url"]).path for row in told}

    assert looked_at("--host", "example.org") == set()
    assert looked_at("--host", "127.0.0.1", "--since", "2026-01-02") >= {"/why"}
    assert looked_at("--limit", "1") == {"/why"}
    assert len(looked_at("--limit", "3")) == 3


def test_text(tmp_path, web):
    """In text it tells of whatever is not fine, and counts."""
    root = project(
        tmp_path,
        parties__somebody=[event("party.registered", name="Somebody")],
        crackdowns__probe=[event("crackdown.opened", "2020-12-24", name="A probe", sources=cites(web, "/here", "/lost-moved"))],
    )
    found = links(root, web)
    assert found.stdout == (
        f"moved: {web.at('/lost-moved')}\n  it redirects for good: {web.at('/here')}\n  copy: {KEPT}\n"
        "  events/crackdowns/probe/2020-12-24-opened.json\n\n2 addresses: 1 fine, 1 moved\n"
    )
    assert (found.exit_code, found.stderr) == (1, "")
    web.pages["/lost-moved"] = page()
    assert (links(root, web).stdout, links(root, web).exit_code) == ("2 addresses: 2 fine\n", 0)


def test_lost_with_a_copy_on_record(tmp_path, web):
    """A page that is gone, of which the record names a copy, is counted and is nobody's task any more."""
    root = project(
        tmp_path,
        parties__somebody=[event("party.registered", name="Somebody")],
        crackdowns__probe=[
            event(
                "crackdown.opened", "2020-12-24", name="A probe", sources=cites(web, "/lost", archived="https://copies.example/1")
            )
        ],
    )
    told = "1 address: 1 gone; of what is gone or moved the record names a copy for 1"
    assert (links(root, web).stdout, links(root, web).exit_code) == (f"{told}\n", 0)
    assert links(root, web, "--format", "markdown").stdout == f"### A look at the sources\n\n{told}.\n"
    assert not any("/archive" in line for line in web.lines)


def test_hostile_text(tmp_path, web):
    """Neither the addresses of an event nor what a server says of itself is markup, a mention or a control sign."""
    hostile = "/`@somebody`<!--[x](javascript:x)|-->&lt;"
    path = hostile.replace("<", "%3C").replace(">", "%3E")
    web.pages["/start"] = leads(f"{hostile.replace(' ', '')}?\x1b[31m#2")
    root = project(
        tmp_path,
        parties__somebody=[event("party.registered", name="Somebody")],
        crackdowns__probe=[event("crackdown.opened", "2020-12-24", name="A probe", sources=cites(web, "/start", "/`@all`|x"))],
    )
    for form in ("markdown", "text", "json"):
        told = links(root, web, "--format", form).stdout
        assert "\x1b" not in told and "<!--" not in told, (form, path)
    told = links(root, web, "--format", "markdown").stdout
    assert f"- `{web.at('/%60@all%60|x')}`: the server answers 404\n" in told
    assert all(line.count("`") % 2 == 0 for line in told.splitlines())


def test_markdown(tmp_path, web):
    """In Markdown what is proposed comes first, then each outcome with what it means."""
    found = links(record(tmp_path, web), web, "--propose", "--format", "markdown")
    heads = [line for line in found.stdout.splitlines() if line.startswith("#")]
    assert heads == ["### A look at the sources", "#### Proposed corrections", "#### Moved: 1", "#### Gone: 3", "#### Blocked: 1"]
    assert (
        f"- `{web.at('/lost')}`: the server answers 404\n  - copy: `{KEPT}`\n  - cited by `pledges/fund/2021-09-02-an"
        in found.stdout
    )


def test_nothing_inside_is_asked_unless_allowed(tmp_path, web):
    """Without leave no address inside our own network is asked, the archive's neither."""
    root = record(tmp_path, web)
    found = tracker(root, "links", "--pause", "0", "--archive", web.at("/archive"))
    assert (found.exit_code, web.asked) == (1, [])
    assert found.stdout.endswith("7 addresses: 7 refused\n")
    assert "its host is at a loopback address" in found.stdout


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (page(429), "the server answers 429"),
        (page(body=b"{"), "what came back is not JSON"),
        (page(body=b"[" * 60_000), "what came back is not JSON"),
        (page(body=b"x" * 70_000), "the answer is longer than 65,536 bytes"),
    ],
)
def test_archive_that_does_not_answer(tmp_path, web, answer, why):
    """An archive that cannot say is left in peace after three questions, and that is told."""
    web.pages["/archive"] = answer
    found = links(record(tmp_path, web), web, "--propose")
    assert f"the archive was not asked about all of them: {why}\n" in found.stdout
    assert sum("/archive" in line for line in web.lines) == 3
    assert found.exit_code == 1 and "corrected" not in found.stdout.partition("addresses")[2]


@pytest.mark.parametrize(
    "told",
    [
        [], {}, {"archived_snapshots": []}, {"archived_snapshots": {"closest": None}},
        {"archived_snapshots": {"closest": {"available": False, "url": COPY, "status": "200"}}},
        {"archived_snapshots": {"closest": {"available": True, "url": COPY, "status": "404"}}},
        {"archived_snapshots": {"closest": {"available": True, "url": "javascript:alert(1)", "status": "200"}}},
        {"archived_snapshots": {"closest": {"available": True, "url": ["x"], "status": "200"}}},
        {"archived_snapshots": {"closest": {"available": True, "url": "https://a.example/\x1b", "status": "200"}}},
    ],
)  # fmt: skip
def test_archive_without_a_copy(tmp_path, web, told):
    """What is no address of a copy of a page is none."""
    web.pages["/archive"] = page(body=json.dumps(told).encode())
    root = record(tmp_path, web)
    before = files(root)
    found = links(root, web, "--propose", "--format", "json")
    assert [row["copy"] for row in json.loads(found.stdout)["addresses"]] == [None] * 7
    assert files(root) == before


def test_says_who_asks(tmp_path, web):
    """The servers are told where to read who asks: from the project's configuration, or as given."""
    root = record(tmp_path, web)
    ours = f"pressure-and-pledges/{version('pressure-and-pledges')} (looks at the sources it cites"
    (root / "pyproject.toml").write_text('[tool.tracker]\naddress = "https://example.org/tracker"\n')
    links(root, web, "--host", "127.0.0.1", "--limit", "1")
    assert web.asked[0].headers["user-agent"] == f"{ours}; +https://example.org/tracker)"
    web.asked.clear()
    links(root, web, "--limit", "1", "--from", "https://example.net/")
    assert web.asked[0].headers["user-agent"] == f"{ours}; +https://example.net/)"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--since", "2026-13-01"], "Invalid value for '--since': `2026-13-01` is no day such as 2026-11-22"),
        (["--archive", "file:///x"], "`file:///x` is no address such as https://example.org/tracker"),
        (["--from", "https://a\r\nX: y"], "is no address such as https://example.org/tracker"),
        (["--limit", "0"], "0 is not in the range x>=1"),
    ],
)
def test_misuse(tmp_path, web, options, sentence):
    """What cannot be meant is told in a sentence, and nobody is asked."""
    found = links(record(tmp_path, web), web, *options)
    assert (found.exit_code, sentence in found.stderr, web.asked) == (2, True, []), found.stderr


def test_wrong_address_in_the_configuration(tmp_path, web):
    """So is a configured address that is none."""
    root = record(tmp_path, web)
    (root / "pyproject.toml").write_text('[tool.tracker]\naddress = "nowhere"\n')
    found = links(root, web)
    assert (found.exit_code, web.asked) == (2, [])
    assert "`address` in `pyproject.toml` is no address such as https://example.org/tracker" in found.stderr
