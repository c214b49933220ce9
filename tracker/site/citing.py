"""A citation as programs take it: BibTeX, and the JSON of the Citation Style Language."""

import re
from typing import Any

import orjson

# What LaTeX reads as more than a sign, and what would end a field.
ESCAPES = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", '"': '{"}',
}  # fmt: skip

Cite = dict[str, Any]


def bibtex(cite: Cite, site: str, url: str) -> str:
    """An entry for a bibliography of LaTeX. Its key names the page and the day of which it speaks."""
    year, month, _ = cite["known_at"][:10].split("-")
    fields = {
        "author": f"{{{_tex(site)}}}",
        "title": f"{{{_tex(cite['title'])}}}",
        "year": year,
        "month": str(int(month)),
        "note": _tex(_state(cite)),
        "howpublished": rf"\url{{{url}}}",
        "url": url,
        "urldate": cite["as_of"],
    }
    return "\n".join((f"@misc{{{_key(cite)},", *(f'  {name} = "{value}",' for name, value in fields.items()), "}"))


def csl(cite: Cite, site: str, url: str) -> str:
    """The same for reference managers, as CSL-JSON: a list of one item."""
    item = {
        "id": _key(cite),
        "type": "webpage",
        "title": cite["title"],
        "author": [{"literal": site}],
        "container-title": site,
        "issued": {"date-parts": [_parts(cite["known_at"])]},
        "accessed": {"date-parts": [_parts(cite["as_of"])]},
        "URL": url,
        "note": _state(cite),
    }
    return orjson.dumps([item], option=orjson.OPT_INDENT_2).decode()


def _state(cite: Cite) -> str:
    return f"State of {cite['as_of']}, as recorded by {cite['known_at']}"


def _key(cite: Cite) -> str:
    """`pledges-alpha-fund-20261122`"""
    name = re.sub(r"[^a-z0-9]+", "-", cite["path"].partition("?")[0].strip("/"))
    return f"{name}-{cite['as_of'].replace('-', '')}"


def _parts(day: str) -> list[int]:
    return [int(part) for part in day[:10].split("-")]


def _tex(text: str) -> str:
    return "".join(ESCAPES.get(sign, sign) for sign in text)
