"""Synthetic cases that unfold as their lifecycle allows, with what is said about the record in between."""

from datetime import date

from tests.benchmark import words
from tests.benchmark.world import FIRST_DAY, LAST_DAY, Party, World, Written
from tracker.model.dates import when
from tracker.model.life import Life


class Case:
    """A pledge, a crackdown, a sanction, a law or a statement, one event at a time.

    Its events are recorded in the order in which they happened, but for a few that come to light late, and only
    where that changes no status: so whatever the dates prove, the lifecycle allows.
    """

    __slots__ = (
        "authority", "before", "company", "covered", "day", "delivered", "id", "last", "left", "life", "pace", "patient", "prior",
        "since", "status", "steady", "stems", "stepwise", "unit", "world",
    )  # fmt: skip

    def __init__(self, world: World, life: Life) -> None:
        self.world, self.life = world, life
        self.company, self.authority = world.company(), world.authority()
        self.left = self._length()
        """How many events are still to come."""
        self.pace = 1 / max(15.0, 900 / self.left)
        self.since = self.prior = self.day = world.chance.randrange(FIRST_DAY, LAST_DAY - 400)
        """The day of the first event, of the last but one, and of the last."""
        topic = "-".join(world.text(20, 6, 34).lower().split())
        year = date.fromordinal(self.since).year
        self.id = f"{life.family}/{self.company.slug.partition('-')[0]}-{topic}-{year}-{world.written:x}"
        self.status: str | None = None
        self.before: str | None = None
        """The status before the last event, to which its retraction leads back."""
        self.last: tuple[str, int, dict] | None = None
        """Id, day and some fields of the event that a correction or a retraction may concern."""
        self.steady = False
        """Whether the last event left the status as it was."""
        self.patient = False
        """Whether a day set earlier moves the case on by itself: an imprecise date after it might lie before that day."""
        self.stems: set[str] = set()
        self.unit: dict | None = None
        """Of a promise in sums its currency, or what it counts."""
        self.stepwise = world.maybe(0.5)
        self.covered, self.delivered = self.since - 1, 0
        """The last day that a reported delivery covers, and the sum of all."""

    def _length(self) -> int:
        tail = 100 - sum(words.LENGTHS)
        length = self.world.count((*words.LENGTHS, tail))
        if length <= len(words.LENGTHS):
            return length
        return min(words.LONGEST, int(length * (1 - self.world.chance.random()) ** -0.7))

    def write(self) -> Written:
        """The next event."""
        self.left -= 1
        chance = self.world.chance.random() if self.stems else 1.0
        if chance < 0.052 and self.last:
            return self._corrected(*self.last)
        if chance < 0.057 and self.last:
            return self._retracted(self.last[0])
        if chance < 0.11:
            return self._checked()
        if chance < 0.115:
            return self._replied()
        return self._step()

    def _step(self) -> Written:
        """An event about the world, of those that the lifecycle allows now."""
        world, row = self.world, self.life.table[self.status]
        step = world.pick({step: self._weight(step) for step in row})
        verb, _, effect = step.partition(" ")
        becomes = row[step]
        late = becomes == self.status and self.steady and world.maybe(0.1)
        day = self._moved(late)
        given = self._common(day, late) | self._own(verb, day)
        if effect:
            given["effect"] = effect
        if not self.stems:
            given |= self._naming()
        document = world.document(f"{self.life.singular}.{verb}", given)
        event_id = self._named(f"{when(document['date']).stem}-{verb}")
        self.before, self.status, self.steady = self.status, becomes, becomes == self.status
        kept = ("date", "title", "summary", "amount")
        self.last = event_id, day, {name: document[name] for name in kept if name in document}
        world.remember(event_id)
        return event_id, document

    def _weight(self, step: str) -> float:
        """How often a step comes up: the record of most cases begins with the first that the lifecycle names."""
        if not self.stems:
            return 20.0 if step == next(iter(self.life.table[None])) else 0.5
        return words.RARE.get(step, 1.0)

    def _moved(self, late: bool) -> int:
        """The day of the next event: some time after the last, or, come to light late, shortly before it."""
        if not self.stems:
            return self.day
        if late:
            return self.world.chance.randint(self.prior, self.day)
        self.prior = self.day
        self.day = min(LAST_DAY, self.day + int(self.world.chance.expovariate(self.pace)))
        return self.day

    def _common(self, day: int, late: bool) -> dict:
        """What events of all families have in common."""
        world, actor = self.world, self.company if words.ROLES[self.life.family][0] else self.authority
        sources, confidence = world.sources(day)
        return {
            "date": date.fromordinal(day).isoformat() if self.patient else world.when(day),
            "title": world.text(67, 11, 100, actor.name),
            "summary": world.sentences(189, 52, 376),
            "parties": self._parties(),
            "jurisdiction": world.pick(words.JURISDICTIONS),
            "sectors": [world.chance.choice(words.SECTORS)],
            "sources": sources,
            "confidence": confidence,
            "notes": world.sentences(107, 42, 300) if world.maybe(0.37) else None,
            "about": world.others(world.cases, self.id) or None if world.maybe(0.2) else None,
            "responds_to": world.others(world.events, self.id)[:1] or None if world.maybe(0.03) else None,
            "same_as": next(iter(world.others(world.events, self.id)), None) if world.maybe(0.003) else None,
            "follows": self.last[0] if self.last and not late and world.maybe(0.005) else None,
            "announcement": f"notice-{world.chance.randrange(1000)}" if world.maybe(0.08) else None,
        }

    def _parties(self) -> list[dict]:
        world = self.world
        own, ruling, others = words.ROLES[self.life.family]
        roles: dict[Party, str] = {}
        if own:
            roles[self.company] = own
        if ruling:
            roles[self.authority] = ruling
        many = world.count(words.PARTIES)
        while len(roles) < many:
            roles.setdefault(world.company(), world.chance.choice(others))
        named = [{"party": party.slug, "role": role} for party, role in roles.items()]
        for part in named:
            if world.maybe(0.08):
                part["note"] = world.text(33, 15, 63)
        return named[: max(many, 1)]

    def _naming(self) -> dict:
        """What the first recorded event of a case bears."""
        world = self.world
        question = f"{world.text(69, 10, 100)}?" if self.life.singular == "pledge" else None
        return {"name": world.text(38, 9, 60, self.company.name), "question": question}

    def _own(self, verb: str, day: int) -> dict:
        """What the events of this family have, where they have more than all."""
        own = getattr(self, f"_{self.life.singular}", None)
        return own(verb, day) if own else {}

    def _pledge(self, verb: str, day: int) -> dict:
        world = self.world
        if verb in ("announced", "revised"):
            given = {"due": world.later(day, 200, 3000)} if world.maybe(0.6) else {}
            return given | (self._sum(world.value(7, 11)) if world.maybe(0.7) else {})
        if verb in ("progressed", "fulfilled", "partly_fulfilled") and self.unit and day > self.covered and world.maybe(0.5):
            return self._delivery(day)
        return {"finding_by": self.authority.slug} if verb == "broken" and world.maybe(0.3) else {}

    def _sum(self, value: str) -> dict:
        """A sum in the unit of the case, which the first one chooses."""
        world = self.world
        if self.unit is None:
            unit = world.chance.choice(("homes", "people", "tCO2e"))
            counted = {"unit": unit, "of": world.text(20, 5, 40)}
            self.unit = counted if world.maybe(0.15) else {"currency": world.pick({"CNY": 80, "USD": 20})}
        if "unit" in self.unit:
            return {"quantity": {"value": value, **self.unit}}
        reported = self.unit["currency"] == "CNY" and world.maybe(0.5)
        in_dollars = {"usd_as_reported": str(int(value) * 15 // 100)} if reported else {}
        bound = {"bound": world.chance.choice(("over", "up_to", "about"))} if world.maybe(0.28) else {}
        return {"amount": {"value": value, **self.unit, **in_dollars, **bound}}

    def _delivery(self, day: int) -> dict:
        """A delivery: cumulative since the beginning, or of the days since the last."""
        step = self.world.chance.randrange(1, 1000) * 100_000
        self.delivered += step
        begins, value = (self.covered + 1, step) if self.stepwise else (self.since, self.delivered)
        self.covered = day
        covers = f"{date.fromordinal(begins).isoformat()}/{date.fromordinal(day).isoformat()}"
        how = {"measure": "step" if self.stepwise else "cumulative", "covers": covers}
        return {field: {**given, **how} for field, given in self._sum(str(value)).items()}

    def _crackdown(self, verb: str, day: int) -> dict:
        return self._sum(self.world.value(5, 10)) if verb == "fined" and self.world.maybe(0.9) else {}

    def _sanction(self, verb: str, day: int) -> dict:
        world, given = self.world, {}
        if verb == "imposed" and world.maybe(0.25) and day + 90 < LAST_DAY:
            self.patient = True
            self.day = day + world.chance.randrange(1, 90)
            given = {"date": date.fromordinal(day).isoformat(), "effective": date.fromordinal(self.day).isoformat()}
        if verb in ("imposed", "suspended") and world.maybe(0.2):
            given["until"] = world.later(self.day, 100, 900)
        if verb == "amended" and world.maybe(0.1):
            given["targets_added"] = [world.company().slug]
        return given

    def _law(self, verb: str, day: int) -> dict:
        world = self.world
        if verb in ("adopted", "amended") and world.maybe(0.6):
            return {"effective": date.fromordinal(day + world.chance.randrange(30, 400)).isoformat()}
        return {"until": world.later(day, 100, 900)} if verb == "suspended" else {}

    def _corrected(self, event_id: str, day: int, stands: dict) -> Written:
        """A correction of the last event: its date to the day, its sum, its title or its summary."""
        world = self.world
        exact = date.fromordinal(day).isoformat()
        change = {"summary": world.sentences(189, 52, 376)}
        if stands["date"] != exact:
            change = {"date": exact}
        elif "measure" not in stands.get("amount", {"measure": None}):
            value = world.value(7, 11)
            # Once in a million events the sum would be the same, and a correction that changes nothing is refused.
            while value == stands["amount"]["value"]:
                value = world.value(7, 11)
            change = {"amount": {"value": value}}
        elif world.maybe(0.3):
            change["title"] = world.text(67, 11, 100, self.company.name)
        was = {name: {"value": stands[name]["value"]} if name == "amount" else stands[name] for name in change}
        corrected = {name: {**stands[name], **value} if name == "amount" else value for name, value in change.items()}
        self.last = event_id, day, stands | corrected
        given = {"of": event_id, "change": change, "was": was, "reason": world.sentences(120, 30, 300)}
        return self._about_record("corrected", event_id, {**given, "sources": world.sources(day)[0]})

    def _retracted(self, event_id: str) -> Written:
        """The last event is taken back; a case of which nothing stands is left alone."""
        if self.before is None:
            self.left = 0
        self.status, self.last, self.steady = self.before, None, False
        code = self.world.chance.choice(("unsupported", "wrong_subject", "legal"))
        given = {"of": event_id, "reason": self.world.sentences(120, 30, 300), "code": code}
        return self._about_record("retracted", event_id, given)

    def _checked(self) -> Written:
        world, target = self.world, self.last[0] if self.last else None
        given = {"of": target, "looked_in": [world.text(60, 15, 120)], "summary": world.sentences(90, 20, 200)}
        return self._about_record("checked", target, given)

    def _replied(self) -> Written:
        world, target = self.world, self.last[0] if self.last else None
        given = {"of": target, "party": self.company.slug, "summary": world.sentences(120, 30, 300)}
        return self._about_record("replied", target, {**given, "sources": world.sources(self.day)[0]})

    def _about_record(self, verb: str, target: str | None, given: dict) -> Written:
        day = self.world.stamp[:10]
        stem = f"{day}-{verb}-{target.rsplit('/', 1)[1]}" if target else f"{day}-{verb}"
        return self._named(stem), self.world.document(f"record.{verb}", {"date": day, **given})

    def _named(self, stem: str) -> str:
        """The id of a new event; a second of one type and day is numbered."""
        chosen, number = stem, 1
        while chosen in self.stems:
            number += 1
            chosen = f"{stem}-{number}"
        self.stems.add(chosen)
        return f"{self.id}/{chosen}"
