"""What can be wrong with the record events of a case that the amendments themselves do not show."""

from collections.abc import Iterator

from tracker.log.case import Case
from tracker.model.problem import Problem


def check(case: Case) -> Iterator[Problem]:
    """The problems of redactions and of names that lead out of the case."""
    ids = {entry.id for entry in case.entries}
    redacted_by = {e.event.of for e in case.entries if e.event.type == "record.redacted"}
    for entry in case.entries:
        if entry.event.redacted and entry.id not in redacted_by:
            sentence = "the text was removed, and no `record.redacted` says why"
            yield Problem("P808", entry.place, sentence, "add the redaction that names this event, in the same change")
        follows = entry.event.given("follows")
        if follows is not None and follows not in ids:
            sentence = f"there is no event `{follows}` in this case to come after"
            yield Problem(
                "P506", entry.place._replace(pointer=("follows",)), sentence, "`follows` names an event of the same case"
            )
        if entry.event.type == "party.related" and entry.event.to == case.id.rsplit("/", 1)[1]:
            yield Problem("P509", entry.place._replace(pointer=("to",)), "a party is tied to itself", "name the other party")
