"""`tracker release`: what is published beside a database."""

from pathlib import Path

import click

from tracker.cli.common import fail


@click.command("release")
@click.argument("database", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="DB")
def command(database: Path) -> None:
    """Write what is published with a database, beside it: its tables as CSV, digests of both, and a note.

    \b
    tracker build data/tracker.db --full
    tracker release data/tracker.db

    The same database gives the same bytes on any day. Exit 0, or 1 if DB was not made by `tracker build`.
    """
    from tracker.release import NoDatabase, release

    try:
        written = release(database).write(database.parent)
    except NoDatabase as error:
        fail(str(error))
    except OSError as error:
        fail(f"nothing can be written beside {database}: {error.strerror}")
    for name in written:
        click.echo(database.parent / name)
