"""What Datasette's own pages lack for readers, put in as they leave: names for the fields of its forms, words for its facets,
the long list of columns folded, a row told line by line. Where a later version writes something else, it stays as it is."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from tracker.site import words

LABELS = {
    '<select name="_filter_column': "Column",
    '<select name="_filter_op': "Condition",
    '<input type="text" name="_filter_value': "Value",
    '<select name="_sort"': "Order by",
    '<textarea id="sql-editor" name="sql"': "SQL",
}
"""What stands at the beginning of a field without a name, and the name."""

AS_THEY_ARE = (
    # Readers need not know that a list is worked out anew each day.
    (" (view)</h1>", "</h1>"),
    ('<div class="table-wrapper">', '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows">'),
    (
        'class="cross">&#x2716;</a>',
        'class="cross"><span aria-hidden="true">&#x2716;</span><span class="unseen">Remove</span></a>',
    ),
)

EXPORTS = re.compile(r'<p class="export-links">This data as (.*?)</p>', re.S)
EXPORT = re.compile(r'(<a href="[^"]*">)([A-Za-z]+)(</a>)')
EXPORTED = {"json": "JSON", "atom": "Atom", "ics": "iCalendar", "timelinejs": "TimelineJS"}

COLUMNS = re.compile(r'<dl class="column-descriptions">.*?</dl>', re.S)
FOLDED = '<details class="columns-told"><summary>All columns, and what they mean</summary>{}</details>'

FACET = re.compile(r'<div class="facet-info [^>]*data-column="([^"]*)">.*?</div>', re.S)
FACET_NAME = re.compile(r"<strong>(\w+)")
FACET_VALUE = re.compile(r"(<li>(?:<a [^>]*>)?)([A-Z]{2})(?=</a>| &middot;)")

ONE_ROW = re.compile(r'<table class="rows-and-columns">\s*<thead>(.*?)</thead>\s*<tbody>(.*?)</tbody>\s*</table>', re.S)
HEAD = re.compile(r'<th [^>]*scope="col"[^>]*>\s*(.*?)\s*</th>', re.S)
CELL = re.compile(r'<td class="([^"]*)">(.*?)</td>', re.S)


def mended(page: str, aside: Sequence[str] = ()) -> Markup:
    """What Datasette wrote into the body of a page, so that readers, by eye or by ear, can use it.

    The columns named are marked, so that a page shows them only to those who ask for all.
    """
    # What a template hands over escapes whatever is put into it; these are marks of ours.
    page = str(page)
    for start, name in LABELS.items():
        element, _, rest = start.partition(" ")
        page = page.replace(start, f'{element} aria-label="{name}" {rest}')
    for old, new in AS_THEY_ARE:
        page = page.replace(old, new)
    page = EXPORTS.sub(_exports, page)
    page = COLUMNS.sub(lambda found: FOLDED.format(found[0]), page)
    if aside:
        page = re.sub(rf'class="(?=col-(?:{"|".join(map(re.escape, aside))})[ "])', 'class="aside ', page)
    return Markup(FACET.sub(_facet, page))


def told_by_line(page: str) -> Markup:
    """The one row of its own page, a column a line, as nobody can read it in one line."""
    return Markup(ONE_ROW.sub(_lines, page))


def _exports(found: re.Match) -> str:
    """The row of links to other formats; of CSV all rows, and not as many as a page may hold."""
    links = EXPORT.sub(lambda link: link[1] + EXPORTED.get(link[2], link[2]) + link[3], found[1])
    whole = re.sub(r'(\.csv\?[^"]*?)_size=max', r"\1_stream=on", links)
    return f'<nav class="exports" aria-label="This list as"><p class="export-links">This list as {whole}</p></nav>'


def _facet(found: re.Match) -> str:
    text = FACET_NAME.sub(lambda name: f"<strong>{words.plain(name[1]).capitalize()}", found[0], count=1)
    return FACET_VALUE.sub(lambda value: value[1] + words.country(value[2]), text) if found[1] == "jurisdiction" else text


def _lines(found: re.Match) -> str:
    heads, cells = HEAD.findall(found[1]), CELL.findall(found[2])
    if len(heads) != len(cells):
        return found[0]
    lines = (
        f'<tr><th scope="row">{head}</th><td class="{kind}">{cell}</td></tr>'
        for head, (kind, cell) in zip(heads, cells, strict=True)
    )
    return f'<table class="one-row"><tbody>{"".join(lines)}</tbody></table>'
