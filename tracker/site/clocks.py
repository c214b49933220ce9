"""The two clocks of a page: what had happened as of a day, as the record knew it at an instant."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from tracker.model.dates import InvalidDate, end_of, is_day

EVER = "9999-12-31T23:59:59Z"
"""Later than any stamp: the record as it stands."""


class BadClock(ValueError):
    """An address asks for a time that is none."""


class Clocks(NamedTuple):
    """Where both clocks stand."""

    today: str
    as_of: str | None = None
    """The day that the address asks for."""
    known_at: str | None = None
    """The day or instant that the address asks for, as it was written."""

    @property
    def day(self) -> str:
        """The day as of which the page speaks."""
        return self.as_of or self.today

    @property
    def instant(self) -> str:
        """The instant up to which the record is read."""
        return end_of(self.known_at) if self.known_at else EVER

    @property
    def moved(self) -> bool:
        """Whether the page speaks of another time than now."""
        return bool(self.as_of or self.known_at)

    @property
    def query(self) -> str:
        """What a link carries on, so that the next page stands at the same time."""
        given = [f"{name}={value}" for name, value in (("as_of", self.as_of), ("known_at", self.known_at)) if value]
        return "?" + "&".join(given) if given else ""


def today() -> str:
    """The calendar day in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%d")


def clocks(args: Mapping[str, list[str]]) -> Clocks:
    """The clocks that an address sets. An empty field, as a form sends it, sets none.

    Raises BadClock with a sentence that says what is wrong.
    """
    as_of, known_at = (_one(args, name) for name in ("as_of", "known_at"))
    if as_of and not is_day(as_of):
        raise BadClock(f"as_of `{as_of[:40]}` is not a day such as 2022-10-07")
    if known_at:
        try:
            end_of(known_at)
        except InvalidDate as error:
            raise BadClock(f"known_at {str(error) if len(known_at) <= 40 else 'is far too long'}") from None
    return Clocks(today(), as_of, known_at)


def _one(args: Mapping[str, list[str]], name: str) -> str | None:
    given = [value.strip() for value in args.get(name, ()) if value.strip()]
    if len(set(given)) > 1:
        raise BadClock(f"{name} is given more than once")
    return given[0] if given else None
