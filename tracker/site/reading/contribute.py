"""The page on which somebody contributes: which form, what stands in it, what is wrong with it, or the finished files."""

import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tracker.derive.guide import changes
from tracker.desk.filled import MOST_ROWS, Texts, differs, most_rows, one_line, rows
from tracker.desk.form import Field, Group
from tracker.model.docs import summary
from tracker.model.problem import ERROR
from tracker.site import words
from tracker.site.contributing import asked as forms
from tracker.site.contributing.asked import CHANGE, CORRECTION, Asked, asked, family_of
from tracker.site.contributing.held import Held
from tracker.site.contributing.made import NEW
from tracker.site.contributing.outcome import Outcome, Wrong, of_documents, of_form
from tracker.site.contributing.sent import documents
from tracker.site.reading import sql
from tracker.site.reading.ask import Ask, NotFound, Refused, record, stands
from tracker.site.shapes.contribute import Contributed, NotYet
from tracker.write import Draft

ROWS = 2
"""So many rows of a group there are at first; more come on demand."""

MOST_ENCODED = 6_000
"""Bytes that the address of a new file may have; git hosts refuse much longer ones."""

_ANSWERED = ("ok", "as_of", "known_at", "rule_version", "files", "problems", "stored")

Host = tuple[str, str]
"""The address of the project's repository, and the branch into which changes go."""

_CASE = 'SELECT "id", "family", "name", "status" FROM "cases" WHERE "id" = :id'
_EVENT = 'SELECT "title", "date" FROM "events" WHERE "id" = :id'


def read(db: sqlite3.Connection, ask: Ask) -> dict[str, Any]:
    """The choice of a form, or the form that the address asks for."""
    if ask.clocks.moved:
        raise Refused("what is contributed concerns the record as it stands; as_of and known_at say nothing here")
    build = record(db, ask.clocks)
    held = Held(db)
    texts = {name: ask.all(name)[:1] for name in ("type", "of", "case")}
    if not ask.one("type"):
        return {**stands(ask, build), **_choice(held, ask.one("case"))}
    form = asked(held, texts)
    return {**stands(ask, build), **page_of_form(held, form, {**form.first, "case": texts["case"]})}


def _choice(held: Held, case_id: str | None) -> dict[str, Any]:
    """Every type that can be contributed, or those that can follow in a case."""
    case = sql.row(held.db, _CASE, id=case_id) if case_id else None
    if case_id and case is None:
        raise NotFound(f"there is no case {case_id[:200]}")
    if case and case["family"] not in held.kinds.lives:
        raise NotFound(
            f"there are no forms for the family {case['family']}: the project that keeps this record has it, this site has not"
        )
    lives = [held.kinds.life(case["family"])] if case else list(held.kinds)
    families = []
    for life in lives:
        row = life.table.get(case["status"], {}) if case else {}
        verbs = {step.partition(" ")[0] for step in row}
        kinds = [kind for kind in life.events if not case or not verbs or kind.verb() in verbs]
        families.append(
            {"name": life.family, "label": life.label, "types": [_type(kind, kind is life.events[0]) for kind in kinds]}
        )
    # What is said about the record begins on the page of an event, but for what concerns a case as a whole.
    of_case = [kind for kind in held.kinds.record.events if kind.word != forms.WITHHELD and not _needs_event(kind)]
    families.append({"name": "record", "label": held.kinds.record.label, "types": [_type(kind, False) for kind in of_case]})
    return {"step": "choose", "title": f"Add to {case['name']}" if case else "Contribute", "case": case, "families": families}


def _needs_event(kind: type) -> bool:
    return "of" in kind.model_fields and kind.model_fields["of"].is_required()


def _type(kind: type, opens: bool) -> dict[str, Any]:
    return {"type": kind.word, "verb": kind.verb().replace("_", " "), "says": summary(kind), "opens": opens}


def page_of_form(held: Held, form: Asked, texts: Texts, outcome: Outcome | None = None) -> dict[str, Any]:
    """A form with what stands in it, and what is wrong with that."""
    extra = dict(texts)
    if outcome is not None:
        extra |= _new_rows(outcome, texts)
    more = one_line(texts.get("more"))
    case = sql.row(held.db, _CASE, id=form.case_id) if form.case_id else None
    family = family_of(held, form.kind) if form.kind.about_world else None
    opens = family is not None and form.kind is held.kinds.life(family).events[0]
    of = {"id": form.target.id, **sql.row(held.db, _EVENT, id=form.target.id)} if form.target else None
    wrong = outcome.wrong if outcome else []
    faulty = {one.field for one in wrong if one.field}
    shown = [_group(group, "", extra, more, faulty) for group in form.groups]
    return {
        "step": "form",
        "title": _title(form, case),
        "type": form.kind.word,
        "says": summary(form.kind),
        "family": family,
        "case": case,
        "opens": opens,
        "of": of,
        "brings": _brings(held, form),
        "groups": shown,
        "change": [_changing(field, form, extra, more, faulty) for field in form.corrected],
        "new": _group(Group(NEW, (_registering(held),)), "", extra, more, faulty) if rows(extra, NEW) else None,
        "texts": {name: list(given) for name, given in extra.items() if name not in ("more", "edit", "file")},
        "problems": [_problem(one, form) for one in wrong],
        "stored": dict(outcome.stored) if outcome else {},
        "suggested": _suggested(held, family, form),
    }


def _registering(held: Held) -> Field:
    return Field(
        NEW,
        "Register a party",
        "A party that the record does not have yet.",
        "rows",
        False,
        False,
        inner=tuple(forms.registration(held)),
    )


def _title(form: Asked, case: dict | None) -> str:
    if form.kind.word == CORRECTION:
        return "Suggest a correction"
    verb = form.kind.verb().replace("_", " ")
    return f"{case['name']}: {verb}" if case else f"{form.kind.word.partition('.')[0]} {verb}".capitalize()


def _brings(held: Held, form: Asked) -> list[str]:
    """The statuses that an event of this type may bring about."""
    if not form.kind.about_world:
        return []
    arrows = changes(held.kinds.life(family_of(held, form.kind)))
    found = (arrow.after for arrow in arrows if any(verb.split()[0] == form.kind.verb() for verb in arrow.verbs))
    return list(dict.fromkeys(found))


def _group(group: Group, prefix: str, texts: Texts, more: str, faulty: set[str]) -> dict[str, Any]:
    fields = [_field(field, prefix, texts, more, faulty) for field in group.fields]
    return {"name": f"{prefix}{group.name}", "fields": fields, "open": _any_open(fields)}


def _any_open(fields: list[dict[str, Any]]) -> bool:
    """Whether something stands in one of the fields that are folded away, or is wrong with it."""
    return any(field["folded"] and field["open"] for field in fields)


def _field(field: Field, prefix: str, texts: Texts, more: str, faulty: set[str]) -> dict[str, Any]:
    """A field as the page and its JSON tell it."""
    name = f"{prefix}{field.name}"
    within = (f"{name}.", f"{name}[")
    told = {
        "name": name, "label": field.label, "help": field.help, "control": field.control, "required": field.required,
        "folded": field.folded, "choices": _choices(field), "most": field.most, "fields": [], "rows": [],
        "open": any(any(given) for key, given in texts.items() if key == name or key.startswith(within))
        or any(key == name or key.startswith(within) for key in faulty),
    }  # fmt: skip
    if field.control == "rows":
        there = rows(texts, name)
        count = max(ROWS if field.name != NEW else 1, *(number + 1 for number in there), 0) + (more == name)
        numbers = range(min(count, most_rows(field)))
        told["rows"] = [[_field(inner, f"{name}[{n}].", texts, more, faulty) for inner in field.inner] for n in numbers]
    elif field.inner:
        told["fields"] = [_field(inner, f"{name}.", texts, more, faulty) for inner in field.inner]
    return told


def _changing(field: Field, form: Asked, texts: Texts, more: str, faulty: set[str]) -> dict[str, Any]:
    """A field of an event that is corrected, with what the event says now."""
    name = f"{CHANGE}{field.name}"
    told = _field(field, CHANGE, texts, more, faulty)
    says = "; ".join(
        text for key, given in form.first.items() for text in given if key == name or key.startswith((f"{name}.", f"{name}["))
    )
    wrong = any(key == name or key.startswith((f"{name}.", f"{name}[")) for key in faulty)
    is_open = wrong or more.startswith(name) or differs(texts, form.first, name)
    return {**told, "required": False, "folded": False, "open": is_open, "now": says}


def _choices(field: Field) -> list[list[str]]:
    """Words with their meanings; of a long list of countries first those that readers know by name."""
    if field.control == "choice" and set(words.COUNTRIES) <= {word for word, _ in field.choices}:
        named = sorted((name, code) for code, name in words.COUNTRIES.items())
        known = [[code, f"{name} ({code})"] for name, code in named]
        return known + [[code, code] for code, _ in field.choices if code not in words.COUNTRIES]
    return [list(choice) for choice in field.choices]


def _new_rows(outcome: Outcome, texts: Texts) -> dict[str, list[str]]:
    """Rows in which the parties can be registered that nobody registered, below those that are there."""
    begun = {one_line(texts.get(f"{NEW}[{number}].name")) for number in rows(texts, NEW)}
    first = max(rows(texts, NEW), default=-1) + 1
    names = [name for name in dict.fromkeys(outcome.strangers.values()) if name not in begun]
    return {f"{NEW}[{first + n}].name": [name] for n, name in enumerate(names) if first + n < MOST_ROWS}


def _problem(wrong: Wrong, form: Asked) -> dict[str, Any]:
    return {**wrong._asdict(), "label": label_of(wrong.field, form) if wrong.field else None}


def label_of(name: str, form: Asked) -> str:
    """What a field is called where a problem names it: `Sources 2: Headline`."""
    plain = {"case": "The case", "slug": "Name in addresses"}
    if name in plain:
        return plain[name]
    fields, said = ([*form.corrected], []) if name.startswith(CHANGE) else ([*form.fields], [])
    for part in name.removeprefix(CHANGE).split("."):
        called, _, number = part.rstrip("]").partition("[")
        found = next((field for field in fields if field.name == called), None)
        said.append(
            (found.label if found else "New party" if called == NEW else called.capitalize())
            + (f" {int(number) + 1}" if number else "")
        )
        fields = list(found.inner) if found else []
    return ": ".join(said)


def _suggested(held: Held, family: str | None, form: Asked) -> dict[str, list]:
    """What fields with a name in them may suggest."""
    return {
        "parties": [[party["name"], party["native_name"] or ""] for party in held.suggested_parties()],
        "publishers": sorted(held.project.vocabulary.publishers)[:1000],
        "cases": [[case["id"].partition("/")[2], case["name"]] for case in held.cases(family)]
        if family and not form.case_id
        else [],
    }


class Unfinished(Refused):
    """What was sent is no event yet."""

    status = 422
    shape = NotYet

    def __init__(self, problems: list[dict[str, Any]], stored: Mapping[str, str] = {}) -> None:
        errors = sum(problem["severity"] == ERROR for problem in problems)
        super().__init__(f"{errors} {'problem' if errors == 1 else 'problems'}: nothing could be recorded like this")
        self.more = {"problems": problems, "stored": stored}


class Answer(NamedTuple):
    """What is answered to a form."""

    page: dict[str, Any]
    outcome: Outcome | None
    """What became of it, if it was to be judged."""


def filled(db: sqlite3.Connection, ask: Ask, texts: Texts, host: Host | None) -> Answer:
    """The answer to a form: the form again with what is wrong with it, or the finished files."""
    build = record(db, ask.clocks)
    held = Held(db)
    form = asked(held, texts)
    if "more" in texts or "edit" in texts:
        return Answer({**stands(ask, build), **page_of_form(held, form, texts)}, None)
    outcome = of_form(held, form, texts)
    page = _finished(held, form, texts, outcome, host) if outcome.drafts else page_of_form(held, form, texts, outcome)
    return Answer({**stands(ask, build), **page}, outcome)


def checked(db: sqlite3.Connection, ask: Ask, texts: Texts, host: Host | None) -> dict[str, Any]:
    """The answer to a form that a program sends. Raises Unfinished where something is wrong with it."""
    page, outcome = filled(db, ask, texts, host)
    if outcome is None or not outcome.drafts:
        raise Unfinished(page["problems"], page["stored"])
    return {name: page[name] for name in _ANSWERED}


def looked(db: sqlite3.Connection, ask: Ask, texts: Texts) -> dict[str, Any]:
    """What is wrong so far with a form that is still being filled in, and as what its texts are read."""
    build = record(db, ask.clocks)
    held = Held(db)
    form = asked(held, texts)
    outcome = of_form(held, form, texts)
    return {**stands(ask, build), "problems": [_problem(wrong, form) for wrong in outcome.wrong], "stored": dict(outcome.stored)}


def sent(db: sqlite3.Connection, ask: Ask, body: bytes, host: Host | None) -> Contributed:
    """The answer to a document that a program sends. Raises Unfinished where something is wrong with it."""
    build = record(db, ask.clocks)
    held = Held(db)
    outcome = of_documents(held, documents(held, body))
    problems = [{**wrong._asdict(), "label": None} for wrong in outcome.wrong]
    if not outcome.drafts:
        raise Unfinished(problems)
    return {**stands(ask, build), "files": files(held, outcome.drafts, host), "problems": problems}


def _finished(held: Held, form: Asked, texts: Texts, outcome: Outcome, host: Host | None) -> dict[str, Any]:
    case = sql.row(held.db, _CASE, id=form.case_id) if form.case_id else None
    kept = {name: list(given) for name, given in texts.items() if name not in ("file", "recorded")}
    return {
        "step": "done",
        "title": "The file is ready" if len(outcome.drafts) == 1 else "The files are ready",
        "type": form.kind.word,
        "case": case,
        "files": files(held, outcome.drafts, host),
        "hosted": host is not None,
        "problems": [_problem(wrong, form) for wrong in outcome.wrong],
        "stored": {label_of(name, form): [one_line(texts.get(name)), value] for name, value in outcome.stored.items()},
        "texts": kept | {"recorded": [outcome.now]},
    }


def files(held: Held, drafts: list[Draft], host: Host | None) -> list[dict[str, Any]]:
    """The finished files, each with the address at which the project's git host opens it as a new one."""
    return [
        {
            "path": draft.path,
            "name": draft.path.rpartition("/")[2],
            "text": draft.raw.decode(),
            "address": address(held, draft, host),
        }
        for draft in drafts
    ]


def address(held: Held, draft: Draft, host: Host | None) -> str | None:
    """The address of a new file with this content; none without a host, or where it would be too long."""
    if host is None:
        return None
    repository, branch = host
    folder, _, name = draft.path.rpartition("/")
    if not held.has(draft.case_id):
        # A folder that is not there yet is made by the name of the file.
        folder, _, slug = folder.rpartition("/")
        name = f"{slug}/{name}"
    made = f"{repository}/new/{branch}/{folder}?{urlencode({'filename': name, 'value': draft.raw.decode()})}"
    return made if len(made) <= MOST_ENCODED else None
