"""From a form to the finished file, and on to the host of the project's files."""

import html
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from given import KINDS
from posting import CASE, EVENT, HOST, HOSTED, PROGRESSED, SAID, SOURCE, complaints, files, sent
from served import Page, faults

from tracker.check import check
from tracker.log.parse import parse_file
from tracker.project import open_project

pytestmark = pytest.mark.asyncio


async def test_finished(post, database, tmp_path):
    """A filled form gives the canonical file at its path, which passes the check where it is put into the log."""
    answer = await post(PROGRESSED)
    path = f"events/{CASE}/2022-09-12-progressed.json"
    assert files(answer) == {path: SAID}
    text = html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", answer.text, re.S)[1])
    assert "12 Sept 2022 → <code>2022-09-12</code>" in answer.text
    hidden = {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="(.*?)" value="(.*?)"', answer.text)}
    download = await post({**PROGRESSED, "recorded": hidden["recorded"], "file": "0"})
    assert download.text == text and parse_file(path, download.content, KINDS)[1] == []
    assert download.headers["content-disposition"] == 'attachment; filename="2022-09-12-progressed.json"'
    root = tmp_path / "log"
    (root / path).parent.mkdir(parents=True)
    vocabulary = database.parent / "events"
    for file in vocabulary.rglob("*.json"):
        target = root / "events" / file.relative_to(vocabulary)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    (root / path).write_bytes(download.content)
    assert check(open_project(root), [f"events/{CASE}"]).problems == []
    again = await post({**PROGRESSED, "edit": "1"})
    assert faults(again.text) == [] and 'value="12 Sept 2022"' in again.text


async def test_new_case_and_party(post):
    """A new case needs a name, and offers to register a party that nobody knows; both files come out together."""
    opening = {
        **PROGRESSED, "type": "pledge.announced", "case": "", "name": "Gamma's Homes 2022", "question": "Do they stand?",
        "parties[1].party": "Gamma Ltd", "parties[1].role": "owner", "amount.measure": "", "amount.covers": "",
    }  # fmt: skip
    first = await post(opening)
    assert complaints(first) == {"parties-1-party": "no party is called `Gamma Ltd` — register it below"}
    assert '<input id="f-new-0-name" name="new[0].name"' in first.text and 'value="Gamma Ltd"' in first.text
    registered = {
        **opening,
        "new[0].name": "Gamma Ltd",
        "new[0].kind": "company",
        "new[1].name": "Never named",
        "new[1].kind": "other",
    }
    found = files(await post(registered))
    assert list(found) == [
        "events/parties/gamma-ltd/registered.json",
        "events/pledges/gammas-homes-2022/2022-09-12-announced.json",
    ]
    assert next(iter(found.values())) == {"type": "party.registered", "name": "Gamma Ltd", "kind": "company"}
    assert list(found.values())[1]["parties"][1] == {"party": "gamma-ltd", "role": "owner"}
    taken = await post({**registered, "new[0].slug": "alpha", "name": "Alpha fund"})
    assert complaints(taken) == {
        "name": "there is a case `pledges/alpha-fund` already — choose `pledges/alpha-fund` as the case, or give this one another name",
        "new-0-slug": "`alpha` is registered already — give another, or name that party",
        "parties-1-party": "no party is called `Gamma Ltd` — register it below",
    }


async def test_correction(post, get):
    """A correction holds what was changed, what stood there, the reason and the sources, and nothing that was left alone."""
    form = (await get(f"/contribute.json?type=record.corrected&of={EVENT}")).json()
    assert {field["name"]: field["now"] for field in form["change"] if field["now"]}["change.summary"] == "Told better."
    texts = {"type": "record.corrected", "of": EVENT, **form["texts"], "reason": "The page says so.", **SOURCE}
    changed = {
        **texts,
        "change.due": "by the end of 2026",
        "change.amount": "over 100bn CNY",
        "change.parties[1].party": "Beta & Sons",
    }
    found = files(await post({**changed, "change.parties[1].role": "owner"}))
    [(path, document)] = found.items()
    assert re.fullmatch(rf"events/{CASE}/\d{{4}}-\d\d-\d\d-corrected-2021-09-02-announced(-2)?\.json", path)
    assert document == {
        "type": "record.corrected", "of": EVENT,
        "change": {
            "due": "2026-12-31", "amount": {"bound": "over"},
            "parties": [{"party": "alpha", "role": "pledger"}, {"party": "beta", "role": "owner"}],
        },
        "was": {"due": "2025-12-31", "amount": {"bound": None}, "parties": [{"party": "alpha", "role": "pledger"}]},
        "reason": "The page says so.",
        "sources": [{"url": "https://example.org/why", "title": "Why", "publisher": "Example Daily"}],
    }  # fmt: skip
    nothing = await post(texts)
    assert "the event says so already" in nothing.text
    assert complaints(await post({**changed, "reason": ""})) == {"reason": "this is needed"}
    assert complaints(await post(changed)) == {
        "change-parties-1-role": "the corrected event would be invalid: `parties[1].role` is missing — "
        "what the party does in this event, or what is done to it",
    }  # fmt: skip
    late = complaints(await post({**texts, "change.due": "2020"}))
    assert "due `2020` lies before the pledge" in late["change-due"]


ABOUT_THE_RECORD = (
    ({"type": "record.retracted", "of": EVENT, "reason": "No.", "code": "duplicate"}, "retracted-2021-09-02-announced",
     {"of": EVENT, "reason": "No.", "code": "duplicate"}),
    ({"type": "record.checked", "case": f"https://site.example/{CASE}", "looked_in": "Example Daily\r\nReports"}, "checked",
     {"looked_in": ["Example Daily", "Reports"]}),
    ({"type": "record.replied", "of": EVENT, "party": "Alpha", "summary": "They denied it.", **SOURCE},
     "replied-2021-09-02-announced", {"of": EVENT, "party": "alpha", "summary": "They denied it."}),
)  # fmt: skip


async def test_about_the_record(post):
    """What is said about the record comes out likewise, in the folder of the case that it concerns."""
    for texts, name, document in ABOUT_THE_RECORD:
        [(path, found)] = files(await post(texts)).items()
        assert path.startswith(f"events/{CASE}/20") and path.endswith(f"-{name}.json")
        assert {key: value for key, value in found.items() if key not in ("type", "sources")} == document


async def test_what_is_wrong_stands_at_its_field(post):
    """A form with mistakes comes back with all that was typed, a list of what to mend, and a sentence at each field."""
    bad = {
        **PROGRESSED,
        "date": "3/4/2021",
        "title": "",
        "jurisdiction": "",
        "parties[0].party": "Alpah",
        "amount": "2bn",
        "sources[1].url": "ftp://x",
    }
    answer = await post(bad)
    found = complaints(answer)
    assert {name for name, text in found.items() if text == "this is needed"} == {"title", "jurisdiction", "sources-1-publisher"}
    assert found["date"].startswith("`3/4/2021` may be 2021-03-04 or 2021-04-03 — ")
    assert found["parties-0-party"] == "no party is called `Alpah` — did you mean `Alpha`? Else register it below"
    assert found["amount"].startswith("`2bn` names no currency") and "sources-1-url" in found
    page = Page(answer.text)
    listed = re.search(r'<div class="wrongs" id="problems" tabindex="-1".*? autofocus>(.*?)</div>', answer.text, re.S)[1]
    assert [link[1:] for link in re.findall(r'href="(.*?)"', listed)] == [
        "f-date", "f-title", "f-parties-0-party", "f-jurisdiction", "f-amount", "f-sources-1-url", "f-sources-1-publisher",
    ]  # fmt: skip
    assert set(re.findall(r'href="#(f-.*?)"', listed)) <= set(page.ids)
    assert len(re.findall(r'aria-invalid="true"', answer.text)) == len(found)
    for kept in ("3/4/2021", "Alpah", "2bn", "ftp://x", "Alpha spends"):
        assert f'value="{kept}"' in answer.text


async def test_more_rows(post):
    """Without script the button that adds a row brings the form back with one more, and with all that was typed."""
    answer = await post({**PROGRESSED, "more": "sources"})
    assert faults(answer.text) == [] and 'name="sources[2].url"' in answer.text and 'name="sources[3].url"' not in answer.text
    assert 'value="Alpha spends"' in answer.text and "to mend" not in answer.text
    many = await post({**PROGRESSED, "sources[9999].url": "x", "more": "sources"})
    assert many.status_code == 200 and many.text.count("Add another") > 0 and 'name="sources[200].url"' not in many.text


async def test_open_on_the_git_host(post, serving):
    """The file opens as a new one on the git host, a new case with its folder; what is too long is downloaded instead."""
    answer = await post(PROGRESSED)
    link = next(link for link in Page(answer.text).links if link.startswith(HOST))
    parts = urlsplit(link)
    assert parts.path == f"/someone/record/new/main/events/{CASE}" and len(link) <= 6000
    given = parse_qs(parts.query)
    assert given["filename"] == ["2022-09-12-progressed.json"]
    assert {**json.loads(given["value"][0]), "recorded": None} == {**SAID, "recorded": None}
    opening = await sent(
        post,
        {**SAID, "type": "crackdown.fined", "name": "New", "amount": {"value": "1", "currency": "CNY"}},
        case="crackdowns/new",
    )
    parts = urlsplit(opening.json()["files"][0]["address"])
    assert (parts.path, parse_qs(parts.query)["filename"]) == (
        "/someone/record/new/main/events/crackdowns",
        ["new/2022-09-12-fined.json"],
    )
    long = await post({**PROGRESSED, "summary": "阿" * 900})
    assert "too long to be opened" in long.text and HOST not in long.text and "Download" in long.text


@pytest.mark.parametrize(
    "repository", ["http://git.example/x", "javascript:alert(1)", "https://user@git.example/x", "//git.example", "https://[", "7"]
)
async def test_no_other_host(post, repository):
    """Only an https address is taken for the project's git host; any other is as good as none."""
    answer = await post(PROGRESSED, head=HOSTED.replace(HOST, repr(repository)))
    assert answer.status_code == 200 and "Open as a new file" not in answer.text and "Download it." in answer.text
