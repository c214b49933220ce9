"""The smallest pieces of a page, of which there are many on each: made once for each word that they say."""

from functools import lru_cache

from markupsafe import Markup, escape

from tracker.site import words
from tracker.site.reading.families import singular

MARKS = {
    "announced": "○", "proposed": "○", "under way": "◐", "adopted": "◐", "open": "◐", "in force": "●", "restricted": "●", "fined": "■",
    "eased": "◑", "suspended": "‖", "fulfilled": "✓", "partly fulfilled": "◕", "broken": "✕", "withdrawn": "↩", "closed": "□",
    "lifted": "□", "repealed": "□", "dropped": "□", "made": "“", "retracted": "⊘", "active": "●", "merged": "→", "dissolved": "□",
    "overdue": "!", "may be overdue": "?", "due soon": "◷", "silent": "…", "running": "›", "settled": "□",
}  # fmt: skip
"""A status is a word and a mark; its colour says nothing that they do not."""

QUIET = (None, "settled", "running")
"""What the calendar says of a pledge without its being news."""


@lru_cache(maxsize=500)
def status(word: str | None, may: bool = False) -> Markup:
    """A status, of which the dates may leave open whether it had come about."""
    css = (word or "none").replace(" ", "-")
    said = f"{'may be ' if may else ''}{escape(word or 'nothing yet')}"
    mark = f'<span class="mark" aria-hidden="true">{MARKS.get(word or "", "·")}</span>'
    return Markup(f'<span class="status s-{escape(css)}">{mark}{said}</span>')


@lru_cache(maxsize=500)
def case_status(word: str | None, may: bool = False, clock: str | None = None) -> Markup:
    """What a case had become, and what the calendar says of it."""
    return status(word, may) if clock in QUIET else status(word, may) + " " + status(clock)


@lru_cache(maxsize=100)
def family(name: str) -> Markup:
    """What a case of a family is, in the family's colour."""
    return Markup(f'<span class="fam fam-{escape(name)}">{escape(singular(name).capitalize())}</span>')


@lru_cache(maxsize=10_000)
def date(text: str | None) -> Markup:
    """A date as stated, for readers and, where it can be said so, for programs."""
    said = escape(words.dated(text))
    return Markup(f'<time datetime="{escape(text)}">{said}</time>') if words.machine(text) else said
