"""The sentence that answers a case's question: made by rule from its state and the calendar."""

import pytest

from tracker.site.reading.answers import answer, question

DAY = "2026-11-22"


def by(date: str, turned: bool = False) -> dict:
    return {"id": "x", "title": "Something happened", "date": date, "turned": turned}


def players(*names: str, role: str = "pledger", kind: str = "company") -> list[dict]:
    return [{"id": name, "name": name, "role": role, "kind": kind} for name in names]


def case(family: str, status: str | None, **changed) -> dict:
    """A case of which nothing is known but its family, its status and what is named here."""
    unknown = {
        "question": None, "may_have": False, "by": by("2021-09-02"), "latest": by("2022-01-01"), "opened": by("2021-09-02"), "next": None,
        "promised": None, "delivered": None, "undisclosed": None, "currency": None, "bound": None, "counting": None, "clock": None,
        "due": None, "days_left": None, "days_silent": None, "until": None, "until_passed": False, "effective": None, "fined": [],
        "event_count": 1, "parties": [],
    }  # fmt: skip
    return {**unknown, "family": family, "status": status, **changed}


FUND = {"promised": 100e9, "currency": "CNY", "undisclosed": 100e9, "parties": players("Alibaba")}
HOMES = {
    "promised": 39000.0,
    "currency": "homes",
    "undisclosed": 39000.0,
    "parties": players("A", "B"),
    "counting": "homes built",
}
HIT = {"parties": players("Alibaba", role="target")}


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (case("pledges", "under way", **FUND, clock="overdue", due="2025"),
         "Alibaba has not disclosed what it paid of 100bn yuan; the deadline of 2025 has passed."),
        (case("pledges", "announced", **FUND, clock="may be overdue", due="2026"),
         "Alibaba has not disclosed what it paid of 100bn yuan; the deadline of 2026 may have passed."),
        (case("pledges", "announced", **FUND, clock="due soon", due="2026-12-31", days_left=39),
         "Alibaba has not disclosed what it paid of 100bn yuan; the deadline is 31 December 2026, 39 days away."),
        (case("pledges", "announced", **FUND, clock="silent", due="2030", days_silent=600),
         "Alibaba has not disclosed what it paid of 100bn yuan; the deadline is 2030, and nothing has been heard for 20 months."),
        (case("pledges", "announced", **FUND, clock="running"),
         "Alibaba has not disclosed what it paid of 100bn yuan; no deadline is on record."),
        (case("pledges", "under way", **{**FUND, "delivered": 40e9, "undisclosed": 60e9, "bound": "over"}, clock="running", due="2030"),
         "Alibaba has disclosed 40bn yuan of over 100bn yuan, leaving 60bn yuan undisclosed; the deadline is 2030."),
        (case("pledges", "under way", **{**FUND, "delivered": 100e9, "undisclosed": 0.0}, clock="running", due="2030"),
         "Alibaba has reported the whole of 100bn yuan; no outcome is confirmed; the deadline is 2030."),
        (case("pledges", "under way", delivered=8e9, currency="CNY", parties=players("Ant"), clock="running", due="2030"),
         "Ant has reported 8bn yuan paid, of no stated total; the deadline is 2030."),
        (case("pledges", "announced", **HOMES, clock="running", due="2030"),
         "A and B have not disclosed how far they got towards 39,000 homes (homes built); the deadline is 2030."),
        (case("pledges", "announced", parties=players("Didi"), clock="overdue", due="2025-12-31"),
         "No progress is on record since Didi announced this on 2 September 2021; the deadline of 31 December 2025 has passed."),
        (case("pledges", "under way", parties=players("Tesla"), clock="running"),
         "Progress by Tesla was last recorded on 1 January 2022; no deadline is on record."),
        (case("pledges", "announced", **{**FUND, "parties": players("Lei Jun", kind="person")}, clock="running", due="2030"),
         "Lei Jun has not disclosed what they paid of 100bn yuan; the deadline is 2030."),
        (case("pledges", "fulfilled", **FUND, clock="settled", due="2025"), "Alibaba kept this pledge, by what was recorded on 2 September 2021."),
        (case("pledges", "broken", **{**HOMES, "delivered": 37899.0}, clock="settled"),
         "A and B did not keep this pledge, by what was recorded on 2 September 2021: 37,899 homes of 39,000 homes (homes built)."),
        (case("pledges", "withdrawn", **FUND, clock="settled"), "Alibaba took this pledge back on 2 September 2021."),
        (case("crackdowns", "open", **HIT), "The case against Alibaba has been open since 2 September 2021; no outcome is on record."),
        (case("crackdowns", "restricted", **HIT), "Restrictions on Alibaba have stood since 2 September 2021; no end of them is on record."),
        (case("crackdowns", "fined", **HIT, fined=[{"currency": "CNY", "value": "18228000000"}]),
         "Alibaba was fined 18.228bn yuan; the last step on record is dated 1 January 2022."),
        (case("crackdowns", "fined", **HIT), "Alibaba was fined a sum that is not on record; the last step on record is dated 1 January 2022."),
        (case("crackdowns", "fined", parties=players("A", "B", role="target"), fined=[{"currency": "CNY", "value": "1000000"}]),
         "Fines of 1m yuan are on record in the case against A and B; the last step on record is dated 1 January 2022."),
        (case("crackdowns", "eased", **HIT), "Pressure on Alibaba was eased on 2 September 2021; the case is not closed."),
        (case("crackdowns", "closed", **HIT), "The case against Alibaba was closed on 2 September 2021."),
        (case("sanctions", "in force", **HIT), "In force against Alibaba since 2 September 2021."),
        (case("sanctions", "in force", by=by("2026-01-12/2026-01-14")), "In force since some day between 12 and 14 January 2026."),
        (case("sanctions", "announced", next={**by("2027-01-01", turned=True), "status": "in force", "day": "2027-01-01"}),
         "Announced on 2 September 2021, not yet in force; it takes effect on 1 January 2027."),
        (case("sanctions", "suspended", until="2026-11-09", until_passed=True),
         "Suspended since 2 September 2021; the end set for this, 9 November 2026, has passed, and the outcome is not recorded."),
        (case("sanctions", "eased", until="2026-11-27"), "In force, but eased on 2 September 2021; this is to end on 27 November 2026."),
        (case("sanctions", "lifted"), "Lifted on 2 September 2021."),
        (case("laws", "adopted", effective="2027-01-01"), "Adopted on 2 September 2021; it enters into force on 1 January 2027."),
        (case("laws", "adopted", effective="2024-12-01"),
         "Adopted on 2 September 2021; the day set for it, 1 December 2024, has passed, and its entry into force is not recorded."),
        (case("laws", "in force", effective="2027-01-01"), "In force since 2 September 2021; a change takes effect on 1 January 2027."),
        (case("laws", "proposed"), "Proposed on 2 September 2021, not adopted."),
        (case("laws", "dropped"), "Dropped on 2 September 2021."),
        (case("statements", "made", parties=players("Elon Musk", role="speaker")), "Elon Musk said this on 1 January 2022."),
        (case("statements", "made", parties=players("Xi Jinping", role="speaker"), event_count=8),
         "8 statements by Xi Jinping, the first dated 2 September 2021, the last 1 January 2022."),
        (case("climate", "promised"), "Promised since 2 September 2021."),
        (case("pledges", None, next=by("2021-09-02")),
         "Nothing of this had happened by then: the first event on record is dated 2 September 2021."),
        (case("laws", "retracted"), "Everything that was recorded of this case has been retracted; nothing of it stands."),
        (case("sanctions", "in force", **HIT, may_have=True, by=by("2023-09")),
         "In force against Alibaba since September 2023; as the day is not known, this may not have come about by then."),
    ],
)  # fmt: skip
def test_answers(state, sentence):
    """Each family says in its own words what its status, its sums and the calendar make of a case."""
    assert answer(state, DAY) == sentence


def test_questions():
    """A case keeps its own question; another is asked what readers ask of its family."""
    assert question(case("pledges", "announced", question="Has Alibaba paid?")) == "Has Alibaba paid?"
    assert question(case("sanctions", "in force")) == "Is it in force?"
    assert question(case("parties", "active")) is None
