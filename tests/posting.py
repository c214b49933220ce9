"""What is sent to `/contribute`, and what its answers say: a step of a pledge in the words of a form, and as the log has it."""

import html
import json
import re

from served import faults

from tracker.derive.metadata import HEAD

HOST = "https://git.example/someone/record"
HOSTED = HEAD.replace("databases:", f"plugins:\n  pressure_and_pledges:\n    repository: {HOST}\ndatabases:")
CASE = "pledges/alpha-fund"
EVENT = f"{CASE}/2021-09-02-announced"

PROGRESSED = {
    "type": "pledge.progressed", "case": CASE, "date": "12 Sept 2022", "title": "Alpha spent money",
    "summary": "Alpha said that it had\r\nspent 2bn yuan.", "parties[0].party": "Alpha Group", "parties[0].role": "pledger",
    "parties[1].party": "", "parties[1].role": "", "jurisdiction": "CN", "sectors": ["cloud", "e-commerce"],
    "amount": "about 2bn yuan", "amount.measure": "step", "amount.covers": "2022",
    "sources[0].url": "https://www.example.org/spent", "sources[0].title": "Alpha spends", "sources[0].publisher": "",
    "sources[1].url": "https://example.org/more", "sources[1].title": "More", "sources[1].published": "Sept 2022",
}  # fmt: skip

SAID = {
    "type": "pledge.progressed", "date": "2022-09-12", "title": "Alpha spent money",
    "summary": "Alpha said that it had spent 2bn yuan.", "parties": [{"party": "alpha", "role": "pledger"}], "jurisdiction": "CN",
    "sectors": ["cloud", "e-commerce"],
    "sources": [
        {"url": "https://www.example.org/spent", "title": "Alpha spends", "publisher": "Example Daily"},
        {"url": "https://example.org/more", "title": "More", "publisher": "Example Daily", "published": "2022-09"},
    ],
    "amount": {"value": "2000000000", "currency": "CNY", "bound": "about", "measure": "step", "covers": "2022"},
    "confidence": "medium",
}  # fmt: skip

SOURCE = {"sources[0].url": "https://example.org/why", "sources[0].title": "Why"}


async def sent(post, document=None, **more):
    """The answer to a document."""
    return await post(body=json.dumps({"event": document, **more} if document is not None else more).encode())


def files(answer) -> dict[str, dict]:
    """The finished files of a page, by path, without the time of recording."""
    assert answer.status_code == 200 and faults(answer.text) == [], faults(answer.text)
    paths = re.findall(r"<h2 id=\"file-\d+\"><code>(.*?)</code>", answer.text)
    texts = [json.loads(html.unescape(text)) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", answer.text, re.S)]
    return {
        path: {name: value for name, value in text.items() if name != "recorded"} for path, text in zip(paths, texts, strict=True)
    }


def complaints(answer) -> dict[str, str]:
    """What is said beneath each field of a form that came back, by the id of the field."""
    assert answer.status_code == 200 and faults(answer.text) == [], faults(answer.text)
    found = re.findall(r'<p class="err" id="ef-([^"]*)">(.*?)</p>', answer.text, re.S)
    return {name: html.unescape(re.sub(r"<.*?>", "`", text)) for name, text in found if text}
