"""Named tuples made without the call that a class of them takes: that goes through Python code, and every event makes ten."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

Made = TypeVar("Made", bound=tuple)


def quick(kind: type[Made]) -> Callable[[tuple[Any, ...]], Made]:
    """Makes a named tuple of this kind from a tuple of all its fields in their order; none may be left out."""
    return partial(tuple.__new__, kind)
