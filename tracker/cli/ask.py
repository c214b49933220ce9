"""Asks a person for the fields of an event, one after another, and reads each answer at once."""

from collections.abc import Callable
from typing import Any

from tracker.cli.prompt import choice, line, meant, say
from tracker.cli.which import Which
from tracker.desk import typed
from tracker.desk.fields import Form, form_at
from tracker.desk.parties import Parties
from tracker.desk.prepared import NEVER, OPENING, confidence, mentioned
from tracker.log import shape
from tracker.model import values as v
from tracker.model.docs import field_docs
from tracker.model.event import Event, WorldEvent
from tracker.model.identity import is_slug
from tracker.model.problem import Place, Pointer, did_you_mean
from tracker.project import Project

_ALSO = frozenset({"amount", "quantity", "jurisdiction", "sources"})


class Asker:
    """A conversation about one event."""

    def __init__(self, project: Project, which: Which, kind: type[Event], document: dict, *, opening: bool, before: dict) -> None:
        self.project = project
        self.which = which
        self.kind = kind
        self.document = document
        self.opening = opening
        self.before = before
        """What an earlier event of the case says: where it may be said again, Enter says it."""
        self.registrations: dict[str, dict] = {}
        """Slug -> the party that is to be registered with it."""
        self._certain: set[str] = set()
        self._parties: Parties | None = None

    @property
    def parties(self) -> Parties:
        if self._parties is None:
            self._parties = Parties(self.which.store.party_names())
            for slug, fields in self.registrations.items():
                self._parties.add(slug, fields["name"])
        return self._parties

    def lacks(self) -> bool:
        """Whether the event cannot be written without an answer."""
        return any(name not in self.document and self._needed(name) for name in self._names()) or bool(self._strangers())

    def fill(self) -> None:
        """Asks for what is missing: all that the type demands, and what it is likely to have."""
        for part in self._strangers():
            say(f"\nparty `{part['party']}` is not registered")
            part["party"] = self.party("party", part["party"]) or part["party"]
        for name in self._missing():
            if not (name == "quantity" and "amount" in self.document):
                self.ask(name)

    def _strangers(self) -> list[dict]:
        """The parts of parties that nobody registered."""
        parts = [part for part in self.document.get("parties") or () if isinstance(part, dict)]
        return [part for part in parts if isinstance(part.get("party"), str) and part["party"] not in self.parties.names]

    def _needed(self, name: str) -> bool:
        return self.kind.model_fields[name].is_required() or (self.opening and name in OPENING)

    def registered(self) -> list[tuple[str, dict]]:
        """The parties that are to be registered, with their cases; not those that were answered and then answered otherwise."""
        wanted = self._certain | set(mentioned(self.document))
        return [(f"parties/{slug}", fields) for slug, fields in self.registrations.items() if slug in wanted]

    def further(self) -> list[str]:
        """The fields that may still be given."""
        return [name for name in self._names() if name not in self.document]

    def again(self, given: str) -> None:
        """Asks for a field by its name, whether it was given before or not."""
        names = self._names()
        if given in names:
            self.ask(given)
        else:
            say(f"  there is no field `{given}`; {did_you_mean(given, names) or 'the fields are ' + ', '.join(names)}")

    def _names(self) -> list[str]:
        names = (field.alias or name for name, field in self.kind.model_fields.items())
        return [name for name in names if name not in NEVER and (self.opening or name not in OPENING)]

    def _missing(self) -> list[str]:
        own = set(self.kind.model_fields) - set(WorldEvent.model_fields) - set(OPENING)
        names = [name for name in self._names() if name not in self.document and (self._needed(name) or name in own | _ALSO)]
        # What depends on the sources is asked after them.
        return sorted(names, key=lambda name: 0 if name in OPENING else 2 if name == "confidence" else 1)

    def ask(self, name: str) -> None:
        """Asks for one field until the answer can stand, and puts it into the document."""
        form = form_at(self.kind, (name,)) or Form(str)
        optional = not self._needed(name)
        say(f"\n{name}{' (optional)' if optional else ''}: {field_docs(self.kind).get(name, '')}")
        while True:
            value = self._answer(name, form, optional)
            if value in (None, "", []):
                if optional:
                    self.document.pop(name, None)
                    return
                say("  this one is needed")
            elif not self.complains({name: value}, (name,)):
                self.document[name] = value
                return

    def complains(self, given: dict, pointer: Pointer) -> bool:
        """Says what is wrong at this place of a document with these fields, if anything is."""
        _, problems = shape.event_of({**self.document, **given}, self.kind, Place(""))
        found = [p for p in problems if p.place.pointer[: len(pointer)] == pointer and (p.code != "P207" or len(pointer) == 1)]
        for problem in found[:1]:
            say(f"  {problem.sentence}{'; ' + problem.help if problem.help else ''}")
        return bool(found)

    def _answer(self, name: str, form: Form, optional: bool) -> Any:
        item = form.item
        if name == "parties" and item:
            return self._parts()
        if name == "sources" and item:
            return self._several(self._source, "another page", name)
        if name == "sectors" and item:
            return self._sectors()
        if name == "relation":
            words = self.project.vocabulary.relations
            return choice(name, list(words)) if words else line(name)
        if name == "confidence":
            return choice(
                name, form.choices, confidence(self.document.get("sources", ()), self.project.vocabulary), optional=optional
            )
        if item and item.refers == "party":
            return self._several(lambda: self.party("party"), "another party", name)
        if item:
            return self._several(lambda: self._text(name, item), f"another of {name}", name)
        if form.model:
            return self._sum(name, form, optional)
        if form.choices:
            before = self.before.get(name, "")
            return choice(name, form.choices, before if before in form.choices else "", optional=optional)
        return self.party(name) if form.refers == "party" else self._text(name, form)

    def _text(self, name: str, form: Form) -> str:
        given = line(name)
        if not given:
            return ""
        if form.is_date:
            return self._read(form.day, given, name)
        return self.which.completed(given) if form.refers else given

    def _read(self, reader: Callable[[str], Any], given: str, label: str) -> Any:
        """What was typed, read and echoed; asked for again until it can be read."""
        while given:
            try:
                value = reader(given)
            except typed.Unread as error:
                say(f"  {error}")
                given = line(label)
                continue
            if typed.shown(value) != given:
                say(f"  stored as {typed.shown(value)}")
            return value
        return None

    def _several(self, one: Callable[[], Any], more: str, name: str) -> list:
        """Answers until Enter alone is pressed."""
        found: list = []
        while answer := one():
            if not self.complains({name: [*found, answer]}, (name, len(found))):
                found.append(answer)
            say(f"  {more}, or Enter for no more")
        return found

    def _sum(self, name: str, form: Form, optional: bool) -> dict | None:
        reader = typed.amount if issubclass(form.base, v.Amount) else typed.quantity
        such = "over 50bn CNY" if reader is typed.amount else "1200 homes of rural housing"
        given = line(f"{name}, such as `{such}`")
        value = self._read(reader, given, name) if given else None
        if value is None or not form.base.model_fields["measure"].is_required():
            return value
        docs = field_docs(form.base)
        say(f"  {docs['measure']}")
        value["measure"] = choice("measure", form_at(form.base, ("measure",)).choices)
        say(f"  {docs['covers']}")
        while not (covers := self._read(typed.date, line("covers"), "covers")):
            say("  this one is needed")
        return value | {"covers": covers}

    def _source(self) -> dict | None:
        url = line("url")
        while url and self.complains({"sources": [{"url": url, "title": "A", "publisher": "A"}]}, ("sources", 0, "url")):
            url = line("url")
        if not url:
            return None
        source: dict[str, Any] = {"url": url}
        while not (title := line("its headline")):
            say("  this one is needed")
        return source | {"title": title} | self._published(url)

    def _published(self, url: str) -> dict[str, str]:
        """Who wrote a page, when, and in which language."""
        known = self.project.vocabulary.publishers
        while not (publisher := line("publisher", typed.publisher_of(url, self.project.vocabulary) or "")):
            say("  this one is needed")
        if publisher not in known:
            near = did_you_mean(publisher, known)
            say(f"  `{publisher}` is not in the vocabulary{'; ' + near if near else ''}")
            publisher = line("publisher, as it shall stand", publisher)
        given = {"publisher": publisher}
        if (day := line("published (optional)")) and (read := self._read(typed.date, day, "published (optional)")):
            given["published"] = read
        if language := line("language, such as en or zh-Hans (optional)"):
            given["language"] = language
        return given

    def _sectors(self) -> list[str]:
        words = self.project.vocabulary.sectors
        say("\n".join(f"  {word}: {meaning}" for word, meaning in words.items()))
        while True:
            given = line("sectors, with commas between", ", ".join(self.before.get("sectors", ())))
            chosen = [word.strip() for word in given.split(",") if word.strip()]
            wrong = [word for word in chosen if not meant(word, words)]
            if not wrong or not words:
                return [meant(word, words) or word for word in chosen]
            say("\n".join(f"  `{word}` is no sector; {did_you_mean(word, words) or 'choose from the list'}" for word in wrong))

    def _parts(self) -> list[dict]:
        before = self.before.get("parties") or []
        if before:
            shown = ", ".join(f"{part['party']} ({part['role']})" for part in before)
            say(f"  Enter for the same as before: {shown}")
        found: list[dict] = []
        while slug := self.party("party"):
            part = {"party": slug, "role": choice("its role", v.ROLES)}
            if note := line("note (optional)"):
                part["note"] = note
            found.append(part)
            say("  another party, or Enter for no more")
        return found or before

    def party(self, label: str, given: str = "") -> str | None:
        """A registered party, or one that is registered together with the event."""
        given = given or line(f"{label} (name or part of it)")
        while given:
            slug = self.parties.exactly(given)
            if slug:
                say(f"  {slug}: {self.parties.names[slug]}")
                return slug
            near = self.parties.near(given)
            for number, slug in enumerate(near, 1):
                say(f"  {number}. {slug}: {self.parties.names[slug]}")
            ways = "another name, or `new` to register it"
            answer = line(f"a number, {ways}" if near else f"no party is called so; {ways}")
            if answer.isdecimal() and 0 < int(answer) <= len(near):
                return near[int(answer) - 1]
            if answer == "new":
                return self._registered(given)
            given = answer
        return None

    def _registered(self, called: str) -> str:
        """A new party: its name, kind, home and slug."""
        name = line("its name", called)
        kind = choice("its kind", form_at(self.project.kinds.types["party.registered"], ("kind",)).choices)
        home = choice("its home, ISO 3166-1 alpha-2 (optional)", form_at(WorldEvent, ("jurisdiction",)).choices, optional=True)
        while True:
            slug = line("its slug, for ever", typed.slug_of(name))
            if not is_slug(slug) or slug in self.parties.names:
                wrong = "is no slug: words of a-z and 0-9 joined by single hyphens"
                say(f"  `{slug}` {'is taken' if slug in self.parties.names else wrong}")
                continue
            break
        self.register(slug, {"name": name, "kind": kind} | ({"jurisdiction": home} if home else {}))
        return slug

    def register(self, slug: str, fields: dict, *, certain: bool = False) -> None:
        """Takes in a party that is to be registered together with the event, if the event names it or it is certain."""
        self.registrations[slug] = {"type": "party.registered"} | fields
        self._certain |= {slug} if certain else set()
        if self._parties is not None:
            self._parties.add(slug, fields["name"])
