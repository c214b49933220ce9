"""`tracker correct`: say what should be read instead of what an event says."""

from pathlib import Path

import click

from tracker.cli.adding import Desk, echo_read, refuse
from tracker.cli.common import fail, project_in, root_option
from tracker.cli.options import SETTING, ask_option, dry_option, no_undo, source_option
from tracker.desk import typed
from tracker.desk.fields import Setting, with_settings
from tracker.desk.prepared import correction, with_publishers
from tracker.log.case import case_of


@click.command("correct")
@click.argument("event", metavar="EVENT")
@click.argument("settings", type=SETTING, nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--reason", help="Why, in one or two sentences.")
@source_option
@ask_option
@dry_option
@root_option
@no_undo
def command(
    event: str, settings: tuple[Setting, ...], reason: str | None, sources: tuple[dict, ...],
    ask: bool | None, dry_run: bool, root: Path,
) -> None:  # fmt: skip
    """Correct fields of an EVENT, named by its id, its path or a unique ending; both texts stay visible.

    \b
    tracker correct 2021-09-02-announced due=2025-12-31 --reason "..." --source "URL|TITLE|PUBLISHER"
    tracker correct tencent-ssv-2021/2022-07-01-progressed "parties[1].role=target" "notes=" --reason ...

    A value is JSON if it is of that form, else text; without a value the field is removed; a list is written whole.
    What stood there is noted beside it, so that two corrections that crossed are found.
    """
    project = project_in(root)
    desk = Desk(project, root)
    event_id = desk.which.event(event)
    case_id = event_id.rsplit("/", 1)[0]
    entries = desk.entries(case_id)
    version = case_of(case_id, entries, project.kinds).story.versions.get(event_id) if entries else None
    if version is None:
        if any(entry.id == event_id for entry in entries):
            fail(f"`{event_id}` is itself about the record: retract it, and write it anew")
        fail(f"`{event_id}` cannot be read; `tracker check` says why")
    entry = version.entry
    kind = type(entry.event)
    try:
        after = with_settings(entry.data, kind, settings)
    except typed.Unread as error:
        refuse(error)
    echo_read(settings, after)
    document = correction(entry, after)
    if document is None:
        fail(f"`{event_id}` says so already: nothing was written")
    document |= {"reason": reason} if reason else {}
    document |= {"sources": with_publishers(sources, project.vocabulary)} if sources else {}
    desk.record(document, case_id, ask=ask, dry=dry_run)
