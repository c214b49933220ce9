"""`tracker show` tells the story of a case in plain text: whole, with what was taken back, or why it cannot."""

from pathlib import Path

import pytest
from given import corrected, event, redaction, retracted
from projects import project
from telling import PLEDGE, RULES, facts, show, told, told_today

from tracker.derive.story import shown


@pytest.fixture
def root(tmp_path) -> Path:
    return project(tmp_path, pledges__x=PLEDGE)


def test_whole_story(root):
    """Name, question, status, ledger, then events in fold order with sources and amendments, then what stands beside."""
    today, story = told_today(root, "pledges/x")
    assert (
        story
        == f"""\
A hundred for all
pledges/x
Was it paid?

as of {today}, as the record knows it today, by rule version {RULES}

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
