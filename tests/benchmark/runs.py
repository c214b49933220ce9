"""Runs commands as a user would, and takes their time and the memory of everything that they start."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import monotonic, perf_counter
from typing import NamedTuple

LONGEST = 3600.0
"""Seconds after which a command is ended."""

PAUSE = 0.04
"""Seconds between two looks at the memory; more where a look takes long, which the command would feel."""


class Failed(Exception):
    """A command that was to be measured went wrong, or took too long."""


class Run(NamedTuple):
    """One run: its time, and the most memory that its processes had together."""

    seconds: float
    work: float
    """Seconds of all cores together: what is left of the time when others use the machine too."""
    resident: int
    """Bytes in memory, pages of mapped files among them; what two processes share counts once."""
    own: int
    """The bytes that are not pages of files, at their own peak."""


class Median(NamedTuple):
    """The middle of several runs."""

    seconds: float
    work: float
    resident: int
    own: int
    runs: int
    spread: tuple[float, float]
    """The shortest and the longest time."""


def joined(steps: list[Run]) -> Run:
    """Several runs one after the other, as one."""
    seconds, work = sum(step.seconds for step in steps), sum(step.work for step in steps)
    return Run(seconds, work, max(step.resident for step in steps), max(step.own for step in steps))


def middle(runs: list[Run]) -> Median:
    """The median time of some runs, and the most memory that any had."""
    times = [run.seconds for run in runs]
    work = median(run.work for run in runs)
    resident, own = max(run.resident for run in runs), max(run.own for run in runs)
    return Median(median(times), work, resident, own, len(runs), (min(times), max(times)))


def run(command: list[str], folder: Path) -> Run:
    """Runs a command in a folder to its end. Raises Failed, with what it said, where it does not end with 0."""
    with tempfile.TemporaryFile() as output:
        begun = perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        watcher = _Watcher(process.pid)
        watcher.start()
        try:
            # Asking again and again with a time limit would be late by up to a twentieth of a second.
            _, status, usage = os.wait4(process.pid, 0)
            seconds = perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            watcher.end()
        if process.returncode != 0:
            output.seek(0)
            said = output.read().decode(errors="replace")[-2000:].strip()
            how = f"took more than {LONGEST:.0f} s" if watcher.late else f"ended with {process.returncode}"
            raise Failed(f"{' '.join(command[:6])} {how}\n{said}")
    # Where there is no /proc the system still tells the most that one of the processes had.
    return Run(seconds, usage.ru_utime + usage.ru_stime, watcher.resident or usage.ru_maxrss * 1024, watcher.own)


def _environment() -> dict[str, str]:
    """The environment, in which Python keeps what it compiles, as it does where a package is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Watcher(Thread):
    """Looks again and again at the memory of a process and all its descendants, and ends them when they take too long."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.resident = self.own = 0
        self.late = False
        self._over = Event()

    def run(self) -> None:
        until, pause = monotonic() + LONGEST, PAUSE
        while not self._over.wait(pause):
            began = monotonic()
            resident, own = memory(self.pid)
            self.resident, self.own = max(self.resident, resident), max(self.own, own)
            pause = max(PAUSE, 20 * (monotonic() - began))
            if monotonic() > until:
                self.late = True
                os.killpg(self.pid, signal.SIGKILL)
                return

    def end(self) -> None:
        """Stops looking; what the command left running in its group ends with it."""
        self._over.set()
        self.join()
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def memory(pid: int) -> tuple[int, int]:
    """Bytes that a process and its descendants hold in memory, and of these what is not pages of files.

    Linux gives a page that several processes share to each of them in part. Elsewhere nothing is known.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0, 0
    held = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}
    resident, own = held.get("Pss", 0), held.get("Pss_Anon", 0)
    for child in children:
        more, more_own = memory(int(child))
        resident, own = resident + more, own + more_own
    return resident, own
