"""Which event or case a person means: by id, by path, or by an ending that only one has."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from tracker.cli.common import inside
from tracker.model.problem import did_you_mean
from tracker.project import Project
from tracker.proposal import Once
from tracker.store import Ids, Unit

_LINE_ID = re.compile(rb'\{\s*"id"\s*:\s*"([^"]+)"')
_MOST = 5


class Which:
    """Finds what is meant in one log."""

    def __init__(self, project: Project, root: Path) -> None:
        self.project = project
        self.root = root
        self.store = Once(project.root, project.kinds)
        self.units = self.store.listing().units

    def case(self, given: str) -> str:
        """The id of a case; a sentence and exit 2 where it is not one."""
        return self._one(given, self.units, "case")

    def event(self, given: str) -> str:
        """The id of an event."""
        return self._one(given, self._events(), "event")

    def either(self, given: str) -> str:
        """The id of an event or a case."""
        return self._one(given, [*self.units, *self._events()], "event or case")

    def completed(self, given: str) -> str:
        """The id that ends so, if there is just one; else what was given, for the check to judge."""
        if not given or given in Ids(self.store, self.units):
            return given
        found = _ending([*self.units, *self._events()], given)
        return found[0] if len(found) == 1 else given

    def _events(self) -> Iterator[str]:
        for case_id, unit in self.units.items():
            yield from (f"{case_id}/{name.removesuffix('.json')}" for name in unit.files)
            yield from self._of_lines(unit)

    def _of_lines(self, unit: Unit) -> Iterator[str]:
        for _, line, raw in self.store.documents(unit) if unit.lines else ():
            found = _LINE_ID.match(raw) if line and isinstance(raw, bytes) else None
            if found:
                yield found[1].decode()

    def _one(self, given: str, known: Iterable[str], what: str) -> str:
        ids = list(known)
        text = self._plain(given)
        found = [text] if text in set(ids) else _ending(ids, text)
        if len(found) == 1:
            return found[0]
        if found:
            more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
            raise click.UsageError(f"`{text}` may be {', '.join(f'`{one}`' for one in found[:_MOST])}{more}; give more of it")
        help = self._near(text, ids) or "an id is a path below `events/`, without `.json`"
        raise click.UsageError(f"there is no {what} `{text}`; {help}")

    def _plain(self, given: str) -> str:
        """An id out of what may be a path."""
        text = given.rstrip("/")
        is_path = text.endswith(".json") or text.startswith(("/", "./", "../"))
        if is_path and not (text.startswith("events/") and (self.project.root / text).exists()):
            text = inside(self.root, (text,))[0]
        return text.removeprefix("events/").removesuffix(".json")

    def _near(self, text: str, ids: list[str]) -> str | None:
        depth = text.count("/") + 1
        return did_you_mean(text, dict.fromkeys("/".join(one.split("/")[-depth:]) for one in ids))


def _ending(ids: Iterable[str], text: str) -> list[str]:
    """The ids that end in whole names so; without one, those that end in whole words so."""
    known = list(ids)
    return [one for one in known if one.endswith(f"/{text}")] or [one for one in known if text and one.endswith(f"-{text}")]
