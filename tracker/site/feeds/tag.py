"""Names that are for ever: `tag:` URIs (RFC 4151) drawn from ids, under the authority that metadata.yml gives."""

import re
from typing import Any

from datasette.utils import StartupError

PLUGIN = "pressure_and_pledges"

DEFAULT = "pressure-and-pledges.invalid,2026"
"""Where metadata.yml names none. No machine will ever bear that name, so that nobody else's names are taken."""

_DATE = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_HOST = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
_TAG = re.compile(rf"(?:[A-Za-z0-9._-]+@)?{_HOST},{_DATE}")


class WrongTag(StartupError):
    """The configuration names no authority with a date: the site does not start."""


def tag(datasette: Any) -> str:
    """The authority and the date under which this site names its entries: `example.org,2026`."""
    given = (datasette.plugin_config(PLUGIN) or {}).get("tag", DEFAULT)
    if not isinstance(given, str) or not _TAG.fullmatch(given):
        raise WrongTag(
            f"`plugins: {PLUGIN}: tag` in the metadata is `{given}`; it takes a domain and a date such as example.org,2026"
        )
    return given


def name(tag: str, id: str) -> str:
    """The name of something with an id, for ever."""
    return f"tag:{tag}:{id}"


def authority(tag: str) -> str:
    """The domain alone."""
    return tag.partition(",")[0].rpartition("@")[2]
