"""Markdown as HTML: no markup of its own, and an address for every heading and every numbered rule."""

import re
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")

# Text between angle brackets is text, links that run scripts are no links, and no picture is fetched from elsewhere.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")


class Heading(NamedTuple):
    """A heading and its address on the page."""

    id: str
    title: str
    level: int


class Prose(NamedTuple):
    """A text, read."""

    title: str
    """The first heading of the first rank; empty where there is none."""
    headings: tuple[Heading, ...]
    rules: dict[str, str]
    """Number -> rule, as Markdown, without its number."""
    html: str
    """All but the title."""


@lru_cache(maxsize=4)
def prose(text: str) -> Prose:
    """A text as a page shows it. A paragraph that begins with a bold number is a rule with that number as its address."""
    tokens, lines = _MARKDOWN.parse(text), text.split("\n")
    title, headings, rules, taken = "", [], {}, set()
    shown: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "heading_open" and token.level == 0:
            words = _plain(tokens[at + 1])
            if token.tag == "h1" and not title:
                title = words
                at += 3
                continue
            heading = Heading(_free(_address(words), taken), words, int(token.tag[1]))
            headings.append(heading)
            token.attrSet("id", heading.id)
        elif token.type == "paragraph_open" and token.level == 0 and (number := _number(tokens[at + 1])) and number not in taken:
            token.attrSet("id", _free(number, taken))
            rules[number] = "\n".join(lines[slice(*token.map)]).removeprefix(f"**{number}**").strip()
            _link(tokens[at + 1], number)
        shown.append(token)
        at += 1
    html = _MARKDOWN.renderer.render(shown, _MARKDOWN.options, {})
    return Prose(title, tuple(headings), rules, html)


def _plain(inline: Token) -> str:
    """The words of a line without what marks them."""
    return "".join(child.content for child in inline.children or ())


def _address(words: str) -> str:
    """`2` of `2. Types`, else the words with hyphens."""
    number = NUMBER.match(words)
    return number[0] if number else "-".join(re.findall(r"\w+", words.casefold())) or "section"


def _free(wanted: str, taken: set[str]) -> str:
    """An address that nothing else on the page has."""
    found, count = wanted, 1
    while found in taken:
        count += 1
        found = f"{wanted}-{count}"
    taken.add(found)
    return found


def _number(inline: Token) -> str | None:
    """The number with which a paragraph begins in bold, or none."""
    # Where a line begins in bold, an empty text may come before it.
    parts = [child for child in inline.children or () if child.type != "text" or child.content]
    if len(parts) < 3 or [part.type for part in parts[:3]] != ["strong_open", "text", "strong_close"]:
        return None
    return parts[1].content if NUMBER.fullmatch(parts[1].content) else None


def _link(inline: Token, number: str) -> None:
    """Makes the number that begins a rule a link to the rule."""
    children = inline.children or []
    opening = Token("link_open", "a", 1, attrs={"href": f"#{number}"})
    first = next(at for at, child in enumerate(children) if child.type == "strong_open")
    inline.children = [
        *children[:first],
        opening,
        *children[first : first + 3],
        Token("link_close", "a", -1),
        *children[first + 3 :],
    ]
