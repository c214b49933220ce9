"""iCalendar (RFC 5545): each day that an event set, for whole days, under a name that never changes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from tracker.site import words
from tracker.site.feeds.days import Day
from tracker.site.feeds.tag import authority

TYPE = "text/calendar"

OFTEN = timedelta(days=1)
"""How often whoever subscribes may ask anew."""


class Setting(NamedTuple):
    """What a calendar says of itself, and how it makes addresses."""

    tag: str
    site: str
    title: str
    address: Callable[[str], str]
    """From a path of the site to a whole address."""
    self: str
    """The calendar's own address."""


def calendar(days: list[Day], setting: Setting) -> bytes:
    """The document, with a component for each day."""
    from icalendar import Calendar

    document = Calendar()
    document.add("prodid", f"-//{setting.site}//Deadlines//EN")
    document.add("version", "2.0")
    document.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        document.add(name, f"{setting.title} · {setting.site}")
    document.add("refresh-interval", OFTEN, parameters={"value": "DURATION"})
    document.add("source", setting.self, parameters={"value": "URI"})
    for day in days:
        document.add_component(_component(day, setting))
    return document.to_ical()


def _component(day: Day, setting: Setting) -> Any:
    from icalendar import Event

    first, last = date.fromisoformat(day.date.earliest), date.fromisoformat(day.date.latest)
    component = Event()
    component.add("uid", f"{day.event}/{day.field}@{authority(setting.tag)}")
    component.add("sequence", day.sequence)
    component.add("dtstamp", _instant(day.changed))
    component.add("created", _instant(day.recorded))
    component.add("last-modified", _instant(day.changed))
    component.add("dtstart", first)
    component.add("dtend", last + timedelta(days=1) if last < date.max else last)
    component.add("summary", f"{day.title}: {day.called}{'' if first == last else f' ({words.dated(day.date.text)})'}")
    component.add("description", "\n".join(_described(day, first, last)))
    component.add("status", "CANCELLED" if day.off else "CONFIRMED")
    component.add("transp", "TRANSPARENT")
    component.add("categories", [day.family, *day.sectors])
    component.add("url", setting.address(day.event))
    return component


def _described(day: Day, first: date, last: date) -> list[str]:
    lines = [f"{day.case['name']}: {day.called} {words.dated(day.date.text)}."]
    if first != last:
        lines.append(f"The source says no more than {words.dated(day.date.text)}: some day from {first} to {last}.")
    if day.off:
        lines.append(f"Called off: {day.off}.")
    return lines


def _instant(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
