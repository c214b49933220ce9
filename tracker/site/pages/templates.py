"""Our templates, rendered without the machinery by which one may wait for something: none of ours does, and it
costs a third of the time. Nor is a value of a row looked for among the methods of dictionaries first."""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Request
from jinja2 import Environment

_OURS: WeakKeyDictionary[Environment, Environment] = WeakKeyDictionary()


_METHODS = frozenset(dir(dict))


def rendered(datasette: Any, request: Request, template: str, context: dict[str, Any]) -> str:
    """A page of ours. Its template is found where Datasette finds its own, so that an operator may bring another."""
    # The two lines of Datasette keep what finds templates in different places.
    shared = datasette.get_jinja_environment(request) if hasattr(datasette, "get_jinja_environment") else datasette.jinja_env
    if shared not in _OURS:
        _OURS[shared] = shared.overlay(enable_async=False)
        _OURS[shared].getattr = _values_first(_OURS[shared].getattr)
    return _OURS[shared].get_template(f"tracker/{template}").render({**context, "urls": datasette.urls, "request": request})


def _values_first(plain: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """How `row.name` is read: nearly all that a page shows are the values of dictionaries."""

    def read(given: Any, name: str) -> Any:
        if type(given) is dict and name in given and name not in _METHODS:
            return given[name]
        return plain(given, name)

    return read
