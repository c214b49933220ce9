"""A page: a reading and a template. The reading is the same for HTML and JSON; the template only says how it looks."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import unquote

import orjson
from datasette.utils.asgi import Request, Response

from tracker.site import posted
from tracker.site.clocks import BadClock, Clocks, clocks, today
from tracker.site.pages.frame import frame, own_path
from tracker.site.pages.templates import rendered
from tracker.site.reading.ask import Ask, Moved, NotFound, Refused
from tracker.site.reading.near import near
from tracker.site.settings import DATABASE

Read = Callable[[Any, Ask], dict[str, Any]]


NOWHERE = "there is nothing at this address"


def view(template: str, read: Read) -> Callable:
    """The view function of a page, for a route whose groups may be `family`, `slug`, `stem` and `format`."""

    async def page(datasette: Any, request: Request) -> Response:
        as_json = request.url_vars.get("format") == ".json" or posted.wants_json(request.scope)

        async def answer(ask: Ask) -> Response:
            found = await database(datasette).execute_fn(lambda db: read(db, ask))
            if as_json:
                return _json(datasette, found, 200)
            return await _html(datasette, request, template, found, ask.clocks, 200)

        return await asked(datasette, request, answer, as_json)

    # What it reads and returns is told in the OpenAPI document.
    page.read = read
    return page


def data(read: Read) -> Callable:
    """The view function of an address that has no page: it answers in JSON, whatever its ending."""

    async def answer(datasette: Any, request: Request) -> Response:
        async def found(ask: Ask) -> Response:
            return _json(datasette, await database(datasette).execute_fn(lambda db: read(db, ask)), 200)

        return await asked(datasette, request, found, as_json=True)

    answer.read = read
    return answer


async def asked(datasette: Any, request: Request, answer: Callable[[Ask], Awaitable[Response]], as_json: bool) -> Response:
    """The answer to what a request asks for, or the refusal."""
    asked_at = Clocks(today())
    try:
        asked_at = clocks(_args(request))
        return await answer(Ask(request.url_vars, _args(request), asked_at))
    except Moved as moved:
        return _moved(datasette, request, str(moved), as_json)
    except BadClock as refused:
        return await _error(datasette, request, 400, str(refused), Clocks(today()), as_json)
    except Refused as refused:
        of_case = unquote(own_path(datasette.urls, request)) if request.url_vars.get("slug") else None
        like = (refused.like or of_case) if isinstance(refused, NotFound) else None
        return await _error(datasette, request, refused.status, str(refused), asked_at, as_json, refused.more, like)


def database(datasette: Any) -> Any:
    """The one database that this site reads."""
    if DATABASE not in datasette.databases:
        raise NotFound(f"there is no database {DATABASE}; this site reads {DATABASE}.db, which `tracker build` makes")
    return datasette.get_database(DATABASE)


def _args(request: Request) -> dict[str, list[str]]:
    return {name: request.args.getlist(name) for name in request.args}


def _json(datasette: Any, found: dict[str, Any], status: int) -> Response:
    return Response(orjson.dumps(found).decode(), status, open_to_all(datasette), "application/json; charset=utf-8")


def open_to_all(datasette: Any) -> dict[str, str]:
    """The headers with which pages of other sites may read an answer, where whoever runs this one lets them."""
    return {"access-control-allow-origin": "*"} if datasette.cors else {}


async def _html(
    datasette: Any, request: Request, template: str, found: dict[str, Any], asked_at: Clocks, status: int
) -> Response:
    context = {"page": found, **await frame(datasette, request, asked_at, found)}
    return Response.html(rendered(datasette, request, template, context), status=status)


async def refused(datasette: Any, request: Request, status: int, sentence: str) -> Response:
    """The page for what Datasette itself refuses, in the sentence that it gives, or in ours where there is nothing."""
    plain = NOWHERE if status == 404 else sentence[:1].lower() + sentence[1:].rstrip(".")
    path = unquote(own_path(datasette.urls, request))
    return await _error(datasette, request, status, plain, Clocks(today()), path.endswith(".json"), like=path)


async def _error(
    datasette: Any, request: Request, status: int, sentence: str, asked_at: Clocks, as_json: bool,
    more: Mapping[str, Any] = {}, like: str | None = None,
) -> Response:  # fmt: skip
    """Errors have one shape in JSON, and one page that says what else to do."""
    found = {"ok": False, "error": sentence, "status": status, **more}
    there = like and status == 404 and DATABASE in datasette.databases
    if there and (meant := await database(datasette).execute_fn(lambda db: near(db, asked_at, like))):
        found["near"] = meant
    if as_json:
        return _json(datasette, found, status)
    return await _html(datasette, request, "error.html", found, asked_at, status)


def _moved(datasette: Any, request: Request, to: str, as_json: bool) -> Response:
    path, _, query = to.partition("?")
    address = datasette.urls.path(path + (".json" if as_json else "")) + (f"?{query}" if query else "")
    return Response.redirect(address)
