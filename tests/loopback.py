"""A web of our own on the loopback: pages that say and do what a test wants, and what they were asked."""

import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

Page = bytes | Callable[[socketserver.StreamRequestHandler], None]


class Asked(NamedTuple):
    """A request as it came."""

    line: str
    headers: dict[str, str]


def page(status: int = 200, *headers: str, body: bytes = b"") -> bytes:
    """An answer: `page(301, "Location: /new")`."""
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def leads(to: str, status: int = 301) -> bytes:
    """An answer that redirects."""
    return page(status, f"Location: {to}")


class Web:
    """A server on the loopback. Its pages are named by path, or by method and path where the method matters."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        web = self
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self.over = threading.Event()

        class Handler(socketserver.StreamRequestHandler):
            timeout = 10

            def handle(self) -> None:
                with suppress(OSError):
                    line = self.rfile.readline().decode().strip()
                    headers = {}
                    while (row := self.rfile.readline().decode().strip()) != "":
                        name, _, value = row.partition(":")
                        headers[name.casefold()] = value.strip()
                    web.asked.append(Asked(line, headers))
                    method, path, _ = line.split(" ")
                    path = path.partition("?")[0]
                    answer = web.pages.get(f"{method} {path}", web.pages.get(path, page(404)))
                    if callable(answer):
                        answer(self)
                    else:
                        self.wfile.write(answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if method == "HEAD" else answer)

        socketserver.ThreadingTCPServer.daemon_threads = True
        self.server = socketserver.ThreadingTCPServer((address, 0), Handler)
        self.server.block_on_close = False
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def lines(self) -> list[str]:
        """What was asked, as `GET /path`."""
        return [asked.line.removesuffix(" HTTP/1.1") for asked in self.asked]

    def end(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
