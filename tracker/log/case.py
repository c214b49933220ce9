"""One case: its entries and their story."""

from collections.abc import Container
from typing import NamedTuple

from tracker.kinds import Kinds
from tracker.log.entry import Entry, by_recorded
from tracker.log.history import Story, tell
from tracker.model.life import Life
from tracker.model.vocabulary import Vocabulary


class Ground(NamedTuple):
    """What a case is judged against: the families, this tracker's words, and the parties that are registered."""

    kinds: Kinds
    vocabulary: Vocabulary
    parties: Container[str]


class Case(NamedTuple):
    """A case as the log tells it."""

    id: str
    life: Life
    entries: list[Entry]
    """In recorded order."""
    story: Story

    @property
    def first(self) -> Entry | None:
        """The first recorded event about the world: it bears the case's name."""
        return next((v.original for v in self.story.versions.values()), None)

    @property
    def named(self) -> Entry | None:
        """The same with the corrections that hold."""
        return next((v.entry for v in self.story.versions.values()), None)

    @property
    def name(self) -> str:
        """The case's name; its slug where a redaction took the name away."""
        named = self.named
        return named.event.given("name") or self.id.rsplit("/", 1)[1] if named else self.id

    @property
    def about_record(self) -> list[Entry]:
        """The entries that say what the record did: whatever is no event about the world. Few cases have any."""
        if len(self.story.versions) == len(self.entries):
            return []
        return [entry for entry in self.entries if not entry.event.about_world]

    @property
    def standing(self) -> list[Entry]:
        """The events that stand, with the corrections that hold, in fold order."""
        return [step.entry for step in self.story.steps if not step.turned]


def case_of(case_id: str, entries: list[Entry], kinds: Kinds) -> Case:
    """The case that these entries of one folder tell."""
    life = kinds.lives[case_id.partition("/")[0]]
    entries = sorted(entries, key=by_recorded)
    return Case(case_id, life, entries, tell(life, entries))
