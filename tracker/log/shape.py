"""A plain dict to an event: the model is the judge, its findings are reworded here in our own words."""

import re
from typing import Any

from pydantic import BaseModel, ValidationError

from tracker.kinds import Kinds
from tracker.log import pattern
from tracker.model.event import Event
from tracker.model.problem import Place, Pointer, Problem, all_of, did_you_mean, one_of, pointer_text

_VOCABULARY = {"role": ("P203", "role"), "jurisdiction": ("P204", "country"), "currency": ("P205", "currency")}

_MEANT = {"RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "UK": "GB"}
"""Codes that are in use and in no standard; the nearest spelling would be another country's."""

_KINDS = {
    "string_type": "a text in double quotes",
    "list_type": "a list in brackets",
    "int_type": "a whole number",
    "dict_type": "an object in braces",
    "model_type": "an object in braces",
    "model_attributes_type": "an object in braces",
    "bool_type": "true or false",
}


def upcast(data: dict, kind: type[Event], version: int, to: int) -> dict:
    """The document lifted from one version of its type to another, a step at a time; the one passed in is left alone.

    Of a redacted one nothing is left to lift.
    """
    while version < to and "redacted" not in data:
        data = kind.upcasts[version](dict(data))
        version += 1
        data = {**data, "version": version}
    return data


def kind_of(data: dict, family: str | None, kinds: Kinds, place: Place) -> tuple[type[Event] | None, list[Problem]]:
    """The type of a document, by its stored word; of a family's folder also whether it belongs there."""
    word = data.get("type")
    if "version" not in data and isinstance(word, str):
        known = kinds.belonging.get((family, word))
        if known is not None:
            return known, []
    if word is None:
        return None, [Problem("P207", place, "`type` is missing", "say what happened, such as `pledge.announced`")]
    kind = kinds.types.get(word) if isinstance(word, str) else None
    spot = place._replace(pointer=("type",)) if kind is None else place
    if not isinstance(word, str):
        return None, [Problem("P208", spot, f"`type` is not {_KINDS['string_type']}", "`tracker kinds` lists the types")]
    if kind is None:
        help = did_you_mean(word, kinds.types) or "`tracker kinds` lists the types"
        return None, [Problem("P201", spot, f"type `{word}` is not known", help)]
    if kind.about_world and family and kinds.lives[family].singular != word.partition(".")[0]:
        right = kinds.family_of[word.partition(".")[0]]
        help = f"move it to `events/{right}/`, or choose a type of this folder"
        return None, [Problem("P218", place._replace(pointer=("type",)), f"`{word}` does not belong in `{family}`", help)]
    version = data.get("version", 1)
    if isinstance(version, int) and not isinstance(version, bool) and version > kind.current:
        spot = place._replace(pointer=("version",))
        return None, [Problem("P215", spot, f"version {version} of `{word}` is not known", f"the newest is {kind.current}")]
    return kind, []


def event_of(data: dict, kind: type[Event], place: Place) -> tuple[Event | None, list[Problem]]:
    """The document, in the current version, as an event; or what its shape lacks."""
    if "redacted" in data:
        return _redacted(data, kind, place)
    try:
        return kind.__pydantic_validator__.validate_python(data), []
    except ValidationError as error:
        return None, [reword(e, kind, place) for e in error.errors(include_url=False)]
    except AttributeError:
        # The first event of its type in this process: until then its validator is not built.
        kind.model_rebuild()
        return event_of(data, kind, place)


def _redacted(data: dict, kind: type[Event], place: Place) -> tuple[Event | None, list[Problem]]:
    """What a redaction leaves: type, date, stamp and the hash of the old bytes; the fold stands on it."""
    extra = sorted(set(data) - {"type", "version", "date", "recorded", "redacted"})
    if extra:
        spot = place._replace(pointer=(extra[0],), key=True)
        help = "keep `type`, `date`, `recorded` and `redacted` only"
        return None, [Problem("P809", spot, f"a redacted event still has `{extra[0]}`", help)]
    try:
        Event.model_rebuild()
        base = Event.__pydantic_validator__.validate_python(data)
    except ValidationError as error:
        return None, [reword(e, Event, place) for e in error.errors(include_url=False)]
    blank: dict[str, Any] = {n: f.default for n, f in kind.model_fields.items() if not f.is_required()}
    blank |= {"title": "Redacted", "summary": "The text of this event was removed.", "parties": [], "sources": [], "sectors": []}
    given = {n: getattr(base, n) for n in base.model_fields_set}
    return kind.model_construct(**{n: blank.get(n) for n in kind.model_fields} | given), []


def reword(error: dict, model: type[BaseModel], place: Place) -> Problem:
    """One finding of a model in our own words."""
    pointer: Pointer = tuple(p for p in error["loc"] if p != "$schema") or error["loc"]
    if pointer and pointer[-1] == "[key]":
        pointer, place = pointer[:-1], place._replace(key=True)
    shown = pointer_text(pointer)
    spot = place._replace(pointer=(*place.pointer, *pointer))
    given = error["input"]
    what = error["type"]
    if what == "missing":
        return Problem("P207", spot._replace(pointer=spot.pointer[:-1]), f"`{shown}` is missing", _meaning(model, pointer))
    if what == "extra_forbidden":
        return Problem("P202", spot._replace(key=True), f"field `{shown}` is not known", _fields(model, pointer))
    if given is None:
        field = _field(model, pointer)
        meant = _meaning(model, pointer) if field is not None and field.is_required() else None
        return Problem("P208", spot, f"`{shown}` is null", meant or "leave a field out that has no value")
    if what == "literal_error" and isinstance(given, str):
        return _word(given, error["ctx"]["expected"], model, pointer, spot)
    if what == "string_pattern_mismatch":
        return pattern.refused(given, error["ctx"]["pattern"], shown, spot, _meaning(model, pointer))
    if what in ("string_too_long", "too_long"):
        most = error["ctx"]["max_length"]
        text = what == "string_too_long"
        sentence = f"`{shown}` has {len(given)} {'characters' if text else 'items'}; at most {most} are allowed"
        return Problem("P209", spot, sentence, "say it in fewer words" if text else "keep those that matter most")
    if what in ("string_too_short", "too_short"):
        return pattern.empty(shown, spot)
    if what == "value_error":
        help = "give days of the calendar, the earlier one first; of a day that is only partly known give less: `2021-09`"
        return Problem("P302", spot, f"`{shown}`: {error['ctx']['error']}", help)
    if what == "greater_than_equal":
        return Problem("P208", spot, f"`{shown}` is {given}", "versions count from 1")
    wanted = _KINDS.get(what) or ("one of the known words" if what == "literal_error" else "another kind of value")
    if not pointer:
        return Problem("P208", spot, f"this is not {wanted}", f"its fields are {all_of(model.model_fields)}")
    return Problem("P208", spot, f"`{shown}` is not {wanted}", _meaning(model, pointer))


def _word(given: str, expected: str, model: type[BaseModel], pointer: Pointer, spot: Place) -> Problem:
    """A word that is not among those known here."""
    code, noun = _VOCABULARY.get(str(pointer[-1]), ("P206", str(pointer[-1])))
    known = re.findall(r"'([^']*)'", expected)
    meant = _MEANT.get(given.upper())
    help = f"did you mean `{meant}`?" if meant in known else did_you_mean(given, known)
    if help is None:
        help = f"use {one_of(known)}" if len(known) < 16 else _meaning(model, pointer)
    return Problem(code, spot, f"{noun} `{given}` is not known", help)


def _fields(model: type[BaseModel], pointer: Pointer) -> str:
    """What may be meant by a field that is not known."""
    holder = _model_at(model, pointer[:-1])
    known = [field.alias or name for name, field in holder.model_fields.items() if name != "redacted"]
    near = did_you_mean(str(pointer[-1]), known)
    if near is None and holder is model and issubclass(model, Event):
        return f"`tracker kinds {model.word}` lists the fields"
    return near or f"the fields here are {all_of(known)}"


def _model_at(model: type[BaseModel], pointer: Pointer) -> type[BaseModel]:
    """The model of the object at a place: list items and dict values count as their list's and dict's."""
    for part in pointer:
        if part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return model


def _field(model: type[BaseModel], pointer: Pointer):
    """The field at a place, or the one whose list or dict holds it."""
    while pointer:
        field = _model_at(model, pointer[:-1]).model_fields.get(str(pointer[-1]))
        if field is not None:
            return field
        pointer = pointer[:-1]
    return None


def _model_in(annotation: Any) -> Any:
    """The model that an annotation holds: `Source` of `list[Source]`."""
    if hasattr(annotation, "model_fields"):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None


def _meaning(model: type[BaseModel], pointer: Pointer) -> str | None:
    """What a field is for, from the sentence under it."""
    from tracker.model.docs import field_docs

    while pointer:
        doc = field_docs(_model_at(model, pointer[:-1])).get(str(pointer[-1]))
        if doc:
            sentence = doc.split(". ")[0].rstrip(".")
            # A small letter, but for a name such as ISO.
            return sentence if sentence[:2].isupper() else sentence[0].lower() + sentence[1:]
        pointer = pointer[:-1]
    return None
