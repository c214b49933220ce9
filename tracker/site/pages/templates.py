"""Our templates, rendered without the machinery by which one may wait for something: none of ours does, and it
costs a third of the time."""

from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Request
from jinja2 import Environment

_OURS: WeakKeyDictionary[Environment, Environment] = WeakKeyDictionary()


def rendered(datasette: Any, request: Request, template: str, context: dict[str, Any]) -> str:
    """A page of ours. Its template is found where Datasette finds its own, so that an operator may bring another."""
    # The two lines of Datasette keep what finds templates in different places.
    shared = datasette.get_jinja_environment(request) if hasattr(datasette, "get_jinja_environment") else datasette.jinja_env
    if shared not in _OURS:
        _OURS[shared] = shared.overlay(enable_async=False)
    return _OURS[shared].get_template(f"tracker/{template}").render({**context, "urls": datasette.urls, "request": request})
