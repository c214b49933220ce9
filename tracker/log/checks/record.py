"""What can be wrong with the record events of a case that the amendments themselves do not show."""

from tracker.log.case import Case
from tracker.model.problem import Problem


def check(case: Case) -> list[Problem]:
    """The problems of redactions and of names that lead out of the case."""
    problems = []
    for entry in case.entries:
        data = entry.data
        if "redacted" in data and not any(e.event.type == "record.redacted" and e.event.of == entry.id for e in case.entries):
            sentence = "the text was removed, and no `record.redacted` says why"
            help = "add the redaction that names this event, in the same change"
            problems.append(Problem("P808", entry.place, sentence, help))
        follows = data.get("follows")
        if follows is not None and not any(e.id == follows for e in case.entries):
            sentence = f"there is no event `{follows}` in this case to come after"
            spot = entry.place._replace(pointer=("follows",))
            problems.append(Problem("P506", spot, sentence, "`follows` names an event of the same case"))
        if data["type"] == "party.related" and data.get("to") == case.id.rsplit("/", 1)[1]:
            spot = entry.place._replace(pointer=("to",))
            problems.append(Problem("P509", spot, "a party is tied to itself", "name the other party"))
    return problems
