"""Citations: text to paste whose address carries both clocks, so that it shows for ever what was cited."""

from typing import Any

from tracker.site import words
from tracker.site.clocks import Clocks


def citation(title: str, path: str, clocks: Clocks, build: dict[str, Any]) -> dict[str, str]:
    """What a citation says. The record is cited as of its latest entry: what comes later it cannot know.

    The site's name and address are put in by the page, which knows them.
    """
    known_at = min(clocks.instant, build["last_recorded"])
    return {
        "title": title,
        "path": f"/{path}?as_of={clocks.day}&known_at={known_at}",
        "as_of": clocks.day,
        "known_at": known_at,
        "text": f"“{title}”, state of {words.day(clocks.day)}, as recorded by {words.stamp(known_at)}",
    }
