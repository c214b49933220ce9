"""`tracker links`: look at the pages on which the record rests."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.common import progress, project_in, root_option

if TYPE_CHECKING:
    from tracker.links.look import Look
    from tracker.project import Project

WAYBACK = "https://archive.org/wayback/available"
"""Source: Internet Archive, "Wayback Availability JSON API"; others answer in the same form."""

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[!-~]*)?")


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from tracker.model.dates import is_day

    if value is not None and not is_day(value):
        raise click.BadParameter(f"`{value}` is no day such as 2026-11-22", ctx, param)
    return value


def _address(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value and not _ADDRESS.fullmatch(value):
        raise click.BadParameter(f"`{value}` is no address such as https://example.org/tracker", ctx, param)
    return value


@click.command("links")
@click.option("--since", metavar="DAY", callback=_day, help="Only sources of events recorded on this day or later.")
@click.option("--host", "hosts", metavar="HOST", multiple=True, help="Only sources on this host and below; once for each.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="No more than so many addresses, those recorded last first.")
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="How it is printed.")
@click.option("--propose", is_flag=True, help="Write corrections that add the archived copies of pages that are gone or moved.")
@click.option(
    "--archive",
    metavar="URL",
    default=WAYBACK,
    show_default=True,
    callback=_address,
    help="Where copies are asked for; empty for nowhere.",
)
@click.option("--all-copies", is_flag=True, help="Ask for copies of pages that are fine too.")
@click.option("--from", "sender", metavar="URL", callback=_address, help="Where those who are asked can read who asks.")
@click.option("--timeout", type=click.FloatRange(0.1, 300), default=20, show_default=True, help="Seconds for one answer.")
@click.option(
    "--pause", type=click.FloatRange(0, 60), default=1, show_default=True, help="Seconds between questions to one host."
)
@click.option("--allow-private", is_flag=True, help="Ask addresses inside our own network too.")
@root_option
def command(
    since: str | None, hosts: tuple[str, ...], limit: int | None, form: str, propose: bool, archive: str | None,
    all_copies: bool, sender: str | None, timeout: float, pause: float, allow_private: bool, root: Path,
) -> None:  # fmt: skip
    """Look at the pages that the events cite: which are there, which have moved or gone, and where a copy is kept.

    \b
    tracker links --since 2026-11-01
    tracker links --host example.org --format json
    tracker links --propose --format markdown

    Each address is asked once, politely, and none that leads into our own network, however it gets there. Who asks is
    told by `[tool.tracker] address` in pyproject.toml, or --from. A page is fine, moved, gone, blocked (the server
    answers no machines: no fault), unreachable (this time) or refused (not asked). What was found is news about the web
    and fails no change: run it by the calendar. With --propose, corrections are written as `tracker correct` would.

    Exit 0 if every page is fine, blocked, or lost with a copy that the record names; 1 if one is not; 2 if the command
    was called wrongly.
    """
    from tracker.links import told
    from tracker.links.ask import Manners
    from tracker.links.cited import cited
    from tracker.links.look import look
    from tracker.proposal import Once

    project = project_in(root)
    addresses = cited(Once(project.root, project.kinds), since, hosts, limit)
    manners = Manners(_agent(root, sender), timeout, pause, private=allow_private)
    found = look(addresses, manners, archive or None, all_copies=all_copies, tick=progress("looked at", 2))
    proposed = _propose(project, root, found.looks) if propose else []
    click.echo({"text": told.as_text, "json": told.as_json, "markdown": told.as_markdown}[form](found, proposed), nl=False)
    sys.exit(0 if all(look.settled for look in found.looks) else 1)


def _agent(root: Path, sender: str | None) -> str:
    """What we say of ourselves: name, version, and where to read more."""
    from importlib.metadata import version

    from tracker.project import configured

    said = sender or configured(root).get("address")
    if said is not None and not (isinstance(said, str) and _ADDRESS.fullmatch(said)):
        raise click.UsageError("`address` in `pyproject.toml` is no address such as https://example.org/tracker")
    return f"pressure-and-pledges/{version('pressure-and-pledges')} (looks at the sources it cites{f'; +{said}' if said else ''})"


def _propose(project: "Project", root: Path, looks: "list[Look]") -> list[str]:
    """Writes the corrections if nothing is wrong with any of them, and says where; else says what is wrong."""
    from tracker import write
    from tracker.cli.adding import Desk, echo
    from tracker.links.proposal import documents
    from tracker.proposal import judged

    desk = Desk(project, root)
    try:
        drafts = desk.drafts(documents(looks))
        judgement = judged(project, drafts, desk.stamped, desk.store)
        echo(judgement, drafts, project)
        if judgement.errors:
            raise write.Refused("nothing was written")
        write.append(project.root, drafts)
    except write.Refused as error:
        # What was found is told all the same.
        click.echo(f"error: {error}", err=True)
        return []
    return [draft.path for draft in drafts]
