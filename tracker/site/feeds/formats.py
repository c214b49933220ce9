"""Which lists are served in which formats beside HTML and JSON, and what the links to them are called."""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tracker.site.feeds import atom, calendar, chosen, table, timelinejs
from tracker.site.feeds.chosen import Chosen
from tracker.site.reading import changes, family, search, timeline
from tracker.site.reading.ask import Ask
from tracker.site.shapes.lists import Entry, ListedParty, Moment, Result
from tracker.site.shapes.parts import Summary


class Format(NamedTuple):
    """A way to write a list."""

    ending: str
    label: str
    type: str
    follows: bool = False
    """Whether a program is to ask for it again and again, so that pages name it in their head."""


JSON = Format(".json", "JSON", "application/json")
CSV = Format(".csv", "CSV", table.TYPE)
ATOM = Format(".atom", "Atom", atom.TYPE, follows=True)
CALENDAR = Format(".ics", "iCalendar", calendar.TYPE, follows=True)
TIMELINEJS = Format(".timelinejs", "TimelineJS", timelinejs.TYPE)

ALL = (ATOM, CALENDAR, TIMELINEJS)
"""What is made of events; a table of CSV is made of whatever a page lists."""


class List(NamedTuple):
    """A page that lists something, and what of it is served otherwise."""

    path: str
    """The pattern of its address."""
    choose: Callable[[Any, Ask], Chosen]
    formats: tuple[Format, ...] = ALL
    rows: Callable[[Any, Ask], list] | None = None
    """What its CSV holds."""
    shape: Callable[[Ask], type] | None = None
    """The shape of a row of it, from which its columns follow."""

    @property
    def served(self) -> tuple[Format, ...]:
        """Everything but HTML and JSON."""
        return ((CSV,) if self.rows else ()) + self.formats


def lists(families: Iterable[str]) -> list[List]:
    """The lists of a record with these families."""
    of_cases = "|".join(name for name in families if name != "parties")
    slug = "(?P<slug>[a-z0-9-]+)"
    return [
        List("/timeline", chosen.of_timeline, rows=timeline.moments, shape=lambda ask: Moment),
        List("/search", chosen.of_search, rows=search.results, shape=lambda ask: Result),
        List("/changes", chosen.of_changes, (ATOM,), changes.whole, lambda ask: Entry),
        List("/deadlines", chosen.of_everything, (CALENDAR,)),
        List(f"/(?P<family>{of_cases}|parties)", chosen.of_family, rows=_cases, shape=_case),
        List(f"/(?P<family>parties)/{slug}", chosen.of_party),
        List(f"/(?P<family>{of_cases})/{slug}", chosen.of_case),
    ]


def _cases(db: Any, ask: Ask) -> list:
    return [family.shown(case) for case in family.matching(db, ask)]


def _case(ask: Ask) -> type:
    return ListedParty if ask.vars["family"] == "parties" else Summary


def of_page(path: str, families: Iterable[str]) -> tuple[Format, ...]:
    """The formats in which the list at a path of the site is served, HTML left out; none where there is no list."""
    for one in lists(families):
        if re.fullmatch(one.path, path):
            return (*((CSV,) if one.rows else ()), JSON, *one.formats)
    return ()
