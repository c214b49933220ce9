"""Synthetic parties: companies and authorities, registered, now and then tied to another or renamed."""

from datetime import date

from tests.benchmark import words
from tests.benchmark.world import FIRST_DAY, LAST_DAY, Party, World, Written


class PartyCase:
    """One party and what befalls it."""

    __slots__ = ("id", "left", "world")

    def __init__(self, world: World) -> None:
        self.world = world
        self.id = ""
        self.left = 1 + (world.count((70, 30)) if world.maybe(0.2) else 0)
        """How many events are still to come."""

    def write(self) -> Written:
        """The next event."""
        self.left -= 1
        if not self.id:
            return self._registered()
        return self._renamed() if self.world.maybe(0.1) else self._related()

    def _registered(self) -> Written:
        world = self.world
        authority = world.named % 5 < 2 if world.named < 10 else world.named % 5 == 0
        name, short, native = world.new_name(words.AUTHORITIES if authority else words.COMPANIES)
        party = Party(name.lower().replace(" ", "-"), name)
        (world.authorities if authority else world.companies).append(party)
        self.id = f"parties/{party.slug}"
        kinds = ("regulator", "government", "legislature", "court") if authority else ("company", "company", "person")
        given = {
            "name": name,
            "kind": world.chance.choice(kinds),
            "native_name": native,
            "aliases": [short] if world.maybe(0.6) else None,
            "jurisdiction": world.pick(words.JURISDICTIONS),
            "sectors": [world.chance.choice(words.SECTORS)],
        }
        return f"{self.id}/registered", world.document("party.registered", given)

    def _renamed(self) -> Written:
        name, _, native = self.world.new_name(words.COMPANIES)
        return self._dated("renamed", {"to_name": name, "native_name": native})

    def _related(self) -> Written:
        world = self.world
        other = world.company().slug
        if self.id.endswith(f"/{other}"):
            other = world.authority().slug
        given = {"relation": world.chance.choice(tuple(words.RELATIONS)), "to": other}
        return self._dated("related", given, since=not world.maybe(0.3))

    def _dated(self, verb: str, given: dict, since: bool = False) -> Written:
        world = self.world
        # Each event has years of its own, so that no two ask for one name.
        span = (LAST_DAY - FIRST_DAY) // 3
        day = FIRST_DAY + span * self.left + world.chance.randrange(span)
        exact = date.fromordinal(day).isoformat()
        sources, confidence = world.sources(day, (80, 20))
        given |= {"date": exact, "sources": sources, "confidence": confidence, "since": exact[:4] if since else None}
        return f"{self.id}/{exact}-{verb}", world.document(f"party.{verb}", given)
