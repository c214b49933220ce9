"""The addresses that the record cites, each once, with the events that cite it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from tracker.log.case import Case, case_of
from tracker.log.entry import Entry
from tracker.store import Store


class Citation(NamedTuple):
    """An event that cites an address."""

    entry: Entry
    """The event with the corrections that hold."""
    correctable: bool
    """Whether a correction may add to it: events about the record are not corrected."""


class Cited(NamedTuple):
    """An address of the record."""

    url: str
    citations: list[Citation]
    archived: str | None
    """Where a copy is kept, where every citation says so; else none."""
    near: str
    """The day near which it was read as cited, as `YYYY`, `YYYYMM` or `YYYYMMDD`; empty where nobody can say."""

    @property
    def host(self) -> str:
        return host_of(self.url)


def host_of(url: str) -> str:
    """The host of an address; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def cited(store: Store, since: str | None = None, hosts: Iterable[str] = (), limit: int | None = None) -> list[Cited]:
    """The addresses that standing events cite, in the order of the log.

    With `since` only those of events recorded on that day or later, with `hosts` only those on these hosts and below,
    with `limit` only so many of those, recorded last.
    """
    wanted = tuple(host.casefold() for host in hosts)
    found: dict[str, list[tuple[Citation, dict]]] = {}
    for unit in store.listing().units.values():
        entries = store.entries(unit)[0]
        for citation in _citing(case_of(unit.case_id, entries, store.kinds)) if entries else ():
            for source in citation.entry.data.get("sources") or ():
                if not wanted or _is_at(host_of(source["url"]), wanted):
                    found.setdefault(source["url"], []).append((citation, source))
    newest = {url: max(citation.entry.recorded for citation, _ in given) for url, given in found.items()}
    latest = sorted((url for url in found if since is None or newest[url] >= since), key=newest.__getitem__, reverse=True)
    chosen = frozenset(latest[:limit])
    return [_cited(url, given) for url, given in found.items() if url in chosen]


def _citing(case: Case) -> Iterator[Citation]:
    """The events of a case that stand, in recorded order, those about the world first."""
    for version in case.story.versions.values():
        if version.standing and not version.entry.event.redacted:
            yield Citation(version.entry, correctable=True)
    for entry in case.entries:
        if not entry.event.about_world and entry.id not in case.story.retractions and not entry.event.redacted:
            yield Citation(entry, correctable=False)


def _is_at(host: str, wanted: Iterable[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in wanted)


def _cited(url: str, given: list[tuple[Citation, dict]]) -> Cited:
    copies = [source.get("archived") for _, source in given]
    entry, source = given[0][0].entry, given[0][1]
    day = source.get("accessed") or source.get("published") or entry.data.get("date") or ""
    # Only a plain day, month or year; of what is about or between nobody can say which day is near.
    near = day.replace("-", "") if day[:4].isdigit() and day.replace("-", "").isdigit() else ""
    return Cited(url, list({c.entry.id: c for c, _ in given}.values()), copies[0] if all(copies) else None, near)
