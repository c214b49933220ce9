"""`check --since`: a change of the log held against the revision into which it is to be merged.

The log is judged twice, as it stands on the tip and with the change laid over it. What both have is old, and warns;
what only the second has is new, and fails. Only the cases that the change touches are read and folded: an event can
make nothing wrong in another one, but for a name or a sum that stands there too. Those are looked for among all
parties and among all who cite the same page; of the rest of the log one pass over the bytes tells what was recorded
last. Only where a word of the vocabulary was changed or taken away every case is judged.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from tracker.check import Findings, without_accepted
from tracker.compared import Compared, Half, compared
from tracker.log.change import EXECUTABLE, FILE, Added, is_bulk
from tracker.log.checks import append
from tracker.log.checks.whole import PartyNames, claims, nowhere, party_names, same_party, same_sum
from tracker.log.decode import MOST_BYTES
from tracker.model.problem import ERROR, WARNING, Place, Problem, in_order
from tracker.project import Project
from tracker.report import Texts
from tracker.sides import WORDS
from tracker.store import Ids

WORDLESS = ("P216", "P217", "P704", "P705")
"""What cannot be judged where the vocabulary cannot be read."""

MOST_CITING = 200
"""Of a page that more cases cite than these no two will have taken one sum by mistake."""

MOST_SUSPECTS = 20
"""So many files of a change are each left out to see whether a finding goes with it."""


class Found(NamedTuple):
    """A problem, and the case in which it was found; none where it was found between cases."""

    problem: Problem
    case_id: str | None = None

    @property
    def mark(self) -> tuple:
        """What makes it the same finding on both sides; the sentence may name what came in between."""
        problem = self.problem
        return problem.severity, problem.code, problem.place


class Since(NamedTuple):
    """What `tracker check --since` answers."""

    findings: Findings
    texts: Texts


class Quoted(Texts):
    """The text of the files at which problems are shown, from whichever side has it."""

    def __init__(self, texts: dict[tuple[str, int | None], str]) -> None:
        self.texts = texts

    def of(self, problem: Problem) -> str | None:
        return self.texts.get((problem.place.path, problem.place.line)) or None


def check_since(project: Project, revision: str, head: str | None, now: str, paths: Iterable[str] = ()) -> Since:
    """Everything that a change makes wrong, and as warnings what was wrong before in the cases that it touches.

    `head` is the commit that holds the change, or none for the checkout; `now` is an instant. With `paths` only what
    is found at or below them. Raises Refused where git cannot say what has changed.
    """
    with compared(project, revision, head, now) as change:
        swept = change.swept(_pages(change)) if change.added else None
        problems = list(change.refusals)
        if swept is not None:
            stamps = [Added(entry.id, entry.recorded, entry.place) for entry in change.added]
            problems += append.check_events(stamps, change.against._replace(latest=swept.latest))
        citing = sorted(swept.citing.difference(change.touched))[:MOST_CITING] if swept else []
        accepted = 0
        if change.laid:
            judges = _Judges(change, citing)
            new, accepted = judges.news()
            problems += new
        wanted = tuple(paths)
        kept = [p for p in problems if not wanted or any(f"{p.place.path}/".startswith(f"{path}/") for path in wanted)]
        findings = Findings(in_order(kept), len(change.added), len(change.touched), accepted)
        return Since(findings, _quoted(change, kept))


def _pages(change: Compared) -> set[str]:
    """The pages from which the touched cases take a sum."""
    cases = filter(None, (change.after.told(case_id).case for case_id in change.touched))
    return {key.partition("\n")[0] for case in cases for key, *_ in claims(case).sums}


class _Judges:
    """The two sides judged alike, and what only the second has."""

    def __init__(self, change: Compared, citing: list[str]) -> None:
        self.change = change
        self.citing = citing
        self.cases = sorted(change.after.listing.units) if change.rewords else change.touched

    def news(self) -> tuple[list[Problem], int]:
        """What the change makes wrong, with its cause, and as warnings the errors that were there; and how many were accepted."""
        before, _ = self._side(self.change.before)
        after, accepted = self._side(self.change.after)
        stood = {found.mark for found in before}
        problems = []
        for found in after:
            if found.mark not in stood:
                problems.append(self._with_cause(found))
            elif found.problem.severity == ERROR:
                had = f"`{self.change.against.revision}` has this already, so that it fails nobody"
                note = f"{found.problem.note}; {had}" if found.problem.note else had
                problems.append(found.problem._replace(severity=WARNING, note=note))
        return problems, accepted

    def _side(self, half: Half) -> tuple[list[Found], int]:
        project = half.side.project
        found = [Found(problem) for problem in (*half.listing.problems, *project.problems)]
        names = []
        for case_id in self.cases:
            told = half.told(case_id) if case_id in self.change.touched else half.judged(half.listing.units.get(case_id))
            found += (Found(problem, case_id) for problem in told.problems)
            own = claims(told.case).names if case_id in self.change.touched and told.case else ()
            names += ((case_id, name) for name in own)
        ids = Ids(half.side, half.listing.units)
        found += (Found(problem, case_id) for case_id, name in names for problem in nowhere([name], ids))
        found += map(Found, self._between(half, ()))
        if any(problem.code == "P901" for problem in project.problems):
            found = [f for f in found if f.problem.code not in WORDLESS]
        left, accepted = without_accepted([f.problem for f in found], project, whole=False)
        kept = set(map(id, left))
        return [f for f in found if id(f.problem) in kept], accepted

    def _between(self, half: Half, without: Iterable[str]) -> Iterator[Problem]:
        """What is wrong between cases, of which some are left out."""
        touched = [case_id for case_id in self.change.touched if case_id not in without]
        told = [*(half.told(case_id).case for case_id in touched), *map(self.change.before.case, self.citing)]
        yield from same_sum([given for case in told if case is not None for given in claims(case).sums])
        if self._renamed:
            own = [party_names(case) for case_id in touched if case_id in self._parties and (case := half.told(case_id).case)]
            yield from same_party([*self._others, *own])

    @cached_property
    def _parties(self) -> list[str]:
        return [case_id for case_id in self.change.touched if case_id.startswith("parties/")]

    @cached_property
    def _renamed(self) -> bool:
        """Whether a name enters the record, or leaves it."""

        def names(half: Half, case_id: str) -> tuple | None:
            case = half.told(case_id).case
            return party_names(case)[:3] if case is not None else None

        return any(names(self.change.before, party) != names(self.change.after, party) for party in self._parties)

    @cached_property
    def _others(self) -> list[PartyNames]:
        """The names of all parties that the change does not touch."""
        before = self.change.before
        others = (before.case(c) for c in before.listing.units if c.startswith("parties/") and c not in self._parties)
        return [party_names(case) for case in others if case is not None]

    def _with_cause(self, found: Found) -> Problem:
        """The problem, with the file of the change that brings it about where it is shown at another."""
        problem = found.problem
        if problem.cause or self.change.adds(problem.place):
            return problem
        if problem.place.line is None and problem.place.path in self.change.by_path:
            return problem
        return problem._replace(cause=self._cause(found))

    def _cause(self, found: Found) -> str | None:
        if found.case_id is None:
            suspects = self.change.touched[:MOST_SUSPECTS]
            left = {case_id: [Found(p).mark for p in self._between(self.change.after, (case_id,))] for case_id in suspects}
            guilty = next((case_id for case_id in suspects if found.mark not in left[case_id]), None)
            files = self.change.files_of(guilty) if guilty is not None else []
            return files[-1] if files else self._beside()
        files = self.change.files_of(found.case_id)
        unit = self.change.after.listing.units.get(found.case_id)
        if len(files) == 1 and not self.change.rewords:
            return files[0]
        for path in files[:MOST_SUSPECTS]:
            told = self.change.after.judged(self.change.after.side.without(unit, [path]))
            if found.mark not in [Found(p).mark for p in told.problems]:
                return path
        return self._beside() or (files[-1] if files else None)

    def _beside(self) -> str | None:
        """The change's own words, or its bulk file: what else it can be."""
        words = [path for path in WORDS if path in self.change.by_path]
        bulk = [change.path for change in self.change.laid if is_bulk(change.path, self.change.against.kinds)]
        return next(iter(words + bulk), None)


def _quoted(change: Compared, problems: list[Problem]) -> Quoted:
    """The texts at which problems are shown: of a file that is changed the new one, even where it is refused."""
    texts: dict[tuple[str, int | None], str] = {}
    for place in dict.fromkeys(problem.place for problem in problems):
        texts.setdefault((place.path, place.line), _text(change, place))
    return Quoted(texts)


def _text(change: Compared, place: Place) -> str:
    if place.line is not None:
        file = change.after.side.root / place.path
        if not file.exists():
            return ""
        with open(file, "rb") as lines:
            row = next(islice(lines, place.line - 1, None), b"")
        return row.removesuffix(b"\n").decode("utf-8", "replace")
    new = change.by_path[place.path].new if place.path in change.by_path else None
    if new is not None and new.mode in (FILE, EXECUTABLE) and new.size <= MOST_BYTES:
        return change.reader.read(change.changed.sources[place.path]).decode("utf-8", "replace")
    return change.after.side.text(place.path)
