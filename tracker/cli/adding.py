"""What the commands that write events share: from a document to its file, checked before anything is written."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from tracker import report, write
from tracker.cli.ask import Asker
from tracker.cli.common import count, fail
from tracker.cli.prompt import line, say
from tracker.cli.which import Which
from tracker.derive.canonical import canonical
from tracker.desk import typed
from tracker.desk.fields import Setting
from tracker.desk.prepared import prepared
from tracker.log.entry import Entry
from tracker.model.problem import ERROR
from tracker.project import Project
from tracker.proposal import Findings, Texts, judged
from tracker.write import Draft, Refused


def asks(ask: bool | None) -> bool:
    """Whether somebody is there to be asked."""
    return ask if ask is not None else sys.stdin is not None and sys.stdin.isatty()


def refuse(error: typed.Unread) -> NoReturn:
    """What cannot be read is misuse."""
    raise click.UsageError(str(error)) from error


def echo_read(settings: Iterable[Setting], read: dict) -> None:
    """Says as what a typed date or sum will be stored, where that is not what was typed."""
    from tracker.model.problem import pointer_text

    for pointer, text in settings:
        value: Any = read
        for step in pointer:
            value = value[step] if isinstance(value, list) or (isinstance(value, dict) and step in value) else None
        is_sum = isinstance(value, dict) and "value" in value and not text.startswith("{")
        if text and (is_sum or (isinstance(value, str) and value != text and text != f'"{value}"')):
            click.echo(f"{pointer_text(pointer)}: `{text}` is stored as `{typed.shown(value)}`", err=True)


def _refuse_wrong(project: Project) -> None:
    """Without the words of this tracker nothing can be checked, and so nothing is written."""
    texts = report.Texts(project.root)
    for problem in project.problems:
        click.echo(report.as_text(problem, texts), err=True)
    if any(problem.severity == ERROR for problem in project.problems):
        fail("nothing was written: mend this first")


class Desk:
    """Where events are prepared: the log as it is, and the second in which the next one is recorded."""

    def __init__(self, project: Project, root: Path) -> None:
        self.project = project
        _refuse_wrong(project)
        self.which = Which(project, root)
        self.store = self.which.store
        self.now = self.stamped = write.now()

    def entries(self, case_id: str) -> list[Entry]:
        """The entries of a case that can be read."""
        unit = self.which.units.get(case_id)
        return self.store.entries(unit)[0] if unit else []

    def drafts(self, documents: Iterable[tuple[str, dict]]) -> list[Draft]:
        """The documents with their cases, stamped one second after another, later than all that their cases hold."""
        found = prepared(self.store, self.project.kinds, documents, self.now)
        self.stamped = found.now
        return found.drafts

    def record(self, document: dict, case_id: str, *, ask: bool | None, dry: bool) -> NoReturn:
        """Writes an event about the record, and ends."""
        kind = self.project.kinds.types[document["type"]]
        self.finish(Asker(self.project, self.which, kind, document, opening=False, before={}), case_id, ask=ask, dry=dry)

    def finish(self, asker: Asker, case_id: str, *, ask: bool | None, dry: bool) -> NoReturn:
        """Asks for what is missing where somebody is there, writes the event, and ends."""
        if asks(ask) and not dry and (ask or asker.lacks()):
            self.converse(asker, case_id)
        self.submit([*asker.registered(), (case_id, asker.document)], dry=dry)

    def converse(self, asker: Asker, case_id: str) -> NoReturn:
        """Asks for what is missing, shows the file and what is wrong with it, and writes it when the person says so."""
        try:
            asker.fill()
            while True:
                documents = [*asker.registered(), (case_id, asker.document)]
                drafts = self.drafts(documents)
                found = judged(self.project, drafts, self.stamped, self.store)
                for draft in drafts:
                    say(f"\n{draft.path}\n{draft.raw.decode()}")
                echo(found, drafts, self.project)
                say(f"further fields: {', '.join(asker.further())}")
                field = line(f"Enter to {'give up' if found.errors else 'write it'}, or a field to answer again")
                if field:
                    asker.again(field)
                elif found.errors:
                    raise click.Abort
                else:
                    self._write(drafts)
        except click.Abort:
            say("\nnothing was written; what was answered follows, and goes on with `tracker new TYPE CASE -`")
            click.echo(canonical(asker.document, asker.kind).decode(), nl=False)
            sys.exit(1)
        except Refused as error:
            fail(str(error))

    def submit(self, documents: Iterable[tuple[str, dict]], *, dry: bool = False) -> NoReturn:
        """Checks the documents, writes them if nothing is wrong, says where, and ends."""
        try:
            drafts = self.drafts(documents)
            found = judged(self.project, drafts, self.stamped, self.store)
            echo(found, drafts, self.project)
            if dry:
                for draft in drafts:
                    click.echo(f"{draft.path}\n{draft.raw.decode()}", nl=False)
                sys.exit(1 if found.errors else 0)
            if found.errors:
                fail("nothing was written")
            self._write(drafts)
        except Refused as error:
            fail(str(error))

    def _write(self, drafts: list[Draft]) -> NoReturn:
        write.append(self.project.root, drafts)
        for draft in drafts:
            click.echo(draft.path)
        sys.exit(0)


def echo(found: Findings, drafts: list[Draft], project: Project) -> None:
    """Prints what the drafts would make wrong, as `tracker check` does."""
    texts = Texts(project.root, drafts)
    for problem in report.by_line(found.problems, texts):
        click.echo(report.as_text(problem, texts), err=True)
    if found.problems:
        errors = sum(problem.severity == ERROR for problem in found.problems)
        click.echo(f"{count(errors, 'error')}, {count(len(found.problems) - errors, 'warning')}", err=True)
