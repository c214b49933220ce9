"""Looks at all addresses: many hosts at once, each of them one question at a time, and then at the archive."""

import asyncio
from collections.abc import Callable, Iterable
from typing import NamedTuple

from tracker.links.archive import NoArchive, copy_of
from tracker.links.ask import Asker, Manners, Resolve, resolved
from tracker.links.cited import Cited
from tracker.links.follow import BLOCKED, FINE, LOST, REFUSED, Outcome, follow

MOST_SILENCE = 3
"""So many times in a row the archive may fail to answer before it is left in peace."""

Tick = Callable[[int, int], None]


class Look(NamedTuple):
    """What was found of an address."""

    cited: Cited
    outcome: Outcome
    copy: str | None
    """Where an archive keeps a copy that the record does not name yet."""

    @property
    def settled(self) -> bool:
        """Whether nobody has to do anything: readers find the page, or a copy that the record names."""
        return self.outcome.what in (FINE, BLOCKED) or (self.outcome.what in LOST and self.cited.archived is not None)


class Looks(NamedTuple):
    """What was found of all of them, and why the archive could not say more."""

    looks: list[Look]
    archive_failed: str | None


def look(
    addresses: list[Cited], manners: Manners, archive: str | None, *, all_copies: bool = False,
    tick: Tick | None = None, resolve: Resolve = resolved,
) -> Looks:  # fmt: skip
    """What has become of these addresses, and, of those that are not fine or of all, where an archive keeps a copy."""
    return asyncio.run(_look(addresses, manners, archive, all_copies, tick, resolve))


async def _look(
    addresses: list[Cited], manners: Manners, archive: str | None, all_copies: bool, tick: Tick | None, resolve: Resolve
) -> Looks:
    asker = Asker(manners, resolve)
    try:
        outcomes = await _outcomes(asker, addresses, manners.at_once, tick)
        wanting = [] if archive is None else [
            cited for cited in addresses
            if cited.archived is None and outcomes[cited.url].what != REFUSED and (all_copies or outcomes[cited.url].what != FINE)
        ]  # fmt: skip
        # What is lost first, lest the archive tire before.
        wanting.sort(key=lambda cited: outcomes[cited.url].what not in LOST)
        copies, failed = await _copies(asker, archive or "", wanting, tick)
    finally:
        await asker.aclose()
    return Looks([Look(cited, outcomes[cited.url], copies.get(cited.url)) for cited in addresses], failed)


async def _outcomes(asker: Asker, addresses: list[Cited], at_once: int, tick: Tick | None) -> dict[str, Outcome]:
    """Address -> what has become of it. The pages of one host are asked for one after another."""
    found: dict[str, Outcome] = {}
    hosts: dict[str, list[str]] = {}
    for cited in addresses:
        hosts.setdefault(cited.host, []).append(cited.url)
    gate = asyncio.Semaphore(at_once)

    async def at_host(urls: Iterable[str]) -> None:
        async with gate:
            for url in urls:
                found[url] = await follow(asker, url)
                if tick:
                    tick(len(found), len(addresses))

    async with asyncio.TaskGroup() as group:
        # The host with the most pages takes longest, and begins first.
        for urls in sorted(hosts.values(), key=len, reverse=True):
            group.create_task(at_host(urls))
    return found


async def _copies(asker: Asker, archive: str, wanting: list[Cited], tick: Tick | None) -> tuple[dict[str, str], str | None]:
    """Address -> where a copy is kept; and why the archive was left in peace, if it was."""
    found: dict[str, str] = {}
    silent, failed = 0, None
    for number, cited in enumerate(wanting, 1):
        try:
            copy = await copy_of(asker, archive, cited.url, cited.near)
        except NoArchive as failure:
            silent, failed = silent + 1, str(failure)
            if silent == MOST_SILENCE:
                break
        else:
            silent = 0
            if copy:
                found[cited.url] = copy
        if tick:
            tick(number, len(wanting))
    return found, failed
