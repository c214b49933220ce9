"""A log that grows as logs do: branches begun early and merged late, stamped anew, refused where they crossed another.

The rules are the program's own: what `tracker check --since` holds a change against, what `tracker stamp` gives it, and
the build, which refuses what the log does not allow.
"""

import json
import os
import sqlite3
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

from given import KINDS, corrected, event, named, redaction, retracted, written
from projects import project

from tracker.log.change import FILE, Added, Against, Change, File
from tracker.log.checks import append
from tracker.model.problem import Place
from tracker.project import open_project
from tracker.renew import build
from tracker.restamp import Unmerged, stamps_for
from tracker.write import later

BEGAN = "2026-03-01T00:00:00Z"
EARLY = "2026-01-05T00:00:00Z"
"""The stamp of a draft: long before it is merged."""


class Branch(NamedTuple):
    """What somebody wrote, and how many merges go by before it is merged."""

    drafts: list[tuple[str, dict]]
    redacts: str | None
    waits: int


class Growing:
    """A log in a folder, and its database, which a merge renews."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        parties = {f"parties__{slug}": [event("party.registered", name=slug.capitalize())] for slug in ("somebody", "another")}
        self.root = project(folder / "log", **parties)
        self.target = folder / "tracker.db"
        self.now, self.number = BEGAN, 0
        self.waiting: list[Branch] = []
        self.ticks = 1_700_000_000
        self.merged = self.refused = self.renewed = self.tied = 0
        assert self.build(full=True)

    def build(self, full: bool = False) -> bool:
        """Whether the log is whole, and then its database is that of now."""
        return build(open_project(self.root), self.target, full).problems == []

    def rows(self, sql: str, *params: object) -> list[tuple]:
        """What the database says."""
        db = sqlite3.connect(self.target)
        try:
            return db.execute(sql, params).fetchall()
        finally:
            db.close()

    def grow(self) -> None:
        """One merge, of whatever branch has waited long enough; others are begun meanwhile."""
        before = self.merged
        while self.merged == before:
            self.waiting.append(self._begun())
            ready = [branch for branch in self.waiting if branch.waits <= 0]
            self.waiting = [branch._replace(waits=branch.waits - 1) for branch in self.waiting if branch.waits > 0]
            for branch in ready:
                self._merge(branch)

    # What people write.

    def _begun(self) -> Branch:
        if self.random.random() < 0.1 and (target := self._some(gone=False)):
            of = event("record.redacted", of=target, reason="A court ordered it.")
            return Branch([(_case(target), of)], target, self.random.randrange(4))
        drafts = [self._draft() for _ in range(self.random.choice((1, 1, 2, 3)))]
        return Branch([draft for draft in drafts if draft], None, self.random.choice((0, 0, 1, 3, 8)))

    def _draft(self) -> tuple[str, dict] | None:
        kind = self.random.choice(
            ("case", "case", "case", "step", "step", "step", "correct", "correct", "retract", "retract", "check", "reply")
        )
        self.number += 1
        if kind == "case":
            case_id = f"crackdowns/case-{self.number}"
            return case_id, event("crackdown.opened", "2021-01-01", name=f"Case {self.number}", recorded=EARLY)
        target = self._some(kind == "retract")
        if target is None:
            return None
        case_id = _case(target)
        if kind == "step":
            verb = self.random.choice(("widened", "ordered", "eased"))
            return case_id, event(f"crackdown.{verb}", f"2021-0{self.random.randint(2, 9)}", recorded=EARLY)
        if kind == "correct":
            return self._correction(case_id, target)
        if kind == "retract":
            return case_id, retracted(target, recorded=EARLY)
        if kind == "check":
            return case_id, event("record.checked", of=target, recorded=EARLY)
        return case_id, event("record.replied", "2022-01-01", of=target, recorded=EARLY)

    def _correction(self, case_id: str, target: str) -> tuple[str, dict] | None:
        found = self.rows('SELECT "fields" FROM "event_versions" WHERE "event_id" = ? AND "known_to" IS NULL', target)
        fields = json.loads(found[0][0]) if found else {}
        if "summary" not in fields:
            return None
        return case_id, corrected(
            target, {"summary": f"Told anew, {self.number}."}, {"summary": fields["summary"]}, recorded=EARLY
        )

    def _some(self, amendments: bool = False, gone: bool = True) -> str | None:
        """Some event of the cases begun last that is no opening; if asked for, an amendment, or only what still has its text."""
        found = self.rows(
            """SELECT "id" FROM "events" WHERE "family" = 'crackdowns' AND "type" NOT IN ('crackdown.opened', 'record.redacted')
            AND ("about_world" = 1 OR ?) AND (? OR "redacted" = 0) AND "case" IN (
                SELECT "pk" FROM "cases" WHERE "family" = 'crackdowns' ORDER BY "first_recorded" DESC LIMIT 12) ORDER BY "id" """,
            amendments or not gone, gone,
        )  # fmt: skip
        if not amendments and gone:
            found += self.rows(
                """SELECT "id" FROM "events" WHERE "type" = 'crackdown.opened' ORDER BY "recorded" DESC LIMIT ?""",
                1 + len(found) // 2,
            )
        return self.random.choice(found)[0] if found else None

    # How it is merged.

    def _merge(self, branch: Branch) -> None:
        self.now = later(self.now, self.random.choice((1, 7, 3600, 90_000)))
        latest = self.rows('SELECT "last_recorded" FROM "build"')[0][0]
        files = self._files(branch, latest)
        against = Against("main", KINDS, self.now, latest, redacted=frozenset({branch.redacts} - {None}))
        changes = [self._change(path, raw) for path, raw in files.items()]
        refused = append.check(changes, against) or append.check_events(_added(changes), against)
        olds = {path: (self.root / path).read_bytes() for path in files if (self.root / path).exists()}
        if not files or refused or not self._put(files):
            self.refused += 1
            if not refused:
                self._take_back(files, olds)
            return
        self.merged += 1

    def _files(self, branch: Branch, latest: str) -> dict[str, bytes]:
        """The files of a branch, stamped anew where the check would refuse its stamps."""
        files: dict[str, bytes] = {}
        drafted = []
        for case_id, document in branch.drafts:
            taken = {path for path in (f"events/{name}.json" for name, _ in named(case_id, [document]))}
            path = self._free(taken.pop(), {path for path, _ in drafted})
            drafted.append((path, {"recorded": EARLY} | document))
        stamps = stamps_for(len(drafted), latest, self.now)
        self.now = max(self.now, *stamps) if stamps else self.now
        early = [Added(path, document["recorded"], Place(path)) for path, document in drafted]
        self.renewed += bool(append.check_events(early, Against("main", KINDS, self.now, latest)))
        if len({_case(path) for path, _ in drafted}) == len(drafted) > 1 and self.random.random() < 0.5:
            # Nothing keeps two cases of one merge from sharing a stamp.
            stamps = [stamps[-1]] * len(stamps)
            self.tied += 1
        for (path, document), stamp in zip(drafted, stamps, strict=True):
            text = written(document).decode()
            files[path] = Unmerged(path, None, text, document["recorded"]).stamped(stamp).encode()
        if branch.redacts:
            path = f"events/{branch.redacts}.json"
            old = (self.root / path).read_bytes()
            document = json.loads(old)
            if "redacted" not in document:
                files[path] = written(redaction(document) | {"redacted": sha256(old).hexdigest()})
        return files

    def _free(self, path: str, taken: set[str]) -> str:
        name, number = path, 1
        while name in taken or (self.root / name).exists():
            number += 1
            name = f"{path.removesuffix('.json')}-{number}.json"
        return name

    def _change(self, path: str, raw: bytes) -> Change:
        new = File(FILE, sha256(raw).hexdigest(), len(raw), raw)
        if not (self.root / path).exists():
            return Change(path, None, new)
        before = (self.root / path).read_bytes()
        old = File(FILE, sha256(before).hexdigest(), len(before), before)
        return Change(path, old, new, old.oid)

    def _take_back(self, files: dict[str, bytes], olds: dict[str, bytes]) -> None:
        for path in files:
            if path in olds:
                (self.root / path).write_bytes(olds[path])
            else:
                (self.root / path).unlink()

    def _put(self, files: dict[str, bytes]) -> bool:
        for path, raw in files.items():
            whole = self.root / path
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_bytes(raw)
            # What was written a moment ago is read again with every build, lest it change once more; here time flies.
            self.ticks += 1
            os.utime(whole, (self.ticks, self.ticks))
        return self.build()


def _case(target: str) -> str:
    return target.removeprefix("events/").rsplit("/", 1)[0]


def _added(changes: list[Change]) -> list[Added]:
    return [Added(c.path, json.loads(c.new.content)["recorded"], Place(c.path)) for c in changes if c.old is None]
