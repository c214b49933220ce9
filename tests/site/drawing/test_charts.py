"""Charts as plain values: columns on one scale from nothing, and bars in per cent of the longest."""

from tracker.site.drawing.charts import Column, Part, bars, columns


def test_columns():
    """Columns stand side by side on one scale that begins at nothing; their parts stand on each other, the first below."""
    given = [
        Column("2020", (Part("paid", 10), Part("open", 30))),
        Column("2021", ()),
        Column("2022", (Part("paid", 0), Part("open", 20))),
    ]
    found = columns(given, 100)
    assert [(c["name"], c["whole"], c["top"]) for c in found] == [("2020", 40, 0.0), ("2021", 0, 100.0), ("2022", 20, 50.0)]
    assert [[(part["name"], part["y"], part["h"]) for part in c["parts"]] for c in found] == [
        [("paid", 75.0, 25.0), ("open", 0.0, 75.0)],
        [],
        [("open", 50.0, 50.0)],
    ]
    assert [(c["x"], c["w"], c["middle"]) for c in found] == [(4.67, 24.0, 16.67), (38.0, 24.0, 50.0), (71.33, 24.0, 83.33)]


def test_little_is_still_seen():
    """A part that is there is at least a pixel high, however little it is beside the rest."""
    (column,) = columns([Column("2025", (Part("paid", 1), Part("open", 10_000)))], 100)
    assert column["parts"][0]["h"] == 1.0


def test_nothing():
    """Of nothing no column is drawn, and bars have no length."""
    assert columns([Column("2020", ())]) == columns([]) == []
    assert (bars([4, 2, 1]), bars([0]), bars([])) == ([100.0, 50.0, 25.0], [0.0], [])
