"""A commit made of objects alone: another one with some of its files replaced, whatever lies in the checkout."""

import os
import tempfile
from collections.abc import Mapping

from tracker.git import Git
from tracker.log.change import FILE

REFERENCE = "refs/tracker/made"
"""Where the commit is kept from being cleared away until the next one is made."""


def commit_upon(git: Git, parent: str, files: Mapping[str, bytes], message: str) -> str:
    """The name of a new commit upon another, in which these files of the project hold something else.

    No branch, index or file of the checkout is touched. Raises Refused where git cannot store it.
    """
    said = message.encode()
    with tempfile.TemporaryFile() as stream:
        stream.write(f"commit {REFERENCE}\ncommitter {git.committer()}\ndata {len(said)}\n".encode() + said)
        stream.write(f"\nfrom {parent}\n".encode())
        for path, content in files.items():
            stream.write(f"M {FILE} inline ".encode() + _quoted(f"{git.prefix}{path}") + b"\ndata %d\n" % len(content))
            stream.write(content + b"\n")
        stream.seek(0)
        git.take_in(stream)
    return git.commit(REFERENCE)


def _quoted(path: str) -> bytes:
    """A path as the stream takes any path: in quotes, what would end it escaped."""
    raw = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + raw + b'"'
