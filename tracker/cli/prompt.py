"""Questions at the terminal, and the few ways in which an answer is read."""

from collections.abc import Iterable, Sequence

import click

from tracker.model.problem import did_you_mean

_FEW = 20


def say(text: str) -> None:
    """A line for the person, kept apart from what a script would read."""
    click.echo(text, err=True)


def line(label: str, default: str = "") -> str:
    """An answer, without the spaces around it; nothing where Enter alone was pressed."""
    return click.prompt(label, default=default, show_default=bool(default), err=True).strip()


def choice(label: str, words: Sequence[str], default: str = "", *, optional: bool = False) -> str:
    """One of the words: typed in full, or begun so that only one is left."""
    if len(words) <= _FEW:
        say(f"  {', '.join(words)}")
    while True:
        given = line(label, default)
        if found := meant(given, words):
            return found
        if not given and optional:
            return ""
        help = did_you_mean(given, words) or "type one of them"
        say(f"  `{given}` is not one of them; {help}" if given else "  this one is needed")


def meant(given: str, words: Iterable[str]) -> str | None:
    """The one word that was typed, whole or in part from its beginning; none where there are several, or none."""
    typed_ = given.casefold()
    whole = [word for word in words if word.casefold() == typed_]
    begun = [word for word in words if typed_ and word.casefold().startswith(typed_)]
    found = whole or begun
    return found[0] if len(found) == 1 else None
