"""The order of a case's events: by date only where the dates prove it, or by `follows`; else by recording.

Sorting texts would put `2021` before `2021-08-30`, and "where they overlap, by recording" is not transitive.
So: repeatedly take the first, in recorded order, that no waiting event is proven to precede.
"""

from heapq import heappop, heappush

from tracker.log.entry import Entry, by_recorded
from tracker.model.dates import proven_before
from tracker.model.problem import Problem

_LAST = "9999-12-31"


def ordered(entries: list[Entry]) -> list[Entry]:
    """The entries in the order in which the fold takes them. A circle of `follows` is broken by recording."""
    waiting = sorted(entries, key=by_recorded)
    if _as_recorded(waiting):
        return waiting
    followers, blocked = _follows(waiting)
    # An event may be taken once no waiting one is over before it can begin: the least latest day of those
    # waiting only grows, so each list is walked once.
    by_latest = sorted(range(len(waiting)), key=lambda n: waiting[n].when.latest or _LAST)
    by_earliest = sorted(range(len(waiting)), key=lambda n: waiting[n].when.earliest or "")
    taken: set[int] = set()
    result: list[Entry] = []
    ready: list[int] = []
    reached = begun = 0
    held: set[int] = set()
    while len(result) < len(waiting):
        while by_latest[reached] in taken:
            reached += 1
        least = waiting[by_latest[reached]].when.latest or _LAST
        while begun < len(by_earliest) and (waiting[by_earliest[begun]].when.earliest or "") <= least:
            number = by_earliest[begun]
            begun += 1
            if blocked[number]:
                held.add(number)
            else:
                heappush(ready, number)
        if not ready:
            # Only a circle can leave nothing to take; the log's check reports it.
            ready = [min(held)]
            held.discard(ready[0])
        number = heappop(ready)
        taken.add(number)
        result.append(waiting[number])
        for follower in followers.get(waiting[number].id, ()):
            blocked[follower] -= 1
            if not blocked[follower] and follower in held:
                held.discard(follower)
                heappush(ready, follower)
    return result


def _as_recorded(waiting: list[Entry]) -> bool:
    """Whether each entry comes last of those recorded until then, as nearly all do."""
    furthest = ""
    for entry in waiting:
        if "follows" in entry.data or not comes_last(entry, furthest):
            return False
        earliest = entry.when.earliest
        if earliest is not None and earliest > furthest:
            furthest = earliest
    return True


def _follows(waiting: list[Entry]) -> tuple[dict[str, list[int]], list[int]]:
    """For each id the numbers of those that follow it, and how many each one still waits for."""
    ids = {entry.id for entry in waiting}
    followers: dict[str, list[int]] = {}
    blocked = [0] * len(waiting)
    for number, entry in enumerate(waiting):
        before = entry.data.get("follows")
        if before in ids and before != entry.id:
            followers.setdefault(before, []).append(number)
            blocked[number] = 1
    return followers, blocked


def comes_last(entry: Entry, furthest: str) -> bool:
    """Whether an entry recorded after others is also the last of them in order: `furthest` is the latest day on which
    one of them can begin, and none of them says what it follows."""
    latest = entry.when.latest
    return latest is None or furthest <= latest


def contradictions(entries: list[Entry]) -> list[Problem]:
    """`follows` that the dates refute, and `follows` that lead in a circle, by themselves or with the dates."""
    following = [entry for entry in entries if "follows" in entry.data]
    if not following:
        return []
    by_id = {entry.id: entry for entry in entries}
    following = [entry for entry in following if entry.data["follows"] in by_id]
    number = {entry.id: n for n, entry in enumerate(ordered(entries))}
    problems = []
    for entry in following:
        before = by_id[entry.data["follows"]]
        spot = entry.place._replace(pointer=("follows",))
        if proven_before(entry.when, before.when):
            sentence = f"`{entry.event.date}` is before `{before.event.date}`, the date of the event that this one follows"
            problems.append(Problem("P309", spot, sentence, "remove `follows`, or correct the date that is wrong"))
        elif _leads_back(entry, by_id):
            problems.append(Problem("P310", spot, "`follows` leads in a circle", "remove it from one of the events"))
        elif number[before.id] > number[entry.id]:
            # By the dates another event lies between the two the wrong way round.
            sentence = "`follows` leads in a circle with the dates of other events"
            problems.append(Problem("P310", spot, sentence, "remove `follows`, or correct the date that is wrong"))
    return problems


def _leads_back(entry: Entry, by_id: dict[str, Entry]) -> bool:
    seen: set[str] = set()
    at: Entry | None = entry
    while at is not None and at.id not in seen:
        seen.add(at.id)
        at = by_id.get(at.data.get("follows", ""))
    return at is not None and at.id == entry.id
