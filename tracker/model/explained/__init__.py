"""What each problem means, by its code: one module a hundred, found by walking this folder."""

import importlib
import pkgutil
from functools import cache

from tracker.model.explained.explanation import Explanation


@cache
def explanations() -> tuple[Explanation, ...]:
    """All explanations, in the order of their codes."""
    names = (info.name for info in pkgutil.iter_modules(__path__) if info.name.startswith("p"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted(e for module in modules for e in module.EXPLANATIONS))
