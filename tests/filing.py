"""Filed issue forms as GitHub renders them: a heading for each box, and below it what was typed."""

from given import KINDS
from projects import WORDS

from tracker.desk.issue_form import IssueForm, issue_forms
from tracker.model.vocabulary import Vocabulary

FORMS = {form.stem: form for form in issue_forms(KINDS, Vocabulary.model_validate(WORDS))}


def rendered(form: IssueForm, given: dict[str, str]) -> str:
    """The text of an issue; a box into which nothing was typed says so."""
    assert given.keys() <= {box.name for box in form.boxes}
    return "\n\n".join(f"### {box.label}\n\n{given.get(box.name) or '_No response_'}" for box in form.boxes)


def typed(document: dict, form: IssueForm) -> dict[str, str]:
    """What a person types into the boxes to say what a document says."""
    option = next((o for box in form.boxes for o in box.options if o.startswith(f"{document['type']}: ")), "")
    given = {"type": option} if option else {}
    for box in form.boxes:
        if box.name in document and box.name not in given:
            given[box.name] = _typed(document[box.name])
    held = document.get("amount") or document.get("quantity") or {}
    given |= {box.name: held[box.name] for box in form.boxes if box.of_a_sum and box.name in held}
    return given


def _typed(value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return (
            f"{value['value']} {value['currency']}"
            if "currency" in value
            else f"{value['value']} {value['unit']} of {value['of']}"
        )
    if all(isinstance(item, str) for item in value):
        return (", " if set(value) <= set(WORDS["sectors"]) else "\n").join(value)
    return "\n".join((" | " if "url" in item else ": ").join(item.values()) for item in value)
