"""Documents to entries: decode, name, upcast, validate; every refusal is a problem with its place."""

from collections.abc import Iterable

from tracker.kinds import Kinds
from tracker.log import names, shape
from tracker.log.decode import decode
from tracker.log.entry import Entry, entry_of
from tracker.log.strict import too_deep
from tracker.model.event import Event
from tracker.model.problem import Place, Problem
from tracker.model.quick import quick

Document = tuple[str, int | None, bytes]
"""Where it stands, as a path relative to the project with forward slashes and, in a bulk file, the number of the line
counted from 1; and what stands there."""

Parsed = tuple[Entry | None, list[Problem]]
"""An entry, or none where the document is refused, and what is wrong."""


_place = quick(Place)


def parse_file(path: str, raw: bytes, kinds: Kinds) -> Parsed:
    """The entry in one event file."""
    return parse([(path, None, raw)], kinds)[0]


def parse_line(path: str, number: int, raw: bytes, kinds: Kinds) -> Parsed:
    """The entry in one line of a bulk file: `id` comes first, then the event's own keys."""
    return parse([(path, number, raw)], kinds)[0]


def parse(documents: Iterable[Document], kinds: Kinds) -> list[Parsed]:
    """The entries in some documents, one for each.

    Each step is taken for all before the next begins. What it asks of the processor's cache stays there meanwhile,
    and all together take two thirds of the time that they take one by one.
    """
    read = [_read(path, line, raw, kinds) for path, line, raw in documents]
    shaped = [_shaped(*one, kinds) for one in read]
    return [_entry(*one) for one in shaped]


_Read = tuple[names.Name | None, dict | None, Place, list[Problem]]
"""What a document says, under which name; no name where it is refused, for these problems."""

_Shaped = tuple[names.Name | None, dict | None, Place, list[Problem], dict | None, type[Event] | None, Event | None]
"""The same with the document in the current version of its type, that type, and the event; no event where it is refused."""


def _read(path: str, line: int | None, raw: bytes, kinds: Kinds) -> _Read:
    place = _place((path, (), False, line, None))
    data, problems = decode(raw, place)
    if line is None:
        name, wrong = names.name_of(path, kinds)
        return name if data is not None else None, data, place, wrong + problems
    if data is None:
        return None, None, place, problems
    spot = place._replace(pointer=("id",))
    event_id = data.pop("id", None)
    if not isinstance(event_id, str):
        help = 'begin it with `{"id": "<family>/<case>/<stem>", ...`'
        return None, data, place, [Problem("P115", place, "the line has no `id`", help)]
    name, problems = names.identity(event_id, spot, kinds)
    family = path.split("/")[1]
    if name is not None and name.family != family:
        sentence = f"`{event_id}` does not belong in a bulk file of `{family}`"
        return None, data, place, [Problem("P115", spot, sentence, f"move it to `events/{name.family}/`")]
    return name, data, place, problems


def _shaped(name: names.Name | None, data: dict | None, place: Place, problems: list[Problem], kinds: Kinds) -> _Shaped:
    if name is None:
        return None, data, place, problems, None, None, None
    kind, problems = shape.kind_of(data, name.family, kinds, place)
    if kind is None:
        return name, data, place, problems, data, None, None
    version = data.get("version", 1)
    # A version that is no whole number is left to the model, which says so.
    older = type(version) is int and 0 < version < kind.current
    current = shape.upcast(data, kind, version, kind.current) if older else data
    event, problems = shape.event_of(current, kind, place)
    return name, data, place, problems, current, kind, event


def _entry(
    name: names.Name | None, data: dict | None, place: Place, problems: list[Problem],
    current: dict | None, kind: type[Event] | None, event: Event | None,
) -> Parsed:  # fmt: skip
    if event is None:
        return None, problems
    # All other types are closed to what they do not know, and so to depth.
    deep = too_deep(data, place) if kind.word == "record.corrected" else None
    if deep:
        return None, [deep]
    said = data
    if event.redacted and not kind.about_world:
        of = names.concerned(name, kind.verb())
        event, said = event.model_copy(update={"of": of}), {**data, "of": of}
    wrong = names.disagreement(name, said, kind.word, kind.about_world, place)
    return entry_of(name.id, name.case_id, current, event, place, data), [wrong] if wrong else []
