"""`tracker stamp`: renew when events not merged yet were recorded."""

from pathlib import Path

import click

from tracker import git, write
from tracker.base import base
from tracker.cli.common import count, fail, project_in, root_option
from tracker.commit import commit_upon
from tracker.derive.story import shown
from tracker.git import Git
from tracker.project import Project
from tracker.restamp import Stamped, in_checkout, in_commit, rewritten, stamps_for, unmerged

MESSAGE = "Renew the stamps of events that are to be merged"


@click.command("stamp")
@click.option("--since", required=True, metavar="BASE", help="The revision into which they are merged, such as origin/main.")
@click.option("--head", metavar="REV", help="Stamp the events of this commit in a new one upon it, instead of the checkout's.")
@click.option("--dry-run", is_flag=True, help="Show the stamps, and write nothing.")
@root_option
def command(since: str, head: str | None, dry_run: bool, root: Path) -> None:
    """Renew `recorded` on the events that BASE does not hold, just before they are merged into it.

    \b
    tracker stamp --since origin/main
    tracker stamp --since origin/main --head change

    They keep their order and count up a second each, all later than the newest event of BASE, so that recorded
    order is merge order. Nothing else in the files changes, and no file is renamed. With --head only objects are
    read and written, nothing of the checkout; the new commit is printed, and no branch is moved to it.
    Exit 0 if they are stamped, 1 if one of them cannot be read, 2 if BASE or REV cannot.
    """
    project = project_in(root, with_log=head is None)
    try:
        commit, stamped, new = _stamped(project, since, head)
        if commit is not None and new and not dry_run:
            commit = commit_upon(Git(project.root), commit, new, MESSAGE)
        for path, raw in new.items() if commit is None and not dry_run else ():
            write.replace(project.root, path, raw)
    except git.Refused as error:
        raise click.UsageError(str(error)) from None
    except write.Refused as error:
        fail(str(error))
    for event, stamp in stamped if dry_run else ():
        click.echo(f"{shown(event.shown)}: {stamp}", err=commit is not None)
    told = f", {stamped[0].stamp} to {stamped[-1].stamp}" if stamped else ""
    click.echo(f"{count(len(stamped), 'event')} {'to be stamped' if dry_run else 'stamped'}{told}", err=commit is not None)
    if commit is not None and not dry_run:
        click.echo(commit)


def _stamped(project: Project, since: str, head: str | None) -> tuple[str | None, list[Stamped], dict[str, bytes]]:
    """The commit that holds the events, if one is named, what each is to be stamped, and the files with these stamps."""
    held = base(project.root, since, project.kinds)
    repository = Git(project.root)
    commit = repository.commit(head) if head is not None else None
    with repository.blobs() as blobs:
        if commit is None:
            files = in_checkout(project.root, project.kinds)
        else:
            files = in_commit(repository, blobs, project.kinds, commit)
        events, problems = unmerged(files, held)
        if problems:
            places = (f"{shown(p.place.path)}{f':{p.place.line}' if p.place.line else ''}: {p.sentence}" for p in problems)
            fail("\n".join([f"nothing was stamped: {count(len(problems), 'event')} cannot be read", *places]))
        stamps = stamps_for(len(events), held.newest, write.now())
        stamped = [Stamped(*pair) for pair in zip(events, stamps, strict=True)]
        return commit, stamped, rewritten(files, stamped)
