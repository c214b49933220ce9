"""From documents to drafts: stamped and named, with what follows from the rest of the record filled in."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracker import write
from tracker.desk import typed
from tracker.desk.fields import patch
from tracker.kinds import Kinds
from tracker.log.amend import replaced
from tracker.log.case import case_of
from tracker.log.entry import Entry
from tracker.model.vocabulary import INDEPENDENT, Vocabulary
from tracker.store import Store
from tracker.write import Draft, Refused

NEVER = frozenset({"$schema", "type", "version", "recorded", "redacted", "of", "shape", "change", "was"})
"""Fields that nobody is asked for: whoever writes the event knows them."""

OPENING = ("name", "question")
"""Fields that only the event that opens a case has."""


class Prepared(NamedTuple):
    """Drafts, and the time at which they are judged."""

    drafts: list[Draft]
    now: str
    """The newest of their stamps, where that is later than now: what was counted up to is no time to come."""


def prepared(store: Store, kinds: Kinds, documents: Iterable[tuple[str, dict]], now: str) -> Prepared:
    """The documents with their cases, stamped one second after another, later than all that their cases hold.

    Raises Refused where a case says just this already.
    """
    drafts: list[Draft] = []
    listed, units = list(documents), store.listing().units
    stamp = write.later(now, -len(listed))
    for case_id, document in listed:
        unit = units.get(case_id)
        entries = store.entries(unit)[0] if unit else []
        latest = max((entry.recorded for entry in entries), default="")
        stamp = write.later(max(stamp, latest))
        stamped = {**document, "recorded": stamp}
        _once(entries, stamped)
        drafts.append(write.draft(stamped, case_id, kinds, write.stems(store, unit)))
    return Prepared(drafts, max(now, stamp))


def _once(entries: list[Entry], document: dict) -> None:
    for entry in entries:
        if {**entry.stored, "recorded": None} == {**document, "recorded": None}:
            raise Refused(f"{entry.place.path} says just this already: nothing was written")


def with_publishers(sources: Iterable[dict], vocabulary: Vocabulary) -> list[dict]:
    """The sources; where none is named, the publisher is the one whose host it is."""
    found = []
    for source in sources:
        url = source.get("url")
        host_of = typed.publisher_of(url, vocabulary) if "publisher" not in source and isinstance(url, str) else None
        found.append(source | ({"publisher": host_of} if host_of else {}))
    return found


def confidence(sources: Iterable[dict], vocabulary: Vocabulary) -> str:
    """`high` with an official source or two independent publishers, else `medium`."""
    tiers = {name: vocabulary.tier(name) for name in {source.get("publisher", "") for source in sources}}
    independent = [name for name, tier in tiers.items() if tier in INDEPENDENT]
    return "high" if "official" in tiers.values() or len(independent) > 1 else "medium"


def last_said(case_id: str, entries: list[Entry], kinds: Kinds) -> dict[str, Any]:
    """What the newest event of a case says that the next one may say again."""
    standing = case_of(case_id, entries, kinds).standing if entries else []
    data = standing[-1].data if standing else {}
    return {name: data[name] for name in ("parties", "jurisdiction", "sectors") if name in data}


def correction(entry: Entry, after: dict) -> dict[str, Any] | None:
    """The correction that makes of an event, as the record holds it, this document; none where it says so already."""
    change = patch(entry.data, after)
    if not change:
        return None
    current = type(entry.event).current
    document = {"type": "record.corrected", "of": entry.id, "change": change, "was": replaced(entry.data, change)}
    return document | ({"shape": current} if current > 1 else {})


def mentioned(value: Any) -> Iterator[str]:
    """All texts in a document, however deep."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mentioned(inner)
