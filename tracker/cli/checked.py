"""`tracker checked`: record that somebody looked for news and found none."""

from pathlib import Path

import click

from tracker.cli.adding import Desk
from tracker.cli.common import project_in, root_option
from tracker.cli.options import DATE, ask_option, dry_option, source_option
from tracker.desk.prepared import with_publishers


@click.command("checked")
@click.argument("target", metavar="CASE|EVENT")
@click.option("--date", type=DATE, help="The day up to which news was sought; today unless given.")
@click.option("--looked-in", multiple=True, help="Where: a publication, a register, a search; once for each.")
@click.option("--summary", help="What was sought and not found.")
@source_option
@ask_option
@dry_option
@root_option
def command(
    target: str, date: str | None, looked_in: tuple[str, ...], summary: str | None, sources: tuple[dict, ...],
    ask: bool | None, dry_run: bool, root: Path,
) -> None:  # fmt: skip
    """Record that somebody looked for news of a CASE or an EVENT and found none: silence becomes a fact.

    \b
    tracker checked tencent-ssv-2021 --looked-in "Company reports up to June 2026" --summary "..."
    """
    project = project_in(root)
    desk = Desk(project, root)
    target_id = desk.which.either(target)
    case_id = "/".join(target_id.split("/")[:2])
    # Said outright: the stamp is renewed at the merge, and nobody looked on that day.
    document: dict = {"type": "record.checked", "date": date or desk.now[:10]}
    document |= {"of": target_id} if target_id != case_id else {}
    document |= {"looked_in": list(looked_in)} if looked_in else {}
    document |= {"summary": summary} if summary else {}
    document |= {"sources": with_publishers(sources, project.vocabulary)} if sources else {}
    desk.record(document, case_id, ask=ask, dry=dry_run)
