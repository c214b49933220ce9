"""`tracker from-issue` writes what a filed form reports, and refuses what nobody could be sure of."""

import json

import pytest
from contributing import files, read, tracker
from filing import FORMS, rendered, typed
from given import KINDS, SOURCE, event
from projects import WORDS, project

from tracker.derive.schema import schema
from tracker.model.vocabulary import Vocabulary

EXAMPLES = schema(KINDS, Vocabulary.model_validate(WORDS))["$defs"]
PARTIES = {f"parties__{slug}": [event("party.registered", name=slug.capitalize())] for slug in ("somebody", "example-company")}

PLEDGES = FORMS["pledges"]
GIVEN = {
    "type": "pledge.progressed: Something was done towards the promise",
    "case": "https://example.org/tracker/pledges/x",
    "date": "May 2022",
    "title": "Somebody spent money",
    "summary": "They said so,\nand gave a sum.",
    "parties": "Somebody: pledger",
    "jurisdiction": "CN",
    "sectors": "e-commerce",
    "sources": "https://example.org/page | A page | Example Daily | 3 May 2022",
    "amount": "over 2bn yuan",
    "measure": "step",
    "covers": "2021",
}
PATH = "events/pledges/x/2022-05-progressed.json"


@pytest.fixture
def root(tmp_path):
    announced = event("pledge.announced", "2021-09-02", name="A pledge", question="Was it kept?")
    return project(tmp_path, **PARTIES, pledges__x=[announced])


def filed(root, body: str, *options: str):
    """The answer to an event of GitHub's in which a form was labelled."""
    told = root.parent / f"{root.name}-event.json"
    told.write_text(json.dumps({"action": "labeled", "issue": {"number": 7, "body": body}, "repository": {}}), encoding="utf-8")
    return tracker(root, "from-issue", str(told), *options)


def test_a_fact(root):
    """A filled form is written as `tracker new` would have written it, from an event or from the text alone."""
    answer = filed(root, rendered(PLEDGES, GIVEN), "--reply", str(root / "reply.md"))
    assert (answer.exit_code, answer.stdout, answer.stderr) == (0, f"{PATH}\n", "")
    written = read(root, PATH)
    assert written == {
        "type": "pledge.progressed",
        "date": "2022-05",
        "recorded": written["recorded"],
        "title": "Somebody spent money",
        "summary": "They said so, and gave a sum.",
        "parties": [{"party": "somebody", "role": "pledger"}],
        "jurisdiction": "CN",
        "sectors": ["e-commerce"],
        "sources": [SOURCE | {"published": "2022-05-03"}],
        "amount": {"value": "2000000000", "currency": "CNY", "bound": "over", "measure": "step", "covers": "2021"},
        "confidence": "medium",
    }
    assert tracker(root, "fmt", "--check", PATH).exit_code == 0
    assert f"- `{PATH}`" in (root / "reply.md").read_text(encoding="utf-8")
    (root / PATH).unlink()
    again = tracker(root, "from-issue", "-", input=rendered(PLEDGES, GIVEN).replace("\n", "\r\n"))
    assert (again.exit_code, again.stdout) == (0, f"{PATH}\n")
    assert read(root, PATH) | {"recorded": ""} == written | {"recorded": ""}


@pytest.mark.parametrize("word", [word for word in KINDS.types if not word.startswith("record.")])
def test_every_type(tmp_path, word):
    """What a form asks for of a type comes back as it was typed."""
    root = project(tmp_path, **PARTIES)
    family = KINDS.family_of[word.partition(".")[0]]
    form = FORMS[family]
    wanted = {name: value for name, value in EXAMPLES[word]["examples"][0].items() if name in {b.name for b in form.boxes}}
    wanted |= {"name": "Case Nine"} | ({"question": "Was it kept?"} if family == "pledges" else {})
    wanted["sources"] = [SOURCE | {"published": "2021-09-02"}]
    if "amount" in wanted:
        wanted["amount"] = {
            key: wanted["amount"][key] for key in ("value", "currency", "measure", "covers") if key in wanted["amount"]
        }
        del wanted["quantity"]
        if not KINDS.types[word].model_fields["amount"].annotation.model_fields["measure"].is_required():
            wanted["amount"] = {key: wanted["amount"][key] for key in ("value", "currency")}
    answer = filed(root, rendered(form, typed(wanted, form)), "--dry-run")
    path, _, shown = answer.stdout.partition("\n")
    assert answer.exit_code == 0, answer.stderr
    assert path.startswith(f"events/{family}/case-nine/")
    found = json.loads(shown)
    assert {name: found[name] for name in wanted} == wanted


def test_a_new_case_and_a_new_party(root):
    """A form may open a case, and register parties that it names; one that it does not name is left out."""
    given = GIVEN | {"type": PLEDGES.boxes[0].options[0], "case": "", "name": "Somebody's other fund", "question": "Was it kept?"}
    given |= {"parties": "Somebody: pledger\nNew Foundation: beneficiary: its first\n"}
    given |= {"new": "New Foundation: foundation: CN\nNobody: company"}
    del given["measure"], given["covers"]
    answer = filed(root, rendered(PLEDGES, given))
    assert (answer.exit_code, answer.stdout.splitlines()) == (
        0, ["events/parties/new-foundation/registered.json", "events/pledges/somebodys-other-fund/2022-05-announced.json"],
    ), answer.stderr  # fmt: skip
    assert read(root, answer.stdout.splitlines()[1])["parties"][1] == {
        "party": "new-foundation", "role": "beneficiary", "note": "its first"
    }  # fmt: skip


def test_a_correction(root):
    """A correction says what should be read instead, and is held against what the event says now."""
    form = FORMS["correction"]
    given = {"of": "https://example.org/pledges/x/2021-09-02-announced?as_of=2022-01-01", "reason": "The page says otherwise."}
    given |= {"change": "title=Another title\nparties[0].role=beneficiary", "sources": GIVEN["sources"]}
    answer = filed(root, rendered(form, given))
    assert answer.exit_code == 0, answer.stderr
    written = read(root, answer.stdout.strip())
    assert (written["of"], written["change"], written["was"]) == (
        "pledges/x/2021-09-02-announced",
        {"title": "Another title", "parties": [{"party": "somebody", "role": "beneficiary"}]},
        {"title": "Somebody acted", "parties": [{"party": "somebody", "role": "target"}]},
    )
    for change, sentence in (
        ("titel=x", "there is no field `titel`"), ("title", "`title` sets no field"), ("parties[7].role=x", "there is no `parties[7]`"),
        ("title=Another title", "the event says so already"),
    ):  # fmt: skip
        answer = filed(root, rendered(form, given | {"change": change}))
        assert (answer.exit_code, sentence in answer.stderr) == (1, True), answer.stderr
    answer = filed(root, rendered(form, given | {"of": "pledges/x/2021-09-03-announced"}))
    assert (answer.exit_code, "Which event: there is no event" in answer.stderr) == (1, True), answer.stderr


WRONG = {
    "date": ("some day", "When it happened: `some day` is no date"),
    "case": ("tencent-ssv-2021", "Which pledge: there is no case `tencent-ssv-2021`"),
    "parties": ("Nobody Known: pledger", "Parties, line 1: no party is called `Nobody Known`"),
    "sources": ("https://example.org/page", "Sources: a source has an address and a title"),
    "amount": ("much", "Sum of money: `much` is no sum"),
    "jurisdiction": ("China", "Country or union that acted: country `China` is not known"),
    "title": ("=1+1", "What happened, in one line: "),
    "sectors": ("e-comerce", "Parts of the industry: sector `e-comerce` is not known"),
    "covers": ("", "Period that it covers: this is needed"),
    "new": ("Nobody", "Parties to register: `Nobody` is no party to register"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong(root, name):
    """What is wrong is said by the name of the box, on the terminal and in the reply, and nothing is written."""
    typed_, sentence = WRONG[name]
    before = files(root / "events")
    answer = filed(root, rendered(PLEDGES, GIVEN | {name: typed_}), "--reply", str(root / "reply.md"))
    assert (answer.exit_code, answer.stdout, files(root / "events")) == (1, "", before)
    assert sentence in answer.stderr, answer.stderr
    assert (root / "reply.md").read_text(encoding="utf-8").startswith("This cannot be recorded as it is.")
    assert f"**{sentence.partition(':')[0]}**: " in (root / "reply.md").read_text(encoding="utf-8")


WHOLE = rendered(PLEDGES, GIVEN)

HOSTILE = {
    "a heading in a text": (
        WHOLE.replace("They said so,", "They said so,\n### What happened, in one line\nFake"),
        "stands twice",
    ),
    "another heading": (WHOLE.replace("They said so,", "### Background\n\nThey said so,"), "`Background` is none of the form"),
    "headings in another order": (
        WHOLE.replace("### When it happened", "### ?")
        .replace("### Deadline", "### When it happened")
        .replace("### ?", "### Deadline"),
        "do not stand in the order",
    ),
    "a heading less": (WHOLE.replace("### When it happened\n\nMay 2022\n\n", ""), "the heading `When it happened` is missing"),
    "a comment": (WHOLE.replace("May 2022", "May 2022 <!-- or not -->"), "an HTML comment"),
    "a fence": (WHOLE.replace("They said so,", "```\nThey said so,"), "a fence of code"),
    "text before": (f"Please read:\n\n{WHOLE}", "not the text of one of the forms"),
    "another text": ("I found https://example.org/page", "not the text of one of the forms"),
    "nothing": ("", "not the text of one of the forms"),
    "another type": (WHOLE.replace("pledge.progressed:", "record.redacted:"), "type `record.redacted` is not known"),
    "too long": (WHOLE + "x" * 65_536, "longer than 65,536 characters"),
    "a long text": (WHOLE.replace("May 2022", "9" * 20_000), "When it happened: this has 20,000 characters"),
    "many lines": (WHOLE.replace("Somebody: pledger", "Somebody: pledger\n" * 300), "more than 40 lines"),
    "control characters": (
        WHOLE.replace("They said so,", "They\x1b[31m said\x00 so\u202e"),
        "What happened, in one to three sentences: ",
    ),
    "an object": (WHOLE.replace("Somebody: pledger", '{"party": {"a": 1}}'), "is no such line"),
    "deep nesting": (WHOLE.replace("Somebody: pledger", "[" * 30_000), "Parties: "),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts(root, name):
    """What could be taken for something else, or is not seen by a reader, is refused; no terminal and no comment obeys it."""
    body, sentence = HOSTILE[name]
    before = files(root / "events")
    answer = filed(root, body, "--reply", str(root / "reply.md"))
    assert (answer.exit_code, answer.stdout, files(root / "events")) == (1, "", before), answer.stderr
    assert sentence in answer.stderr, answer.stderr
    assert "\x1b" not in answer.stderr and "\u202e" not in answer.stderr and "Traceback" not in answer.stderr
    reply = (root / "reply.md").read_text(encoding="utf-8")
    assert len(reply) < 60_001 and "\x1b" not in reply


def test_a_reply_calls_nobody(root):
    """What was typed reaches the reply as text: nobody is called, nothing is linked, hidden or formatted."""
    typed_ = "@octocat #1 https://evil.example [x](https://evil.example) `x` **x** | <b>"
    filed(root, rendered(PLEDGES, GIVEN | {"parties": f"{typed_}: pledger", "date": typed_}), "--reply", str(root / "reply.md"))
    reply = (root / "reply.md").read_text(encoding="utf-8")
    assert reply.count("&#64;&#8203;octocat") == 2
    assert not any(sign in reply for sign in ("@octocat", "https://", "](", "<b>", " `x`", "**x**"))


def test_answered_none(root):
    """A choice that nobody made is none, whether it is left out or said so."""
    for nothing in ("None", "_No response_", ""):
        body = (
            rendered(PLEDGES, {**GIVEN, "amount": ""}).replace("\n\nstep\n", f"\n\n{nothing}\n").replace("2021", "_No response_")
        )
        answer = filed(root, body, "--dry-run")
        assert (answer.exit_code, "amount" in answer.stdout) == (0, False), answer.stderr


def test_misuse(root, tmp_path):
    """What is no event of an issue ends with a sentence and exit 2."""
    for text, sentence in (
        ("[]", "no event of an issue"),
        ('{"action": "opened"}', "no event of an issue"),
        (b"\xff", "not UTF-8"),
    ):
        told = tmp_path / "told"
        told.write_bytes(text if isinstance(text, bytes) else text.encode())
        answer = tracker(root, "from-issue", str(told))
        assert (answer.exit_code, sentence in answer.stderr) == (2, True), answer.stderr
    assert tracker(root, "from-issue", str(tmp_path / "nowhere")).exit_code == 2
    assert filed(root, None).exit_code == 1
