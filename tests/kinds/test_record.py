"""Events about the record change what is known, and never a status by themselves."""

import pytest
from given import KINDS, corrected, event, lived, log, retracted

OPENING = event("crackdown.opened", "2020-12-24")
OF = "2020-12-24-opened"


@pytest.mark.parametrize(
    "document",
    [
        event("record.checked", "2026-01-31"),
        event("record.checked", of=OF),
        event("record.replied", of=OF),
        corrected(OF, {"title": "Another title"}, {"title": "Somebody acted"}),
        retracted(OF),
    ],
)
def test_no_status_of_their_own(document):
    """Looking for news, a reply, a correction and a retraction are no steps of the case."""
    steps = lived("crackdowns/x", OPENING, document)
    assert steps == ([] if document["type"] == "record.retracted" else [("2020-12-24", "open")])


def test_they_stand_in_any_family():
    """An event about the record stands in the folder of the case that it concerns, whatever its family."""
    for family in KINDS.lives:
        [entry] = log(f"{family}/x", event("record.checked"))
        assert (entry.family, entry.event.about_world) == (family, False)


def test_names():
    """The file of an amendment is named by the day of recording and by the event that it concerns."""
    entries = log(
        "crackdowns/x", OPENING, corrected(OF, {"title": "A"}, {}), corrected(OF, {"title": "B"}, {}), event("record.checked")
    )
    assert [entry.stem for entry in entries[1:]] == [
        "2026-01-02-corrected-2020-12-24-opened",
        "2026-01-03-corrected-2020-12-24-opened",
        "2026-01-04-checked",
    ]
