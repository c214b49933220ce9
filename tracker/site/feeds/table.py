"""CSV (RFC 4180) of what a page of ours lists: a line for each row, nested values in columns of their own."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin, get_type_hints

from typing_extensions import is_typeddict

from tracker.site.shapes.lists import Piece

TYPE = "text/csv"


def table(rows: Iterable[Mapping[str, Any]], shape: type) -> bytes:
    """The rows with a header, whose columns follow from the shape of a row.

    No text of the record begins like a formula, so that none has to be altered.
    """
    names = list(columns(shape))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow("_".join(way) for way in names)
    writer.writerows([_cell(_at(row, way)) for way in names] for row in rows)
    return out.getvalue().encode()


def columns(shape: type, way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The ways to the values of a shape; those in pieces, which only say what to mark on a page, are left out."""
    for name, hint in get_type_hints(shape).items():
        inner = next((kind for kind in (hint, *get_args(hint)) if is_typeddict(kind)), None)
        if inner is not None and get_origin(hint) is not list:
            yield from columns(inner, (*way, name))
        elif inner is not Piece:
            yield (*way, name)


def _at(row: Any, way: tuple[str, ...]) -> Any:
    for name in way:
        row = row[name] if row is not None else None
    return row


def _cell(value: Any) -> Any:
    """A value as spreadsheets read it: whole numbers without a point, many names in one cell."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return "; ".join(_named(item) for item in value)
    return value


def _named(item: Any) -> str:
    """One of many: what has a name by it, a sum with its currency."""
    if isinstance(item, Mapping):
        return item["name"] if "name" in item else f"{item['value']} {item['currency']}"
    return str(item)
