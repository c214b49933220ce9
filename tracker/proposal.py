"""Events not written yet, judged as if they stood in the log: what they would make wrong, and nothing that was wrong before."""

from pathlib import Path

from tracker import report
from tracker.check import Findings, check
from tracker.log.checks.whole import PartyNames, same_party
from tracker.model.problem import Problem, in_order
from tracker.project import Project
from tracker.store import Listing, Store, Unit
from tracker.write import Draft


class Once(Store):
    """The log as it stood when it was first listed: a command that writes one event looks at the folder once."""

    _listed: Listing | None = None

    def listing(self, stamped: bool = False) -> Listing:
        if self._listed is None:
            self._listed = super().listing(stamped)
        return self._listed._replace(units=dict(self._listed.units), problems=list(self._listed.problems))


class Proposed(Store):
    """The log with drafts laid over it."""

    def __init__(self, store: Store, drafts: list[Draft]) -> None:
        # Whether there is a folder, and what stands in it, is the affair of the log beneath.
        self.kinds = store.kinds
        self.beneath = store
        self.drafts = {draft.path: draft for draft in drafts}

    def listing(self, stamped: bool = False) -> Listing:
        listing = self.beneath.listing(stamped)
        self.bulk = listing.bulk
        for draft in self.drafts.values():
            before, unit = listing.units.get(draft.case_id), Unit(draft.case_id)
            unit.files = sorted({*(before.files if before else ()), draft.path.rsplit("/", 1)[1]})
            unit.lines = before.lines if before else None
            listing.units[draft.case_id] = unit
        return listing

    def documents(self, unit: Unit):
        for path, line, raw in self.beneath.documents(unit):
            draft = self.drafts.get(path) if line is None else None
            yield path, line, draft.raw if draft else raw

    def party_names(self) -> list[PartyNames]:
        changed = {draft.case_id for draft in self.drafts.values()}
        kept = [party for party in self.beneath.party_names() if f"parties/{party.slug}" not in changed]
        units = self.listing().units
        return kept + [named for case_id in changed if (named := self.named(units[case_id])) is not None]


class Texts(report.Texts):
    """The text of the files at which problems are shown, that of the drafts included."""

    def __init__(self, root: Path, drafts: list[Draft]) -> None:
        super().__init__(root)
        self.drafts = {draft.path: draft.raw.decode() for draft in drafts}

    def of(self, problem: Problem) -> str | None:
        return self.drafts.get(problem.place.path) or super().of(problem)


def judged(project: Project, drafts: list[Draft], now: str, store: Store | None = None) -> Findings:
    """Everything that the drafts would make wrong, in their own cases and in those that they can touch."""
    store = store or Once(project.root, project.kinds)
    proposed = Proposed(store, drafts)
    known = store.listing().units
    own = {draft.case_id for draft in drafts}
    touched = own | _sharing_a_sum(store, drafts)
    before = [f"events/{case_id}" for case_id in sorted(touched & known.keys())]
    found_before = check(project, before, now=now, store=store).problems if before else []
    after = check(project, [f"events/{case_id}" for case_id in sorted(touched)], now=now, store=proposed)
    problems = after.problems
    if any(case_id.startswith("parties/") for case_id in own):
        found_before += same_party(store.party_names())
        problems += same_party(proposed.party_names())
    old = {_identity(problem) for problem in found_before}
    return Findings(in_order(p for p in problems if _identity(p) not in old), len(drafts), len(own))


def _identity(problem: Problem) -> tuple:
    return problem.code, problem.place, problem.sentence


def _sharing_a_sum(store: Store, drafts: list[Draft]) -> set[str]:
    """The cases that rest on a page from which a draft takes a sum: it may be the same sum."""
    pages = {url for draft in drafts for url in _pages_of_sum(draft)}
    return store.summed_from(pages) if pages else set()


def _pages_of_sum(draft: Draft) -> list[str]:
    import orjson

    data = orjson.loads(draft.raw)
    data |= data.get("change") or {}
    sources = data.get("sources")
    if "amount" not in data or not isinstance(sources, list):
        return []
    return [s["url"] for s in sources if isinstance(s, dict) and isinstance(s.get("url"), str)]
