"""Work that is shared out to processes: in order, with what went wrong, and with what a process leaves when it is gone."""

import os
import signal
from functools import partial

import pytest

from tracker import work
from tracker.work import WorkerFailed, side_by_side, spread


@pytest.fixture(autouse=True)
def two_cores(monkeypatch):
    """On any machine."""
    monkeypatch.setattr(work, "cores", lambda: 2)


class Odd(Exception):
    """What goes wrong in these tests."""


def halves(numbers: list[int]) -> list[int]:
    """Half of each number."""
    if any(number % 2 for number in numbers):
        raise Odd(f"{numbers} are not even")
    return [number // 2 for number in numbers]


def counted(name: str, to: int):
    """Numbers, each with a name and more bytes than a pipe holds."""
    for number in range(to):
        yield name, number, b"." * 3_000_000


def killed(after: int):
    """Numbers, until the process is killed that brings them."""
    yield from range(after)
    os.kill(os.getpid(), signal.SIGKILL)
    yield after


@pytest.mark.parametrize("worth_it", [0, 1000], ids=["shared out", "here"])
def test_spread(worth_it):
    """Shares come back in order, and each is counted."""
    ticks = []
    results = spread(list(range(0, 200, 2)), halves, lambda *counts: ticks.append(counts), share=7, worth_it=worth_it)
    assert [number for share in results for number in share] == list(range(100))
    assert ticks[0][0] <= 7 and ticks[-1] == (100, 100) and ticks == sorted(set(ticks)) and {whole for _, whole in ticks} == {100}


@pytest.mark.parametrize("worth_it", [0, 1000], ids=["shared out", "here"])
def test_what_goes_wrong(worth_it):
    """What a share raises is raised where the results are taken."""
    with pytest.raises(Odd, match=r"7\] are not even"):
        list(spread([0, 2, 4, 6, 6, 7, 8, 0], halves, share=2, worth_it=worth_it))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 1000])
@pytest.mark.parametrize("cores", [1, 2, 3, 4, 5, 64])
def test_parts(monkeypatch, cores, count):
    """However many cores there are, the parts are all items in order, at most eight, and none is larger than one before it."""
    monkeypatch.setattr(work, "cores", lambda: cores)
    parts = work.in_parts(list(range(count)))
    assert [number for part in parts for number in part] == list(range(count))
    assert len(parts) <= 8 and len(parts) >= min(cores, 8)
    sizes = [len(part) for part in parts]
    assert all(later <= earlier + 1 for earlier, later in zip(sizes, sizes[1:], strict=False))


def test_side_by_side():
    """Of several jobs, more than there are processes, all results come, each job's in order; one job alone is done here."""
    told = list(side_by_side([partial(counted, "one", 3), partial(counted, "other", 2), partial(counted, "third", 0)]))
    for number, name, count in ((0, "one", 3), (1, "other", 2), (2, "third", 0)):
        assert [result[:2] for job, result in told if job == number] == [(name, n) for n in range(count)]
    assert [len(result[2]) for _, result in told] == [3_000_000] * 5
    assert list(side_by_side([lambda: [os.getpid()]])) == [(0, os.getpid())]


def test_a_process_that_is_gone():
    """A process that ends before its time is an error, and no process is left behind."""
    taken = []
    with pytest.raises(WorkerFailed, match="ended without an answer"):
        taken.extend(side_by_side([partial(killed, 3), partial(counted, "other", 1000)]))
    assert [number for job, number in taken if job == 0] == [0, 1, 2]
    results = side_by_side([lambda: [os.getpid()], lambda: [os.getpid()]])
    (_, one), (_, other) = results
    assert os.getpid() not in (one, other)
    for process in (one, other):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
