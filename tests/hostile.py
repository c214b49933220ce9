"""A log that carries hostile text in every text field of every type of event, and the texts that no log takes.

What comes out of it (pages, feeds, calendars, tables) may show these texts; it may never be what they try to make of it.
"""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from given import KINDS, SOURCE, event, redaction, written
from projects import WORDS, project

from tracker.build import build_full
from tracker.model.values import TEXT, URL
from tracker.project import open_project

PAYLOADS = (
    # Markup, in the places where a page, a feed or a card might leave a gap.
    "<script>alert(0)</script>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(2)>",
    "<svg/onload=alert(3)>",
    "</title><script>alert(4)</script>",
    "</textarea></style></noscript><script>alert(5)</script>",
    "</script><script>alert(6)</script>",
    "x--><script>alert(7)</script><!--",
    "]]><script>alert(8)</script><![CDATA[",
    "<a href=\"javascript:alert(9)\">here</a>",
    "<iframe srcdoc=\"<script>parent.alert(10)</script>\"></iframe>",
    "<base href=https://evil.example/><meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<form action=https://evil.example/><button formaction=javascript:alert(12)>Go</button></form>",
    "<details open ontoggle=alert(13)><summary>x</summary></details>",
    "<style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>",
    "<input autofocus onfocus=alert(15)>",
    # Attributes, addresses and words of script.
    "\" onmouseover=\"alert(16)\" x=\"",
    "' onfocus='alert(17)' autofocus tabindex='0",
    "javascript:alert(18)",
    "data:text/html,<script>alert(19)</script>",
    "${alert(20)}`${alert(20)}`",
    "';alert(21);//\";alert(21);//",
    "\\u003cscript\\u003ealert(22)\\u003c/script\\u003e",
    # What is decoded once too often.
    "&lt;script&gt;alert(23)&lt;/script&gt;",
    "&#60;script&#62;alert(24)&#60;/script&#62;&amp;amp;",
    "%3Cscript%3Ealert(25)%3C/script%3E%0d%0aX-Evil:%201",
    # Markdown, templates, XML.
    "[here](javascript:alert(26)) ![x](https://evil.example/x.png) <https://evil.example/>",
    "{{ 7 * 7 }}{% include 'base.html' %}{# #}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
    "</summary></entry></feed><?xml version=\"1.0\"?><feed>&nbsp;&undefined;",
    # Calendars and tables.
    "END:VEVENT\\nBEGIN:VEVENT\\nSUMMARY:x\\, y\\; z",
    "a;ATTENDEE=\"mailto:x@evil.example\":b,c\\d;e:f^n",
    "a\",\"=1+1\",\"b\"\"c;'=1+1",
    "|=cmd|' /C calc'!A0,\"=HYPERLINK(\"\"https://evil.example\"\")\"",
    # Queries, shells, paths.
    "'; DROP TABLE events; --\" OR '1'='1",
    "$(touch pwned)`touch pwned`; touch pwned | cat & ../../../etc/passwd",
    "null",
    # Length and alphabets: signs of four bytes, marks that pile up, code points that XML forbids.
    "阿里巴巴😀𝒜" * 16,
    "Z̸͓̐̓a̷͎̍͝l̴̰̓̚g̵͖̈́̇o̶̟͊͠ \ufffe\uffff \ud7ff\ue000\U0001ffff",
)  # fmt: skip

ADDRESSES = (
    "https://example.org/'onmouseover='alert(1)'",
    "https://example.org/javascript:alert(2)//?a=1&b=2&lt;&amp;",
    "https://example.org/);alert(3);//{{7*7}}${7}`",
    "https://example.org/%22%3E%3Cscript%3Ealert(4)%3C/script%3E#]]>"[:-1],
    "https://example.org/a,b;c:d|e=f^n阿里",
)
"""What an address may hold."""

REFUSED = (
    "=1+1", "+1", "-1+1|cmd", "@SUM(A1)", " =1+1", "\t=1+1", "a\tb", "a\nEND:VEVENT", "a\r\nSUMMARY:x", "a\x00b", "a\x1b[31mb",
    "a\x85b", "a\x7fb", "a\u202eb", "a\u2066b", "a\u200bb", "a\u00adb", "a\u2028b", "\ufeffa", "a ",
)  # fmt: skip
"""What no text field takes: what a spreadsheet reads as a formula, what breaks or turns a line, what cannot be seen."""

OWN: dict[str, dict[str, Any]] = {
    "pledge.announced": {"due": "2027-12-31"},
    "sanction.amended": {"effect": "tightened"},
    "sanction.imposed": {"effective": "2027-05", "until": "2028", "deadline": "2027-01-31"},
    "law.adopted": {"effective": "2027-07-01"},
}
"""Days ahead, so that the texts stand in calendars too."""

SUM = {"value": "3", "currency": "CNY"}
COUNT = {"value": "3", "unit": "homes", "of": "homes"}
GIVEN = {"measure": "step", "covers": "2021"}


@cache
def text_fields(word: str, pattern: str = TEXT) -> frozenset[tuple[str, ...]]:
    """Where a type of event has text of this pattern: `("sources", "[]", "title")`."""
    schema = KINDS.types[word].model_json_schema()
    return frozenset(_paths(schema, schema.get("$defs", {}), pattern))


def _paths(schema: dict, defs: dict, pattern: str, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    schema = defs[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    if schema.get("pattern") == pattern:
        yield way
    for name, inner in schema.get("properties", {}).items():
        yield from _paths(inner, defs, pattern, (*way, name))
    if "items" in schema:
        yield from _paths(schema["items"], defs, pattern, (*way, "[]"))


def carrying(word: str, text: str, address: str, **fields: Any) -> dict[str, Any]:
    """An event of a type with the text in each of its text fields, and the address in each that holds one."""
    kind = KINDS.types[word]
    more: dict[str, Any] = dict(OWN.get(word, {}))
    if "amount" in kind.model_fields:
        part = GIVEN if word in ("pledge.progressed", "pledge.fulfilled", "pledge.partly_fulfilled") else {}
        more |= {"amount": SUM | part, "quantity": COUNT | part}
    if "sources" in kind.model_fields:
        more["sources"] = [SOURCE]
    if "parties" in kind.model_fields:
        more["parties"] = [{"party": "somebody", "role": "target"}]
    document = event(word, "2021-03-04" if kind.about_world or word == "record.replied" else None, **{**more, **fields})
    for pattern, value in ((URL, address), (TEXT, text)):
        for way in sorted(text_fields(word, pattern)):
            put(document, way, value)
    return document


def put(document: Any, way: tuple[str, ...], text: str) -> None:
    """Puts the text where the way leads, in every item of a list; parts that a document has not are left out."""
    first, *rest = way
    if not rest:
        document[first] = text
    elif rest == ["[]"]:
        document[first] = [text]
    elif rest[0] == "[]":
        document[first] = [dict(item) for item in document.get(first, ())]
        for item in document[first]:
            put(item, tuple(rest[1:]), text)
    elif first in document:
        document[first] = dict(document[first])
        put(document[first], tuple(rest), text)


def cases() -> dict[str, list[dict[str, Any]]]:
    """Case -> its documents: each payload in a case of every type of event, and in every event about the record."""
    found: dict[str, list[dict[str, Any]]] = {
        f"parties__{slug}": [event("party.registered", name=slug)] for slug in ("somebody", "another")
    }
    for number, text in enumerate(PAYLOADS):
        address = ADDRESSES[number % len(ADDRESSES)]
        for life in KINDS:
            for kind in life.events:
                documents = [carrying(kind.word, text, address)]
                if life.family == "parties":
                    documents = _party(documents[0], text, number, address)
                found[f"{life.family}__{kind.verb().replace('_', '-')}-{number}"] = documents
        found[f"statements__record-{number}"] = _record(text, address)
    return found


def _party(document: dict[str, Any], text: str, number: int, address: str) -> list[dict[str, Any]]:
    """The document after a registration, if it is none; no two parties bear one name."""
    own = f"{document['type'].partition('.')[2]} {number}"
    named_apart = {field: f"{text[: 199 - len(own)]} {own}" for field in ("name", "to_name", "native_name") if field in document}
    document |= named_apart | ({"aliases": [f"{text[: 180 - len(own)]} alias {own}"]} if "aliases" in document else {})
    if document["type"] == "party.registered":
        return [document]
    del document["name"]
    if document["type"] == "party.related":
        document["relation"] = "founder"
    return [event("party.registered", name=f"{text[: 180 - len(own)]} first {own}"), document | {"date": "2021-03-04"}]


def _record(text: str, address: str) -> list[dict[str, Any]]:
    """A case with every event about the record: one is corrected, the second retracted, the text of the third is gone."""
    first, second, third = (
        {field: value for field, value in carrying("statement.made", text, address).items() if not (number and field == "name")}
        | {"date": f"2021-03-0{number + 4}"}
        for number in range(3)
    )
    gone = redaction(third) | {"redacted": sha256(written(third)).hexdigest()}
    change = {"summary": f"{text[:80]} anew", "parties": [{"party": "another", "role": "speaker", "note": text}]}
    was = {field: first[field] for field in change}
    return [
        first,
        second,
        gone,
        carrying("record.corrected", text, address, of="2021-03-04-made", change=change, was=was),
        carrying("record.retracted", text, address, of="2021-03-05-made"),
        carrying("record.redacted", text, address, of="2021-03-06-made"),
        carrying("record.checked", text, address, of="2021-03-04-made"),
        carrying("record.replied", text, address, of="2021-03-04-made"),
    ]


def hostile_project(folder: Path) -> Path:
    """The project of that log, in a folder. The words of its vocabulary are no better."""
    root = project(folder, **cases())
    publishers = {text: {"tier": "newsroom", "hosts": ["example.org"]} for text in PAYLOADS}
    words = {
        "sectors": {"e-commerce": PAYLOADS[0]},
        "relations": {"founder": {"label": PAYLOADS[0], "inverse": PAYLOADS[1], "tie": True}},
        "publishers": {**WORDS["publishers"], **publishers},
    }
    (root / "events/vocabulary.json").write_text(json.dumps(words), encoding="utf-8")
    return root


def hostile_database(folder: Path) -> Path:
    """The database of that log, built as any other."""
    built = build_full(open_project(hostile_project(folder)), folder / "tracker.db")
    assert [problem for problem in built.problems if problem.severity == "error"] == []
    return folder / "tracker.db"
