"""Corrections, retractions and redactions: what the record says of each event, and what it said before.

The record is read in the order in which it was written. After each entry there is one state of knowledge:
for every event about the world its current text, who corrected it, and whether it still stands.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tracker.log import shape
from tracker.log.entry import Entry, entry_of
from tracker.model.problem import Problem, did_you_mean

FIXED = ("type", "version", "recorded", "of")
"""What no correction can change: retract the event and write it anew."""

AMENDING = frozenset({"record.corrected", "record.retracted"})
"""What changes what is known of the event that it concerns, and so does whatever takes it back."""

_NUMBER = re.compile(r"-[0-9]+$")


class Version(NamedTuple):
    """One event of a case as the record holds it at one time."""

    entry: Entry
    """The event with the corrections that hold."""
    original: Entry
    """The event as first recorded."""
    corrections: tuple[Entry, ...] = ()
    retraction: Entry | None = None
    redaction: Entry | None = None

    @property
    def standing(self) -> bool:
        return self.retraction is None


class Snapshot(NamedTuple):
    """What the record said of a case from one stamp on."""

    newest: Entry
    changed: tuple[str, ...]
    """Ids of the events of which the record now says something else."""
    versions: dict[str, Version]
    """All events of the case about the world, in recorded order. The next snapshot changes this same dict."""
    retractions: dict[str, Entry]
    """For each event that is taken back, of whatever kind, the retraction that holds."""


def snapshots(entries: list[Entry], problems: list[Problem]) -> Iterator[Snapshot]:
    """The states of knowledge of one case, one for each entry, which come in recorded order.

    What is wrong with an amendment is added to `problems` at the end, and the amendment is passed over.
    """
    return _Amender().run(entries, problems)


class _Amender:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.known: dict[str, Entry] = {}
        self.versions: dict[str, Version] = {}
        self.corrections: dict[str, list[Entry]] = {}
        self.retractions: list[tuple[str, Entry]] = []
        """What each takes back, and the retraction, in recorded order."""
        self.holding: dict[str, Entry] = {}
        self.torn: set[str] = set()
        """Events of which a correction was redacted: what they read until then, nobody can say any more."""
        self.found: dict[str, list[Problem]] = {}

    def run(self, entries: list[Entry], problems: list[Problem]) -> Iterator[Snapshot]:
        self.entries = entries
        for entry in entries:
            changed = self._take(entry)
            self.known[entry.id] = entry
            yield Snapshot(entry, changed, self.versions, self.holding)
        # An amendment that was wrong is put right by a retraction: nothing recorded can be removed.
        for amendment, found in self.found.items():
            if amendment not in self.holding:
                problems += found

    def _take(self, entry: Entry) -> tuple[str, ...]:
        if entry.event.about_world:
            self.versions[entry.id] = Version(entry, entry)
            return (entry.id,)
        word = entry.event.word
        if word == "record.corrected":
            return self._correct(entry)
        if word == "record.retracted":
            return self._retract(entry)
        if word == "record.redacted":
            return self._redact(entry)
        target = getattr(entry.event, "of", None)
        if target is not None and target not in self.known:
            self._report("P801", entry, ("of",), *self._nowhere(entry))
        return ()

    def _correct(self, entry: Entry) -> tuple[str, ...]:
        target = self._target(entry)
        if target is None:
            return ()
        if not target.event.about_world:
            help = "retract it, and write the right one anew"
            self._report("P805", entry, ("of",), f"`{target.stem}` is itself an event about the record", help)
            return ()
        if entry.event.redacted:
            self.torn.add(target.id)
            return ()
        version = self.versions[target.id]
        amended = self._apply(version.entry, entry, check_was=target.id not in self.torn)
        if amended is None:
            return ()
        self.corrections.setdefault(target.id, []).append(entry)
        self.versions[target.id] = version._replace(entry=amended, corrections=(*version.corrections, entry))
        return (target.id,)

    def _retract(self, entry: Entry) -> tuple[str, ...]:
        target = self._target(entry)
        if target is None:
            return ()
        if target.id in self.holding:
            help = f"`{self.holding[target.id].stem}` did so before; remove this one"
            self._report("P806", entry, ("of",), f"`{target.stem}` is retracted already", help)
            return ()
        self.retractions.append((target.id, entry))
        self.holding = _holding(self.retractions)
        # A retraction of a retraction, or of a correction, changes what is known of the event that that one concerned.
        while not target.event.about_world:
            target = self._concerned(target) if target.event.word in AMENDING else None
            if target is None:
                return ()
        self.versions[target.id] = self._renewed(target.id)
        return (target.id,)

    def _redact(self, entry: Entry) -> tuple[str, ...]:
        target = self._target(entry)
        if target is None:
            return ()
        if target.event.redacted is None:
            help = "replace its content by `{type, date, recorded, redacted}` in the same change"
            self._report("P807", entry, ("of",), f"`{target.stem}` still holds its text", help)
            return ()
        if target.id not in self.versions:
            return ()
        self.versions[target.id] = self.versions[target.id]._replace(redaction=entry)
        return (target.id,)

    def _target(self, entry: Entry) -> Entry | None:
        """The event that an amendment names, if it was recorded before in the same case."""
        target = self._concerned(entry)
        if target is None:
            self._report("P801", entry, ("of",), *self._nowhere(entry))
        return target

    def _concerned(self, entry: Entry) -> Entry | None:
        target = self.known.get(entry.event.of)
        if target is None and entry.event.redacted:
            # Only its name is left, which ends in a number where it was the second of its day.
            target = self.known.get(_NUMBER.sub("", entry.event.of or ""))
        return target

    def _nowhere(self, entry: Entry) -> tuple[str, str]:
        """Why there is no such event to concern, and what to do about it."""
        target = entry.event.of
        if target is None:
            return "its name does not say which event it concerns", "restore the name that the file had"
        if target.rsplit("/", 1)[0] != entry.case_id:
            help = "an event about the record stands in the folder of the case that it concerns"
            return f"`{target}` is no event of this case", help
        later = next((e for e in self.entries if e.id == target), None)
        if later is entry:
            return "an event about the record cannot concern itself", "name the event that is meant"
        if later is not None:
            help = "give this one a later `recorded`: what is said of an event is recorded after it"
            return f"`{later.stem}` was recorded after this, at `{later.recorded}`", help
        near = did_you_mean(target, self.known)
        return f"there is no event `{target}`", near or "give the id of an event of this case that was recorded before"

    def _renewed(self, event_id: str) -> Version:
        """What is known of an event, from its first text and the amendments that are not void."""
        old = self.versions[event_id]
        current, holding = old.original, []
        for correction in self.corrections.get(event_id, ()):
            if correction.id in self.holding:
                continue
            self.found.pop(correction.id, None)
            amended = self._apply(current, correction, check_was=False)
            if amended is not None:
                current = amended
                holding.append(correction)
        return Version(current, old.original, tuple(holding), self.holding.get(event_id), old.redaction)

    def _apply(self, target: Entry, correction: Entry, *, check_was: bool) -> Entry | None:
        """The target with the correction merged in, or none and a problem."""
        change, was, shape_version = correction.event.change, correction.event.was, correction.event.shape
        kind = type(target.event)
        if target.event.redacted:
            # The rest of what it put right is gone.
            change, was = ({"date": told["date"]} if "date" in told else {} for told in (change, was))
            if not change:
                return target
        for field in FIXED:
            if field in change:
                help = "retract the event, and write it anew"
                self._report("P803", correction, ("change", field), f"`{field}` cannot be corrected", help, key=True)
                return None
        if shape_version > kind.current:
            help = f"the newest is {kind.current}"
            self._report("P812", correction, ("shape",), f"`{kind.word}` has no version {shape_version}", help)
            return None
        stored = target.stored.get("version", 1)
        if stored > shape_version:
            help = f"write `change` and `was` for version {stored}"
            self._report("P812", correction, ("shape",), f"the event stands in version {stored} by now", help)
            return None
        # The event as it stands, in the shape for which the correction was written.
        before = shape.upcast(target.stored, kind, stored, shape_version)
        if check_was:
            differs = crossed(before, change, was)
            if differs is not None:
                self._report(*_crossing(correction, before, was, differs))
                return None
        merged = merge_patch(before, change)
        if check_was and merged == before:
            self._report("P811", correction, ("change",), "the correction changes nothing", "the event says so already")
            return None
        lifted = shape.upcast(merged, kind, shape_version, kind.current)
        event, problems = shape.event_of(lifted, kind, correction.place)
        for problem in problems:
            spot = correction.place._replace(pointer=("change", *problem.place.pointer), key=problem.place.key)
            note = f"`tracker explain {problem.code}` says more"
            sentence = f"the corrected event would be invalid: {problem.sentence}"
            self.found.setdefault(correction.id, []).append(Problem("P804", spot, sentence, problem.help, note))
        if event is None:
            return None
        return entry_of(target.id, target.case_id, lifted, event, target.place, merged)

    def _report(self, code: str, entry: Entry, pointer: tuple, sentence: str, help: str | None = None, key: bool = False) -> None:
        problem = Problem(code, entry.place._replace(pointer=pointer, key=key), sentence, help)
        self.found.setdefault(entry.id, []).append(problem)


def _holding(retractions: list[tuple[str, Entry]]) -> dict[str, Entry]:
    """For each id that is taken back the first retraction that holds, of retractions in recorded order."""
    holding: dict[str, Entry] = {}
    # Only what is recorded later can take a retraction back, so that the last one surely holds.
    for taken_back, retraction in reversed(retractions):
        if retraction.id not in holding:
            holding[taken_back] = retraction
    return holding


def merge_patch(target: Any, patch: Any) -> Any:
    """The target with the patch merged in, neither of them changed. Rule: RFC 7396, section 2."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged


def replaced(target: Any, patch: dict) -> dict:
    """What a patch replaces in a target: the `was` that belongs to this `change`; null where there was nothing."""
    old = target if isinstance(target, dict) else {}
    return {
        key: replaced(old[key], value) if isinstance(value, dict) and isinstance(old.get(key), dict) else old.get(key)
        for key, value in patch.items()
    }


def crossed(target: dict, change: dict, was: dict) -> tuple[str, ...] | None:
    """The way to the first value in which `was` is not what the event says, or none."""
    return _difference(replaced(target, change), was, ())


def _difference(stands: Any, said: Any, way: tuple[str, ...]) -> tuple[str, ...] | None:
    if isinstance(stands, dict) and isinstance(said, dict):
        for key in [*stands, *(k for k in said if k not in stands)]:
            if key not in stands or key not in said:
                return (*way, key)
            deeper = _difference(stands[key], said[key], (*way, key))
            if deeper is not None:
                return deeper
        return None
    return None if stands == said and type(stands) is type(said) else way or ("",)


def _crossing(correction: Entry, before: dict, was: dict, way: tuple[str, ...]) -> tuple:
    """Code, entry, place, sentence and help for a `was` that is not what the event says."""
    import json

    shown = ".".join(way)
    said = _at(was, way)
    if _at(correction.event.change, way) is _ABSENT:
        return "P802", correction, ("was", *way), f"`was` names `{shown}`, which `change` leaves alone", "remove it from `was`"
    value = _at(before, way)
    stands = "null" if value is _ABSENT else json.dumps(value, ensure_ascii=False)
    short = stands if len(stands) <= 120 else f"{stands[:119]}…"
    if said is _ABSENT:
        return "P802", correction, ("was", *way[:-1]), f"`was` does not say what `{shown}` was", f"say that it was `{short}`"
    sentence = f"`was` does not agree with the event, in which `{shown}` is `{short}`"
    if value is _ABSENT:
        sentence = f"`was` does not agree with the event, in which there is no `{shown}`"
    help = "if another correction came first, see whether this one is still needed; if so, say what stands now"
    return "P802", correction, ("was", *way), sentence, help


def _at(value: Any, way: tuple[str, ...]) -> Any:
    for key in way:
        value = value.get(key, _ABSENT) if isinstance(value, dict) else _ABSENT
    return value


_ABSENT = object()
