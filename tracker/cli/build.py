"""`tracker build`: check, fold, project."""

import sys
from pathlib import Path

import click

from tracker.cli.common import count, fail, progress, project_in, root_option


@click.command("build")
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), default=None, required=False, metavar="[DB]")
@click.option("--full", is_flag=True, help="Build everything anew; publishing does.")
@root_option
def command(database: Path | None, full: bool, root: Path) -> None:
    """Check, fold and project the events into one SQLite file, tracker.db.

    \b
    tracker build
    tracker build --full

    Only cases whose files changed are redone; the file is written beside and renamed when it is whole.
    Exit 0 if it was built, 1 if the log has errors and nothing was written, 2 if the command was called wrongly.
    """
    from tracker.build import Busy
    from tracker.check import Findings
    from tracker.cli.check import echo
    from tracker.database.file import WriteError
    from tracker.database.writer import OldSQLite
    from tracker.renew import build

    project = project_in(root)
    target = database or root / "tracker.db"
    try:
        built = build(project, target, full, progress("built"))
    except (Busy, OldSQLite) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{target} cannot be written: {error.strerror}")
    except WriteError as error:
        fail(f"{target} cannot be written: {error}")
    if built.problems:
        echo(Findings(built.problems, built.events, built.cases), "text", project)
        fail("nothing was built: errors stop a build")
    redone = "nothing had changed" if not built.redone else f"{count(built.redone, 'case')} folded"
    click.echo(f"{target}: {count(built.events, 'event')} in {count(built.cases, 'case')}, {redone}")
    sys.exit(0)
