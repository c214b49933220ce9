"""The canonical form of a document: UTF-8, LF, two-space indent, keys in the order of the model, a final newline."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from tracker.model.event import Event


def canonical(data: dict, kind: type[Event]) -> bytes:
    """The document in canonical form. What it says stays the same; keys that the model does not know come last."""
    # Not orjson, which cannot write every number that may stand in the `change` of a correction.
    return (json.dumps(_ordered(data, kind), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _ordered(value: Any, model: type[BaseModel] | None) -> Any:
    if isinstance(value, list):
        return [_ordered(item, model) for item in value]
    if not isinstance(value, dict) or model is None:
        return value
    inner = _keys(model)
    known = {key: _ordered(value[key], inner[key]) for key in inner if key in value}
    return known | {key: kept for key, kept in value.items() if key not in known}


@cache
def _keys(model: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """The keys of a model's documents in order, each with the model of what it holds, if it holds one."""
    return {field.alias or name: next(_models(field.annotation), None) for name, field in model.model_fields.items()}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in an annotation such as `list[Source]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
