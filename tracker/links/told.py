"""What a look at the sources found, for a terminal, for other tools, and as Markdown for an issue or a pull request.

The addresses were written by whoever wrote the events, and where they lead is said by strangers' servers: nothing of
either passes as it is.
"""

import json
from collections import Counter
from collections.abc import Iterator

from tracker.derive.notice import plain, within
from tracker.links.follow import FINE, LOST, MEANS, OUTCOMES
from tracker.links.look import Look, Looks

TELLING = tuple(outcome for outcome in OUTCOMES if outcome != FINE)
"""Outcomes of which each address is told."""

_CUT = "\n\nThe rest is left out here. `tracker links --format text` shows it all.\n"


def counts(looks: list[Look]) -> str:
    """One line: how many addresses there are, and what became of how many."""
    numbers = Counter(look.outcome.what for look in looks)
    told = ", ".join(f"{numbers[outcome]:,} {outcome}" for outcome in OUTCOMES if numbers[outcome])
    kept = sum(look.settled and look.outcome.what in LOST for look in looks)
    told += f"; of what is gone or moved the record names a copy for {kept:,}" if kept else ""
    return f"{len(looks):,} address{'' if len(looks) == 1 else 'es'}: {told or 'nothing to look at'}"


def as_text(found: Looks, proposed: list[str]) -> str:
    """For a terminal: every address at which a reader does not find what was cited, and what stands behind it."""
    return "".join(f"{line}\n" for line in _text(found, proposed))


def _text(found: Looks, proposed: list[str]) -> Iterator[str]:
    for look in _telling(found):
        yield f"{look.outcome.what}: {plain(look.cited.url)}"
        yield f"  {look.outcome.why}{f': {plain(look.outcome.to)}' if look.outcome.to else ''}"
        if look.copy:
            yield f"  copy: {plain(look.copy)}"
        yield from (f"  {plain(citation.entry.place.path)}" for citation in look.cited.citations)
        yield ""
    if found.archive_failed:
        yield f"the archive was not asked about all of them: {found.archive_failed}"
    yield counts(found.looks)
    yield from proposed


def as_markdown(found: Looks, proposed: list[str]) -> str:
    """For an issue or a pull request; addresses stand as code, so that nothing in them is followed, called or drawn."""
    return within("\n".join(_markdown(found, proposed)) + "\n", _CUT)


def _markdown(found: Looks, proposed: list[str]) -> Iterator[str]:
    yield f"### A look at the sources\n\n{counts(found.looks)}."
    if found.archive_failed:
        yield f"\nThe archive was not asked about all of them: {found.archive_failed}."
    if proposed:
        yield "\n#### Proposed corrections\n\nEach adds the address of an archived copy to a source, and changes nothing else.\n"
        yield from (f"- {_code(path)}" for path in proposed)
    for outcome in TELLING:
        looks = [look for look in _telling(found) if look.outcome.what == outcome]
        if looks:
            yield f"\n#### {outcome.capitalize()}: {len(looks):,}\n\n{MEANS[outcome]}\n"
            for look in looks:
                yield f"- {_code(look.cited.url)}: {look.outcome.why}{f' to {_code(look.outcome.to)}' if look.outcome.to else ''}"
                if look.copy:
                    yield f"  - copy: {_code(look.copy)}"
                yield f"  - cited by {', '.join(_code(citation.entry.id) for citation in look.cited.citations)}"


def as_json(found: Looks, proposed: list[str]) -> str:
    """For other tools: every address, the fine ones too."""
    rows = [
        {
            "url": look.cited.url,
            "outcome": look.outcome.what,
            "why": look.outcome.why,
            "to": look.outcome.to,
            "archived": look.cited.archived,
            "copy": look.copy,
            "events": [citation.entry.id for citation in look.cited.citations],
        }
        for look in found.looks
    ]
    # Escaped down to ASCII, since a terminal may show it.
    told = {"addresses": rows, "archive_failed": found.archive_failed, "proposed": proposed}
    return json.dumps(told, indent=2) + "\n"


def _telling(found: Looks) -> list[Look]:
    """The addresses of which there is something to tell; a page that is lost is not, once the record names a copy."""
    lost = [look for look in found.looks if not (look.settled and look.outcome.what in LOST)]
    return [look for outcome in TELLING for look in lost if look.outcome.what == outcome]


def _code(text: str) -> str:
    """A text as code, which no sign in it can end."""
    return f"`{plain(text).replace('`', '%60')}`"
