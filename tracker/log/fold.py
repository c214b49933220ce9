"""The fold: events in, statuses out, by the lifecycle and nothing else."""

from typing import NamedTuple

from tracker.log.entry import Entry
from tracker.model.event import Event
from tracker.model.life import Life
from tracker.model.problem import Problem, one_of
from tracker.model.quick import quick
from tracker.model.state import State

_EVER = "9999-12-31"


class Step(NamedTuple):
    """The case after one event, or after a day that moved it on by itself."""

    entry: Entry
    """The event, or the one that set the day."""
    state: State
    day: str | None
    """The day from which it counts, as of which it is true; none where nobody dates it."""
    certain: str | None
    """The last day on which it may have happened; until then an answer says "may have". None where nobody dates it."""
    turned: bool = False
    """Whether no event but the day itself brought this about."""
    refused: bool = False
    """Whether the lifecycle knows no such step; the state is then the one before."""


_step = quick(Step)


def fold(life: Life, entries: list[Entry]) -> list[Step]:
    """The steps of a case whose entries come in fold order, redacted ones among them."""
    steps: list[Step] = []
    for entry in entries:
        extend(life, steps, entry)
    settle(steps)
    return steps


def extend(life: Life, steps: list[Step], entry: Entry) -> None:
    """Adds one entry to steps that do not yet end with a turn still to come."""
    date, event = entry.when, entry.event
    day, certain = date.earliest, date.latest or (_EVER if date.text else None)
    if steps:
        # In fold order an event counts from the later of its own first day and the day of the one before it, so that
        # what held as of a day is always a beginning of the fold.
        last = steps[-1]
        day = _later(day, last.day)
        turned = _turn(last, by=day)
        if turned is not None:
            steps.append(turned)
            last = turned
            day = _later(day, turned.day)
        state = last.state
        certain = _later(certain, last.certain)
    else:
        state = life.nothing
    status = _follows(life, state, event)
    if status is None:
        steps.append(_step((entry, state, day, certain, False, True)))
        return
    after = state.with_status(status) if "redacted" in entry.data else event.evolve(state, status)
    steps.append(_step((entry, after, day, certain, False, False)))


def _follows(life: Life, state: State, event: Event) -> str | None:
    """The status that the lifecycle says results, or none where it knows no such step."""
    row = life.table.get(state.status, {})
    status = row.get(event.step)
    if status is None and event.redacted:
        # What sort of amendment it was is gone with the text: the status stays, so that the fold stands.
        sorts = [to for step, to in row.items() if step.partition(" ")[0] == event.verb()]
        return state.status if state.status in sorts else next(iter(sorts), None)
    return status


def settle(steps: list[Step]) -> None:
    """Adds the turn that a day still to come will bring about, if the last state knows one."""
    turned = _turn(steps[-1]) if steps else None
    if turned is not None:
        steps.append(turned)


def unsettle(steps: list[Step]) -> bool:
    """Takes a turn at the end off again, before another event is added, and says whether there was one."""
    settled = bool(steps) and steps[-1].turned
    if settled:
        steps.pop()
    return settled


def _turn(last: Step, by: str | None = _EVER) -> Step | None:
    """The step that a day brings about by itself, if it comes no later than `by`."""
    coming = last.state.turn()
    if coming is None or by is None:
        return None
    starts, state = coming
    day = _later(starts.earliest, last.day)
    if day is None or day > by:
        return None
    return Step(last.entry, state, day, _later(starts.latest or _EVER, last.certain), turned=True)


def _later(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return max(one, other)


def refusals(life: Life, steps: list[Step]) -> list[Problem]:
    """A problem for every event that the lifecycle does not allow where it stands."""
    problems = []
    before: str | None = None
    for step in steps:
        if step.refused:
            problems.append(_refusal(life, step, before))
        before = step.state.status
    return problems


def _refusal(life: Life, step: Step, before: str | None) -> Problem:
    spot = step.entry.place._replace(pointer=("type",))
    allowed = sorted(life.table.get(before, {}))
    verb = step.entry.event.step
    if before is None:
        help = f"a case of `{life.family}` begins with {one_of(allowed)}"
        return Problem("P402", spot, f"no case can begin with `{verb}`", help)
    help = f"after `{before}` comes {one_of(allowed)}" if allowed else f"nothing comes after `{before}`"
    note = "the order is that of the dates where they prove one, else that of recording"
    return Problem("P401", spot, f"`{verb}` cannot follow when the case is `{before}`", help, note)
