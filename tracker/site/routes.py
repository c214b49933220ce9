"""The addresses of our own pages, each with `.json`; everything else is left to Datasette."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from tracker.site.feeds.formats import lists
from tracker.site.feeds.views import export
from tracker.site.found import sitemap
from tracker.site.pages.contribute import contribute
from tracker.site.pages.view import data, view
from tracker.site.reading import (
    card,
    case,
    changes,
    charts,
    codebook,
    coverage,
    deadlines,
    delta,
    event,
    family,
    home,
    openapi,
    party,
    pressure,
    search,
    timeline,
)
from tracker.site.reading import (
    data as data_page,
)
from tracker.site.reading.families import known, recorded
from tracker.site.settings import DATABASE

FORMAT = r"(?P<format>\.json)?"
SLUG = r"(?P<slug>[a-z0-9-]+)"
STEM = r"(?P<stem>[a-z0-9_-]+)"

STATIC = "/-/static-plugins/pressure_and_pledges/"
"""Where the plugin's own files stand."""

Route = tuple[str, Callable]


def routes(families: Iterable[str]) -> list[Route]:
    """The routes of a record with these families. Each family is named, so that other databases keep their addresses."""
    families = list(families)
    of_cases = "|".join(name for name in families if name != "parties")
    exports = [(one, format) for one in lists(families) for format in one.served]
    return [
        *((rf"^{one.path}{re.escape(format.ending)}$", export(one, format)) for one, format in exports),
        (rf"^/{FORMAT}$", view("home.html", home.read)),
        (rf"^/timeline{FORMAT}$", view("timeline.html", timeline.read)),
        (rf"^/charts{FORMAT}$", view("charts.html", charts.read)),
        (rf"^/pressure{FORMAT}$", view("pressure.html", pressure.read)),
        (rf"^/search{FORMAT}$", view("search.html", search.read)),
        (rf"^/changes{FORMAT}$", view("changes.html", changes.read)),
        (rf"^/delta{FORMAT}$", data(delta.read)),
        (rf"^/deadlines{FORMAT}$", view("deadlines.html", deadlines.read)),
        (rf"^/coverage{FORMAT}$", view("coverage.html", coverage.read)),
        (rf"^/codebook{FORMAT}$", view("codebook.html", codebook.read)),
        (rf"^/contribute{FORMAT}$", contribute),
        (rf"^/data{FORMAT}$", view("data.html", data_page.read)),
        (r"^/sitemap(?:-(?P<number>[1-9][0-9]{0,4}))?\.xml$", sitemap),
        (r"^/openapi(?P<format>\.json)$", view("", openapi.read)),
        (rf"^/(?P<family>{of_cases}|parties){FORMAT}$", view("family.html", family.read)),
        (rf"^/(?P<family>parties)/{SLUG}{FORMAT}$", view("party.html", party.read)),
        (rf"^/(?P<family>{of_cases})/{SLUG}{FORMAT}$", view("case.html", case.read)),
        (rf"^/(?P<family>{of_cases})/{SLUG}/card$", view("card.html", card.read)),
        (rf"^/(?P<family>{of_cases}|parties)/{SLUG}/{STEM}{FORMAT}$", view("event.html", event.read)),
    ]


ROUTES = routes(known())


def routes_of(datasette: Any) -> list[Route]:
    """The routes of the record that is served: families that only it has are among those that it has cases of."""
    there = datasette.databases.get(DATABASE)
    own = recorded(there.path) - set(known()) if there is not None and there.path else frozenset()
    return routes([*known(), *sorted(own)])
