"""`tracker stamp` renews when unmerged events were recorded, in their order, later than everything that is merged."""

import json
import os
import subprocess
from datetime import UTC, datetime

import pytest
from contributing import WHOLE, committed, files, git, read, small, tracker
from given import event

from tracker.restamp import stamps_for
from tracker.write import later


def opening(stamp: str) -> dict:
    """A pledge that opens a case."""
    return event("pledge.announced", "2021", name="Y", question="Y?", recorded=stamp)


def progress(year: str) -> dict:
    """A progress event, recorded in the year in which it happened."""
    return event("pledge.progressed", year, recorded=f"{year}-01-01T00:00:00Z")


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def put(root, path: str, document: dict, **layout) -> None:
    """A file as somebody wrote it by hand."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(json.dumps(document, **layout), encoding="utf-8")


@pytest.fixture
def root(tmp_path):
    """A repository with a log, on its main branch."""
    root = small(tmp_path)
    committed(root)
    return root


def test_in_their_order(root):
    """New events keep their order and count up a second each, to this second; merged files and all else stay as they are."""
    merged = files(root / "events")
    stamps = {"2024": "2020-01-01T00:00:02Z", "2023": "2020-01-01T00:00:01Z", "2022": "2020-01-01T00:00:02Z"}
    documents = {year: event("pledge.progressed", year, recorded=stamp) for year, stamp in stamps.items()}
    for year, document in documents.items():
        put(root, f"events/pledges/x/{year}-progressed.json", document, indent=3)
    before = now()
    result = tracker(root, "stamp", "--since", "main")
    paths = [f"events/pledges/x/{year}-progressed.json" for year in ("2023", "2022", "2024")]
    first, second, third = (read(root, path)["recorded"] for path in paths)
    assert before <= third <= now()
    assert [second, third] == [later(first), later(first, 2)]
    assert (result.exit_code, result.output) == (0, f"3 events stamped, {first} to {third}\n")
    assert {path: raw for path, raw in files(root / "events").items() if path in merged} == merged
    for year, document in documents.items():
        text = (root / f"events/pledges/x/{year}-progressed.json").read_text(encoding="utf-8")
        stamp = json.loads(text)["recorded"]
        assert text == json.dumps(document | {"recorded": stamp}, indent=3)


def test_later_than_the_base(root):
    """They come after the newest event of the base, even where that lies ahead; and no further than counting needs."""
    put(root, "events/pledges/y/2021-announced.json", opening("2999-01-01T00:00:00Z"))
    committed(root)
    for year in ("2022", "2023"):
        put(root, f"events/pledges/x/{year}-progressed.json", progress(year))
    assert tracker(root, "stamp", "--since", "HEAD").exit_code == 0
    assert [read(root, f"events/pledges/x/{year}-progressed.json")["recorded"] for year in ("2022", "2023")] == [
        "2999-01-01T00:00:01Z", "2999-01-01T00:00:02Z"
    ]  # fmt: skip


def test_stamps_for():
    """The last stamp is now where there is room before it, else they begin a second after the base."""
    assert stamps_for(3, "2026-01-01T00:00:00Z", "2026-01-01T00:00:10Z") == [f"2026-01-01T00:00:{s}Z" for s in ("08", "09", "10")]
    assert stamps_for(3, "2026-01-01T00:00:09Z", "2026-01-01T00:00:10Z") == [f"2026-01-01T00:00:{s}Z" for s in ("10", "11", "12")]
    assert stamps_for(2, None, "2026-01-01T00:00:00Z") == ["2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"]
    assert stamps_for(0, None, "2026-01-01T00:00:00Z") == []


def test_base_moves_on(root):
    """What was merged in the meantime counts, also where this branch does not have it."""
    git(root, "checkout", "--quiet", "-b", "mine")
    assert tracker(root, "new", "pledge.progressed", "x", *WHOLE).exit_code == 0
    committed(root)
    git(root, "checkout", "--quiet", "main")
    put(root, "events/pledges/y/2021-announced.json", opening("2998-01-01T00:00:00Z"))
    committed(root)
    git(root, "checkout", "--quiet", "mine")
    assert tracker(root, "stamp", "--since", "main").output.startswith("1 event stamped, 2998-01-01T00:00:01Z")


def test_nothing_new(root):
    """Where everything is merged nothing is written."""
    before = files(root / "events")
    result = tracker(root, "stamp", "--since", "HEAD")
    assert (result.exit_code, result.output, files(root / "events")) == (0, "0 events stamped\n", before)


def test_names_keep_their_day(root):
    """An event about the record keeps the name of the day on which it was written."""
    old = event("record.checked", recorded="2026-01-05T00:00:00Z")
    put(root, "events/pledges/x/2026-01-05-checked.json", old)
    assert tracker(root, "stamp", "--since", "HEAD").exit_code == 0
    assert read(root, "events/pledges/x/2026-01-05-checked.json")["recorded"] >= "2026-01-06"
    assert tracker(root, "check").exit_code == 0


def test_dry_run(root):
    """With --dry-run the stamps are shown and nothing is written."""
    tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    before = files(root / "events")
    result = tracker(root, "stamp", "--since", "HEAD", "--dry-run")
    lines = result.output.splitlines()
    assert (result.exit_code, files(root / "events")) == (0, before)
    assert lines[0].startswith("events/pledges/x/2022-05-03-progressed.json: ")
    assert lines[1].startswith("1 event to be stamped, ")


def test_bulk(root):
    """Of a bulk file only the lines that the base does not hold are renewed, and nothing else in them."""
    lines = [{"id": "pledges/y/2021-announced"} | opening("2026-01-01T00:00:00Z")]
    lines += [{"id": f"pledges/y/{year}-progressed"} | progress(year) for year in ("2022", "2023")]
    bulk = root / "events/pledges/import.jsonl"
    bulk.write_text(json.dumps(lines[0]) + "\n", encoding="utf-8")
    committed(root)
    bulk.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    result = tracker(root, "stamp", "--since", "HEAD")
    assert result.output.startswith("2 events stamped, ")
    renewed = [json.loads(line) for line in bulk.read_text(encoding="utf-8").splitlines()]
    assert renewed[0] == lines[0]
    assert renewed[2]["recorded"] == later(renewed[1]["recorded"]) > "2026-01-01T00:00:01Z"
    stamps = [line["recorded"] for line in renewed]
    assert bulk.read_text(encoding="utf-8") == "".join(
        json.dumps(line | {"recorded": stamp}) + "\n" for line, stamp in zip(lines, stamps, strict=True)
    )


def test_bulk_rewritten(root):
    """A bulk file whose merged lines were changed is not touched, and neither is anything else."""
    bulk = root / "events/pledges/import.jsonl"
    line = {"id": "pledges/y/2021-announced"} | opening("2026-01-01T00:00:00Z")
    bulk.write_text(json.dumps(line) + "\n", encoding="utf-8")
    committed(root)
    bulk.write_text(json.dumps(line | {"title": "Somebody else did"}) + "\n", encoding="utf-8")
    tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    before = files(root / "events")
    result = tracker(root, "stamp", "--since", "HEAD")
    assert (result.exit_code, files(root / "events")) == (1, before)
    assert "events/pledges/import.jsonl: what is merged was changed" in result.output


@pytest.mark.parametrize("text", ["{", '{"type": "pledge.progressed"}', '{"recorded": 5}', '{"recorded": "a", "recorded": "b"}'])
def test_unreadable(root, text):
    """Where one event cannot be read, none is stamped."""
    tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    (root / "events/pledges/x/2023-progressed.json").write_text(text, encoding="utf-8")
    before = files(root / "events")
    result = tracker(root, "stamp", "--since", "HEAD")
    assert (result.exit_code, files(root / "events")) == (1, before)
    assert result.output.startswith("error: nothing was stamped: 1 event cannot be read\nevents/pledges/x/2023-progressed.json: ")


HOSTILE = [
    "--output=stolen", "--output=stolen^{commit}", "-h", "--help", "--git-dir=/", "HEAD:events", "HEAD..HEAD", ":/All", "nowhere",
    "", "$(touch stolen)", "; touch stolen", "@{upstream}", "0" * 40,
]  # fmt: skip


@pytest.mark.parametrize("revision", HOSTILE)
def test_hostile_revision(root, revision):
    """A revision that is none is refused with a sentence, whatever it is named; it writes no file and runs nothing."""
    tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    before = {path: raw for path, raw in files(root).items() if not path.startswith(".git/")}
    cwd = os.getcwd()
    result = tracker(root, "stamp", f"--since={revision}")
    assert result.exit_code == 2
    assert f"there is no revision `{revision}` here" in " ".join(result.stderr.split()), result.stderr
    assert {path: raw for path, raw in files(root).items() if not path.startswith(".git/")} == before
    assert not os.path.exists(os.path.join(cwd, "stolen"))


def test_branch_named_like_an_option(root):
    """A branch of a hostile name is a branch, and nothing else."""
    git(root, "update-ref", "refs/heads/--output=stolen", "HEAD")
    before = files(root / "events")
    result = tracker(root, "stamp", "--since=--output=stolen")
    assert (result.exit_code, result.output, files(root / "events")) == (0, "0 events stamped\n", before)
    assert not list(root.rglob("stolen"))


def test_not_a_repository(tmp_path):
    """Without git nobody knows what is merged."""
    result = tracker(small(tmp_path), "stamp", "--since", "HEAD")
    assert result.exit_code == 2
    assert "this is no git repository" in " ".join(result.stderr.split())


def test_shallow(root, tmp_path_factory):
    """A shallow clone is refused: what it lacks cannot be compared."""
    committed(root)
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", "--depth=1", root.as_uri(), "shallow")
    result = tracker(clone / "shallow", "stamp", "--since", "HEAD")
    assert result.exit_code == 2
    assert "the repository is shallow" in " ".join(result.stderr.split())


def test_no_git(root, monkeypatch):
    """Without git installed the command says so."""
    monkeypatch.setenv("PATH", "/nowhere")
    result = tracker(root, "stamp", "--since", "HEAD")
    assert (result.exit_code, "git is not installed" in result.stderr) == (2, True)


def test_project_below_the_repository(tmp_path):
    """A project may stand in a folder of its repository."""
    root = small(tmp_path / "below")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=tmp_path, check=True)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message=All of it")
    assert tracker(root, "stamp", "--since", "HEAD").output == "0 events stamped\n"
    tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    assert tracker(root, "stamp", "--since", "HEAD").output.startswith("1 event stamped, ")


def test_hostile_files_in_the_base(root):
    """Names with line feeds, blobs in no form and links in the base do no harm."""
    folder = root / "events/pledges/x"
    (folder / "2020\n-announced.json").write_text("{", encoding="utf-8")
    (folder / "noise.json").write_bytes(os.urandom(100_000) + b'"recorded": "2997-01-01T00:00:00Z"')
    (folder / "link.json").symlink_to("/etc/passwd")
    committed(root)
    for path in (folder / "2020\n-announced.json", folder / "noise.json", folder / "link.json"):
        path.unlink()
    tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    assert tracker(root, "stamp", "--since", "HEAD").output.startswith("1 event stamped, 2997-01-01T00:00:01Z")


def test_impossible_stamp_in_the_base(root):
    """Where the newest stamp of the base is no time nothing can come after it, and a sentence says so."""
    put(root, "events/pledges/y/2021-announced.json", opening("9999-99-99T00:00:00Z"))
    committed(root)
    result = tracker(root, "stamp", "--since", "HEAD")
    assert result.exit_code == 2
    assert "was recorded at `9999-99-99T00:00:00Z`, which is no time" in " ".join(result.stderr.split())


def test_end_of_the_calendar(root):
    """Where the newest stamp of the base is the last there is, a sentence says so."""
    put(root, "events/pledges/y/2021-announced.json", opening("9999-12-31T23:59:59Z"))
    committed(root)
    put(root, "events/pledges/x/2023-progressed.json", progress("2023"))
    result = tracker(root, "stamp", "--since", "HEAD")
    assert (result.exit_code, result.output) == (1, "error: there is no time after `9999-12-31T23:59:59Z`\n")


def test_stamp_across_two_pieces(root):
    """A stamp is found wherever it stands in a large file."""
    bulk = root / "events/pledges/import.jsonl"
    for shift in range(-40, 40, 13):
        bulk.write_bytes(b" " * ((1 << 20) + shift) + b'"recorded": "2997-01-01T00:00:00Z"' + b" " * 100)
        committed(root)
        bulk.unlink()
        put(root, "events/pledges/x/2023-progressed.json", progress("2023"))
        assert tracker(root, "stamp", "--since", "HEAD").output.startswith("1 event stamped, 2997-01-01T00:00:01Z")
        (root / "events/pledges/x/2023-progressed.json").unlink()


def test_twice(root):
    """Stamping again gives the same order, and later stamps."""
    for year in ("2023", "2022"):
        tracker(root, "new", "pledge.progressed", "x", *WHOLE, "--date", year)
    tracker(root, "stamp", "--since", "HEAD")
    first = [read(root, f"events/pledges/x/{year}-progressed.json")["recorded"] for year in ("2023", "2022")]
    tracker(root, "stamp", "--since", "HEAD")
    second = [read(root, f"events/pledges/x/{year}-progressed.json")["recorded"] for year in ("2023", "2022")]
    assert first[0] < first[1] and second[0] < second[1] and first <= second
