"""What a program sends instead of a form: an event as it would stand in the log, with its case."""

from typing import Any

from tracker.log.amend import replaced
from tracker.log.decode import decode
from tracker.model.identity import case_of, is_slug
from tracker.model.problem import Place, all_of, did_you_mean
from tracker.site.contributing.asked import CORRECTION, REGISTERED, WITHHELD
from tracker.site.contributing.held import Held
from tracker.site.contributing.made import Document
from tracker.site.reading.ask import Refused

KEYS = ("case", "event", "parties")


def documents(held: Held, raw: bytes) -> list[Document]:
    """The documents in the body of a request: `event`, its `case`, and `parties` to be registered with it.

    Raises Refused with a sentence where it holds nothing that could be judged.
    """
    data, problems = decode(raw, Place("body"))
    if data is None:
        raise Refused("; ".join(f"the body: {p.sentence}{f' ({p.help})' if p.help else ''}" for p in problems))
    for key in data:
        if key not in KEYS:
            raise Refused(f"the body holds `{key[:60]}`; {did_you_mean(key, KEYS) or f'it holds {all_of(KEYS)}'}")
    event, parties = data.get("event"), data.get("parties", {})
    if not isinstance(event, dict) or not isinstance(parties, dict):
        raise Refused("`event` is an object with the fields of an event, and `parties` one of parties by their slugs")
    word = event.get("type")
    if not isinstance(word, str) or word not in held.kinds.types or word == WITHHELD:
        raise Refused("`type` of the event names no type that can be contributed; `/contribute.json` lists them")
    registered = [_registration(slug, fields) for slug, fields in parties.items()]
    return [*registered, Document(_case(held, data.get("case"), event), _whole(held, event))]


def _registration(slug: str, fields: Any) -> Document:
    if not is_slug(slug) or not isinstance(fields, dict):
        raise Refused(f"`parties` holds `{slug[:80]}`; it holds the fields of parties by their slugs")
    return Document(f"parties/{slug}", {**fields, "type": REGISTERED})


def _case(held: Held, given: Any, event: dict) -> str:
    case_id = case_of(event["of"]) if given is None and isinstance(event.get("of"), str) and "/" in event["of"] else given
    family, _, slug = case_id.partition("/") if isinstance(case_id, str) else ("", "", "")
    if family not in held.kinds.lives or not is_slug(slug):
        raise Refused("`case` is the id of a case, one to be opened perhaps: `pledges/tencent-ssv-2021`")
    return case_id


def _whole(held: Held, event: dict) -> dict:
    """The event; of a correction with the values that it replaces, as they stand now."""
    of, change = event.get("of"), event.get("change")
    if event["type"] != CORRECTION or "was" in event or not isinstance(of, str) or not isinstance(change, dict):
        return event
    version = held.version(of)
    return event if version is None else {**event, "was": replaced(version.entry.data, change)}
