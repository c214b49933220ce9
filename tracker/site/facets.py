"""Facets over link tables: counts by party, role, sector or publisher, each with a link that chooses it."""

import json
from collections import OrderedDict
from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import Facet
from datasette.utils import path_with_added_args, path_with_removed_args
from datasette.utils.asgi import BadRequest

from tracker.site import clocks
from tracker.site.filters import WORDS, Side, Word, links, side_of

KEPT = 500
"""So many counts are kept, each a line for every value shown."""


def facet_sql(inner: str, side: Side, word: Word, today: bool, limit: int) -> str:
    """The statement that counts the rows of `inner` by what they are linked with, the most frequent first.

    CROSS JOIN keeps SQLite from beginning at the links, of which there are many where the rows chosen may be few.
    """
    # A party may stand in an event with two roles, and a publisher with two pages.
    number = 'count(DISTINCT r."pk")' if word.repeats else "count(*)"
    counting = (
        f'SELECT l."{word.column}" AS "key", {number} AS "count" FROM ({inner}) r CROSS JOIN {links(side, word, today)} '
        f'AND l."{side.what}" = r."{side.column}" GROUP BY l."{word.column}"'
    )
    if word.table:
        value, label = f'substr(o."{word.id}", {len(word.prefix) + 1})', f'o."{word.label}"'
        counted = f'({counting}) c JOIN "{word.table}" o ON o."pk" = c."key"'
    else:
        value, label, counted = 'c."key"', 'c."key"', f"({counting}) c"
    return (
        f'SELECT {value} AS "value", {label} AS "label", c."count" FROM {counted} '
        f'ORDER BY c."count" DESC, "label", "value" LIMIT {limit}'
    )


class LinkFacet(Facet):
    """`{"link": "party"}` in the metadata of a table, or `?_facet_link=party` in an address."""

    type = "link"

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """The counts of every word asked for, and the words for which the time did not suffice."""
        results, timed_out = [], []
        for asked in self.get_configs():
            word = WORDS.get(asked["config"].get("simple"))
            if word is None:
                raise BadRequest(f"there is no such facet; those over link tables are {', '.join(WORDS)}")
            try:
                results.append(await self._counted(word, asked["source"]))
            except QueryInterrupted:
                timed_out.append(word.name)
        return results, timed_out

    async def _counted(self, word: Word, source: str) -> dict[str, Any]:
        db = self.ds.get_database(self.database)
        side = side_of(self.table, await db.table_columns(self.table)) if self.table else None
        if side is None:
            raise BadRequest(f"the facet {word.name} cannot be used here: these rows belong to no case and no event")
        today = await db.get_view_definition(self.table) is not None
        size = self.get_facet_size()
        rows = await self._rows(db, facet_sql(self.sql, side, word, today, size + 1))
        chosen = {value for key, value in self.get_querystring_pairs() if key == word.parameter}
        return {
            "name": word.name,
            # The page writes any other type behind the facet's name, which would tell readers nothing.
            "type": "column",
            "hideable": source != "metadata",
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {"_facet_link": word.name})),
            "results": [self._result(word, row, row["value"] in chosen) for row in rows[:size]],
            "truncated": len(rows) > size,
        }

    async def _rows(self, db: Any, sql: str) -> list[Any]:
        """The counts. In a file that never changes they are those of earlier today, on the next page and in another order too."""
        # Datasette makes a facet anew with every page; what is kept belongs to the process.
        kept = vars(self.ds).setdefault("_pressure_and_pledges_counts", OrderedDict())
        asked = (clocks.today(), self.database, sql, json.dumps(self.params, sort_keys=True, default=str))
        if asked in kept:
            kept.move_to_end(asked)
            return kept[asked]
        found = await self.ds.execute(
            self.database, sql, self.params, truncate=False, custom_time_limit=self.ds.setting("facet_time_limit_ms")
        )
        if not db.is_mutable:
            kept[asked] = found.rows
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return found.rows

    def _result(self, word: Word, row: Any, selected: bool) -> dict[str, Any]:
        if selected:
            path = path_with_removed_args(self.request, {word.parameter: row["value"]})
        else:
            # Another choice begins at its first page.
            path = path_with_added_args(self.request, {word.parameter: row["value"], "_next": None})
        return {
            "value": row["value"],
            "label": row["label"],
            "count": row["count"],
            # As plain text: Datasette's own addresses are slow to take apart.
            "toggle_url": self.ds.absolute_url(self.request, str(self.ds.urls.path(path))),
            "selected": selected,
        }
