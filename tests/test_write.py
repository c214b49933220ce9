"""Events are appended: whole or not at all, and never over a file that stands there already."""

import os
import threading

import pytest
from contributing import files, small

from tracker import write
from tracker.write import Draft, Refused


@pytest.fixture
def root(tmp_path):
    return small(tmp_path)


def test_appends(root):
    """Each draft is written to its path, folders included, and nothing is left beside."""
    before = files(root)
    write.append(root, [Draft("laws/a/2021-adopted", b"one"), Draft("pledges/x/2022-progressed", b"two")])
    assert files(root) == before | {"events/laws/a/2021-adopted.json": b"one", "events/pledges/x/2022-progressed.json": b"two"}


def test_never_over_a_file(root):
    """Where one name is taken nothing is written, and the folders that were made are gone."""
    before = sorted(root.rglob("*")), files(root)
    with pytest.raises(Refused, match=r"events/pledges/x/2021-09-02-announced\.json stands there already"):
        write.append(root, [Draft("laws/a/2021-adopted", b"one"), Draft("pledges/x/2021-09-02-announced", b"two")])
    assert (sorted(root.rglob("*")), files(root)) == before


@pytest.mark.parametrize("promise", [test_appends, test_never_over_a_file])
def test_without_hard_links(root, monkeypatch, promise):
    """On a file system that knows no hard links the same holds."""

    def refuse(*_):
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    promise(root)


@pytest.mark.parametrize("place", ["events/laws", "events/laws/a"])
def test_not_through_a_link(root, tmp_path_factory, place):
    """Nothing is written through a symbolic link, wherever it leads."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).symlink_to(elsewhere)
    with pytest.raises(Refused, match="is a symbolic link"):
        write.append(root, [Draft("laws/a/2021-adopted", b"one")])
    assert list(elsewhere.iterdir()) == []


def test_folder_in_the_way(root):
    """Where something else stands in the place of a folder, a sentence says so."""
    (root / "events/laws").write_text("no folder", encoding="utf-8")
    with pytest.raises(Refused, match="not a directory"):
        write.append(root, [Draft("laws/a/2021-adopted", b"one")])


def test_at_the_same_time(root):
    """Of several who write one name at the same time one succeeds, and the file is wholly that one's."""
    outcomes: dict[int, str] = {}

    def put(number: int) -> None:
        try:
            write.append(root, [Draft("pledges/x/2022-progressed", bytes([number]) * 100_000)])
            outcomes[number] = "written"
        except (Refused, OSError):
            outcomes[number] = "refused"

    threads = [threading.Thread(target=put, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = (number for number, outcome in outcomes.items() if outcome == "written")
    assert (root / "events/pledges/x/2022-progressed.json").read_bytes() == bytes([winner]) * 100_000
    assert [path for path in files(root) if "/." in path] == []


def test_disk_full(root, monkeypatch):
    """Where the disk is full nothing is left, neither in its place nor beside."""

    def full(_):
        raise OSError(28, "No space left on device", "disk")

    before = sorted(root.rglob("*")), files(root)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="no space left on device"):
        write.append(root, [Draft("laws/a/2021-adopted", b"one")])
    with pytest.raises(Refused, match="no space left on device"):
        write.replace(root, "events/pledges/x/2021-09-02-announced.json", b"new")
    assert (sorted(root.rglob("*")), files(root)) == before


def test_replaces(root):
    """What is not merged yet is replaced in one step; what cannot be written is refused with a sentence."""
    write.replace(root, "events/pledges/x/2021-09-02-announced.json", b"new")
    assert files(root)["events/pledges/x/2021-09-02-announced.json"] == b"new"
    with pytest.raises(Refused, match=r"events/nowhere/x\.json cannot be written: no such file or directory"):
        write.replace(root, "events/nowhere/x.json", b"new")


def test_later():
    """Stamps count in seconds, over midnight and years, and end where the calendar ends."""
    assert write.later("2025-12-31T23:59:59Z") == "2026-01-01T00:00:00Z"
    assert write.later("2026-01-01T00:00:00Z", -1) == "2025-12-31T23:59:59Z"
    assert write.later("0999-12-31T23:59:59Z") == "1000-01-01T00:00:00Z"
    with pytest.raises(Refused, match="there is no time after"):
        write.later("9999-12-31T23:59:59Z")
