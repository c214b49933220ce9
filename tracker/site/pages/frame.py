"""What every page stands in: the site's name and licence, its families, the record's date, and how things are said."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request

from tracker.site import marks, words
from tracker.site.cells import PLUGIN
from tracker.site.citing import bibtex, csl
from tracker.site.clocks import Clocks
from tracker.site.feeds.formats import CALENDAR, JSON, of_page
from tracker.site.found import crumbs, dataset, trail
from tracker.site.prose import prose
from tracker.site.reading import sql
from tracker.site.reading.families import families, known, singular
from tracker.site.settings import DATABASE

STATIC = Path(__file__).parent.parent / "static"

# Where the metadata names nothing else.
NAME = "Pressure and pledges"
ABOUT = "A sourced record of what was done and promised, by whom, and of what became of it."

BUILD = 'SELECT "log_digest", "rule_version", "first_recorded", "last_recorded", "events", "cases" FROM "build"'


async def frame(datasette: Any, request: Request, clocks: Clocks, found: dict[str, Any]) -> dict[str, Any]:
    """The part of a template's context that all pages share."""
    metadata, own = await _metadata(datasette), datasette.plugin_config(PLUGIN) or {}
    families_, build = [], None
    if DATABASE in datasette.databases:
        families_, build = await datasette.get_database(DATABASE).execute_fn(lambda db: (families(db), sql.row(db, BUILD)))
    urls = datasette.urls
    path = own_path(urls, request)
    root, standing = f"{urls.path('/')}", _clocks(clocks)

    def link(path: str, **args: Any) -> str:
        """The address of a page of ours, at the time at which this page stands."""
        if not (args or standing):
            # By far the most links of a page.
            return root + path.lstrip("/")
        given = {**standing, **{name: value for name, value in args.items() if value not in (None, "", [])}}
        query = urlencode(given, doseq=True)
        return f"{urls.path(path)}{'?' + query if query else ''}"

    def absolute(path: str) -> str:
        """An address with its host, for those who read it elsewhere."""
        return datasette.absolute_url(request, str(urls.path(path)))

    site = {
        "name": metadata.get("title") or NAME,
        "about": metadata.get("description") or ABOUT,
        "licence": metadata.get("license"),
        "licence_url": metadata.get("license_url"),
        "source": metadata.get("source"),
        "source_url": metadata.get("source_url"),
        **{name: own.get(name) for name in ("examples", "party_examples", "commit", "release")},
    }
    steps = crumbs(path, found)
    return {
        "site": site,
        "families": families_,
        "build": build,
        "clocks": clocks,
        "path": path,
        "args": {name: request.args.getlist(name) for name in request.args},
        "link": link,
        "absolute": absolute,
        "crumbs": steps,
        "trail": lambda: trail(steps, absolute),
        "dataset": lambda page: dataset(page, site, absolute),
        "table": lambda name, **args: f"{urls.table(DATABASE, name)}{'?' + urlencode(args, doseq=True) if args else ''}",
        "json_address": _json_address(urls, request),
        "exports": _exports(urls, request, families_) if found.get("ok") else [],
        "asset": lambda name: asset(name, urls),
        "with_args": lambda **args: _with_args(request, args),
        "singular": singular,
        # A family that only this record has is known to the site by its cases; what a form asks for, by its code alone.
        "has_forms": lambda family: family in known(),
        "w": words,
        "marks": marks,
        "bibtex": bibtex,
        "csl": csl,
        "prose": prose,
        "found": found,
    }


async def _metadata(datasette: Any) -> dict[str, Any]:
    """The instance's metadata; the two lines of Datasette keep it in different places."""
    if hasattr(datasette, "get_instance_metadata"):
        return await datasette.get_instance_metadata()
    return datasette.metadata() or {}


def _clocks(clocks: Clocks) -> dict[str, str]:
    return {name: value for name, value in (("as_of", clocks.as_of), ("known_at", clocks.known_at)) if value}


def _with_args(request: Request, args: dict[str, Any]) -> str:
    """The query of this very page with some arguments changed; what is None is left out."""
    given = {name: request.args.getlist(name) for name in request.args if name != "page" or "page" in args}
    for name, value in args.items():
        given[name] = [] if value is None else value if isinstance(value, list) else [str(value)]
    query = urlencode([(name, value) for name, values in given.items() for value in values if value])
    return f"?{query}" if query else "?"


def own_path(urls: Any, request: Request) -> str:
    """The path of this page within the site, wherever the site itself stands."""
    base = urls.path("/").rstrip("/")
    return (request.path.removeprefix(base) if base else request.path) or "/"


def _json_address(urls: Any, request: Request) -> str:
    """Where the same values are served as JSON."""
    return f"{urls.path(own_path(urls, request) + '.json')}{'?' + request.query_string if request.query_string else ''}"


def _exports(urls: Any, request: Request, families: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same list in other formats, for the filters of this page."""
    path = own_path(urls, request)
    # Of JSON a page is served at a time, of the others the whole list.
    whole = urlencode([(name, value) for name in request.args if name != "page" for value in request.args.getlist(name) if value])
    return [
        {
            "label": format.label,
            "type": format.type,
            "follows": format.follows,
            "href": _json_address(urls, request)
            if format is JSON
            else f"{urls.path(path + format.ending)}{'?' + whole if whole else ''}",
        }
        for format in of_page(path, [family["name"] for family in families])
        if format is not CALENDAR or not request.args.get("as_of")
    ]


def asset(name: str, urls: Any) -> str:
    """The address of a static file of ours."""
    return f"{urls.path('/-/static-plugins/pressure_and_pledges/' + name)}?{digest(name)}"


@cache
def digest(name: str) -> str:
    """A few digits of a static file's content, so that a new version has a new address."""
    return sha256((STATIC / name).read_bytes()).hexdigest()[:8]
