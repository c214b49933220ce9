"""Documents to entries: decode, name, upcast, validate; every refusal is a problem with its place."""

from tracker.kinds import Kinds
from tracker.log import names, shape
from tracker.log.decode import decode
from tracker.log.entry import Entry, entry_of
from tracker.log.strict import too_deep
from tracker.model.problem import Place, Problem


def parse_file(path: str, raw: bytes, kinds: Kinds) -> tuple[Entry | None, list[Problem]]:
    """The entry in one event file. `path` is relative to the project, with forward slashes."""
    name, problems = names.name_of(path, kinds)
    place = Place(path)
    data, refusals = decode(raw, place)
    if name is None or data is None:
        return None, problems + refusals
    return _entry(name, data, place, kinds)


def parse_line(path: str, number: int, raw: bytes, kinds: Kinds) -> tuple[Entry | None, list[Problem]]:
    """The entry in one line of a bulk file, `number` counted from 1: `id` comes first, then the event's own keys."""
    place = Place(path, line=number)
    data, problems = decode(raw, place)
    if data is None:
        return None, problems
    event_id = data.pop("id", None)
    if not isinstance(event_id, str):
        return None, [Problem("P115", place, "the line has no `id`", 'begin it with `{"id": "<family>/<case>/<stem>", ...`')]
    name, problems = names.identity(event_id, place._replace(pointer=("id",)), kinds)
    if name is None:
        return None, problems
    family = path.split("/")[1]
    if name.family != family:
        sentence = f"`{event_id}` does not belong in a bulk file of `{family}`"
        return None, [Problem("P115", place._replace(pointer=("id",)), sentence, f"move it to `events/{name.family}/`")]
    return _entry(name, data, place, kinds)


def _entry(name: names.Name, data: dict, place: Place, kinds: Kinds) -> tuple[Entry | None, list[Problem]]:
    kind, problems = shape.kind_of(data, name.family, kinds, place)
    if kind is None:
        return None, problems
    version = data.get("version", 1)
    # A version that is no whole number is left to the model, which says so.
    older = type(version) is int and 0 < version < kind.current
    current = shape.upcast(data, kind, version, kind.current) if older else data
    event, problems = shape.event_of(current, kind, place)
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
