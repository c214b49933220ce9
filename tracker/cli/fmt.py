"""`tracker fmt`: write event files in their canonical form."""

import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

import click

from tracker import report
from tracker.cli.common import count, fail, inside, progress, project_in, root_option
from tracker.derive.canonical import canonical
from tracker.derive.story import shown
from tracker.kinds import Kinds
from tracker.log.parse import parse_file
from tracker.model.problem import Place, Problem, in_order
from tracker.store import Listing, Store, Unit
from tracker.work import spread


class Formed(NamedTuple):
    """What formatting a share of the files found."""

    changed: list[tuple[str, bytes]]
    """Path and canonical form of each file that is not in it."""
    problems: list[Problem]
    files: int


@click.command("fmt")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", "only_check", is_flag=True, help="Only report which files would be rewritten, and exit 1 if any.")
@root_option
def command(paths: tuple[str, ...], only_check: bool, root: Path) -> None:
    """Write event files in their canonical form; with PATHs only those below them.

    Two-space indent, keys in the order of `tracker kinds`, LF, a final newline: what a file says stays the same.
    Format a file before it is merged; afterwards no byte of it may change.

    \b
    tracker fmt events/pledges/alibaba-common-prosperity-2021
    tracker fmt --check
    """
    project = project_in(root)
    store = Store(project.root, project.kinds)
    listing = store.listing()
    given = inside(root, paths)
    units, problems = _chosen(listing, given)
    files = changed = 0
    for part in spread(units, lambda share: _formed(store, share), progress("formatted")):
        for path, form in part.changed:
            if not only_check:
                _replace(project.root, path, form)
            click.echo(f"{path}: {'not in canonical form' if only_check else 'rewritten'}")
        files += part.files
        changed += len(part.changed)
        problems += part.problems
    texts = report.Texts(project.root)
    for problem in in_order(problems):
        click.echo(report.as_text(problem, texts))
    for path in listing.bulk:
        if not given or any(_below(path, folder) for folder in given):
            click.echo(f"{shown(path)}: left alone, a bulk file has no form but its lines")
    refused = f", {count(len(problems), 'problem')}" if problems else ""
    click.echo(f"{count(files, 'file')}: {changed:,} {'not in canonical form' if only_check else 'rewritten'}{refused}")
    sys.exit(1 if problems or (only_check and changed) else 0)


def _chosen(listing: Listing, paths: list[str]) -> tuple[list[Unit], list[Problem]]:
    """The files below the paths, case by case, with the problems of the listing there; without paths all."""
    if not paths:
        return list(listing.units.values()), list(listing.problems)
    chosen: list[Unit] = []
    problems = [p for p in listing.problems if any(_below(p.place.path, path) for path in paths)]
    seen = {path for path in paths if any(_below(p.place.path, path) for p in problems) or path in ("events", ".")}
    seen |= {path for path in paths if any(_below(bulk, path) for bulk in listing.bulk)}
    for unit in listing.units.values():
        found = {name: [p for p in paths if _below(f"events/{unit.case_id}/{name}", p)] for name in unit.files}
        part = Unit(unit.case_id)
        part.files = [name for name, by in found.items() if by]
        seen.update(path for by in found.values() for path in by)
        if part.files:
            chosen.append(part)
    help = "name a file or folder under `events`"
    problems += (Problem("P110", Place(path), "there are no events here", help) for path in paths if path not in seen)
    return chosen, problems


def _below(path: str, folder: str) -> bool:
    return folder == "." or path == folder or path.startswith(f"{folder}/")


def _formed(store: Store, units: list[Unit]) -> Formed:
    """The canonical form of each file that is not in it; a problem for each that cannot be read as an event."""
    found = Formed([], [], 0)
    files = 0
    for unit in units:
        for path, line, raw in store.documents(unit):
            if line is not None:
                continue
            files += 1
            if isinstance(raw, Problem):
                found.problems.append(raw)
                continue
            form, problems = _form(path, raw, store.kinds)
            found.problems.extend(problems)
            if form is not None and form != raw:
                found.changed.append((path, form))
    return found._replace(files=files)


def _form(path: str, raw: bytes, kinds: Kinds) -> tuple[bytes | None, list[Problem]]:
    entry, problems = parse_file(path, raw, kinds)
    if entry is None:
        return None, problems
    # What else is wrong with a file that can be read is for `tracker check` to say.
    return canonical(entry.stored, type(entry.event)), []


def _replace(root: Path, path: str, form: bytes) -> None:
    """Puts a file in the place of another in one step: a crash leaves the old one or the new one, never half of one."""
    old = root / path
    beside = None
    try:
        # Listing the log passes over names that begin with a dot.
        with NamedTemporaryFile(dir=old.parent, prefix=f".{old.name}.", delete=False) as file:
            beside = Path(file.name)
            file.write(form)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(old.stat().st_mode)
        beside.replace(old)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        fail(f"{path} cannot be written: {(error.strerror or str(error)).lower()}")
