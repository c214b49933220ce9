"""The append-only rule: what a change of the log may do to what is merged, which is to add to it and nothing else.

Each rule is a function of its own, listed at the foot. A rule knows values only: what stood where two branches
parted (`old`), what the change puts there (`new`), and what stands on the tip into which it is to be merged.
"""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256

from tracker.log.change import (
    EXECUTABLE,
    FILE,
    LINK,
    MOST_BESIDE,
    MOST_BULK,
    Added,
    Against,
    Change,
    File,
    folded,
    is_bulk,
    is_event,
    is_protected,
)
from tracker.log.decode import MOST_BYTES
from tracker.log.names import name_of
from tracker.model.identity import is_stem
from tracker.model.problem import Place, Problem, all_of

WITH_EVENTS = frozenset({"events/README.md", "events/accepted.json"})
"""What may change together with events: neither decides whether an event is an error."""

_REFUSED = frozenset({"P910", "P911", "P912", "P914", "P916", "P917", "P920"})
"""Where one of these was found the rest of the log is judged as if the file had been left alone."""

_MOVED = "the path is an event's identity: put the file back where it was, and correct what is wrong with `record.corrected`"


def check(changes: list[Change], against: Against) -> list[Problem]:
    """Everything that a change does to files and may not."""
    found = [problem for rule in RULES for problem in rule(changes, against)]
    for change in changes:
        rules = FILE_RULES if is_protected(change.path) else BESIDE_RULES
        found += (problem for rule in rules for problem in rule(change, against))
    return found


def check_events(added: list[Added], against: Against) -> list[Problem]:
    """Everything that is wrong with when the added events were recorded."""
    return [problem for rule in EVENT_RULES for event in added for problem in rule(event, against)]


def laid(changes: list[Change], problems: list[Problem], against: Against) -> list[Change]:
    """The changes that the rest of the log is judged with; of a refused one that it breaks others too is no news."""
    refused = {problem.place.path for problem in problems if problem.code in _REFUSED}
    # A redaction that names its event is judged with it, if only to say that it was made wrong.
    refused |= {p.place.path for p in problems if p.code == "P921" and _id_of(p.place.path) not in against.redacted}
    return [change for change in changes if change.path not in refused]


def edited(change: Change, against: Against) -> Iterator[Problem]:
    """A merged event keeps its content."""
    if not _both(change) or _missing(change.new) or change.old.oid == change.new.oid:
        return
    if is_bulk(change.path, against.kinds) or _redacts(change):
        return
    sentence, note = "a merged event was edited", None
    if change.old.content is not None and change.new.content is not None and _lines(change.old) == _lines(change.new):
        sentence = "the line ends of a merged event were edited"
        note = "see what `core.autocrlf` and `.gitattributes` do to the file"
    help = f"take it back from `{against.revision}`, and say what is to be read instead: `tracker correct {_id(change)} ...`"
    yield Problem("P910", Place(change.path), sentence, help, note)


def removed(change: Change, against: Against) -> Iterator[Problem]:
    """A merged event stays."""
    if change.old is not None and change.new is None:
        help = f"take it back from `{against.revision}`; what should not stand is retracted: `tracker retract {_id(change)} ...`"
        yield Problem("P911", Place(change.path), "a merged event was removed", help)


def moved(changes: list[Change], against: Against) -> Iterator[Problem]:
    """A merged event keeps its name."""
    arrived = {change.new.oid: change.path for change in changes if change.old is None and change.new is not None}
    for change in changes:
        if is_protected(change.path) and change.new is None and change.old is not None and change.old.oid in arrived:
            yield Problem("P912", Place(arrived[change.old.oid]), f"a merged event was moved here from `{change.path}`", _MOVED)


def permitted(change: Change, against: Against) -> Iterator[Problem]:
    """A file of the log is not a program."""
    if change.new is not None and change.new.mode == EXECUTABLE:
        help = f"`git update-index --chmod=-x {change.path}`"
        yield Problem("P913", Place(change.path), "the file is marked as a program", help)


def regular(change: Change, against: Against) -> Iterator[Problem]:
    """A file of the log is a regular file."""
    if change.new is not None and change.new.mode not in (FILE, EXECUTABLE):
        what = "a symbolic link" if change.new.mode == LINK else "no regular file"
        yield Problem("P914", Place(change.path), f"this is {what}", "put the file itself here")


def twins(changes: list[Change], against: Against) -> Iterator[Problem]:
    """No name differs from another in small and capital letters alone: where they are not told apart, one hides the other."""
    added = [change.path for change in changes if change.old is None and change.new is not None and is_protected(change.path)]
    wanted = {folded(way) for path in added for way in _ways(path)}
    spelt: dict[str, str] = {}
    # Most files share their folders with others, which need be looked at once.
    folders = dict.fromkeys(path.rpartition("/")[0] for path in against.paths) if added else {}
    ways = [way for folder in folders for way in _ways(folder)]
    for way in [*ways, *against.paths, *(way for path in added for way in _ways(path))] if added else ():
        read = folded(way)
        if read in wanted:
            spelt.setdefault(read, way)
    for path in added:
        other = next((spelt[folded(way)] for way in _ways(path) if spelt[folded(way)] != way), None)
        if other is not None:
            help = "if the two are one case, write in its folder; else give this one another name"
            yield Problem("P915", Place(path), f"`{other}` differs from this only in small and capital letters", help)


def small(change: Change, against: Against) -> Iterator[Problem]:
    """What is too large for an event is not read."""
    most = MOST_BULK if is_bulk(change.path, against.kinds) else MOST_BYTES if is_protected(change.path) else MOST_BESIDE
    if change.new is not None and change.new.size > most:
        sentence = f"the file has {change.new.size:,} bytes and was not read; at most {most:,} are"
        help = "an event is a page of text at the most; of what is longer give the address"
        yield Problem("P916", Place(change.path), sentence, help)


def grown(change: Change, against: Against) -> Iterator[Problem]:
    """A bulk file grows at its end."""
    if is_bulk(change.path, against.kinds) and _both(change) and not change.grown:
        help = f"take the file as it stands on `{against.revision}`, and add lines after its last one"
        note = "what a line says is corrected or retracted by an event in the folder of its case"
        yield Problem("P917", Place(change.path), "a bulk file was changed elsewhere than at its end", help, note)


def after_all(event: Added, against: Against) -> Iterator[Problem]:
    """What is added is recorded after all that is merged, so that recorded order is merge order."""
    if against.latest is not None and event.recorded <= against.latest:
        spot = event.place._replace(pointer=("recorded",))
        sentence = f"recorded at `{event.recorded}`, not after the newest event on `{against.revision}`, `{against.latest}`"
        yield Problem("P918", spot, sentence, f"`tracker stamp --since {against.revision}` renews it, just before the merge")


def not_ahead(event: Added, against: Against) -> Iterator[Problem]:
    """Nothing is recorded in the future."""
    if event.recorded > against.now:
        spot = event.place._replace(pointer=("recorded",))
        help = "give the time at which it was written, in UTC"
        yield Problem("P919", spot, f"recorded at `{event.recorded}`, and it is only `{against.now}`", help)


def crossed(change: Change, against: Against) -> Iterator[Problem]:
    """What was merged in the meantime is not written over."""
    began = change.old.oid if change.old else None
    if change.new is None or change.tip in (began, change.new.oid):
        return
    if change.tip is None:
        sentence = f"the file was removed from `{against.revision}` in the meantime"
        help = f"begin again from `{against.revision}`"
    elif began is None:
        sentence = f"`{against.revision}` holds another event of this name by now"
        help = "if it says the same, leave yours out; if not, let the name of yours end in `-2`"
    else:
        sentence = f"the file has changed on `{against.revision}` in the meantime"
        help = f"begin again from `{against.revision}`, and add what you add to what stands there now"
    yield Problem("P920", Place(change.path), sentence, help)


def redacted(change: Change, against: Against) -> Iterator[Problem]:
    """The one edit that is allowed leaves type, date and stamp, the hash of what stood there, and says so."""
    if not _both(change) or not _redacts(change):
        return
    left = _left(change.old)
    given = _object(change.new.content)
    for field in [*left, *(f for f in given if f not in left)]:
        if given.get(field) != left.get(field):
            spot = Place(change.path, (field,) if field in given else ())
            sentence = f"a redaction leaves `{field}` as it was" if field in left else f"a redaction leaves nothing of `{field}`"
            if field == "redacted":
                sentence = "`redacted` is not the SHA-256 of the bytes that stood here"
            yield Problem("P921", spot, sentence, f"the file holds just `{json.dumps(left, ensure_ascii=False)}`")
            return
    if _id(change) not in against.redacted:
        help = "add the `record.redacted` whose `of` names this event in the same change"
        yield Problem("P921", Place(change.path), "the text was removed, and nothing in this change says why", help)


def fewer(changes: list[Change], against: Against) -> Iterator[Problem]:
    """The log never shrinks, whatever else was or was not noticed."""
    counted = [change for change in changes if is_event(change.path, against.kinds) or is_bulk(change.path, against.kinds)]
    gone = sum(change.old is not None and _missing(change.new) for change in counted)
    come = sum(change.old is None and not _missing(change.new) for change in counted)
    if gone > come:
        before = sum(is_event(path, against.kinds) or is_bulk(path, against.kinds) for path in against.paths)
        sentence = f"the log would hold {before - gone + come:,} files of events, and holds {before:,} on `{against.revision}`"
        yield Problem("P922", Place("events"), sentence, f"begin again from `{against.revision}`, and only add to it")


def apart(changes: list[Change], against: Against) -> Iterator[Problem]:
    """Whoever adds events leaves alone what judges them: code, words, workflows."""
    began = any(is_protected(path) for path in against.paths)
    if not began or not any(is_protected(change.path) for change in changes):
        return
    others = [c.path for c in changes if not is_protected(c.path) and c.path not in WITH_EVENTS] + list(against.elsewhere)
    if others:
        more = f", and {len(others) - 3:,} more" if len(others) > 3 else ""
        sentence = f"the change adds events and touches {all_of(others[:3])}{more}"
        help = "propose the two apart: what judges events first, then the events"
        yield Problem("P923", Place(others[0]), sentence, help)


def placed(change: Change, against: Against) -> Iterator[Problem]:
    """A file stands where an event stands."""
    if change.old is not None or _missing(change.new) or is_event(change.path, against.kinds):
        return
    if not is_bulk(change.path, against.kinds):
        yield from name_of(change.path, against.kinds)[1]
    elif not is_stem(change.path.rsplit("/", 1)[1].removesuffix(".jsonl")):
        help = "use words of a-z, 0-9 and _ joined by single hyphens: `import-2026.jsonl`"
        yield Problem("P110", Place(change.path), "this is no name for a bulk file", help)


FILE_RULES: tuple[Callable[[Change, Against], Iterator[Problem]], ...] = (
    edited, removed, permitted, regular, small, grown, crossed, redacted, placed,
)  # fmt: skip
BESIDE_RULES = (regular, small)
RULES: tuple[Callable[[list[Change], Against], Iterator[Problem]], ...] = (moved, twins, fewer, apart)
EVENT_RULES: tuple[Callable[[Added, Against], Iterator[Problem]], ...] = (after_all, not_ahead)


def _both(change: Change) -> bool:
    return change.old is not None and change.new is not None


def _missing(file: File | None) -> bool:
    return file is None or file.mode not in (FILE, EXECUTABLE)


def _id(change: Change) -> str:
    return _id_of(change.path)


def _id_of(path: str) -> str:
    return path.removeprefix("events/").removesuffix(".json")


def _lines(file: File) -> bytes:
    return file.content.replace(b"\r\n", b"\n")


def _redacts(change: Change) -> bool:
    """Whether an edit means to be a redaction, and of what was not redacted before."""
    return "redacted" in _object(change.new.content) and "redacted" not in _object(change.old.content)


def _left(old: File) -> dict:
    """What a redaction leaves of a file."""
    was = _object(old.content)
    kept = {field: was[field] for field in ("type", "version", "date", "recorded") if field in was}
    return kept | {"redacted": sha256(old.content).hexdigest()}


def _object(content: bytes | None) -> dict:
    """The object in a file; an empty one where there is none that could be read."""
    try:
        data = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _ways(path: str) -> list[str]:
    """The path, and the folders on the way to it."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]
