"""What has become of a page: it is asked for, and its redirects are followed by hand, each one judged like the first."""

from typing import NamedTuple

import httpx

from tracker.links.ask import Answer, Asker, NoConnection, Refused, Unreachable

FINE, MOVED, GONE, BLOCKED, UNREACHABLE, REFUSED = OUTCOMES = ("fine", "moved", "gone", "blocked", "unreachable", "refused")

MEANS = {
    FINE: "The page is there.",
    MOVED: "The page is now at another address.",
    GONE: "The server says that there is no such page, or shows its front page in its place.",
    BLOCKED: "The server does not answer machines. The page may be there; no fault.",
    UNREACHABLE: "No proper answer came, this time.",
    REFUSED: "The address was not asked, since it leads where none of ours may.",
}

LOST = (GONE, MOVED)
"""Whoever follows such an address does not find what was cited."""

MOST_HOPS = 10
LONGEST = 2000
"""Characters of an address to which a page may lead."""

_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_EVER = (301, 308)
_NOT_THERE = (404, 410)


class Outcome(NamedTuple):
    """What has become of an address."""

    what: str
    why: str
    to: str | None = None
    """Where it leads now, for ever, if it has moved."""


async def follow(asker: Asker, address: str) -> Outcome:
    """What has become of the page at an address."""
    try:
        return await _follow(asker, httpx.URL(address))
    except Refused as refusal:
        return Outcome(REFUSED, str(refusal))
    except Unreachable as failure:
        return Outcome(UNREACHABLE, str(failure))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        return Outcome(UNREACHABLE, "this is no address of the web")


async def _follow(asker: Asker, start: httpx.URL) -> Outcome:
    at, settled, for_ever = start, start, True
    seen: set[str] = set()
    while str(at) not in seen and len(seen) < MOST_HOPS:
        seen.add(str(at))
        answer = await _answer(asker, at)
        if answer.status not in _REDIRECTS or answer.location is None:
            return _judged(start, settled, at, answer.status)
        at = _next(at, answer.location)
        for_ever = for_ever and answer.status in _FOR_EVER
        settled = at if for_ever else settled
    raise Unreachable("it redirects in a circle" if str(at) in seen else f"it redirects more than {MOST_HOPS} times")


async def _answer(asker: Asker, url: httpx.URL) -> Answer:
    """The answer to a question for the head alone; where that is not understood, the page itself is asked for."""
    try:
        answer = await asker.ask("HEAD", url)
    except NoConnection:
        raise
    except Unreachable:
        return await asker.ask("GET", url)
    return answer if answer.status < 400 else await asker.ask("GET", url)


def _next(at: httpx.URL, location: str) -> httpx.URL:
    if len(location) > LONGEST:
        raise Unreachable(f"it leads to an address of more than {LONGEST:,} characters")
    return at.join(location).copy_with(fragment=None)


def _judged(start: httpx.URL, settled: httpx.URL, end: httpx.URL, status: int) -> Outcome:
    if status in _NOT_THERE:
        return Outcome(GONE, f"the server answers {status}")
    if 400 <= status < 500 or status == 999:
        return Outcome(BLOCKED, f"the server answers {status}")
    if not 200 <= status < 300:
        return Outcome(UNREACHABLE, f"the server answers {status}")
    if _is_front(end) and not _is_front(start):
        return Outcome(GONE, "it leads to a front page")
    if not _same_page(start, settled):
        return Outcome(MOVED, "it redirects for good", str(settled))
    return Outcome(FINE, f"the server answers {status}")


def _is_front(url: httpx.URL) -> bool:
    return url.path.strip("/").casefold() in ("", "index.html", "index.htm", "404", "404.html") and not url.query


def _same_page(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether two addresses differ only in what readers never see: the scheme, `www.`, a slash at the end."""

    def plain(url: httpx.URL) -> tuple[str, str, bytes]:
        return url.host.removeprefix("www."), url.path.rstrip("/"), url.query

    return plain(one) == plain(other)
