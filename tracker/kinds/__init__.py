"""The families of events, found by walking this folder: adding a file adds a family, and no list is kept."""

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import PurePath

from tracker.model.event import Event
from tracker.model.life import Life


class Kinds:
    """All families of this tracker: the log, the tables, the schema and the guide are drawn from them."""

    def __init__(self, lives: Iterable[Life]) -> None:
        by_family = {life.family: life for life in lives}
        self.record = by_family.pop("record")
        self.lives: dict[str, Life] = dict(sorted(by_family.items(), key=lambda item: (item[1].rank, item[0])))
        self.types: dict[str, type[Event]] = {e.word: e for life in (*self.lives.values(), self.record) for e in life.events}

    @cached_property
    def belonging(self) -> dict[tuple[str | None, str], type[Event]]:
        """Family and type -> the type, for the types that belong in that family's folder."""
        own = {(family, event.word): event for family, life in self.lives.items() for event in life.events}
        return own | {(family, event.word): event for family in self.lives for event in self.record.events}

    @cached_property
    def family_of(self) -> dict[str, str]:
        """The first word of a type -> the family whose folder it stands in."""
        return {life.singular: family for family, life in self.lives.items()}

    def __iter__(self) -> Iterator[Life]:
        return iter(self.lives.values())

    def life(self, family: str) -> Life:
        """The lifecycle of a family by its folder's name; KeyError if there is none."""
        return self.lives[family]


@lru_cache
def load(extra: tuple[str, ...] = ()) -> Kinds:
    """The families of this folder and of the modules named: dotted names, or paths of files and folders.

    Raises ImportError where a module cannot be found, and AttributeError where one holds no `LIFE`.
    """
    names = [info.name for info in pkgutil.iter_modules(__path__)]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in sorted(names)]
    modules += [_module(name) for name in extra]
    return Kinds(module.LIFE for module in modules)


def _module(name: str):
    if not name.endswith(".py"):
        return importlib.import_module(name)
    spec = importlib.util.spec_from_file_location(f"{__name__}_of_{PurePath(name).stem}", name)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
