"""Finds a registered party by what a person calls it: slug, name, alias, or something near to one of them."""

from collections.abc import Iterable
from difflib import get_close_matches

from tracker.log.checks.whole import PartyNames

_MOST = 8


class Parties:
    """The registered parties by all their names."""

    def __init__(self, known: Iterable[PartyNames]) -> None:
        self.names: dict[str, str] = {}
        """Slug -> name."""
        self._called: dict[str, list[str]] = {}
        for party in known:
            self.add(party.slug, party.name, *party.others)

    def add(self, slug: str, name: str, *others: str) -> None:
        """Takes in one more party."""
        self.names[slug] = name
        for called in (slug, name, *others):
            slugs = self._called.setdefault(_plain(called), [])
            if slug not in slugs:
                slugs.append(slug)

    def exactly(self, text: str) -> str | None:
        """The one party that is called so, or none."""
        found = [text] if text in self.names else self._called.get(_plain(text), [])
        return found[0] if len(found) == 1 else None

    def near(self, text: str) -> list[str]:
        """The parties that may be meant, the likeliest first: those of which this is part of a name, then those spelt alike."""
        plain = _plain(text)
        within = sorted((called for called in self._called if plain and plain in called), key=len)
        alike = get_close_matches(plain, self._called, n=_MOST, cutoff=0.7)
        slugs = dict.fromkeys(slug for called in (*within, *alike) for slug in self._called[called])
        return list(slugs)[:_MOST]


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())
