"""`tracker explain`: what a problem means."""

import textwrap
from collections.abc import Collection

import click

from tracker.model.explained import Explanation, explanations
from tracker.model.problem import did_you_mean

WIDTH = 88


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a problem by its CODE, or list them all.

    \b
    tracker explain P203
    tracker explain
    """
    if code is None:
        click.echo("\n".join(f"{e.code}  {e.name}" for e in explanations()))
        return
    found = {e.code: e for e in explanations()}
    if code.upper() not in found:
        raise click.UsageError(f"there is no problem `{code}`; {_near(code.upper(), found)}")
    click.echo(_text(found[code.upper()]))


def _near(code: str, known: Collection[str]) -> str:
    """What may be meant by a code that is not known: first the same digits, with the letter O for a nought and without the P."""
    digits = "".join(sign for sign in code.replace("O", "0") if sign.isdigit())
    if f"P{digits}" in known:
        return f"did you mean `P{digits}`?"
    return did_you_mean(code, known) or "`tracker explain` lists them all"


def _text(explanation: Explanation) -> str:
    parts = [f"{explanation.code}: {explanation.name}"]
    for heading, text in (("What", explanation.what), ("Why", explanation.why), ("Fix", explanation.fix)):
        # A command or an address keeps its hyphens, so that it can be copied.
        wrapped = textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
        parts.append(f"{heading}\n{wrapped}")
    parts.append("Example\n" + textwrap.indent(explanation.example, "  "))
    return "\n\n".join(parts)
