"""The guide to families, types, fields and statuses, drawn from the kinds: for the terminal, and as Markdown."""

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import NamedTuple

from tracker.derive.schema import Shapes, shapes
from tracker.kinds import Kinds
from tracker.model.docs import summary
from tracker.model.life import NOTHING, Life
from tracker.model.vocabulary import Vocabulary

_MOST = 60
"""A longer list of words is one that somebody else keeps, and the field's own sentence names it."""


class FieldDoc(NamedTuple):
    """What a guide says of one field."""

    name: str
    required: bool
    sentence: str
    words: tuple[str, ...]
    """The words that it may hold, where they are a closed list."""
    inner: str | None
    """The value inside it, where it is an object or a list of objects."""


class Change(NamedTuple):
    """One arrow of a lifecycle: what happens after a status, and what results."""

    before: str | None
    verbs: tuple[str, ...]
    after: str


def fields(shape: dict, values: dict[str, dict]) -> list[FieldDoc]:
    """The fields of a type or of a value, in the order in which a document has them."""
    return [_field(name, told, name in shape.get("required", ()), values) for name, told in shape["properties"].items()]


def _field(name: str, told: dict, required: bool, values: dict[str, dict]) -> FieldDoc:
    inner = told.get("items", told)
    target = inner.get("$ref", "").removeprefix("#/$defs/")
    meant = values.get(target, inner)
    holds = target if "properties" in meant else None
    return FieldDoc(name, required, told.get("description", ""), tuple(meant.get("enum", ())), holds)


def changes(life: Life) -> Iterator[Change]:
    """The arrows of a lifecycle; what leads from one status to the same other is one arrow."""
    for before, row in life.table.items():
        for after in dict.fromkeys(row.values()):
            yield Change(before, tuple(verb for verb, result in row.items() if result == after), after)


def diagram(life: Life) -> str:
    """The lifecycle as a state diagram in the notation of Mermaid."""
    number = {status: f"s{n}" for n, status in enumerate(life.statuses, 1)}
    lines = ["stateDiagram-v2", *(f'    state "{status}" as {name}' for status, name in number.items())]
    for change in changes(life):
        before = "[*]" if change.before is NOTHING else number[change.before]
        lines.append(f"    {before} --> {number[change.after]}: {', '.join(change.verbs)}")
    return "\n".join(lines)


# For the terminal.


def overview(kinds: Kinds) -> str:
    """Every family and type with its first sentence."""
    width = max(map(len, kinds.types))
    blocks = []
    for life in (*kinds, kinds.record):
        lines = [life.family, *_folded(life.label, "  ", "  ")]
        lines += (line for kind in life.events for line in _row(kind.word, _first(summary(kind)), width))
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, "`tracker kinds pledge.announced` explains a type, `tracker kinds pledges` a family."]) + "\n"


def explained_type(word: str, kinds: Kinds, vocabulary: Vocabulary) -> str:
    """The fields of a type, and what it brings about."""
    kind = kinds.types[word]
    drawn = shapes([kind], vocabulary)
    blocks = ["\n".join([word, *_folded(summary(kind), "  ", "  ")])]
    inside: dict[str, None] = {}
    for heading, wanted in (("required", True), ("optional", False)):
        rows = [f for f in fields(drawn.types[word], drawn.values) if f.required is wanted]
        inside.update(dict.fromkeys(f.inner for f in rows if f.inner))
        blocks.append("\n".join([heading, *_terminal_rows(rows)]))
    for name in inside:
        shape = drawn.values[name]
        marked = [f._replace(name=f.name if f.required else f"{f.name}?") for f in fields(shape, drawn.values)]
        blocks.append("\n".join([f"{name}: {shape.get('description', '')}", *_terminal_rows(marked)]))
    life = next(life for life in (*kinds, kinds.record) if kind in life.events)
    arrows = [(c, v) for c in changes(life) for v in c.verbs if v.split()[0] == kind.verb()]
    if arrows:
        blocks.append("\n".join(["what it brings about", *(f"  {_arrow(change, verb)}" for change, verb in arrows)]))
    return "\n\n".join(blocks) + "\n"


def explained_family(life: Life) -> str:
    """The types of a family, its statuses, and what may follow what."""
    width = max(len(kind.word) for kind in life.events)
    blocks = ["\n".join([life.family, *_folded(life.label, "  ", "  ")])]
    blocks.append("\n".join(["types", *(line for kind in life.events for line in _row(kind.word, summary(kind), width))]))
    if life.table:
        blocks.append("\n".join(["statuses", *_folded(", ".join(life.statuses), "  ", "  ")]))
        lines = [line for c in changes(life) for line in _folded(_arrow(c, ", ".join(c.verbs)), "  ", "      ")]
        blocks.append("\n".join(["what may follow what", *lines]))
    return "\n\n".join(blocks) + "\n"


def _first(text: str) -> str:
    """The first sentence of a text."""
    head, stop, _ = text.partition(". ")
    return head + stop.strip()


def _arrow(change: Change, verbs: str) -> str:
    before = "nothing yet" if change.before is NOTHING else change.before
    return f"{before} -> {change.after}: {verbs}"


def _terminal_rows(rows: list[FieldDoc]) -> list[str]:
    width = max((len(f.name) for f in rows), default=0)
    return [line for f in rows for line in _row(f.name, f"{f.sentence} {_allowed(f.words)}".strip(), width)]


def _row(name: str, sentence: str, width: int) -> list[str]:
    return _folded(sentence, f"  {name:<{width}}  ", " " * (width + 4))


def _folded(text: str, first: str, then: str) -> list[str]:
    lines = wrap(text, 100, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False)
    return lines or [first.rstrip()]


def _allowed(words: tuple[str, ...]) -> str:
    return f"One of: {', '.join(words)}." if 0 < len(words) <= _MOST else ""


# As Markdown.


def markdown(kinds: Kinds, vocabulary: Vocabulary) -> str:
    """The whole guide. What all events share is told once, at the head; what a family shares, once a family."""
    drawn = shapes(kinds.types.values(), vocabulary)
    parts = [
        "# Families, types and fields",
        "<!-- Generated by `tracker kinds --guide`. -->",
        "## All events about the world",
        "Fields that a type has beside its own. A field marked * is required.",
        _table(fields(drawn.envelope, drawn.values)),
    ]
    for life in (*kinds, kinds.record):
        parts += _family(life, drawn)
    parts.append("## The values inside them")
    for name, shape in drawn.values.items():
        if "properties" in shape:
            parts += [f"### {name}", shape.get("description", ""), _table(fields(shape, drawn.values))]
    return "\n\n".join(filter(None, parts)) + "\n"


def _family(life: Life, drawn: Shapes) -> Iterator[str]:
    yield f"## {life.family}"
    yield life.label
    if life.table:
        yield "Statuses: " + ", ".join(f"**{status}**" for status in life.statuses) + "."
        rows = (f"| {c.before or 'nothing yet'} | {', '.join(f'`{v}`' for v in c.verbs)} | {c.after} |" for c in changes(life))
        yield _lines("| after | comes | and the case is |", "| --- | --- | --- |", rows)
        yield f"```mermaid\n{diagram(life)}\n```"
    told = {kind.word: fields(drawn.types[kind.word], drawn.values) for kind in life.events}
    envelope = set(fields(drawn.envelope, drawn.values))
    own = {word: [f for f in rows if f not in envelope and f.name != "type"] for word, rows in told.items()}
    shared = [f for f in next(iter(own.values())) if all(f in rows for rows in own.values())] if len(own) > 1 else []
    if shared:
        yield f"Fields of every `{life.singular}.*`:"
        yield _table(shared)
    for kind in life.events:
        yield f"### {kind.word}"
        yield summary(kind)
        rows = [f for f in own[kind.word] if f not in shared]
        if rows:
            yield _table(rows)


def _table(rows: Iterable[FieldDoc]) -> str:
    cells = (f"| `{f.name}`{'*' if f.required else ''} | {_cell(f)} |" for f in rows)
    return _lines("| field | what it says |", "| --- | --- |", cells)


def _cell(field: FieldDoc) -> str:
    words = _allowed(tuple(f"`{word}`" for word in field.words))
    inner = f"See [{field.inner}](#{field.inner.lower()})." if field.inner else ""
    return " ".join(filter(None, (field.sentence, words, inner))).replace("|", "\\|")


def _lines(head: str, rule: str, rows: Iterable[str]) -> str:
    return "\n".join((head, rule, *rows))
