"""Asks one address politely: its name resolved once, what it resolves to judged, and just that connected to."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import asynccontextmanager
from functools import cache
from typing import NamedTuple

import httpx

from tracker.links.guard import why_not

Resolve = Callable[[str, int], Iterable[str]]

MOST_TRIED = 3
"""Addresses of one name that are tried, one after another."""


class Refused(Exception):
    """The address is not asked, since it leads where it may not; says why."""


class Unreachable(Exception):
    """Nothing came that could be understood; says what happened."""


class NoConnection(Unreachable):
    """There was nobody to ask."""


class Manners(NamedTuple):
    """How pages are asked for."""

    agent: str
    """Who asks, and where those who are asked can read why."""
    patience: float = 20.0
    """Seconds that one answer may take in all, however it trickles in."""
    pause: float = 1.0
    """Seconds between two questions to one host."""
    at_once: int = 16
    """Hosts that are asked at the same time; each of them gets one question at a time."""
    private: bool = False
    """Whether addresses inside our own network may be asked too."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    location: str | None
    body: bytes = b""


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them. It reads the odd forms too, such as `0x7f.1`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@cache
def _certificates() -> ssl.SSLContext:
    """Whom we believe: read once, since that takes longer than most answers."""
    return httpx.create_ssl_context()


class Asker:
    """Asks for pages; to be closed when the last one has come."""

    def __init__(self, manners: Manners, resolve: Resolve = resolved) -> None:
        self.manners = manners
        self._resolve = resolve
        self._turns: dict[str, asyncio.Lock] = {}
        # A transport alone keeps no cookies, follows no redirects and reads no .netrc; no connection is used twice,
        # since two names that share an address must not share what was agreed upon for the first.
        self._transport = httpx.AsyncHTTPTransport(
            verify=_certificates(), trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def ask(self, method: str, url: httpx.URL, most: int = 0) -> Answer:
        """The answer to one request, of its body at most so many bytes. Raises Refused or Unreachable."""
        if url.scheme not in ("http", "https") or not url.host:
            raise Refused(f"`{url.scheme}:` is no page of the web")
        if url.userinfo:
            raise Refused("it names a user")
        async with self._turn(url.host):
            try:
                async with asyncio.timeout(self.manners.patience):
                    return await self._asked(method, url, most)
            except TimeoutError:
                raise Unreachable(f"no answer within {self.manners.patience:g} seconds") from None

    @asynccontextmanager
    async def _turn(self, host: str):
        """One question at a time to each host, and a pause before the next."""
        async with self._turns.setdefault(host, asyncio.Lock()):
            yield
            await asyncio.sleep(self.manners.pause)

    async def _asked(self, method: str, url: httpx.URL, most: int) -> Answer:
        addresses = await self._allowed(url)
        for address in addresses[: MOST_TRIED - 1]:
            try:
                return await self._answer(method, url, address, most)
            except NoConnection:
                if address == addresses[-1]:
                    raise
        return await self._answer(method, url, addresses[-1], most)

    async def _allowed(self, url: httpx.URL) -> list[str]:
        """Where the host is; whoever answers for its name later is not asked again."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            host = url.raw_host.decode("ascii")
            found = list(await asyncio.to_thread(self._resolve, host, port))
        except (OSError, UnicodeError):
            raise NoConnection("there is no such host") from None
        reasons = {address: None if self.manners.private else why_not(address.partition("%")[0]) for address in found}
        allowed = [address for address, reason in reasons.items() if reason is None]
        if not allowed:
            raise Refused(f"its host is at a {', '.join(sorted(filter(None, set(reasons.values()))))} address")
        return allowed

    async def _answer(self, method: str, url: httpx.URL, address: str, most: int) -> Answer:
        headers = {"Host": url.netloc.decode("ascii"), "User-Agent": self.manners.agent, "Accept": "*/*", "Connection": "close"}
        # The name still stands in the request and on the certificate; the connection goes where it was judged.
        extensions = {"sni_hostname": url.raw_host.decode("ascii")} if url.scheme == "https" else {}
        try:
            request = httpx.Request(method, url.copy_with(host=address), headers=headers, extensions=extensions)
            response = await self._transport.handle_async_request(request)
            try:
                body = await _read(response, most) if most else b""
            finally:
                await response.aclose()
        except httpx.ConnectError as error:
            raise NoConnection(_said(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise Unreachable(_said(error)) from error
        return Answer(response.status_code, response.headers.get("location"), body)


async def _read(response: httpx.Response, most: int) -> bytes:
    body = b""
    async for part in response.stream:
        body += part
        if len(body) > most:
            raise Unreachable(f"the answer is longer than {most:,} bytes")
    return body


def _said(error: Exception) -> str:
    """What happened, in words that hold nothing of the machine's."""
    text = str(error).casefold()
    if "certificate" in text or "ssl" in text or "tls" in text:
        return "its certificate or encryption does not hold"
    if isinstance(error, httpx.ConnectError):
        return "nobody listens there"
    return "what came back is no answer of the web"
