"""What git is asked, and what it is not allowed to do while it answers."""

import os
import stat
from pathlib import Path

import pytest
from repositories import OPENED, STEP, Repository, tracker_log

from tracker import git
from tracker.git import Git, Held, Raw, Refused


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return tracker_log(tmp_path / "log")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if ".git" not in path.parts}


def test_revisions(repository: Repository) -> None:
    """A branch, a tag, a commit and what leads from one to another are revisions."""
    head = repository.git("rev-parse", "HEAD")
    repository.git("tag", "v1")
    asked = Git(repository.folder)
    assert {asked.commit(name) for name in ("main", "HEAD", "v1", head, head[:12], "refs/heads/main", "main~0")} == {head}


@pytest.mark.parametrize(
    "name",
    [
        "--output=pwned",
        "-h",
        "--all",
        "main..main",
        "^main",
        "main:events",
        "no-such",
        "",
        "main\nmain",
        "main\0",
        "\udcff",
        "a" * 5000,
    ],
)
def test_no_revision(repository: Repository, name: str) -> None:
    """What is no revision is refused in a sentence of one line, and nothing is written."""
    before = files(repository.folder)
    with pytest.raises(Refused, match="there is no revision `") as refused:
        Git(repository.folder).commit(name)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 400
    assert files(repository.folder) == before


@pytest.mark.parametrize("name", ["--output=pwned", "-n", "$(id>pwned)", "a`b`", "HEAD;x", "x&&y", "é", "x'y\"z"])
def test_hostile_branches(repository: Repository, name: str) -> None:
    """A branch may have a name like an option or a command: it is a name all the same."""
    head = repository.git("rev-parse", "HEAD")
    repository.git("update-ref", f"refs/heads/{name}", head)
    before = files(repository.folder)
    assert Git(repository.folder).commit(name) == head
    assert files(repository.folder) == before


def test_shallow(repository: Repository, tmp_path: Path) -> None:
    """A shallow clone is refused, and how to make it whole is said."""
    repository.commit("another")
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(tmp_path / "shallow"))
    with pytest.raises(Refused, match=r"the repository is shallow.*git fetch --unshallow.*fetch-depth: 0"):
        Git(tmp_path / "shallow")


def test_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no repository, or no git, that is said."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(Refused, match="this is no git repository"):
        Git(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="git is not installed"):
        Git(tmp_path)


def test_differences(repository: Repository) -> None:
    """A rename is a removal and an addition, and a path may hold anything but NUL."""
    base = repository.git("rev-parse", "HEAD")
    repository.git("mv", OPENED, "events/moved\n\tto\"é'.json")
    repository.git("update-index", "--chmod=+x", STEP)
    blob = repository.git("hash-object", "-w", "--stdin", given=b"target")
    repository.git("update-index", "--add", "--cacheinfo", f"120000,{blob},events/link")
    repository.git("commit", "-qm", "changes")
    oid, other = (repository.git("rev-parse", f"{base}:{path}") for path in (OPENED, STEP))
    assert sorted(Git(repository.folder).differences(base, "HEAD")) == [
        Raw("events/link", None, Held("120000", blob)),
        Raw("events/moved\n\tto\"é'.json", None, Held("100644", oid)),
        Raw(OPENED, Held("100644", oid), None),
        Raw(STEP, Held("100644", other), Held("100755", other)),
    ]


def test_odd_bytes(repository: Repository) -> None:
    """A path that is not UTF-8 keeps its bytes."""
    base = repository.git("rev-parse", "HEAD")
    blob = repository.git("hash-object", "-w", "--stdin", given=b"x")
    repository.git("update-index", "-z", "--index-info", given=f"100644 {blob}\t".encode() + b"events/\xff.json\0")
    repository.git("commit", "-qm", "odd")
    (raw,) = Git(repository.folder).differences(base, "HEAD")
    assert os.fsencode(raw.path) == b"events/\xff.json"


def test_project_in_a_folder(tmp_path: Path) -> None:
    """The project may stand in a folder of the repository; paths are then those of the project."""
    top = Repository(tmp_path)
    tracker_log(tmp_path / "elsewhere")
    (tmp_path / "a b").mkdir()
    (tmp_path / "elsewhere" / "events").rename(tmp_path / "a b" / "events")
    (tmp_path / "elsewhere" / ".git").rename(tmp_path / "unused")
    top.write("events/other/x.json", "{}")
    commit = top.commit()
    asked = Git(tmp_path / "a b")
    assert OPENED in asked.tree(commit, "events")
    assert not any("/other/" in path for path in asked.tree(commit, "events"))
    assert [asked.inside(path) for path in (f"a b/{OPENED}", OPENED)] == [OPENED, None]
    top.write(f"a b/{OPENED}", "{}")
    top.write("a b/events/new.json", "{}")
    assert set(asked.touched(commit, "events")) == {OPENED, "events/new.json"}


def test_bases(repository: Repository) -> None:
    """Branches part at a commit, or at two where they were merged crosswise; of unrelated ones nothing can be said."""
    root = repository.git("rev-parse", "HEAD")
    asked = Git(repository.folder)
    repository.branch("one")
    one = repository.commit("one")
    repository.branch("two", root)
    two = repository.commit("two, and another text")
    assert asked.bases(one, two) == [root]
    tree = repository.git("rev-parse", "main^{tree}")
    left = repository.git("commit-tree", "-p", one, "-p", two, "-m", "left", tree)
    right = repository.git("commit-tree", "-p", two, "-p", one, "-m", "right", tree)
    assert sorted(asked.bases(left, right)) == sorted([one, two])
    stranger = repository.git("commit-tree", "-m", "stranger", tree)
    with pytest.raises(Refused, match="no commit in common"):
        asked.bases(root, stranger)


def test_blobs(repository: Repository) -> None:
    """A blob is read up to a limit, and its size is known before."""
    big = repository.git("hash-object", "-w", "--stdin", given=b"x" * 3_000_000)
    small = repository.git("hash-object", "-w", "--stdin", given=b"text\nwith \x00 bytes\n")
    asked = Git(repository.folder)
    assert asked.sizes([big, small, big]) == {big: 3_000_000, small: 18}
    with asked.blobs() as blobs:
        assert blobs.read(big, 10) == b"x" * 11
        assert blobs.read(small, 100) == b"text\nwith \x00 bytes\n"
    assert len(b"".join(asked.stream([big, small]))) == 3_000_000 + 18 + len(f"{big} blob 3000000\n\n{small} blob 18\n\n")
    asked.copy(small, repository.folder / "copy")
    assert repository.read("copy") == b"text\nwith \x00 bytes\n"


def test_missing_object(repository: Repository) -> None:
    """An object that is not there is a refusal, and so is one that is no blob."""
    asked = Git(repository.folder)
    with pytest.raises(Refused, match="is missing"):
        asked.sizes(["0" * 40])
    with pytest.raises(Refused, match="is commit"):
        asked.sizes([repository.git("rev-parse", "HEAD")])
    with pytest.raises(Refused, match="git cannot read"), asked.blobs() as blobs:
        blobs.read("0" * 40, 10)


def test_nothing_is_fetched(repository: Repository, tmp_path: Path) -> None:
    """Of a clone that left out the blobs none is fetched: what is not there is said."""
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repository.git("clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repository.folder}", str(partial))
    asked = Git(partial)
    oid = asked.tree(asked.commit("main"), "events")[OPENED].oid
    with pytest.raises(Refused):
        asked.sizes([oid])
    with pytest.raises(Refused), asked.blobs() as blobs:
        blobs.read(oid, 10)


def test_surroundings(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of git's own has a say, whatever it names."""
    other = Repository(tmp_path / "other")
    trace = tmp_path / "trace"
    for name, value in {
        "GIT_DIR": other.folder / ".git",
        "GIT_WORK_TREE": other.folder,
        "GIT_INDEX_FILE": tmp_path / "index",
        "GIT_OBJECT_DIRECTORY": other.folder / ".git/objects",
        "GIT_EXTERNAL_DIFF": "touch pwned",
        "GIT_TRACE": trace,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": "touch pwned",
        "GIT_CEILING_DIRECTORIES": tmp_path,
        "GIT_NAMESPACE": "other",
    }.items():
        monkeypatch.setenv(name, str(value))
    asked = Git(repository.folder)
    assert OPENED in asked.tree(asked.commit("main"), "events")
    assert asked.touched(asked.commit("main"), "events") == {}
    assert not trace.exists()
    assert not list(tmp_path.rglob("pwned"))


def test_stand_ins(repository: Repository) -> None:
    """What stands in for an object, by a replace ref or a graft, is not asked for."""
    before = repository.git("rev-parse", "HEAD")
    repository.write(STEP, "{}")
    after = repository.commit("rewritten")
    repository.git("replace", before, after)
    assert repository.git("diff", "--stat", before, after) == ""
    assert [raw.path for raw in Git(repository.folder).differences(before, after)] == [STEP]
    repository.git("replace", "-d", before)
    (repository.folder / ".git/info").mkdir(exist_ok=True)
    (repository.folder / ".git/info/grafts").write_text(f"{after}\n")
    assert Git(repository.folder).bases(before, after) == [before]


FILTERS = "*.json filter=evil diff=evil text eol=lf ident working-tree-encoding=UTF-16\n"


@pytest.mark.parametrize("settings", [{"clean": "touch pwned; cat", "required": "true"}, {"process": "touch pwned"}])
def test_no_filter_runs(repository: Repository, tmp_path: Path, settings: dict) -> None:
    """No filter and no program for differences is run, though the checkout names one and the repository knows it."""
    for name, value in settings.items():
        repository.git("config", f"filter.evil.{name}", value)
    repository.git("config", "diff.evil.command", "touch pwned")
    repository.git("config", "diff.evil.textconv", "touch pwned")
    repository.git("config", "diff.external", "touch pwned")
    repository.git("config", "core.fsmonitor", "touch pwned")
    repository.write("events/.gitattributes", FILTERS)
    repository.write(".gitattributes", FILTERS)
    repository.write(OPENED, "{}\r\n")
    # An index that is as old as its files: git has to look into them.
    os.utime(repository.folder / STEP, ns=(0, 0))
    index = repository.folder / ".git/index"
    os.utime(index, ns=(0, index.stat().st_mtime_ns - 10**12))
    asked = Git(repository.folder)
    touched = asked.touched(asked.commit("main"), "events")
    assert {OPENED, STEP, "events/.gitattributes"} <= set(touched)
    assert touched[OPENED] == Held("100644", repository.git("rev-parse", f"main:{OPENED}"))
    assert not list(tmp_path.rglob("pwned"))


def test_touched(repository: Repository) -> None:
    """Of a checkout those files are named that may differ: edited, staged, removed or unknown to git."""
    asked = Git(repository.folder)
    base = asked.commit("main")
    assert asked.touched(base, "events") == {}
    held = asked.tree(base, "events")
    repository.write(OPENED, "{}")
    repository.remove(STEP)
    repository.write("events/laws/x/2021-adopted.json", "{}")
    repository.git("add", "events/laws")
    repository.write("events/laws/y/2021-adopted.json", "{}")
    repository.write("tracker/other.py", "")
    assert asked.touched(base, "events") == {
        OPENED: held[OPENED],
        STEP: held[STEP],
        "events/laws/x/2021-adopted.json": None,
        "events/laws/y/2021-adopted.json": None,
    }


def test_too_long_an_answer(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that would fill the memory is cut off."""
    monkeypatch.setattr(git, "MOST_OUTPUT", 100)
    asked = Git(repository.folder)
    with pytest.raises(Refused, match="the change is too large"):
        asked.tree(asked.commit("main"), "events")


def test_too_long_a_wait(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that never answers is ended."""
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(slow.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(git, "PATIENCE", 0.2)
    with pytest.raises(Refused, match="git was ended"):
        Git(repository.folder)


def test_another_hash(tmp_path: Path) -> None:
    """A repository may name its objects by SHA-256."""
    repository = tracker_log(tmp_path / "log", "--object-format=sha256")
    asked = Git(repository.folder)
    assert asked.algorithm == "sha256"
    assert len(asked.commit("main")) == 64
    assert len(asked.tree(asked.commit("main"), "events")[OPENED].oid) == 64
