"""`tracker kinds` lists types and families, explains one, and prints the guide and the schema."""

import json

import pytest
from click.testing import CliRunner, Result
from given import KINDS
from projects import WORDS, project

from tracker.cli import main
from tracker.derive.guide import explained_family, explained_type, markdown, overview
from tracker.derive.schema import schema_text
from tracker.model.vocabulary import Vocabulary

VOCABULARY = Vocabulary.model_validate(WORDS)


@pytest.fixture
def kinds(tmp_path):
    """The command, called in a project with a vocabulary."""
    root = project(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["kinds", "--root", str(root), *arguments])


def said(result: Result) -> str:
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_list(kinds):
    """Called by itself it lists families and types."""
    assert said(kinds()) == overview(KINDS)


def test_type(kinds):
    """A type is explained with the words of this project's vocabulary."""
    assert said(kinds("pledge.announced")) == explained_type("pledge.announced", KINDS, VOCABULARY)
    assert "e-commerce" in said(kinds("pledge.announced"))


def test_family(kinds):
    """A family is explained by the name of its folder and by the first word of its types."""
    assert said(kinds("pledges")) == said(kinds("pledge")) == explained_family(KINDS.life("pledges"))
    assert said(kinds("record")) == explained_family(KINDS.record)


@pytest.mark.parametrize(
    "word, help",
    [
        ("pledge.anounced", "did you mean `pledge.announced`?"), ("plegde", "did you mean `pledge`?"),
        ("xyzzy", "`tracker kinds` lists them"),
    ],
)  # fmt: skip
def test_unknown(kinds, word, help):
    """What is neither a type nor a family is misuse, and the nearest one is named."""
    result = kinds(word)
    assert result.exit_code == 2
    assert result.stderr.endswith(f"Error: there is no type or family `{word}`; {help}\n")


def test_guide(kinds):
    """The guide is printed whole, in Markdown."""
    assert said(kinds("--guide")) == markdown(KINDS, VOCABULARY)


def test_schema(kinds):
    """The schema is printed as it stands in `events/schema.json`."""
    assert said(kinds("--schema")) == schema_text(KINDS, VOCABULARY)


def test_one_thing_at_a_time(kinds):
    """Asked for two things at once it does neither."""
    for arguments in (("--guide", "--schema"), ("pledge", "--guide"), ("pledge", "--schema")):
        assert kinds(*arguments).exit_code == 2


def test_without_a_log(tmp_path):
    """Outside a project it tells the families of the package, without words of a vocabulary."""
    result = CliRunner().invoke(main, ["kinds", "--root", str(tmp_path), "--schema"])
    assert said(result) == schema_text(KINDS, Vocabulary())


def test_wrong_vocabulary(tmp_path):
    """From a vocabulary that is wrong nothing is drawn: its problems are shown, and exit is 1."""
    root = project(tmp_path)
    (root / "events/vocabulary.json").write_text(json.dumps({"sectors": {"e-commerce": 5}}), encoding="utf-8")
    result = CliRunner().invoke(main, ["kinds", "--root", str(root), "--schema"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[P901]" in result.stderr
