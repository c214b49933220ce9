"""Builds the database from the log: checked first, written beside, renamed when it is whole."""

import fcntl
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from tracker import notes
from tracker.check import Tick, ground_of, judge_all
from tracker.codebook import codebook
from tracker.database.beside import files_beside, parts_beside
from tracker.database.writer import APPENDING, Writer
from tracker.derive.book import Book, Names, names_of
from tracker.derive.rows import Setting, digest_of, rows_of, words_of
from tracker.derive.rules import rule_version
from tracker.log.case import Case, Ground, case_of
from tracker.log.checks.whole import claims, nowhere, party_names, same_party
from tracker.model.identity import case_pk
from tracker.model.problem import ERROR, Problem, in_order
from tracker.project import Project
from tracker.rates import ReferenceRates
from tracker.store import Ids, Listing, Store, Unit
from tracker.work import WORTH_IT, in_parts, side_by_side

SHARE = 64
"""Cases whose rows are added at once: so many that each table is asked for seldom, so few that they are soon let go."""


class Built(NamedTuple):
    """What a build did."""

    events: int
    cases: int
    redone: int
    """How many cases were folded anew."""
    problems: list[Problem]
    """The errors because of which nothing was written."""


class Busy(Exception):
    """Another build of the same database is under way."""


class Share(NamedTuple):
    """What one process made of its share of the cases."""

    problems: list[Problem]
    names: list
    parties: list
    rows: dict[str, list[tuple]]
    """By table."""
    digests: list[bytes]
    cases: int
    events: int
    span: tuple[str, str]
    """The first and the last stamp."""


def build_full(project: Project, target: Path, tick: Tick | None = None) -> Built:
    """Builds everything anew. Where the log has errors nothing is written, and they are returned."""
    store = Store(project.root, project.kinds)
    began = time.time_ns()
    listing = store.listing(stamped=True)
    ground = ground_of(project, listing)
    setting = setting_of(project, store, listing)
    units = sorted(listing.units.values(), key=lambda unit: case_pk(unit.case_id))
    problems = [*listing.problems, *project.problems, *_collisions(units)]
    # Few are not worth a second process.
    much = len(units) >= WORTH_IT
    parts = in_parts(units) if much else [units]
    with beside(target) as path:
        files = parts_beside(path, len(parts)) if much else [path]
        jobs = [partial(_fill, *one, project, store, ground, setting) for one in zip(files, parts, strict=True)]
        told: list[list[Share]] = [[] for _ in parts]
        done = 0
        for number, share in side_by_side(jobs):
            told[number].append(share)
            done += share.cases
            if tick:
                tick(done, len(units))
        total = _together(chain.from_iterable(told))
        problems += total.problems
        problems += nowhere(total.names, Ids(store, listing.units))
        problems += [p for p in same_party(total.parties) if p.severity == ERROR]
        if problems:
            return Built(total.events, len(units), 0, in_order(problems))
        writer = Writer(path, project.kinds)
        try:
            writer.complete(files if much else ())
            writer.codebook(codebook(project.root))
            writer.add({"vocabulary": list(words_of(project.vocabulary))})
            writer.finish(build_row(project, sha256(b"".join(total.digests)).hexdigest(), *total.span, total.events, len(units)))
        finally:
            writer.close()
        put(path, target)
        notes.write(target, notes.taken(listing, began))
    return Built(total.events, len(units), len(units), [])


def _fill(path: Path, units: list[Unit], project: Project, store: Store, ground: Ground, setting: Setting) -> Iterator[Share]:
    """Makes a file of tables with the rows of a part of the cases, and says what else it found, share by share."""
    writer = Writer(path, project.kinds, cache=APPENDING)
    try:
        writer.create()
        whole = True
        for n in range(0, len(units), SHARE):
            share = share_of(store, ground, setting, units[n : n + SHARE])
            # Once something is wrong nothing will be written: the rest is read for its problems alone.
            whole = whole and not share.problems
            if whole:
                writer.add(share.rows)
            yield share._replace(rows={})
        writer.commit()
    finally:
        writer.close()


def _together(shares: Iterable[Share]) -> Share:
    """All shares as one."""
    problems, names, parties, digests = [], [], [], []
    cases = events = 0
    first, last = "9", ""
    for share in shares:
        problems += share.problems
        names += share.names
        parties += share.parties
        digests += share.digests
        cases += share.cases
        events += share.events
        first, last = min(first, share.span[0]), max(last, share.span[1])
    return Share(problems, names, parties, {}, digests, cases, events, (first, last))


def share_of(store: Store, ground: Ground, setting: Setting, units: list[Unit]) -> Share:
    """The rows of some cases, and the errors in them."""
    problems, names, parties, digests = [], [], [], []
    rows: dict[str, list[tuple]] = defaultdict(list)
    cases: list[tuple[Case, str]] = []
    events, first, last = 0, "9", ""
    for case, found, raw in judge_all(store, ground, units):
        problems += [p for p in found if p.severity == ERROR]
        if case is None:
            continue
        events += len(raw)
        names += claims(case).names
        if case.life.family == "parties":
            parties.append(party_names(case))
        digest = digest_of(raw)
        digests.append(bytes.fromhex(digest))
        cases.append((case, digest))
        first, last = min(first, case.entries[0].recorded), max(last, case.entries[-1].recorded)
    if not problems:
        rows_of(cases, setting, rows)
    return Share(problems, names, parties, rows, digests, len(units), events, (first, last))


def setting_of(project: Project, store: Store, listing: Listing) -> Setting:
    """What rows need beyond their case: the parties' names, read when they are first asked for."""

    def look_up(slug: str) -> Names | None:
        unit = listing.units.get(f"parties/{slug}")
        entries = store.entries(unit)[0] if unit else []
        return names_of(case_of(unit.case_id, entries, project.kinds)) if entries else None

    return Setting(Book(look_up), ReferenceRates(), project.vocabulary, set())


def build_row(project: Project, digest: str, first: str, last: str, events: int, cases: int) -> tuple:
    """The row of the table `build`."""
    words = sha256(project.vocabulary.model_dump_json().encode()).hexdigest()
    return (
        1, digest, rule_version(project.kinds), version("pressure-and-pledges"), ReferenceRates.version, words,
        first if events else None, last or None, events, cases,
    )  # fmt: skip


def _collisions(units: list[Unit]) -> list[Problem]:
    """Two cases whose keys fall together: one in nine thousand million million, and told rather than overwritten."""
    from tracker.model.problem import Place

    problems = []
    for one, other in zip(units, units[1:], strict=False):
        if case_pk(one.case_id) == case_pk(other.case_id):
            sentence = f"the key of `{one.case_id}` falls together with that of `{other.case_id}`"
            problems.append(Problem("P904", Place(f"events/{other.case_id}"), sentence, "give the newer case another name"))
    return problems


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new file beside the target, gone again unless it was put in its place; one build at a time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = target.with_name(f".{target.name}.lock")
    with open(lock, "w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(f"another build of {target.name} is under way") from None
        path = target.with_name(f".{target.name}.new")
        _clear(path)
        try:
            yield path
        finally:
            _clear(path)


def _clear(path: Path) -> None:
    """Takes away what a build leaves, of one that was killed too: the file in the making, and those of its parts."""
    for left in (path, *files_beside(path)):
        left.unlink(missing_ok=True)


def put(path: Path, target: Path) -> None:
    """Puts a whole file in the place of the old one; whoever has that one open keeps it."""
    _flush(path)
    os.replace(path, target)


@contextmanager
def flushing(path: Path) -> Iterator[None]:
    """Meanwhile what the file holds already goes to the disk, so that `put` has only the rest to wait for."""

    def flush() -> None:
        # What fails here fails again where it is put in its place, and is told there.
        with suppress(OSError):
            _flush(path)

    thread = Thread(target=flush)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
