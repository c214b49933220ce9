"""`tracker show` tells the story of a case on both clocks, in plain text."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from given import KINDS, SOURCE, corrected, event, redaction, retracted
from projects import project

from tracker.cli import main
from tracker.derive.rules import rule_version
from tracker.derive.story import shown

WIRE = SOURCE | {"publisher": "Example Wire", "via": "Example Daily", "url": "https://example.org/wire"}
RULES = rule_version(KINDS)
TODAY = datetime.now(UTC).strftime("%Y-%m-%d")

PLEDGE = [
    event(
        "pledge.announced", "2021-09-02", name="A hundred for all", question="Was it paid?",
        title="A company promised 100bn yuan", amount={"value": "100000000000", "currency": "CNY", "bound": "over"},
        due="2049-12-31", sources=[SOURCE, WIRE],
    ),
    event(
        "pledge.progressed", "2022", title="The company spent a first part",
        amount={"value": "5000000000", "currency": "CNY", "measure": "step", "covers": "2022"},
    ),
    event("pledge.progressed", "2022-03-01", title="The company opened an office"),
    corrected(
        "2021-09-02-announced",
        {"due": "2025", "amount": {"bound": None}}, {"due": "2049-12-31", "amount": {"bound": "over"}},
    ),
    retracted("2022-03-01-progressed", code="wrong_subject", instead="pledges/another"),
    event("record.checked", "2023-06-30", looked_in=["Example Daily", "the register"], summary="No sum was found."),
    event(
        "record.replied", "2023-07", of="2022-progressed", party="the-company", summary="The company keeps its word, it said.",
        quote="We keep our word",
    ),
    event("pledge.progressed", "2024-05", title="The company counted what it had given",
          amount={"value": "120000000000", "currency": "CNY", "measure": "cumulative", "covers": "2021/2024"}),
]  # fmt: skip


@pytest.fixture
def root(tmp_path) -> Path:
    return project(tmp_path, pledges__x=PLEDGE)


def show(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["show", "--root", str(root), *arguments])


def told(root: Path, *arguments: str) -> str:
    """The story, which has to be told without a problem."""
    result = show(root, *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def facts(root: Path, *arguments: str) -> dict[str, str]:
    """What the head of the story says, name by name."""
    block = told(root, *arguments).split("\n\n")[2]
    return {line[:12].strip(): line[12:] for line in block.splitlines()}


def test_whole_story(root):
    """Name, question, status, ledger, then events in fold order with sources and amendments, then what stands beside."""
    assert (
        told(root, "pledges/x")
        == f"""\
A hundred for all
pledges/x
Was it paid?

as of {TODAY}, as the record knows it today, by rule version {RULES}

status      under way, since 2022
due         2025 (overdue)
ledger      CNY: promised 100,000,000,000, delivered 120,000,000,000, undisclosed 0

2021-09-02  announced: A company promised 100bn yuan -> announced
    Example Daily: https://example.org/page
    Example Wire via Example Daily: https://example.org/wire
    corrected 2026-01-04: The page says otherwise.
      due: 2049-12-31 -> 2025
      amount.bound: over -> nothing

2022  progressed: The company spent a first part -> under way
    Example Daily: https://example.org/page

2022-03-01  ~~progressed: The company opened an office~~
    Example Daily: https://example.org/page
    retracted 2026-01-05 (wrong subject): The page says nothing of it. See pledges/another.

2024-05  progressed: The company counted what it had given
    Example Daily: https://example.org/page

2023-06-30  checked: nothing new in Example Daily, the register
    No sum was found.

2023-07  the-company replied, on 2022-progressed: The company keeps its word, it said.
    We keep our word
    Example Daily: https://example.org/page
"""
    )


def test_as_of(root):
    """As of a day, only what may have happened by its end is told; what is not certain yet only may have."""
    assert (
        told(root, "x", "--as-of", "2022-02-28")
        == f"""\
A hundred for all
pledges/x
Was it paid?

as of 2022-02-28, as the record knows it today, by rule version {RULES}

status      may have become under way, since 2022; certain only from 2022-12-31
before      announced
due         2025
ledger      CNY: promised 100,000,000,000, delivered 5,000,000,000, undisclosed 95,000,000,000

2021-09-02  announced: A company promised 100bn yuan -> announced
    Example Daily: https://example.org/page
    Example Wire via Example Daily: https://example.org/wire
    corrected 2026-01-04: The page says otherwise.
      due: 2049-12-31 -> 2025
      amount.bound: over -> nothing

2022  progressed: The company spent a first part -> under way
    Example Daily: https://example.org/page

2 events after 2022-02-28 left out
"""
    )


def test_known_at(root):
    """Known at a stamp, what was recorded later is left out, corrections and retractions among it."""
    assert (
        told(root, "x", "--known-at", "2026-01-03", "--as-of", "2022-12-31")
        == f"""\
A hundred for all
pledges/x
Was it paid?

as of 2022-12-31, as known at 2026-01-03T23:59:59Z (5 entries recorded later left out), by rule version {RULES}

status      under way, since 2022
due         2049-12-31
ledger      CNY: promised over 100,000,000,000, delivered 5,000,000,000, undisclosed 95,000,000,000

2021-09-02  announced: A company promised 100bn yuan -> announced
    Example Daily: https://example.org/page
    Example Wire via Example Daily: https://example.org/wire

2022  progressed: The company spent a first part -> under way
    Example Daily: https://example.org/page

2022-03-01  progressed: The company opened an office
    Example Daily: https://example.org/page
"""
    )


def test_known_at_is_to_the_second(root):
    """An entry is known from its own second on, and not a second before."""
    assert "corrected" in told(root, "x", "--known-at", "2026-01-04T09:00:00Z")
    assert "corrected" not in told(root, "x", "--known-at", "2026-01-04T08:59:59Z")


def test_before_the_record(root):
    """Known at a time before the first entry, the story is where the record begins."""
    assert told(root, "x", "--known-at", "2025-12-31") == "pledges/x\n\nthis record begins on 2026-01-01T09:00:00Z\n"


def test_before_the_first_event(root):
    """As of a day before the first event, nothing had happened."""
    before = facts(root, "x", "--as-of", "2021-09-01")
    assert before == {"status": "nothing had happened by then; the first event is of 2021-09-02"}
    assert facts(root, "x", "--as-of", "2021-09-02")["status"] == "announced, since 2021-09-02"


@pytest.mark.parametrize(
    "day, due",
    [
        ("2025-01-01", "2025"), ("2025-01-02", "2025 (may be overdue)"),
        ("2025-12-31", "2025 (may be overdue)"), ("2026-01-01", "2025 (overdue)"),
    ],
)  # fmt: skip
def test_deadline(root, day, due):
    """A pledge may be overdue once the first day of its deadline has passed, and is once the last has."""
    assert facts(root, "x", "--as-of", day)["due"] == due


def test_kept_pledge_is_not_overdue(tmp_path):
    """The deadline of a pledge that is settled is no longer held against the clock."""
    root = project(tmp_path, pledges__x=[
        event("pledge.announced", "2021", name="A", question="B?", due="2022"), event("pledge.fulfilled", "2024"),
    ])  # fmt: skip
    assert facts(root, "x")["due"] == "2022"


def test_sanction_that_takes_effect_by_itself(tmp_path):
    """A day still to come is announced as such; once it has come, it stands among the events."""
    root = project(tmp_path, sanctions__x=[event("sanction.imposed", "2021-06-03", name="A ban", effective="2021-08-02")])
    early = facts(root, "x", "--as-of", "2021-08-01")
    assert early["status"] == "announced, since 2021-06-03"
    assert early["to come"] == "in force from 2021-08-02, with no event needed"
    late = told(root, "x", "--as-of", "2021-08-02")
    assert facts(root, "x", "--as-of", "2021-08-02")["status"] == "in force, since 2021-08-02"
    assert "\n2021-08-02  took effect with no event needed -> in force\n" in late


def test_end_that_has_passed(tmp_path):
    """Where a day that a measure set has passed without an event, the outcome is not recorded, and nothing is settled."""
    root = project(
        tmp_path,
        sanctions__x=[event("sanction.imposed", "2021-06-03", name="A ban", until="2021-12-31")],
        laws__y=[event("law.adopted", "2021-06-10", name="A law", effective="2021-09")],
    )
    assert "outcome" not in facts(root, "x", "--as-of", "2021-12-31")
    assert facts(root, "x", "--as-of", "2022-01-01")["outcome"] == "date passed, outcome not recorded"
    assert "outcome" not in facts(root, "y", "--as-of", "2021-09-30")
    assert facts(root, "y", "--as-of", "2021-10-01") == {
        "status": "adopted, since 2021-06-10", "effective": "2021-09", "effective to": "2021-09-30",
        "outcome": "date passed, outcome not recorded",
    }  # fmt: skip


def test_pushed_day(tmp_path):
    """Where the event before it moves the day from which a status counts, that day is told and not the date as stated."""
    root = project(tmp_path, crackdowns__x=[
        event("crackdown.opened", "2021-05-10", name="A case"),
        event("crackdown.ordered", "2021", follows="2021-05-10-opened"),
    ])  # fmt: skip
    assert facts(root, "x", "--as-of", "2021-12-31")["status"] == "restricted, since 2021-05-10"


def test_party(tmp_path):
    """A party bears the name that it bore on the day, and its undated beginnings are told as such."""
    root = project(tmp_path, parties__x=[
        event("party.registered", name="Old Name", aliases=["O.N."]), event("party.related"),
        event("party.renamed", "2021-10-28", to_name="New Name"),
    ])  # fmt: skip
    before = told(root, "x", "--as-of", "2021-10-27")
    assert before.startswith("Old Name\nparties/x\n\n")
    assert "status      active, since when is not known\nkind        company\naliases     O.N.\n" in before
    assert "\nundated  related: relation founder, to another\n" in before
    assert told(root, "x").startswith("New Name\n")


def test_retracted_case(tmp_path):
    """A case of which nothing stands keeps its page, and its events stand struck through."""
    opened = event("crackdown.opened", "2021", name="A case", title="It began")
    root = project(tmp_path, crackdowns__x=[opened, retracted("2021-opened")])
    assert facts(root, "x") == {"status": "retracted"}
    assert "\n2021  ~~opened: It began~~\n" in told(root, "x")


def test_taken_back_amendments(tmp_path):
    """A correction or a retraction that was itself taken back is told, and does not hold."""
    root = project(tmp_path, crackdowns__x=[
        event("crackdown.opened", "2021", name="A case", title="It began"),
        corrected("2021-opened", {"title": "It started"}, {"title": "It began"}),
        retracted("2021-opened"),
        retracted("2026-01-03-retracted-2021-opened", reason="It does say so."),
        retracted("2026-01-02-corrected-2021-opened", reason="It began indeed."),
    ])  # fmt: skip
    assert (
        told(root, "x").split("\n\n", 3)[3]
        == """\
2021  opened: It began -> open
    Example Daily: https://example.org/page
    corrected 2026-01-02, since taken back: The page says otherwise.
      title: It began -> It started
    retracted 2026-01-03 (unsupported), since taken back: The page says nothing of it.
"""
    )


def test_redacted_event(tmp_path):
    """Of a redacted event the date, the type and the reason are told, and nothing that was in it."""
    opened = event("crackdown.opened", "2021-02", recorded="2026-01-01T09:00:00Z")
    root = project(tmp_path, crackdowns__x=[
        redaction(opened), event("crackdown.fined", "2021-03", title="They were fined"),
        event("record.redacted", of="2021-02-opened", code="privacy"),
    ])  # fmt: skip
    assert (
        told(root, "x").split("\n\n", 3)[3]
        == """\
2021-02  opened: the text was removed -> open
    text removed 2026-01-03 (privacy): A court ordered it.

2021-03  fined: They were fined -> fined
    Example Daily: https://example.org/page
"""
    )


def test_which_case(root, monkeypatch):
    """A case is named by its id, its path, or a slug that only one case bears."""
    monkeypatch.chdir(root)
    project(root, laws__y=[event("law.adopted", "2021", name="A law")], laws__z=[event("law.adopted", "2021", name="Z")],
            statements__z=[event("statement.made", "2021", name="Z")])  # fmt: skip
    assert told(root, "x") == told(root, "pledges/x") == told(root, "events/pledges/x/") == told(root, "./events/pledges/x")
    assert told(root, "laws/z").startswith("Z\nlaws/z\n")
    assert "Error: `z` is 2 cases: laws/z, statements/z\n" in show(root, "z").stderr
    assert "Error: there is no case `pledge/x`; did you mean `pledges/x`?\n" in show(root, "pledge/x").stderr
    no_such = "Error: there is no case `xyzzy`; a case is a folder such as `events/pledges/some-case`\n"
    assert no_such in show(root, "xyzzy").stderr
    assert [show(root, name).exit_code for name in ("z", "pledge/x", "xyzzy")] == [2, 2, 2]


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (("--as-of", "2021"), "--as-of `2021` is not a day such as 2022-03-01"),
        (("--as-of", "2021-02-30"), "--as-of `2021-02-30` is not a day such as 2022-03-01"),
        (("--as-of", "yesterday"), "--as-of `yesterday` is not a day such as 2022-03-01"),
        (
            ("--known-at", "2026"),
            "--known-at `2026` is neither a day such as 2026-11-22 nor an instant such as 2026-11-22T09:30:00Z",
        ),
    ],
)
def test_nonsense(root, arguments, sentence):
    """A time that is none is misuse, and a sentence says so."""
    result = show(root, "x", *arguments)
    assert result.exit_code == 2
    assert result.stderr.endswith(f"Error: {sentence}\n")


def test_broken_file(root):
    """A file that cannot be read is reported, the rest of the story told, and the exit says that it is not whole."""
    (root / "events/pledges/x/2024-05-progressed.json").write_text("{}", encoding="utf-8")
    result = show(root, "x")
    assert result.exit_code == 1
    assert result.stderr.startswith("events/pledges/x/2024-05-progressed.json")
    assert "error[P207]" in result.stderr
    assert "announced: A company promised 100bn yuan" in result.stdout


def test_control_characters(root):
    """No control character of a document reaches the terminal: it is shown by its number."""
    change = {"title": "x\u001b[2J\u202ey"}
    project(root, pledges__y=[
        event("pledge.announced", "2021", name="A", question="B?"),
        corrected("2021-announced", change, {"title": "Somebody acted"}),
    ])  # fmt: skip
    output = show(root, "y").stdout
    assert "title: Somebody acted -> x\\u001b[2J\\u202ey" in output
    assert [c for c in output if c != "\n" and shown(c) != c] == []
