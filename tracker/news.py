"""What readers will see change by a branch, with what in the log it may say again."""

from itertools import islice

from tracker.compared import Compared, compared
from tracker.derive.diff import Diff, Near, Pair, alike, diff
from tracker.log.entry import Entry
from tracker.project import Project

MOST_ALIKE = 200
"""So many cases are read to see whether one of them holds the same event."""


def news(project: Project, revision: str, head: str | None, now: str) -> Diff:
    """The difference that a change makes to what the revision tells readers.

    `head` is the commit that holds the change, or none for the checkout. Raises Refused where git cannot say what has
    changed. What may not be merged at all is left out; `check --since` names it.
    """
    with compared(project, revision, head, now) as change:
        pairs = [Pair(change.before.told(case_id).case, change.after.told(case_id).case) for case_id in change.touched]
        words = tuple(half.side.project.vocabulary for half in (change.before, change.after))
        return diff(pairs, words, _near(change))


def _near(change: Compared) -> list[Near]:
    """The added events that stand in the log already, as it seems by name and source."""
    fresh = {entry.id for entry in change.added if entry.event.about_world}
    added = [entry for case_id in change.touched for entry in _standing(change.after.told(case_id).case) if entry.id in fresh]
    if not added:
        return []
    names = {f"{entry.family}/{entry.when.stem}-{entry.event.verb()}" for entry in added if entry.event.date}
    summed = (entry for entry in added if entry.event.given("amount") or entry.event.given("quantity"))
    swept = change.swept({source.url for entry in summed for source in entry.event.sources}, names)
    cases = islice(sorted(swept.citing | swept.named), MOST_ALIKE)
    return alike(added, [entry for case_id in cases for entry in _standing(change.before.case(case_id))])


def _standing(case) -> list[Entry]:
    """The events of a case that stand, as they read today."""
    versions = case.story.versions.values() if case is not None else ()
    return [version.entry for version in versions if version.standing and not version.entry.event.redacted]
