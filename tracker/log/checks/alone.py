"""Everything that is wrong with a case by itself."""

from tracker.log.case import Case, Ground
from tracker.log.checks import events, lives, money, record
from tracker.model.problem import Problem


def judged(case: Case, ground: Ground) -> list[Problem]:
    """The problems of a case's amendments and events, its life, its sums and its record."""
    problems = list(case.story.problems)
    for version in case.story.versions.values():
        if version.retraction is None and "redacted" not in version.entry.data:
            problems += events.check(version, ground)
    for entry in case.about_record:
        problems += events.check_record(entry, ground)
    problems += lives.check(case)
    problems += money.check(case)
    problems += record.check(case)
    return problems
