"""Contenders who do the same job on the same events, in turns, so that all meet the same minutes of the machine."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.benchmark.runs import Median, Run, joined, middle, run
from tests.benchmark.synthetic import write_bulk, write_files
from tracker.project import open_project

PROJECT = Path(__file__).parents[2]
PYTHON = sys.executable


class Contender(NamedTuple):
    """Somebody who does a job: commands run one after the other."""

    name: str
    commands: list[list[str]]
    shown: str
    """The commands as a reader would type them."""
    events: int
    """How many events it goes through."""
    folder: Path = PROJECT
    before: Callable[[int], None] = lambda turn: None
    """What has to be done before each run, and is not measured."""
    most: int = 99
    """After so many runs it is slow enough to be believed."""


class Measured(NamedTuple):
    """What a contender needed."""

    contender: Contender
    took: Median

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.contender.events / self.took.seconds

    def times(self, other: "Measured") -> float:
        """How many times as long it took as another."""
        return self.took.seconds / other.took.seconds


class Ratio(NamedTuple):
    """A figure of ours by another's, and what it is to be."""

    what: str
    figure: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the target is met; none where none was set."""
        if self.most is None and self.least is None:
            return None
        return self.figure <= self.most if self.most is not None else self.figure >= self.least


class Outcome(NamedTuple):
    """The result of one comparison."""

    title: str
    measured: list[Measured]
    ratios: list[Ratio]
    counted: str = "events"
    """What rates are a second of."""


class Bench(NamedTuple):
    """Where the logs are made, how large they are and how often everything is run."""

    work: Path
    tell: Callable[[str], None]
    repeat: int = 3
    check: int = 10_000
    build: int = 100_000
    few: int = 10_000
    many: int = 1_000_000
    pages: int = 20_000
    real: int = 11
    """How often the real log is checked, which is short."""

    def in_turns(self, *contenders: Contender, repeat: int | None = None, logs: tuple[Path, ...] = ()) -> list[Measured]:
        """All contenders one after the other, as many times as asked for, each with the log's files in the page cache."""
        runs: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
        for turn in range(repeat or self.repeat):
            for contender in contenders:
                if turn < contender.most:
                    contender.before(turn)
                    for log in logs:
                        _warm(log)
                    whole = joined([run(command, contender.folder) for command in contender.commands])
                    runs[contender.name].append(whole)
                    self.tell(f"{contender.name}: {whole.seconds:,.2f} s, work {whole.work:,.2f} s, {whole.resident >> 20:,} MiB")
        return [Measured(contender, middle(runs[contender.name])) for contender in contenders]

    def files(self, events: int) -> Path:
        """A new log with one event a file."""
        self.tell(f"writing a log of {events:,} files")
        log = self.work / f"files-{events}"
        write_files(log, open_project(PROJECT).kinds, events)
        return log

    def bulk(self, events: int) -> Path:
        """The same log in bulk files."""
        self.tell(f"writing a log of {events:,} lines")
        log = self.work / f"bulk-{events}"
        write_bulk(log, open_project(PROJECT).kinds, events)
        return log


def _warm(log: Path) -> None:
    for path in log.rglob("*.json*"):
        with open(path, "rb") as file:
            while file.read(1 << 20):
                pass


def tracker(*words: str) -> list[str]:
    """The command of this project, run by the Python that runs the benchmark."""
    return [PYTHON, "-m", "tracker", *words]


def remove(*paths: Path) -> None:
    """Removes databases, and what an incremental build knows of them."""
    for path in paths:
        for found in (path, *path.parent.glob(f".{path.name}.*")):
            found.unlink(missing_ok=True)


def copy(file: Path, to: Path) -> Path:
    """Copies a file into a folder that need not be there."""
    to.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(file, to))
