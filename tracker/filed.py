"""From a filed issue form to event files: read and judged as a form of the site is, against the log in its folder."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker.derive.notice import escaped, plain, within
from tracker.desk import typed
from tracker.desk.fields import setting, with_settings
from tracker.desk.filled import Texts, Unfit, written
from tracker.desk.issue import Filed, NoForm, filed, typed_texts
from tracker.desk.issue_form import CASE, CHANGE, EVENT, issue_forms
from tracker.model.problem import ERROR, did_you_mean
from tracker.project import Project
from tracker.proposal import Once
from tracker.site.contributing.asked import CHANGE as OF_CHANGE
from tracker.site.contributing.asked import Asked, asked
from tracker.site.contributing.held import Held
from tracker.site.contributing.outcome import Wrong, of_form
from tracker.site.reading.ask import NotFound, Refused
from tracker.write import Draft

_CUT = "\n\nThe rest is left out here: a comment holds no more.\n"


class Lying(Held):
    """The record as it lies in the folder of a project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.kinds = project.kinds
        self.store = Once(project.root, project.kinds)

    def called(self, family: str, name: str) -> list[str]:
        return [case["id"] for case in self.cases(family) if case["name"].lower() == name.lower()]

    def cases(self, family: str) -> list[dict]:
        units = self.store.listing().units
        entries = ((case_id, self.entries(case_id)) for case_id in units if case_id.startswith(f"{family}/"))
        return [{"id": case_id, "name": found[0].data.get("name") or case_id} for case_id, found in entries if found]


class Result(NamedTuple):
    """What became of a filed form."""

    drafts: list[Draft]
    """The files, where nothing is wrong."""
    wrong: list[Wrong]
    labels: dict[str, str]
    """The name of a box -> what it is called in the form."""

    @property
    def errors(self) -> list[Wrong]:
        return [wrong for wrong in self.wrong if wrong.severity == ERROR]

    def as_text(self) -> str:
        """For a terminal: a line for everything that is wrong or wants a second look."""
        return "".join(f"{plain(line)}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        for one in self.wrong:
            where = self._label(one)
            yield f"{one.severity}{f'[{one.code}]' if one.code else ''}: {f'{where}: ' if where else ''}{one.sentence}"
            if one.help:
                yield f"help: {one.help}"

    def as_markdown(self) -> str:
        """A comment for the issue. Nothing that was typed passes as it is."""
        if self.errors:
            head = "This cannot be recorded as it is. Edit the text of the issue where it says so; a maintainer then sets the label anew."
        else:
            head = "Read and checked; it is proposed in a pull request that names this issue.\n\n" + "\n".join(
                f"- `{draft.path}`" for draft in self.drafts
            )
        told = "".join(f"\n- {self._told(one)}" for one in self.wrong)
        return within(f"{head}\n{told}\n", _CUT)

    def _told(self, one: Wrong) -> str:
        where = self._label(one)
        help = f" — {escaped(one.help)}" if one.help else ""
        return f"{f'**{escaped(where)}**: ' if where else ''}{escaped(one.sentence)}{help}"

    def _label(self, wrong: Wrong) -> str:
        """The box at which it is mended, with the number of the line in it."""
        parts = [part for part in re.split(r"[.\[]", wrong.field or "") if part]
        known = [part for part in (wrong.field, *parts[::-1]) if part in self.labels]
        line = next((int(part[:-1]) for part in parts if part[:-1].isdecimal() and part.endswith("]")), None)
        if not known:
            return wrong.place
        named = next((part for part in parts if part in self.labels), known[0]) if line is not None else known[0]
        return self.labels[named] + (f", line {line + 1}" if line is not None else "")


def result_of(project: Project, body: str) -> Result:
    """The events that the text of an issue reports, or everything that is wrong with it."""
    try:
        found = filed(body, issue_forms(project.kinds, project.vocabulary))
    except NoForm as error:
        return Result([], [_wrong(unfit) for unfit in error.unfit], {})
    labels = {box.name: box.label for box in found.form.boxes}
    texts, unfit = typed_texts(found)
    held = Lying(project)
    try:
        form = asked(held, {**texts, "type": [_type(found, texts)], EVENT: [held.known.completed(_first(texts, EVENT))]})
    except (NotFound, Refused) as error:
        return Result([], [_wrong(Unfit(EVENT if EVENT in labels else CASE, str(error), "give the address of its page"))], labels)
    if form.target is not None:
        texts, more = _corrected(held, form, texts)
        unfit += more
    outcome = of_form(held, form, texts)
    wrong = [*map(_wrong, unfit), *(one for one in outcome.wrong if one.field not in {one.field for one in unfit})]
    return Result([] if any(one.severity == ERROR for one in wrong) else outcome.drafts, wrong, labels)


def _first(texts: Texts, name: str) -> str:
    return next(iter(texts.get(name, ())), "")


def _type(found: Filed, texts: Texts) -> str:
    """The type of the event: the one that was chosen, or the only one that the form makes."""
    return _first(texts, "type") or next(iter(found.form.types))


def _corrected(held: Held, form: Asked, texts: Texts) -> tuple[Texts, list[Unfit]]:
    """The texts with those that a form shows of the corrected event once it says what it should."""
    given = {field.name for field in form.corrected}
    unfit: list[Unfit] = []
    data = form.target.data
    for line in filter(None, map(str.strip, _first(texts, CHANGE).splitlines())):
        try:
            pointer, _ = one = setting(line)
            if pointer[0] not in given:
                help = did_you_mean(str(pointer[0]), given) or f"its fields are {', '.join(sorted(given))}"
                raise typed.Unread(f"there is no field `{pointer[0]}`", help)
            data = with_settings(data, type(form.target.event), [one])
        except typed.Unread as error:
            unfit.append(Unfit(CHANGE, error.args[0], error.help))
    shown = written(form.corrected, data, held.parties, OF_CHANGE)
    return {**{name: told for name, told in texts.items() if name != CHANGE}, **shown}, unfit


def _wrong(unfit: Unfit) -> Wrong:
    return Wrong(None, ERROR, unfit.field or None, unfit.field, unfit.sentence, unfit.help)
