"""The one address to which something may be sent: what of it is let in, how much, how long it may take, and without cookies."""

import asyncio
from collections.abc import Callable
from typing import Any

ADDRESS = "/contribute"

MOST = 64 * 1024
"""Bytes of a body. They are counted as they come, whatever the request says of itself."""

LONGEST = 10.0
"""Seconds in which a body has to be there."""

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

UNSAFE = (b"cookie", b"authorization")
"""Nobody is anybody here: a request from another site can do nothing that its visitor could not do anyway."""


class Unfit(Exception):
    """A request that is not let in: status and sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def may(scope: dict, base: str) -> bool:
    """Whether this is a request that sends something to the one address."""
    return scope["method"] == "POST" and scope["path"].removeprefix(base) == ADDRESS


async def taken(scope: dict, receive: Callable) -> tuple[dict, Callable]:
    """The request as it is handed on: its body read, its credentials left out. Raises Unfit."""
    kind = _header(scope, b"content-type").partition(";")[0].strip().lower()
    if kind not in (JSON, FORM):
        raise Unfit(415, f"send {JSON}, or the form of this page")
    if _header(scope, b"content-encoding").lower() not in ("", "identity"):
        raise Unfit(415, "send it without a content encoding")
    if kind == FORM and _header(scope, b"sec-fetch-site") not in ("", "same-origin", "none"):
        raise Unfit(403, "this form is filled in on this site")
    try:
        body = await asyncio.wait_for(_body(receive), LONGEST)
    except TimeoutError:
        raise Unfit(408, f"the body did not come within {LONGEST:.0f} seconds") from None
    headers = [(name, value) for name, value in scope.get("headers") or () if name.lower() not in UNSAFE]
    return {**scope, "headers": headers}, _again(body, receive)


def wants_json(scope: dict) -> bool:
    """Whether a program sent something, and not a person with a browser."""
    return scope["method"] == "POST" and any(JSON in _header(scope, name).lower() for name in (b"accept", b"content-type"))


async def _body(receive: Callable) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Unfit(400, "the body broke off")
        body += message.get("body", b"")
        if len(body) > MOST:
            raise Unfit(413, f"the body has more than {MOST:,} bytes")
        if not message.get("more_body", False):
            return bytes(body)


def _again(body: bytes, receive: Callable) -> Callable:
    """Gives the body that was read, once."""
    left: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> dict[str, Any]:
        return left.pop() if left else await receive()

    return replayed


def _header(scope: dict, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope.get("headers") or () if key.lower() == name), "")
