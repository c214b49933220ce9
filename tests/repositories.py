"""Scratch repositories: a log in git, and what a branch does to it."""

import json
import os
import subprocess
from pathlib import Path

from given import event, named, written
from projects import WORDS

# Nothing that the machine or whoever runs the tests has set may have a say.
_ALONE = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2026-02-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2026-02-01T00:00:00Z",
}

NOW = "2026-11-22T12:00:00Z"
LATER = "2026-11-01T09:00:00Z"
"""A stamp after those of the log below, and before NOW."""

FUND = "pledges/fund-2021"
OPENED = f"events/{FUND}/2021-09-02-announced.json"
STEP = f"events/{FUND}/2022-01-10-progressed.json"
BULK = "events/crackdowns/import.jsonl"


class Repository:
    """A folder with a repository, on the branch `main`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main", *options)
        self.git("config", "core.autocrlf", "false")

    def git(self, *arguments: str, given: bytes = b"") -> str:
        done = subprocess.run(["git", *arguments], cwd=self.folder, env=_ALONE, input=given, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return os.fsdecode(done.stdout).strip()

    def write(self, path: str, content: bytes | str | dict) -> str:
        """Writes a file, and returns its path."""
        whole = self.folder / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        raw = written(content) if isinstance(content, dict) else content.encode() if isinstance(content, str) else content
        whole.write_bytes(raw)
        return path

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def put(self, case_id: str, *documents: dict) -> list[str]:
        """Writes the events of a case, and returns their paths."""
        return [self.write(f"events/{event_id}.json", document) for event_id, document in named(case_id, documents)]

    def remove(self, path: str) -> None:
        (self.folder / path).unlink()

    def commit(self, message: str = "a change") -> str:
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, start: str = "HEAD") -> None:
        self.git("checkout", "-q", "-B", name, start)


def line(event_id: str, document: dict) -> bytes:
    """An event as a bulk file holds it."""
    return json.dumps({"id": event_id, **document}, separators=(",", ":")).encode() + b"\n"


def opened(number: int, recorded: str) -> bytes:
    """The opening of a case that stands in a bulk file."""
    case_id = f"crackdowns/case-{number}"
    return line(f"{case_id}/2020-12-24-opened", event("crackdown.opened", "2020-12-24", name=f"Case {number}", recorded=recorded))


def step(**fields) -> dict:
    """A step of the fund, recorded late enough to be added."""
    amount = {"value": "5", "currency": "CNY", "measure": "step", "covers": "2023"}
    return event("pledge.progressed", "2023-01-10", **{"recorded": LATER, "amount": amount, **fields})


def tracker_log(folder: Path, *options: str) -> Repository:
    """A log of two parties, a fund with one step, and a bulk file of two cases, committed."""
    repository = Repository(folder, *options)
    repository.write("events/vocabulary.json", WORDS)
    for number, slug in enumerate(("somebody", "another")):
        document = event("party.registered", name=slug.capitalize(), recorded=f"2026-01-0{number + 1}T00:00:00Z")
        repository.put(f"parties/{slug}", document)
    promised = {"value": "100", "currency": "CNY"}
    first = event("pledge.announced", "2021-09-02", name="A fund", question="Was it paid?", due="2025", amount=promised)
    given = {"value": "10", "currency": "CNY", "measure": "step", "covers": "2021"}
    second = event("pledge.progressed", "2022-01-10", amount=given)
    repository.put(FUND, first | {"recorded": "2026-01-03T00:00:00Z"}, second | {"recorded": "2026-01-04T00:00:00Z"})
    repository.write(BULK, opened(1, "2026-01-05T00:00:00Z") + opened(2, "2026-01-05T00:00:01Z"))
    repository.write("tracker/code.py", "GUARD = True\n")
    repository.commit("the log")
    return repository


HOSTILE = [
    b"events/pledges/fund-2021/\x1b[31m.json",
    b"events/pledges/a,b:c%0A::error::x/2021-announced.json",
    b"events/pledges/x/a\n::error::b.json",
    b"events/pledges/\xff/\xfe.json",
    b"events/pledges/x\\y/2021-announced.json",
    b"events/pledges/../../x.json",
    b"events/pledges/x/.git/config",
    b"events/\xe2\x80\xaepledges/x/2021-announced.json",
    b"events/crackdowns/import\n.jsonl",
]
"""Names that no file of a log should have, and that anybody may give one."""

EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def laid_in(repository: Repository, tree: str, parts: list[bytes], oid: bytes) -> bytes:
    """A tree with a blob laid into it under any name, which git itself would not take into its index."""
    entries = {row.split(b"\t", 1)[1]: row for row in os.fsencode(repository.git("ls-tree", "-z", tree)).split(b"\0") if row}
    below = entries[parts[0]].split()[2].decode() if parts[0] in entries else EMPTY
    entry = b"040000 tree " + laid_in(repository, below, parts[1:], oid) if parts[1:] else b"100644 blob " + oid
    entries[parts[0]] = entry + b"\t" + parts[0]
    return repository.git("mktree", "-z", given=b"".join(row + b"\0" for row in entries.values())).encode()
