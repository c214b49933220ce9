"""What is wrong with a text that the pattern of its field refuses."""

import re
import unicodedata

from tracker.model import dates, identity, values
from tracker.model.problem import Place, Problem

_UNSEEN = re.compile(f"[{values.UNSEEN}]")
_REFUSED_IN_URL = re.compile(rf"[\s<>\"\\{values.UNSEEN}]")
_NAMES = {"\n": "a line break", "\r": "a line break", "\t": "a tab", " ": "a space"}

_DATES = {
    dates.DAY: ("a day", "write it as `2021-09-02`"),
    dates.CLOSED: ("a date or an interval with two ends", "write it as `2021`, `2021-09`, `2021-09-02` or `2021/2022`"),
    dates.WHEN: (
        "a date that can be read",
        "write it as `2021`, `2021-09` or `2021-09-02`, with `~` or `?` where it is not sure, or as `a/b`, `../b` or `a/..`",
    ),
}


def refused(given: str, pattern: str, shown: str, spot: Place, meaning: str | None) -> Problem:
    """The problem of a text that does not match the pattern of the field that is `shown`."""
    if pattern == values.URL:
        return _address(given, shown, spot)
    if not given:
        return empty(shown, spot)
    if pattern == values.TEXT:
        return _text(given, shown, spot)
    if pattern == values.DECIMAL:
        help = "write digits only, at most 15 before the point and 4 after it, without separators: `100000000000`"
        return Problem("P214", spot, f"`{given}` is not a plain decimal number", help)
    if pattern == dates.INSTANT:
        return Problem("P303", spot, f"`{given}` is not an instant in UTC to the second", "write it as `2026-11-22T09:30:00Z`")
    if pattern in _DATES:
        wanted, help = _DATES[pattern]
        return Problem("P301", spot, f"`{shown}` is `{given}`, not {wanted}", help)
    if pattern in (identity.EVENT_ID, identity.TARGET_ID, identity.CASE_ID):
        help = "an id is the path below `events/` without `.json`, such as `laws/data-security-law/2021-06-10-adopted`"
        return Problem("P213", spot, f"`{given}` is not an id", help)
    if pattern == identity.SLUG:
        plain = re.sub(r"[^a-z0-9]+", "-", given.lower()).strip("-") if given.isascii() else ""
        help = f"write `{plain}`" if identity.is_slug(plain) else "use words of a-z and 0-9 joined by single hyphens"
        return Problem("P213", spot, f"`{given}` is not a slug", help)
    return Problem("P213", spot, f"`{given}` is not of the form that `{shown}` has", meaning, f"it has to match `{pattern}`")


def empty(shown: str, spot: Place) -> Problem:
    """The problem of a text or a list with nothing in it."""
    in_list = bool(spot.pointer) and isinstance(spot.pointer[-1], int)
    help = "remove it from the list" if in_list else "leave an optional field out; a mandatory one needs a value"
    return Problem("P209", spot, f"`{shown}` is empty", help)


def _text(given: str, shown: str, spot: Place) -> Problem:
    unseen = _UNSEEN.search(given)
    if unseen and unseen[0] in _NAMES:
        return Problem("P210", spot, f"`{shown}` holds {_NAMES[unseen[0]]}", "put a space in its place")
    if unseen:
        name = unicodedata.name(unseen[0], "control character").lower()
        sentence = f"`{shown}` holds the invisible character U+{ord(unseen[0]):04X}, {name}"
        return Problem("P210", spot, sentence, "remove it: a reader does not see it, and it can change what is read")
    if given != given.strip():
        return Problem("P212", spot, f"`{shown}` begins or ends with a space", "remove the space")
    return Problem(
        "P211", spot, f"`{shown}` begins with `{given[0]}`", "begin with a letter or a digit",
        "a spreadsheet takes a cell that begins so for a formula",
    )  # fmt: skip


def _address(given: str, shown: str, spot: Place) -> Problem:
    scheme, _, rest = given.partition("://")
    if scheme.lower() not in ("http", "https"):
        return Problem("P701", spot, f"`{shown}` is not a web address", "it begins with `https://` or `http://`")
    if scheme not in ("http", "https"):
        return Problem("P701", spot, f"`{shown}` begins with `{scheme}`", f"write `{scheme.lower()}` in small letters")
    host = re.split(r"[/?#\\]", rest)[0]
    if not host:
        return Problem("P701", spot, f"`{shown}` names no host", "give the whole address: `https://example.org/page`")
    if "@" in host:
        return Problem("P702", spot, f"`{shown}` holds a user name", "give the address without what stands before the `@`")
    sign = _REFUSED_IN_URL.search(rest)[0]
    name = _NAMES.get(sign) or (f"U+{ord(sign):04X}" if _UNSEEN.match(sign) else f"`{sign}`")
    help = "copy it from the browser's address bar, which writes such signs as `%20`"
    return Problem("P703", spot, f"`{shown}` holds {name}, which no address may", help)
