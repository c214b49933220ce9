"""A problem is a value: what was found, where, how bad, and what to do about it."""

from collections.abc import Iterable
from typing import NamedTuple

ERROR = "error"
WARNING = "warning"

Pointer = tuple[str | int, ...]
"""The way to a value inside a document: `("parties", 1, "role")`."""


class Place(NamedTuple):
    """Where a problem is: a file, in a bulk file the line, and the value (or, with `key`, the key) inside it.

    `offset` is a character offset, where the text itself is at fault and holds no values to point at.
    """

    path: str
    pointer: Pointer = ()
    key: bool = False
    line: int | None = None
    offset: int | None = None


class Problem(NamedTuple):
    """One finding. `code` is stable and documented: `tracker explain CODE`."""

    code: str
    place: Place
    sentence: str
    help: str | None = None
    note: str | None = None
    severity: str = ERROR
    cause: str | None = None
    """The event that brings the problem about, where it is shown at another place."""


def warning(code: str, place: Place, sentence: str, help: str | None = None, note: str | None = None) -> Problem:
    """A problem that does not stop a build, and that `accepted.json` can name as looked at."""
    return Problem(code, place, sentence, help, note, WARNING)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by file, line and place, so that two runs over the same log print the same."""
    return sorted(problems, key=_order)


def _order(problem: Problem) -> tuple:
    place = problem.place
    return (
        place.path,
        place.line or 0,
        place.offset or 0,
        [str(p).zfill(6) for p in place.pointer],
        problem.code,
        problem.sentence,
    )


def pointer_text(pointer: Pointer) -> str:
    """A pointer as people write it: `parties[1].role`."""
    text = ""
    for part in pointer:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def one_of(words: Iterable[str]) -> str:
    """Words as a choice: `a`, `b` or `c`."""
    return _joined(words, "or")


def all_of(words: Iterable[str]) -> str:
    """Words as a list: `a`, `b` and `c`."""
    return _joined(words, "and")


def _joined(words: Iterable[str], conjunction: str) -> str:
    quoted = [f"`{word}`" for word in words]
    return f" {conjunction} ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that is nearest to one that is not known, as a help sentence, or none."""
    # Loaded only once something is wrong.
    from difflib import get_close_matches

    candidates = list(known)
    near = get_close_matches(word, candidates, n=1, cutoff=0.7) or get_close_matches(
        word.casefold(), [c for c in candidates if c.islower()], n=1, cutoff=0.7
    )
    if not near:
        folded = {c.casefold(): c for c in candidates}
        near = [folded[word.casefold()]] if word.casefold() in folded else []
    return f"did you mean `{near[0]}`?" if near else None
