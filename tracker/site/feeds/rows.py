"""The same formats on Datasette's own table pages, for exactly the rows that the filters of the page leave."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request, Response

from tracker.site.feeds import chosen
from tracker.site.feeds.chosen import Chosen
from tracker.site.feeds.formats import ALL, Format
from tracker.site.feeds.views import SHOWN, written
from tracker.site.filters import Side, side_of
from tracker.site.pages.view import asked
from tracker.site.reading.ask import Ask, Refused
from tracker.site.settings import DATABASE

NO_DAY = "the rows of a table are those of now; as_of is for the pages"
NO_EVENTS = "these rows belong to no case and no event"

ENTRIES = {"amendments": Side("event", "pk")}
"""Tables of entries about the record, which filters choose by their case."""

PAGED = re.compile(r"\s+limit\s+\d+(?:\s+offset\s+\d+)?\s*$", re.I)
"""Where the statement of a table page ends: a page of the rows."""

SORTED = re.compile(r"\s*sorted by .*$", re.S)


def renderers() -> list[dict[str, Any]]:
    """What Datasette takes up: an ending, and whoever writes it."""
    return [{"extension": format.ending[1:], "render": _renderer(format), "can_render": _can} for format in ALL]


async def _can(datasette: Any, database: str, table: str | None, view_name: str) -> bool:
    """Whether the rows of a page hang on events or cases."""
    return view_name == "table" and database == DATABASE and await _side(datasette, table) is not None


async def _side(datasette: Any, table: str | None) -> Side | None:
    if not table:
        return None
    return ENTRIES.get(table) or side_of(table, await datasette.get_database(DATABASE).table_columns(table))


def _renderer(format: Format) -> Callable:
    async def render(datasette: Any, request: Request, database: str, table: str | None, view_name: str) -> Response:
        async def answer(ask: Ask) -> Response:
            chosen.no_day(ask, NO_DAY)
            if not await _can(datasette, database, table, view_name):
                raise Refused(NO_EVENTS)
            side = await _side(datasette, table)
            said, keys = await _rows(datasette, request, table, side.column)
            title = (await _title(datasette, table)) + (f" {said}" if said else "")
            path = f"/{DATABASE}/{table}"

            def choose(db: Any, ask: Ask) -> Chosen:
                return chosen.of_rows(db, ask, title, path, side.what, keys)

            return await written(datasette, request, ask, format, choose)

        return await asked(datasette, request, answer, as_json=True)

    return render


async def _rows(datasette: Any, request: Request, table: str, column: str) -> tuple[str, list[int]]:
    """What the filters say in words, and the keys in all rows that they leave. The statement is Datasette's own."""
    kept = [(name, value) for name, value in parse_qsl(request.query_string, keep_blank_values=True) if not SHOWN.fullmatch(name)]
    kept += [("_extra", "query,human_description_en"), ("_size", "1"), ("_nofacet", "1"), ("_nocount", "1")]
    response = await datasette.client.get(f"{datasette.urls.table(DATABASE, table, format='json')}?{urlencode(kept)}")
    told = response.json()
    if response.status_code != 200:
        raise Refused(str(told.get("error", "these filters cannot be answered")))
    query = told["query"]
    statement = f'SELECT DISTINCT "{column}" AS "key" FROM ({PAGED.sub("", query["sql"])}) WHERE "key" IS NOT NULL'
    found = await datasette.execute(DATABASE, statement, query["params"], truncate=False, page_size=0)
    return SORTED.sub("", told.get("human_description_en") or ""), [row["key"] for row in found.rows]


async def _title(datasette: Any, table: str) -> str:
    """What the metadata call the table."""
    if hasattr(datasette, "get_resource_metadata"):
        told = await datasette.get_resource_metadata(DATABASE, table)
    else:
        told = datasette.metadata(database=DATABASE, table=table, fallback=False) or {}
    return told.get("title") or table.replace("_", " ").capitalize()
