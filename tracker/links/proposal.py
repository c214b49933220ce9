"""Corrections that name the archived copies of pages that are lost: one for each event, whatever it cites."""

import copy
from collections.abc import Iterable

from tracker.desk.prepared import correction
from tracker.links.cited import host_of
from tracker.links.follow import LOST, MOVED
from tracker.links.look import Look
from tracker.log.entry import Entry

KEEPERS = {"web.archive.org": "Internet Archive"}
"""Who keeps the copies at a host, where the host's name does not say it best."""

_REASONS = {True: "A cited page has moved; the copy shows it as it was cited.", False: "A cited page is gone; a copy is kept."}


def documents(looks: Iterable[Look]) -> list[tuple[str, dict]]:
    """Case and correction for each event that cites a lost page of which a copy was found, in the order of their ids."""
    lost = {look.cited.url: look for look in looks if look.outcome.what in LOST and look.copy}
    events = {c.entry.id: c.entry for look in lost.values() for c in look.cited.citations if c.correctable}
    found = ((entry, _correction(entry, lost)) for _, entry in sorted(events.items()))
    return [(entry.case_id, document) for entry, document in found if document is not None]


def _correction(entry: Entry, lost: dict[str, Look]) -> dict | None:
    """The correction of one event; none where it names copies of all that is lost."""
    after = copy.deepcopy(entry.data)
    reasons: set[bool] = set()
    sources: dict[str, dict] = {}
    for source in after["sources"]:
        look = lost.get(source["url"])
        if look is None or look.copy is None or "archived" in source:
            continue
        source["archived"] = look.copy
        reasons.add(look.outcome.what == MOVED)
        keeper = host_of(look.copy)
        said = {name: source[name] for name in ("title", "publisher", "published", "language") if name in source}
        # An archive may keep two addresses as one page, which is one source.
        sources.setdefault(look.copy, {"url": look.copy, **said, "via": KEEPERS.get(keeper, keeper)})
    document = correction(entry, after)
    return document and document | {
        "reason": " ".join(_REASONS[moved] for moved in sorted(reasons)),
        "sources": list(sources.values()),
    }
