"""The tables of a benchmark: ratios first, then what was measured, on which machine and with which versions."""

import os
import platform
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

import apsw

from tests.benchmark.contest import Measured, Outcome, Ratio

PACKAGES = (
    "pressure-and-pledges",
    "pydantic",
    "orjson",
    "CurrencyConverter",
    "check-jsonschema",
    "apsw",
    "sqlite-utils",
    "duckdb",
    "datasette",
)

_HOLDS = {True: "yes", False: "no", None: ""}

HEAD = """\
# Benchmarks

Written by `just bench`, which anyone can run: it makes synthetic logs from a fixed seed, runs the tracker and what
a user would use instead in turns on the same events, files in the page cache, and takes the median of their times.
The events are as long as those of the real log, with as many sources and parties; one in forty registers a party, three in a
hundred are corrected, and cases have up to forty events that stand far apart. Absolute times are those of one machine;
the ratios are what matters.
"""


def page(outcomes: list[Outcome]) -> str:
    """The whole of BENCHMARKS.md."""
    return "\n".join([HEAD, *_machine(), *tables(outcomes)])


def tables(outcomes: list[Outcome]) -> Iterator[str]:
    """The ratios of all comparisons in one table, then each comparison's own."""
    yield "| what | figure | target | holds |"
    yield "| --- | ---: | ---: | --- |"
    for ratio in (ratio for outcome in outcomes for ratio in outcome.ratios):
        yield f"| {ratio.what} | {_figure(ratio.figure, ratio.unit)} | {_target(ratio)} | {_HOLDS[ratio.holds]} |"
    for outcome in outcomes:
        yield f"\n## {outcome.title}\n"
        yield f"| who | command | median | least to most | runs | work | {outcome.counted} per second | memory | own |"
        yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        yield from map(_line, outcome.measured)
    yield ""


def _line(measured: Measured) -> str:
    took = measured.took
    rate = f"{measured.rate:,.{0 if measured.rate >= 10 else 1}f}" if measured.contender.events > 1 else ""
    least, most = took.spread
    times = f"{took.seconds:,.2f} s | {least:,.2f} to {most:,.2f} s | {took.runs} | {took.work:,.2f} s"
    memory = f"{took.resident >> 20:,} MiB | {took.own >> 20:,} MiB"
    return f"| {measured.contender.name} | `{measured.contender.shown}` | {times} | {rate} | {memory} |"


def _figure(figure: float, unit: str) -> str:
    if unit == "share":
        return f"{figure:.0%}"
    return f"{figure:,.2f} {unit}"


def _target(ratio: Ratio) -> str:
    if ratio.most is not None:
        return f"at most {_figure(ratio.most, ratio.unit)}"
    return f"at least {_figure(ratio.least, ratio.unit)}" if ratio.least is not None else ""


def _machine() -> Iterator[str]:
    """The machine and the versions; nothing by which it could be told from others of its kind."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield f"- Date: {datetime.now(UTC):%Y-%m-%d}"
    yield f"- Machine: {platform.system()} on {platform.machine()}, {cores} cores, {memory:.0f} GiB of memory"
    yield f"- Load over the last 15 minutes: {os.getloadavg()[2]:.1f}"
    own = apsw.Connection(":memory:").execute("SELECT sqlite_version()").get
    yield f"- Python {platform.python_version()} with SQLite {sqlite3.sqlite_version}; the tracker writes with SQLite {own}"
    yield f"- {', '.join(f'{package} {version(package)}' for package in PACKAGES)}"
    yield "- Work is the time of all cores together. Memory is that of all processes together at its peak, what they share"
    yield "  counted once; own is the same without pages of files."
    yield ""
