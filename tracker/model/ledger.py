"""The pledge ledger: what was promised, what was delivered, what is undisclosed; one currency or unit at a time."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from tracker.model.dates import When


class Promise(NamedTuple):
    """A promised sum; `revised` once a later event changed it."""

    unit: str
    value: Decimal
    first: Decimal
    bound: str | None = None
    not_counted: str | None = None

    @property
    def revised(self) -> bool:
        return self.value != self.first


class Delivery(NamedTuple):
    """A sum or quantity reported as given or spent, and the period that it covers."""

    unit: str
    value: Decimal
    cumulative: bool
    covers: When
    not_counted: str | None = None


class Sums(NamedTuple):
    """One line of the ledger. `remainder` is known only in the promise's own unit, and never below nothing."""

    unit: str
    promised: Decimal | None
    delivered: Decimal | None
    remainder: Decimal | None


def delivered(deliveries: tuple[Delivery, ...], unit: str) -> Decimal | None:
    """The latest cumulative sum plus the steps whose period begins after it ends; none where nothing was reported."""
    counted = [d for d in deliveries if d.unit == unit and not d.not_counted]
    if not counted:
        return None
    latest = latest_cumulative(counted)
    if latest is None:
        return sum((d.value for d in counted), Decimal(0))
    after = (d.value for d in counted if not d.cumulative and begins_after(d.covers, latest.covers))
    return latest.value + sum(after, Decimal(0))


def latest_cumulative(deliveries: list[Delivery]) -> Delivery | None:
    """The cumulative report whose period ends last; of two that end on one day, the later in the fold."""
    latest = None
    for delivery in deliveries:
        if delivery.cumulative and (latest is None or _end(delivery.covers) >= _end(latest.covers)):
            latest = delivery
    return latest


def _end(covers: When) -> str:
    return covers.upper or "9999-12-31"


def begins_after(later: When, earlier: When) -> bool:
    """Whether a period begins after another has ended, as both are stated."""
    return later.lower is not None and earlier.upper is not None and later.lower > earlier.upper


def overlap(one: When, other: When) -> bool:
    """Whether two periods share a day, as both are stated."""
    return not begins_after(one, other) and not begins_after(other, one)


def sums(promise: Promise | None, deliveries: tuple[Delivery, ...]) -> Iterator[Sums]:
    """A line for the promise's unit, then one for each other unit in which something was delivered."""
    units = dict.fromkeys([promise.unit] if promise else [])
    units.update(dict.fromkeys(d.unit for d in deliveries))
    for unit in units:
        given = delivered(deliveries, unit)
        own = promise is not None and promise.unit == unit
        promised = promise.value if own else None
        remainder = max(promised - (given or Decimal(0)), Decimal(0)) if own else None
        yield Sums(unit, promised, given, remainder)
