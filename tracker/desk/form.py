"""The form of a type of event, drawn from its model: fields with their words, in the groups in which a person thinks."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pydantic import BaseModel

from tracker.desk.fields import Form, peeled
from tracker.desk.prepared import NEVER, OPENING
from tracker.model import values as v
from tracker.model.docs import field_docs
from tracker.model.event import Event, WorldEvent
from tracker.model.vocabulary import Vocabulary

LONG = 500
"""A text that may be longer than this is written in a box of several lines."""

_ONE_LINE = ("value", "currency", "unit", "of", "bound")
"""What a person says of a sum or a quantity in one line: `over 50bn CNY`, `1200 homes of rural housing`."""

_LIKELY = frozenset({"amount", "date", "sources", "jurisdiction", "published"})
"""Optional fields that an event is likely to have: they are not folded away."""


FOLLOWING = {
    "publisher": "Left empty, it is the one on whose own pages the address stands.",
    "confidence": "Left empty, it follows from the sources.",
}
"""Fields that an event needs and a person need not fill in."""


class Field(NamedTuple):
    """One field of a form."""

    name: str
    """Its name in the document, below that of the field around it."""
    label: str
    help: str
    control: str
    """line, text, date, choice, words, lines, party, parties, event, events, sum, quantity or rows."""
    required: bool
    folded: bool
    """Whether it is shown only to who asks for more."""
    choices: tuple[tuple[str, str], ...] = ()
    """Word and meaning, of a closed list."""
    most: int | None = None
    """Characters, or rows, at most."""
    inner: tuple["Field", ...] = ()
    """Of a sum what else is said of it, of rows the fields of each."""
    form: Form | None = None
    """What the field holds."""

    @property
    def kept_apart(self) -> bool:
        """Whether each line of it is an item of a list."""
        return self.control in ("lines", "parties", "events")


class Group(NamedTuple):
    """Fields that a person thinks of together."""

    name: str
    fields: tuple[Field, ...]


GROUPS = ("case", "what", "who", "amounts", "sources", "more")
"""The name of the case, what happened, who acted, sums, sources, and what ties it to the rest of the record."""


@lru_cache(maxsize=256)
def label(model: type[BaseModel], name: str) -> str:
    """What a field is called: as its model says, else by its name in words."""
    return model.model_fields[name].title or name.replace("_", " ").capitalize()


def groups(kind: type[Event], vocabulary: Vocabulary, *, opening: bool) -> tuple[Group, ...]:
    """The form of a type; of an event that opens its case also the fields that only this one has."""
    found: dict[str, list[Field]] = {name: [] for name in GROUPS}
    own = set(kind.model_fields) - set(WorldEvent.model_fields)
    for field in fields(kind, vocabulary, frozenset(own)):
        if field.name not in OPENING or opening:
            found[_group(field)].append(
                field._replace(required=field.required or field.name in OPENING, folded=_is_folded(field))
            )
    return tuple(Group(name, tuple(sorted(kept, key=_first))) for name, kept in found.items() if kept)


def _first(field: Field) -> tuple[bool, bool]:
    """What is required comes first, what is folded away last."""
    return field.folded, not field.required


def _is_folded(field: Field) -> bool:
    return field.folded and field.name not in OPENING


def _group(field: Field) -> str:
    if field.name in OPENING:
        return "case"
    form = field.form
    holds = (form.item or form).model
    if holds is not None:
        return "who" if issubclass(holds, v.Part) else "sources" if issubclass(holds, v.Source) else "amounts"
    if field.control in ("party", "parties", "words") or set(form.choices) >= set(peeled(v.Jurisdiction).choices):
        return "who"
    if form.choices == peeled(v.Confidence).choices:
        return "sources"
    return "more" if field.folded or field.control in ("event", "events") else "what"


def fields(model: type[BaseModel], vocabulary: Vocabulary, own: frozenset[str] = frozenset()) -> Iterator[Field]:
    """The fields of a model that somebody is asked for, those of a type's own among the likely ones."""
    docs = field_docs(model)
    for name, info in model.model_fields.items():
        told = info.alias or name
        if told in NEVER:
            continue
        required = info.is_required() and told not in FOLLOWING
        folded = not (info.is_required() or name in own or name in _LIKELY)
        help = f"{docs.get(name, '')} {FOLLOWING.get(told, '')}".strip()
        form = peeled(info.annotation, info.metadata)
        yield _drawn(Field(told, label(model, name), help, "line", required, folded, form=form), vocabulary)


def _drawn(field: Field, vocabulary: Vocabulary) -> Field:
    """The field with the control by which it is filled in."""
    form = field.form
    if field.name == "sectors" and vocabulary.sectors:
        return field._replace(control="words", choices=tuple(vocabulary.sectors.items()))
    if field.name == "relation" and vocabulary.relations:
        return field._replace(control="choice", choices=tuple((word, kind.label) for word, kind in vocabulary.relations.items()))
    if form.item is not None:
        if form.item.model is not None:
            inner = tuple(sorted(fields(form.item.model, vocabulary), key=_first))
            return field._replace(control="rows", inner=inner, most=_most(form))
        control = {None: "lines", "party": "parties"}.get(form.item.refers, "events")
        return field._replace(control=control, help=f"{field.help} One a line.".lstrip())
    if form.model is not None:
        inner = tuple(inner for inner in fields(form.model, vocabulary) if inner.name not in _ONE_LINE)
        return field._replace(control="sum" if issubclass(form.model, v.Amount) else "quantity", inner=inner)
    if form.choices:
        return field._replace(control="choice", choices=tuple((word, word.replace("_", " ")) for word in form.choices))
    if form.is_date:
        return field._replace(control="date")
    if form.refers:
        return field._replace(control="party" if form.refers == "party" else "event")
    most = _most(form)
    return field._replace(control="text" if most and most > LONG and form.pattern == v.TEXT else "line", most=most)


def _most(form: Form) -> int | None:
    return next((most for mark in form.marks if (most := getattr(mark, "max_length", None))), None)
