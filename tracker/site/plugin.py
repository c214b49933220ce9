"""The hooks by which Datasette takes up our pages, facets, filters and safety; the entry point of the distribution."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Response, asgi_static
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from tracker.derive.search import match
from tracker.site import cells, filters, keeping, safety
from tracker.site.facets import LinkFacet
from tracker.site.routes import ROUTES, STATIC

HERE = Path(__file__).parent
WITH_EDITOR = ("database.html", "query.html")
"""Datasette's own pages on which SQL may be written."""

LONGEST_VALUE = 20_000_000
"""Bytes that one value may have: a statement of a stranger cannot ask for gigabytes of zeroes where open SQL is on."""


async def robots() -> Response:
    """What crawlers are asked to leave alone: facets, filters and sorts make an endless web."""
    return Response.text(safety.ROBOTS)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    # Datasette looks for templates beside a plugin that is a package; this one is a module in a package of its own.
    env.loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), env.loader])


@hookimpl
def register_routes() -> list[tuple[str, Callable]]:
    static = (rf"{STATIC}(?P<path>.*)$", asgi_static(HERE / "static"))
    return [*ROUTES, (r"/robots\.txt$", robots), static]


@hookimpl
def extra_js_urls(template: str, datasette: Any) -> list[str]:
    return [datasette.urls.path(f"{STATIC}editor.js")] if template in WITH_EDITOR else []


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    conn.create_function("search_for", 1, _search_for, deterministic=True)


def _search_for(asked: str | None) -> str:
    # Nothing to look for finds nothing; an empty expression would be an error.
    return match(asked or "") or '""'


@hookimpl
def register_facet_classes() -> list[type]:
    return [LinkFacet]


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Callable:
    async def asked() -> Any:
        return await filters.filters(request, database, table, datasette)

    return asked


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    return cells.cell(row, value, column, table, database, datasette)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable:
    safe, kept = safety.wrapper(datasette), keeping.wrapper(datasette)
    return lambda app: kept(safe(app))
