"""`tracker diff`: what readers will see change."""

import re
from datetime import UTC, datetime
from pathlib import Path

import click

from tracker.cli.common import project_in, root_option

_SITE = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~/%+-]*)?")


@click.command("diff")
@click.argument("revisions", metavar="BASE[..HEAD]")
@click.option("--format", "form", type=click.Choice(["markdown", "text", "json"]), default="markdown", help="How it is printed.")
@click.option("--site", metavar="URL", help="Where the site is, to link each page.")
@root_option
def command(revisions: str, form: str, site: str | None, root: Path) -> None:
    """Show what readers will see change once HEAD is merged into BASE; without HEAD, what the checkout would change.

    \b
    tracker diff origin/main --format text
    tracker diff origin/main..HEAD --site https://example.org

    Nothing is printed where readers will see nothing change. With HEAD only what is committed is read, and nothing
    of the checkout. What may not be merged is left out; `tracker check --since BASE` names it.
    Exit 0, or 2 if a revision cannot be read.
    """
    from tracker.derive import notice
    from tracker.git import Refused
    from tracker.news import news

    if site is not None and not _SITE.fullmatch(site):
        raise click.UsageError("--site takes an address such as https://example.org/tracker")
    base, dots, head = revisions.partition("..")
    # Three dots mean the same: what a branch changes counts from where it began.
    head = (head.removeprefix(".") or "HEAD") if dots else None
    project = project_in(root, with_log=head is None)
    try:
        found = news(project, base, head, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    except Refused as refusal:
        raise click.UsageError(str(refusal)) from None
    forms = {"markdown": notice.as_markdown, "text": notice.as_text, "json": notice.as_json}
    click.echo(forms[form](found, site), nl=False)
