"""What the synthetic cases draw on: chance from a fixed seed, the clock, texts, names, and what was written before."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple

from tests.benchmark import words
from tracker.kinds import Kinds

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
"""The first stamp; every event is recorded a second after the one before it."""

FIRST_DAY = date(2012, 1, 1).toordinal()
LAST_DAY = date(2024, 12, 31).toordinal()
"""Everything happened before it was recorded."""

Written = tuple[str, dict]
"""The id of an event and its document."""

REMEMBERED = 2000
"""How many earlier cases and events can be referred to."""

DRAWN = 200_000
"""Words drawn once; every text is a piece of them, taken anywhere."""


class Party(NamedTuple):
    """A registered party, as other events need it."""

    slug: str
    name: str


class World:
    """Everything that is shared by the cases of one synthetic log."""

    def __init__(self, kinds: Kinds, seed: int) -> None:
        self.kinds = kinds
        self.chance = Random(seed)
        self.written = 0
        self.named = 0
        self.companies: list[Party] = []
        self.authorities: list[Party] = []
        self.cases: list[str] = []
        self.events: list[str] = []
        vocabulary, weights = words.dictionary()
        self._drawn = self.chance.choices(vocabulary, cum_weights=weights, k=DRAWN)
        self._publishers = tuple(words.publishers().items())

    @property
    def stamp(self) -> str:
        """The stamp of the event that is being written."""
        return (BEGIN + timedelta(seconds=self.written)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def maybe(self, probability: float) -> bool:
        return self.chance.random() < probability

    def pick(self, weights: dict[Any, float]) -> Any:
        """One of the keys, as often as its weight says."""
        return self.chance.choices(tuple(weights), tuple(weights.values()))[0]

    def count(self, weights: Sequence[float]) -> int:
        """A number from 1, as often as its weight says."""
        return self.chance.choices(range(1, len(weights) + 1), weights)[0]

    def company(self) -> Party:
        return self._party(self.companies)

    def authority(self) -> Party:
        # Few authorities appear in very many events.
        return self._party(self.authorities[:40] if self.maybe(0.5) else self.authorities)

    def _party(self, known: list[Party]) -> Party:
        # One in ten is named six times as often as the others, however long the log is.
        number = self.chance.randrange(len(known))
        return known[number - number % 10 if self.maybe(0.4) else number]

    def new_name(self, kinds: Sequence[tuple[str, str]]) -> tuple[str, str, str]:
        """A name nobody bears yet, its first word, and the same in Chinese."""
        # Steps of a number without a common divisor reach every combination of three syllables once.
        number, syllables = self.named * 100_003 % 63**3, []
        self.named += 1
        for _ in range(3):
            number, at = divmod(number, 63)
            syllables.append(words.SYLLABLES[at])
        kind, native = self.chance.choice(kinds)
        short = "".join(latin for latin, _ in syllables).capitalize()
        return f"{short} {kind}", short, "".join(sign for _, sign in syllables) + native

    def remember(self, event_id: str) -> None:
        """Lets later events refer to this one and to its case."""
        self._keep(self.events, event_id)
        self._keep(self.cases, event_id.rsplit("/", 1)[0])

    def _keep(self, known: list[str], name: str) -> None:
        if len(known) < REMEMBERED:
            known.append(name)
        else:
            known[self.chance.randrange(REMEMBERED)] = name

    def others(self, known: list[str], own: str) -> list[str]:
        """One or two of what was written before, none of them of one's own case."""
        drawn = (self.chance.choice(known) for _ in range(1 if self.maybe(0.85) else 2)) if known else ()
        return sorted({name for name in drawn if not f"{name}/".startswith(f"{own}/")})

    def text(self, middle: float, spread: float, most: int, begins: str = "") -> str:
        """Some words, as long as a text of this kind is, at most so many characters."""
        # What does not fit is cut off at a word, which makes a text four characters shorter than asked.
        length = int(min(max(self.chance.gauss(middle + 4, spread), 20), most))
        at = self.chance.randrange(DRAWN - length)
        drawn = self._drawn[at : at + length // 5]
        text = f"{begins} {' '.join(drawn)}" if begins else " ".join(drawn).capitalize()
        if len(text) <= length:
            return text
        return text[:length].rpartition(" ")[0] or text.partition(" ")[0]

    def sentences(self, middle: float, spread: float, most: int, begins: str = "") -> str:
        """One or two sentences."""
        text = self.text(middle, spread, most - 2, begins)
        half = text.find(" ", len(text) // 2)
        return f"{text}." if half < 0 or self.maybe(0.5) else f"{text[:half]}. {text[half + 1 :].capitalize()}."

    def when(self, day: int) -> str:
        """A day as a source would give it: nine times in ten exactly."""
        exact = date.fromordinal(day).isoformat()
        if not self.maybe(0.1):
            return exact
        near = [date.fromordinal(day + away).isoformat() for away in (-self.chance.randrange(20), self.chance.randrange(1, 20))]
        forms = {exact[:7]: 50, exact[:4]: 15, f"{exact}~": 10, f"{exact}?": 8, f"{exact[:7]}~": 5, "/".join(near): 8}
        return self.pick({**forms, f"../{near[1]}": 2, f"{near[0]}/..": 2})

    def later(self, day: int, least: int, most: int) -> str:
        """A deadline so many days after a day, as precise as deadlines are."""
        exact = date.fromordinal(day + self.chance.randrange(least, most)).isoformat()
        year = str(int(exact[:4]) + 1)
        return self.pick({exact: 50, f"{exact[:4]}-12-31": 20, year: 20, f"{year}/{int(year) + 2}": 10})

    def value(self, least: int, most: int) -> str:
        """A round sum of so many digits."""
        return str(self.chance.randrange(10, 1000)) + "0" * self.chance.randrange(least - 3, most - 2)

    def sources(self, day: int, weights: Sequence[int] = words.SOURCES) -> tuple[list[dict], str]:
        """The pages on which an event rests, and the confidence that they allow."""
        found, tiers = [], []
        for number in range(self.count(weights)):
            # Publishers named first write most of the pages.
            publisher, tier = self._publishers[int(len(self._publishers) * self.chance.random() ** 2)]
            tiers.append((tier, publisher))
            published = date.fromordinal(day + self.chance.randrange(4)).isoformat()
            headline = self.text(67, 24, 150)
            way = headline.lower().replace(" ", "-")[: self.chance.randrange(20, 90)]
            source = {
                "url": f"https://{words.host_of(publisher)}/{published[:4]}/{published[5:7]}/{way}-{self.written:x}{number}",
                "title": headline,
                "publisher": publisher,
            }
            if self.maybe(0.28):
                source["via"] = self._publishers[self.chance.randrange(len(self._publishers))][0]
            if self.maybe(0.6):
                source["published"] = published
            if self.maybe(0.03):
                source["language"] = "zh"
            if self.maybe(0.01):
                source["quote"] = self.text(140, 30, 300)
            found.append(source)
        independent = {publisher for tier, publisher in tiers if tier in ("official", "newsroom", "research")}
        high = any(tier == "official" for tier, _ in tiers) or len(independent) > 1
        return found, "high" if high else "medium"

    def document(self, word: str, given: dict) -> dict:
        """The fields of an event in the order of its model, without those that have no value."""
        given = {"type": word, "recorded": self.stamp, **given}
        return {name: given[name] for name in fields(self.kinds, word) if given.get(name) is not None}


@cache
def fields(kinds: Kinds, word: str) -> tuple[str, ...]:
    """The names of a type's fields, in the order in which a file has them."""
    return tuple(field.alias or name for name, field in kinds.types[word].model_fields.items())
