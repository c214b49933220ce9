"""What we serve for TimelineJS, in TimelineJS itself, without a network."""

import asyncio
import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from served import serving

PLACE = "http://timeline.example"
PAGE = """<!DOCTYPE html><meta charset="utf-8"><link rel="stylesheet" href="/css/timeline.css"><div id="line" style="height:600px"></div>
<script src="/js/timeline.js"></script><script>
window.executed = [];
window.alert = what => window.executed.push(what);
window.line = new TL.Timeline('line', '/data.timelinejs', {ga_measurement_id: null, hash_bookmark: false, font: null});
</script>"""


@pytest.fixture
def shown(browser, npm):
    """The slides of a document in TimelineJS, and what happened besides: requests elsewhere, errors, scripts that ran."""
    dist, contexts = npm("@knight-lab/timelinejs") / "dist", []

    def show(document: bytes):
        context = browser.new_context()
        contexts.append(context)
        page, beside = context.new_page(), []
        page.on("pageerror", lambda error: beside.append(str(error)))
        page.on("dialog", lambda dialog: (beside.append(dialog.message), dialog.dismiss()))

        def answer(route, request):
            path = request.url.removeprefix(PLACE).partition("?")[0]
            if not request.url.startswith(PLACE):
                beside.append(request.url)
                route.abort()
            elif path == "/":
                route.fulfill(body=PAGE, content_type="text/html")
            elif path == "/data.timelinejs":
                route.fulfill(body=document, content_type="application/json")
            elif (dist / path[1:]).is_file():
                route.fulfill(path=dist / path[1:])
            else:
                route.fulfill(status=404)

        page.route("**/*", answer)
        page.goto(f"{PLACE}/")
        page.wait_for_function("window.line && window.line.ready", timeout=60_000)
        return page, beside

    yield show
    for context in contexts:
        context.close()


def slides(page) -> list[str]:
    """The headline of each slide but the title's."""
    return page.evaluate("window.line.config.events.map(event => event.unique_id)")


def test_every_event_a_slide(shown, site):
    """The timeline of a year loads, every event of it a slide under its date as stated."""
    with urllib.request.urlopen(f"{site}/timeline.timelinejs?year=2021", timeout=30) as answer:
        document = answer.read()
    page, beside = shown(document)
    events = json.loads(document)["events"]
    assert len(events) > 50
    assert slides(page) == [event["unique_id"] for event in events]
    assert page.locator(".tl-slide").count() == len(events) + 1
    assert page.locator(".tl-timemarker").count() == len(events)
    assert beside == []


def test_hostile_texts(shown, hostile_record):
    """Nothing in forty hostile texts runs, is loaded, or hides a slide."""

    async def asked() -> bytes:
        return (await (await serving(hostile_record)).client.get("/laws.timelinejs?status=dropped")).content

    # The browser's driver has a loop of its own in this thread.
    with ThreadPoolExecutor() as other:
        document = other.submit(asyncio.run, asked()).result()
    page, beside = shown(document)
    events = json.loads(document)["events"]
    assert len(events) == 40
    for number in range(len(events)):
        page.evaluate(f"window.line.goTo({number + 1})")
    page.wait_for_timeout(1500)
    assert page.locator(".tl-slide").count() == len(events) + 1
    assert page.evaluate("window.executed") == []
    assert (
        page.locator("#line script, #line iframe, #line form, #line base, #line meta, #line [onerror], #line [onload]").count()
        == 0
    )
    assert beside == []
