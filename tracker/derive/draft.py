"""A document of a type with every field filled in, drawn from its shape: the example that the schema shows."""

from typing import Any

from pydantic import ValidationError

from tracker.model import dates, identity
from tracker.model import values as v
from tracker.model.docs import summary
from tracker.model.event import Event
from tracker.model.vocabulary import RelationWord

_FORMS = {
    dates.WHEN: "2021-09-02",
    dates.CLOSED: "2025-12-31",
    dates.DAY: "2021-09-03",
    dates.INSTANT: "2026-11-22T12:00:00Z",
    v.DECIMAL: "100000000000",
    v.URL: "https://example.org/2021/09/02/page",
    v.LANGUAGE: "en",
    v.WIKIDATA: "Q1359568",
    v.UNIT: "homes",
    identity.SLUG: "example-company",
    identity.EVENT_ID: "pledges/example-company-2021/2021-09-02-announced",
    identity.TARGET_ID: "crackdowns/example-company-2021",
    RelationWord.__metadata__[0].pattern: "founder",
}
"""Pattern -> a text of that form."""

_FAMILIAR = ("CN", "CNY")
"""Of a long list of codes the one that readers know, rather than the first of the alphabet."""


def example(shape: dict, values: dict[str, dict], kind: type[Event]) -> dict[str, Any] | None:
    """A full and valid example of a type, or none where a field is of a form that only `kind.example` could show."""
    shown = {name: _value(told, values, name, kind) for name, told in shape["properties"].items()}
    shown = {name: kind.example.get(name, value) for name, value in shown.items() if name != "version" or kind.current > 1}
    kept = {name: value for name, value in shown.items() if value is not None}
    try:
        kind.model_validate(kept)
    except ValidationError:
        return None
    return kept


def _value(told: dict, values: dict[str, dict], name: str, kind: type[Event]) -> Any:
    """A value that a field may hold, from its schema; none where its form gives no hint."""
    if name == "$schema":
        return "../../schema.json"
    if name == "title" and told.get("pattern") == v.TEXT:
        return _sentence(summary(kind), told)
    if "$ref" in told:
        return _value({**values[told["$ref"].removeprefix("#/$defs/")], **_said(told)}, values, name, kind)
    if "const" in told:
        return told["const"]
    if "examples" in told:
        return told["examples"][0]
    if "enum" in told:
        return next((word for word in _FAMILIAR if word in told["enum"]), told["enum"][0])
    if told.get("type") == "array":
        item = _value({**_said(told), **told["items"]}, values, name, kind)
        return None if item is None else [item]
    if "properties" in told:
        inner = {key: _value(field, values, key, kind) for key, field in told["properties"].items()}
        return {key: value for key, value in inner.items() if value is not None}
    if told.get("type") == "object":
        return {"title": "Another title" if name == "change" else "The former title"}
    if told.get("type") in ("integer", "boolean"):
        return told.get("default", told.get("minimum", True))
    if told.get("pattern") == v.TEXT:
        return _sentence(told.get("description") or name, told)
    return _FORMS.get(told.get("pattern"))


def _said(told: dict) -> dict:
    return {"description": told["description"]} if "description" in told else {}


def _sentence(text: str, told: dict) -> str:
    """A sentence that says what belongs in its place, short enough for it."""
    most = told.get("maxLength", len(text))
    sentence = text.split(": ")[0] if len(text) > most else text
    return sentence[:most].rstrip(" .,;:")
