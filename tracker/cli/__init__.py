"""The command line. Each command is a module of its own, loaded when it is called."""

import gc
import importlib
import os
import sys

import click

COMMANDS = {
    "check": "Validate the events; with --since also that nothing was rewritten.",
    "build": "Check, fold and project the events into one SQLite file.",
    "release": "Write what is published with a database: CSV, digests, a note.",
    "serve": "Build if needed, then publish the database with Datasette.",
    "new": "Write the next event of a case.",
    "correct": "Correct fields of a recorded event.",
    "retract": "Take back a recorded event.",
    "reply": "Record what a named party answered.",
    "checked": "Record that somebody looked for news and found none.",
    "from-issue": "Write the events that a filed issue form reports.",
    "stamp": "Renew the stamps of events not merged yet.",
    "diff": "Show what readers will see change.",
    "links": "Look at the pages that the events cite.",
    "show": "Tell the story of a case in the terminal.",
    "init": "Begin a tracker of another subject.",
    "kinds": "List the types of event, or explain one.",
    "explain": "Explain a problem by its code.",
    "fmt": "Write event files in their canonical form.",
    "metadata": "Print metadata.yml made anew.",
    "forms": "Write the issue forms anew.",
}
"""Command -> the first sentence of its help, so that listing them loads none."""

HIDDEN = frozenset({"metadata", "forms"})
"""Commands for those who work on the program; the listing leaves them out."""


class _Commands(click.Group):
    """A group that loads a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return importlib.import_module(f"{__name__}.{name.replace('-', '_')}").command

    def resolve_command(self, ctx: click.Context, args: list[str]):
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from tracker.model.problem import did_you_mean

            near = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f"{error.message} {near or ''}".strip(), ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help) for name, help in COMMANDS.items() if name not in HIDDEN])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pressure-and-pledges", message="%(prog)s %(version)s")
def main() -> None:
    """Track how a government presses an industry and how the industry answers.

    Facts in, everything else derived: events are files below `events/`, every status follows from them
    by a published rule, and one SQLite file holds what follows.

    \b
    tracker check                 validate the events
    tracker serve                 build the database and browse it
    tracker explain P203          what a problem means
    """


def run() -> None:
    """The command line as installed: problems of use end with 2, and none of them in a traceback."""
    # What is loaded stays, and is searched for cycles ten times over before a command begins; and pydantic reads what
    # all installed packages say of themselves, to find plugins that this program has no use for.
    gc.set_threshold(100_000)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        main.main(prog_name="tracker", standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader has gone, as `tracker check | head` does.
        sys.stderr.close()
        sys.exit(1)
    finally:
        # Nor is it searched once more at the end, which takes as long as reading a hundred events.
        gc.freeze()
