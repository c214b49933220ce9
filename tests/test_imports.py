"""Imports run one way, and the pure layers know no file, clock, network, SQL or git."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

LAYERS = ("model", "kinds", "log", "derive", "outer", "cli")
"""Each may import itself and what stands before it. Whatever is not named is `outer`: store, check, build, site and the like."""

PURE = LAYERS[:4]

OUTSIDE = {
    "os", "pathlib", "io", "sqlite3", "apsw", "subprocess", "socket", "time", "shutil", "tempfile", "glob", "fileinput", "mmap",
    "fcntl", "signal", "select", "selectors", "threading", "multiprocessing", "concurrent", "asyncio", "random",
    "secrets", "uuid", "locale", "platform", "getpass", "urllib", "http", "ftplib", "ssl", "webbrowser", "requests",
    "httpx", "aiohttp", "click", "datasette", "sqlite_utils", "git", "logging",
}  # fmt: skip
"""Modules that reach out of the process, or that answer differently from one run to the next."""

ALLOWED = {("tracker.kinds", "pathlib.PurePath")}
"""The folder of families is walked by its own package; a pure path touches no file."""

CALLS = frozenset({"open", "print", "input", "exec", "eval", "breakpoint"})
CLOCKS = frozenset({"now", "today", "utcnow"})


class Module(NamedTuple):
    """A module of the package and its source."""

    name: str
    source: str
    is_package: bool = False


def modules() -> list[Module]:
    """All modules of the package."""
    found = []
    for path in sorted((ROOT / "tracker").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path.read_text(encoding="utf-8"), parts[-1] == "__init__"))
    return found


def layer_of(name: str) -> str:
    """The layer of a module of the package."""
    part = name.partition(".")[2].partition(".")[0]
    if name in ("tracker", "tracker.__main__"):
        return "cli" if part else "model"
    return part if part in LAYERS else "outer"


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a module imports, at its top or inside a function."""
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    for node in ast.walk(ast.parse(module.source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def broken(module: Module) -> Iterator[str]:
    """A sentence for each import or call that a module may not make."""
    own = layer_of(module.name)
    for line, name in imported(module):
        top = name.partition(".")[0]
        if top == "tracker" and LAYERS.index(layer_of(name)) > LAYERS.index(own):
            yield f"{module.name}:{line} of layer {own} imports {name} of layer {layer_of(name)}"
        if own in PURE and top in OUTSIDE and (module.name, name) not in ALLOWED:
            yield f"{module.name}:{line} of layer {own} imports {name}"
    for node in ast.walk(ast.parse(module.source)) if own in PURE else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            yield f"{module.name}:{node.lineno} of layer {own} calls {node.func.id}"
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and ast.unparse(node.value).endswith(("date", "datetime")):
            yield f"{module.name}:{node.lineno} of layer {own} asks the clock with {ast.unparse(node)}"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_nobody_breaks_the_rule(module):
    """model <- kinds <- log <- derive <- everything that reaches out <- cli, and the first four reach out to nothing."""
    assert list(broken(module)) == []


def test_every_layer_is_there():
    """The rule is held against modules of every layer."""
    assert {layer_of(module.name) for module in modules()} == set(LAYERS)


@pytest.mark.parametrize(
    ("name", "source", "sentence"),
    [
        (
            "tracker.model.x",
            "from tracker.log import order",
            "tracker.model.x:1 of layer model imports tracker.log.order of layer log",
        ),
        (
            "tracker.model.x",
            "def f():\n    import tracker.kinds",
            "tracker.model.x:2 of layer model imports tracker.kinds of layer kinds",
        ),
        (
            "tracker.log.x",
            "from ..derive import rows",
            "tracker.log.x:1 of layer log imports tracker.derive.rows of layer derive",
        ),
        ("tracker.log.x", "from .. import store", "tracker.log.x:1 of layer log imports tracker.store of layer outer"),
        (
            "tracker.derive.x",
            "from tracker import check",
            "tracker.derive.x:1 of layer derive imports tracker.check of layer outer",
        ),
        ("tracker.site.x", "import tracker.cli", "tracker.site.x:1 of layer outer imports tracker.cli of layer cli"),
        ("tracker.log.x", "import os.path", "tracker.log.x:1 of layer log imports os.path"),
        ("tracker.log.x", "from pathlib import PurePath", "tracker.log.x:1 of layer log imports pathlib.PurePath"),
        ("tracker.model.x", "from time import time", "tracker.model.x:1 of layer model imports time.time"),
        ("tracker.derive.x", "def f():\n    return open('x')", "tracker.derive.x:2 of layer derive calls open"),
        (
            "tracker.kinds.x",
            "from datetime import date\ndate.today()",
            "tracker.kinds.x:2 of layer kinds asks the clock with date.today",
        ),
        (
            "tracker.kinds.x",
            "import datetime\nnow = datetime.datetime.now",
            "tracker.kinds.x:2 of layer kinds asks the clock with datetime.datetime.now",
        ),
    ],
)
def test_who_broke_it_is_said(name, source, sentence):
    """Whoever imports upward, or out of the process, is named with the line."""
    assert list(broken(Module(name, source))) == [sentence]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("tracker.kinds.pledge", "from tracker.model import values\nfrom tracker.kinds.record import LIFE"),
        ("tracker.log.x", "def late(entry, against):\n    return entry.recorded > against.now"),
        ("tracker.log.x", "from ..kinds import Kinds\nfrom .order import ordered\nimport re"),
        ("tracker.kinds", "from pathlib import PurePath"),
        ("tracker.site.x", "import os\nfrom tracker.store import Store\nfrom datetime import date\ndate.today()"),
        ("tracker.cli.x", "from tracker.site import plugin"),
        ("tracker.__main__", "from tracker.cli import run"),
    ],
)
def test_what_is_allowed(name, source):
    """Downward and sideways is allowed, and the outer layers may reach out."""
    assert list(broken(Module(name, source, is_package=name == "tracker.kinds"))) == []
