"""What is measured: five comparisons, each with the figures that it is to reach."""

from pathlib import Path

from tests.benchmark.contest import PROJECT, PYTHON, Bench, Contender, Outcome, Ratio, copy, remove, tracker
from tests.benchmark.site import site
from tests.benchmark.synthetic import LATER
from tracker.derive.schema import schema_text
from tracker.project import open_project


def check(bench: Bench) -> Outcome:
    """`tracker check` against JSON Schema alone, one event a file, all in one call."""
    events, log = bench.check, bench.files(bench.check)
    project = open_project(log)
    (log / "schema.json").write_text(schema_text(project.kinds, project.vocabulary), encoding="utf-8")
    paths = sorted(path.relative_to(log).as_posix() for path in log.glob("events/*/*/*.json"))
    ours = Contender("tracker check", [tracker("check", "--root", str(log))], "tracker check", events)
    theirs = Contender(
        "check-jsonschema",
        [[PYTHON, "-m", "check_jsonschema", "--schemafile", "schema.json", *paths]],
        "check-jsonschema --schemafile events/schema.json FILE...",
        events,
        folder=log,
        most=2,
    )
    measured = ours, theirs = bench.in_turns(ours, theirs, logs=(log,))
    return Outcome(f"Check {events:,} files", measured, [
        Ratio("files per second of `tracker check` by those of `check-jsonschema`", ours.rate / theirs.rate, "times", least=12),
    ])  # fmt: skip


def build(bench: Bench) -> Outcome:
    """A full build against a bare import of the same events, and what one more event costs."""
    events, log = bench.build, bench.files(bench.build)
    database, bare = log / "tracker.db", log / "bare.db"
    added: list[Path] = []

    def anew(turn: int) -> None:
        remove(database, bare, *added)
        added.clear()

    def one_more(turn: int) -> None:
        later = log / f"later/{(turn + 1) % LATER}"
        file = next(later.rglob("*.json"))
        added.append(copy(file, log / file.relative_to(later)))

    command = tracker("build", str(database), "--root", str(log))
    full = Contender("full build", [[*command, "--full"]], "tracker build --full", events, before=anew)
    one = Contender("one new event", [command], "tracker build", 1, before=one_more)
    utils = [PYTHON, "-m", "sqlite_utils"]
    theirs = Contender(
        "sqlite-utils",
        [
            [*utils, "insert", bare.name, "events", "flat.jsonl", "--nl", "--alter", "--pk", "id"],
            [*utils, "enable-fts", bare.name, "events", "title", "summary", "notes"],
        ],
        "sqlite-utils insert DB events flat.jsonl --nl --alter --pk id; sqlite-utils enable-fts DB events title summary notes",
        events,
        folder=log,
    )
    floor = floor_of("read_text('events/*/*/*.json')", "count(DISTINCT content::JSON ->> 'type')", events, log)
    measured = full, one, theirs, floor = bench.in_turns(full, one, theirs, floor, logs=(log,))
    return Outcome(f"Build {events:,} files", measured, [
        Ratio("time of a full build by `sqlite-utils insert --nl` and `enable-fts`", full.times(theirs), "times", most=1.5),
        Ratio("time of one new event by a full build", one.times(full), "share", most=0.2),
        Ratio("time of a full build by DuckDB's bare reading of the files", full.times(floor), "times"),
    ])  # fmt: skip


def million(bench: Bench) -> Outcome:
    """Whether a hundred times as many events take a hundred times as long, cases interleaved across the file."""
    small, large = bench.bulk(bench.few), bench.bulk(bench.many)
    contenders = [
        Contender(
            f"full build, {events:,} lines",
            [tracker("build", str(log / "tracker.db"), "--full", "--root", str(log))],
            "tracker build --full",
            events,
            before=lambda turn, log=log: remove(log / "tracker.db"),
            most=3 if log == small else 1,
        )
        for log, events in ((small, bench.few), (large, bench.many))
    ]
    floor = floor_of("read_json('events/*/*.jsonl', ignore_errors = true)", "count(COLUMNS(*))", bench.many, large)
    measured = few, many, floor = bench.in_turns(*contenders, floor, logs=(small, large))
    return Outcome(f"Build {bench.many:,} lines", measured, [
        Ratio(f"events per second at {bench.many:,} by those at {bench.few:,}", many.rate / few.rate, "share", least=0.7),
        Ratio(f"peak memory at {bench.many:,}", many.took.resident / 2**30, "GiB", most=1),
        Ratio("the same without pages of files", many.took.own / 2**30, "GiB"),
        Ratio("time of a full build by DuckDB's bare reading of the lines", many.times(floor), "times"),
    ])  # fmt: skip


def real(bench: Bench) -> Outcome:
    """How long a contributor waits, on the log of this tracker itself."""
    events = sum(1 for _ in PROJECT.glob("events/*/*/*.json"))
    file = min(PROJECT.glob("events/pledges/*/*.json")).relative_to(PROJECT).as_posix()
    program = "from pydantic import BaseModel"
    whole = Contender("the whole log", [tracker("check")], "tracker check", events)
    one = Contender("one file", [tracker("check", file)], "tracker check FILE", 1)
    imported = Contender("importing pydantic", [[PYTHON, "-c", program]], f'python -c "{program}"', 0)
    measured = whole, one, imported = bench.in_turns(whole, one, imported, repeat=bench.real)
    return Outcome("Check the real log", measured, [
        Ratio("time of `tracker check` by importing pydantic", whole.times(imported), "times", most=6),
        Ratio("time of `tracker check FILE` by importing pydantic", one.times(imported), "times", most=4),
    ])  # fmt: skip


MEASURES = {"check": check, "build": build, "million": million, "real": real, "site": site}


def floor_of(source: str, question: str, events: int, log: Path) -> Contender:
    """DuckDB reading the same events and doing nothing with them: few tools will be faster."""
    query = f"SELECT {question} FROM {source}"
    program = f"import duckdb; duckdb.connect(config={{'memory_limit': '4GB'}}).sql({query!r}).fetchall()"
    return Contender("DuckDB, bare reading", [[PYTHON, "-c", program]], f'duckdb -c "{query}"', events, folder=log)
