"""What git says, asked with plumbing alone: revisions, trees and blobs as stored, and never what a filter makes of them."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, NamedTuple

MOST_OUTPUT = 256 << 20
"""More than this is no answer about a change of a log, but an attempt to fill the memory."""

PATIENCE = 600
"""Seconds after which git is ended; none of the questions takes a tenth of that on a log of 100,000 events."""

ABSENT = "000000"
"""The mode of what does not stand there."""

# The first would run a program that the repository names; the second only warns that grafts, which are not asked for, are old.
_SETTINGS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "advice.graftFileDeprecated=false")
_CHUNK = 1 << 20
_KEPT = ("PATH", "HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "XDG_CONFIG_HOME", "SYSTEMROOT", "TMPDIR", "TMP", "TEMP")
_OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


class Refused(Exception):
    """Git cannot answer, or its answer could not be trusted; says why, and what to do."""


class Held(NamedTuple):
    """A file as a tree, the index or a folder holds it."""

    mode: str
    oid: str


class Raw(NamedTuple):
    """A path at which two trees differ; none stands for a side that has nothing there."""

    path: str
    old: Held | None
    new: Held | None


def environment() -> dict[str, str]:
    """What git may know of its surroundings.

    No variable of git's own gets through: they name other repositories, other objects, and programs to run. What
    stands in for an object (replace refs, grafts) is not asked for, and nothing is fetched from elsewhere. The
    settings of user and machine stay, since they say whether a repository that belongs to somebody else is safe.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {
        "LC_ALL": "C",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }


class Git:
    """The repository in which a project stands."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        told = self._ask("rev-parse", "--is-shallow-repository", "--show-object-format", "--show-prefix").decode()
        shallow, self.algorithm, prefix = told.split("\n", 2)
        if shallow == "true":
            raise Refused(
                "the repository is shallow, and what it lacks cannot be compared; fetch it whole: `git fetch --unshallow`, "
                "or `fetch-depth: 0` where a workflow checks it out"
            )
        self.prefix = prefix.removesuffix("\n")
        """The way from the repository's top to the project, empty or ending in a slash."""

    def commit(self, revision: str) -> str:
        """The commit that a revision names. It is looked up as a name, whatever it looks like, and used nowhere else."""
        try:
            told = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except (Refused, ValueError):
            told = b""
        oid = told.decode().removesuffix("\n")
        if not _OID.fullmatch(oid):
            raise Refused(f"there is no revision `{shown(revision)}` here; fetch it, or name another, such as `origin/main`")
        return oid

    def bases(self, one: str, other: str) -> list[str]:
        """The newest commits that two commits have in common; several where branches were merged crosswise."""
        try:
            return self._ask("merge-base", "--all", one, other).decode().split()
        except Refused as refusal:
            if refusal.args[0]:
                raise
        raise Refused("the two have no commit in common: the base was rewritten, or stands elsewhere; branch anew from it")

    def differences(self, old: str, new: str) -> list[Raw]:
        """Where the trees of two commits differ. Paths are those of the repository, and a rename is a removal and an addition."""
        return _raws(self._ask("diff-tree", "-r", *_RAW, old, new))

    def tree(self, commit: str, folder: str) -> dict[str, Held]:
        """The files below a folder of the project in a commit, by their path in the project."""
        held = {}
        for row in self._ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{self.prefix}{folder}/").split(b"\0"):
            told, tab, path = row.partition(b"\t")
            if tab:
                mode, _, oid = told.decode().split()
                held[self.inside(_text(path))] = Held(mode, oid)
        return held

    def inside(self, path: str) -> str | None:
        """A path of the repository as a path of the project, or none where it lies outside."""
        return path[len(self.prefix) :] if path.startswith(self.prefix) else None

    def touched(self, commit: str, folder: str) -> dict[str, Held | None]:
        """The files of the checkout below a folder that may differ from a commit, by their path in the project; and
        what the commit holds there.

        The index knows by size and time which files nobody touched, so that not every one is read. What the others
        hold is for the caller to see: git would ask the filters that the checkout itself may name.
        """
        where = ("--", f"{folder}/")
        found = {raw.path: raw.old for raw in _raws(self._ask("diff-index", "--cached", *_RAW, commit, *where))}
        for raw in _raws(self._ask(*self._unfiltered(), "diff-files", *_RAW, *where)):
            found.setdefault(raw.path, raw.old)
        for path in self._ask("ls-files", "-z", "--others", "--full-name", *where).split(b"\0"):
            if path:
                # A folder that is a repository of its own is named with a slash at its end.
                found.setdefault(_text(path).removesuffix("/"), None)
        return {inside: old for path, old in found.items() if (inside := self.inside(path)) is not None}

    def keeps_modes(self) -> bool:
        """Whether a file's permission in the checkout says which mode is meant; not on every system it does."""
        return self._ask("config", "--type=bool", "--default=true", "--get", "core.fileMode").strip() == b"true"

    def sizes(self, oids: Iterable[str]) -> dict[str, int]:
        """How many bytes each blob has, none of them read."""
        asked = list(dict.fromkeys(oids))
        told = self._ask("cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", "--buffer", asked=asked)
        found = {}
        for row in told.decode().splitlines():
            oid, kind, *size = row.split()
            if kind != "blob":
                raise Refused(f"the object {oid} is {kind}; fetch the whole history, or see `git fsck`")
            found[oid] = int(size[0])
        return found

    @contextmanager
    def blobs(self) -> Iterator["Blobs"]:
        """A reader of blobs, one at a time."""
        with self._started("cat-file", "--batch", stdin=subprocess.PIPE) as process:
            yield Blobs(process)
            process.stdin.close()

    def stream(self, oids: Iterable[str]) -> Iterator[bytes]:
        """The blobs one after the other, each after a line with its name, type and size, in pieces of any length."""
        with _listed(oids) as asked, self._started("cat-file", "--batch", "--buffer", stdin=asked) as process:
            while piece := process.stdout.read(_CHUNK):
                yield piece

    def copy(self, oid: str, path: Path) -> None:
        """Writes a blob as it is stored into a new file."""
        with open(path, "xb") as file, self._started("cat-file", "blob", oid, stdout=file):
            pass

    def committer(self) -> str:
        """Who makes a commit, and when, as git writes it."""
        try:
            return self._ask("var", "GIT_COMMITTER_IDENT").decode("utf-8", "replace").strip()
        except Refused:
            raise Refused("git does not know who makes the commit; set `user.name` and `user.email`") from None

    def take_in(self, stream: IO[bytes]) -> None:
        """Stores the objects of a stream as `git fast-import` reads it, and moves the references that it names."""
        with self._started("fast-import", "--quiet", "--force", stdin=stream):
            pass

    def _unfiltered(self) -> list[str]:
        """Settings under which no filter runs, whichever the machine or the repository knows."""
        try:
            told = self._ask("config", "-z", "--name-only", "--get-regexp", r"^filter\.")
        except Refused:
            return []
        names = {name.rpartition(".")[0] for name in told.decode("utf-8", "surrogateescape").split("\0") if name}
        off = ("clean=", "smudge=", "process=", "required=false")
        return [word for name in sorted(names) for setting in off for word in ("-c", f"{name}.{setting}")]

    def _ask(self, *arguments: str, asked: Iterable[str] | None = None) -> bytes:
        """All that git answers; `asked` are lines for its input."""
        with _listed(asked or ()) as lines, self._started(*arguments, stdin=lines) as process:
            told = process.stdout.read(MOST_OUTPUT + 1)
            if len(told) > MOST_OUTPUT:
                process.kill()
                raise Refused(f"git answers with more than {MOST_OUTPUT >> 20} MiB; the change is too large to be read")
        return told

    @contextmanager
    def _started(self, *arguments: str, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) -> Iterator[subprocess.Popen]:
        """A running git, ended with this block. Raises Refused, with what it said, where it fails."""
        command = ["git", "-C", str(self.root), *_SETTINGS, *arguments]
        with tempfile.TemporaryFile() as said:
            try:
                process = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=said, env=environment())
            except FileNotFoundError:
                raise Refused("git is not installed, and only it knows what is merged") from None
            timer = Timer(PATIENCE, process.kill)
            timer.start()
            try:
                with process:
                    try:
                        yield process
                    except BaseException:
                        process.kill()
                        raise
            finally:
                timer.cancel()
            if process.returncode < 0:
                raise Refused(f"git was ended, by a signal or after {PATIENCE} seconds")
            if process.returncode:
                said.seek(0)
                raise Refused(_sentence(said.read(4096).decode("utf-8", "replace")))


_RAW = (
    "--raw", "-z", "--no-renames", "--no-abbrev", "--no-relative", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none",
)  # fmt: skip


class Blobs:
    """Reads blobs by their names."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process

    def read(self, oid: str, most: int) -> bytes:
        """The blob; of a larger one than `most` one byte more than that, the rest passed over."""
        self._process.stdin.write(f"{oid}\n".encode())
        self._process.stdin.flush()
        head = self._process.stdout.readline().split()
        if len(head) != 3 or head[1] != b"blob":
            raise Refused(f"git cannot read {oid}; fetch the whole history, or see `git fsck`")
        size = int(head[2])
        content = self._process.stdout.read(min(size, most + 1))
        _pass(self._process.stdout, size - len(content) + 1)
        return content


def _pass(stream: IO[bytes], count: int) -> None:
    while count > 0:
        piece = stream.read(min(count, _CHUNK))
        if not piece:
            raise Refused("git ended before all was read")
        count -= len(piece)


@contextmanager
def _listed(lines: Iterable[str]) -> Iterator[IO[bytes]]:
    """Lines for git to read, in a file: a pipe that is filled while another fills up would block both."""
    with tempfile.TemporaryFile() as file:
        file.write("".join(f"{line}\n" for line in lines).encode())
        file.seek(0)
        yield file


def _raws(told: bytes) -> list[Raw]:
    """The answer of a command that compares."""
    fields = told.split(b"\0")
    found = []
    for head, path in zip(fields[::2], fields[1::2], strict=False):
        old_mode, new_mode, old, new, _ = head.decode().removeprefix(":").split(" ")
        found.append(Raw(_text(path), _held(old_mode, old), _held(new_mode, new)))
    return found


def _held(mode: str, oid: str) -> Held | None:
    return Held(mode, oid) if mode != ABSENT else None


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def shown(text: str) -> str:
    """A text from elsewhere as it may stand in a sentence."""
    return _UNPRINTABLE.sub("\ufffd", text[:200])


def _sentence(said: str) -> str:
    """Why git failed, in its own first words; empty where it said nothing."""
    lines = [line for line in said.strip().split("\n") if not line.startswith(("hint:", "warning:"))]
    line = shown(lines[0].removeprefix("fatal: ")) if lines else ""
    if line.startswith("not a git repository"):
        return "this is no git repository, and only git knows what is merged; go to the checkout, or name it with --root"
    return f"git says: {line}" if line else ""
