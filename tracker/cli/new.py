"""`tracker new`: write the next event."""

import sys
from pathlib import Path
from typing import Any

import click

from tracker.cli.adding import Desk, asks, echo_read, refuse
from tracker.cli.ask import Asker
from tracker.cli.common import fail, project_in, root_option
from tracker.cli.options import DATE, Typed, ask_option, dry_option, no_undo, source_option
from tracker.cli.prompt import line, say
from tracker.desk import typed
from tracker.desk.fields import Setting, setting, with_settings
from tracker.desk.prepared import last_said, with_publishers
from tracker.log.decode import MOST_BYTES, decode
from tracker.model.event import Event
from tracker.model.identity import is_slug
from tracker.model.problem import Place, did_you_mean
from tracker.project import Project

_OWN_COMMAND = {
    "record.corrected": "correct", "record.retracted": "retract", "record.checked": "checked", "record.replied": "reply",
}  # fmt: skip
_PLURAL = {"party": "parties", "sector": "sectors"}


@click.command("new")
@click.argument("kind", metavar="TYPE", required=False)
@click.argument("case", metavar="CASE", required=False)
@click.argument("given", nargs=-1, metavar="[FIELD=VALUE]... [-]")
@click.option("--date", type=DATE, help="When it happened, as precise as the source: 2021, `September 2021`, 2021-09-02.")
@click.option("--name", help="The case's name; opens a case.")
@click.option("--question", help="Of a pledge: the question that readers come with.")
@click.option("--title", help="What happened, in plain past tense, the actor first.")
@click.option("--summary", help="One to three neutral sentences.")
@click.option(
    "--party", type=Typed("party", typed.part), multiple=True, metavar="SLUG:ROLE[:NOTE]",
    help="Who acted, or was acted on; once for each.",
)  # fmt: skip
@click.option("--jurisdiction", help="ISO 3166-1 alpha-2 code, or EU.")
@click.option("--sector", multiple=True, help="A sector of the vocabulary; once for each.")
@source_option
@click.option("--amount", type=Typed("amount", typed.amount), metavar="SUM", help="`50bn CNY`, `over 1.2 million USD`.")
@click.option("--quantity", type=Typed("quantity", typed.quantity), metavar="COUNT", help="`1200 homes of rural housing`.")
@click.option("--measure", help="Of a delivery: step or cumulative.")
@click.option("--covers", type=DATE, help="Of a delivery: the period in which it was given: 2022, `Q3 2022`.")
@click.option("--confidence", help="high, with an official source or two independent publishers; else medium.")
@click.option("--notes", help="Where sources disagree: which says what.")
@click.option(
    "--register", type=Typed("party", typed.registration), multiple=True, metavar="[SLUG=]NAME:KIND[:COUNTRY]",
    help="Register a party together with the event; once for each.",
)  # fmt: skip
@ask_option
@dry_option
@root_option
@no_undo
def command(
    kind: str | None, case: str | None, given: tuple[str, ...], ask: bool | None, dry_run: bool, root: Path, **options: Any
) -> None:
    """Write the next event of a CASE; prompts at a terminal, flags in a script, a JSON document from standard input with `-`.

    \b
    tracker new
    tracker new pledge.progressed tencent-ssv-2021 --date "July 2022" --title ...
    tracker new pledge.announced acme-homes-2026 due=2030 --name "..." --question "..."
    tracker new party.registered acme kind=company aliases[0]="Acme Group" --name Acme
    tracker new law.adopted data-security-law - < event.json

    FIELD=VALUE sets any field of the type that has no flag: `tracker kinds TYPE` lists them.
    The file is named by its date, stamped with this second, and checked; with an error nothing is written.
    """
    project = project_in(root)
    desk = Desk(project, root)
    asking = asks(ask) and not dry_run and "-" not in given
    if (kind is None or case is None) and not asking:
        raise click.UsageError("give TYPE and CASE, such as `pledge.progressed tencent-ssv-2021`")
    model = _model(kind or _ask_type(project), project)
    if asking and model.word in _OWN_COMMAND:
        raise click.UsageError(f"write it with `tracker {_OWN_COMMAND[model.word]}`")
    document = _from_input(model) if "-" in given else {}
    document = _document(document, model, given, options, project)
    case_id = _case(desk, model, case or line("case"))
    opening = model.about_world and case_id not in desk.which.units
    if opening and "name" not in document:
        _confirm_opening(desk, case_id, asking)
    asker = Asker(
        project, desk.which, model, document, opening=opening, before=last_said(case_id, desk.entries(case_id), project.kinds)
    )
    for slug, fields in options["register"]:
        asker.register(slug, fields, certain=True)
    desk.finish(asker, case_id, ask=asking and (ask or None), dry=dry_run)


def _model(word: str, project: Project) -> type[Event]:
    known = project.kinds.types
    if word not in known:
        raise click.UsageError(f"type `{word}` is not known; {did_you_mean(word, known) or '`tracker kinds` lists the types'}")
    return known[word]


def _ask_type(project: Project) -> str:
    for life in project.kinds:
        say(f"  {' '.join(event.word for event in life.events)}")
    while (word := line("type")) not in project.kinds.types:
        say(f"  there is no type `{word}`; {did_you_mean(word, project.kinds.types) or 'choose from the list'}")
    return word


def _from_input(model: type[Event]) -> dict:
    """The document on standard input; what cannot be read of it is shown as `tracker check` would."""
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    document, problems = decode(raw, Place("standard input"))
    if document is None:
        fail("; ".join(f"standard input: {p.sentence}{f' ({p.help})' if p.help else ''}" for p in problems))
    if document.setdefault("type", model.word) != model.word:
        raise click.UsageError(f"the document is of type `{document['type']}`, not `{model.word}`")
    return document


def _document(document: dict, model: type[Event], given: tuple[str, ...], options: dict[str, Any], project: Project) -> dict:
    """The document with what flags and FIELD=VALUE say laid over it."""
    flags: dict[str, Any] = {}
    for name, value in options.items():
        if name not in ("register", "measure", "covers") and value not in (None, ()):
            flags[_PLURAL.get(name, name)] = list(value) if isinstance(value, tuple) else value
    if "sources" in flags:
        flags["sources"] = with_publishers(flags["sources"], project.vocabulary)
    document = {"type": model.word} | document | flags
    delivery = {name: options[name] for name in ("measure", "covers") if options[name] is not None}
    held = next((name for name in ("amount", "quantity") if isinstance(document.get(name), dict)), None)
    if delivery and held is None:
        raise click.UsageError("`--measure` and `--covers` are said of an `--amount` or a `--quantity`")
    if held:
        document[held] = document[held] | delivery
    try:
        settings: list[Setting] = [setting(text) for text in given if text != "-"]
        document = with_settings(document, model, settings)
    except typed.Unread as error:
        refuse(error)
    echo_read(settings, document)
    return document


def _case(desk: Desk, model: type[Event], given: str) -> str:
    """The id of the case that is meant, whether it exists or is to be opened."""
    families = desk.project.kinds.family_of
    if not model.about_world:
        return desk.which.case(given)
    family = families[model.word.partition(".")[0]]
    text = given.rstrip("/").removeprefix("events/")
    said, slash, slug = text.rpartition("/")
    if slash and said != family:
        raise click.UsageError(f"`{model.word}` does not belong in `{said}`; its cases stand in `{family}`")
    if not is_slug(slug):
        help = "words of a-z and 0-9 joined by single hyphens"
        raise click.UsageError(f"`{slug}` cannot name a case; {help}")
    return f"{family}/{slug}"


def _confirm_opening(desk: Desk, case_id: str, asking: bool) -> None:
    """A case that does not exist is either to be opened or a slip; only a name, or a person, can say which."""
    family = case_id.partition("/")[0]
    near = did_you_mean(case_id, [known for known in desk.which.units if known.startswith(f"{family}/")])
    sentence = f"there is no case `{case_id}`"
    if not asking:
        raise click.UsageError(f"{sentence}; {near + ' ' if near else ''}`--name` opens it")
    say(f"{sentence}{'; ' + near if near else ''}")
    if not click.confirm("open it", default=near is None, err=True):
        sys.exit(1)
