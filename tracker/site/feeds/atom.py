"""Atom (RFC 4287), paged (RFC 5005), with tombstones where a text was removed (RFC 6721)."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple
from xml.etree import ElementTree as xml

from tracker.site.feeds.entries import Entry, Page
from tracker.site.feeds.tag import name

TYPE = "application/atom+xml"

SPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:at": "http://purl.org/atompub/tombstones/1.0",
}

# What XML 1.0 cannot say: https://www.w3.org/TR/xml/#charsets. The log holds no control characters, but these two.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

RETRACTED = {True: (), False: (("standing", ["retracted"]),)}


class Setting(NamedTuple):
    """What a feed says of itself, and how it makes addresses."""

    tag: str
    site: str
    title: str
    about: str
    licence: str | None
    id: str
    """What names the feed for ever, under the tag."""
    updated: str
    """When the record last changed, for a feed that has no entry."""
    links: dict[str, str]
    """Relation -> address: self, alternate, first, next, previous, last."""
    address: Callable[[str], str]
    """From a path of the site to a whole address."""


def feed(page: Page, texts: list[str], setting: Setting) -> bytes:
    """The document of one page; the texts are the entries' contents as HTML, in their order."""
    root = xml.Element("feed", SPACES)
    _add(root, "id", name(setting.tag, setting.id))
    _add(root, "title", f"{setting.title} · {setting.site}")
    _add(root, "subtitle", setting.about)
    _add(root, "updated", max((entry.updated for entry in page.entries), default=setting.updated))
    _add(_add(root, "author"), "name", setting.site)
    if setting.licence:
        _add(root, "rights", setting.licence)
    _add(root, "generator", "tracker")
    for relation, address in setting.links.items():
        _add(root, "link", rel=relation, href=address, type="text/html" if relation == "alternate" else TYPE)
    for entry, text in zip(page.entries, texts, strict=True):
        if entry.removed:
            _removed(root, entry, entry.removed, setting)
        else:
            _entry(root, entry, text, setting)
    return xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: xml.Element, entry: Entry, text: str, setting: Setting) -> None:
    node = _add(root, "entry")
    _add(node, "id", name(setting.tag, entry.id))
    _add(node, "title", entry.title if entry.standing else f"Retracted: {entry.title}")
    _add(node, "updated", entry.updated)
    _add(node, "published", entry.published)
    address = setting.address(entry.id)
    _add(node, "link", rel="alternate", type="text/html", href=address)
    _add(node, "link", rel="related", type="text/html", href=setting.address(entry.case["id"]), title=entry.case["name"])
    for source in (entry.event or entry.amendment or {}).get("sources", ()):
        _add(node, "link", rel="via", href=source["url"], title=f"{source['title']}, {source['publisher']}")
    for scheme, terms in (
        ("family", [entry.family]),
        ("type", [entry.type]),
        ("sector", entry.sectors),
        *RETRACTED[entry.standing],
    ):
        for term in terms:
            _add(node, "category", term=term, scheme=name(setting.tag, scheme))
    if entry.event and entry.event["summary"]:
        _add(node, "summary", entry.event["summary"])
    _add(node, "content", text, type="html")


def _removed(root: xml.Element, entry: Entry, removed: dict[str, Any], setting: Setting) -> None:
    node = _add(root, "at:deleted-entry", ref=name(setting.tag, entry.id), when=removed["when"])
    if removed["reason"]:
        _add(node, "at:comment", removed["reason"])


def _add(parent: xml.Element, tag: str, text: str | None = None, **attributes: str) -> xml.Element:
    node = xml.SubElement(parent, tag, {key: _plain(value) for key, value in attributes.items()})
    if text is not None:
        node.text = _plain(text)
    return node


def _plain(text: str) -> str:
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
