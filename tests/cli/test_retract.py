"""`tracker retract` takes an event back; it stays in the log."""

import pytest
from contributing import PAGE, SOURCE, WHOLE, files, read, said, small, tracker

EVENT = "pledges/x/2022-05-03-progressed"
WHY = ["--code", "duplicate", "--reason", "It stands there twice."]


@pytest.fixture
def root(tmp_path):
    root = small(tmp_path)
    for note in ("One", "Two"):
        assert tracker(root, "new", "pledge.progressed", "x", *WHOLE, "--notes", note).exit_code == 0
    return root


def test_retracts(root):
    """The retraction names the event, why it is taken back, and where readers are led; nothing else is touched."""
    before = files(root)
    instead = ["--instead", "2022-05-03-progressed", "--source", SOURCE]
    result = tracker(root, "retract", "2022-05-03-progressed-2", *WHY, *instead)
    path = result.stdout.strip()
    assert result.exit_code == 0, result.output
    assert path == f"events/pledges/x/{read(root, path)['recorded'][:10]}-retracted-2022-05-03-progressed-2.json"
    assert files(root) == before | {path: (root / path).read_bytes()}
    assert said(root, path) == {
        "type": "record.retracted", "of": f"{EVENT}-2", "reason": "It stands there twice.", "code": "duplicate", "instead": EVENT,
        "sources": [{"url": PAGE, "title": "A page", "publisher": "Example Daily"}],
    }  # fmt: skip
    assert tracker(root, "check").exit_code == 0


def test_twice(root):
    """What is retracted already is not retracted again."""
    assert tracker(root, "retract", EVENT, *WHY).exit_code == 0
    before = files(root)
    again = tracker(root, "retract", EVENT, "--code", "duplicate", "--reason", "Once more.")
    assert (again.exit_code, files(root)) == (1, before)
    assert "error[P806]" in again.stderr


def test_retraction_of_a_retraction(root):
    """A retraction that was a mistake is retracted too, and the event stands again."""
    path = tracker(root, "retract", EVENT, *WHY).stdout.strip()
    assert tracker(root, "retract", path, "--code", "unsupported", "--reason", "They are two.").exit_code == 0
    assert tracker(root, "retract", EVENT, "--code", "duplicate", "--reason", "They are one after all.").exit_code == 0


def test_opening(root):
    """Retracting what everything else stands on is an error, shown at the retraction."""
    tracker(root, "new", "pledge.withdrawn", "x", *WHOLE, "--date", "2023")
    tracker(root, "new", "pledge.announced", "x", *WHOLE, "--date", "2024")
    before = files(root)
    result = tracker(root, "retract", "2023-withdrawn", *WHY)
    assert (result.exit_code, files(root)) == (1, before)
    assert "error[P403]" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ([EVENT, "--code", "wrong", "--reason", "R."], 1, "code `wrong` is not known"),
        ([EVENT, "--code", "duplicate"], 1, "`reason` is missing"),
        ([EVENT, *WHY, "--instead", "nowhere"], 2, "there is no event or case `nowhere`"),
        (["nowhere", *WHY], 2, "there is no event `nowhere`"),
        (["pledges/x", *WHY], 2, "there is no event `pledges/x`"),
    ],
)
def test_refused(root, arguments, code, sentence):
    """A retraction without a known code and a reason, or that points nowhere, is not written."""
    before = files(root)
    result = tracker(root, "retract", *arguments)
    assert (result.exit_code, files(root)) == (code, before)
    assert sentence in " ".join(result.stderr.split())
