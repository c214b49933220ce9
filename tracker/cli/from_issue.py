"""`tracker from-issue`: event files from a filed issue form."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from tracker.cli.common import fail, project_in, root_option

MOST_BYTES = 4 << 20
"""An event of GitHub's holds an issue, the repository, and who did what; never so much."""


@click.command("from-issue")
@click.argument("event", type=click.File("rb"), metavar="FILE")
@click.option("--reply", type=click.Path(dir_okay=False, path_type=Path), help="Where to write what to answer, in Markdown.")
@click.option("--dry-run", is_flag=True, help="Show the files and what is wrong with them, and write nothing.")
@root_option
def command(event: Any, reply: Path | None, dry_run: bool, root: Path) -> None:
    """Write the events that a filed issue form reports; FILE holds GitHub's event or the issue's text, `-` is standard input.

    \b
    tracker from-issue "$GITHUB_EVENT_PATH" --reply comment.md

    The form is read and checked as one of the site's is, by the code of `tracker new`. With an error nothing is written.
    Exit 0 if the events were written, 1 if something is wrong with the form, 2 if there is none in FILE.
    """
    from tracker.filed import result_of

    body = _body(event.read(MOST_BYTES + 1))
    project = project_in(root)
    result = result_of(project, body)
    if reply is not None:
        reply.write_text(result.as_markdown(), encoding="utf-8", newline="\n")
    click.echo(result.as_text(), err=True, nl=False)
    for draft in result.drafts if dry_run else ():
        click.echo(f"{draft.path}\n{draft.raw.decode()}", nl=False)
    if result.errors:
        fail("nothing was written")
    if not dry_run:
        from tracker import write

        try:
            write.append(project.root, result.drafts)
        except write.Refused as error:
            fail(str(error))
        for draft in result.drafts:
            click.echo(draft.path)
    sys.exit(0)


def _body(raw: bytes) -> str:
    """The text of the issue: that of the event, or all of it where it is no event."""
    if len(raw) > MOST_BYTES:
        raise click.UsageError(f"FILE is larger than {MOST_BYTES >> 20} MiB")
    try:
        text = raw.decode()
        told = json.loads(text)
    except UnicodeDecodeError:
        raise click.UsageError("FILE is not UTF-8") from None
    except (ValueError, RecursionError):
        return text
    issue = told.get("issue") if isinstance(told, dict) else None
    if not isinstance(issue, dict):
        raise click.UsageError("FILE holds JSON, but no event of an issue")
    body = issue.get("body")
    return body if isinstance(body, str) else ""
