"""Contributing in a browser: by keyboard alone, with script and without, to a file that passes the check in the log."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from going import enter, follow
from playwright.sync_api import expect
from served import ROOT

from tracker.cli import main

CASE = "/pledges/tencent-common-prosperity-2021"
EVENT = f"{CASE}/2021-08-18-announced"

PLEDGE = {
    "f-name": "Tencent's homes for couriers",
    "f-question": "Do the homes stand?",
    "f-date": "3 May 2023",
    "f-title": "Tencent pledged 2bn yuan for couriers' homes",
    "f-summary": "Tencent said that it would spend 2 billion yuan on homes for couriers by the end of 2027.",
    "f-due": "by the end of 2027",
    "f-parties-0-party": "Tencent",
    "f-parties-0-role": "pledger",
    "f-jurisdiction": "China",
    "social-media": " ",
    "f-amount": "2bn yuan",
    "f-sources-0-url": "https://www.reuters.com/technology/tencent-homes",
    "f-sources-0-title": "Tencent pledges homes",
    "f-sources-1-url": "https://www.scmp.com/tech/tencent-homes",
    "f-sources-1-title": "Homes for couriers",
    "f-sources-1-published": "4 May 2023",
}
"""What is typed where, in the order in which the form has it; a box is ticked with the space bar."""


def reach(page, name: str) -> None:
    """Goes on to a field, a link or a button by the tabulator alone."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(e => e.id || e.value || e.innerText)(document.activeElement)") == name:
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def typed(page, texts: dict[str, str]) -> None:
    """Fills in a form by keyboard alone; what is longer than a word or two is begun by keys and pasted."""
    for name, text in texts.items():
        reach(page, name)
        page.keyboard.type(text[:12])
        if text[12:]:
            page.keyboard.insert_text(text[12:])


def checked(folder: Path, path: str, raw: bytes) -> str:
    """What `tracker check` says of a file that is put into a copy of the log."""
    shutil.copytree(ROOT / "events", folder / "events", dirs_exist_ok=True)
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(raw)
    result = CliRunner().invoke(main, ["check", str(folder / path), "--root", str(folder)])
    assert result.exit_code == 0, result.output
    fmt = CliRunner().invoke(main, ["fmt", "--check", "--root", str(folder), str(folder / path)])
    assert fmt.exit_code == 0, fmt.output
    return result.output


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_pledge_by_keyboard(reader, tmp_path, script):
    """A pledge with two sources is entered by keyboard alone, and the file that comes out passes `tracker check`."""
    page = reader(script=script)
    page.goto("/contribute")
    reach(page, "Announced")
    enter(page)
    assert page.url.endswith("/contribute?type=pledge.announced")
    typed(page, {**PLEDGE, "f-title": ""})
    enter(page)
    expect(page.locator("#problems")).to_be_focused()
    assert page.locator("#problems").inner_text().split("\n")[1:] == ["What happened, in one line: this is needed"]
    page.keyboard.press("Tab")
    enter(page)
    page.keyboard.press("Tab") if page.evaluate("document.activeElement.id") != "f-title" else None
    assert page.evaluate("document.activeElement.id") == "f-title"
    page.keyboard.type(PLEDGE["f-title"])
    enter(page)
    expect(page.locator("#done")).to_be_focused()
    path = page.locator(".file h2").inner_text()
    assert path == "events/pledges/tencents-homes-for-couriers/2023-05-03-announced.json"
    reach(page, "0")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "2023-05-03-announced.json"
    raw = Path(download.value.path()).read_bytes()
    assert raw.decode() == page.locator(".file pre").text_content()
    document = json.loads(raw)
    assert [source["publisher"] for source in document["sources"]] == ["Reuters", "South China Morning Post"]
    assert (document["due"], document["amount"], document["confidence"]) == (
        "2027-12-31",
        {"value": "2000000000", "currency": "CNY"},
        "high",
    )
    assert "1 event" in checked(tmp_path, path, raw)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_correction(reader, tmp_path, script):
    """From the page of an event to a correction that passes the check: what is changed is opened, the rest is left alone."""
    page = reader(390, script=script)
    page.goto(EVENT)
    follow(page.get_by_role("link", name="Suggest a correction"))
    page.get_by_text("Where sources disagree").first.click()
    page.locator("#f-change-notes").fill("No deadline was given.")
    page.get_by_label("Reason").fill("The rest is said elsewhere.")
    page.locator("#f-sources-0-url").fill("https://www.reuters.com/technology/why")
    page.locator("#f-sources-0-title").fill("Why")
    follow(page.locator(".send button"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    raw = Path(download.value.path()).read_bytes()
    assert list(json.loads(raw)["change"]) == ["notes"]
    checked(tmp_path, page.locator(".file h2").inner_text(), raw)


def test_what_script_adds(reader):
    """With script an answer is read as soon as it is given, a mistake is said at once, and a row comes without a new page."""
    page = reader()
    page.goto(f"/contribute?type=pledge.progressed&case={CASE[1:]}")
    page.locator("#f-date").fill("Sept 2021")
    page.locator("#f-title").fill("=1+1")
    page.keyboard.press("Tab")
    expect(page.locator("#sf-date")).to_have_text("read as 2021-09")
    expect(page.locator("#ef-title")).to_contain_text("title begins with =")
    expect(page.locator("#f-title")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#ef-summary")).to_be_empty()
    page.locator("#f-title").fill("Tencent spent money")
    page.keyboard.press("Tab")
    expect(page.locator("#ef-title")).to_be_empty()
    expect(page.locator("#f-title")).not_to_have_attribute("aria-invalid", "true")
    page.locator("#f-sources").get_by_role("button", name="Add another").press("Enter")
    assert page.evaluate("document.activeElement.name") == "sources[2].url"
    assert page.locator("#f-sources-2 legend").inner_text() == "Sources 3"
    labels = page.locator("#f-sources-2 label").evaluate_all("all => all.map(one => document.getElementById(one.htmlFor).name)")
    assert labels[:3] == ["sources[2].url", "sources[2].title", "sources[2].publisher"] and len(labels) == 9
    expect(page.get_by_role("status")).to_have_text("Sources 3 added")
    assert page.locator("#f-date").input_value() == "Sept 2021"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_accessible(reader, npm, dark):
    """An audit of the form, the form with mistakes, that of a correction and the finished file finds nothing; nothing runs off a phone."""
    page = reader(390, dark=dark)
    audit = (npm("axe-core") / "axe.min.js").read_text(encoding="utf-8")

    def found() -> list[str]:
        # Not a script element, which the policy of the site refuses.
        page.evaluate(audit)
        told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        return [f"{one['id']}: {node['html'][:120]}" for one in told for node in one["nodes"]]

    page.goto("/contribute?type=pledge.announced")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert found() == []
    page.locator("#f-parties-0-party").fill("Nobody Knows")
    follow(page.locator(".send button"))
    assert found() == []
    page.goto(f"/contribute?type=record.corrected&of={EVENT[1:]}")
    assert found() == []
    page.goto(f"/contribute?type=record.retracted&of={EVENT[1:]}")
    page.locator("#f-reason").fill("It stands elsewhere.")
    page.locator("#f-code").select_option("duplicate")
    follow(page.locator(".send button"))
    assert found() == []
