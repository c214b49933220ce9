"""All tables of the database, those of the families drawn from their kinds."""

from functools import lru_cache

from tracker.derive.columns import Table
from tracker.derive.tables import families, log, reading
from tracker.kinds import Kinds


@lru_cache
def tables(kinds: Kinds) -> dict[str, Table]:
    """Name -> table, in the order in which readers meet them."""
    found = [*reading.TABLES, *(families.family_table(life) for life in kinds), *families.TABLES, *log.TABLES]
    return {table.name: table for table in found}


@lru_cache
def views(kinds: Kinds) -> dict[str, Table]:
    """Name -> description of the views, which say what depends on today."""
    return {view.name: view for view in reading.views(kinds)}
