"""The rules of the log once more, written to be seen through and not to be fast: what the properties compare with."""

from typing import Any

from tracker.log.entry import Entry, entry_of
from tracker.log.history import Held
from tracker.model.life import Life


def patched(target: Any, patch: Any) -> Any:
    """The function `MergePatch` of RFC 7396, section 2, line by line."""
    if isinstance(patch, dict):
        if not isinstance(target, dict):
            target = {}
        target = dict(target)
        for name, value in patch.items():
            if value is None:
                if name in target:
                    del target[name]
            else:
                target[name] = patched(target.get(name), value)
        return target
    return patch


def taken_back(event_id: str, documents: list[tuple[str, dict]]) -> bool:
    """Whether some retraction of an event is not itself taken back."""
    return any(
        document["type"] == "record.retracted" and document["of"] == event_id and not taken_back(other, documents)
        for other, document in documents
    )


def read(event_id: str, documents: list[tuple[str, dict]]) -> dict:
    """An event as it reads with the corrections that hold, of documents in recorded order."""
    text = dict(documents)[event_id]
    for other, document in documents:
        if document["type"] == "record.corrected" and document["of"] == event_id and not taken_back(other, documents):
            text = patched(text, document["change"])
    return text


def standing(documents: list[tuple[str, dict]], entries: list[Entry]) -> list[Entry]:
    """The events about the world that stand, as they read; the documents in recorded order, and the entries read from them."""
    result = []
    for entry in entries:
        if entry.event.about_world and not taken_back(entry.id, documents):
            text = read(entry.id, documents)
            event = type(entry.event).model_validate(text)
            result.append(entry_of(entry.id, entry.case_id, text, event, entry.place, text))
    return result


def ordered(entries: list[Entry]) -> list[Entry]:
    """Repeatedly the first, in recorded order, that no waiting event is proven to precede; in a circle, by the dates alone."""
    waiting = sorted(entries, key=lambda entry: (entry.recorded, entry.id))
    told = []
    while waiting:
        free = [e for e in waiting if not any((other.when.latest or "~") < (e.when.earliest or "") for other in waiting)]
        ids = {entry.id for entry in waiting}
        first = next((e for e in free if e.event.given("follows") not in ids - {e.id}), free[0])
        told.append(first)
        waiting = [entry for entry in waiting if entry.id != first.id]
    return told


def held(life: Life, entries: list[Entry], as_of: str) -> Held | None:
    """What readers are told as of a day, events in fold order lived through one by one; none if nothing had happened yet."""
    state, day = None, None
    for entry in entries:
        begins = max(filter(None, (entry.when.earliest, day)), default=None)
        if begins is not None and begins > as_of:
            break
        state, day = _turned(state or life.state(), day, begins)
        day = begins
        status = life.table.get(state.status, {}).get(entry.event.step)
        if status is not None:
            state = entry.event.evolve(state, status)
    if state is None:
        return None
    state, _ = _turned(state, day, as_of)
    sums = state.sums()
    return Held(
        state.status,
        state.deadline_by.text if state.deadline_by else None,
        state.ends.text if state.ends else None,
        sums.promised if sums else None,
        sums.delivered if sums else None,
        sums.unit if sums else None,
    )


def _turned(state, day: str | None, until: str | None):
    """The state on a later day, if a day on the way has moved it on."""
    coming = state.turn()
    if coming is None or until is None:
        return state, day
    starts = max(filter(None, (coming[0].earliest, day)), default=None)
    return (coming[1], starts) if starts is not None and starts <= until else (state, day)
