"""The codebook of a project: the prose beside its events that says by which rules they are judged."""

from pathlib import Path

MOST = 1_000_000
"""Bytes that are read of it; a codebook is prose, and no prose on rules is longer."""


def codebook(root: Path) -> str | None:
    """The text of `events/README.md`, or none where there is none.

    It is shown and never judged: what is no UTF-8 in it shows as such, and stops no build.
    """
    path = root / "events" / "README.md"
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        raw = file.read(MOST)
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\x00", "\ufffd")
