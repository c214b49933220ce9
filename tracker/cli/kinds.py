"""`tracker kinds`: list the types of event, or explain one."""

import sys
from pathlib import Path

import click

from tracker.cli.common import project_in, root_option
from tracker.model.problem import did_you_mean
from tracker.project import Project


@click.command("kinds")
@click.argument("kind", required=False)
@click.option("--guide", is_flag=True, help="Print the whole guide, in Markdown.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of an event file: `events/schema.json`.")
@root_option
def command(kind: str | None, guide: bool, schema: bool, root: Path) -> None:
    """List the types of event, or explain KIND: a type or a family.

    \b
    tracker kinds
    tracker kinds pledge.announced
    tracker kinds --schema > events/schema.json
    """
    if (kind is not None) + guide + schema > 1:
        raise click.UsageError("give a KIND, --guide or --schema, one of them")
    project = project_in(root, with_log=False)
    if project.problems:
        _refuse(project)
    click.echo(_text(kind, guide, schema, project), nl=False)


def _text(kind: str | None, guide: bool, schema: bool, project: Project) -> str:
    from tracker.derive import guide as guides
    from tracker.derive.schema import schema_text
    from tracker.derive.story import shown

    kinds, vocabulary = project.kinds, project.vocabulary
    if schema:
        return schema_text(kinds, vocabulary)
    if guide:
        return guides.markdown(kinds, vocabulary)
    if kind is None:
        return guides.overview(kinds)
    if kind in kinds.types:
        return guides.explained_type(kind, kinds, vocabulary)
    families = {name: life for life in (*kinds, kinds.record) for name in (life.family, life.singular)}
    if kind in families:
        return guides.explained_family(families[kind])
    help = did_you_mean(kind, [*kinds.types, *families]) or "`tracker kinds` lists them"
    raise click.UsageError(f"there is no type or family `{shown(kind)}`; {help}")


def _refuse(project: Project) -> None:
    """The guide and the schema hold this tracker's own words: from wrong ones nothing is drawn."""
    from tracker import report

    texts = report.Texts(project.root)
    for problem in project.problems:
        click.echo(report.as_text(problem, texts), err=True)
    sys.exit(1)
