"""Hostile text in a form comes back as text."""

import html
import json
import re

import pytest
from hostile import PAYLOADS, REFUSED
from posting import PROGRESSED, complaints
from served import faults

pytestmark = pytest.mark.asyncio

TEXTS = [name for name, text in PROGRESSED.items() if isinstance(text, str) and name != "type"] + [
    "notes",
    "name",
    "new[0].name",
    "more",
    "x<y",
]


async def test_hostile_text_stays_text(post):
    """Hostile text in any field, and in all of them at once, comes back as text: nothing of it becomes part of the page."""
    for number, text in enumerate(PAYLOADS):
        alone = [{**PROGRESSED, TEXTS[number % len(TEXTS)]: text}] if number % 4 == 0 else []
        for texts in ({"type": "pledge.announced", **dict.fromkeys(TEXTS[:-2], text)}, *alone):
            answer = await post(texts)
            assert answer.status_code in (200, 404), text
            assert only_shown(answer.text), faults(answer.text)
            assert "<script>alert" not in answer.text and 'javascript:alert(9)"' not in answer.text


async def test_hostile_text_that_the_log_takes(post):
    """What the log takes as the text that it is stands in the finished file unchanged."""
    sound = [text for text in PAYLOADS if "\\n" not in text]
    for text in sound[::8]:
        [document] = files_of(await post({**PROGRESSED, "notes": text}))
        assert document["notes"] == text


def only_shown(page: str) -> bool:
    """Whether nothing is wrong with a page, but that a payload shown as text may look like a value that was forgotten."""
    return all(fault.startswith("a forgotten value") for fault in faults(page))


def files_of(answer) -> list[dict]:
    """The finished documents of a page, whatever stands in them."""
    return [json.loads(html.unescape(text)) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", answer.text, re.S)]


async def test_refused_text(post):
    """What no field of the log takes, the form does not take either, and says so at the field."""
    for text in (text for text in REFUSED if text.strip() == text and not re.search(r"[\r\n]", text)):
        assert "title" in complaints(await post({**PROGRESSED, "title": text})), ascii(text)
