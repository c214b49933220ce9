"""What can be wrong with the record events of a case that the amendments themselves do not show."""

from collections.abc import Iterator

from tracker.log.case import Case
from tracker.model.problem import Problem


def check(case: Case) -> Iterator[Problem]:
    """The problems of redactions and of names that lead out of the case."""
    for entry in case.entries:
        event = entry.event
        if event.redacted and not any(e.event.type == "record.redacted" and e.event.of == entry.id for e in case.entries):
            sentence = "the text was removed, and no `record.redacted` says why"
            yield Problem("P808", entry.place, sentence, "add the redaction that names this event, in the same change")
        follows = event.__dict__.get("follows")
        if follows is not None and not any(e.id == follows for e in case.entries):
            sentence = f"there is no event `{follows}` in this case to come after"
            spot = entry.place._replace(pointer=("follows",))
            yield Problem("P506", spot, sentence, "`follows` names an event of the same case")
        if event.type == "party.related" and event.to == case.id.rsplit("/", 1)[1]:
            yield Problem("P509", entry.place._replace(pointer=("to",)), "a party is tied to itself", "name the other party")
