"""Pressure against pledges: what is counted, on both clocks, and that it never passes order in time off as cause."""

import pytest
from pydantic import TypeAdapter
from served import Page, faults

from tracker.site.clocks import Clocks
from tracker.site.drawing import lanes
from tracker.site.drawing.scale import Scale
from tracker.site.reading import pressure
from tracker.site.reading.ask import Ask
from tracker.site.shapes.lists import PressurePage

pytestmark = pytest.mark.asyncio

NOT_CAUSE = "Order in time is not cause:"
ALIBABA = "parties/alibaba-group"


async def test_it_says_what_the_table_says(get_whole, db):
    """Pledge by pledge a party's page tells the pairs of the table, each action once."""
    query = """SELECT DISTINCT p.pledge_id, p.action_id FROM pressure_and_pledges p JOIN parties y ON y.pk = p.pledger WHERE y.id = ?"""
    for party in ("alibaba-group", "tencent", "micron-technology"):
        (one,) = (await get_whole(f"/pressure.json?party={party}")).json()["parties"]
        pairs = [(pledge["id"], action["id"]) for pledge in one["pledges"] for action in pledge["pressure"]]
        assert sorted(pairs) == sorted(db.execute(query, [f"parties/{party}"]))
        assert {action["id"] for action in one["actions"] if action["followed"]} == {action for _, action in pairs}


async def test_what_no_pledge_followed_is_told_too(get_whole, db):
    """Actions on the party itself stand there whether a pledge followed or not, so that the picture is not picked."""
    (one,) = (await get_whole("/pressure.json?party=alibaba-group")).json()["parties"]
    alone = {action["id"] for action in one["actions"] if not action["followed"]}
    assert alone
    own = db.execute(
        """SELECT e.id FROM events e JOIN event_parties n ON n.event = e.pk WHERE n.party_id = ? AND n.role = 'target'
           AND e.standing = 1 AND e.same_as IS NULL AND e.type IN ('crackdown.opened', 'crackdown.widened', 'crackdown.ordered', 'crackdown.fined')""",
        [ALIBABA],
    )  # fmt: skip
    assert {row[0] for row in own} <= {action["id"] for action in one["actions"]}


@pytest.mark.parametrize(
    "path",
    [
        "/pressure",
        "/pressure?party=alibaba-group",
        "/pressure?party=腾讯&as_of=2021-12-31",
        "/parties/alibaba-group",
        "/pressure?party=state-administration-for-market-regulation",
    ],
)
async def test_order_in_time_is_not_cause(get_whole, path):
    """Wherever pressure stands beside pledges the page says that order in time is not cause, and is right in form."""
    page = await get_whole(path)
    assert (page.status_code, faults(page.text)) == (200, [])
    assert NOT_CAUSE in Page(page.text).text


async def test_shapes(get_whole):
    """As JSON it has the documented shape, and the drawing is none of it."""
    for path in ("/pressure.json", "/pressure.json?party=tencent"):
        TypeAdapter(PressurePage).validate_python((await get_whole(path)).json())
    assert (await get_whole("/pressure.json?party=nobody")).status_code == 404


async def test_both_clocks(db):
    """Nothing later than the day is told, and nothing that the record did not hold."""
    first, last = db.execute("SELECT first_recorded, last_recorded FROM build").fetchone()

    def told(clocks: Clocks) -> tuple[list, list]:
        (one,) = pressure.read(db, Ask({"format": ".json"}, {"party": ["alibaba-group"]}, clocks))["parties"]
        return [pledge["date"] for pledge in one["pledges"]], [action["date"] for action in one["actions"]]

    pledges, actions = told(Clocks("2026-11-22", "2021-09-01"))
    assert pledges == ["2017-12-01", "2021-07-21"] and actions and max(actions) <= "2021-09-01"
    assert told(Clocks("2026-11-22", None, first)) == ([], [])
    assert told(Clocks("2026-11-22", None, last)) == told(Clocks("2026-11-22"))


async def test_a_party_without_pledges_has_no_pair(get_whole):
    """A regulator's page draws no pressure against pledges that it never made."""
    assert NOT_CAUSE not in Page((await get_whole("/parties/state-administration-for-market-regulation")).text).text


async def test_drawn():
    """Actions of near days stand on each other above the line; a pledge has the year before it, with what fell into it."""
    from tracker.model.dates import when

    action = {"id": "a", "title": "A fine", "date": "2021-03-01", "followed": True}
    pledge = {"id": "p", "name": "A fund", "date": "2022-01-15", "pressure": [action]}
    party = {"actions": [action, {**action, "id": "b", "date": "2021-03-02"}, {**action, "date": "2021"}], "pledges": [pledge]}
    found = lanes.pair(party, Scale("2021-01-01", "2022-12-31"), when)
    assert [(dot["x"], dot["y"]) for dot in found["dots"]] == [(8.15, 0), (8.29, 7)]
    assert [(bar["x"], bar["w"]) for bar in found["wide"]] == [(0.0, 50.0)]
    (drawn,) = found["pledges"]
    assert (drawn["x"], drawn["year"], drawn["own"]) == (51.98, (1.92, 50.13), None)
    assert [(before["x"], before["thing"]["id"]) for before in drawn["before"]] == [(8.15, "a")]
