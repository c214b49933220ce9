"""What ties the story together: pressure before pledges, over founders too, and corrections that correct something."""

from datetime import date, timedelta

import pytest

ACTIONS = ("crackdown.opened", "crackdown.widened", "crackdown.ordered", "crackdown.fined")


def day(text: str) -> date | None:
    """The day that a date names, if it names one."""
    return date.fromisoformat(text) if len(text) == 10 else None


@pytest.fixture
def pressure(db):
    """Pledge and action -> the ties by which they meet."""
    found = {}
    for row in db.execute("""
        SELECT p.pledge_id, p.action_id, p.tie, o.id AS on_party, p.days_least, p.days_most
        FROM pressure_and_pledges p JOIN parties o ON o.pk = p.on_party
    """):
        found.setdefault((row["pledge_id"], row["action_id"]), {})[row["tie"], row["on_party"]] = (
            row["days_least"],
            row["days_most"],
        )
    return found


@pytest.mark.parametrize(
    ("pledge", "action", "tie", "days"),
    [
        ("wang-xing-share-donation-2021", "meituan-antitrust-2021/2021-04-26-opened", ("founder", "parties/meituan"), 38),
        (
            "zhang-yiming-longyan-education-2021",
            "bytedance-douyin-content-2021/2021-01-08-fined",
            ("founder", "parties/bytedance"),
            165,
        ),
        ("alibaba-common-prosperity-2021", "alibaba-antitrust-2020/2021-04-10-fined", ("self", "parties/alibaba-group"), 145),
        (
            "alibaba-common-prosperity-2021",
            "ant-group-rectification-2020/2020-11-02-opened",
            ("founder (reversed)", "parties/jack-ma"),
            304,
        ),
        ("tencent-common-prosperity-2021", "tencent-music-exclusive-rights/2021-07-24-fined", ("self", "parties/tencent"), 25),
        ("micron-xian-2023", "micron-review-2023/2023-05-21-ordered", ("self", "parties/micron-technology"), 26),
    ],
)
def test_pressure_before_a_pledge(pressure, pledge, action, tie, days):
    """What was done in the year before to the pledger, or to a party tied to him, stands beside the pledge with its tie and days."""
    assert pressure[f"pledges/{pledge}", f"crackdowns/{action}"][tie] == (days, days)


def test_a_founders_gift_finds_his_company(record, pressure):
    """Each promise of a founder finds every action of the year before on the company that he founded, if both have a day."""
    founded = {}
    for id, document in record.world.items():
        if document["type"] == "party.related" and document["relation"] == "founder" and not document.get("until"):
            founded.setdefault(id.split("/")[1], set()).add(document["to"])
    actions = {
        id: (day(document["date"]), {part["party"] for part in document["parties"] if part["role"] == "target"})
        for id, document in record.family("crackdowns").items()
        if document["type"] in ACTIONS and "same_as" not in document and day(document["date"])
    }
    expected = set()
    for id, document in record.family("pledges").items():
        made = day(document["date"])
        if document["type"] != "pledge.announced" or made is None:
            continue
        companies = set().union(*(founded.get(part["party"], ()) for part in document["parties"] if part["role"] == "pledger"))
        for action, (acted, targets) in actions.items():
            if timedelta(0) <= made - acted <= timedelta(365) and targets & companies:
                expected.add((id.rpartition("/")[0], action))
    assert len(expected) >= 8
    assert {pair for pair in expected if not any(tie == "founder" for tie, _ in pressure.get(pair, {}))} == set()


def test_nothing_before_but_within_a_year(pressure):
    """No action stands beside a pledge that cannot lie within the 365 days before it."""
    assert [pair for pair, ties in pressure.items() for least, most in ties.values() if not 0 <= least <= min(365, most)] == []


def test_corrections_correct_what_a_source_had_wrong(record):
    """At least eight corrections stand. Each takes up an event that rested on the earlier report, names who reported so, says
    something else, and brings a page that the event did not have."""
    corrections = record.about("corrected")
    assert len(corrections) >= 8
    for id, document in corrections.items():
        first = record.raw[document["of"]]
        assert first["confidence"] == "medium" or len(first["sources"]) > 1, id
        assert any(source["publisher"] in document["reason"] for source in first["sources"]), (
            f"{id} does not say who had it wrong"
        )
        before, after = document["was"], document["change"]
        assert set(before) == set(after), id
        plain = {field for field in after if field not in ("sources", "notes", "confidence", "parties")}
        assert plain, f"{id} changes no statement"
        assert all(before[field] != after[field] for field in plain), id
        for field, value in before.items():
            held = first.get(field)
            assert held == value or (isinstance(value, dict) and {key: (held or {}).get(key) for key in value} == value), (
                id,
                field,
            )
        brought = {source["url"] for source in document["sources"]} - {source["url"] for source in first["sources"]}
        assert brought, f"{id} brings no page"


def test_both_sides_are_shown(record, db):
    """Of each corrected event both versions are kept, the earlier as it was first recorded."""
    for document in record.about("corrected").values():
        versions = [row["known_to"] for row in db.execute(
            "SELECT known_to FROM event_versions WHERE event_id = ? ORDER BY known_from", (document["of"],)
        )]  # fmt: skip
        assert len(versions) >= 2
        assert (versions[0] is not None, versions[-1]) == (True, None)


def test_the_families_meet(record):
    """At least eighty events name a case or an event of another family."""
    meets = [
        id for id, document in record.world.items()
        if any(target.partition("/")[0] != id.partition("/")[0] for field in ("about", "responds_to") for target in document.get(field, ()))
    ]  # fmt: skip
    assert len(meets) >= 80
