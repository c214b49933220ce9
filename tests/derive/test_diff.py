"""What readers will see change, as facts, and written down so that nothing of it is obeyed by whoever reads it."""

import json
import re

import pytest
from given import KINDS, SOURCE, corrected, event, log, redaction, retracted

from tracker.derive import notice
from tracker.derive.diff import Added, Amended, CaseDiff, Diff, Fact, Near, Pair, alike, diff
from tracker.log.case import case_of
from tracker.model.vocabulary import Publisher, Vocabulary

FUND = "pledges/fund"
WORDS = Vocabulary(publishers={"Example Daily": Publisher(tier="newsroom"), "The Ministry": Publisher(tier="official")})

PROMISED = {"value": "100", "currency": "CNY"}
GIVEN = {"value": "10", "currency": "CNY", "measure": "step", "covers": "2021"}
OPENED = event("pledge.announced", "2021-09-02", name="A fund", question="Was it paid?", due="2025", amount=PROMISED)
STEP = event("pledge.progressed", "2022-01-10", title="Something was paid", amount=GIVEN)


def told(documents: list[dict], case_id: str = FUND):
    return case_of(case_id, log(case_id, *documents), KINDS) if documents else None


def between(before: list[dict], after: list[dict], case_id: str = FUND) -> Diff:
    """The difference between two tellings of one case."""
    return diff([Pair(told(before, case_id), told(after, case_id))], (WORDS, WORDS), [])


def test_nothing() -> None:
    """Where nothing changes for readers there is nothing to read, in any form but that of tools."""
    found = between([OPENED], [OPENED])
    assert found == Diff([], [], [], [])
    assert (notice.as_markdown(found), notice.as_text(found), notice.as_json(found)) == ("", "", "{}\n")


def test_step() -> None:
    """A step changes status and ledger, and moves the totals; its sources are told by tier, the nearest first."""
    ministry = {"url": "https://example.org/m", "title": "A notice", "publisher": "The Ministry"}
    odd = {"url": "https://example.org/o", "title": "A page", "publisher": "Somebody"}
    found = between([OPENED], [OPENED, {**STEP, "sources": [odd, SOURCE, ministry]}])
    assert found == Diff(
        [
            CaseDiff(
                FUND,
                "A fund",
                False,
                [
                    Fact("status", "announced", "under way"),
                    Fact("undisclosed (CNY)", "100", "90"),
                    Fact("delivered (CNY)", None, "10"),
                ],
                [
                    Added(
                        f"{FUND}/2022-01-10-progressed",
                        "pledge.progressed",
                        "2022-01-10",
                        "Something was paid",
                        {"official": ["The Ministry"], "newsroom": ["Example Daily"], "unknown": ["Somebody"]},
                    )
                ],
                [],
            )
        ],
        [Fact("undisclosed (CNY)", None, "-10"), Fact("delivered (CNY)", None, "+10")],
        [],
        [],
    )
    assert list(found.cases[0].added[0].tiers) == ["official", "newsroom", "unknown"]


def test_correction() -> None:
    """A correction shows each value that it replaces, old and new, and what follows of it; of a list what differs."""
    parties = [*OPENED["parties"], {"party": "another", "role": "target"}]
    change = {"due": "2026", "amount": {"value": "200"}, "parties": parties}
    was = {"due": "2025", "amount": {"value": "100"}, "parties": OPENED["parties"]}
    (case,) = between([OPENED], [OPENED, corrected("2021-09-02-announced", change, was)]).cases
    assert case.facts == [
        Fact("due", "2025", "2026"),
        Fact("promised (CNY)", "100", "200"),
        Fact("undisclosed (CNY)", "100", "200"),
    ]
    (amended,) = case.amended
    assert (amended.kind, amended.of, amended.title) == ("corrected", f"{FUND}/2021-09-02-announced", "Somebody acted")
    assert amended.reason == "The page says otherwise."
    assert amended.values == [
        Fact("due", "2025", "2026"),
        Fact("amount.value", "100", "200"),
        Fact("parties", None, "another (target)"),
    ]


def test_retraction() -> None:
    """A retraction shows what it takes back and why, and a case of which nothing stands is retracted."""
    found = between([OPENED], [OPENED, retracted("2021-09-02-announced")])
    (case,) = found.cases
    assert case.facts[0] == Fact("status", "announced", "retracted")
    assert (case.amended[0].kind, case.amended[0].reason) == ("retracted", "unsupported: The page says nothing of it.")
    assert Fact("pledges (CNY)", None, "-1") in found.totals


def test_redaction() -> None:
    """A redaction does not repeat what it removed."""
    secret = {**OPENED, "name": "The libel", "title": "Another libel", "question": "A third libel?"}
    found = between(
        [secret], [redaction(secret) | {"recorded": "2026-01-01T09:00:00Z"}, event("record.redacted", of="2021-09-02-announced")]
    )
    (case,) = found.cases
    assert [amended.kind for amended in case.amended] == ["redacted"]
    assert "libel" not in notice.as_markdown(found) + notice.as_text(found) + notice.as_json(found)


def test_new_case_and_party() -> None:
    """A new case is told as it is, a new party on one line."""
    party = event("party.registered", name="Some Company", native_name="某公司")
    pairs = [Pair(None, told([OPENED])), Pair(None, told([party], "parties/some-company"))]
    found = diff(pairs, (WORDS, WORDS), [])
    assert [(case.id, case.new) for case in found.cases] == [(FUND, True), ("parties/some-company", True)]
    assert found.cases[0].facts[:2] == [Fact("status", None, "announced"), Fact("asks", None, "Was it paid?")]
    assert (
        notice.as_text(found, "https://example.org/")
        == """\
1 new case, 1 new party, 2 added events

A fund (new)
https://example.org/pledges/fund
  status: announced
  asks: Was it paid?
  due: 2025
  promised (CNY): 100
  undisclosed (CNY): 100
  added 2021-09-02 pledge.announced: Somebody acted — newsroom: Example Daily

new parties
  Some Company, https://example.org/parties/some-company: kind company, native name 某公司

totals of pledges
  pledges (CNY): +1
  promised (CNY): +100
  undisclosed (CNY): +100
"""
    )


def test_markdown() -> None:
    """A pull request shows a table of what changes, and a link to each page."""
    near = [Near(f"{FUND}/2022-01-10-progressed", "pledges/other/2022-01-10-progressed", "Paid", "same type, date and party")]
    change = {"title": "Nobody acted"}
    after = [OPENED, STEP, corrected("2021-09-02-announced", change, {"title": "Somebody acted"})]
    found = diff([Pair(told([OPENED]), told(after))], (WORDS, WORDS), near)
    step, page = "2022-01-10-progressed", f"https://example.org/{FUND}"
    assert (
        notice.as_markdown(found, "https://example.org")
        == f"""\
### What readers will see change

1 case changes, 1 added event, 1 amendment

#### [A fund]({page})

|  | before | after |
| --- | --- | --- |
| status | announced | under way |
| undisclosed (CNY) | 100 | 90 |
| delivered (CNY) | – | 10 |

- added: [Something was paid]({page}/{step}) (2022-01-10, pledge.progressed) — newsroom: Example Daily
- corrected [Somebody acted]({page}/2021-09-02-announced): The page says otherwise. — newsroom: Example Daily
  - title: Somebody acted → Nobody acted

#### Perhaps in the log already

- [{FUND}/{step}]({page}/{step}) and [Paid](https://example.org/pledges/other/{step}): same type, date and party

#### Totals of pledges

|  | moves by |
| --- | --- |
| undisclosed (CNY) | -10 |
| delivered (CNY) | +10 |
"""
    )
    assert "https://" not in notice.as_markdown(found)


def test_json() -> None:
    """Tools get the same facts, each case with its page."""
    found = json.loads(notice.as_json(between([OPENED], [OPENED, STEP]), "https://example.org"))
    assert list(found) == ["cases", "totals", "words", "near"]
    assert found["cases"][0]["url"] == f"https://example.org/{FUND}"
    assert found["cases"][0]["facts"][0] == {"what": "status", "before": "announced", "after": "under way"}


def test_words() -> None:
    """A publisher that moves to another tier is a change too, though no event says anything new."""
    other = Vocabulary(publishers={"Example Daily": Publisher(tier="mirror")}, sectors={"games": "Games."})
    assert diff([], (WORDS, other), []).words == [
        Fact("publisher Example Daily", "newsroom", "mirror"),
        Fact("publisher The Ministry", "official", None),
        Fact("sector games", None, "Games."),
    ]


def entries(case_id: str, *documents: dict) -> list:
    return log(case_id, *documents)


def test_alike() -> None:
    """Near an event is one with its type, its date and a party of it, and one that takes the same sum from the same page."""
    added = entries(FUND, STEP)
    same_day = entries("pledges/b", {**STEP, "amount": {**GIVEN, "value": "7"}})
    other_party = entries(
        "pledges/c", {**STEP, "amount": {**GIVEN, "value": "7"}, "parties": [{"party": "another", "role": "target"}]}
    )
    same_sum = entries("pledges/d", {**STEP, "date": "2022-02"})
    other_page = entries("pledges/e", {**STEP, "date": "2022-02", "sources": [{**SOURCE, "url": "https://example.org/2"}]})
    explained = entries("pledges/f", {**STEP, "same_as": added[0].id})
    everything = [*same_day, *other_party, *same_sum, *other_page, *explained, *added]
    assert alike(added, everything) == [
        Near(added[0].id, "pledges/b/2022-01-10-progressed", "Something was paid", "same type, date and party"),
        Near(added[0].id, "pledges/d/2022-02-progressed", "Something was paid", "same page and sum"),
    ]


# What somebody might write who wants more than to be read.

HOSTILE = [
    "@octocat and @org/team",
    "a@example.org",
    "see #12, org/repo#12 and GH-12",
    "https://evil.example and http://evil.example and www.evil.example",
    "[link](https://evil.example) ![image](https://evil.example/x.png) [ref][1] [^1]",
    "<b>bold</b><script>alert(1)</script><img src=x onerror=alert(1)>",
    "<!-- tracker-comment --> --> <!--",
    "&lt;b&gt; &#64;octocat",
    "`code` ``more`` ```fence```",
    "a | b || c \\| d \\\\| e",
    "*a* _b_ **c** __d__ ~~e~~ $x$ :smile:",
    "\\`a\\` \\[b\\]",
    "x" * 5000,
]

OBEYED = re.compile(
    r"(?<!\\)[`*_\[\]<>|~$\\]|&(?!#\d+;)|(?:@|#(?!\d+;))|://|www\.|GH-\d|:smile:", re.I
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped(text: str) -> None:
    """Nothing that Markdown, or what comes after it, would obey is left of a text."""
    assert not OBEYED.search(notice.escaped(text))


@pytest.mark.parametrize("sign", list("\\`*_[]<>&|~$#@"))
def test_every_sign_counts(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were one of the signs no longer escaped, it would be seen."""
    assert not OBEYED.search(notice.escaped(f"a{sign}b"))
    monkeypatch.setattr(
        notice,
        "_MARKUP",
        re.compile(notice._MARKUP.pattern.replace({"\\": "\\\\", "[": "\\[", "]": "\\]"}.get(sign, sign), "", 1)),
    )
    assert OBEYED.search(notice.escaped(f"a{sign}b"))


def hostile(text: str) -> Diff:
    """A diff in which every text is the one given."""
    fact = Fact(text, text, text)
    added = Added(text, text, text, text, {text: [text] * 9})
    amended = Amended(text, "corrected", text, text, text, [fact], {text: [text]})
    case = CaseDiff(text, text, False, [fact], [added], [amended])
    party = CaseDiff("parties/x", text, True, [fact], [], [])
    return Diff([case, party], [fact], [fact], [Near(text, text, text, "same page and sum")])


OWN = re.compile(r"^(?:#{3,4} |\|  \| |\| |\|(?: --- \|)+| *- )| \|(?: |$)", re.M)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_comment(text: str) -> None:
    """Wherever a text stands in a comment it is shown and not obeyed, and it begins no line of its own."""
    written = notice.as_markdown(hostile(text), "https://example.org")
    own = OWN.sub("", re.sub(r"\[([^\]]*)\]\(https://example\.org/parties/x\)", r"\1", written))
    assert not OBEYED.search(own)
    assert written.count("\n") == notice.as_markdown(hostile("x"), "https://example.org").count("\n")


CONTROLS = "\x1b[31mred\x1b[0m \x07\x08\x00 \r\n::error::x\u202eevil\u200b\u2028\ud800\x9b31m"


def test_controls() -> None:
    """A terminal gets no control character, no change of direction and no line that is not ours, in any form."""
    found = hostile(CONTROLS)
    for written in (notice.as_markdown(found), notice.as_text(found), notice.as_json(found)):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]", written)
        assert not re.search(r"^::error", written, re.M)
        written.encode()


def test_too_long() -> None:
    """A comment ends before it is too long to be taken, between two lines, and says so; a terminal gets all of it."""
    (case,) = between([OPENED], [OPENED, STEP]).cases
    many = Diff([case._replace(name="@<|" * 90)] * 300, [], [], [])
    written = notice.as_markdown(many, "https://example.org")
    assert 50_000 < len(written) <= 60_000
    kept, _, sentence = written.rstrip("\n").rpartition("\n\n")
    assert sentence == "The rest is left out here: a comment holds no more. `tracker diff --format text` shows it all."
    whole = "\n".join(notice._markdown(many, "https://example.org"))
    assert whole.startswith(kept + "\n")
    assert len(notice.as_text(many)) > 60_000


def test_not_too_long() -> None:
    """A comment that just fits is whole."""
    (case,) = between([OPENED], [OPENED, STEP]).cases
    fits = Diff([case] * 100, [], [], [])
    assert "left out" not in notice.as_markdown(fits)
