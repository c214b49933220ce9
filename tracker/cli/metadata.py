"""`tracker metadata`: print metadata.yml made anew."""

from pathlib import Path

import click

from tracker.cli.common import fail, project_in, root_option


@click.command("metadata", hidden=True)
@root_option
def command(root: Path) -> None:
    """Print metadata.yml made anew: its head as it stands, below it what the tables say of themselves.

    \b
    tracker metadata > metadata.new && mv metadata.new metadata.yml
    """
    from tracker.derive.metadata import HEAD, WrongHead, metadata

    project = project_in(root, with_log=False)
    path = root / "metadata.yml"
    try:
        head = path.read_text(encoding="utf-8") if path.exists() else HEAD
        click.echo(metadata(head, project.kinds), nl=False)
    except (OSError, UnicodeDecodeError) as error:
        fail(f"metadata.yml cannot be read: {error}")
    except WrongHead as error:
        fail(str(error))
