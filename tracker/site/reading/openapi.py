"""The OpenAPI document: every address for programs, drawn from the routes, what they read, and the shapes they return."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_type_hints

from pydantic import TypeAdapter
from typing_extensions import is_typeddict

from tracker.site.posted import JSON
from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, NotFound, Refused, record
from tracker.site.reading.families import known
from tracker.site.shapes.base import Error
from tracker.site.shapes.contribute import Contributed, NotYet, Sent

if TYPE_CHECKING:
    from tracker.site.feeds.formats import Format

GROUP = re.compile(r"\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)\??")

DESCRIPTION = """\
Everything that the pages of this site say, as JSON, at the same addresses with `.json`; lists also as CSV, Atom, iCalendar and
TimelineJS, by the same filters. Every answer says as of which day
and as known when it speaks; `as_of` and `known_at` set both clocks. Ids are permanent, and are addresses too. Tables as CSV
and JSON are Datasette's own, below `/tracker/`. Every answer bears an `ETag`; ask again with `If-None-Match`.
"""

# A case, a party and an event whose pages have the most to show.
EXAMPLES = """
SELECT "family", substr("id", length("family") + 2) AS "slug",
       (SELECT substr(e."id", length(e."case_id") + 2) FROM "events" e WHERE e."case" = c."pk" AND e."standing" = 1 AND e."about_world" = 1
        ORDER BY e."recorded" LIMIT 1) AS "stem"
FROM "cases" c WHERE "pk" IN (SELECT max("pk") FROM "cases" WHERE "events" = (
    SELECT max("events") FROM "cases" o WHERE o."family" = "cases"."family") GROUP BY "family")
"""


class Operation(NamedTuple):
    """An address that answers in JSON."""

    name: str
    module: str
    path: str
    """With the names of what varies in braces."""
    groups: dict[str, str]
    """Name -> the pattern of what varies."""
    asked: type | None
    """The shape of what may be asked for."""
    answer: type
    """The shape of the answer."""
    formats: "tuple[Format, ...]" = ()
    """In which formats else it is answered, at the same address with another ending."""


def operations(families: Iterable[str]) -> Iterator[Operation]:
    """Every route of a record with these families that has JSON, and whose reading names the shape that it returns."""
    # Here, since the routes name this module.
    from tracker.site.feeds.formats import lists
    from tracker.site.routes import FORMAT, routes

    families = list(families)
    served = {f"^{one.path}{FORMAT}$": one.served for one in lists(families)}
    for pattern, view in routes(families):
        read: Callable | None = getattr(view, "read", None)
        hints = get_type_hints(read, include_extras=True) if read else {}
        if "<format>" in pattern and is_typeddict(hints.get("return")):
            yield _operation(read, pattern, hints)._replace(formats=served.get(pattern, ()))


def _operation(read: Callable, pattern: str, hints: dict[str, Any]) -> Operation:
    groups = {name: inner for name, inner in GROUP.findall(pattern) if name != "format"}
    constant = {name for name, inner in groups.items() if inner.isalpha()}

    def told(found: re.Match) -> str:
        if found[1] == "format":
            return ".json"
        return groups[found[1]] if found[1] in constant else f"{{{found[1]}}}"

    path = GROUP.sub(told, pattern.strip("^$"))
    asked = next((part for part in get_args(hints["ask"]) if is_typeddict(part)), None)
    varying = {name: inner for name, inner in groups.items() if name not in constant}
    return Operation(
        read.__module__.rpartition(".")[2], read.__module__, path.replace("\\.", "."), varying, asked, hints["return"]
    )


def read(db: sqlite3.Connection, ask: Ask) -> dict[str, Any]:
    """The whole document. The examples in it are addresses of this very record."""
    build = record(db, ask.clocks)
    examples = {row.pop("family"): row for row in sql.rows(db, EXAMPLES)}
    found = list(operations(dict.fromkeys([*known(), *sorted(examples)])))
    schemas, refs = _schemas(tuple(dict.fromkeys((Error, Sent, Contributed, NotYet, *(one.answer for one in found)))))
    paths = {one.path: {"get": _get(one, refs, examples)} for one in found}
    paths |= {
        f"{_bare(one)}{format.ending}": {"get": _other(one, format, refs, examples)} for one in found for format in one.formats
    }
    paths["/contribute"] = {"post": _post(refs, examples, build["last_recorded"][:10])}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pressure and pledges",
            "version": version("pressure-and-pledges"),
            "summary": "An append-only record of pressure and pledges, on two clocks.",
            "description": f"{DESCRIPTION}\nThis record's log: `{build['log_digest']}`.",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        # The address of the document without its last part, wherever the site stands.
        "servers": [{"url": "./", "description": "This site."}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": schemas},
    }


@cache
def _schemas(shapes: tuple[type, ...]) -> tuple[dict[str, Any], dict[type, dict[str, Any]]]:
    """The schemas of the shapes and of what they are made of, and how each is referred to."""
    inputs = [(one, "serialization", TypeAdapter(one)) for one in shapes]
    refs, found = TypeAdapter.json_schemas(inputs, ref_template="#/components/schemas/{model}")
    return found["$defs"], {one: refs[one, "serialization"] for one in shapes}


def _get(one: Operation, refs: dict[type, dict], examples: dict[str, dict]) -> dict[str, Any]:
    about = (one.answer.__doc__ or "").strip()
    return {
        "operationId": one.name,
        "summary": about.splitlines()[0].replace("`", ""),
        "parameters": [*_in_path(one, examples), *_in_query(one)],
        "responses": {
            "200": _answered({JSON: {"schema": refs[one.answer]}}),
            **({"302": {"description": "It was retracted, and is told at another address."}} if one.name == "event" else {}),
            "304": {"description": "What was asked for is what you have."},
            **_refused(one.module, refs),
        },
    }


def _other(one: Operation, format: "Format", refs: dict[type, dict], examples: dict[str, dict]) -> dict[str, Any]:
    """The same list in another format, by the same filters."""
    kind = {"type": "object"} if format.type == JSON else {"type": "string"}
    return {
        "operationId": f"{one.name}_{format.label.lower()}",
        "summary": f"{_bare(one)} as {format.label}",
        "parameters": [*_in_path(one, examples), *_in_query(one)],
        "responses": {
            "200": _answered({format.type: {"schema": kind}}),
            "304": {"description": "What was asked for is what you have."},
            **_refused(one.module, refs),
        },
    }


def _post(refs: dict[type, dict], examples: dict[str, dict], day: str) -> dict[str, Any]:
    """The one address to which something is sent."""
    family, example = next(iter(examples.items()))
    event = {"type": "record.checked", "date": day, "looked_in": ["Company reports"], "summary": "No news of it was found."}
    body = {"schema": refs[Sent], "example": {"case": f"{family}/{example['slug']}", "event": event}}
    unfit = {
        "403": "A form of another site.",
        "408": "The body did not come in time.",
        "413": "The body is too long.",
        "415": "It is no JSON.",
    }
    errors = {status: {"description": about, "content": _error(refs[Error])} for status, about in unfit.items()}
    return {
        "operationId": "contribute",
        "summary": "Judges an event as the log would, and answers with its file or with everything that is wrong. Keeps nothing.",
        "requestBody": {"required": True, "content": {JSON: body}},
        "responses": {
            "200": {"description": "Nothing is wrong with it.", "content": _error(refs[Contributed])},
            **_refused("tracker.site.reading.contribute", refs),
            **errors,
        },
    }


def _bare(one: Operation) -> str:
    return one.path.removesuffix(".json")


def _answered(content: dict[str, Any]) -> dict[str, Any]:
    headers = {
        "ETag": _header("To be sent back in `If-None-Match`."),
        "Cache-Control": _header("Until when it holds."),
    }
    return {"description": "What is on record.", "headers": headers, "content": content}


def _error(schema: dict[str, Any]) -> dict[str, Any]:
    return {JSON: {"schema": schema}}


def _refused(module: str, refs: dict[type, dict]) -> dict[str, Any]:
    return {
        str(no.status): {"description": (no.__doc__ or "").strip(), "content": _error(refs[no.shape])} for no in _refusals(module)
    }


def _refusals(module: str) -> list[type[Refused]]:
    """What a reading may refuse an address with, those of its own among them."""
    own = [one for one in vars(import_module(module)).values() if isinstance(one, type) and issubclass(one, Refused)]
    return list({one.status: one for one in (Refused, NotFound, *own)}.values())


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string"}}


def _in_path(one: Operation, examples: dict[str, dict]) -> Iterator[dict[str, Any]]:
    families = one.groups.get("family", "parties").split("|")
    family = next((name for name in families if name in examples), families[0])
    example = {"family": family, **examples.get(family, {})}
    for name, pattern in one.groups.items():
        choice = {"enum": pattern.split("|")} if "|" in pattern else {"pattern": f"^{pattern}$"}
        given = {"example": example[name]} if example.get(name) else {}
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", **choice}, **given}


def _in_query(one: Operation) -> Iterator[dict[str, Any]]:
    told = TypeAdapter(one.asked).json_schema() if one.asked else {}
    for name, schema in told.get("properties", {}).items():
        about = schema.pop("description", "")
        schema.pop("title", None)
        yield {"name": name, "in": "query", "description": about, "schema": schema}
