"""An issue form as it was filed, read back: GitHub renders it as a heading for each box, and what was typed below it.

Whoever filed it may have typed anything, headings too, and may edit the text afterwards. So a text is taken for that of
a box only where nobody could take it for another's, and what a reader of the issue would not see is refused.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from tracker.desk import typed
from tracker.desk.fields import read
from tracker.desk.filled import MOST_ROWS, Texts, Unfit
from tracker.desk.issue_form import REGISTER, TYPE, Box, IssueForm

MOST = 65_536
"""Characters of an issue; GitHub takes no more."""

_EMPTY = ("", "_No response_")
_HEADING = re.compile(r"### +(.*?) *")
_FENCE = re.compile(r"\s*(?:`{3}|~{3})")

_AGAIN = "the form was changed after it was filed; file it anew"


class Filed(NamedTuple):
    """A filed form, taken apart."""

    form: IssueForm
    texts: dict[str, str]
    """The name of a box -> what was typed into it; nothing for what was left empty."""


class NoForm(Exception):
    """The text is not that of one of the forms; says why in `unfit`."""

    def __init__(self, *unfit: Unfit) -> None:
        super().__init__(unfit[0].sentence)
        self.unfit = list(unfit)


def filed(body: str, forms: Iterable[IssueForm]) -> Filed:
    """The form that a text is, and what was typed into each of its boxes. Raises NoForm where nobody could tell."""
    if len(body) > MOST:
        raise NoForm(Unfit("", f"the text is longer than {MOST:,} characters", "file what one event needs"))
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    headings = {number: found[1] for number, line in enumerate(lines) if (found := _HEADING.fullmatch(line))}
    form = _form(lines, headings, list(forms))
    wrong = [*_hidden(lines), *_wrong(headings, form)]
    if wrong:
        raise NoForm(*wrong)
    names = {box.label: box for box in form.boxes}
    ends = [*list(headings)[1:], len(lines)]
    texts = {}
    for (start, label), end in zip(headings.items(), ends, strict=True):
        text = "\n".join(lines[start + 1 : end]).strip()
        texts[names[label].name] = "" if text in _EMPTY or (names[label].kind == "dropdown" and text == "None") else text
    return Filed(form, texts)


def _form(lines: list[str], headings: dict[int, str], forms: list[IssueForm]) -> IssueForm:
    """The form with whose first box the text begins; of those that begin alike the one that has the type."""
    number, label = next(iter(headings.items()), (len(lines), ""))
    begun = [form for form in forms if form.boxes[0].label == label]
    if not begun or "".join(lines[:number]).strip():
        raise NoForm(Unfit("", "this is not the text of one of the forms", "file one of the forms that `New issue` offers"))
    word = _word(next((line.strip() for line in lines[number + 1 :] if line.strip()), ""))
    found = [form for form in begun if form.boxes[0].name != TYPE or word in form.types]
    if not found:
        raise NoForm(Unfit(TYPE, f"type `{word[:60]}` is not known", _AGAIN))
    return found[0]


def _word(option: str) -> str:
    """The type that an option stands for."""
    return option.partition(":")[0].strip()


def _hidden(lines: list[str]) -> list[Unfit]:
    """What a reader of the issue does not see as it is written."""
    found = []
    if any("<!--" in line for line in lines):
        found.append(Unfit("", "the text holds an HTML comment, which nobody sees who reads the issue", "take it out"))
    if any(_FENCE.match(line) for line in lines):
        found.append(Unfit("", "the text holds a fence of code, in which headings are no headings", "type plain text"))
    return found


def _wrong(headings: dict[int, str], form: IssueForm) -> list[Unfit]:
    """What keeps the headings from being those of the form: each of its boxes once, in its order, and no other."""
    labels = [box.label for box in form.boxes]
    told = list(headings.values())
    found = [
        Unfit("", f"the heading `{label[:60]}` is none of the form", "take the `###` out of what was typed")
        for label in dict.fromkeys(told)
        if label not in labels
    ]
    for box in form.boxes:
        if told.count(box.label) > 1:
            found.append(Unfit("", f"the heading `{box.label}` stands twice, so that nobody can tell what is whose", _AGAIN))
        elif box.required and box.label not in told:
            found.append(Unfit("", f"the heading `{box.label}` is missing", _AGAIN))
    if not found and told != [label for label in labels if label in told]:
        found.append(Unfit("", "the headings do not stand in the order of the form", _AGAIN))
    return found


def typed_texts(filed: Filed) -> tuple[Texts, list[Unfit]]:
    """What was typed as the texts of a form with a field for each value, and what cannot be taken apart."""
    texts: dict[str, list[str]] = {}
    unfit: list[Unfit] = []
    sums = [box.name for box in filed.form.boxes if box.field is not None and box.field.control in ("sum", "quantity")]
    summed = next((name for name in sums if filed.texts.get(name)), next(iter(sums), ""))
    for box in filed.form.boxes:
        text = filed.texts.get(box.name, "")
        if not text:
            continue
        if box.name == REGISTER:
            texts |= _each_line(box, text, unfit, _registration)
        elif box.field is not None and box.field.control == "rows":
            texts |= _each_line(box, text, unfit, lambda line, box=box: read(line, box.field.form.item))
        elif box.multiple:
            texts[box.name] = [word.strip() for word in text.split(",") if word.strip()]
        else:
            texts[f"{summed}.{box.name}" if box.of_a_sum else box.name] = [_word(text) if box.name == TYPE else text]
    return texts, unfit


def _each_line(box: Box, text: str, unfit: list[Unfit], reader) -> Texts:
    """The texts of a list of objects, one a line."""
    texts: dict[str, list[str]] = {}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        unfit.append(Unfit(box.name, f"these are more than {MOST_ROWS} lines", "leave out what the event can do without"))
    for number, line in enumerate(lines[:MOST_ROWS]):
        try:
            found = reader(line)
        except typed.Unread as error:
            unfit.append(Unfit(box.name, error.args[0], error.help))
            continue
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            unfit.append(Unfit(box.name, f"`{line[:60]}` is no such line", box.help))
            continue
        texts |= {f"{box.name}[{number}].{key}": [value] for key, value in found.items()}
    return texts


def _registration(line: str) -> dict[str, str]:
    slug, fields = typed.registration(line)
    return {"slug": slug, **fields}
