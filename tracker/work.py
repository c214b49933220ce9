"""Spreads work over the machine's cores: shares of a list to processes, results back in the order of the list."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

SHARE = 16
"""Cases in a share: large enough that handing it over costs little, small enough that no core waits at the end."""

AHEAD = 1 << 20
"""Bytes that a process may answer before anybody listens; a share of a build is a sixth of that."""

WORTH_IT = 1500
"""Below so many cases a second process costs more to start than it saves."""


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


def spread(
    items: list[Item], work: Callable[[list[Item]], Result], tick: Callable[[int, int], None] | None = None, share: int = SHARE,
    worth_it: int = WORTH_IT,
) -> Iterator[Result]:  # fmt: skip
    """The results of `work` on shares of the items, in order. `tick` is told how many items are done, and of how many.

    Where the system forks, the shares go to as many processes as there are cores; what `work` refers to
    is shared with them and never copied. Elsewhere, and for little work, all is done here.
    """
    shares = [items[n : n + share] for n in range(0, len(items), share)]
    done = 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(items) < worth_it or cores < 2 or sys.platform != "linux":
        results: Iterator[Any] = map(work, shares)
    else:
        results = _forked(shares, work, cores)
    with without_cycles():
        for part, result in zip(shares, results, strict=True):
            done += len(part)
            if tick:
                tick(done, len(items))
            yield result


def _forked(shares: list, work: Callable, cores: int) -> Iterator[Any]:
    """Every process takes each nth share, and answers through a pipe whose buffer lets it run a little ahead."""
    # Only much work is shared out; little work, and every start of the program, does without these.
    import pickle
    from fcntl import F_SETPIPE_SZ, fcntl
    from multiprocessing import get_context

    context = get_context("fork")
    pipes, processes = [], []
    try:
        for number in range(cores):
            receiver, sender = context.Pipe(duplex=False)
            # Where the system allows less, a process waits more often to be heard.
            with suppress(OSError):
                fcntl(sender.fileno(), F_SETPIPE_SZ, AHEAD)
            process = context.Process(target=_serve, args=(shares[number::cores], work, sender, receiver), daemon=True)
            process.start()
            sender.close()
            pipes.append(receiver)
            processes.append(process)
        for number in range(len(shares)):
            try:
                answer = pickle.loads(pipes[number % cores].recv_bytes())
            except EOFError:
                raise WorkerFailed("a process that shared the work ended without an answer") from None
            if isinstance(answer, _Failure):
                raise answer.error
            yield answer
    finally:
        for receiver in pipes:
            receiver.close()
        for process in processes:
            if process.is_alive():
                process.terminate()
            process.join()


def _serve(shares: list, work: Callable, sender, receiver) -> None:
    import pickle

    receiver.close()
    try:
        for part in shares:
            try:
                answer: Any = work(part)
            except Exception as error:  # what went wrong belongs to whoever asked for the work
                answer = _Failure(error)
            sender.send_bytes(pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL))
            if isinstance(answer, _Failure):
                break
    except BrokenPipeError:
        # Nobody waits for the answer any more.
        sender.close()


class _Failure(NamedTuple):
    """What a process raised, on its way to the one that asked."""

    error: Exception
