"""Answers that were made before: given again without work, or as "not modified", for as long as they are true."""

import re
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Any, NamedTuple

from tracker.site import clocks, fresh
from tracker.site.pages.frame import digest
from tracker.site.routes import STATIC, routes_of
from tracker.site.settings import DATABASE

Headers = list[tuple[bytes, bytes]]

MOST, MOST_BYTES, LARGEST = 4_000, 64_000_000, 2_000_000
"""How many answers are kept, how large they are together, and how large one may be."""

KINDS = (b"text/html", b"application/json", b"application/atom+xml", b"application/xml", b"text/calendar")
"""What is kept. Tables as CSV and the database itself are sent as they are read, and may break off."""

NEVER = re.compile(rb"(?:^|&)(?:sql|_where|_trace|_timelimit)=")
"""Parameters by which two answers may differ on one day: statements of strangers, and looks behind the scenes."""

CUT_SHORT = b'class="facets-timed-out"'
"""What a page of Datasette's says where the time did not suffice for all of its facets. The next one may be whole."""

FOR_EVER = b"public, max-age=31536000, immutable"
ASK_FIRST = b"no-cache"


class Kept(NamedTuple):
    """An answer."""

    tag: bytes
    headers: Headers
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + 500


class Shelf:
    """The answers kept by one process, all of one day; what was not asked for longest makes room."""

    def __init__(self, own: list[re.Pattern]) -> None:
        self.own = own
        """The addresses of our own pages."""
        self._day, self._size = "", 0
        self._kept: OrderedDict[tuple, Kept] = OrderedDict()
        self.edition: bytes | None = None
        self.asked_edition = False

    def get(self, day: str, address: tuple) -> Kept | None:
        """What was answered on that day to that address."""
        if day != self._day:
            self._day, self._size = day, 0
            self._kept.clear()
            return None
        found = self._kept.get(address)
        if found is not None:
            self._kept.move_to_end(address)
        return found

    def put(self, day: str, address: tuple, kept: Kept) -> None:
        """Keeps an answer, if it is of this day and not too large."""
        if day != self._day or kept.size > LARGEST:
            return
        if address in self._kept:
            self._size -= self._kept.pop(address).size
        self._kept[address] = kept
        self._size += kept.size
        while len(self._kept) > MOST or self._size > MOST_BYTES:
            self._size -= self._kept.popitem(last=False)[1].size


def wrapper(datasette: Any) -> Callable:
    """The middleware around everything else, so that what is kept costs next to nothing."""
    # Datasette asks for the middleware again with every request of its own client; the shelf belongs to the process.
    shelf = vars(datasette).get("_pressure_and_pledges_shelf") or _shelf(datasette)
    base = datasette.setting("base_url").rstrip("/")

    def wrap(app: Callable) -> Callable:
        async def keeping(scope: dict, receive: Callable, send: Callable) -> None:
            if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
                await app(scope, receive, send)
                return
            if scope["method"] == "HEAD":
                send = _headless(send)
            asked = dict(scope["headers"])
            path = scope["path"].removeprefix(base) if base else scope["path"]
            if path.startswith(STATIC):
                await app(scope, receive, _static(send, path.removeprefix(STATIC), scope["query_string"]))
                return
            if b"cookie" in asked or b"authorization" in asked:
                await app(scope, receive, send)
                return
            if not _ours(path, scope["query_string"], shelf.own):
                await app(scope, receive, _Answer(send, keep=False).send if _of_datasette(path) else send)
                return
            await _anonymous(app, datasette, shelf, scope, receive, send, asked)

        return keeping

    return wrap


def _shelf(datasette: Any) -> Shelf:
    shelf = Shelf([re.compile(pattern) for pattern, _ in routes_of(datasette)])
    return vars(datasette).setdefault("_pressure_and_pledges_shelf", shelf)


def _ours(path: str, query: bytes, own: list[re.Pattern]) -> bool:
    """Whether an answer says nothing but what stands in the database, by the day."""
    if path.endswith((".csv", ".db", ".blob")) or path.startswith(f"/{DATABASE}/-/") or NEVER.search(query):
        return False
    return _of_datasette(path) or any(pattern.match(path) for pattern in own)


def _of_datasette(path: str) -> bool:
    return path == f"/{DATABASE}" or path.startswith((f"/{DATABASE}/", f"/{DATABASE}."))


async def _anonymous(
    app: Callable, datasette: Any, shelf: Shelf, scope: dict, receive: Callable, send: Callable, asked: dict[bytes, bytes]
) -> None:
    day = clocks.today()
    # A page names its own absolute address, so what one host was told is no answer at another.
    where = (scope.get("scheme"), asked.get(b"host"), scope.get("root_path"))
    address = (*where, scope.get("raw_path"), scope["path"], scope["query_string"])
    control = f"public, max-age={fresh.lifetime(datasette.setting('default_cache_ttl'))}".encode()
    condition = asked.get(b"if-none-match")
    if kept := shelf.get(day, address):
        await _give(send, kept, control, condition)
        return
    if not shelf.asked_edition:
        shelf.edition, shelf.asked_edition = await fresh.edition(datasette), True
    if shelf.edition is None:
        await app(scope, receive, send)
        return
    tag = fresh.tag(shelf.edition, day, address)
    # `*` asks whether there is anything at all, which only an answer can tell.
    if condition and condition.strip() != b"*" and fresh.named(condition, tag):
        await _not_modified(send, tag, control)
        return
    answer, began = _Answer(send), monotonic()
    await app({**scope, "method": "GET"}, receive, answer.send)
    if (made := answer.made) is not None:
        if day == clocks.today() and _whole(made, scope["path"], monotonic() - began, datasette):
            kept = made._replace(tag=tag)
            shelf.put(day, address, kept)
            await _give(send, kept, control, condition)
        else:
            await _give(send, made, ASK_FIRST, None)


def _whole(made: Kept, path: str, seconds: float, datasette: Any) -> bool:
    """Whether nothing is missing for want of time. Datasette's JSON does not say so; what was quick enough is whole."""
    if _page(made.headers) or not _of_datasette(path.removeprefix(datasette.setting("base_url").rstrip("/"))):
        return CUT_SHORT not in made.body
    return seconds * 1000 < min(datasette.setting("facet_time_limit_ms"), datasette.setting("sql_time_limit_ms"))


def _page(headers: Headers) -> bool:
    return dict(headers)[b"content-type"].startswith(b"text/html")


async def _give(send: Callable, kept: Kept, control: bytes, condition: bytes | None) -> None:
    if kept.tag and fresh.named(condition, kept.tag):
        await _not_modified(send, kept.tag, control)
        return
    headers = [*kept.headers, (b"cache-control", control), *([(b"etag", kept.tag)] if kept.tag else [])]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": kept.body})


async def _not_modified(send: Callable, tag: bytes, control: bytes) -> None:
    # Without a policy of its own: a browser keeps the one that came with the page.
    headers = [(b"etag", tag), (b"cache-control", control), (b"vary", b"Cookie, Authorization")]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


class _Answer:
    """Takes an answer in where it may be kept, and passes on every other, which is to be asked for anew each time."""

    def __init__(self, send: Callable, keep: bool = True) -> None:
        self._send, self._keep = send, keep
        self._headers: Headers | None = None
        self._body = bytearray()
        self.made: Kept | None = None

    async def send(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            headers = [(bytes(name).lower(), bytes(value)) for name, value in message.get("headers") or ()]
            if self._keep and message["status"] == 200 and _may_be_kept(dict(headers)):
                self._headers = [(n, v) for n, v in headers if n not in (b"cache-control", b"etag", b"content-length")]
            else:
                await self._send({**message, "headers": _to_ask_for(headers)})
        elif self._headers is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                length = (b"content-length", str(len(self._body)).encode())
                self.made = Kept(b"", [*self._headers, length], bytes(self._body))


def _may_be_kept(headers: dict[bytes, bytes]) -> bool:
    # A cookie is one reader's, and what is compressed already is for whoever can read it.
    refused = b"set-cookie" in headers or b"content-encoding" in headers or _is_private(headers)
    return not refused and headers.get(b"content-type", b"").lower().startswith(KINDS)


def _is_private(headers: dict[bytes, bytes]) -> bool:
    control = headers.get(b"cache-control", b"").lower()
    return b"private" in control or b"no-store" in control


def _to_ask_for(headers: Headers) -> Headers:
    if _is_private(dict(headers)):
        return headers
    return [*((name, value) for name, value in headers if name != b"cache-control"), (b"cache-control", ASK_FIRST)]


def _static(send: Callable, name: str, query: bytes) -> Callable:
    """A file of ours that is asked for by its digest never changes."""

    async def sending(message: dict) -> None:
        if message["type"] == "http.response.start":
            for_ever = message["status"] == 200 and "/" not in name and query == digest(name).encode()
            headers = [(n, v) for n, v in message.get("headers") or () if n.lower() != b"cache-control"]
            message = {**message, "headers": [*headers, (b"cache-control", FOR_EVER if for_ever else ASK_FIRST)]}
        await send(message)

    return sending


def _headless(send: Callable) -> Callable:
    """An answer without its body."""

    async def sending(message: dict) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return sending
