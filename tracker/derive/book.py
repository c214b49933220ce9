"""The parties' names by day: an event shows each party as it was called then."""

from collections.abc import Callable
from typing import NamedTuple

from tracker.log.case import Case
from tracker.model.identity import case_pk


class Names(NamedTuple):
    """What a party was called from which day on."""

    called: tuple[tuple[str | None, str], ...]
    """Day and name, in order; the first has no day or the earliest."""
    native: str | None
    aliases: tuple[str, ...]

    def on(self, day: str | None) -> str:
        """The name on a day; on an unknown one the latest."""
        name = self.called[0][1]
        for since, later in self.called[1:]:
            if day is None or since is None or since <= day:
                name = later
        return name


def names_of(case: Case) -> Names:
    """The names of a registered party, from its story."""
    called: list[tuple[str | None, str]] = []
    native, aliases = None, ()
    for step in case.story.steps:
        name = getattr(step.state, "called", None)
        if name and (not called or called[-1][1] != name):
            called.append((step.day if called else None, name))
        native = getattr(step.state, "native", None)
        aliases = getattr(step.state, "other_names", ())
    return Names(tuple(called) or ((None, case.name),), native, tuple(aliases))


class Known(NamedTuple):
    """A party as rows name it."""

    pk: int
    id: str
    names: Names
    texts: tuple[str | None, str | None]
    """Its latest name, and that in its own script."""


class Book:
    """Party -> what rows say of it, looked up when it is first asked for."""

    def __init__(self, look_up: Callable[[str], Names | None]) -> None:
        self._look_up = look_up
        self._known: dict[str, Known] = {}

    def __getitem__(self, slug: str) -> Known:
        known = self._known.get(slug)
        if known is None:
            names = self._look_up(slug) or Names(((None, slug),), None, ())
            party = f"parties/{slug}"
            known = self._known[slug] = Known(case_pk(party), party, names, (names.on(None), names.native))
        return known
