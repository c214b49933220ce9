"""Asks an archive of the web whether it keeps a copy of a page, near the day on which the page was cited."""

import json
from typing import Any

import httpx
from pydantic import TypeAdapter, ValidationError

from tracker.links.ask import Asker, Refused, Unreachable
from tracker.model.values import Url

MOST = 65_536

_URL = TypeAdapter(Url)


class NoArchive(Exception):
    """The archive does not answer; says what happened."""


async def copy_of(asker: Asker, archive: str, url: str, near: str) -> str | None:
    """Where a copy of a page is kept, or none. Raises NoArchive where nobody can say."""
    asked = httpx.URL(archive).copy_merge_params({"url": url, **({"timestamp": near} if near else {})})
    try:
        answer = await asker.ask("GET", asked, most=MOST)
    except (Refused, Unreachable) as error:
        raise NoArchive(str(error)) from error
    if answer.status != 200:
        raise NoArchive(f"the server answers {answer.status}")
    try:
        return _copy(json.loads(answer.body))
    except (ValueError, RecursionError):
        raise NoArchive("what came back is not JSON") from None


def _copy(told: Any) -> str | None:
    """The copy that the answer names, if it is one of a page and not of an error."""
    for name in ("archived_snapshots", "closest"):
        told = told.get(name) if isinstance(told, dict) else None
    if not isinstance(told, dict) or told.get("available") is not True or not str(told.get("status", "")).startswith("2"):
        return None
    url = told.get("url")
    if isinstance(url, str) and url.startswith("http://web.archive.org/"):
        # It is served so too, and so it reads in the record.
        url = f"https{url.removeprefix('http')}"
    try:
        return _URL.validate_python(url, strict=True)
    except ValidationError:
        return None
