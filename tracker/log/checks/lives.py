"""What can be wrong with the life of a case: what follows what, its stamps and its name."""

from collections.abc import Iterator

from tracker.log.case import Case
from tracker.log.entry import Entry
from tracker.log.fold import fold, refusals
from tracker.log.order import contradictions, ordered
from tracker.model.problem import Place, Problem


def check(case: Case) -> list[Problem]:
    """The problems of a case's life."""
    return [*_lifecycle(case), *contradictions(case.standing), *_stamps(case), *_name(case)]


def _lifecycle(case: Case) -> Iterator[Problem]:
    if not any([step.refused for step in case.story.steps]):
        return
    found = refusals(case.life, case.story.steps)
    retracted = [v for v in case.story.versions.values() if v.retraction is not None]
    if not retracted:
        yield from found
        return
    # What is refused only because something was taken back is shown at the retraction, which did it.
    whole = fold(case.life, ordered([v.entry for v in case.story.versions.values()]))
    refused_anyway = {step.entry.id for step in whole if step.refused}
    broken = [s.entry for s in case.story.steps if s.refused and s.entry.id not in refused_anyway]
    yield from (p for p in found if not any(p.place.path == e.place.path and p.place.line == e.place.line for e in broken))
    if broken:
        culprit = max((v.retraction for v in retracted), key=lambda r: r.recorded)
        sentence = f"without `{culprit.event.of.rsplit('/', 1)[1]}` the case cannot go on to `{broken[0].stem}`"
        help = "correct the event instead, or retract what follows from it too"
        yield Problem("P403", culprit.place._replace(pointer=("of",)), sentence, help, cause=culprit.id)


def _stamps(case: Case) -> Iterator[Problem]:
    if len({entry.recorded for entry in case.entries}) == len(case.entries):
        return
    seen: dict[str, Entry] = {}
    for entry in case.entries:
        first = seen.setdefault(entry.recorded, entry)
        if first is not entry:
            spot = entry.place._replace(pointer=("recorded",))
            sentence = f"`{first.stem}` was recorded in the same second"
            yield Problem("P305", spot, sentence, "count up a second: two events of a case never share a stamp")


def _name(case: Case) -> Iterator[Problem]:
    first = case.first
    if first is None:
        sentence = "the case has no event about the world"
        help = "record here what happened; what is said about the record comes after it"
        yield Problem("P407", case.entries[0].place, sentence, help)
        return
    if "redacted" not in first.data:
        yield from _missing(first, case)
    for version in case.story.versions.values():
        entry = version.original
        fields = entry.data
        if entry is first or ("name" not in fields and "question" not in fields):
            continue
        for field in ("name", "question"):
            # A party's later events may carry its new name; of any other case the first recorded event alone is asked.
            if fields.get(field) is not None:
                sentence = f"`{field}` stands on the first recorded event of the case, `{first.stem}`"
                help = "remove it here; a name that turned out wrong is corrected there"
                yield Problem("P405", entry.place._replace(pointer=(field,), key=True), sentence, help)


def _missing(first: Entry, case: Case) -> Iterator[Problem]:
    given = first.event.__dict__
    for field, code, meaning in (
        ("name", "P404", "the case's name"),
        ("question", "P406", "the question that readers come with"),
    ):
        # Where it is absent its field says so; a type that has no such field is not asked.
        if given.get(field, field) is None:
            help = f"add `{field}`: {meaning}"
            yield Problem(
                code, Place(first.place.path, line=first.place.line), f"the first recorded event of a case has no `{field}`", help
            )
