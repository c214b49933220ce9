"""`tracker init` makes a tracker of another subject that stands on its own: whole, checked, tested, or not at all."""

import errno
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from contributing import committed, files, git, read, tracker

from tracker.cli import main
from tracker.kinds import load
from tracker.starter import make
from tracker.starter.given import given

HERE = Path(__file__).parents[2]


def begin(folder: Path, *options: str, title: str = "Trees and promises"):
    """What `tracker init` answers."""
    return CliRunner().invoke(main, ["init", str(folder), "--title", title, *options])


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Path:
    """A new tracker; nobody writes in it."""
    folder = tmp_path_factory.mktemp("work") / "trees"
    found = begin(folder)
    assert (found.exit_code, found.stderr) == (0, "")
    count = len(files(folder))
    assert found.stdout == f"{folder}: {count} files; look at it with `cd {folder} && tracker serve`\n"
    assert os.listdir(folder.parent) == ["trees"]
    return folder


def test_passes_its_own_check(begun):
    """Its one case is whole: nothing is wrong with it, not even a warning, and its files are in canonical form."""
    assert tracker(begun, "check").stdout == "3 events in 2 cases: no problems\n"
    assert tracker(begun, "fmt", "--check").exit_code == 0
    story = tracker(begun, "show", "example-city-trees-2024").stdout
    assert "Has Example City planted its trees?" in story and "-> under way\n" in story


def test_passes_its_own_tests(begun):
    """Its own tests pass: they check, build, and compare what is generated."""
    # A new tracker asks for pytest alone.
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    told = {**os.environ, **alone, "PYTHONPATH": str(HERE)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=begun, env=told, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[-1].startswith("4 passed"), done.stdout + done.stderr


def test_has_what_a_tracker_needs(begun):
    """Texts, words, configuration and settings stand where they are looked for, and what all trackers share is the same."""
    whole = files(begun)
    assert "parks" in whole[".github/ISSUE_TEMPLATE/pledges.yml"].decode()
    assert {path for path in whole if not path.startswith(("events/pledges/", "events/parties/"))} == {
        "LICENSE", "README.md", "metadata.yml", "pyproject.toml", "tests/test_record.py", ".ci/run",
        "events/LICENSE", "events/accepted.json", "events/schema.json", "events/vocabulary.json", *given(),
        *(f".github/ISSUE_TEMPLATE/{form}.yml" for form in (*load().lives, "correction", "config")),
    }  # fmt: skip
    assert {"events/README.md", ".gitattributes", ".gitignore", ".github/workflows/data.yml"} <= set(given())
    for path, raw in given().items():
        assert (HERE / path).read_bytes() == raw
        assert whole[path] == raw or path == "events/README.md"
    assert os.access(begun / ".ci/run", os.X_OK)
    assert subprocess.run(["bash", "-n", begun / ".ci/run"]).returncode == 0
    assert json.loads(whole["events/accepted.json"]) == []
    assert tomllib.loads(whole["pyproject.toml"].decode())["project"]["dependencies"] == ["pressure-and-pledges>=0.1.0"]


def test_forms_are_fresh(begun):
    """The issue forms are those that the command makes of its own families and words."""
    before = files(begun)
    assert tracker(begun, "forms").exit_code == 0
    assert files(begun) == before


def test_codebook(begun):
    """Its codebook holds the rules that all trackers share, and gaps of its own."""
    ours, theirs = (
        (HERE / "events/README.md").read_text(encoding="utf-8"),
        (begun / "events/README.md").read_text(encoding="utf-8"),
    )
    common, _, gaps = theirs.partition("## 10. Known gaps\n")
    assert common and ours.startswith(common)
    assert gaps.startswith("\n**10.1** This record began on 20") and "Example City is invented" in gaps


HOSTILE = 'Trees "and" \\ $x ${y} $$ # : \' & <b> `k` 树 | %(s)s {0}'


def test_hostile_title(tmp_path):
    """A title of any signs is the same title wherever it stands, and breaks no file."""
    found = begin(tmp_path / "new", "--about", HOSTILE, "--engine", 'x @ file:///"a"\\b', title=HOSTILE)
    assert found.exit_code == 0, found.output
    told = yaml.safe_load((tmp_path / "new/metadata.yml").read_text(encoding="utf-8"))
    config = tomllib.loads((tmp_path / "new/pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (told["title"], told["description"]) == (HOSTILE, HOSTILE)
    assert (config["description"], config["dependencies"]) == (HOSTILE, ['x @ file:///"a"\\b'])
    assert config["name"] == "trees-and-x-y-b-k-s-s-0"
    assert (tmp_path / "new/README.md").read_text(encoding="utf-8").startswith(f"# {HOSTILE}\n\n{HOSTILE}\n")


def test_title_without_a_latin_letter(tmp_path):
    """A title in another script gives a plain name."""
    assert begin(tmp_path / "new", title="树木").exit_code == 0
    config = tomllib.loads((tmp_path / "new/pyproject.toml").read_text(encoding="utf-8"))
    assert config["project"]["name"] == "tracker"


@pytest.mark.parametrize(
    ("options", "title", "sentence"),
    [
        ([], "", "--title is empty, begins like a formula, or holds what cannot be seen"),
        ([], "=1+1", "--title is empty, begins like a formula, or holds what cannot be seen"),
        ([], "a\nb", "--title is empty, begins like a formula, or holds what cannot be seen"),
        ([], "a\u202eb", "--title is empty, begins like a formula, or holds what cannot be seen"),
        ([], "x" * 101, "--title is longer than 100 characters"),
        (["--about", "x\ty"], "Trees", "--about is empty, begins like a formula, or holds what cannot be seen"),
        (["--engine", ""], "Trees", None),
    ],
)
def test_misuse(tmp_path, options, title, sentence):
    """What cannot be a title is refused before anything is written; no engine is the usual one."""
    found = begin(tmp_path / "new", *options, title=title)
    if sentence is None:
        assert found.exit_code == 0
        return
    assert (found.exit_code, found.stderr.splitlines()[-1]) == (2, f"Error: {sentence}")
    assert os.listdir(tmp_path) == []


def test_empty_folder(tmp_path):
    """A folder that is there and empty is filled."""
    (tmp_path / "new").mkdir()
    assert begin(tmp_path / "new").exit_code == 0
    assert tracker(tmp_path / "new", "check").exit_code == 0
    assert not [name for name in os.listdir(tmp_path / "new") if name.startswith(".tracker-")]


@pytest.mark.parametrize("name", ["notes.txt", ".git/HEAD"])
def test_folder_that_is_not_empty(tmp_path, name):
    """A folder with anything in it is left alone."""
    (tmp_path / "new" / name).parent.mkdir(parents=True)
    (tmp_path / "new" / name).write_text("mine")
    found = begin(tmp_path / "new")
    assert found.exit_code == 1
    assert found.stderr == f"error: {tmp_path}/new is not empty: a new tracker begins in a folder of its own\n"
    assert files(tmp_path) == {f"new/{name}": b"mine"}


def test_no_folder(tmp_path):
    """A file, a link to nowhere and a folder in no folder are told in a sentence."""
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    told = [begin(tmp_path / name) for name in ("file", "link", "a/b")]
    assert [found.exit_code for found in told] == [1, 1, 1]
    assert [found.stderr for found in told] == [
        f"error: {tmp_path}/file is no folder\n",
        f"error: {tmp_path}/link is no folder\n",
        f"error: there is no folder {tmp_path}/a\n",
    ]
    assert sorted(os.listdir(tmp_path)) == ["file", "link"]


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("step", ["schema_text", "_put_last"])
def test_whole_or_not_at_all(tmp_path, monkeypatch, there, step):
    """Where something fails on the way, nothing is left, and a folder that was there is empty again."""
    folder = tmp_path / "new"
    if there:
        folder.mkdir()

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if step == "schema_text":
        monkeypatch.setattr(make, step, full)
    else:
        rename, left = Path.rename, iter(range(3 if there else 0))
        monkeypatch.setattr(Path, "rename", lambda path, to: rename(path, to) if next(left, None) is not None else full())
    found = begin(folder)
    assert (found.exit_code, found.stderr) == (1, f"error: {folder} cannot be written: no space left on device\n")
    assert list(tmp_path.rglob("*")) == ([folder] if there else [])


EVIL = "from pathlib import Path\nPath({!r}).write_text('run')\nraise SystemExit\n"


def test_families_of_a_pull_request_are_not_loaded(begun, tmp_path):
    """What judges a pull request, and tells of it, is the base's own: a family that only the branch has, or changes, is not run."""
    root, mark = tmp_path / "trees", tmp_path / "mark"
    root.mkdir()
    for path, raw in files(begun).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(raw)
    config = (root / "pyproject.toml").read_text()
    (root / "pyproject.toml").write_text(config.replace("# families =", "families ="))
    (root / "families").mkdir()
    (root / "families/target.py").write_text((HERE / "tracker/kinds/statement.py").read_text().replace("statement", "target"))
    base = committed(root)
    git(root, "checkout", "-q", "-b", "change")
    (root / "families/target.py").write_text(EVIL.format(str(mark)))
    (root / "families/more.py").write_text(EVIL.format(str(mark)))
    (root / "pyproject.toml").write_text(config.replace("# families =", 'families = ["families/more.py"] #'))
    (root / "conftest.py").write_text(EVIL.format(str(mark)))
    (root / "tracker.py").write_text(EVIL.format(str(mark)))
    checked = read(root, "events/parties/example-city/registered.json")
    (root / "events/parties/another").mkdir()
    (root / "events/parties/another/registered.json").write_text(
        json.dumps({**checked, "name": "Another", "recorded": "2026-01-01T00:00:00Z"})
    )
    head = committed(root)
    git(root, "checkout", "-q", base)

    def called(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from tracker.cli import run; run()", *words],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(HERE), "PYTHONSAFEPATH": "1"},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode in (0, 1) and "Traceback" not in done.stderr, (words, done.stdout, done.stderr)
        return done.stdout

    # As the workflows call it: in the base's checkout, with the head as objects alone.
    found = called("check", "--since", "HEAD", "--head", head)
    assert "the change adds events and touches" in found and "more.py" in found
    called("diff", f"HEAD..{head}")
    assert not mark.exists()
    # Who checks the branch out, and trusts it, runs it.
    git(root, "checkout", "-q", "change")
    called("kinds")
    assert mark.exists()
