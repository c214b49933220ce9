"""What stands inline in Datasette's own pages, read from the installed version: the only scripts and styles that a
policy may name by their hash. Where a page brings data into one, the data must be JSON or a plain word."""

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment

# A template with its Jinja replaced by signs of the private use area, which no template holds.
GAP, IF, ELSE, END_IF, FOR, END_FOR, OTHER = (chr(0xE000 + n) for n in range(7))
_BLOCKS = {"if": IF, "elif": ELSE, "else": ELSE, "endif": END_IF, "for": FOR, "endfor": END_FOR}
_SIGN = re.compile(f"[{GAP}-{OTHER}]")
_PARTS = re.compile(rf"{_SIGN.pattern}|\s+|[^\s{GAP}-{OTHER}]+")

_ELEMENT = {
    name: re.compile(rf"<{name}(?:\s+type=\"[^\"]*\")?\s*>(.*?)</{name}\s*>", re.S | re.I) for name in ("script", "style")
}
_ATTRIBUTE = {"style": re.compile(r"\sstyle=\"([^\"]*)\"", re.I), "script": re.compile(r"\son[a-z]+=\"([^\"]*)\"", re.I)}

_JSON = "([^<>&]*?)"
_CSS_TEXT = '[^<>{}"]*?'
_CSS_WORD = r"[\w.]*?"
"""What data may be in a script, in a style sheet, in a style attribute."""

WORD = re.compile(r"[\w.+:/~-]*")
"""Data that can do nothing wherever it stands in a script."""


class Allowed(NamedTuple):
    """The hashes that a page needs, as a Content-Security-Policy writes them."""

    scripts: tuple[str, ...]
    handlers: tuple[str, ...]
    """Scripts in attributes."""
    styles: tuple[str, ...]
    declarations: tuple[str, ...]
    """Styles in attributes."""


class Inline:
    """The patterns of everything inline in a folder of templates and in the sources of the views."""

    def __init__(self, datasette: Path) -> None:
        texts = [_flat(path.read_text(encoding="utf-8")) for path in sorted((datasette / "templates").glob("*.html"))]
        texts += [path.read_text(encoding="utf-8") for path in sorted((datasette / "views").glob("*.py"))]
        self._elements = {
            "script": _patterns(texts, _ELEMENT["script"], _JSON),
            "style": _patterns(texts, _ELEMENT["style"], _CSS_TEXT),
        }
        self._attributes = {
            "script": _patterns(texts, _ATTRIBUTE["script"], None),
            "style": _patterns(texts, _ATTRIBUTE["style"], _CSS_WORD),
        }
        self._known = lru_cache(1024)(self._known_text)

    def allowed(self, page: str) -> Allowed:
        """The hashes of what is inline in a page and in the installed version's own sources too."""
        return Allowed(
            self._hashes(page, _ELEMENT["script"], True, "script"), self._hashes(page, _ATTRIBUTE["script"], False, "script"),
            self._hashes(page, _ELEMENT["style"], True, "style"), self._hashes(page, _ATTRIBUTE["style"], False, "style"),
        )  # fmt: skip

    def _hashes(self, page: str, where: re.Pattern, element: bool, name: str) -> tuple[str, ...]:
        # Most pages have none, which is seen sooner so than by the pattern. What this misses is not allowed.
        if (element or name == "style") and (f"<{name}" if element else 'style="') not in page:
            return ()
        texts = dict.fromkeys(where.findall(page))
        if not element:
            texts = dict.fromkeys(html.unescape(text) for text in texts)
        return tuple(sorted(filter(None, (self._known(text, element, name) for text in texts))))

    def _known_text(self, text: str, element: bool, name: str) -> str | None:
        patterns = (self._elements if element else self._attributes)[name]
        if not text or any(_matches(pattern, text, name) for pattern in patterns):
            return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
        return None


def _matches(pattern: re.Pattern, text: str, name: str) -> bool:
    found = pattern.fullmatch(text)
    return found is not None and (name == "style" or all(_is_data(gap) for gap in found.groups() if gap))


def _is_data(gap: str) -> bool:
    if WORD.fullmatch(gap):
        return True
    try:
        json.loads(gap)
    except ValueError:
        return False
    return True


def _flat(source: str) -> str:
    """A template with its Jinja replaced by signs: the gaps that data fills, and what may be left out or repeated."""
    text, inside, word = [], None, ""
    for _, kind, value in Environment().lex(source):
        if kind == "data":
            text.append(value)
        elif kind in ("variable_begin", "block_begin"):
            inside, word = kind, ""
        elif kind == "name" and not word:
            word = value
        elif kind == "variable_end":
            text.append(GAP)
            inside = None
        elif kind == "block_end" and inside:
            text.append(_BLOCKS.get(word, OTHER))
            inside = None
    return "".join(text)


def _patterns(texts: Iterable[str], where: re.Pattern, gap: str | None) -> list[re.Pattern]:
    found = dict.fromkeys(piece for text in texts for piece in where.findall(text))
    if where in _ATTRIBUTE.values():
        found = dict.fromkeys(html.unescape(piece) for piece in found)
    return [pattern for piece in found for pattern in _pattern(piece, gap)]


def _pattern(piece: str, gap: str | None) -> Iterator[re.Pattern]:
    """What a page may make of a piece of a template. A piece that cannot be followed is never allowed."""
    held = set(_SIGN.findall(piece))
    if OTHER in held or (gap is None and held) or (gap == _JSON and FOR in held) or not _SIGN.sub("", piece).strip():
        return
    signs = {GAP: gap, IF: "(?:", ELSE: "|", END_IF: ")?", FOR: "(?:", END_FOR: ")*"}
    parts = _PARTS.findall(piece)
    written = []
    for number, part in enumerate(parts):
        if part in signs:
            written.append(signs[part])
        elif part.isspace():
            # Jinja may take away the space beside it; a source in Python has its own indentation.
            written.append(r"\s*" if held & {*parts[max(0, number - 1) : number + 2]} else r"\s+")
        else:
            written.append(re.escape(part))
    try:
        yield re.compile("".join(written), re.S)
    except re.error:
        # An `{% if %}` begins or ends outside.
        return
