"""At a terminal the commands ask for what is missing, read each answer at once, and write when told to."""

import json
import os
import pty
import select
import subprocess
import sys
import time

import pytest
from contributing import FIELDS, PAGE, SOURCE, WHOLE, files, said, small, tracker

PATH = "events/pledges/x/2022-05-03-progressed.json"

# Answers, a line each, to a conversation about an event in a case that exists.
ANSWERS = {
    "date": "3 May 2022",
    "title": "Somebody spent money",
    "summary": "They said so.",
    "party": "somebody else",
    "its role": "pledg",
    "note": "",
    "no more parties": "",
    "jurisdiction": "",
    "sectors": "",
    "url": PAGE,
    "its headline": "A page",
    "publisher": "",
    "published": "",
    "language": "",
    "no more pages": "",
    "amount": "",
    "quantity": "",
    "confidence": "",
    "write it": "",
}


def answers(**others: str | None) -> str:
    """The conversation with some answers other than these: one with line feeds answers more than once, none is not asked for."""
    given = ANSWERS | {name.replace("_", " "): text for name, text in others.items()}
    return "".join(f"{text}\n" for text in given.values() if text is not None)


@pytest.fixture
def root(tmp_path):
    return small(tmp_path)


def test_conversation(root):
    """What is answered is written; Enter takes the host's publisher and the confidence that follows."""
    result = tracker(root, "new", "--ask", "pledge.progressed", "x", input=answers())
    assert (result.exit_code, result.stdout) == (0, f"{PATH}\n"), result.output
    assert said(root, PATH) == {"type": "pledge.progressed"} | FIELDS
    assert "  stored as 2022-05-03\n" in result.stderr
    assert "somebody: Somebody" in result.stderr


def test_only_what_is_missing(root):
    """What flags say is not asked for."""
    result = tracker(root, "new", "--ask", "pledge.progressed", "x", *WHOLE, input="\n\n\n")
    assert (result.exit_code, said(root, PATH)) == (0, {"type": "pledge.progressed"} | FIELDS)
    assert "title: What happened" not in result.stderr


def test_delivery(root):
    """A delivery is asked how it counts and for which period; the sum is echoed."""
    amount = "lots\nover 5bn yuan\ncum\nQ1 2022"
    result = tracker(root, "new", "--ask", "pledge.progressed", "x", input=answers(amount=amount, quantity=None))
    assert said(root, PATH)["amount"] == {
        "value": "5000000000", "currency": "CNY", "bound": "over", "measure": "cumulative", "covers": "2022-01/2022-03"
    }, result.output  # fmt: skip
    assert "  `lots` is no sum; type it as" in result.stderr
    assert "  stored as over 5,000,000,000 CNY\n" in result.stderr


WRONG = {
    "date": ("soon\n3 May 2022", "`soon` is no date"),
    "title": ("=A title\nSomebody spent money", "`title` begins with `=`"),
    "summary": ("\nThey said so.", "this one is needed"),
    "its role": ("pleger\npledger", "did you mean `pledger`?"),
    "sectors": ("e-comerce\ne-comm", "did you mean `e-commerce`?"),
    "jurisdiction": ("China\nCN", "`China` is not one of them"),
    "url": (f"www.example.org\n{PAGE}", "`sources[0].url` is not a web address"),
    "publisher": ("Example Dayly\nExample Daily", "did you mean `Example Daily`?"),
    "confidence": ("hihg\nmedium", "did you mean `high`?"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_answer(root, name):
    """An answer that cannot stand is said to be wrong and asked for again."""
    given, sentence = WRONG[name]
    result = tracker(root, "new", "--ask", "pledge.progressed", "x", input=answers(**{name: given}))
    assert (result.exit_code, said(root, PATH)) == (0, {"type": "pledge.progressed"} | FIELDS), result.output
    assert sentence in result.stderr


def test_search_for_a_party(root):
    """A party is found by part of its name, or by one that is spelt alike, and chosen by number."""
    for given in ("ome", "somebdy"):
        result = tracker(root, "new", "--ask", "pledge.progressed", "x", input=answers(party=f"{given}\n1"))
        assert "  1. somebody: Somebody\n" in result.stderr
        (root / PATH).unlink()


def test_party_is_registered(root):
    """A party that nobody knows is offered for registration, with a slug drawn from its name, and written with the event."""
    party = "New Body\nnew\n\nzz\ncompany\ncn\nSome Slug\n"
    result = tracker(root, "new", "--ask", "pledge.progressed", "x", input=answers(party=party))
    assert (result.exit_code, result.stdout) == (0, f"events/parties/new-body/registered.json\n{PATH}\n"), result.output
    assert said(root, "events/parties/new-body/registered.json") == {
        "type": "party.registered", "name": "New Body", "kind": "company", "jurisdiction": "CN"
    }  # fmt: skip
    assert said(root, PATH)["parties"] == [{"party": "new-body", "role": "pledger"}]
    assert "`zz` is not one of them" in result.stderr and "`Some Slug` is no slug" in result.stderr


def test_registration_that_is_not_needed(root):
    """A party that was registered in an answer given otherwise later is not written."""
    party = "New Body\nnew\n\ncompany\n\n"
    result = tracker(
        root, "new", "--ask", "pledge.progressed", "x",
        input=answers(party=party, write_it="parties\nsomebody\npledger\n\n\n"),
    )  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, f"{PATH}\n"), result.output
    assert "events/parties/new-body/registered.json" in result.stderr
    assert not (root / "events/parties/new-body").exists()


def test_stranger_in_flags(root):
    """A party that a flag names and nobody registered is asked for; the near ones are shown."""
    flags = ["somebdy:pledger" if flag == "somebody:pledger" else flag for flag in WHOLE]
    result = tracker(root, "new", "--ask", "pledge.progressed", "x", *flags, input="1\n\n\n\n")
    assert (result.exit_code, said(root, PATH)) == (0, {"type": "pledge.progressed"} | FIELDS), result.output
    assert "party `somebdy` is not registered" in result.stderr


def test_review(root):
    """Before it is written the file is shown with its problems; a field can be answered again, and one added."""
    review = "confidense\nconfidence\nmedium\nnotes\nOne says so.\ntitle\nSomebody spent it\n"
    result = tracker(root, "new", "--ask", "pledge.progressed", "x", input=answers(confidence="high", write_it=review))
    assert (result.exit_code, result.stdout) == (0, f"{PATH}\n"), result.output
    assert "error[P704]: confidence `high` rests on one publisher" in result.stderr
    assert "Enter to give up, or a field to answer again" in result.stderr
    assert "there is no field `confidense`; did you mean `confidence`?" in result.stderr
    fields = {"title": "Somebody spent it", "notes": "One says so."}
    assert said(root, PATH) == {"type": "pledge.progressed"} | FIELDS | fields


@pytest.mark.parametrize("given", [answers(confidence="high"), "3 May 2022\nSomebody spent money\n"], ids=["given up", "cut off"])
def test_nothing_is_lost(root, given):
    """Whoever gives up or is cut off gets the answers back as a document that can be gone on with; nothing is written."""
    before = files(root)
    result = tracker(root, "new", "--ask", "pledge.progressed", "x", input=given)
    assert (result.exit_code, files(root)) == (1, before)
    document = json.loads(result.stdout)
    assert (document["date"], document["title"]) == ("2022-05-03", "Somebody spent money")
    again = tracker(root, "new", "pledge.progressed", "x", "-", *WHOLE, input=result.stdout)
    assert (again.exit_code, again.stdout) == (0, f"{PATH}\n"), again.output


def test_whole_conversation(root):
    """Without arguments the type and the case are asked for too, and whether a new case is to be opened."""
    opening = "pledge.anounced\npledge.announced\nhomes-2022\ny\nHomes\nWere they built?\n"
    given = answers(jurisdiction="CN", sectors="e-commerce", amount="5bn CNY", quantity="by the end of 2025")
    result = tracker(root, "new", "--ask", input=opening + given)
    path = "events/pledges/homes-2022/2022-05-03-announced.json"
    assert (result.exit_code, result.stdout) == (0, f"{path}\n"), result.output
    assert "there is no type `pledge.anounced`; did you mean `pledge.announced`?" in result.stderr
    assert said(root, path) == {"type": "pledge.announced"} | FIELDS | {
        "name": "Homes", "question": "Were they built?", "amount": {"value": "5000000000", "currency": "CNY"}, "due": "2025-12-31"
    }  # fmt: skip


def test_new_case_is_confirmed(root):
    """Whoever slips in the name of a case is asked before it is opened, and can say no."""
    before = files(root)
    result = tracker(root, "new", "--ask", "pledge.progressed", "xx", input="n\n")
    assert (result.exit_code, files(root)) == (1, before)
    assert "there is no case `pledges/xx`" in result.stderr


def test_command_of_its_own(root):
    """For a correction the prompt leads to the command that computes what was."""
    result = tracker(root, "new", "--ask", "record.corrected", "x")
    assert result.exit_code == 2
    assert "write it with `tracker correct`" in result.stderr


def test_record_commands_ask(root):
    """The commands about the record ask for what they lack, and for nothing where they lack nothing."""
    event = "2021-09-02-announced"
    page = f"{PAGE}\nA page\n\n\n\n\n"
    result = tracker(root, "correct", "--ask", event, "due=2025", input=f"It says so.\n{page}\n")
    assert result.exit_code == 0, result.output
    assert said(root, result.stdout.strip())["reason"] == "It says so."
    result = tracker(root, "reply", "--ask", event, input=f"somebody\nThey denied it.\n\n{page}\n")
    assert result.exit_code == 0, result.output
    assert said(root, result.stdout.strip())["party"] == "somebody"
    result = tracker(root, "checked", "--ask", event, input="The register\n\nNothing was found.\n\n\n")
    assert result.exit_code == 0, result.output
    assert said(root, result.stdout.strip())["looked_in"] == ["The register"]
    result = tracker(root, "retract", "--ask", event, input="It never happened.\nunsup\n\n\n\n")
    assert result.exit_code == 0, result.output
    assert said(root, result.stdout.strip())["code"] == "unsupported"


def talk(command: list[str], given: str, seconds: float = 30) -> tuple[int, str]:
    """What a command shows to somebody at a terminal who types these lines, and how it ends."""
    person, terminal = pty.openpty()
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True)
    os.close(terminal)
    shown, until = b"", time.monotonic() + seconds
    lines = given.splitlines(keepends=True)
    try:
        while time.monotonic() < until:
            if select.select([person], [], [], 0.1)[0]:
                try:
                    shown += os.read(person, 65536)
                except OSError:
                    break
            elif lines and shown.endswith((b": ", b"]: ")):
                os.write(person, lines.pop(0).encode())
        return process.wait(max(0.1, until - time.monotonic())), shown.decode()
    finally:
        process.kill()
        process.wait()
        os.close(person)


def test_at_a_terminal(root):
    """At a real terminal the command asks without being told to, and Ctrl-D ends it without a file or a traceback."""
    command = [sys.executable, "-m", "tracker", "new", "--root", str(root), "pledge.progressed", "x"]
    before = files(root)
    code, shown = talk(command, "3 May 2022\n\x04")
    assert (code, files(root)) == (1, before), shown
    assert "nothing was written; what was answered follows" in shown and "Traceback" not in shown
    code, shown = talk(command, answers())
    assert (code, said(root, PATH)) == (0, {"type": "pledge.progressed"} | FIELDS), shown


def test_not_at_a_terminal(root):
    """In a script nothing is asked: what is missing is a problem."""
    command = [sys.executable, "-m", "tracker", "new", "--root", str(root), "pledge.progressed", "x", "--source", SOURCE]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "error[P207]: `title` is missing" in done.stderr
