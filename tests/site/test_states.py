"""What a case has become is worked out once a day, and told the same to whoever asks."""

import sqlite3

from tracker.site.clocks import Clocks
from tracker.site.reading import states, steps

CLOCKS = Clocks("2030-01-01")


def test_worked_out_once(database, monkeypatch):
    """Pages and lists of one day share what was worked out, whatever one of them does with it; another day begins anew."""
    worked = []
    monkeypatch.setattr(states, "steps_of", lambda db, clocks, pks: worked.extend(pks) or steps.steps_of(db, clocks, pks))
    db = sqlite3.connect(database)
    first = states.of_family(db, CLOCKS, "pledges")
    assert [case["id"] for case in first] and len(worked) == len(first)
    told = [dict(case) for case in first]
    for case in first:
        case.clear()
    assert states.of_family(db, CLOCKS, "pledges") == told
    assert states.of_cases(db, CLOCKS, [told[0]["pk"], 1]) == told[:1]
    assert len(worked) == len(told)
    later = states.of_family(db, Clocks("2030-01-02"), "pledges")
    assert [case["days_silent"] for case in later] == [case["days_silent"] + 1 for case in told]
    back = states.of_family(db, Clocks("2030-01-01", as_of="2021-09-02"), "pledges")
    assert [case["status"] for case in back] != [case["status"] for case in told]
    db.close()
