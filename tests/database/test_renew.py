"""The incremental build: whatever is added, every table has the rows of a full build."""

import json
import os
import random
import sqlite3
from pathlib import Path

import pytest
from given import SOURCE, event
from projects import project

from tracker.build import build_full
from tracker.project import open_project
from tracker.renew import build

PARTIES = {f"parties__party-{n}": [event("party.registered", name=f"Party {n}", native_name=f"公司{n}")] for n in range(8)}


def rows(path: Path) -> dict[str, list[tuple]]:
    """Every row of every table, in order; of the index of texts what its words lead to."""
    db = sqlite3.connect(path)
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'")]
    found = {
        name: db.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in names if not name.startswith("sqlite_")
    }
    for word in ("acted", "party", "公司", "renamed", "better"):
        sql = 'SELECT rowid FROM "search_fts" WHERE "search_fts" MATCH ? ORDER BY rowid'
        found[f"search for {word}"] = db.execute(sql, (word,)).fetchall()
    db.execute('INSERT INTO "search_fts" ("search_fts", rank) VALUES (\'integrity-check\', 0)')
    db.close()
    return found


class Growing:
    """A log to which something is added again and again, each time by chance."""

    def __init__(self, folder: Path) -> None:
        self.chance = random.Random(4)
        self.folder = project(folder, **PARTIES)
        self.number = 0
        self.cases: dict[str, list[tuple[str, dict]]] = {}
        for _ in range(30):
            self.open()

    def write(self, case: str, stem: str, document: dict) -> Path:
        self.number += 1
        when = f"2026-03-{1 + self.number // 3600:02}T{self.number // 60 % 24:02}:{self.number % 60:02}:00Z"
        document = {**document, "recorded": when}
        path = self.folder / "events" / case / f"{stem}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        # Long ago: only then the files' times are believed.
        os.utime(path, (1_700_000_000 + self.number, 1_700_000_000 + self.number))
        return path

    def party(self) -> str:
        return f"party-{self.chance.randrange(8)}"

    def someone(self, role: str) -> list[dict]:
        return [{"party": self.party(), "role": role}]

    def open(self) -> Path:
        year = self.chance.randint(2019, 2022)
        number = len(self.cases)
        if self.chance.random() < 0.5:
            case, stem = f"pledges/pledge-{number}", f"{year}-06-01-announced"
            amount = {"value": str(self.chance.randint(1, 99) * 10**8), "currency": self.chance.choice(["CNY", "USD", "EUR"])}
            document = event(
                "pledge.announced", f"{year}-06-01", name=f"Pledge {number}", question="Kept?", amount=amount, due=str(year + 3),
                parties=self.someone("pledger"),
            )  # fmt: skip
        else:
            case, stem = f"crackdowns/case-{number}", f"{year}-02-fined"
            document = event("crackdown.fined", f"{year}-02", name=f"Case {number}", parties=self.someone("target"))
        self.cases[case] = [(stem, document)]
        return self.write(case, stem, document)

    def add(self) -> Path:
        case = self.chance.choice(list(self.cases))
        day = f"2023-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"
        verb, role = ("progressed", "pledger") if case.startswith("pledges") else ("ordered", "target")
        stem = f"{day}-{verb}"
        if any(known == stem for known, _ in self.cases[case]):
            return self.open()
        sources = [{**SOURCE, "publisher": self.chance.choice(["Example Daily", f"Paper {self.number}"])}]
        about = [self.chance.choice(list(self.cases))]
        document = event(f"{case.split('/')[0][:-1]}.{verb}", day, parties=self.someone(role), sources=sources, about=about)
        self.cases[case].append((stem, document))
        return self.write(case, stem, document)

    def correct(self) -> Path:
        case = self.chance.choice(list(self.cases))
        stem, document = self.chance.choice(self.cases[case])
        title = f"A better title {self.number}"
        name = f"2026-03-01-corrected-{stem}"
        if (self.folder / "events" / case / f"{name}.json").exists():
            return self.add()
        change = {"title": title, "parties": self.someone("target" if case.startswith("crack") else "pledger")}
        was = {"title": document["title"], "parties": document["parties"]}
        return self.write(case, name, event("record.corrected", of=f"{case}/{stem}", change=change, was=was))

    def retract(self) -> Path:
        case = self.chance.choice([c for c, events in self.cases.items() if len(events) > 1] or [None])
        if case is None:
            return self.add()
        stem, _ = self.cases[case].pop()
        return self.write(case, f"2026-03-01-retracted-{stem}", event("record.retracted", of=f"{case}/{stem}"))

    def party_changes(self) -> Path:
        slug = self.party()
        year = self.chance.randint(2000, 2025)
        for kind, fields in (
            ("renamed", {"to_name": f"Renamed {self.number}"}),
            ("related", {"relation": "founder", "to": self.party()}),
        ):
            stem = f"{year}-{kind}"
            if fields.get("to") != slug and not (self.folder / "events/parties" / slug / f"{stem}.json").exists():
                return self.write(f"parties/{slug}", stem, event(f"party.{kind}", str(year), **fields))
        return self.add()

    def grow(self) -> Path:
        return self.chance.choice([self.open, self.add, self.add, self.correct, self.retract, self.party_changes])()


def test_a_hundred_changes(tmp_path):
    """After each of a hundred additions, corrections and retractions the rows are those of a full build."""
    log = Growing(tmp_path)
    for path in (tmp_path / "events").rglob("*.json"):
        if path.stat().st_mtime > 1_700_100_000:
            os.utime(path, (1_700_000_000, 1_700_000_000))
    carried, anew = tmp_path / "carried.db", tmp_path / "anew.db"
    assert build(open_project(tmp_path), carried).problems == []
    redone = []
    for step in range(100):
        path = log.grow()
        whole = open_project(tmp_path)
        built = build(whole, carried)
        assert built.problems == [], (step, path, built.problems)
        redone.append(built.redone)
        assert build_full(whole, anew).problems == []
        old, new = rows(carried), rows(anew)
        assert {name for name in old if old[name] != new.get(name)} == set(), (step, path)
    # Most changes concern their own case alone; a renamed party concerns every case that shows it.
    assert sorted(redone)[50] == 1 and max(redone) > 5


def test_nothing_changed(tmp_path):
    """Where no file changed, nothing is folded and nothing written."""
    Growing(tmp_path)
    for path in (tmp_path / "events").rglob("*.json"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    target = tmp_path / "tracker.db"
    first = build(open_project(tmp_path), target)
    before = target.stat().st_mtime_ns
    again = build(open_project(tmp_path), target)
    assert (again.events, again.cases, again.redone) == (first.events, first.cases, 0)
    assert target.stat().st_mtime_ns == before


@pytest.mark.parametrize("spoil", ["remove", "break"])
def test_an_error_in_a_change(tmp_path, spoil):
    """A change that breaks another case is found, and the old database stays."""
    project(
        tmp_path,
        parties__somebody=[event("party.registered", name="Somebody")],
        laws__one=[event("law.adopted", "2021-01-01", name="One")],
        laws__two=[event("law.adopted", "2021-02-01", name="Two", about=["laws/one/2021-01-01-adopted"])],
        **{f"laws__other-{n}": [event("law.adopted", "2021-03-01", name=f"Other {n}")] for n in range(80)},
    )
    target = tmp_path / "tracker.db"
    build(open_project(tmp_path), target)
    before = target.read_bytes()
    path = tmp_path / "events/laws/one/2021-01-01-adopted.json"
    if spoil == "remove":
        path.unlink()
        path.parent.rmdir()
    else:
        path.write_text(path.read_text(encoding="utf-8").replace('"law.adopted"', '"law.adapted"'), encoding="utf-8")
    built = build(open_project(tmp_path), target)
    assert {p.code for p in built.problems} == ({"P503"} if spoil == "remove" else {"P201"})
    assert target.read_bytes() == before


def test_other_words_other_rules(tmp_path):
    """Where the vocabulary changed, everything is built anew, though no event did."""
    Growing(tmp_path)
    target = tmp_path / "tracker.db"
    first = build(open_project(tmp_path), target)
    words = tmp_path / "events/vocabulary.json"
    words.write_text(words.read_text(encoding="utf-8").replace("newsroom", "research"), encoding="utf-8")
    again = build(open_project(tmp_path), target)
    assert again.redone == first.cases
    db = sqlite3.connect(target)
    assert {tier for (tier,) in db.execute("SELECT tier FROM publishers WHERE name = 'Example Daily'")} == {"research"}
