"""`tracker init`: begin a tracker of another subject."""

import shlex
import sys
from importlib.metadata import version
from pathlib import Path

import click

from tracker.cli.common import count, fail


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", required=True, help="The tracker's name, as readers see it.")
@click.option("--about", help="One sentence or two on what it records.")
@click.option("--engine", metavar="REQUIREMENT", help="How pip finds this program.  [default: its version, or a later one]")
def command(folder: Path, title: str, about: str | None, engine: str | None) -> None:
    """Begin a tracker of another subject in DIR: same engine, its own events, words and families.

    \b
    tracker init climate-pledges --title "Climate pledges"
    tracker init trees --title Trees --engine "pressure-and-pledges @ git+https://example.org/tracker"

    DIR must be empty, or not there yet. What is made holds one invented case, passes its own check and its own tests,
    and is served as it stands; its README says what to do next. It is written whole or not at all.

    Exit 0 if it was made, 1 if it was not, 2 if the command was called wrongly.
    """
    from tracker.starter.make import ABOUT, Refused, make, wish

    requirement = engine or f"pressure-and-pledges>={version('pressure-and-pledges')}"
    try:
        wished = wish(title, about or ABOUT, requirement)
    except Refused as refusal:
        raise click.UsageError(str(refusal)) from None
    try:
        files = make(folder, wished)
    except Refused as refusal:
        fail(str(refusal))
    click.echo(f"{folder}: {count(len(files), 'file')}; look at it with `cd {shlex.quote(str(folder))} && tracker serve`")
    sys.exit(0)
