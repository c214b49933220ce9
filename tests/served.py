"""Datasette with a database, in process, and what every page of ours must be."""

import os
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.plugins import pm
from once import once
from plugins import swift

ROOT = Path(__file__).parent.parent
PLUGINS = Path(swift.__file__).parent

PAGES = (
    "/",
    "/pledges",
    "/parties",
    "/timeline",
    "/timeline?year=2021",
    "/charts",
    "/pressure",
    "/pressure?party=tencent",
    "/search?q=阿里巴巴",
    "/changes?what=corrected",
    "/deadlines",
    "/data",
    "/coverage",
    "/codebook",
    "/contribute",
    "/contribute?type=sanction.amended",
    "/pledges/alibaba-common-prosperity-2021",
    "/sanctions/huawei-entity-list",
    "/crackdowns/ant-group-rectification-2020",
    "/laws/data-security-law",
    "/statements/common-prosperity-policy",
    "/parties/alibaba-group",
    "/pledges/alibaba-common-prosperity-2021/2021-09-02-announced",
    "/pledges/alibaba-common-prosperity-2021?as_of=2022-01-01&known_at=2026-11-22",
)
"""One of each type of page of ours."""

CARD = "/pledges/alibaba-common-prosperity-2021/card"

STOCK = (
    "/tracker",
    "/tracker/timeline",
    "/tracker/pledge_board",
    "/tracker/build/1",
    "/tracker/sanctions_in_force_on?day=2022-10-07&known_at=",
)
"""One of each type of page of Datasette's own."""

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))

# What a value that was forgotten looks like on a page; a sentence may begin with `None was found`.
FORGOTTEN = re.compile(r"\bNone\b(?! (?:of|was|were)\b)|\bundefined\b|\{\{|\{%|\bTraceback\b|<\w+ object at|\bnan\b")


def make_swift(factory: pytest.TempPathFactory) -> None:
    """From now on no Datasette of the run compiles a template again, in this process or in those that it starts."""
    os.environ[swift.FOLDER] = str(once(factory, "compiled", lambda folder: None))
    if not pm.is_registered(swift):
        pm.register(swift)


_told = getattr(Datasette, "apply_metadata_json", None)


async def told_at_once(datasette: Datasette) -> None:
    """1.0 writes each key of the metadata by itself, a thousand transactions for every start: these are the same in one."""
    database, statements = datasette.get_internal_database(), []

    async def noted(sql: str, params: list) -> None:
        statements.append((sql, params))

    database.execute_write = noted
    try:
        await _told(datasette)
    finally:
        del database.execute_write
    await database.execute_write_fn(lambda connection: [connection.execute(*statement) for statement in statements])


async def serving(database: Path) -> Datasette:
    """Datasette with that database, ready to be asked."""
    datasette = Datasette([], immutables=[str(database)], metadata={"title": "Pressure and pledges", "license": "CC BY 4.0"})
    await datasette.invoke_startup()
    return datasette


def sha(text: str) -> str:
    """The hash of a script or style as a Content-Security-Policy writes it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


class Page(HTMLParser):
    """What stands on a page: its text, its links, its ids, and what is wrong with its markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.wrong: list[str] = []
        self.headings: list[int] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += [f"<{tag}> is never closed" for tag in self._open]
        self.wrong += [f"id {name} stands twice" for name in set(self.ids) if self.ids.count(name) > 1]

    @property
    def text(self) -> str:
        """The visible words, a space between them, as they are read."""
        return re.sub(r" ([,.;:)])", r"\1", " ".join(" ".join(self.words).split()))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        # A block of data is nothing that runs.
        runs = tag == "script" and "src" not in given and given.get("type") != "application/ld+json"
        if runs or "style" in given or any(name.startswith("on") for name in given):
            self.wrong.append(f"<{tag}> brings script or style of its own")
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self._open[-1] if self._open else 'nothing'}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        if data.strip() and not (self._open and self._open[-1] in ("title", "style", "script")):
            self.words.append(data)


def faults(html: str) -> list[str]:
    """Whatever is wrong with a page of ours, whichever it is."""
    page = Page(html)
    found = list(page.wrong)
    found += [
        f"a forgotten value in …{page.text[max(0, hit.start() - 60) : hit.end() + 20]}…" for hit in FORGOTTEN.finditer(page.text)
    ]
    if page.headings.count(1) != 1:
        found.append(f"{page.headings.count(1)} headings of the first rank")
    found += [f"h{b} after h{a}" for a, b in zip(page.headings, page.headings[1:], strict=False) if b > a + 1]
    found += [f"a link to {link}" for link in page.links if not link or link.lower().startswith(("javascript:", "data:"))]
    return found
