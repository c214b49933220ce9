"""`python -m tests.benchmark`: all comparisons, written to BENCHMARKS.md, or some of them, printed."""

import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import click

from tests.benchmark.contest import PROJECT, Bench
from tests.benchmark.measures import MEASURES
from tests.benchmark.paper import page, tables
from tests.benchmark.runs import Failed

NEEDED = {"check_jsonschema": "check-jsonschema", "duckdb": "duckdb", "sqlite_utils": "sqlite-utils"}


@click.command()
@click.argument("chosen", nargs=-1, type=click.Choice(list(MEASURES)), metavar=f"[{'|'.join(MEASURES)}]...")
@click.option("--work", type=click.Path(file_okay=False, path_type=Path), help="Where the logs are made and left; else nowhere.")
@click.option("--repeat", default=3, show_default=True, help="How often each contender runs.")
@click.option("--smaller", default=1, show_default=True, help="Divide the size of every log by this.")
def main(chosen: tuple[str, ...], work: Path | None, repeat: int, smaller: int) -> None:
    """Measure the tracker against what a user would use instead.

    \b
    python -m tests.benchmark                       everything, into BENCHMARKS.md
    python -m tests.benchmark check real            two comparisons, printed
    python -m tests.benchmark build --smaller 100   a quick look, printed
    """
    missing = [package for module, package in NEEDED.items() if find_spec(module) is None]
    if missing:
        raise click.UsageError(f"the tools to compare with are missing: pip install {' '.join(missing)}")
    with tempfile.TemporaryDirectory() as temporary:
        sizes = {name: Bench._field_defaults[name] // smaller for name in ("check", "build", "few", "many", "pages")}
        bench = Bench((work or Path(temporary)).resolve(), lambda text: click.echo(text, err=True), repeat, **sizes)
        try:
            outcomes = [MEASURES[name](bench) for name in MEASURES if name in (chosen or MEASURES)]
        except Failed as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(1)
    if chosen or smaller != 1:
        click.echo("\n".join(tables(outcomes)))
    else:
        (PROJECT / "BENCHMARKS.md").write_text(page(outcomes), encoding="utf-8")
        click.echo("BENCHMARKS.md is written")


main()
