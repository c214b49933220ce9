"""`tracker check`: validate the events."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from tracker import report
from tracker.check import Findings, check
from tracker.cli.common import count, inside, progress, project_in, root_option
from tracker.project import Project


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How problems are printed.")
@click.option("--since", metavar="REV", help="Only what is not in this revision yet, such as origin/main, and that it only adds.")
@click.option(
    "--head", metavar="REV", help="With --since: the revision to check, read from objects alone, instead of the checkout."
)
@root_option
def command(paths: tuple[str, ...], form: str, since: str | None, head: str | None, root: Path) -> None:
    """Validate the events; with PATHs only the cases in which they stand.

    \b
    tracker check
    tracker check events/pledges/alibaba-common-prosperity-2021
    tracker check --format github
    tracker check --since origin/main

    Exit 0 if there is no error, 1 if there is one, 2 if the command was called wrongly.
    """
    if head is not None and since is None:
        raise click.UsageError("--head says what to check; say with --since what to hold it against")
    project = project_in(root, with_log=head is None)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if since is not None:
        _since(project, since, head, now, inside(root, paths), form)
    found = check(project, inside(root, paths), progress("checked"), now)
    echo(found, form, project)
    sys.exit(1 if found.errors else 0)


def _since(project: Project, revision: str, head: str | None, now: str, paths: list[str], form: str) -> NoReturn:
    """The check of what a revision does not hold yet."""
    from tracker.git import Refused
    from tracker.since import check_since

    try:
        found, texts = check_since(project, revision, head, now, paths)
    except Refused as refusal:
        raise click.UsageError(str(refusal)) from None
    echo(found, form, project, texts, "added ")
    sys.exit(1 if found.errors else 0)


def echo(found: Findings, form: str, project: Project, texts: report.Texts | None = None, what: str = "") -> None:
    """Prints the problems in the form asked for, and in text one line of counts."""
    texts = texts or report.Texts(project.root)
    problems = report.by_line(found.problems, texts)
    if form == "json":
        click.echo(report.as_json(problems, texts))
        return
    for problem in problems:
        click.echo(report.as_annotation(problem, texts) if form == "github" else report.as_text(problem, texts))
    counts = f"{count(found.events, f'{what}event')} in {count(found.cases, 'case')}: "
    if found.problems:
        counts += f"{count(found.errors, 'error')}, {count(found.warnings, 'warning')}"
    else:
        counts += "no problems"
    if found.accepted:
        counts += f" ({count(found.accepted, 'accepted warning')})"
    click.echo(counts, err=form == "github")
