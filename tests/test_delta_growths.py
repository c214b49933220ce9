"""The delta: whoever follows it has the record, whenever it began to and however the log grew."""

import json
import sqlite3
from random import Random

from growing import Growing
from hypothesis import settings

from tracker.site.clocks import Clocks
from tracker.site.reading import delta
from tracker.site.reading.ask import Ask

GROWTHS = min(2000, max(200, settings.default.max_examples))


class Copy:
    """What a poller has, folded from the delta and nothing else."""

    def __init__(self) -> None:
        self.after: str | None = None
        self.entries: dict[str, dict] = {}
        self.events: dict[str, tuple] = {}

    def poll(self, target, limit: int, most: int = 10_000) -> bool:
        """Asks so often, and says whether there is no more."""
        db = sqlite3.connect(target)
        try:
            for _ in range(most):
                page = delta.read(db, Ask({}, {"after": [self.after or ""], "limit": [str(limit)]}, Clocks("2026-11-22")))
                assert len(page["changes"]) <= limit
                self.after = page["next"]
                for change in page["changes"]:
                    self.take(change)
                if not page["more"]:
                    return True
        finally:
            db.close()
        return False

    def take(self, change: dict) -> None:
        assert change["id"] not in self.entries, "delivered twice"
        self.entries[change["id"]] = change["entry"]
        for held in change["events"]:
            self.events[held["id"]] = (held["standing"], held["fields"])
        if change["removed"]:
            self.entries[change["removed"]["id"]] = change["removed"]["fields"]


def held(log: Growing) -> dict[str, tuple]:
    """What the database says of every event."""
    rows = log.rows('SELECT "event_id", "standing", "fields" FROM "event_versions" WHERE "known_to" IS NULL')
    return {event_id: (bool(standing), json.loads(fields)) for event_id, standing, fields in rows}


def written_in(log: Growing) -> dict[str, dict]:
    """What the files say."""
    root = log.root / "events"
    files = (path for path in root.rglob("*.json") if path.parent != root)
    return {path.relative_to(root).as_posix().removesuffix(".json"): json.loads(path.read_bytes()) for path in files}


def test_growths(tmp_path):
    """After each of 200 merges, a poller that asks for all, one that asks for little, one that asks seldom, and one that
    begins late have missed nothing and had nothing twice: what each has is what the files and the database say."""
    log, random = Growing(tmp_path, seed=5), Random(5)
    often, little, seldom, late = Copy(), Copy(), Copy(), Copy()
    for number in range(GROWTHS):
        log.grow()
        if random.random() < 0.02:
            log.target.unlink()
            assert log.build(full=True)
        assert often.poll(log.target, 1000)
        little.poll(log.target, random.randint(1, 3), most=2)
        if random.random() < 0.1:
            seldom.poll(log.target, 50)
        if number > GROWTHS // 2:
            late.poll(log.target, 7, most=2)
        if number % 10 == 0:
            assert often.events == held(log)
    log.target.unlink()
    assert log.build(full=True)
    for copy in (often, little, seldom, late):
        assert copy.poll(log.target, 100)
        assert copy.entries == written_in(log)
        assert copy.events == held(log)
    # The growths were what they claim to be.
    kinds = dict(log.rows('SELECT "what", count(*) FROM "changes" GROUP BY 1'))
    assert min(kinds[what] for what in ("added", "corrected", "retracted", "redacted", "checked", "replied")) >= 10
    assert min(log.renewed, log.refused, log.tied) >= 10
