"""From a request for a list in another format to its document."""

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response

from tracker.site.clocks import Clocks
from tracker.site.feeds import atom, calendar, chosen, entries, tag, timelinejs
from tracker.site.feeds.chosen import Chosen
from tracker.site.feeds.days import days
from tracker.site.feeds.formats import ATOM, CALENDAR, CSV, TIMELINEJS, Format, List
from tracker.site.feeds.table import table
from tracker.site.pages.frame import frame
from tracker.site.pages.templates import rendered
from tracker.site.pages.view import asked, database, open_to_all
from tracker.site.reading.ask import Ask, Refused, record

LONGEST = 20_000
"""So many slides a timeline may have; nobody's browser shows more."""

NO_DAY = "a calendar is of days to come; known_at sets what the record knew of them, as_of says nothing here"


SHOWN = re.compile("page|known_at|_(?:next|size|col|nocol|extra|shape|labels|nl|stream|ttl|sort(?:_desc|_by_desc)?|facet.*)")
"""Parameters that say how a list is shown, or when, and not what is in it."""

NUMBER, STANDS = re.compile("page"), re.compile("page|known_at")


def export(one: List, format: Format) -> Callable:
    """The view function of a list in a format."""

    async def document(datasette: Any, request: Request) -> Response:
        async def made(ask: Ask) -> Response:
            if format is CSV:
                rows = await database(datasette).execute_fn(lambda db: record(db, ask.clocks) and one.rows(db, ask))
                return answer(datasette, format, table(rows, one.shape(ask)))
            return await written(datasette, request, ask, format, one.choose)

        return await asked(datasette, request, made, as_json=True)

    return document


def answer(datasette: Any, format: Format, body: bytes) -> Response:
    """A document as a response."""
    return Response(body.decode(), 200, open_to_all(datasette), f"{format.type}; charset=utf-8")


async def written(
    datasette: Any, request: Request, ask: Ask, format: Format, choose: Callable[[Any, Ask], Chosen]
) -> Response:  # fmt: skip
    """The events that are chosen, in one of the formats made of events."""
    write = {ATOM: _atom, CALENDAR: _calendar, TIMELINEJS: _timeline}[format]
    return answer(datasette, format, await write(datasette, request, ask, choose))


async def _atom(datasette: Any, request: Request, ask: Ask, choose: Callable[[Any, Ask], Chosen]) -> bytes:
    def read(db: Any) -> tuple[dict, Chosen, entries.Page]:
        build = record(db, ask.clocks)
        found = choose(db, ask)
        return build, found, entries.page(db, found, ask.clocks, ask.page())

    build, found, page = await database(datasette).execute_fn(read)
    context = await frame(datasette, request, ask.clocks, {})
    absolute = context["absolute"]
    context |= {"entries": page.entries, "link": lambda path, **args: absolute(path_of(path))}
    texts = rendered(datasette, request, "entries.html", context).split("\f")[:-1]
    site = context["site"]
    setting = atom.Setting(
        tag.tag(datasette), site["name"], found.title, site["about"], site["licence"],
        f"{found.path.lstrip('/')}.atom{_query(request, SHOWN)}", min(ask.clocks.instant, build["last_recorded"]),
        _links(datasette, request, page, found, ask.clocks, build), lambda path: absolute(path_of(path)),
    )  # fmt: skip
    return atom.feed(page, [text.strip() for text in texts], setting)


def path_of(path: str) -> str:
    """An id as a path of the site."""
    return path if path.startswith("/") else f"/{path}"


def _links(
    datasette: Any, request: Request, page: entries.Page, found: Chosen, clocks: Clocks, build: dict[str, Any]
) -> dict[str, str]:  # fmt: skip
    """Where the pages of a feed are. Those after the first stand at one instant, so that nothing moves while they are read."""
    here = request.path
    still = clocks.known_at or build["last_recorded"]

    def at(number: int) -> str:
        more = [("page", str(number)), ("known_at", still)] if number > 1 else [("known_at", still)] if page.number > 1 else []
        return datasette.absolute_url(request, f"{here}{_query(request, STANDS if more else NUMBER, more)}")

    links = {
        "self": datasette.absolute_url(request, f"{here}{_query(request)}"),
        "alternate": datasette.absolute_url(request, f"{datasette.urls.path(found.path)}{_query(request, NUMBER)}"),
    }
    if page.pages > 1:
        links |= {"first": at(1), "last": at(page.pages)}
    if page.number > 1:
        links["previous"] = at(page.number - 1)
    if page.number < page.pages:
        links["next"] = at(page.number + 1)
    return links


def _query(request: Request, left_out: re.Pattern | None = None, more: Sequence[tuple[str, str]] = ()) -> str:
    names = [name for name in request.args if left_out is None or not left_out.fullmatch(name)]
    query = urlencode([*((name, value) for name in names for value in request.args.getlist(name) if value), *more])
    return f"?{query}" if query else ""


async def _calendar(datasette: Any, request: Request, ask: Ask, choose: Callable[[Any, Ask], Chosen]) -> bytes:
    def read(db: Any) -> tuple[Chosen, list]:
        chosen.no_day(ask, NO_DAY)
        record(db, ask.clocks)
        found = choose(db, ask)
        return found, days(db, found.events, ask.clocks)

    found, lines = await database(datasette).execute_fn(read)
    context = await frame(datasette, request, ask.clocks, {})
    setting = calendar.Setting(
        tag.tag(datasette), context["site"]["name"], found.title, lambda path: context["absolute"](path_of(path)),
        datasette.absolute_url(request, f"{request.path}{_query(request)}"),
    )  # fmt: skip
    return calendar.calendar(lines, setting)


async def _timeline(datasette: Any, request: Request, ask: Ask, choose: Callable[[Any, Ask], Chosen]) -> bytes:
    def read(db: Any) -> tuple[Chosen, entries.Page]:
        record(db, ask.clocks)
        found = choose(db, ask)
        if len(found.events) > LONGEST:
            raise Refused(f"a timeline of {len(found.events)} events is too long; at most {LONGEST} may be shown, choose fewer")
        return found, entries.page(db, found._replace(kinds=()), ask.clocks, 1, size=-1)

    found, page = await database(datasette).execute_fn(read)
    context = await frame(datasette, request, ask.clocks, {})
    return timelinejs.document(page.entries, found.title, lambda path: context["absolute"](path_of(path)))
