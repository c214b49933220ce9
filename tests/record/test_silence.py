"""What the record says of silence: overdue and silent by rule, from the log alone."""

import re
from datetime import date, timedelta

import pytest

from tracker.model.dates import when

OPEN = ("announced", "under way", "partly fulfilled")


@pytest.fixture
def board(db):
    """The view of pledges as it would say on a day: its own SQL, with the day in the place of today's."""
    sql = db.execute("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = 'pledge_board'").fetchone()["sql"]
    select = sql.partition(" AS")[2]
    assert "date('now')" in select

    def on(day: str) -> dict[str, str]:
        return {row["id"]: row["clock"] for row in db.execute(re.sub(r"date\('now'\)", f"'{day}'", select))}

    return on


def told(record, case: str, status: str, day: str) -> str:
    """What the calendar says of a pledge on a day, told from its files."""
    if status not in OPEN:
        return "settled"
    events = record.cases()[case]
    promised = sorted((when(e["date"]).earliest, e["recorded"], e["due"]) for e in events.values() if "due" in e)
    if promised:
        due = when(promised[-1][2])
        if due.latest < day:
            return "overdue"
        if due.earliest < day:
            return "may be overdue"
        if date.fromisoformat(due.latest) <= date.fromisoformat(day) + timedelta(90):
            return "due soon"
    # Silence is counted from the last day on which an event can have happened, which is not after it was recorded.
    signs = [min(when(e["date"]).latest, e["recorded"][:10]) for e in events.values()]
    signs += [e["date"] for id, e in record.about("checked").items() if id.startswith(f"{case}/")]
    return "silent" if date.fromisoformat(max(signs)) < date.fromisoformat(day) - timedelta(540) else "running"


@pytest.mark.parametrize("day", ["2022-01-15", "2024-06-30", "2026-11-22", "2028-01-01", "2036-01-01"])
def test_clocks_follow_from_the_log(record, db, board, day):
    """On any day the calendar says of each pledge what follows from its deadline, its events and who looked for one."""
    status = {row["id"]: row["status"] for row in db.execute("SELECT id, status FROM pledges")}
    assert len(status) >= 55
    assert board(day) == {case: told(record, case, status[case], day) for case in status}


def test_silence_is_seen(board):
    """On the day on which this record begins some promises are overdue and others silent, each for its own reason."""
    clocks = board("2026-11-22")
    seen = {name: clocks[f"pledges/{name}"] for name in (
        "alibaba-common-prosperity-2021", "alibaba-poverty-relief-fund-2017", "zhang-yiming-longyan-education-2021",
        "tencent-common-prosperity-2021", "evergrande-home-delivery-2021", "jd-logistics-green-supply-chain-2021",
    )}  # fmt: skip
    assert seen == {
        "alibaba-common-prosperity-2021": "overdue",  # by 2025
        "alibaba-poverty-relief-fund-2017": "overdue",  # over five years from 2017
        "zhang-yiming-longyan-education-2021": "silent",  # nothing since June 2021
        "tencent-common-prosperity-2021": "running",  # no deadline, and somebody looked up to June 2026
        "evergrande-home-delivery-2021": "settled",  # broken
        "jd-logistics-green-supply-chain-2021": "may be overdue",  # over five years from 2021
    }
    assert sum(clock == "overdue" for clock in clocks.values()) >= 10
    assert sum(clock == "silent" for clock in clocks.values()) >= 10


def test_who_looked(record):
    """Where somebody looked and found nothing the record says where, up to which day, and for what."""
    looked = record.about("checked")
    assert len(looked) >= 30
    assert sum(id.startswith("pledges/") for id in looked) >= 20
    assert [
        id for id, document in looked.items() if not (document["looked_in"] and document.get("summary") and document.get("date"))
    ] == []
