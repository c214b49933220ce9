"""Renews a database: only the cases whose files changed are folded anew; the rows are those of a full build."""

import shutil
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tracker import notes
from tracker.build import Built, Share, beside, build_full, build_row, flushing, put, setting_of, share_of
from tracker.check import Tick, ground_of
from tracker.codebook import codebook
from tracker.database.writer import FORMAT, Writer
from tracker.log.case import Ground
from tracker.log.checks.whole import nowhere, party_names_of, same_party
from tracker.model.identity import case_pk
from tracker.model.problem import ERROR, in_order
from tracker.project import Project
from tracker.store import Ids, Listing, Store
from tracker.work import without_cycles

MOST = 0.2
"""Where more than this share of the cases changed, building everything anew is as fast."""


class Difference(NamedTuple):
    """What the files say now, against what was read into the database."""

    changed: set[str]
    """Cases to be folded anew."""
    gone: set[str]
    """Cases that no longer exist."""


def build(project: Project, target: Path, full: bool = False, tick: Tick | None = None) -> Built:
    """Builds the database, from what is already built where that can be carried on.

    Where the log has errors nothing is written, and they are returned.
    """
    before = None if full or not _carries_on(target, project) else notes.read(target)
    if before is None:
        return build_full(project, target, tick)
    store = Store(project.root, project.kinds)
    began = time.time_ns()
    listing = store.listing(stamped=True)
    found = _difference(listing, before)
    if listing.problems or project.problems or len(found.changed) > MOST * len(listing.units) + 10:
        return build_full(project, target, tick)
    if not found.changed and not found.gone and _codebook(target) == codebook(project.root):
        return Built(*_counts(target), 0, [])
    with without_cycles(), beside(target) as path:
        shutil.copyfile(target, path)
        with flushing(path):
            writer = Writer(path, project.kinds)
            try:
                built = _renew(project, store, listing, found, writer)
            finally:
                writer.close()
        if not built.problems:
            put(path, target)
            notes.write(target, notes.taken(listing, began))
    return built


def _carries_on(target: Path, project: Project) -> bool:
    """Whether the database was built by these rules, words, rates and this program."""
    if not target.is_file():
        return False
    try:
        db = sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)
        try:
            same_format = db.execute("PRAGMA user_version").fetchone() == (FORMAT,)
            row = db.execute('SELECT * FROM "build"').fetchone()
        finally:
            db.close()
    except sqlite3.Error:
        return False
    made = build_row(project, "", "", "", 0, 0)
    return same_format and row is not None and row[2:6] == made[2:6]


def _counts(target: Path) -> tuple[int, int]:
    db = sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return db.execute('SELECT "events", "cases" FROM "build"').fetchone()
    finally:
        db.close()


def _codebook(target: Path) -> str | None:
    """The codebook that the database holds."""
    db = sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)
    try:
        row = db.execute('SELECT "text" FROM "codebook"').fetchone()
    finally:
        db.close()
    return row[0] if row else None


def _difference(listing: Listing, before: notes.Notes) -> Difference:
    changed = {case_id for case_id, unit in listing.units.items() if not unit.stamp or before.get(case_id) != unit.stamp}
    return Difference(changed, set(before) - set(listing.units))


def _renew(project: Project, store: Store, listing: Listing, found: Difference, writer: Writer) -> Built:
    ground = ground_of(project, listing)
    share = _redo(project, store, listing, ground, found, writer)
    problems = [*share.problems, *nowhere(share.names, Ids(store, listing.units))]
    redo = share.cases
    if any(case_id.startswith("parties/") for case_id in redo | found.gone):
        problems += (p for p in same_party(_all_names(writer, share, redo | found.gone)) if p.severity == ERROR)
    if problems:
        return Built(share.events, len(listing.units), 0, in_order(problems))
    keys = sorted(case_pk(case_id) for case_id in redo | found.gone)
    writer.db.execute("BEGIN")
    writer.moved(keys)
    writer.remove(keys)
    writer.add(share.rows)
    writer.draw(keys)
    writer.moved(keys)
    writer.span()
    writer.codebook(codebook(project.root))
    digest, first, last, events = _sums(writer.db)
    writer.finish(build_row(project, digest, first, last, events, len(listing.units)), analyze=False)
    return Built(events, len(listing.units), len(redo), [])


class _Redone(NamedTuple):
    problems: list
    names: list
    parties: list
    rows: dict[str, list[tuple]]
    events: int
    cases: set[str]


def _redo(project: Project, store: Store, listing: Listing, ground: Ground, found: Difference, writer: Writer) -> _Redone:
    """The rows of all cases that a change concerns: those that changed, and those that show or name what changed."""
    db = writer.db
    setting = setting_of(project, store, listing)
    rows: dict[str, list[tuple]] = defaultdict(list)
    problems, names, parties = [], [], []
    events = 0
    done: set[str] = set()
    waiting = found.changed | _naming(db, _vanished(db, listing, found))
    while waiting:
        units = [listing.units[case_id] for case_id in sorted(waiting & listing.units.keys())]
        share: Share = share_of(store, ground, setting, units)
        problems += share.problems
        names += share.names
        parties += share.parties
        events += share.events
        for table, given in share.rows.items():
            rows[table] += given
        done |= waiting
        waiting = (_showing(db, _renamed(db, share.rows, waiting)) & listing.units.keys()) - done
    return _Redone(problems, names, parties, rows, events, done)


def _vanished(db: sqlite3.Connection, listing: Listing, found: Difference) -> set[str]:
    """Ids of events and cases that were there and are not any more."""
    vanished = set(found.gone)
    for case_id in found.changed | found.gone:
        unit = listing.units.get(case_id)
        files = set(unit.files) if unit else set()
        for (event_id,) in db.execute('SELECT "id" FROM "events" WHERE "case" = ?', (case_pk(case_id),)):
            if f"{event_id.rsplit('/', 1)[1]}.json" not in files and not (unit and unit.lines):
                vanished.add(event_id)
    return vanished


def _naming(db: sqlite3.Connection, targets: Iterable[str]) -> set[str]:
    """The cases that name an event, a case or a party that is gone: they have to be judged again."""
    naming: set[str] = set()
    for target in targets:
        rows = db.execute(
            'SELECT e."case_id" FROM "event_links" l JOIN "events" e ON e."pk" = l."event" WHERE l."target_id" = ?', (target,)
        )
        naming.update(case_id for (case_id,) in rows)
        if target.startswith("parties/") and target.count("/") == 1:
            naming |= _showing(db, {target})
    return naming


def _renamed(db: sqlite3.Connection, rows: dict[str, list[tuple]], cases: Iterable[str]) -> set[str]:
    """The parties among these cases that are called otherwise now, or were called otherwise on some day."""
    new = {row[0]: row[3] for row in rows.get("case_texts", ())}
    moved = {row[2] for row in rows.get("events", ()) if row[5] == "party.renamed"}
    renamed: set[str] = set()
    for case_id in cases:
        if not case_id.startswith("parties/"):
            continue
        pk = case_pk(case_id)
        old = db.execute('SELECT "names" FROM "case_texts" WHERE "pk" = ?', (pk,)).fetchone()
        had = db.execute('SELECT 1 FROM "events" WHERE "case" = ? AND "type" = ?', (pk, "party.renamed")).fetchone()
        if old is not None and (old[0] != new.get(pk) or had or pk in moved):
            renamed.add(case_id)
    return renamed


def _showing(db: sqlite3.Connection, parties: Iterable[str]) -> set[str]:
    """The cases that show these parties by name."""
    showing: set[str] = set()
    for party in parties:
        rows = db.execute(
            'SELECT "case_id" FROM "case_parties" WHERE "party" = :pk UNION '
            'SELECT c."id" FROM "event_parties" p JOIN "cases" c ON c."pk" = p."case" WHERE p."party" = :pk UNION '
            'SELECT "party_id" FROM "relations" WHERE "other" = :pk',
            {"pk": case_pk(party)},
        )
        showing.update(case_id for (case_id,) in rows)
    return showing


def _all_names(writer: Writer, share: _Redone, without: set[str]):
    """The names of all parties: those just read, and those that the database has."""
    yield from share.parties
    rows = writer.db.execute('SELECT "id", "name", "native_name", "aliases" FROM "parties"')
    for party_id, name, native, aliases in rows:
        if party_id not in without:
            yield party_names_of(party_id, name, native, aliases)


def _sums(db: sqlite3.Connection) -> tuple[str, str, str, int]:
    """The digest of the log, its first and last stamp and the number of its events."""
    digest = sha256()
    for (text,) in db.execute('SELECT "digest" FROM "cases" ORDER BY "pk"'):
        digest.update(bytes.fromhex(text))
    first, last = db.execute('SELECT min("first_recorded"), max("last_recorded") FROM "cases"').fetchone()
    (events,) = db.execute('SELECT count(*) FROM "events"').fetchone()
    return digest.hexdigest(), first, last, events
