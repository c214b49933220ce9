"""The two clocks of a case: what held from which day to which, as the record knew it from which stamp to which."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tracker.log.amend import Version, snapshots
from tracker.log.entry import Entry, by_recorded
from tracker.log.fold import Step, extend, fold, settle, unsettle
from tracker.log.order import comes_last, ordered
from tracker.model.life import Life
from tracker.model.problem import Problem
from tracker.model.quick import quick


class Held(NamedTuple):
    """What readers are told of a case at one time."""

    status: str | None
    due: str | None
    until: str | None
    promised: object
    delivered: object
    unit: str | None


class Stretch(NamedTuple):
    """A state of a case on both clocks. All spans are half-open; none is open."""

    held: Held
    valid_from: str | None
    valid_to: str | None
    certain_from: str | None
    """The last day on which it may have begun; from `valid_from` until that day it "may have"."""
    known_from: str
    known_to: str | None
    entry: Entry
    turned: bool


class Past(NamedTuple):
    """An event as the record held it for some time."""

    version: Version
    known_from: str
    known_to: str | None
    cause: Entry
    """The entry that made it so: the event itself, or what corrected, retracted or redacted it."""


@dataclass(frozen=True)
class Story:
    """Everything that follows from the entries of one case; what readers were told when is worked out when it is asked for."""

    life: Life
    entries: list[Entry]
    """In recorded order."""
    versions: dict[str, Version]
    steps: list[Step]
    problems: list[Problem]
    retractions: dict[str, Entry]
    """For each event that is taken back, amendments among them, the retraction that holds."""
    growth: list[tuple[Entry, dict[str, Version]]]
    """Every entry with the versions that it brought, of itself or of what it amends; none where it is of itself in all."""

    @property
    def recorded_to(self) -> str:
        """When the latest entry was recorded."""
        return self.entries[-1].recorded if self.entries else ""

    @property
    def latest(self) -> Step | None:
        """The last step that had come when the latest entry was recorded: a day still to come is no news yet."""
        last = self.steps[-1] if self.steps else None
        if last is not None and last.turned and (last.day or "") > self.recorded_to[:10]:
            return self.steps[-2]
        return last

    @property
    def status(self) -> str:
        """The status after all that is recorded; `retracted` where nothing stands."""
        return self.latest.state.status if self.latest and self.latest.state.status else "retracted"

    @property
    def stretches(self) -> list[Stretch]:
        """The states of the case on both clocks."""
        return self._history[0]

    @property
    def pasts(self) -> list[Past]:
        """The events of the case as the record held them, one after another."""
        return self._history[1]

    @cached_property
    def _history(self) -> tuple[list[Stretch], list[Past]]:
        return _history(self)


class _Known(NamedTuple):
    """What is told from one day on. Which event began it is a part of it, how that event reads is not."""

    held: Held
    valid_from: str | None
    certain_from: str | None
    event_id: str
    turned: bool


_version, _stretch, _known, _as_held = quick(Version), quick(Stretch), quick(_Known), quick(Held)


class _Telling:
    """What is told of a case at one stamp, and since when each part of it has been."""

    def __init__(self) -> None:
        self.told: list[tuple[_Known, Entry]] = []
        self.since: list[str] = []
        self.stretches: list[Stretch] = []

    def grow(self, told: list[tuple[_Known, Entry]], stamp: str) -> None:
        """Goes over to what begins as before and ends otherwise: all but the end stays known since when it was."""
        same = 0
        while same < min(len(told), len(self.told)) and told[same] is self.told[same]:
            same += 1
        if same and _ends(told, same - 1) != _ends(self.told, same - 1):
            same -= 1
        for number in range(same, len(self.told)):
            self._close(number, stamp)
        self.since[same:] = [stamp] * (len(told) - same)
        self.told = told

    def change(self, told: list[tuple[_Known, Entry]], stamp: str) -> None:
        """Goes over to anything else: whatever is told as before stays known since when it was."""
        before = {(known, _ends(self.told, n)): n for n, (known, _) in enumerate(self.told)}
        kept = [before.pop((known, _ends(told, n)), None) for n, (known, _) in enumerate(told)]
        for number in before.values():
            self._close(number, stamp)
        self.since = [stamp if number is None else self.since[number] for number in kept]
        self.told = told

    def end(self) -> list[Stretch]:
        """All stretches; those told last are known still."""
        for number in range(len(self.told)):
            self._close(number, None)
        return self.stretches

    def _close(self, number: int, stamp: str | None) -> None:
        known, entry = self.told[number]
        since = self.since[number]
        if since != stamp:
            ends = _ends(self.told, number)
            held, valid_from, certain_from, _, turned = known
            self.stretches.append(_stretch((held, valid_from, ends, certain_from, since, stamp, entry, turned)))


def tell(life: Life, entries: list[Entry]) -> Story:
    """The story of one case. The entries may come in any order; they are told in that of recording."""
    entries = sorted(entries, key=by_recorded)
    problems: list[Problem] = []
    retractions: dict[str, Entry] = {}
    if all([entry.event.about_world for entry in entries]):
        versions = {entry.id: _version((entry, entry, (), None, None)) for entry in entries}
        growth = []
        standing = entries
    else:
        versions, growth = {}, []
        for snapshot in snapshots(entries, problems):
            versions, retractions = snapshot.versions, snapshot.retractions
            growth.append((snapshot.newest, {event_id: versions[event_id] for event_id in snapshot.changed}))
        standing = [version.entry for version in versions.values() if version.retraction is None]
    return Story(life, entries, versions, fold(life, ordered(standing)), problems, retractions, growth)


def _history(story: Story) -> tuple[list[Stretch], list[Past]]:
    """What was told of a case, stamp by stamp."""
    plain = len(story.versions) == len(story.entries)
    if plain and len(story.steps) == len(story.entries) and all(map(_as_recorded, story.entries, story.steps)):
        # Nothing was amended, no day moved the case on, and the order of recording is that of the fold: what was
        # told after each entry is a beginning of what is told now.
        telling = _Telling()
        for entry, step in zip(story.entries, story.steps, strict=True):
            telling.grow(_told(telling.told.copy(), [step]), entry.recorded)
        return telling.end(), [Past(story.versions[entry.id], entry.recorded, None, entry) for entry in story.entries]
    return _amended(story)


def _as_recorded(entry: Entry, step: Step) -> bool:
    """Whether a step is that of this entry, after which no day was expected to bring about another."""
    return step.entry is entry and step.state.turn() is None


def _amended(story: Story) -> tuple[list[Stretch], list[Past]]:
    """The same where it takes a fold after every entry."""
    life = story.life
    steps: list[Step] = []
    telling = _Telling()
    open_pasts: dict[str, Past] = {}
    pasts: list[Past] = []
    tied = False
    furthest = ""
    versions: dict[str, Version] = {}
    for newest, changed in story.growth or ((entry, {entry.id: story.versions[entry.id]}) for entry in story.entries):
        stamp = newest.recorded
        versions.update(changed)
        for event_id, version in changed.items():
            before = open_pasts.get(event_id)
            if before is not None:
                pasts.append(before._replace(known_to=stamp))
            open_pasts[event_id] = Past(version, stamp, None, newest)
        if not changed:
            continue
        # Nearly every entry is the last in order too: then what was told before stands, and only its end is told.
        if newest.event.about_world and not tied and comes_last(newest, furthest):
            turned = unsettle(steps)
            kept = len(steps)
            extend(life, steps, newest)
            settle(steps)
            if turned:
                telling.change(_told([], steps), stamp)
            else:
                telling.grow(_told(telling.told.copy(), steps[kept:]), stamp)
            tied = "follows" in newest.data
            furthest = max(furthest, newest.when.earliest or "")
        else:
            standing = [v.entry for v in versions.values() if v.retraction is None]
            steps = fold(life, ordered(standing))
            telling.change(_told([], steps), stamp)
            # Whatever was amended may begin on another day by now, and say otherwise what it followed.
            tied = any("follows" in entry.data for entry in standing)
            furthest = max((entry.when.earliest or "" for entry in standing), default="")
    pasts.extend(open_pasts.values())
    return telling.end(), pasts


def _told(told: list[tuple[_Known, Entry]], steps: list[Step]) -> list[tuple[_Known, Entry]]:
    """What a reader is told, with these steps added: each that shows a change; of several from one day only the last."""
    for step in steps:
        held = _held(step)
        same_day = bool(told) and told[-1][0].valid_from == step.day
        if same_day:
            told.pop()
        # What came back on the day on which it went was never gone, unless nobody knows that it was that day.
        came_back = same_day and step.certain != step.day
        if not told or told[-1][0].held != held or came_back:
            told.append((_known((held, step.day, step.certain, step.entry.id, step.turned)), step.entry))
    return told


def _ends(told: list[tuple[_Known, Entry]], number: int) -> str | None:
    return told[number + 1][0].valid_from if number + 1 < len(told) else None


def _held(step: Step) -> Held:
    state = step.state
    sums = state.sums()
    deadline, ends = state.deadline_by, state.ends
    promised, delivered, unit = (sums.promised, sums.delivered, sums.unit) if sums else (None, None, None)
    return _as_held((state.status, deadline and deadline.text, ends and ends.text, promised, delivered, unit))
