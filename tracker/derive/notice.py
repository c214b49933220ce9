"""What readers will see change, as Markdown for a pull request, as text for a terminal, and as JSON.

All that a diff says was written by whoever proposes the change. A pull request would follow its links, call the people
it names and hide what it comments out; a terminal would obey its control characters. So nothing of it passes as it is.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from tracker.derive.diff import Amended, CaseDiff, Diff, Fact
from tracker.model.values import UNSEEN

MOST = 60_000
"""Characters of a comment. A pull request takes 65,536 of them."""

LONGEST = 300
"""Characters of a single text; what is longer is read on its page."""

MOST_NAMES = 5

_CUT = "\n\nThe rest is left out here: a comment holds no more. `tracker diff --format text` shows it all.\n"

_HIDDEN = re.compile(f"[{UNSEEN}\ud800-\udfff]+")
_MARKUP = re.compile(r"[\\`*_\[\]<>&|~$#@]|:(?=//)|:(?=[\w+-]+:)|(?<=www)\.|(?<=GH)-", re.I)
_BREAK = "&#8203;"

Write = Callable[[str], str]


def plain(text: str) -> str:
    """A text on one line, with a sign in place of what a terminal would obey or not show."""
    text = _HIDDEN.sub("\ufffd", text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def escaped(text: str) -> str:
    """A text that Markdown shows as it is written: no markup, no HTML, no cell of a table, no link and nobody called.

    What is found again after rendering (a mention, an issue, an address) is broken by a space of no width too.
    """

    def written(found: re.Match) -> str:
        sign = found[0]
        if sign in ".-":
            return f"{_BREAK}{sign}"
        return f"{sign if sign == ':' else f'&#{ord(sign)};'}{_BREAK if sign in '#@:' else ''}"

    return _MARKUP.sub(written, plain(text))


def as_markdown(diff: Diff, site: str | None = None) -> str:
    """A comment for a pull request; empty where readers will see nothing change."""
    if diff.empty:
        return ""
    return within("\n".join(_markdown(diff, site)) + "\n", _CUT)


def within(text: str, cut: str) -> str:
    """A text that a comment holds: what is too long ends between two lines, so that no escape is cut in two, and says so."""
    if len(text) <= MOST:
        return text
    kept = text[: MOST - len(cut)]
    return kept[: kept.rfind("\n")] + cut


def _markdown(diff: Diff, site: str | None) -> Iterator[str]:
    yield f"### What readers will see change\n\n{_counts(diff)}"
    for case in _cases(diff):
        yield f"\n#### {_link(case.name, case.id, site)}{' (new)' if case.new else ''}\n"
        if case.facts:
            yield from _table(case.facts, ("", "before", "after") if not case.new else ("", "", "is"))
            yield ""
        for added in case.added:
            said = f"{added.date or 'undated'}, {added.type}"
            yield f"- added: {_link(added.title or said, added.id, site)} ({escaped(said)}){_sources(added.tiers, escaped)}"
        for amended in case.amended:
            yield from _amendment(amended, escaped, lambda title, address: _link(title, address, site))
    parties = list(_new_parties(diff))
    if parties:
        yield "\n#### New parties\n"
        yield from (f"- {_link(party.name, party.id, site)}{_portrait(party, escaped)}" for party in parties)
    if diff.near:
        yield "\n#### Perhaps in the log already\n"
        for near in diff.near:
            yield f"- {_link(near.id, near.id, site)} and {_link(near.title or near.other, near.other, site)}: {near.why}"
    if diff.totals:
        yield "\n#### Totals of pledges\n"
        yield from _table(diff.totals, ("", "", "moves by"))
    if diff.words:
        yield "\n#### Words\n"
        yield from _table(diff.words, ("", "before", "after"))


def _cases(diff: Diff) -> Iterator[CaseDiff]:
    """The cases that are told at length: all but the parties that enter the record."""
    return (case for case in diff.cases if not (case.new and _is_party(case)))


def _new_parties(diff: Diff) -> Iterator[CaseDiff]:
    return (case for case in diff.cases if case.new and _is_party(case))


def _portrait(party: CaseDiff, write: Write) -> str:
    """What is said of a new party, on one line."""
    said = [
        f"{write(fact.what)} {write(fact.after)}" for fact in party.facts if fact.what not in ("name", "status") and fact.after
    ]
    return f": {', '.join(said)}" if said else ""


def _table(facts: list[Fact], heads: tuple[str, str, str]) -> Iterator[str]:
    """A table; without the middle column where there is no before."""
    wide = bool(heads[1])
    yield f"| {' | '.join(h for n, h in enumerate(heads) if wide or n != 1)} |"
    yield f"|{' --- |' * (3 if wide else 2)}"
    for fact in facts:
        cells = [fact.what, fact.before or "–", fact.after or "–"] if wide else [fact.what, fact.after or "–"]
        yield f"| {' | '.join(map(escaped, cells))} |"


def _link(text: str, address: str, site: str | None) -> str:
    """A text that leads to the page of a case or event, where it is known where the site is."""
    # An id may be wrong as yet, and its path then hold anything.
    known = site and re.fullmatch(r"[a-z0-9/_-]{1,400}", address)
    return f"[{escaped(text)}]({site.rstrip('/')}/{address})" if known else f"{escaped(text)} ({escaped(address)})"


def as_text(diff: Diff, site: str | None = None) -> str:
    """The same for a terminal, whole."""
    return "" if diff.empty else "".join(f"{line}\n" for line in _text(diff, site))


def _text(diff: Diff, site: str | None) -> Iterator[str]:
    yield _counts(diff)
    for case in _cases(diff):
        yield f"\n{plain(case.name)}{' (new)' if case.new else ''}\n{_address(case.id, site)}"
        yield from (f"  {_change(fact)}" for fact in case.facts)
        for added in case.added:
            title = f": {plain(added.title)}" if added.title else ""
            yield f"  added {plain(added.date or 'undated')} {plain(added.type)}{title}{_sources(added.tiers, plain)}"
        for amended in case.amended:
            lines = _amendment(amended, plain, lambda title, _: plain(title))
            yield from (f"  {line.removeprefix('- ')}" for line in lines)
    parties = list(_new_parties(diff))
    if parties:
        yield "\nnew parties"
        yield from (f"  {plain(party.name)}, {_address(party.id, site)}{_portrait(party, plain)}" for party in parties)
    for heading, facts in (("totals of pledges", diff.totals), ("words", diff.words)):
        if facts:
            yield f"\n{heading}"
            yield from (f"  {_change(fact)}" for fact in facts)
    if diff.near:
        yield "\nperhaps in the log already"
        yield from (f"  {plain(near.id)} and {plain(near.other)}: {near.why}" for near in diff.near)


def _address(address: str, site: str | None) -> str:
    return f"{site.rstrip('/')}/{plain(address)}" if site else plain(address)


def _change(fact: Fact) -> str:
    before = f"{plain(fact.before)} -> " if fact.before is not None else ""
    return f"{plain(fact.what)}: {before}{plain(fact.after) if fact.after is not None else 'nothing'}"


def _amendment(amended: Amended, write: Write, link: Callable[[str, str], str]) -> Iterator[str]:
    target = link(amended.title or amended.of, amended.of) if amended.of else None
    reason = f": {write(amended.reason)}" if amended.reason else ""
    yield f"- {amended.kind}{f' {target}' if target else ''}{reason}{_sources(amended.tiers, write)}"
    for fact in amended.values:
        before, after = (write(value) if value is not None else "nothing" for value in fact[1:])
        yield f"  - {write(fact.what)}: {before} → {after}"


def _sources(tiers: dict[str, list[str]], write: Write) -> str:
    """Who stands for it, those nearest to the fact first."""
    told = []
    for tier, names in tiers.items():
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        told.append(f"{write(tier)}: {', '.join(map(write, names[:MOST_NAMES]))}{more}")
    return f" — {'; '.join(told)}" if told else ""


def _counts(diff: Diff) -> str:
    """One line: how much there is to read."""
    numbers = {
        "case changes": sum(not case.new for case in diff.cases),
        "new case": sum(case.new and not _is_party(case) for case in diff.cases),
        "new party": sum(case.new and _is_party(case) for case in diff.cases),
        "added event": sum(len(case.added) for case in diff.cases),
        "amendment": sum(len(case.amended) for case in diff.cases),
        "word": len(diff.words),
    }
    plural = {"case changes": "cases change", "new party": "new parties"}
    said = [f"{n:,} {word if n == 1 else plural.get(word, f'{word}s')}" for word, n in numbers.items() if n]
    return ", ".join(said) or "0 cases change"


def _is_party(case: CaseDiff) -> bool:
    return case.id.startswith("parties/")


def as_json(diff: Diff, site: str | None = None) -> str:
    """The same for other tools; an empty object where readers will see nothing change."""
    if diff.empty:
        return "{}\n"
    told = _plain_values(diff)
    for case in told["cases"]:
        case["url"] = f"{site.rstrip('/')}/{case['id']}" if site else None
    # Escaped down to ASCII, since a terminal may show it.
    return json.dumps(told, indent=2) + "\n"


def _plain_values(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {key: _plain_values(item) for key, item in value._asdict().items()}
    return [_plain_values(item) for item in value] if isinstance(value, list) else value
