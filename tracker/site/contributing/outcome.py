"""What becomes of a contribution: finished files, or everything that is wrong with it, each at its field."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from tracker.desk.filled import Texts, Unfit
from tracker.desk.prepared import prepared
from tracker.model.dates import is_instant
from tracker.model.problem import ERROR, Pointer, Problem, pointer_text
from tracker.proposal import judged
from tracker.site.contributing.asked import Asked
from tracker.site.contributing.held import Held
from tracker.site.contributing.made import Document, Made, made
from tracker.write import Draft, Refused, later, now

DAY = 86_400

MOST_ALIKE = 10
"""For so many parties that nobody registered those are named that may be meant."""

_FIRST = ("case", "name", "slug")
"""The fields with which a form begins."""

_MISSING = ("P207", "P404", "P406")
"""Something that is not there: a person sees the field, and what it is for stands beneath it."""

_STEP = re.compile(r"([a-z_$]+)|\[([0-9]+)\]")
_QUOTED = re.compile(r"`([a-z_.\[\]0-9]+)`")


class Wrong(NamedTuple):
    """One thing that is wrong, or worth a second look."""

    code: str | None
    severity: str
    field: str | None
    """The field of the form at which it is mended."""
    place: str
    """Where it stands: the way to the value, or the file of the log."""
    sentence: str
    help: str | None


class Outcome(NamedTuple):
    """What became of it."""

    drafts: list[Draft]
    """The files, where nothing is wrong."""
    wrong: list[Wrong]
    stored: Mapping[str, str] = {}
    """Field -> as what it is stored, where that is not what was typed."""
    strangers: Mapping[str, str] = {}
    """Field -> the party that nobody registered."""
    now: str = ""

    @property
    def errors(self) -> list[Wrong]:
        return [wrong for wrong in self.wrong if wrong.severity == ERROR]


def of_form(held: Held, asked: Asked, texts: Texts) -> Outcome:
    """The outcome of a filled form."""
    read = made(held, asked, texts)
    outcome = of_documents(held, read.documents, _stamp(texts))
    unfit = [*read.unfit, *_strange(held, read)]
    fields = {one.field for one in unfit}
    wrong = [Wrong(None, ERROR, one.field or None, one.field, one.sentence, one.help) for one in unfit]
    # What could not be read is said once, in the words of whoever read it; what follows from sources is missing with them.
    kept = (one for one in outcome.wrong if one.field not in fields and (one.code, one.field) != ("P207", "confidence"))
    wrong += (one._replace(sentence="this is needed", help=None) if one.field and one.code in _MISSING else one for one in kept)
    order = {
        name: number for number, name in enumerate((*_FIRST, *(name for one in read.documents for name in one.names.values())))
    }
    wrong.sort(key=lambda one: (one.severity != ERROR, order.get(one.field or "", len(order))))
    left = [] if any(one.severity == ERROR for one in wrong) else outcome.drafts
    return Outcome(left, wrong, read.stored, read.strangers, outcome.now)


def _stamp(texts: Texts) -> str:
    """The time at which the form was first found whole, so that what is downloaded is what was shown."""
    given, today = next(iter(texts.get("recorded") or ()), ""), now()
    return given if is_instant(given) and later(today, -DAY) <= given <= today else today


def _strange(held: Held, read: Made) -> list[Unfit]:
    found = []
    for number, (field, text) in enumerate(read.strangers.items()):
        # To look for what is spelt alike takes a while, and nobody mistypes more names than these.
        near = [f"`{held.parties.names[slug]}`" for slug in held.parties.near(text)[:3]] if number < MOST_ALIKE else []
        help = f"did you mean {' or '.join(near)}? Else register it below" if near else "register it below"
        found.append(Unfit(field, f"no party is called `{text}`", help))
    return found


def of_documents(held: Held, documents: list[Document], at: str | None = None) -> Outcome:
    """The outcome of documents: judged as `tracker check` judges new files in the log."""
    stamp = at or now()
    wanted = [one for one in documents if one.case_id]
    try:
        ready = prepared(held.store, held.kinds, [(one.case_id, one.fields) for one in wanted], stamp)
    except Refused as refused:
        return Outcome([], [Wrong(None, ERROR, None, "", str(refused).partition(":")[0], "nothing need be added")], now=stamp)
    found = judged(held.project, ready.drafts, ready.now, held.store)
    names = {draft.path: one.names for draft, one in zip(ready.drafts, wanted, strict=True)}
    wrong = [_wrong(problem, names) for problem in found.problems]
    whole = wanted and len(wanted) == len(documents) and not found.errors
    return Outcome(ready.drafts if whole else [], wrong, now=stamp)


def _wrong(problem: Problem, names: dict[str, dict[Pointer, str]]) -> Wrong:
    place = problem.place
    own = place.path in names
    shown = pointer_text(place.pointer) if own else f"{place.path} {pointer_text(place.pointer)}".strip()
    return Wrong(
        problem.code, problem.severity, _field(problem, names[place.path]) if own else None, shown, problem.sentence, problem.help
    )


def _field(problem: Problem, names: Mapping[Pointer, str]) -> str | None:
    """The field of the form at which a problem of this very document is mended."""
    if problem.code in (*_MISSING, "P804"):
        # What is missing stands nowhere; the sentence names it.
        for quoted in _QUOTED.findall(problem.sentence):
            pointer: Pointer = tuple(int(number) if number else name for name, number in _STEP.findall(quoted))
            for way in (pointer, ("change", *pointer)):
                if way in names:
                    return names[way]
    for depth in range(len(problem.place.pointer), 0, -1):
        if problem.place.pointer[:depth] in names:
            return names[problem.place.pointer[:depth]]
    return None
