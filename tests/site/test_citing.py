"""Citations: what is pasted shows for ever what was cited, and is read by the programs that read such things."""

import json
import re
import warnings
from html import unescape

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from served import faults

from tracker.site.citing import bibtex, csl

asynchronous = pytest.mark.asyncio

HOSTILE = {
    "title": r"A 100% {\"real\"} fund_of #1 & $2 ~ ^ \input{x} <b>阿里</b>",
    "path": "/pledges/alpha-fund?as_of=2026-11-22&known_at=2026-11-22T16:30:29Z",
    "as_of": "2026-11-22",
    "known_at": "2026-11-22T16:30:29Z",
    "text": "",
}
URL = "https://example.org/pledges/alpha-fund?as_of=2026-11-22&known_at=2026-11-22T16:30:29Z"


def test_bibtex():
    """An entry of BibTeX keeps title, address and both clocks, whatever signs the title holds."""
    entry = parse_string(bibtex(HOSTILE, "Pressure & pledges", URL), "bibtex").entries["pledges-alpha-fund-20261122"]
    assert entry.type == "misc"
    assert [str(person) for person in entry.persons["author"]] == [r"{Pressure \& pledges}"]
    assert {name: value for name, value in entry.fields.items() if name not in ("title", "author")} == {
        "year": "2026", "month": "11", "note": "State of 2026-11-22, as recorded by 2026-11-22T16:30:29Z",
        "howpublished": rf"\url{{{URL}}}", "url": URL, "urldate": "2026-11-22",
    }  # fmt: skip
    assert entry.fields["title"].startswith(r'{A 100\% \{\textbackslash{}{"}real')
    assert entry.fields["title"].endswith(
        r"\#1 \& \$2 \textasciitilde{} \textasciicircum{} \textbackslash{}input\{x\} <b>阿里</b>}"
    )


def test_csl():
    """CSL-JSON is read by citeproc without a complaint and makes a line with site, title, address and day."""
    written = csl({**HOSTILE, "title": "Alpha's 100bn fund"}, "Pressure and pledges", URL)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        source = CiteProcJSON(json.loads(written))
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem("pledges-alpha-fund-20261122")]))
    assert str(bibliography.bibliography()[0]) == (
        "Pressure and pledges (2026) Alpha's 100bn fund, Pressure and pledges. "
        f"Available at: {URL} (Accessed: November 22, 2026)."
    )
    assert json.loads(written)[0]["URL"] == URL


@asynchronous
async def test_page_carries_all_three(get):
    """The page shows the citation in words, as BibTeX and as CSL-JSON, all with the one address that carries both clocks."""
    page = unescape((await get("/pledges/alpha-fund")).text)
    address = re.search(r'<p class="citation">.*?, (http://localhost/\S+)</p>', page)[1]
    assert re.fullmatch(r"http://localhost/pledges/alpha-fund\?as_of=[\d-]{10}&known_at=[\d-]{10}T[\d:]{8}Z", address)
    entries = parse_string(page[page.index("@misc") : page.index("\n}", page.index("@misc")) + 2], "bibtex").entries
    assert [entry.fields["url"] for entry in entries.values()] == [address]
    item = json.loads(re.search(r">(\[\n  \{.*?\n\])</pre>", page, re.S)[1])[0]
    assert (item["URL"], item["title"]) == (address, "Alpha's fund")


@asynchronous
async def test_what_was_cited_stays(get):
    """The address of a citation leads to a page that cites itself by the same address."""
    cited = (await get("/pledges/alpha-fund.json")).json()["cite"]["path"]
    path, _, query = cited.partition("?")
    again = (await get(f"{path}.json?{query}")).json()
    assert again["cite"]["path"] == cited


@asynchronous
async def test_card(get):
    """A card holds the answer and its date, nothing that runs, asks or remembers, and may be framed by anybody."""
    card = await get("/pledges/alpha-fund/card")
    assert (card.status_code, faults(card.text)) == (200, [])
    assert not re.search(r"<(script|form|input|iframe|img)\b", card.text)
    assert "set-cookie" not in card.headers and "x-frame-options" not in card.headers
    assert "frame-ancestors *" in card.headers["content-security-policy"]
    assert "Alpha has not disclosed what it paid of 100bn yuan" in card.text
    assert re.search(r"State of \d+ \w+ \d{4}, as recorded by", card.text)
    assert 'href="http://localhost/pledges/alpha-fund?as_of=' in card.text
    past = (await get("/pledges/alpha-fund/card?as_of=2021-01-01")).text
    assert "Nothing of this had happened by then" in past and "State of 1 January 2021" in past
    for path in ("/pledges/nothing/card", "/parties/alpha/card"):
        assert (await get(path)).status_code == 404


@asynchronous
async def test_code_for_a_frame(get):
    """A case's page hands out the code that frames its card; pasted, it is one element with the case's name as its title."""
    page = (await get("/pledges/alpha-fund")).text
    code = unescape(re.search(r">(&lt;iframe.*?&lt;/iframe&gt;)</pre>", page)[1])
    assert code == (
        '<iframe src="http://localhost/pledges/alpha-fund/card" title="Alpha&#39;s fund" width="100%" height="300" loading="lazy">'
        "</iframe>"
    )
