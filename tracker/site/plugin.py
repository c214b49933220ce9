"""The hooks by which Datasette takes up our pages, facets, filters and safety; the entry point of the distribution."""

import gc
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Base400, Response, asgi_static
from datasette.views.base import DatasetteError
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from tracker.derive.search import match
from tracker.site import cells, filters, keeping, mend, safety
from tracker.site.clocks import Clocks, today
from tracker.site.facets import LinkFacet
from tracker.site.feeds import tag
from tracker.site.feeds.rows import renderers
from tracker.site.found import robots
from tracker.site.pages.frame import asset, frame
from tracker.site.pages.view import refused
from tracker.site.routes import STATIC, routes_of
from tracker.site.settings import DATABASE

HERE = Path(__file__).parent
WITH_EDITOR = ("database.html", "query.html")
"""Datasette's own pages on which SQL may be written."""

UNSORTABLE = "Cannot sort table by"
"""How Datasette begins to refuse an order; 0.65 calls that a fault of its own."""

LONGEST_VALUE = 20_000_000
"""Bytes that one value may have: a statement of a stranger cannot ask for gigabytes of zeroes where open SQL is on."""


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    # Datasette looks for templates beside a plugin that is a package; this one is a module in a package of its own.
    env.loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), env.loader])
    env.filters |= {"mended": mend.mended, "told_by_line": mend.told_by_line, "asset": asset}


@hookimpl
def extra_template_vars(
    template: str, view_name: str | None, database: str | None, table: str | None, request: Any, datasette: Any
) -> Callable:
    async def framed() -> dict[str, Any]:
        """What Datasette's own pages need to stand in the frame of this site, under one name, lest it hide one of theirs."""
        if request is None or template.startswith("tracker/"):
            return {}
        context = await frame(datasette, request, Clocks(today()), {})
        own = datasette.plugin_config(cells.PLUGIN, database=database, table=table) if table else None
        return {"tracker": {**context, "one_row": view_name == "row", "aside": (own or {}).get("aside", ())}}

    return framed


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable]]:
    static = (rf"{STATIC}(?P<path>.*)$", asgi_static(HERE / "static"))
    return [*routes_of(datasette), (r"/robots\.txt$", robots), static]


@hookimpl
def extra_js_urls(template: str, datasette: Any) -> list[str]:
    return [datasette.urls.path(f"{STATIC}editor.js")] if template in WITH_EDITOR else []


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    if database == DATABASE:
        # All text in it is UTF-8. Datasette reads each value with a function of its own, lest one be not.
        conn.text_factory = str
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    conn.create_function("search_for", 1, _search_for, deterministic=True)


def _search_for(asked: str | None) -> str:
    # Nothing to look for finds nothing; an empty expression would be an error.
    return match(asked or "") or '""'


@hookimpl
def register_facet_classes() -> list[type]:
    return [LinkFacet]


@hookimpl
def startup(datasette: Any) -> None:
    # A wrong name is said before the first entry is named by it.
    tag.tag(datasette)
    if not gc.get_freeze_count():
        # What stands when a server starts stays. To look through it for what may go took a fifth of the time of a page.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)


@hookimpl
def register_output_renderer() -> list[dict[str, Any]]:
    return renderers()


@hookimpl
def filters_from_request(request: Any, database: str, table: str, datasette: Any) -> Callable:
    async def asked() -> Any:
        return await filters.filters(request, database, table, datasette)

    return asked


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    return cells.cell(row, value, column, table, database, datasette)


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable:
    async def told() -> Response | None:
        """An answer of ours to what Datasette finds nowhere or refuses; its own faults and its data formats are left to it."""
        if isinstance(exception, DatasetteError) and exception.message.startswith(UNSORTABLE):
            return await refused(datasette, request, 400, exception.message)
        its_own = request.path.startswith(datasette.urls.path(f"/{DATABASE}")) and Path(request.path).suffix
        if not isinstance(exception, Base400) or its_own:
            return None
        return await refused(datasette, request, exception.status, str(exception))

    return told


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable:
    safe, kept = safety.wrapper(datasette), keeping.wrapper(datasette)
    return lambda app: kept(safe(app))
