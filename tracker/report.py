"""Problems as people, editors and GitHub read them."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from unicodedata import east_asian_width

from tracker.model.locate import Span, locate, span
from tracker.model.problem import Problem
from tracker.model.values import UNSEEN

# What a terminal would obey, and what would be read otherwise than it is written, is shown by one sign in its place.
_SHOWN = {"\t": " "}
_HIDDEN = re.compile(f"[{UNSEEN}\ud800-\udfff]")


class Texts:
    """The text of the files at which problems are shown, read once each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path: str | None = None
        self.text = ""
        self.rows: list[str] | None = None

    def of(self, problem: Problem) -> str | None:
        """The text of the file, or of a bulk file the line; none where there is nothing to show."""
        path, line = problem.place.path, problem.place.line
        if path != self.path:
            self.text = _text(self.root / path)
            self.rows = None
            self.path = path
        if line is None:
            return self.text or None
        if self.rows is None:
            self.rows = self.text.split("\n")
        return self.rows[line - 1] if line <= len(self.rows) else None


def _text(path: Path) -> str:
    """The text of a file; none where something else stands: a link may lead anywhere, and a pipe never ends."""
    if path.is_symlink() or not path.is_file():
        return ""
    try:
        with open(path, "rb") as file:
            return file.read(1 << 26).decode("utf-8", "replace")
    except OSError:
        return ""


def spot(problem: Problem, text: str | None) -> Span | None:
    """Line, column and width of a problem in the text at which it is shown; none for a file as a whole."""
    place = problem.place
    found = None
    if text is not None and place.offset is not None:
        found = span(text, min(place.offset, len(text)), place.offset + 1)
    elif text is not None and place.pointer:
        found = locate(text, place.pointer, place.key)
    elif place.line is not None:
        found = Span(1, 1, 1)
    if found is not None and place.line is not None:
        return found._replace(line=place.line)
    return found


def by_line(problems: Iterable[Problem], texts: Texts) -> list[Problem]:
    """The problems of each file from its first line to its last."""

    def place(problem: Problem) -> tuple[str, int, int]:
        found = spot(problem, texts.of(problem)) or Span(0, 0, 0)
        return problem.place.path, found.line, found.column

    return sorted(problems, key=place)


def as_text(problem: Problem, texts: Texts) -> str:
    """A problem for the terminal: where, what, the line itself with the place underlined, and what to do."""
    text = texts.of(problem)
    found = spot(problem, text)
    where = problem.place.path if found is None else f"{problem.place.path}:{found.line}:{found.column}"
    lines = [_clean(where), _clean(f"{problem.severity}[{problem.code}]: {problem.sentence}")]
    if text is not None and found is not None:
        shown = text if problem.place.line is not None else text.split("\n")[found.line - 1]
        lines += _excerpt(shown.rstrip("\r"), found)
    if problem.cause:
        lines.append(_clean(f"cause: {problem.cause}"))
    if problem.help:
        lines.append(_clean(f"help: {problem.help}"))
    if problem.note:
        lines.append(_clean(f"note: {problem.note}"))
    return "\n".join(lines) + "\n"


def _excerpt(line: str, found: Span, most: int = 100) -> list[str]:
    """The line, cut to what surrounds the place, and the carets under it."""
    start = found.column - 1
    begin = 0 if found.column + found.width <= most else max(0, start - 20)
    shown = _clean(line[begin : begin + most]) + ("…" if len(line) > begin + most else "")
    before, under = shown[: start - begin], shown[start - begin :][: found.width]
    cut, gap = ("…", " ") if begin else ("", "")
    margin = " " * (len(str(found.line)) + 3)
    return [f"  {found.line} |{cut} {shown}".rstrip(), f"{margin}|{gap} {' ' * _columns(before)}{'^' * max(1, _columns(under))}"]


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def as_json(problems: Iterable[Problem], texts: Texts) -> str:
    """All problems as a JSON list, for other tools."""
    listed = []
    for problem in problems:
        found = spot(problem, texts.of(problem))
        row = {
            "code": problem.code,
            "severity": problem.severity,
            "path": problem.place.path,
            "line": found.line if found else None,
            "column": found.column if found else None,
            "pointer": list(problem.place.pointer),
            "sentence": problem.sentence,
            "help": problem.help,
            "note": problem.note,
            "cause": problem.cause,
        }
        listed.append({key: value for key, value in row.items() if value is not None})
    # A name that is not UTF-8 has halves of surrogate pairs in place of its bytes, which no output takes as they are.
    return json.dumps(listed, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode()


def as_annotation(problem: Problem, texts: Texts) -> str:
    """A problem as a workflow command of GitHub, which shows it at its line in the pull request.

    Source: GitHub Docs, "Workflow commands for GitHub Actions"; `%`, CR, LF, and in properties `:` and `,` are escaped.
    """
    found = spot(problem, texts.of(problem)) or Span(1, 1, 1)
    more = (problem.cause and f"cause: {problem.cause}", problem.help and f"help: {problem.help}", problem.note)
    message = "\n".join(_clean(part) for part in (problem.sentence, *more) if part)
    properties = (
        f"file={_property(_clean(problem.place.path))},line={found.line},col={found.column},title={_property(problem.code)}"
    )
    return f"::{problem.severity} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _clean(text: str) -> str:
    """The text with a sign in place of what a terminal would obey or not show."""
    return _HIDDEN.sub(lambda found: _SHOWN.get(found[0], "\ufffd"), text)
