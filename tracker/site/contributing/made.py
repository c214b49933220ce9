"""From what was typed into a form to documents, each with its case and with the fields into which its values were typed."""

from typing import Any, NamedTuple

from tracker.desk import typed
from tracker.desk.filled import MOST_ROWS, Known, Texts, Unfit, changed, filled, one_line, rows
from tracker.desk.parties import Parties
from tracker.desk.prepared import confidence, correction, mentioned, with_publishers
from tracker.model.identity import is_slug
from tracker.model.problem import Pointer
from tracker.site.contributing.asked import CHANGE, CORRECTION, REGISTERED, Asked, family_of, registration
from tracker.site.contributing.held import Held

NEW = "new"
"""The rows of parties that are to be registered."""

_SLUG_HELP = "words of a-z and 0-9 joined by single hyphens"


class Document(NamedTuple):
    """A document on its way to a file."""

    case_id: str
    fields: dict[str, Any]
    names: dict[Pointer, str] = {}
    """Place -> the field of the form into which what stands there was typed."""


class Made(NamedTuple):
    """What became of a form."""

    documents: list[Document]
    """The parties to be registered first, the event last."""
    unfit: list[Unfit]
    stored: dict[str, str]
    strangers: dict[str, str]


def made(held: Held, asked: Asked, texts: Texts) -> Made:
    """The documents that a filled form makes, and what of it cannot be read."""
    new = _Registrations(held, texts)
    known = held.known._replace(parties=new.parties)
    found = filled(asked.fields, texts, known)
    document, names, unfit = dict(found.document), dict(found.names), [*new.unfit, *found.unfit]
    stored, strangers = found.stored, found.strangers
    _complete(document, asked, held)
    if asked.target is not None:
        document["of"] = asked.target.id
    if asked.kind.word == CORRECTION:
        after = changed(asked.corrected, texts, asked.target.data, known, CHANGE)
        said = correction(asked.target, after.document)
        if said is None and not after.unfit:
            unfit.append(Unfit("", "the event says so already", "change what is wrong in it"))
        document = {
            "change": {},
            **(said or {"of": asked.target.id, "was": {}}),
            **{k: v for k, v in document.items() if k != "of"},
        }
        names |= {("change", *place): name for place, name in after.names.items()}
        unfit, stored, strangers = [*unfit, *after.unfit], stored | after.stored, strangers | after.strangers
    case_id, wrong = _case(held, asked, texts, document)
    registered = [one for one in new.documents if one.case_id.rpartition("/")[2] in set(mentioned(document))]
    event = Document(case_id, {"type": asked.kind.word, **document}, names)
    return Made([*registered, event], [*wrong, *unfit], stored, strangers)


def _complete(document: dict, asked: Asked, held: Held) -> None:
    """Fills in what follows: the publisher on whose own host a page stands, and how certain sources make an event."""
    words = held.project.vocabulary
    if document.get("sources"):
        document["sources"] = with_publishers(document["sources"], words)
        if asked.kind.about_world and "confidence" not in document and "confidence" in asked.kind.model_fields:
            document["confidence"] = confidence(document["sources"], words)


def _case(held: Held, asked: Asked, texts: Texts, document: dict) -> tuple[str, list[Unfit]]:
    """The id of the case, one to be opened perhaps, and why it cannot be one."""
    if asked.case_id is not None:
        return asked.case_id, []
    text = one_line(texts.get("case"))
    if not asked.kind.about_world:
        return "", [
            Unfit("case", f"there is no case `{text}`" if text else "no case is named", "give its id, or the address of its page")
        ]
    family = family_of(held, asked.kind)
    if text:
        help = held.like(family, text) or "choose one from the list, or leave it empty and name a new one"
        return f"{family}/{typed.slug_of(text) or 'x'}", [Unfit("case", f"there is no case `{text}` among the {family}", help)]
    name = document.get("name", "")
    slug = one_line(texts.get("slug")) or typed.slug_of(name)
    case_id = f"{family}/{slug}"
    if not is_slug(slug):
        opens = asked.kind is held.kinds.life(family).events[0]
        field = "slug" if name else "name" if opens else "case"
        sentence = f"`{slug or name}` cannot name a case" if name else "neither a case nor the name of a new one is given"
        return f"{family}/x", [Unfit(field, sentence, _SLUG_HELP if name else "choose the case, or give a new one its name")]
    if held.has(case_id):
        help = f"choose `{case_id}` as the case, or give this one another name"
        return case_id, [Unfit("slug" if texts.get("slug", [""])[0] else "name", f"there is a case `{case_id}` already", help)]
    return case_id, []


class _Registrations:
    """The parties that a form would register, and all names that are known with them."""

    def __init__(self, held: Held, texts: Texts) -> None:
        self.unfit: list[Unfit] = []
        self.documents: list[Document] = []
        numbers = [number for number in rows(texts, NEW)[:MOST_ROWS] if one_line(texts.get(f"{NEW}[{number}].name"))]
        self.parties = Parties(held.store.party_names()) if numbers else held.parties
        for number in numbers:
            self._take(held, texts, f"{NEW}[{number}].")

    def _take(self, held: Held, texts: Texts, prefix: str) -> None:
        *fields, slug_field = registration(held)
        read = filled(fields, texts, Known(self.parties, str), prefix)
        name = read.document["name"]
        slug = one_line(texts.get(f"{prefix}{slug_field.name}")) or typed.slug_of(name)
        if not is_slug(slug):
            sentence = f"`{slug}` is no slug" if slug else f"`{name}` gives no slug"
            self.unfit.append(Unfit(f"{prefix}slug", sentence, _SLUG_HELP))
        elif slug in self.parties.names:
            self.unfit.append(Unfit(f"{prefix}slug", f"`{slug}` is registered already", "give another, or name that party"))
        else:
            self.parties.add(slug, name)
            self.documents.append(Document(f"parties/{slug}", {"type": REGISTERED, **read.document}, read.names))
