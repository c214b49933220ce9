"""Checks a log: every case by itself, then what only the whole can show. Nothing is written."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tracker.log.case import Case, Ground, case_of
from tracker.log.checks.alone import judged
from tracker.log.checks.whole import Claims, PartyNames, claims, nowhere, party_names, same_party, same_sum
from tracker.log.entry import Entry
from tracker.model.problem import WARNING, Place, Problem, in_order, warning
from tracker.project import Project
from tracker.store import Ids, Listing, Store, Unit
from tracker.work import spread


class Findings(NamedTuple):
    """The outcome of a check: every problem in order, and what was looked at."""

    problems: list[Problem]
    events: int
    cases: int
    accepted: int = 0

    @property
    def errors(self) -> int:
        return sum(p.severity != WARNING for p in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


class Judged(NamedTuple):
    """What one process found in its share of the cases."""

    problems: list[Problem]
    claims: Claims
    events: int
    parties: list[PartyNames]


class JudgedCase(NamedTuple):
    """A case, and all that is wrong with it."""

    case: Case | None
    """None where nothing of it could be read."""
    problems: list[Problem]
    raw: list[tuple[str, bytes]]
    """The id of each of its entries, and the bytes."""


Tick = Callable[[int, int], None]


def check(
    project: Project, paths: Iterable[str] = (), tick: Tick | None = None, now: str | None = None, store: Store | None = None
) -> Findings:
    """Everything that is wrong with the log, or with the cases in which the given paths stand.

    With `now`, an instant, also a warning for what claims to have been recorded later.
    `store` is the log to be read, if not the one in the project's folder.
    """
    store = store or Store(project.root, project.kinds)
    listing = store.listing()
    chosen, problems = _chosen(listing, list(paths))
    units = [listing.units[c] for c in sorted(chosen)] if chosen is not None else list(listing.units.values())
    ground = ground_of(project, listing)
    problems += project.problems
    events = 0
    names, sums, parties = [], [], []
    for part in spread(units, lambda share: _judge(store, ground, share, now), tick):
        problems += part.problems
        names += part.claims.names
        sums += part.claims.sums
        parties += part.parties
        events += part.events
    problems += nowhere(names, Ids(store, listing.units))
    problems += same_sum(sums)
    if chosen is None:
        problems += same_party(parties)
    wordless = any(p.code == "P901" for p in project.problems)
    if wordless:
        # Without the vocabulary every word would be unknown; that is said once, where the vocabulary is wrong.
        problems = [p for p in problems if p.code not in ("P216", "P217", "P704", "P705")]
    problems, accepted = without_accepted(problems, project, whole=chosen is None and not wordless)
    return Findings(in_order(problems), events, len(units), accepted)


def ground_of(project: Project, listing: Listing) -> Ground:
    """What the cases of a log are judged against."""
    registered = {c.partition("/")[2] for c in listing.units if c.startswith("parties/")}
    return Ground(project.kinds, project.vocabulary, registered)


def judge(store: Store, ground: Ground, unit: Unit) -> JudgedCase:
    """A case as read from its files, with everything that is wrong with it by itself."""
    return judge_all(store, ground, [unit])[0]


def judge_all(store: Store, ground: Ground, units: list[Unit]) -> list[JudgedCase]:
    """The same of some cases. Each step is taken for all before the next begins, as they are read."""
    read = store.read(units)
    cases = [
        case_of(unit.case_id, entries, ground.kinds) if entries else None
        for unit, (entries, _, _) in zip(units, read, strict=True)
    ]
    found = [judged(case, ground) if case is not None else [] for case in cases]
    return [
        JudgedCase(case, _told(problems, wrong), raw) for case, (_, problems, raw), wrong in zip(cases, read, found, strict=True)
    ]


def _told(problems: list[Problem], found: list[Problem]) -> list[Problem]:
    """What is wrong with the documents of a case and with the case itself.

    A document that could not be read leaves a gap; what the gap alone makes wrong is not held against the rest.
    """
    if any([p.code not in ("P117", "P120") for p in problems]):
        found = [p for p in found if p.code not in ("P401", "P402", "P404", "P406", "P407", "P506", "P801", "P808")]
    return problems + found


def _judge(store: Store, ground: Ground, units: list[Unit], now: str | None) -> Judged:
    problems, names, sums, parties = [], [], [], []
    events = 0
    for case, found, raw in judge_all(store, ground, units):
        problems += found
        events += len(raw)
        if case is None:
            continue
        problems += (_ahead(entry, now) for entry in case.entries if now and entry.recorded > now)
        own = claims(case)
        names += own.names
        sums += own.sums
        if case.life.family == "parties":
            parties.append(party_names(case))
    return Judged(problems, Claims(names, sums), events, parties)


def _ahead(entry: Entry, now: str) -> Problem:
    spot = entry.place._replace(pointer=("recorded",))
    sentence = f"recorded at `{entry.recorded}`, which is still to come"
    return warning("P306", spot, sentence, "give the time at which it was written, in UTC")


def _chosen(listing: Listing, paths: list[str]) -> tuple[set[str] | None, list[Problem]]:
    """The cases that the paths name, or none for all, with the problems of the listing that concern them."""
    if not paths:
        return None, list(listing.problems)
    chosen: set[str] = set()
    problems: list[Problem] = []
    for path in paths:
        case_id = path.removeprefix("events/")
        if case_id != path and case_id in listing.units and not listing.problems:
            chosen.add(case_id)
            continue
        inside = [c for c in listing.units if f"events/{c}/".startswith(f"{path}/") or path.startswith(f"events/{c}/")]
        if path.endswith(".jsonl") and path in listing.bulk:
            number = listing.bulk.index(path)
            inside = [c for c, unit in listing.units.items() if number in (unit.lines or ())[::3]]
        strays = [p for p in listing.problems if p.place.path == path or p.place.path.startswith(f"{path}/")]
        problems += strays
        chosen.update(inside)
        if not inside and not strays and path != "events":
            problems.append(Problem("P110", Place(path), "there are no events here", "name a file or folder under `events`"))
    return chosen, problems


def without_accepted(problems: list[Problem], project: Project, whole: bool) -> tuple[list[Problem], int]:
    """The problems without the warnings that somebody looked at, and how many those were."""
    looked_at = {(a.code, a.place): n for n, a in enumerate(project.accepted)}
    errors = {(p.code, p.place.path) for p in problems if p.severity != WARNING}
    seen: set[int] = set()
    left: list[Problem] = []
    for problem in problems:
        number = looked_at.get((problem.code, problem.place.path)) if problem.severity == WARNING else None
        if number is None:
            left.append(problem)
        else:
            seen.add(number)
    count = len(problems) - len(left)
    for number, accepted in enumerate(project.accepted) if whole else ():
        place = Place("events/accepted.json", (number,))
        if (accepted.code, accepted.place) in errors:
            sentence = f"{accepted.code} at `{accepted.place}` is an error, and only a warning can be accepted"
            left.append(warning("P902", place, sentence, "mend what is wrong there, and remove it from the list"))
        elif number not in seen and not any(path == accepted.place for _, path in errors):
            # Where there is an error, a warning may only be hidden by it.
            sentence = f"warning {accepted.code} no longer occurs at `{accepted.place}`"
            left.append(warning("P902", place, sentence, "remove it from the list"))
    return left, count
