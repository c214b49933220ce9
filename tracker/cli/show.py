"""`tracker show`: tell the story of a case in the terminal."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from tracker import report
from tracker.cli.common import project_in, root_option
from tracker.derive.story import Asked, shown, story
from tracker.model.dates import InvalidDate, end_of, is_day
from tracker.model.problem import did_you_mean
from tracker.store import Store, Unit


@click.command("show")
@click.argument("case")
@click.option("--as-of", metavar="DAY", help="What had happened by the end of this day; by default today.")
@click.option("--known-at", metavar="STAMP", help="What the record said at this instant, or at the end of this day, UTC.")
@root_option
def command(case: str, as_of: str | None, known_at: str | None, root: Path) -> None:
    """Tell the story of CASE: its status, then every event with its sources and what became of it.

    \b
    tracker show pledges/alibaba-common-prosperity-2021
    tracker show alibaba-common-prosperity-2021 --as-of 2022-03-01
    tracker show alibaba-common-prosperity-2021 --known-at 2026-11-22
    """
    asked = _asked(as_of, known_at)
    project = project_in(root)
    store = Store(project.root, project.kinds)
    unit = _unit(case, store.listing().units)
    entries, problems, _ = store.entries(unit)
    texts = report.Texts(project.root)
    for problem in problems:
        click.echo(report.as_text(problem, texts), err=True)
    if entries:
        click.echo(story(unit.case_id, entries, project.kinds, asked), nl=False)
    sys.exit(1 if problems else 0)


def _asked(as_of: str | None, known_at: str | None) -> Asked:
    if as_of is not None and not is_day(as_of):
        raise click.UsageError(f"--as-of `{shown(as_of)}` is not a day such as 2022-03-01")
    try:
        instant = end_of(known_at) if known_at is not None else None
    except InvalidDate as error:
        raise click.UsageError(f"--known-at {shown(str(error))}") from None
    return Asked(as_of or datetime.now(UTC).strftime("%Y-%m-%d"), instant)


def _unit(case: str, units: dict[str, Unit]) -> Unit:
    """The case of an id, of a path, or of a slug that only one case bears."""
    wanted = case.removeprefix("./").removeprefix("events/").rstrip("/")
    if wanted in units:
        return units[wanted]
    slugs: dict[str, list[str]] = {}
    for case_id in units:
        slugs.setdefault(case_id.partition("/")[2], []).append(case_id)
    found = slugs.get(wanted, [])
    if len(found) == 1:
        return units[found[0]]
    if found:
        raise click.UsageError(f"`{wanted}` is {len(found)} cases: {', '.join(found)}")
    help = did_you_mean(wanted, units if "/" in wanted else slugs) or "a case is a folder such as `events/pledges/some-case`"
    raise click.UsageError(f"there is no case `{shown(wanted)}`; {help}")
