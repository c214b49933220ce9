"""How a cell of Datasette's tables is shown: addresses and ids as links, sums with their currency."""

import re
from typing import Any

from markupsafe import Markup, escape

from tracker.model.identity import TARGET_ID
from tracker.site.settings import DATABASE

PLUGIN = "pressure_and_pledges"
EXACT = 1000
"""From here on a converted sum is shown whole."""
LONGEST = 80
"""So many characters of an address are shown."""

_ID = re.compile(TARGET_ID)
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+", re.I)
_LINKING = frozenset({"id", "same_as", "instead"})
_NAMING = frozenset({"name", "title"})
"""Columns that say what the row itself is."""


def cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """A cell as HTML, or none where Datasette's own way will do."""
    if database != DATABASE or value is None:
        return None
    if isinstance(value, str):
        if column in _LINKING or column.endswith("_id"):
            return _linked(value, value, datasette) if _ID.fullmatch(value) else None
        if column in _NAMING and (own := _id_of(row, "id")):
            return _linked(own, value, datasette)
        return _address(value) if _ADDRESS.fullmatch(value) else None
    if isinstance(value, dict):
        target = _id_of(row, column)
        return _linked(target, value["label"], datasette) if target else None
    if isinstance(value, float):
        return _sum(row, value, column, table, datasette)
    return None


def money(value: float, unit: str | None) -> str:
    """A sum with separators and its currency or unit; whole where it is whole."""
    number = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number


def _linked(target: str, label: Any, datasette: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(str(datasette.urls.path(f"/{target}")), label)


def _address(value: str) -> Markup:
    shown = value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
    return Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(value, escape(shown))


def _id_of(row: Any, column: str) -> str | None:
    """The permanent id of the row to which a foreign key points, from the text that stands beside it."""
    names = row.keys()
    beside = f"{column}_id"
    if beside in names:
        return _text(row[beside])
    own = _text(row["id"]) if "id" in names else None
    if column in ("event", "id"):
        return own
    if column == "case" and own:
        return "/".join(own.split("/")[:2])
    return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def _sum(row: Any, value: float, column: str, table: str | None, datasette: Any) -> Markup | None:
    units = (datasette.plugin_config(PLUGIN, database=DATABASE, table=table) or {}).get("units", {}) if table else {}
    unit = units.get(column)
    if unit is None:
        return None
    if unit in tuple(row.keys()):
        unit = row[unit]
    elif abs(value) >= EXACT:
        # Converted by a rate: what stands behind the point would pretend to more than anybody knows.
        value = round(value)
    return Markup('<span class="money">{}</span>').format(money(value, unit))
