"""The policy of a page allows what the installed Datasette's own sources hold inline, by its hash, and nothing else."""

import html
import re
from pathlib import Path

import datasette.app
import pytest
from served import sha

from tracker.site import safety
from tracker.site.inline import Inline

SOURCES = Path(datasette.app.__file__).parent
INLINE = Inline(SOURCES)

asynchronous = pytest.mark.asyncio


def policy(answer) -> dict[str, list[str]]:
    """The Content-Security-Policy of an answer, directive by directive."""
    return {
        name: rest.split()
        for name, _, rest in (part.strip().partition(" ") for part in answer.headers["content-security-policy"].split(";"))
    }


def inline(page: str) -> tuple[set[str], set[str]]:
    """The hashes of all scripts and of all styles that a page holds inline, as a browser computes them."""
    scripts = {
        sha(text) for attributes, text in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S) if " src=" not in attributes
    }
    scripts |= {sha(html.unescape(text)) for text in re.findall(r'\son[a-z]+="([^"]*)"', page)}
    styles = {sha(text) for text in re.findall(r"<style[^>]*>(.*?)</style>", page, re.S)}
    styles |= {sha(html.unescape(text)) for text in re.findall(r'\sstyle="([^"]*)"', page)}
    return scripts, styles


PAGES = [
    "/tracker", "/tracker/timeline", "/tracker/timeline?_target=alpha&_search=fined", "/tracker/pledge_board",
    "/tracker/sanctions?_facet_size=1", "/tracker/ranked_search?q=alpha", "/tracker/timeline?_sort=nothing", "/nowhere",
    "/-/versions", "/-/settings", "/-/plugins", "/-/patterns", "/-/allow-debug", "/-/logout", "/-/messages",
    "/tracker?sql=select+'</script><script>alert(1)//'", "/tracker/-/query?sql=select+1",
]  # fmt: skip


@asynchronous
async def test_pages_of_datasette(get, serving):
    """All that Datasette's own pages hold inline is allowed by its hash, and nothing else is."""
    event = (await get("/tracker/timeline.json?_shape=array&_size=1")).json()[0]["pk"]
    held = 0
    for path in [*PAGES, f"/tracker/events/{event}"]:
        answer = await get(path)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        told = policy(answer)
        scripts, styles = inline(answer.text)
        assert scripts == {source for source in told["script-src"] if source.startswith("'sha256")}, path
        assert styles | {safety.EMPTY} == {source for source in told["style-src"] if source.startswith("'sha256")}, path
        assert "'unsafe-inline'" not in str(told) and "http" not in str(told), path
        held += len(scripts) + len(styles)
    assert held > 20


@asynchronous
async def test_policy(get):
    """What is not named may not be loaded, framed, sent to or based on."""
    told = policy(await get("/nowhere"))
    del told["script-src"], told["style-src"]
    assert told == {
        "default-src": ["'self'"], "img-src": ["'self'", "data:"], "object-src": ["'none'"], "base-uri": ["'none'"],
        "form-action": ["'self'"], "frame-ancestors": ["'none'"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>", "<SCRIPT>alert(1)</SCRIPT >", '<script type="text/javascript">alert(1)</script>',
        "<script>DATASETTE_ALLOW_FACET = alert(1);</script>", "<script>DATASETTE_ALLOW_FACET = `${alert(1)}`;</script>",
        "<script>DATASETTE_ALLOW_FACET = true;alert(1);</script>", "<script>DATASETTE_ALLOW_FACET = [][alert];</script>",
        "<script>DATASETTE_ALLOW_FACET = new Image;</script>", "<script></script>x",
        "<script>window._datasetteTableData = (alert(1), {});</script>",
        "<script>window.datasetteVersion = ''+alert(1)+'';</script>",
        '<b onclick="alert(1)">', '<b onload="openColumnChooser();alert(1)">', "<style>body { display: none }</style>",
        '<b style="position: fixed; inset: 0">', '<b style="border-color: #fff; position: fixed">',
    ],
)  # fmt: skip
def test_what_is_not_datasettes(page):
    """What does not stand in Datasette's sources is not allowed, nor what data could make of it."""
    found = INLINE.allowed(page)
    assert [sha for group in found for sha in group if sha != safety.EMPTY] == []


def test_data_within():
    """A script of Datasette's in which data stands is allowed with data that can do nothing."""
    text = "DATASETTE_ALLOW_FACET = false;"
    assert INLINE.allowed(f"<p><script>{text}</script>").scripts == (sha(text),)
    attribute = "border-color: #a1b2c3"
    assert INLINE.allowed(f'<div style="{attribute}">').declarations == (sha(attribute),)


TEMPLATES = {
    "plain.html": "{# no <script>comment(1)</script> #}<script>a(1);\n  b( 2 )</script><p onclick='no' onfocus=\"x('&quot;')\">",
    "choice.html": "<script>{% if x %}one({{ y|tojson }}){% else %}two(){% endif %};</script>",
    "loop.html": '<style>{% for c in cs %}td.{{ c }} { content: "{{ c|escape_css_string }}" }{% endfor %}</style>',
    "broken.html": "<script>{% if x %}a</script>{% endif %}<script>{% include 'x' %}</script><script>{{ all }}</script>",
    "typed.html": '<script type="module">m()</script><b style="width: {{ w }}em">',
}


@pytest.mark.parametrize(
    "text, may",
    [
        ("<script>a(1);\n  b( 2 )</script>", True),
        ("<script>a(1); b( 2 )</script>", True),
        ("<script>a(1);b(2)</script>", False),
        ("<script>comment(1)</script>", False),
        ('<script>one([1, "two"]);</script>', True),
        ("<script>two();</script>", True),
        ("<script>one(two());</script>", False),
        ("<script>one({});three();</script>", False),
        ('<style>td.a { content: "a" }td.b { content: "b" }</style>', True),
        ('<style>td.a { content: "a" }</style>', True),
        ('<style>td.a { content: "a" }b { color: red }</style>', False),
        ('<style>td.a { content: "a"} * { color: red }</style>', False),
        ("<script>a</script>", False),
        ("<script>all</script>", False),
        ('<script type="module">m()</script>', True),
        ('<b style="width: 3em">', True),
        ('<b style="width: 3em; color: red; height: 3em">', False),
        ("<b onfocus=\"x('&quot;')\">", True),
        ("<b onclick='no'>", False),
    ],
)
def test_templates(tmp_path, text, may):
    """What a template holds may stand on a page as it is written, with its choices, its loops and harmless data."""
    (tmp_path / "templates").mkdir()
    for name, source in TEMPLATES.items():
        (tmp_path / "templates" / name).write_text(source, encoding="utf-8")
    found = [sha for group in Inline(tmp_path).allowed(f"<p>{text}") for sha in group]
    (inside,) = re.findall(r"=\"(?!module)([^\"]*)\">$|>(.*)<", text, re.S)[-1:] or [("", "")]
    assert found == ([sha(html.unescape("".join(inside)))] if may else [])
