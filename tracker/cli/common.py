"""What commands share: the project they work on, progress, and how they fail."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from tracker.project import NoFamily, Project, open_project

root_option = click.option(
    "--root",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The project's folder.",
    show_default=True,
)


def project_in(root: Path, *, with_log: bool = True) -> Project:
    """The project in a folder, or a sentence and exit 2. What is not about events does without a log."""
    if with_log and not (root / "events").is_dir():
        raise click.UsageError("there is no folder `events` here; go to the project, or name it with --root")
    try:
        return open_project(root)
    except NoFamily as error:
        raise click.UsageError(str(error)) from None


def inside(root: Path, paths: tuple[str, ...]) -> list[str]:
    """The paths given, relative to the project, with forward slashes."""
    base = root.resolve()
    found = []
    for path in paths:
        given = Path(path)
        absolute = given if given.is_absolute() else Path.cwd() / given
        if not absolute.exists() and (base / given).exists():
            absolute = base / given
        # Not resolved: a symbolic link is judged where it stands, not where it leads.
        lexical = Path(*_normal(absolute.parts))
        try:
            found.append(lexical.relative_to(base).as_posix())
        except ValueError:
            raise click.UsageError(f"{path} is not in the project {base}") from None
    return found


def _normal(parts: tuple[str, ...]) -> list[str]:
    kept: list[str] = []
    for part in parts:
        if part == ".." and len(kept) > 1:
            kept.pop()
        elif part != ".":
            kept.append(part)
    return kept


def progress(what: str, least: int = 2000) -> Callable[[int, int], None] | None:
    """Counts on the terminal while long work goes on, of so many steps at least; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def tick(done: int, total: int) -> None:
        if total < least:
            return
        end = "\r\x1b[K" if done >= total else ""
        sys.stderr.write(f"\r{what} {done:,} of {total:,}{end}")
        sys.stderr.flush()

    return tick


def fail(sentence: str) -> NoReturn:
    """Ends with a sentence and exit 1."""
    click.echo(f"error: {sentence}", err=True)
    sys.exit(1)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 event`, `2,000 events`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
