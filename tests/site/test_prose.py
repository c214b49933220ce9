"""Prose: Markdown as HTML, in which every heading and every numbered rule has an address."""

from served import faults

from tracker.site.prose import prose

TEXT = """\
# The book

Before all rules.

## 1. Cases

**1.1** A case is one promise, one law.
Its name is for ever.

**1.2** See `6`, and <b onmouseover="x">this</b>.

## Loose ends

**Not** a rule. **1.3** neither.

**1.1** The same number again is no second address.
"""


def test_what_is_read():
    """The title stands apart; headings and rules are found with their numbers, a heading without one by its words."""
    read = prose(TEXT)
    assert read.title == "The book"
    assert [tuple(heading) for heading in read.headings] == [("1", "1. Cases", 2), ("loose-ends", "Loose ends", 2)]
    assert read.rules == {
        "1.1": "A case is one promise, one law.\nIts name is for ever.",
        "1.2": 'See `6`, and <b onmouseover="x">this</b>.',
    }


def test_what_is_shown():
    """A rule carries its number as its id, and its number leads to itself; markup in the text is text."""
    assert prose(TEXT).html == (
        "<p>Before all rules.</p>\n"
        '<h2 id="1">1. Cases</h2>\n'
        '<p id="1.1"><a href="#1.1"><strong>1.1</strong></a> A case is one promise, one law.\nIts name is for ever.</p>\n'
        '<p id="1.2"><a href="#1.2"><strong>1.2</strong></a> See <code>6</code>, and &lt;b onmouseover=&quot;x&quot;&gt;this&lt;/b&gt;.</p>\n'
        '<h2 id="loose-ends">Loose ends</h2>\n'
        "<p><strong>Not</strong> a rule. <strong>1.3</strong> neither.</p>\n"
        "<p><strong>1.1</strong> The same number again is no second address.</p>\n"
    )


def test_nothing_runs():
    """No link runs a script, no picture is fetched from elsewhere, and no two headings have one address."""
    html = prose("[a](javascript:alert(1)) ![b](https://example.org/b.png)\n\n<script>x</script>\n\n## One\n\n## One\n").html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert [fault for fault in faults(html) if "first rank" not in fault] == []
    assert 'id="one"' in html and 'id="one-2"' in html


def test_no_prose_at_all():
    """An empty text is an empty page."""
    assert prose("") == ("", (), {}, "")
