"""`tracker stamp`: renew when events not merged yet were recorded."""

from pathlib import Path
from typing import NamedTuple

import click

from tracker import git, write
from tracker.base import Base, base
from tracker.cli.common import count, fail, project_in, root_option
from tracker.log.decode import decode
from tracker.model.locate import locate
from tracker.model.problem import Place, Problem
from tracker.project import Project
from tracker.store import Store


class Unmerged(NamedTuple):
    """An event that the base does not hold: where it stands, and its text."""

    path: str
    line: int | None
    text: str
    recorded: str

    @property
    def shown(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def stamped(self, stamp: str) -> str:
        """The text with another stamp, and nothing else changed."""
        found = locate(self.text, ("recorded",))
        lines = self.text.split("\n")
        line = lines[found.line - 1]
        lines[found.line - 1] = f'{line[: found.column - 1]}"{stamp}"{line[found.column - 1 + found.width :]}'
        return "\n".join(lines)


@click.command("stamp")
@click.option("--since", required=True, metavar="BASE", help="The revision into which they are merged, such as origin/main.")
@click.option("--dry-run", is_flag=True, help="Show the stamps, and write nothing.")
@root_option
def command(since: str, dry_run: bool, root: Path) -> None:
    """Renew `recorded` on the events that BASE does not hold, just before they are merged into it.

    \b
    tracker stamp --since origin/main

    They keep their order and count up a second each, all later than the newest event of BASE, so that recorded
    order is merge order. Nothing else in the files changes, and no file is renamed.
    Exit 0 if they are stamped, 1 if one of them cannot be read, 2 if BASE cannot.
    """
    project = project_in(root)
    try:
        held = base(project.root, since, project.kinds)
    except git.Refused as error:
        raise click.UsageError(str(error)) from None
    events, problems = unmerged(project, held)
    if problems:
        places = "\n".join(f"{p.place.path}{f':{p.place.line}' if p.place.line else ''}: {p.sentence}" for p in problems)
        fail(f"nothing was stamped: {count(len(problems), 'event')} cannot be read\n{places}")
    try:
        stamps = stamps_for(len(events), held.newest, write.now())
        pairs = list(zip(sorted(events, key=lambda event: (event.recorded, event.path, event.line or 0)), stamps, strict=True))
        for path, raw in () if dry_run else _written(project, pairs):
            write.replace(project.root, path, raw)
    except write.Refused as error:
        fail(str(error))
    for event, stamp in pairs if dry_run else ():
        click.echo(f"{event.shown}: {stamp}")
    told = f", {stamps[0]} to {stamps[-1]}" if stamps else ""
    click.echo(f"{count(len(events), 'event')} {'to be stamped' if dry_run else 'stamped'}{told}")


def stamps_for(number: int, after: str | None, now: str) -> list[str]:
    """So many stamps, a second apart: the last of them now, or as soon after as lets all come after what is held."""
    first = write.later(now, 1 - number)
    if after is not None:
        first = max(first, write.later(after))
    return [write.later(first, seconds) for seconds in range(number)]


def unmerged(project: Project, held: Base) -> tuple[list[Unmerged], list[Problem]]:
    """The events that the base does not hold, and what is wrong with those that cannot be stamped."""
    store = Store(project.root, project.kinds)
    listing = store.listing()
    events: list[Unmerged] = []
    problems: list[Problem] = []
    for unit in listing.units.values():
        for name in unit.files:
            path = f"events/{unit.case_id}/{name}"
            if path not in held.files:
                _take(path, None, (project.root / path).read_bytes(), events, problems)
    for path in listing.bulk:
        raw = (project.root / path).read_bytes()
        if path in held.files and not held.begins(path, raw):
            problems.append(Problem("P121", Place(path), "what is merged was changed; a bulk file only grows at its end"))
            continue
        size = held.sizes.get(path, 0)
        for number, line in enumerate(raw[size:].split(b"\n"), raw[:size].count(b"\n") + 1):
            if line.strip():
                _take(path, number, line, events, problems)
    return events, problems


def _take(path: str, line: int | None, raw: bytes, events: list[Unmerged], problems: list[Problem]) -> None:
    data, found = decode(raw, Place(path, line=line))
    if data is None:
        problems += found
    elif not isinstance(data.get("recorded"), str):
        problems.append(Problem("P207", Place(path, line=line), "`recorded` is missing or no text"))
    else:
        events.append(Unmerged(path, line, raw.decode(), data["recorded"]))


def _written(project: Project, pairs: list[tuple[Unmerged, str]]) -> list[tuple[str, bytes]]:
    """Each file to be written, with its new content."""
    files: dict[str, bytes] = {}
    lines: dict[str, dict[int, str]] = {}
    for event, stamp in pairs:
        if event.line is None:
            files[event.path] = event.stamped(stamp).encode()
        else:
            lines.setdefault(event.path, {})[event.line] = event.stamped(stamp)
    for path, renewed in lines.items():
        rows = (project.root / path).read_bytes().split(b"\n")
        for number, text in renewed.items():
            rows[number - 1] = text.encode()
        files[path] = b"\n".join(rows)
    return list(files.items())
