"""What a change may do to the log: each rule on values alone, and each shown to be missed when it is taken away."""

from hashlib import sha256

import pytest
from given import KINDS, codes

from tracker.log.change import Added, Against, Change, File
from tracker.log.checks import append
from tracker.log.checks.append import check, check_events
from tracker.model.explained import explanations
from tracker.model.problem import Place

EVENT = "events/pledges/fund/2021-announced.json"
BULK = "events/pledges/import.jsonl"
TIP = (EVENT, "events/pledges/fund/2022-progressed.json", BULK, "events/vocabulary.json")
OLD = b'{"type": "pledge.announced", "date": "2021", "recorded": "2026-01-01T00:00:00Z", "title": "Words"}\n'
LEFT = b'{"type": "pledge.announced", "date": "2021", "recorded": "2026-01-01T00:00:00Z", "redacted": "%b"}\n'
HASH = sha256(OLD).hexdigest().encode()

AGAINST = Against("main", KINDS, "2026-11-22T12:00:00Z", "2026-03-01T00:00:00Z", TIP)


def file(content: bytes = OLD, mode: str = "100644", size: int | None = None) -> File:
    return File(mode, sha256(content).hexdigest(), len(content) if size is None else size, content)


def change(path: str, old: File | None, new: File | None, **fields) -> Change:
    """A change of what still stands on the tip as it did where the branch began."""
    return Change(path, old, new, **{"tip": old.oid if old else None, **fields})


def added(path: str = "events/pledges/fund/2023-fulfilled.json", **fields) -> Change:
    return change(path, None, file(b"{}", **fields))


def stamped(recorded: str) -> Added:
    return Added("pledges/fund/2023-fulfilled", recorded, Place("events/pledges/fund/2023-fulfilled.json"))


# Rule -> its code, and changes that only this rule refuses so.
FILES = {
    "edited": ("P910", [change(EVENT, file(), file(b"{}"))], AGAINST),
    "removed": ("P911", [change(EVENT, file(), None)], AGAINST),
    "moved": ("P912", [change(EVENT, file(), None), change("events/pledges/fund/2020-announced.json", None, file())], AGAINST),
    "permitted": ("P913", [added(mode="100755")], AGAINST),
    "regular": ("P914", [added(mode="120000")], AGAINST),
    "twins": ("P915", [added("events/pledges/Fund/2023-fulfilled.json")], AGAINST),
    "small": ("P916", [added(size=262_145)], AGAINST),
    "grown": ("P917", [change(BULK, file(b"1\n"), file(b"2\n"), grown=False)], AGAINST),
    "crossed": ("P920", [added()._replace(tip="another")], AGAINST),
    "redacted": ("P921", [change(EVENT, file(), file(LEFT % HASH))], AGAINST),
    "fewer": ("P922", [change(EVENT, file(), None)], AGAINST),
    "apart": ("P923", [added(), change("events/vocabulary.json", file(), file(b"{}"))], AGAINST),
    "placed": ("P110", [added("events/pledges/fund/notes.txt")], AGAINST),
}

EVENTS = {"after_all": ("P918", "2026-03-01T00:00:00Z"), "not_ahead": ("P919", "2026-11-22T12:00:01Z")}


def weakened(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    """Takes a rule away, wherever it is listed."""
    for listed in ("FILE_RULES", "BESIDE_RULES", "RULES", "EVENT_RULES"):
        monkeypatch.setattr(append, listed, tuple(r for r in getattr(append, listed) if r.__name__ != rule))


def test_every_rule_is_shown() -> None:
    """No rule is without a change that it refuses."""
    rules = {rule.__name__ for listed in (append.FILE_RULES, append.RULES, append.EVENT_RULES) for rule in listed}
    assert {*FILES, *EVENTS} == rules
    assert set(append.BESIDE_RULES) < set(append.FILE_RULES)


def test_every_code_is_explained() -> None:
    """What these rules say is explained, code by code."""
    said = {code for code, *_ in (*FILES.values(), *EVENTS.values()) if code != "P110"}
    assert said == {explanation.code for explanation in explanations() if explanation.code[:3] in ("P91", "P92")}


@pytest.mark.parametrize("rule", FILES)
def test_refused(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a rule is for is refused, and without the rule it is not."""
    code, changes, against = FILES[rule]
    assert code in codes(check(changes, against))
    weakened(monkeypatch, rule)
    assert code not in codes(check(changes, against))


@pytest.mark.parametrize("rule", EVENTS)
def test_stamps(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An added event is recorded after all that is merged, and not in the future; without the rules it need not be."""
    code, recorded = EVENTS[rule]
    assert codes(check_events([stamped(recorded)], AGAINST)) == [code]
    assert codes(check_events([stamped("2026-03-01T00:00:01Z"), stamped(AGAINST.now)], AGAINST)) == []
    weakened(monkeypatch, rule)
    assert codes(check_events([stamped(recorded)], AGAINST)) == []


def test_first_events() -> None:
    """Where nothing is merged yet any stamp of the past will do, and words come with events."""
    against = AGAINST._replace(latest=None, paths=())
    assert codes(check_events([stamped("2026-01-01T00:00:00Z")], against)) == []
    assert codes(check([added(), change("events/vocabulary.json", None, file())], against)) == []


def test_additions() -> None:
    """Adding events, to a bulk file at its end too, is what a change is for; so is what explains them."""
    changes = [
        added(),
        added("events/laws/another/2024-adopted.json"),
        change(BULK, file(b"1\n"), file(b"1\n2\n")),
        change("events/laws/import.jsonl", None, file(b"1\n", size=1 << 30)),
        change("events/README.md", file(), file(b"More.")),
        change("events/accepted.json", file(), file(b"[]")),
    ]
    assert check(changes, AGAINST) == []


def test_sentences() -> None:
    """A refused change is named with what to do instead."""
    changes = [change(EVENT, file(), file(OLD.replace(b"Words", b"Others"))), change(TIP[1], file(), None)]
    assert [(p.code, p.place.path, p.sentence, p.help) for p in check(changes, AGAINST)] == [
        (
            "P922",
            "events",
            "the log would hold 2 files of events, and holds 3 on `main`",
            "begin again from `main`, and only add to it",
        ),
        (
            "P910",
            EVENT,
            "a merged event was edited",
            "take it back from `main`, and say what is to be read instead: `tracker correct pledges/fund/2021-announced ...`",
        ),
        (
            "P911",
            TIP[1],
            "a merged event was removed",
            "take it back from `main`; what should not stand is retracted: `tracker retract pledges/fund/2022-progressed ...`",
        ),
    ]


def test_line_ends() -> None:
    """Other line ends are an edit, and said to be nothing else."""
    (problem,) = check([change(EVENT, file(), file(OLD.replace(b"\n", b"\r\n")))], AGAINST)
    assert (problem.code, problem.sentence) == ("P910", "the line ends of a merged event were edited")


def test_moved_names_both() -> None:
    """A move is shown where the event went, and names where it was."""
    changes = FILES["moved"][1]
    moved = next(p for p in check(changes, AGAINST) if p.code == "P912")
    assert (moved.place.path, EVENT in moved.sentence) == (changes[1].path, True)


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("events/pledges/Fund/2023-fulfilled.json", "events/pledges/fund"),
        ("events/pledges/fund/2021-Announced.json", EVENT),
        ("events/Pledges/fund/2023-fulfilled.json", "events/pledges/fund"),
        ("Events/laws/any/2023-adopted.json", "events"),
        ("events/pledges/IMPORT.jsonl", BULK),
        ("events/pledges/cafe\u0301.jsonl", "events/pledges/caf\u00e9.jsonl"),
    ],
)
def test_twins(path: str, other: str) -> None:
    """Neither a file nor a folder on the way to it may differ from another in case, or in how an accent is written."""
    against = AGAINST._replace(paths=(*TIP, "events/pledges/caf\u00e9.jsonl"))
    found = [p.sentence for p in check([added(path)], against) if p.code == "P915"]
    assert found == [f"`{other}` differs from this only in small and capital letters"]


def test_twins_added_together() -> None:
    """Two added files are twins too."""
    assert "P915" in codes(check([added("events/laws/a.jsonl"), added("events/laws/A.jsonl")], AGAINST))


ID = frozenset({"pledges/fund/2021-announced"})


def test_redaction() -> None:
    """Type, date and stamp stay, the hash of the old bytes is right, and the same change says why: then an edit is allowed."""
    assert check([change(EVENT, file(), file(LEFT % HASH))], AGAINST._replace(redacted=ID)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD, LEFT % sha256(b"other").hexdigest().encode()),
        (OLD, LEFT.replace(b'"2021"', b'"2022"') % HASH),
        (OLD, LEFT.replace(b"2026-01-01", b"2026-01-02") % HASH),
        (OLD, LEFT.replace(b"announced", b"withdrawn") % HASH),
        (OLD, LEFT.replace(b'"type"', b'"title": "More", "type"') % HASH),
        (OLD, LEFT.replace(b'"date": "2021", ', b"") % HASH),
        (b"not JSON\n", LEFT % sha256(b"not JSON\n").hexdigest().encode()),
        (LEFT % HASH, LEFT % sha256(LEFT % HASH).hexdigest().encode()),
    ],
)
def test_redaction_altered(old: bytes, new: bytes) -> None:
    """A redaction that changes anything else is refused, and so is one of what was redacted before."""
    assert set(codes(check([change(EVENT, file(old), file(new))], AGAINST._replace(redacted=ID)))) <= {"P910", "P921"}
    assert check([change(EVENT, file(old), file(new))], AGAINST._replace(redacted=ID))


def test_beside() -> None:
    """The files beside the events may be edited or go, and are files of a bearable size."""
    words = "events/vocabulary.json"
    assert check([change(words, file(), file(b"{}"))], AGAINST) == []
    assert check([change(words, file(), None)], AGAINST) == []
    assert codes(check([change(words, file(), file(b"x", mode="120000"))], AGAINST)) == ["P914"]
    assert codes(check([change(words, file(), file(b"x", size=(16 << 20) + 1))], AGAINST)) == ["P916"]


def test_code_alone() -> None:
    """A change that adds no events may touch whatever judges them; that is for other eyes."""
    assert check([], AGAINST._replace(elsewhere=("tracker/check.py",))) == []
    (problem,) = check([added()], AGAINST._replace(elsewhere=("a", "b", "c", "d", "e")))
    assert problem.sentence == "the change adds events and touches `a`, `b` and `c`, and 2 more"


def test_mode_restored() -> None:
    """Taking a mark of a program away again changes nothing that is recorded."""
    assert check([change(EVENT, file(mode="100755"), file())], AGAINST) == []


def test_link_for_a_file() -> None:
    """A link in the place of an event is refused as a link, and counted as an event less."""
    assert codes(check([change(EVENT, file(), file(b"elsewhere", mode="120000"))], AGAINST)) == ["P922", "P914"]


def test_merged_alike() -> None:
    """What both sides added alike is no crossing; what one of them changed since is."""
    same = file(b"{}")
    assert check([change("events/pledges/fund/2023-broken.json", None, same, tip=same.oid)], AGAINST) == []
    assert codes(check([change(BULK, file(b"1\n"), file(b"1\n2\n"), tip="grown too")], AGAINST)) == ["P920"]
    assert codes(check([change(BULK, file(b"1\n"), file(b"1\n2\n"), tip=None)], AGAINST)) == ["P920"]
