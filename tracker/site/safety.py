"""What every answer must bear and no request may do: the policy for scripts and styles, framing, methods, paths."""

import json
import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tracker.site import posted
from tracker.site.inline import Allowed, Inline

READING = ("GET", "HEAD")

HELD = 4_000_000
"""So many bytes of a page are held back to see what is inline in it; a longer one goes out with nothing inline allowed."""

CARD = re.compile(r"/([a-z]+)/[a-z0-9-]+/card")
"""The pages that others may show in a frame; they have no script, cookie or form."""

ON_CARDS = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"

ON_DATA = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Of what is no page: JSON, feeds, tables, files. Whatever a browser takes it for, nothing in it may load or run."""

NEVER = b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
"""What no page here asks a reader's machine for."""

HOST = re.compile(rb"[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")

NOTHING = Allowed((), (), (), ())

EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""The hash of no text: an element for styles with nothing in it, as Datasette's SQL editor makes one."""


def policy(allowed: Allowed) -> str:
    """The Content-Security-Policy of a page on which this much may stand inline."""
    scripts = ["'self'", *(["'unsafe-hashes'"] if allowed.handlers else []), *allowed.scripts, *allowed.handlers]
    styles = ["'self'", EMPTY, *(["'unsafe-hashes'"] if allowed.declarations else []), *allowed.styles, *allowed.declarations]
    return "; ".join((
        "default-src 'self'", f"script-src {' '.join(scripts)}", f"style-src {' '.join(styles)}", "img-src 'self' data:",
        "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
    ))  # fmt: skip


def wrapper(datasette: Any) -> Callable:
    """The middleware around the whole application."""
    inline = _installed()
    base = datasette.setting("base_url").rstrip("/")

    def wrap(app: Callable) -> Callable:
        async def safe(scope: dict, receive: Callable, send: Callable) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            sends = posted.may(scope, base)
            if refused := _refused(scope, sends):
                await _answer(send, *refused)
                return
            if sends:
                try:
                    scope, receive = await posted.taken(scope, receive)
                except posted.Unfit as unfit:
                    await _answer(send, unfit.status, str(unfit), as_json=posted.wants_json(scope))
                    return
            await app(scope, receive, _Sender(send, inline, _is_card(scope["path"], datasette)).send)

        return safe

    return wrap


@cache
def _installed() -> Inline:
    # Datasette asks for the middleware again with every request of its own client.
    return Inline(Path(find_spec("datasette").origin).parent)


def _refused(scope: dict, sends: bool) -> tuple[int, str] | None:
    """Status and sentence for what is not answered at all."""
    # Datasette would redirect `/\host/` to `/\host`, which browsers take for an address elsewhere.
    if "\\" in scope["path"]:
        return 400, "a path holds no backslash"
    # Pages name their own address by it.
    host = next((value for name, value in scope.get("headers") or () if name == b"host"), b"localhost")
    if not HOST.fullmatch(host):
        return 400, "the host of this address is invalid"
    if scope["method"] not in READING and not sends:
        return 405, "this site is only read"
    return None


def _is_card(path: str, datasette: Any) -> bool:
    base = datasette.setting("base_url").rstrip("/")
    found = CARD.fullmatch(path.removeprefix(base))
    return found is not None and found[1] not in datasette.databases


async def _answer(send: Callable, status: int, sentence: str, as_json: bool = False) -> None:
    kind = b"application/json" if as_json else b"text/plain"
    body = json.dumps({"ok": False, "error": sentence, "status": status}) if as_json else f"{sentence}\n"
    headers = [(b"content-type", kind + b"; charset=utf-8"), *_common(card=False), (b"content-security-policy", ON_DATA.encode())]
    if status == 405:
        headers.append((b"allow", ", ".join(READING).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})


def _common(card: bool) -> list[tuple[bytes, bytes]]:
    headers = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"), (b"permissions-policy", NEVER)]
    return headers if card else [*headers, (b"x-frame-options", b"DENY")]


class _Sender:
    """Sends an answer on, and holds a page of HTML back until it is known what is inline in it."""

    def __init__(self, send: Callable, inline: Inline, card: bool) -> None:
        self._send, self._inline, self._card = send, inline, card
        self._start: dict | None = None
        self._body = bytearray()

    async def send(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            start = {**message, "headers": self._headers(message.get("headers") or ())}
            if message["status"] == 304:
                # A browser keeps the policy that came with what it has.
                await self._send(start)
            elif not _is_page(start["headers"]):
                await self._send(_with_policy(start, ON_DATA))
            elif self._card:
                await self._send(_with_policy(start, ON_CARDS))
            else:
                self._start = start
        elif message["type"] == "http.response.body" and self._start is not None:
            await self._hold(message)
        else:
            await self._send(message)

    async def _hold(self, message: dict) -> None:
        self._body += message.get("body", b"")
        too_long = len(self._body) > HELD
        if message.get("more_body", False) and not too_long:
            return
        start, self._start = self._start, None
        allowed = NOTHING if too_long else self._inline.allowed(self._body.decode("utf-8", "replace"))
        await self._send(_with_policy(start, policy(allowed)))
        await self._send({**message, "body": bytes(self._body)})

    def _headers(self, given: Any) -> list[tuple[bytes, bytes]]:
        ours = _common(self._card)
        names = {name for name, _ in ours} | {b"content-security-policy"} | ({b"set-cookie"} if self._card else set())
        return [*((name, value) for name, value in given if name.lower() not in names), *ours]


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    kind = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    return kind.lower().startswith((b"text/html", b"application/xhtml"))


def _with_policy(start: dict, written: str) -> dict:
    return {**start, "headers": [*start["headers"], (b"content-security-policy", written.encode())]}
