"""The fields of an event as a person sets them: `parties[1].role=target`, read by what the field holds."""

import copy
import json
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel, StringConstraints

from tracker.desk import typed
from tracker.desk.typed import Unread
from tracker.model import dates
from tracker.model import values as v
from tracker.model.problem import Pointer, pointer_text

_SETTING = re.compile(r"([A-Za-z_$][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+|\[\d+\])*)=(.*)", re.DOTALL)
_STEP = re.compile(r"([A-Za-z_$][A-Za-z0-9_]*)|\[(\d+)\]")
_DATES = frozenset({dates.WHEN, dates.CLOSED, dates.DAY})
_GONE = object()


class Form(NamedTuple):
    """What a field holds: a type of Python, a model or a choice, and what narrows it."""

    base: Any
    marks: tuple = ()

    @property
    def item(self) -> "Form | None":
        """What the items of a list are."""
        return peeled(get_args(self.base)[0]) if get_origin(self.base) is list else None

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of which one is to be given."""
        return get_args(self.base) if get_origin(self.base) is Literal else ()

    @property
    def model(self) -> type[BaseModel] | None:
        """The model of an object."""
        return self.base if isinstance(self.base, type) and issubclass(self.base, BaseModel) else None

    @property
    def pattern(self) -> str | None:
        """The pattern of a text."""
        return next((mark.pattern for mark in self.marks if isinstance(mark, StringConstraints) and mark.pattern), None)

    @property
    def is_date(self) -> bool:
        return self.pattern in _DATES

    def day(self, text: str) -> str:
        """A typed date, read as this field means it."""
        return typed.deadline(text) if self.pattern == dates.CLOSED else typed.date(text)

    @property
    def refers(self) -> str | None:
        """What the text names: `party`, or the code of the problem that a wrong id gives."""
        return next((mark.what for mark in self.marks if isinstance(mark, v.Refers)), None)


def peeled(annotation: Any, marks: Iterable = ()) -> Form:
    """The form of an annotation, with all that was said about it."""
    marks = tuple(marks)
    while get_origin(annotation) is Annotated:
        marks += annotation.__metadata__
        annotation = get_args(annotation)[0]
    return Form(annotation, marks)


def form_at(kind: type[BaseModel], pointer: Pointer) -> Form | None:
    """What stands at a place in a document of a type, or none where the type knows no such place."""
    form: Form | None = Form(kind)
    for step in pointer:
        if form is None:
            return None
        form = form.item if isinstance(step, int) else _field(form.model, step)
    return form


def _field(model: type[BaseModel] | None, name: str) -> Form | None:
    for key, field in model.model_fields.items() if model else ():
        if name == (field.alias or key):
            return peeled(field.annotation, field.metadata)
    return None


def read(text: str, form: Form | None) -> Any:
    """A typed text as the value that its field holds. Raises Unread where it cannot be read without guessing.

    JSON is itself, except that a field for texts takes `2021` for the text that it is.
    """
    given = _json(text)
    if form is None:
        return text if given is _GONE else given
    if form.item is not None:
        return given if isinstance(given, list) else [read(text, form.item)]
    if form.model is not None:
        return given if isinstance(given, dict) else _object(text, form.model)
    if form.base is str or form.choices:
        return _text(given if isinstance(given, str) else text, form)
    return text if given is _GONE else given


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _GONE


def _object(text: str, model: type[BaseModel]) -> Any:
    for kind, reader in ((v.Amount, typed.amount), (v.Quantity, typed.quantity), (v.Source, typed.source), (v.Part, typed.part)):
        if issubclass(model, kind):
            return reader(text)
    return text


def _text(text: str, form: Form) -> str:
    if form.is_date:
        return form.day(text)
    if form.pattern == v.DECIMAL and not re.fullmatch(v.DECIMAL, text):
        return typed.number(text)
    return text


class Setting(NamedTuple):
    """`field=value` as given; without a value the field is to be removed."""

    pointer: Pointer
    text: str


def setting(text: str) -> Setting:
    """Reads `parties[1].role=target`. Raises Unread if it is nothing of the kind."""
    found = _SETTING.fullmatch(text)
    if found is None:
        raise Unread(f"`{text}` sets no field", "write `field=value`, such as `title=...` or `parties[1].role=target`")
    pointer = tuple(int(index) if index else name for name, index in _STEP.findall(found[1]))
    return Setting(pointer, found[2])


def with_settings(document: dict, kind: type[BaseModel], settings: Iterable[Setting]) -> dict:
    """The document with fields set and removed; the one passed in is left alone. Positions in lists are those in it.

    Raises Unread where a value cannot be read, or where there is no such place.
    """
    changed = copy.deepcopy(document)
    for pointer, text in settings:
        _put(changed, pointer, read(text, form_at(kind, pointer)) if text else _GONE)
    return _without_gone(changed)


def _put(document: dict, pointer: Pointer, value: Any) -> None:
    holder: Any = document
    for depth, step in enumerate(pointer):
        _make_room(holder, pointer[: depth + 1], value is _GONE)
        if depth == len(pointer) - 1:
            holder[step] = value
            return
        if holder[step] is None:
            holder[step] = [] if isinstance(pointer[depth + 1], int) else {}
        holder = holder[step]


def _make_room(holder: Any, way: Pointer, removing: bool) -> None:
    """Sees to it that the last step of the way can be taken: a new key, or the position after the last of a list."""
    *above, step = way
    shown, name = pointer_text(way), pointer_text(tuple(above))
    if not isinstance(holder, list if isinstance(step, int) else dict):
        raise Unread(f"there is no `{shown}`", f"`{name}` is no {'list' if isinstance(step, int) else 'object'}")
    if isinstance(step, str):
        there, next_one = step in holder, True
    else:
        there, next_one = step < len(holder), step == len(holder)
    if there:
        return
    if removing or not next_one:
        ends = f"`{name}` has {len(holder)} of them, counted from 0" if isinstance(step, int) else "see what the event says"
        raise Unread(f"there is no `{shown}`{' to remove' if removing else ''}", ends)
    if isinstance(step, int):
        holder.append(None)
    else:
        holder[step] = None


def _without_gone(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_gone(kept) for key, kept in value.items() if kept is not _GONE}
    if isinstance(value, list):
        return [_without_gone(kept) for kept in value if kept is not _GONE]
    return value


def patch(before: dict, after: dict) -> dict:
    """The smallest merge patch (RFC 7396) that makes the one document the other; a list is replaced whole."""
    changes: dict[str, Any] = {}
    for key in [*before, *(k for k in after if k not in before)]:
        if key not in after:
            changes[key] = None
        elif isinstance(before.get(key), dict) and isinstance(after[key], dict):
            if deeper := patch(before[key], after[key]):
                changes[key] = deeper
        elif key not in before or not _same(before[key], after[key]):
            changes[key] = after[key]
    return changes


def _same(one: Any, other: Any) -> bool:
    # True is 1 to Python, and another value to a reader of JSON.
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
