"""`tracker forms`: write the issue forms anew."""

from pathlib import Path

import click

from tracker.cli.common import fail, project_in, root_option


@click.command("forms", hidden=True)
@root_option
def command(root: Path) -> None:
    """Write the issue forms anew, one a family and one for corrections, as the types of event have them.

    \b
    tracker forms

    They stand in .github/ISSUE_TEMPLATE; a form of ours whose family is gone is removed, other files are left alone.
    """
    from tracker.desk.issue_form import FOLDER, MARK, files

    project = project_in(root, with_log=False)
    folder = root / FOLDER
    wanted = files(project.kinds, project.vocabulary)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in wanted.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        for path in folder.glob("*.yml"):
            if path.name not in wanted and path.read_text(encoding="utf-8").startswith(MARK):
                path.unlink()
    except OSError as error:
        fail(f"the forms cannot be written: {error}")
