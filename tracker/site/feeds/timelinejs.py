"""TimelineJS: a slide for each event that stands. https://timeline.knightlab.com/docs/json-format.html

Its texts are read as HTML, so that everything that comes from the record is escaped.
"""

from collections.abc import Callable
from typing import Any

import orjson
from markupsafe import Markup, escape

from tracker.model.dates import When, when
from tracker.site import words
from tracker.site.feeds.entries import Entry

TYPE = "application/json"


def document(entries: list[Entry], title: str, address: Callable[[str], str]) -> bytes:
    """The document of a timeline: its slides in the order of their dates."""
    shown = [entry for entry in entries if entry.event and entry.standing and not entry.removed and entry.event["date"]]
    shown.sort(key=lambda entry: (when(entry.event["date"]).earliest or "", entry.published, entry.id))
    slides = [_slide(entry, address) for entry in shown]
    return orjson.dumps({"title": {"text": {"headline": str(escape(title)), "text": ""}}, "events": slides})


def _slide(entry: Entry, address: Callable[[str], str]) -> dict[str, Any]:
    event = entry.event
    date = when(event["date"])
    start, end = _span(date)
    text = Markup('<p>{}</p><p><a href="{}">{}</a></p>').format(event["summary"] or "", address(entry.id), entry.case["name"])
    return {
        "unique_id": entry.id.replace("/", "."),
        "start_date": start,
        **({"end_date": end} if end else {}),
        "display_date": words.dated(date.text),
        "group": entry.family,
        "text": {"headline": str(escape(entry.title)), "text": str(text)},
    }


def _span(date: When) -> tuple[dict[str, int], dict[str, int] | None]:
    """From its first to its last day; a date that is open at one end stands at the other."""
    first, last = date.earliest or date.latest, date.latest or date.earliest
    return _day(first), _day(last) if last != first else None


def _day(text: str) -> dict[str, int]:
    year, month, day = map(int, text.split("-"))
    return {"year": year, "month": month, "day": day}
