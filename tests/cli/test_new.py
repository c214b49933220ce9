"""`tracker new` writes the next event: named, stamped, in canonical form and checked; or nothing at all."""

import json
from datetime import UTC, datetime

import pytest
from contributing import FIELDS, WHOLE, files, read, said, small, tracker
from given import KINDS, event
from projects import project

from tracker.derive.canonical import canonical
from tracker.write import later

PATH = "events/pledges/x/2022-05-03-progressed.json"


@pytest.fixture
def root(tmp_path):
    return small(tmp_path)


def written(root, before: dict[str, bytes]) -> list[str]:
    """What is there that was not there before; nothing else may have changed."""
    after = files(root)
    assert {path: raw for path, raw in after.items() if path in before} == before
    return [path for path in after if path not in before]


def test_writes(root):
    """The event stands where its date and type say, says what the flags say, and is in canonical form."""
    before = files(root)
    result = tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{PATH}\n", "date: `3 May 2022` is stored as `2022-05-03`\n")
    assert written(root, before) == [PATH]
    assert said(root, PATH) == {"type": "pledge.progressed"} | FIELDS
    assert (root / PATH).read_bytes() == canonical(read(root, PATH), KINDS.types["pledge.progressed"])


def test_all_flags(root):
    """Every flag lands in its field, a delivery's measure and period in its sum, and other fields by name."""
    result = tracker(
        root, "new", "pledge.progressed", "pledges/x", *WHOLE, "--amount", "over 5bn yuan", "--measure", "step",
        "--covers", "Q1 2022", "--notes", "Another says 6bn.", "--source", "https://example.org/two|Two||2022",
        "responds_to[0]=pledges/x/2021-09-02-announced", "announcement=may-2022", "amount.usd_as_reported=0.8bn",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    second = {"url": "https://example.org/two", "title": "Two", "publisher": "Example Daily", "published": "2022"}
    assert said(root, PATH) == {"type": "pledge.progressed"} | FIELDS | {
        "sources": [*FIELDS["sources"], second],
        "amount": {
            "value": "5000000000", "currency": "CNY", "bound": "over", "measure": "step", "covers": "2022-01/2022-03",
            "usd_as_reported": "800000000",
        },
        "responds_to": ["pledges/x/2021-09-02-announced"],
        "announcement": "may-2022",
        "notes": "Another says 6bn.",
    }  # fmt: skip
    assert "amount: `over 5bn yuan` is stored as `over 5,000,000,000 CNY`" in result.stderr
    assert "amount.usd_as_reported: `0.8bn` is stored as `800000000`" in result.stderr


def test_stamp_is_now(root):
    """It is recorded in the second in which it was written."""
    before = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    assert before <= read(root, PATH)["recorded"] <= later(before, 60)


def test_stamp_is_later_than_the_case(tmp_path):
    """It is recorded later than all that its case holds, even if that lies ahead."""
    ahead = event("pledge.announced", "2021", name="A pledge", question="Was it kept?", recorded="2999-01-01T00:00:00Z")
    root = project(tmp_path, parties__somebody=[event("party.registered", name="Somebody")], pledges__x=[ahead])
    assert tracker(root, "new", "pledge.progressed", "x", *WHOLE).exit_code == 0
    assert read(root, PATH)["recorded"] == "2999-01-01T00:00:01Z"


def test_counting_is_no_time_to_come(tmp_path):
    """What is ahead of the clock only because the case is does not warn once more."""
    ahead = event("pledge.announced", "2021", name="A pledge", question="Was it kept?", recorded="2999-01-01T00:00:00Z")
    root = project(tmp_path, parties__somebody=[event("party.registered", name="Somebody")], pledges__x=[ahead])
    assert "P306" not in tracker(root, "new", "pledge.progressed", "x", *WHOLE).output
    assert "2999-01-01T00:00:01Z" in tracker(root, "check").output


def test_second_on_a_day(root):
    """A second event of a type on one day ends in -2, a third in -3."""
    for number in ("", "-2", "-3"):
        result = tracker(root, "new", "pledge.progressed", "x", *WHOLE, "--notes", f"Number{number}")
        assert result.stdout == PATH.replace(".json", f"{number}.json\n")
    assert "P605" in result.stderr


def test_same_again(root):
    """What the case says already is not written again: a command repeated by mistake does no harm."""
    tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    before = files(root)
    result = tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    assert result.exit_code == 1
    assert result.stderr.endswith(f"error: {PATH} says just this already: nothing was written\n")
    assert files(root) == before


def test_error_writes_nothing(root):
    """With an error nothing is written, and the problem is shown as `tracker check` shows it, at the file that would be."""
    before = files(root)
    result = tracker(root, "new", "pledge.progressed", "x", *WHOLE, "--sector", "e-comerce", "--confidence", "high")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr
        == f"""\
date: `3 May 2022` is stored as `2022-05-03`
{PATH}:16:5
error[P216]: sector `e-comerce` is not known
  16 |     "e-comerce"
     |     ^^^^^^^^^^^
help: did you mean `e-commerce`?

{PATH}:25:17
error[P704]: confidence `high` rests on one publisher
  25 |   "confidence": "high"
     |                 ^^^^^^
help: add an official source or a second independent publisher, or say `medium`

2 errors, 0 warnings
error: nothing was written
"""
    )
    assert files(root) == before


def test_missing_fields(root):
    """What is missing is said for all fields at once, each with what it is for."""
    result = tracker(root, "new", "pledge.progressed", "x", "--date", "2022")
    assert result.exit_code == 1
    missing = [line for line in result.stderr.splitlines() if line.startswith("error[P207]")]
    assert missing == [
        f"error[P207]: `{field}` is missing"
        for field in ("confidence", "jurisdiction", "parties", "sectors", "sources", "summary", "title")
    ]


def test_old_errors_do_not_stop_it(tmp_path):
    """An error that was there before is not shown, and stops nobody."""
    wrong = event("pledge.announced", "2021", name="A pledge", question="Was it kept?", confidence="high")
    root = project(tmp_path, parties__somebody=[event("party.registered", name="Somebody")], pledges__x=[wrong])
    assert tracker(root, "check").exit_code == 1
    result = tracker(root, "new", "pledge.progressed", "x", *WHOLE)
    assert (result.exit_code, result.stdout) == (0, f"{PATH}\n")
    assert "P704" not in result.output


def test_harm_elsewhere_stops_it(root):
    """An error that the event causes in another file stops it too."""
    assert tracker(root, "new", "pledge.progressed", "x", *WHOLE).exit_code == 0
    before = files(root)
    result = tracker(root, "new", "pledge.withdrawn", "x", *WHOLE, "--date", "2 May 2022")
    assert (result.exit_code, files(root)) == (1, before)
    assert f"{PATH}:2:11\nerror[P401]" in result.stderr


def test_dry_run(root):
    """With --dry-run the file is shown and not written; with an error the exit code says so."""
    before = files(root)
    result = tracker(root, "new", "pledge.progressed", "x", *WHOLE, "--dry-run")
    path, _, document = result.stdout.partition("\n")
    assert (result.exit_code, path) == (0, PATH)
    assert json.loads(document)["title"] == "Somebody spent money"
    assert tracker(root, "new", "pledge.progressed", "x", "--dry-run").exit_code == 1
    assert files(root) == before


def test_document_from_standard_input(root):
    """A document comes from standard input; its stamp is renewed, and flags are laid over it."""
    document = {"type": "pledge.progressed", "recorded": "2001-01-01T00:00:00Z"} | FIELDS
    result = tracker(root, "new", "pledge.progressed", "x", "-", "--title", "Another title", input=json.dumps(document))
    assert (result.exit_code, result.stdout) == (0, f"{PATH}\n"), result.output
    assert said(root, PATH) == {"type": "pledge.progressed"} | FIELDS | {"title": "Another title"}
    assert read(root, PATH)["recorded"] > "2001-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("{", 1, "error: standard input: not JSON"),
        ("[]", 1, "error: standard input: the document is a list, not an object"),
        ('{"title": "A", "title": "B"}', 1, "error: standard input: key `title` stands twice"),
        ("", 1, "error: standard input: "),
        ('{"type": "pledge.broken"}', 2, "Error: the document is of type `pledge.broken`, not `pledge.progressed`"),
        ('{"date": "soon"}', 1, "error[P301]: `date` is `soon`"),
        ('{"date": 2021}', 1, "error[P208]: `date` is not a text"),
        ('{"parties": 5, "sources": {"a": 1}, "amount": []}', 1, "error[P208]: `amount` is not an object"),
    ],
)
def test_broken_document(root, text, code, sentence):
    """A document that cannot be read, or is of another type, is refused with a sentence."""
    before = files(root)
    result = tracker(root, "new", "pledge.progressed", "x", "-", input=text)
    assert (result.exit_code, files(root)) == (code, before)
    assert any(line.startswith(sentence) for line in result.stderr.splitlines()), result.stderr
    assert "Traceback" not in result.output


def test_opens_a_case(root):
    """A name opens a case, for a pledge with its question; the due day may be as vague as the promise."""
    opening = ["--name", "Homes", "--question", "Were they built?", "--quantity", "1,200 homes of rental housing", "due=2025"]
    result = tracker(root, "new", "pledge.announced", "homes-2022", *WHOLE, *opening)
    path = "events/pledges/homes-2022/2022-05-03-announced.json"
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert said(root, path) == {"type": "pledge.announced"} | FIELDS | {
        "name": "Homes", "question": "Were they built?", "due": "2025",
        "quantity": {"value": "1200", "unit": "homes", "of": "rental housing"},
    }  # fmt: skip


def test_slip_in_the_case(tmp_path):
    """A case that does not exist is not opened without a name; the nearest one is suggested."""
    root = project(tmp_path, pledges__alibaba_fund=[event("pledge.announced", "2021", name="A pledge", question="Was it kept?")])
    before = files(root)
    result = tracker(root, "new", "pledge.progressed", "alibaba-found", *WHOLE)
    assert (result.exit_code, files(root)) == (2, before)
    sentence = "there is no case `pledges/alibaba-found`; did you mean `pledges/alibaba-fund`? `--name` opens it"
    assert sentence in result.stderr


MISUSE = {
    "pledge.anounced x": "type `pledge.anounced` is not known; did you mean `pledge.announced`?",
    "pledge.announced crackdowns/x": "`pledge.announced` does not belong in `crackdowns`; its cases stand in `pledges`",
    "pledge.announced ../x": "`pledge.announced` does not belong in `..`; its cases stand in `pledges`",
    "pledge.announced Some_Case": "`Some_Case` cannot name a case; words of a-z and 0-9 joined by single hyphens",
    "pledge.announced x due=soon": "`soon` is no date",
    "pledge.announced x due": "`due` sets no field",
    "pledge.announced x --date soon": "Invalid value for '--date': `soon` is no date",
    "pledge.announced x --date 02/09/2021": "may be 2021-02-09 or 2021-09-02",
    "pledge.announced x --measure step": "`--measure` and `--covers` are said of an `--amount` or a `--quantity`",
    "pledge.announced": "give TYPE and CASE",
    "": "give TYPE and CASE",
    "record.checked y": "there is no case `y`",
}


@pytest.mark.parametrize("arguments", MISUSE)
def test_misuse(root, arguments):
    """What the command cannot mean is refused with a sentence and exit 2."""
    before = files(root)
    result = tracker(root, "new", *arguments.split())
    assert (result.exit_code, files(root)) == (2, before)
    assert MISUSE[arguments] in " ".join(result.stderr.split())


def test_no_project(tmp_path):
    """Where there is no log the command says so."""
    result = tracker(tmp_path, "new", "pledge.announced", "x")
    assert result.exit_code == 2
    assert "there is no folder `events` here" in result.stderr


def test_wrong_vocabulary(root):
    """Where this tracker's own words cannot be read nothing is written, in a new case or an old one."""
    (root / "events/vocabulary.json").write_text("{", encoding="utf-8")
    before = files(root)
    for case in ("x", "y"):
        result = tracker(root, "new", "pledge.progressed", case, *WHOLE, "--name", "Y")
        assert (result.exit_code, files(root)) == (1, before)
        assert result.stderr.count("error[P901]") == 1


def test_registers_a_party(root):
    """A party is registered together with the event that first names it, a second before it."""
    flags = ["new:pledger" if flag == "somebody:pledger" else flag for flag in WHOLE]
    assert tracker(root, "new", "pledge.progressed", "x", *flags).exit_code == 1
    result = tracker(root, "new", "pledge.progressed", "x", *flags, "--register", "new=New Body, Ltd:company:CN")
    assert (result.exit_code, result.stdout) == (0, f"events/parties/new/registered.json\n{PATH}\n"), result.output
    registered = read(root, "events/parties/new/registered.json")
    assert registered | {"recorded": None} == {
        "type": "party.registered", "recorded": None, "name": "New Body, Ltd", "jurisdiction": "CN", "kind": "company"
    }  # fmt: skip
    assert read(root, PATH)["recorded"] == later(registered["recorded"])
    assert "P306" not in result.stderr
    assert tracker(root, "check").exit_code == 0


def test_all_or_none(root):
    """With an error in one of two files neither is written."""
    before = files(root)
    result = tracker(root, "new", "pledge.progressed", "x", *WHOLE, "--register", "Other:nonsense")
    assert (result.exit_code, files(root)) == (1, before)
    assert "error[P206]: kind `nonsense` is not known" in result.stderr


def test_party_by_itself(root):
    """A party is a case of its own, named by its verb where nobody dates it."""
    result = tracker(root, "new", "party.registered", "other", "--name", "Other", "kind=company", "aliases[0]=The Other")
    assert (result.exit_code, result.stdout) == (0, "events/parties/other/registered.json\n"), result.output
    assert said(root, "events/parties/other/registered.json") == {
        "type": "party.registered", "name": "Other", "kind": "company", "aliases": ["The Other"]
    }  # fmt: skip


def test_party_of_the_same_name(root):
    """A party that bears another's name is refused, one that bears another's alias is warned of; whichever is the later slug."""
    for slug in ("a", "z"):
        result = tracker(root, "new", "party.registered", slug, "--name", "somebody", "kind=company")
        assert (result.exit_code, "error[P502]" in result.stderr) == (1, True)
    result = tracker(root, "new", "party.registered", "z", "--name", "Somebody Else", "kind=company")
    assert (result.exit_code, "warning[P511]" in result.stderr) == (0, True)


def test_same_sum_elsewhere(root):
    """A sum that stands on the same page in another case is warned of, as `tracker check` on the whole log would."""
    sum_ = ["--amount", "5bn CNY", "--name", "Another", "--question", "Was it?"]
    assert tracker(root, "new", "pledge.announced", "a", *WHOLE, *sum_).stderr.count("P606") == 0
    for case in ("b", "z"):
        result = tracker(root, "new", "pledge.announced", case, *WHOLE, *sum_)
        assert (result.exit_code, result.stderr.count("warning[P606]")) == (0, 1)
    assert tracker(root, "check").output.count("warning[P606]") == 2


def test_case_in_bulk(root):
    """A case whose events stand in a bulk file is gone on with in files; names and stamps follow on those of the lines."""
    opening = event("pledge.announced", "2021", name="Y", question="Y?", recorded="2998-01-01T00:00:00Z")
    progress = event("pledge.progressed", "2022-05-03", recorded="2999-01-01T00:00:00Z")
    lines = [{"id": "pledges/y/2021-announced"} | opening, {"id": "pledges/y/2022-05-03-progressed"} | progress]
    (root / "events/pledges/import.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    result = tracker(root, "new", "pledge.progressed", "y", *WHOLE)
    assert (result.exit_code, result.stdout) == (0, "events/pledges/y/2022-05-03-progressed-2.json\n"), result.output
    assert read(root, "events/pledges/y/2022-05-03-progressed-2.json")["recorded"] == "2999-01-01T00:00:01Z"


def test_redaction_by_name(root):
    """An event about the record that has no command of its own is written by its fields."""
    left = {"type": "pledge.announced", "date": "2021-09-02", "recorded": "2026-01-01T09:00:00Z", "redacted": "0" * 64}
    (root / "events/pledges/x/2021-09-02-announced.json").write_text(json.dumps(left), encoding="utf-8")
    of = "of=pledges/x/2021-09-02-announced"
    result = tracker(root, "new", "record.redacted", "x", of, "code=spam", "reason=It was advertising.")
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("-redacted-2021-09-02-announced.json\n")
    assert tracker(root, "check").exit_code == 0


def test_help():
    """The help says that there is no undo, and what to do instead."""
    for command in ("new", "correct", "retract"):
        text = " ".join(tracker(".", command, "--help").output.split())
        assert "There is no undo: once merged, an event is never edited or removed." in text
        assert "`tracker correct`" in text and "`tracker retract`" in text and "`tracker explain P807`" in text
