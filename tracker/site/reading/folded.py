"""The state of a case after some of its events, by the lifecycle: for what no table holds on both clocks."""

from typing import Any

import orjson

from tracker.site.reading.families import kinds
from tracker.site.reading.told import Told


def state_of(family: str, events: list[Told]) -> Any:
    """What the standing ones of these events, in their order, make of a case; none where nothing stands."""
    # What it takes to fold is loaded only where somebody asks for another time.
    from tracker.log.fold import fold
    from tracker.log.parse import parse_file

    read = (parse_file(f"events/{event.id}.json", orjson.dumps(event.fields), kinds())[0] for event in events if event.standing)
    steps = fold(kinds().life(family), [entry for entry in read if entry is not None])
    # Neither pledges nor parties, of which this is asked, become anything by the calendar alone.
    return steps[-1].state if steps else None
