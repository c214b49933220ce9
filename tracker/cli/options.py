"""Options that the commands share by which a contributor writes events, and what their help says about going back."""

from collections.abc import Callable
from typing import Any

import click

from tracker.desk import typed
from tracker.desk.fields import setting

_NO_UNDO = """
    There is no undo: once merged, an event is never edited or removed. Before the merge, delete the file. Afterwards
    correct it with `tracker correct`, or take it back with `tracker retract`; both stay visible. What must not be read
    at all (libel, spam, private data) is redacted: `tracker explain P807` says how.
    """


def no_undo(function: Callable) -> Callable:
    """A command whose help says so where people look for the way back."""
    function.__doc__ = f"{function.__doc__.rstrip()}\n{_NO_UNDO}"
    return function


class Typed(click.ParamType):
    """An option that is read by one of the readers of typed text; what cannot be read is misuse."""

    def __init__(self, name: str, reader: Callable[[str], Any]) -> None:
        self.name = name
        self.reader = reader

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            read = self.reader(value)
        except typed.Unread as error:
            self.fail(str(error), param, ctx)
        if self.reader in (typed.date, typed.amount, typed.quantity) and typed.shown(read) != value:
            click.echo(f"{param.name if param else self.name}: `{value}` is stored as `{typed.shown(read)}`", err=True)
        return read


DATE = Typed("date", typed.date)
SETTING = Typed("field=value", setting)

source_option = click.option(
    "--source", "sources", type=Typed("source", typed.source), multiple=True, metavar="URL|TITLE|PUBLISHER[|PUBLISHED]",
    help="A page that supports it; once for each. Without PUBLISHER, the one whose host it is.",
)  # fmt: skip
ask_option = click.option("--ask/--no-ask", default=None, help="Prompt for what is missing; by default at a terminal.")
dry_option = click.option("--dry-run", is_flag=True, help="Show the file and its problems, and write nothing.")
