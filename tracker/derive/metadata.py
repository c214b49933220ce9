"""metadata.yml: a head written by hand, and below a mark what is drawn from the tables, so that pages explain themselves."""

import textwrap
from typing import Any

import yaml

from tracker.derive.columns import Column, Table
from tracker.derive.tables import tables, views
from tracker.kinds import Kinds

MARK = "# Generated from here on by `tracker metadata`: edit above, or the tables in tracker/derive and tracker/kinds."

DATABASE = "tracker"
PLUGIN = "pressure_and_pledges"

COPIED = ("license", "license_url", "source", "source_url")
"""What stands at the head and again at the database and at each table: newer Datasette hands nothing down."""

HEAD = """\
title: Pressure and pledges
description: How a government presses an industry, and how the industry answers.
license: CC BY 4.0
license_url: https://creativecommons.org/licenses/by/4.0/
databases:
  tracker:
    title: The record
"""
"""The head of a project that has none yet."""


class WrongHead(Exception):
    """The head of metadata.yml does not end inside `databases: tracker:`, where the tables belong."""


def metadata(head: str, kinds: Kinds) -> str:
    """The whole of metadata.yml, made anew from the head of an existing one."""
    head = head.partition(MARK)[0].rstrip()
    given = _read(head)
    copied = {key: given[key] for key in COPIED if key in given}
    described = {name: table_metadata(table, copied) for name, table in {**views(kinds), **tables(kinds)}.items()}
    described["search"] = {
        "title": "What the search covers",
        "description": "One row is an event or a case, with its text.",
        **copied,
    }
    own = {key: value for key, value in copied.items() if key not in given["databases"][DATABASE]}
    body = yaml.safe_dump({**own, "tables": described}, sort_keys=False, allow_unicode=True, width=130)
    return f"{head}\n\n" + textwrap.indent(f"{MARK}\n{body}", "    ")


def _read(head: str) -> dict[str, Any]:
    try:
        given = yaml.safe_load(head)
    except yaml.YAMLError as error:
        raise WrongHead(f"the head of metadata.yml is not YAML: {' '.join(str(error).split())}") from None
    # What is generated is written behind the last line: that must lie inside the database.
    inside = _last(_last(given, "databases"), DATABASE)
    if not isinstance(inside, dict) or "tables" in inside:
        raise WrongHead("the head of metadata.yml must end inside `databases: tracker:`, and leave `tables` to what is generated")
    return given


def _last(given: Any, key: str) -> Any:
    """The value of the last key, where it is this one."""
    return given[key] if isinstance(given, dict) and given and list(given)[-1] == key else None


def table_metadata(table: Table, copied: dict[str, str]) -> dict[str, Any]:
    """What Datasette is told of a table: what a row is, what each column says, and how readers first see it.

    Units stand under `plugins` and not under `units`: what 0.65 does with those takes any filter for arithmetic,
    and `10**10**9` for ever.
    """
    own = {}
    if units := {column.name: column.unit for column in table.columns if column.unit}:
        own["units"] = units
    if table.aside:
        own["aside"] = list(table.aside)
    told = {
        "title": table.title,
        "description": table.doc,
        **copied,
        "columns": {column.name: _column(column, table) for column in table.columns},
        "facets": list(table.facets),
        "sort": table.sort,
        "sort_desc": table.sort_desc,
        "size": table.size,
        "label_column": table.label,
        "hidden": table.hidden or None,
        **({"fts_table": "search_fts", "fts_pk": "pk"} if table.searched else {}),
        "sortable_columns": [name for name in table.names if name not in table.stated] if table.stated else None,
        "plugins": {PLUGIN: own} if own else None,
    }
    return {key: value for key, value in told.items() if value not in (None, [])}


def _column(column: Column, table: Table) -> str:
    if column.unit is None:
        return column.doc
    return f"{column.doc} Unit: {'the column ' if column.unit in table.names else ''}{column.unit}."
