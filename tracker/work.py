"""Spreads work over the machine's cores: each process takes its part, and what comes of it goes back through a pipe."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import FileIO
from itertools import pairwise
from typing import Any, NamedTuple, NoReturn, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

SHARE = 16
"""Cases in a share: large enough that handing it over costs little, small enough that no core waits at the end."""

AHEAD = 1 << 20
"""Bytes that a process may answer before anybody listens; few shares come to a tenth of that."""

WORTH_IT = 1500
"""Below so many cases a second process costs more to start than it saves."""

MOST_PARTS = 8
"""Into how many parts much work is divided at the most."""

ROUNDS = (12, 5, 2, 1)
"""How large the parts are that the processes take one after another, in proportion."""

_LENGTH = 8
"""Bytes that say how long an answer is."""


class WorkerFailed(Exception):
    """A process that shared the work ended without an answer."""


@contextmanager
def without_cycles() -> Iterator[None]:
    """Switches the search for reference cycles off: what a share of the log makes is a tree, freed as it is let go.

    The search would walk every row and event again and again, a third of the time of a build.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def cores() -> int:
    """How many processes can work at once: one where the system does not fork as Linux does."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def in_parts(items: list[Item]) -> list[list[Item]]:
    """The items in parts that processes take one after another.

    The parts of each round are smaller than those of the one before, so that no process waits long for the last.
    """
    abreast = min(cores(), MOST_PARTS)
    sizes = [size for size in ROUNDS[: MOST_PARTS // abreast] for _ in range(abreast)]
    ends = [len(items) * sum(sizes[: n + 1]) // sum(sizes) for n in range(len(sizes))]
    return [items[begin:end] for begin, end in pairwise([0, *ends])]


def spread(
    items: list[Item], work: Callable[[list[Item]], Result], tick: Callable[[int, int], None] | None = None, share: int = SHARE,
    worth_it: int = WORTH_IT,
) -> Iterator[Result]:  # fmt: skip
    """The results of `work` on shares of the items, in order. `tick` is told how many items are done, and of how many.

    Where the system forks, the items go to as many processes as there are cores; what `work` refers to
    is shared with them and never copied. Elsewhere, and for little work, all is done here.
    """
    parts = in_parts(items) if len(items) >= worth_it else [items]
    left = [len(part) for part in parts]
    # What comes of a part is held back until all is there that comes of those before it.
    held: list[list[Result]] = [[] for _ in parts]
    done = at = 0
    for number, (count, result) in side_by_side([partial(_worked, part, work, share) for part in parts]):
        done += count
        left[number] -= count
        if tick:
            tick(done, len(items))
        held[number].append(result)
        while at < len(parts):
            yield from held[at]
            held[at].clear()
            if left[at]:
                break
            at += 1


def _worked(items: list[Item], work: Callable[[list[Item]], Result], share: int) -> Iterator[tuple[int, Result]]:
    """What comes of each share, and of how many items it is."""
    for begin in range(0, len(items), share):
        taken = items[begin : begin + share]
        yield len(taken), work(taken)


def side_by_side(jobs: list[Callable[[], Iterable[Result]]]) -> Iterator[tuple[int, Result]]:
    """Everything that the jobs yield, as they go on, each with the number of its job.

    Where the system forks and there is more than one core, as many processes take one of several jobs after another,
    in their order; elsewhere all are done here. What a job yields and what it writes is all that comes of it.
    """
    with without_cycles():
        if len(jobs) < 2 or cores() < 2:
            yield from _done(jobs, range(len(jobs)))
            return
        from select import select

        # A number for each job, in a pipe from which every process takes the next.
        waiting, put = os.pipe()
        os.write(put, bytes(range(len(jobs))))
        os.close(put)
        try:
            taken = (number[0] for number in iter(partial(os.read, waiting, 1), b""))
            with _processes([partial(_done, jobs, taken)] * min(cores(), len(jobs))) as pipes:
                busy = set(pipes)
                while busy:
                    for pipe in select(busy, (), ())[0]:
                        answer = _heard(pipe)
                        if answer is None:
                            busy.remove(pipe)
                        else:
                            yield answer[0]
        finally:
            os.close(waiting)


def _done(jobs: list[Callable[[], Iterable[Result]]], numbers: Iterable[int]) -> Iterator[tuple[int, Result]]:
    for number in numbers:
        for result in jobs[number]():
            yield number, result


@contextmanager
def _processes(jobs: list[Callable[[], Iterable[Any]]]) -> Iterator[list[FileIO]]:
    """A process for each job, and the pipes through which they answer; whoever has not ended at the end is stopped."""
    pipes: list[FileIO] = []
    processes: list[int] = []
    try:
        for job in jobs:
            receiver, sender = os.pipe()
            pipes.append(FileIO(receiver))
            process = os.fork()
            if not process:
                _serve(job, sender, pipes)
            processes.append(process)
            os.close(sender)
        yield pipes
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            os.kill(process, signal.SIGTERM)
            os.waitpid(process, 0)


def _serve(job: Callable[[], Iterable[Any]], sender: int, others: list[FileIO]) -> NoReturn:
    """Does a job in this process, which is a copy of the one that asked, and ends it."""
    status = 1
    try:
        # Only much work is shared out; little work, and every start of the program, does without these.
        import pickle
        from fcntl import F_SETPIPE_SZ, fcntl

        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for pipe in others:
            pipe.close()
        # Where the system allows less, a process waits more often to be heard.
        with suppress(OSError):
            fcntl(sender, F_SETPIPE_SZ, AHEAD)
        with FileIO(sender, "w") as pipe:
            try:
                for result in job():
                    _tell(pipe, pickle.dumps((result,), pickle.HIGHEST_PROTOCOL))
                _tell(pipe, pickle.dumps(None))
            except BrokenPipeError:
                pass  # nobody waits for the answer any more
            except Exception as error:  # what went wrong belongs to whoever asked for the work
                _tell(pipe, pickle.dumps(_Failure(error)))
        status = 0
    finally:
        # Nothing of what the copied process was about to do is to be done here: no handler, no buffer, no traceback.
        os._exit(status)


def _tell(pipe: FileIO, answer: bytes) -> None:
    left = memoryview(len(answer).to_bytes(_LENGTH, "big") + answer)
    while left:
        left = left[pipe.write(left) :]


def _heard(pipe: FileIO) -> Any:
    """The next answer of a process: a result, alone in a tuple, or none where it has come to the end."""
    import pickle

    answer = pickle.loads(_read(pipe, int.from_bytes(_read(pipe, _LENGTH), "big")))
    if isinstance(answer, _Failure):
        raise answer.error
    return answer


def _read(pipe: FileIO, length: int) -> bytes:
    read = b""
    while len(read) < length:
        more = pipe.read(length - len(read))
        if not more:
            raise WorkerFailed("a process that shared the work ended without an answer")
        read += more
    return read


class _Failure(NamedTuple):
    """What a process raised, on its way to the one that asked."""

    error: Exception
