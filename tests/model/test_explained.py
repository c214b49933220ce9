"""Every problem is explained, and nothing is explained that is no problem."""

import ast
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import tracker
from tracker.cli import COMMANDS, main
from tracker.model.explained import Explanation, explanations

SOURCES = Path(tracker.__file__).parent
EXPLAINED = SOURCES / "model" / "explained"
CODE = re.compile(r"P\d{3}")

each = pytest.mark.parametrize("explanation", explanations(), ids=lambda e: e.code)


def emitted() -> set[str]:
    """The codes that stand as texts of their own in the sources, the explanations left out."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        if EXPLAINED not in path.parents:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
            found.update(text for text in texts if CODE.fullmatch(text))
    return found


def explain(*arguments: str) -> tuple[int, str]:
    """The exit code and the output of `tracker explain`."""
    answer = CliRunner().invoke(main, ["explain", *arguments], prog_name="tracker")
    return answer.exit_code, answer.output


def test_every_code_is_explained() -> None:
    """Each code that the sources use is explained, and each explained code is used."""
    assert {e.code for e in explanations()} == emitted()


def test_once() -> None:
    """No code and no name is explained twice."""
    codes, names = [e.code for e in explanations()], [e.name for e in explanations()]
    assert codes == sorted(set(codes))
    assert sorted(names) == sorted(set(names))


@each
def test_place(explanation: Explanation) -> None:
    """An explanation stands in the module of its hundred."""
    begins = f'Explanation(\n        "{explanation.code}",\n'
    modules = [path.name for path in EXPLAINED.glob("p*.py") if begins in path.read_text(encoding="utf-8")]
    assert [name[:2] for name in modules] == [explanation.code[:2].lower()]


@each
def test_form(explanation: Explanation) -> None:
    """The name is a few words in kebab case, the texts are sentences without line breaks, and the example fits the page."""
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+){0,5}", explanation.name)
    for text in (explanation.what, explanation.why, explanation.fix):
        assert re.fullmatch(r"[A-Z0-9`“][^\n]*[.?”]", text)
        assert text.count("`") % 2 == 0
    assert explanation.example
    assert max(map(len, explanation.example.splitlines())) <= 86


@each
def test_commands(explanation: Explanation) -> None:
    """A command that an explanation names is one that there is."""
    named = re.findall(r"`tracker (\w+)", f"{explanation.what} {explanation.why} {explanation.fix}")
    assert set(named) <= set(COMMANDS)


@each
def test_command(explanation: Explanation) -> None:
    """`tracker explain CODE` shows all of it, within 88 columns, whether the code is written in capitals or not."""
    exit_code, output = explain(explanation.code)
    assert (exit_code, output) == explain(explanation.code.lower())
    assert exit_code == 0
    assert max(map(len, output.splitlines())) <= 88
    plain = " ".join(output.split())
    assert output.startswith(f"{explanation.code}: {explanation.name}\n\nWhat\n")
    for text in (explanation.what, explanation.why, explanation.fix, explanation.example):
        assert " ".join(text.split()) in plain


def test_text() -> None:
    """The explanation of a code as it is printed."""
    assert explain("p214") == (
        0,
        """P214: not-a-decimal

What
  A sum is not a plain decimal number in a text: digits, at most 15 before the point and
  4 after it.

Why
  A comma is a separator of thousands to one reader and a decimal point to another.
  `100bn` and `1e11` cannot be added without guessing.

Fix
  Write all digits, without separators. What the source says in words, such as “more
  than”, goes into `bound`.

Example
  {"amount": {"value": "100,000,000,000", "currency": "CNY"}}
""",
    )


def test_list() -> None:
    """Without a code all are listed with their names."""
    assert explain() == (0, "".join(f"{e.code}  {e.name}\n" for e in explanations()))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("P2O3", "there is no problem `P2O3`; did you mean `P203`?"),
        ("203", "there is no problem `203`; did you mean `P203`?"),
        ("P2033", "there is no problem `P2033`; did you mean `P203`?"),
        ("role", "there is no problem `role`; `tracker explain` lists them all"),
        ("", "there is no problem ``; `tracker explain` lists them all"),
    ],
)
def test_unknown(given: str, sentence: str) -> None:
    """An unknown code is misuse, with the nearest one that there is."""
    usage = "Usage: tracker explain [OPTIONS] [CODE]\nTry 'tracker explain --help' for help.\n\nError: "
    assert explain(given) == (2, f"{usage}{sentence}\n")
