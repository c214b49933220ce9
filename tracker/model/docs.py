"""The sentence under each field: read from the source when it is wanted, not at every start."""

import ast
import inspect
import textwrap
from functools import cache


@cache
def field_docs(cls: type) -> dict[str, str]:
    """Field -> the sentence under it, those of the bases included."""
    docs: dict[str, str] = {}
    for base in _lineage(cls):
        if base.__module__.startswith(("pydantic", "builtins")):
            continue
        docs.update(_own(base))
    return docs


def _lineage(cls: type) -> list[type]:
    """A class after all its bases. A typed dictionary is a plain one by birth, and keeps its bases only as it was written."""
    if dict not in cls.__mro__:
        return list(reversed(cls.__mro__))
    bases = [base for base in getattr(cls, "__orig_bases__", ()) if isinstance(base, type)]
    return [*dict.fromkeys(one for base in bases for one in _lineage(base)), cls]


@cache
def _own(cls: type) -> dict[str, str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    docs: dict[str, str] = {}
    body = tree.body[0].body
    for statement, after in zip(body, body[1:], strict=False):
        named = isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        said = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
        if named and said:
            docs[statement.target.id.rstrip("_")] = " ".join(after.value.value.split())
    return docs


def summary(cls: type) -> str:
    """The first paragraph of a class's own docstring, on one line."""
    return " ".join((cls.__dict__.get("__doc__") or "").split("\n\n")[0].split())
