"""Pages asked for over HTTP, of this site and of Datasette as it comes, one after the other in the same minute."""

import os
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from tests.benchmark.contest import PROJECT, PYTHON, Bench, Contender, Measured, Outcome, Ratio
from tests.benchmark.runs import Failed, Run, memory, middle
from tracker.build import build_full
from tracker.project import open_project
from tracker.site.settings import arguments

PATIENCE = 30.0
"""Seconds within which a server must answer, and a run must end."""

FACETS = "_facet=family&_facet=jurisdiction&_facet=year"
LINKED = "_facet_array=parties&_facet_array=sectors"
"""Datasette counts over other tables only where a column holds them as a list."""

TICK = os.sysconf("SC_CLK_TCK")


class Server(NamedTuple):
    """A running Datasette."""

    process: subprocess.Popen
    port: int

    @property
    def work(self) -> float:
        """Seconds that its processor has spent."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK


class Asked(NamedTuple):
    """A page that a server is asked for, again and again."""

    name: str
    server: Server
    paths: list[str]
    """The addresses, in turns."""
    times: int
    shown: str
    again: bool = False
    """Whether the very same address is asked for; else each bears a number that nobody asked for before."""
    holds: str = ""
    """What must stand on the page, so that an answer without its facets is not taken for a quick one."""


def site(bench: Bench) -> Outcome:
    """Our pages against Datasette with default settings and no plugin, on the same events."""
    log = bench.bulk(bench.pages)
    database, stock = log / "tracker.db", log / "stock.db"
    if build_full(open_project(log), database).problems:
        raise Failed("the synthetic log has problems")
    _plain(database, stock)
    config = not version("datasette").startswith("0.")
    ours = lambda port: arguments(database, PROJECT / "metadata.yml", "127.0.0.1", port, True, config)  # noqa: E731
    theirs = lambda port: ["-i", str(stock), "--port", str(port)]  # noqa: E731
    with _served(ours, {}) as we, _served(theirs, {"DATASETTE_LOAD_PLUGINS": ""}) as they:
        return _compared(bench, we, they, database)


def _compared(bench: Bench, we: Server, they: Server, database: Path) -> Outcome:
    ids = {name: _spread(database, where) for name, where in (("case", "family <> 'parties'"), ("party", "family = 'parties'"))}
    rows = [f"/stock/events/{pk}" for pk in _column(database, 'SELECT "pk" FROM "events" WHERE "about_world" = 1', 40)]
    timeline, table = ["/tracker/timeline"], f"/stock/timeline?{FACETS}&_sort_desc=sort_date"
    asked = [
        Asked("Datasette, faceted table", they, [f"{table}&{LINKED}"], 4, "/timeline with 5 facets", holds="facet-sectors"),
        Asked("Datasette, 3 of the facets", they, [table], 8, "/timeline with 3 facets", holds="facet-year"),
        Asked("our faceted timeline", we, timeline, 40, "/tracker/timeline", holds="facet-sector"),
        Asked("our timeline, asked again", we, timeline, 2000, "/tracker/timeline", again=True, holds="facet-sector"),
        Asked("Datasette, row page", they, rows, 80, "/events/PK"),
        Asked("our case pages", we, ids["case"], 80, "/FAMILY/CASE"),
        Asked("our party pages", we, ids["party"], 40, "/parties/SLUG"),
        Asked("our lists", we, ["/pledges", "/sanctions", "/parties"], 6, "/pledges, /sanctions, /parties"),
        Asked("our home page", we, ["/"], 3, "/"),
    ]
    runs: dict[str, list[Run]] = {page.name: [] for page in asked}
    for turn in range(bench.repeat):
        for page in asked:
            runs[page.name].append(_run(page, turn))
            bench.tell(f"{page.name}: {page.times / runs[page.name][-1].seconds:,.1f} requests a second")
    measured = [Measured(Contender(page.name, [], f"GET {page.shown}", page.times), middle(runs[page.name])) for page in asked]
    rate = {one.contender.name: one.rate for one in measured}
    stock, row = rate["Datasette, faceted table"], rate["Datasette, row page"]
    return Outcome(f"Pages of {bench.pages:,} events", measured, [
        Ratio("requests per second of our faceted timeline by Datasette's with default settings", rate["our faceted timeline"] / stock, "times", least=7),
        Ratio("the same page asked again by Datasette's", rate["our timeline, asked again"] / stock, "times", least=100),
        Ratio("our faceted timeline by Datasette's without the two facets over link tables", rate["our faceted timeline"] / rate["Datasette, 3 of the facets"], "times"),
        Ratio("case pages by Datasette's row pages", rate["our case pages"] / row, "times", least=0.5),
        Ratio("party pages by Datasette's row pages", rate["our party pages"] / row, "times", least=0.5),
    ], counted="requests")  # fmt: skip


def _run(page: Asked, turn: int) -> Run:
    """Asks as often as is to be asked, over one connection, as a browser would."""
    client = HTTPConnection("127.0.0.1", page.server.port, timeout=PATIENCE)
    first = _get(client, page.paths[0] if page.again else _new(page.paths[0], f"{turn}-first"))
    if page.holds and page.holds not in first:
        raise Failed(f"{page.name}: `{page.holds}` is missing on {page.paths[0]}")
    worked, begun = page.server.work, time.perf_counter()
    for number in range(page.times):
        path = page.paths[number % len(page.paths)]
        _get(client, path if page.again else _new(path, f"{turn}-{number}"))
        if time.perf_counter() - begun > PATIENCE:
            raise Failed(f"{page.name}: {number + 1} requests took more than {PATIENCE:.0f} seconds")
    seconds = time.perf_counter() - begun
    client.close()
    return Run(seconds, page.server.work - worked, *memory(page.server.process.pid))


def _new(path: str, number: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}_n={number}"


def _get(client: HTTPConnection, path: str) -> str:
    client.request("GET", path)
    answer = client.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        raise Failed(f"{path}: {answer.status}")
    return text


def _plain(database: Path, stock: Path) -> None:
    """The same file for Datasette as it comes: what link tables hold stands as lists in the timeline itself, too."""
    shutil.copy(database, stock)
    with sqlite3.connect(stock) as db:
        for column, source in (("parties", '"name" FROM "event_parties"'), ("sectors", '"sector" FROM "event_sectors"')):
            db.execute(f'ALTER TABLE "timeline" ADD COLUMN "{column}" TEXT')
            value = source.partition(" ")[0]
            listed = f'SELECT json_group_array({value}) FROM (SELECT DISTINCT {source} l WHERE l."event" = "timeline"."event")'
            db.execute(f'UPDATE "timeline" SET "{column}" = ({listed})')
        db.execute("ANALYZE")
    db.close()


def _spread(database: Path, where: str) -> list[str]:
    return [f"/{id}" for id in _column(database, f'SELECT "id" FROM "cases" WHERE {where} ORDER BY "id"', 40)]


def _column(database: Path, query: str, many: int) -> list:
    """So many values of a query, evenly spread over all of them."""
    db = sqlite3.connect(database)
    found = [row[0] for row in db.execute(query)]
    db.close()
    return found[:: max(1, len(found) // many)][:many]


@contextmanager
def _served(command, more: dict[str, str]) -> Iterator[Server]:
    """A server on the loopback for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [PYTHON, "-m", "datasette", *command(port)], env=os.environ | more, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait(process: subprocess.Popen, port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Failed("a server did not answer")
