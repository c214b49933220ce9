"""`tracker retract`: take a recorded event back."""

from pathlib import Path

import click

from tracker.cli.adding import Desk
from tracker.cli.common import project_in, root_option
from tracker.cli.options import ask_option, dry_option, no_undo, source_option
from tracker.desk.prepared import with_publishers


@click.command("retract")
@click.argument("event", metavar="EVENT")
@click.option("--code", help="duplicate, unsupported, wrong_subject or legal.")
@click.option("--reason", help="Why, in one or two sentences.")
@click.option("--instead", help="The event or case that readers are led to.")
@source_option
@ask_option
@dry_option
@root_option
@no_undo
def command(
    event: str, code: str | None, reason: str | None, instead: str | None, sources: tuple[dict, ...],
    ask: bool | None, dry_run: bool, root: Path,
) -> None:  # fmt: skip
    """Take back an EVENT, named by its id, its path or a unique ending; its text stays visible, struck through.

    \b
    tracker retract 2022-07-01-progressed-2 --code duplicate --reason "..." --instead 2022-07-01-progressed

    A retraction, or a correction, that was itself a mistake is retracted too, and is void then.
    """
    project = project_in(root)
    desk = Desk(project, root)
    event_id = desk.which.event(event)
    case_id = event_id.rsplit("/", 1)[0]
    document = {"type": "record.retracted", "of": event_id}
    document |= {"reason": reason} if reason else {}
    document |= {"code": code} if code else {}
    document |= {"instead": desk.which.either(instead)} if instead else {}
    document |= {"sources": with_publishers(sources, project.vocabulary)} if sources else {}
    desk.record(document, case_id, ask=ask, dry=dry_run)
