"""`tracker reply`: record what a named party answered."""

from pathlib import Path

import click

from tracker.cli.adding import Desk
from tracker.cli.common import project_in, root_option
from tracker.cli.options import DATE, ask_option, dry_option, source_option
from tracker.desk.prepared import with_publishers


@click.command("reply")
@click.argument("target", metavar="CASE|EVENT")
@click.option("--party", help="Who replied, by its slug.")
@click.option("--summary", help="What they said, in our own words, neutral.")
@click.option("--quote", help="What they said in their own words, at most 300 characters.")
@click.option("--date", type=DATE, help="When they replied.")
@source_option
@ask_option
@dry_option
@root_option
def command(
    target: str, party: str | None, summary: str | None, quote: str | None, date: str | None, sources: tuple[dict, ...],
    ask: bool | None, dry_run: bool, root: Path,
) -> None:  # fmt: skip
    """Record what a party said about a CASE or an EVENT in which it is named.

    \b
    tracker reply tencent-ssv-2021 --party tencent --summary "..." --source "URL|TITLE|PUBLISHER"
    """
    project = project_in(root)
    desk = Desk(project, root)
    target_id = desk.which.either(target)
    case_id = "/".join(target_id.split("/")[:2])
    document: dict = {"type": "record.replied"} | ({"of": target_id} if target_id != case_id else {})
    given = {"date": date, "party": party, "summary": summary, "quote": quote}
    document |= {name: value for name, value in given.items() if value}
    document |= {"sources": with_publishers(sources, project.vocabulary)} if sources else {}
    desk.record(document, case_id, ask=ask, dry=dry_run)
