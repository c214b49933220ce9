"""A form as it was filled in: its texts read into a document, and a document written back into texts."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from tracker.desk import typed
from tracker.desk.fields import read
from tracker.desk.form import Field
from tracker.desk.parties import Parties
from tracker.desk.typed import Unread
from tracker.model.problem import Pointer

MOST_ROWS = 40
"""So many rows are read of a group of which no model says how many there may be."""

Texts = Mapping[str, list[str]]
"""The name of a field -> what was typed into it; several texts of a field in which several words may be chosen."""


class Unfit(NamedTuple):
    """What was typed into a field and cannot be read."""

    field: str
    sentence: str
    help: str


class Known(NamedTuple):
    """What typed names may mean."""

    parties: Parties
    completed: Callable[[str], str]
    """The id of the event or case that is meant, or what was typed."""


class Filled(NamedTuple):
    """What was typed, read."""

    document: dict[str, Any]
    unfit: list[Unfit]
    names: dict[Pointer, str]
    """The place of a value in the document -> the field into which it was typed."""
    stored: dict[str, str]
    """Field -> as what it will be stored, where that is not what was typed."""
    strangers: dict[str, str]
    """Field -> the party that nobody registered."""


def filled(fields: Iterable[Field], texts: Texts, known: Known, prefix: str = "") -> Filled:
    """The document that a filled form makes. What cannot be read is left out of it, and named."""
    reading = _Reading(texts, known)
    return Filled(reading.object(fields, prefix, ()), reading.unfit, reading.names, reading.stored, reading.strangers)


class _Reading:
    def __init__(self, texts: Texts, known: Known) -> None:
        self.texts, self.known = texts, known
        self.unfit: list[Unfit] = []
        self.names: dict[Pointer, str] = {}
        self.stored: dict[str, str] = {}
        self.strangers: dict[str, str] = {}

    def object(self, fields: Iterable[Field], prefix: str, pointer: Pointer) -> dict[str, Any]:
        found = {}
        for field in fields:
            name, place = f"{prefix}{field.name}", (*pointer, field.name)
            self.names[place] = name
            value = self._value(field, name, place)
            if value not in (None, "", [], {}):
                found[field.name] = value
        return found

    def _value(self, field: Field, name: str, place: Pointer) -> Any:
        if field.control == "rows":
            return self._rows(field, name, place)
        if field.control == "words":
            return list(dict.fromkeys(self.texts.get(name, ())))
        if field.kept_apart:
            return self._lines(field, name, place)
        text = one_line(self.texts.get(name))
        if field.control not in ("sum", "quantity"):
            return self._read(field, name, text) if text else None
        rest = self.object(field.inner, f"{name}.", place)
        value = self._read(field, name, text) if text else {}
        return {**value, **rest} if isinstance(value, dict) and not (text and not value) else value

    def _rows(self, field: Field, name: str, place: Pointer) -> list[dict]:
        found: list[dict] = []
        for number in rows(self.texts, name)[: most_rows(field)]:
            before = dict(self.names)
            row = self.object(field.inner, f"{name}[{number}].", (*place, len(found)))
            if row or any(unfit.field.startswith(f"{name}[{number}].") for unfit in self.unfit):
                self.names[*place, len(found)] = f"{name}[{number}]"
                found.append(row)
            else:
                self.names = before
        return found

    def _lines(self, field: Field, name: str, place: Pointer) -> list:
        item = field._replace(control={"parties": "party", "events": "event"}.get(field.control, "line"), form=field.form.item)
        typed_ = [one_line([line]) for text in self.texts.get(name, ()) for line in text.splitlines()]
        return [value for line in typed_ if line and (value := self._read(item, name, line)) is not None]

    def _read(self, field: Field, name: str, text: str) -> Any:
        if field.control == "party":
            return self._party(name, text)
        if field.control == "event":
            return self.known.completed(text)
        try:
            value = read(text, field.form) if field.control in ("date", "sum", "quantity") or _is_number(field) else text
        except Unread as error:
            self.unfit.append(Unfit(name, error.args[0], error.help))
            return None
        if typed.shown(value) != text:
            self.stored[name] = typed.shown(value)
        return value

    def _party(self, name: str, text: str) -> str:
        slug = self.known.parties.exactly(text)
        if slug is None:
            self.strangers[name] = text
            return text
        if slug != text:
            self.stored[name] = slug
        return slug


def _is_number(field: Field) -> bool:
    from tracker.model.values import DECIMAL

    return field.form.pattern == DECIMAL


def one_line(texts: Iterable[str] | None) -> str:
    """What was typed, without the space around it; a text of an event has no lines."""
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", next(iter(texts or ()), "")).strip()


def most_rows(field: Field) -> int:
    """So many rows of a group are read: one more than an event may have, so that the check says that it is too many."""
    return field.most + 1 if field.most else MOST_ROWS


def rows(texts: Texts, name: str) -> list[int]:
    """The numbers of the rows that a form has of a group, in order."""
    begins = re.compile(rf"{re.escape(name)}\[([0-9]{{1,4}})\]\.")
    return sorted({int(found[1]) for field in texts if (found := begins.match(field))})


def written(fields: Iterable[Field], document: Mapping[str, Any], parties: Parties, prefix: str = "") -> dict[str, list[str]]:
    """The texts that stand in a form which shows a document."""
    texts: dict[str, list[str]] = {}
    for field in fields:
        value = document.get(field.name)
        if value is not None:
            texts |= _texts(field, value, parties, f"{prefix}{field.name}")
    return texts


def _texts(field: Field, value: Any, parties: Parties, name: str) -> dict[str, list[str]]:
    if field.control == "rows":
        found: dict[str, list[str]] = {}
        for number, row in enumerate(value):
            found |= written(field.inner, row, parties, f"{name}[{number}].")
        return found
    if field.control in ("sum", "quantity"):
        return {name: [typed.shown(value)]} | written(field.inner, value, parties, f"{name}.")
    if field.control == "words":
        return {name: list(value)}
    if field.kept_apart:
        return {name: ["\n".join(_called(text, parties) if field.control == "parties" else text for text in value)]}
    return {name: [_called(value, parties) if field.control == "party" else str(value)]}


def _called(slug: str, parties: Parties) -> str:
    """The name of a party where that name is its alone, else its slug."""
    name = parties.names.get(slug, slug)
    return name if parties.exactly(name) == slug else slug


def changed(fields: Iterable[Field], texts: Texts, before: dict, known: Known, prefix: str) -> Filled:
    """A document in which the fields are read anew into which something else was typed than what stood there."""
    fields = tuple(fields)
    stood = written(fields, before, known.parties, prefix)
    touched = [field for field in fields if differs(texts, stood, f"{prefix}{field.name}")]
    found = filled(touched, texts, known, prefix)
    kept = {name: value for name, value in before.items() if name not in {field.name for field in touched}}
    return found._replace(document=kept | found.document)


def differs(texts: Texts, others: Texts, name: str) -> bool:
    """Whether something else was typed into a field, or into one within it, than stands in it elsewhere."""
    return _own(texts, name) != _own(others, name)


def _own(texts: Texts, name: str) -> dict[str, Any]:
    """What was typed into a field and all within it, for comparing."""
    own = {key: texts[key] for key in texts if key == name or key.startswith((f"{name}.", f"{name}["))}
    kept = {key: sorted(given) if len(given) > 1 else _lines(given) for key, given in own.items()}
    return {key: given for key, given in kept.items() if given}


def _lines(given: list[str]) -> list[str]:
    return [line.strip() for text in given for line in text.splitlines() if line.strip()]
