"""The OpenAPI document says what the addresses take and give, and they do."""

import ast
import asyncio
import inspect
import json
from contextlib import suppress
from importlib import import_module

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import TypeAdapter
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET
from served import serving
from typing_extensions import is_typeddict

from tracker.site.feeds.formats import lists
from tracker.site.reading import family, openapi
from tracker.site.reading.families import known
from tracker.site.routes import ROUTES
from tracker.site.shapes.asked import FamilyAsked

asynchronous = pytest.mark.asyncio


@pytest.fixture(scope="module")
def document(whole):
    """The document as the site serves it."""

    async def asked():
        return (await (await serving(whole)).client.get("/openapi.json")).json()

    return asyncio.run(asked())


def wrong(document: dict, schema: dict, value: object) -> list[str]:
    """What is wrong with a value by a schema of the document."""
    validator = jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})
    return [error.message for error in validator.iter_errors(value)]


def test_valid(document):
    """The document is what OpenAPI 3.1 asks for."""
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"] == "3.1.0"


def test_whole(document):
    """Every page that has JSON is in it, each with its own name, so is every feed, and every field of every shape has a sentence."""
    named = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(named) == len(set(named))
    told = {path["get"]["operationId"] for address, path in document["paths"].items() if address.endswith(".json")}
    routed = {
        view.read.__module__.rpartition(".")[2] for pattern, view in ROUTES if "<format>" in pattern and hasattr(view, "read")
    }
    assert told | {"openapi"} == routed
    feeds = {address.rpartition(".")[2] for address in document["paths"] if not address.endswith(".json")} - {"/contribute"}
    assert feeds == {"csv", "atom", "ics", "timelinejs"}
    assert len(named) == len(told) + sum(len(one.served) for one in lists(known())) + 1
    missing = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, told in schema.get("properties", {}).items()
        if not told.get("description")
    ]
    assert missing == []


def test_every_parameter():
    """Whatever a reading looks for in an address is told, with a sentence."""
    for one in openapi.operations(known()):
        tree = ast.parse(inspect.getsource(import_module(f"tracker.site.reading.{one.name}")))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
        asked = [call for call in calls if isinstance(call.func.value, ast.Name) and call.func.value.id == "ask"]
        names = {arg.value for call in asked for arg in call.args if isinstance(arg, ast.Constant)}
        names |= {"page"} if any(call.func.attr == "page" for call in asked) else set()
        told = TypeAdapter(one.asked).json_schema()["properties"] if one.asked else {}
        assert names - set(told) == set(), one.name
        assert all(schema.get("description") for schema in told.values()), one.name
        assert is_typeddict(one.answer)
    assert set(family.FILTERS) <= set(TypeAdapter(FamilyAsked).json_schema()["properties"])


@asynchronous
async def test_examples(whole, document):
    """The examples are of this very record: every address in the document answers, in the shape that it names."""
    client = (await serving(whole)).client
    for path, operations in document["paths"].items():
        ((method, operation),) = operations.items()
        given = {one["name"]: one.get("example") for one in operation.get("parameters", ()) if one["in"] == "path"}
        if method == "post":
            sent = operation["requestBody"]["content"]["application/json"]
            assert wrong(document, sent["schema"], sent["example"]) == []
            answer = await client.post(path, json=sent["example"])
        else:
            answer = await client.get(path.format(**given))
        assert answer.status_code == 200, (path, answer.text[:500])
        ((kind, told),) = operation["responses"]["200"]["content"].items()
        assert answer.headers["content-type"].startswith(kind), path
        assert wrong(document, told["schema"], answer.json() if kind == "application/json" else answer.text) == [], path


@asynchronous
@pytest.mark.parametrize("path", ["/pledges/nothing.json", "/timeline.json?order=x", "/parties/x/y.json", "/.json?as_of=never"])
async def test_refusals(whole, document, path):
    """Every refusal has the one shape of errors."""
    answer = await (await serving(whole)).client.get(path)
    told = document["paths"]["/.json"]["get"]["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    assert (answer.status_code in (400, 404), wrong(document, told, answer.json())) == (True, [])


@asynchronous
async def test_below_another_path(whole):
    """The document names its own address, wherever the site stands."""
    from datasette.app import Datasette

    served = Datasette([], immutables=[str(whole)], settings={"base_url": "/record/"})
    await served.invoke_startup()
    assert (await served.client.get("/openapi.json")).json()["servers"][0]["url"] == "./"


@pytest.mark.walk
def test_no_server_error(whole, document):
    """Whatever is asked for within the document, or against it, is answered as it says, and never with a fault of ours."""
    schema = schemathesis.openapi.from_dict(document)
    operations = [found.ok() for found in schema.get_all_operations()]
    # Of a list in another format the filters are those of its page, at which they are tried against the document too.
    feeds = {operation.path for operation in operations if operation.method == "get" and not operation.path.endswith(".json")}
    modes = {operation.path: [GenerationMode.POSITIVE] if operation.path in feeds else GenerationMode for operation in operations}
    asked = [asyncio.run(_asked(whole, document, one, mode)) for one in operations for mode in modes[one.path]]
    assert sum(asked) > 3 * len(operations)


async def _asked(whole, document: dict, operation, mode: GenerationMode) -> int:
    """Asks for what the document allows of an address, or for what it does not, and says how often."""
    client, cases = (await serving(whole)).client, []
    known = {one["name"]: one["example"] for one in operation.definition.raw.get("parameters", ()) if "example" in one}
    anywhere, there = (operation.as_strategy(generation_mode=mode, path_parameters=where) for where in (None, known or None))

    @seed(20210902)
    @settings(
        max_examples=6 if operation.path.endswith(".json") or operation.method == "post" else 3,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(anywhere | there)
    def drawn(case):
        cases.append((case.formatted_path, case.query, case.body))

    with suppress(Unsatisfiable):
        drawn()
    for path, query, body in cases:
        if operation.method == "post":
            text = json.dumps(body, default=str) if body is not NOT_SET else ""
            answer = await client.post(path, content=text, headers={"content-type": "application/json"})
        else:
            answer = await client.get(path, params=query)
        told = operation.definition.raw["responses"].get(str(answer.status_code), {})
        assert answer.status_code < 500 and (told or mode is GenerationMode.NEGATIVE), (path, query, answer.status_code)
        if "content" in told and answer.headers["content-type"].startswith("application/json"):
            assert wrong(document, told["content"]["application/json"]["schema"], answer.json()) == [], (path, query)
    return len(cases)
