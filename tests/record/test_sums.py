"""What the record says of sums: every promise in the ledger, nothing counted twice, and every sum left out with its reason."""

from collections import defaultdict
from decimal import Decimal

import pytest

from tracker.model.dates import when

OVERLAPS = (
    "pledges/tencent-new-cornerstone-2022/2022-04-30-announced",
    "pledges/alibaba-ai-capex-2025/2025-11-25-progressed",
    "pledges/colin-huang-starry-night-2020/2021-03-18-progressed",
    "pledges/he-xiangjian-heyou-hospital/2021-05-11-progressed",
    "pledges/xiaomi-rnd-100bn-2021/2025-03-05-progressed",
    "pledges/xiaomi-rnd-100bn-2021/2026-02-progressed",
    "sanctions/fcc-rip-and-replace/2021-07-13-amended",
    "sanctions/fcc-rip-and-replace/2024-12-18-amended",
    "sanctions/zte-denial-order/2018-07-13-lifted",
    "statements/fcc-rip-and-replace-shortfall-2022/2022-07-15-made",
    "statements/tech-billionaires-giving-2021/2021-09-made",
    "laws/secure-and-trusted-communications-networks-act/2020-03-12-adopted",
)
"""Events whose sum is known to be a part of another one in the record, a tally or an estimate."""


def given(document):
    """The sum or quantity of an event, and what it is counted in."""
    stated = document.get("amount") or document.get("quantity")
    return (stated, stated.get("currency") or stated["unit"]) if stated else (None, None)


@pytest.fixture(scope="session")
def promises(record):
    """Case -> the latest promise with a sum: its unit, value and why it is not counted."""
    found = {}
    for case, events in record.cases().items():
        made = sorted(
            (when(document["date"]).earliest, document["recorded"], document)
            for document in events.values()
            if document["type"] in ("pledge.announced", "pledge.revised") and given(document)[0]
        )
        if made:
            stated, unit = given(made[-1][2])
            found[case] = (unit, Decimal(stated["value"]), stated.get("not_counted"))
    return found


def test_every_promise_has_a_line(promises, db):
    """Each pledge with a sum has one line of the ledger in the promise's own currency or unit, with that sum as promised."""
    lines = {
        row["id"]: (row["currency"], Decimal(str(row["promised"])), row["not_counted"])
        for row in db.execute(
            'SELECT p.id, l.currency, l.promised, p.not_counted FROM ledger l JOIN pledges p ON p.pk = l."case" WHERE l.promised IS NOT NULL'
        )
    }
    assert len(promises) >= 35
    assert lines == promises


def test_delivered_is_disclosed_or_said_not_to_be(db):
    """A line holds what was disclosed as delivered, or nothing; what remains is known only where a sum was promised in that
    currency, and is never below nothing."""
    rows = db.execute("SELECT promised, delivered, undisclosed FROM ledger").fetchall()
    assert len(rows) >= 35
    for promised, delivered, undisclosed in rows:
        assert undisclosed == (None if promised is None else max(promised - (delivered or 0), 0))


def test_totals_count_nothing_twice(promises, db):
    """By currency and year the totals are the sums of the promises that count, each case once, with those left out beside them."""
    opened = {row["id"]: int(row["opened"][:4]) for row in db.execute("SELECT id, opened FROM pledges")}
    expected = defaultdict(lambda: [0, Decimal(0), 0])
    for case, (unit, value, not_counted) in promises.items():
        for year in (opened[case], None):
            line = expected[unit, year]
            line[0] += not not_counted
            line[1] += 0 if not_counted else value
            line[2] += bool(not_counted)
    totals = {
        (row["currency"], row["year"]): [row["pledges"], Decimal(str(row["promised"])), row["left_out"]]
        for row in db.execute("SELECT * FROM totals")
    }
    assert totals == dict(expected)
    assert totals["CNY", None][0] >= 20


def test_totals_agree_with_the_ledger(db):
    """What is delivered and what remains add up from the counted lines of the ledger, line by line."""
    for column in ("promised", "delivered", "undisclosed"):
        lines = dict(
            db.execute(
                f"SELECT currency, total({column}) FROM ledger WHERE counted = 1 AND promised IS NOT NULL GROUP BY currency"
            )
        )
        totals = dict(db.execute(f"SELECT currency, {column} FROM totals WHERE year IS NULL AND pledges > 0"))
        assert totals == lines, column


@pytest.mark.parametrize("id", OVERLAPS)
def test_known_overlaps_are_left_out(record, id):
    """A sum that another one contains says why it is not counted."""
    stated, _ = given(record.world[id])
    assert stated["not_counted"]


def test_what_is_left_out_says_why(db):
    """Beside every sum that totals leave out stands the reason, with the event and with the pledge."""
    left_out = db.execute(
        'SELECT p.not_counted FROM ledger l JOIN pledges p ON p.pk = l."case" WHERE l.counted = 0 AND l.promised IS NOT NULL'
    )
    reasons = [row["not_counted"] for row in left_out]
    assert reasons
    assert all(reason and len(reason) > 20 for reason in reasons)
    shown = [
        row["not_counted"] for row in db.execute("SELECT not_counted FROM events WHERE not_counted IS NOT NULL AND standing = 1")
    ]
    assert len(shown) >= 12
    assert all(len(reason) > 20 for reason in shown)


def test_no_sum_without_its_money(db):
    """A sum that is stated in money in which the European Central Bank has a rate is converted, with rate and rate date."""
    converted = db.execute("""
        SELECT count(*) FROM events e JOIN fx_rates f ON f.pk = e.fx_rate
        WHERE e.currency = 'CNY' AND e.usd IS NOT NULL AND f.rate > 0 AND f.rate_date IS NOT NULL
    """).fetchone()[0]
    assert converted >= 60
