"""Both clocks in an address: what had happened as of a day, as this record knew it at an instant."""

from random import Random

import pytest
import pytest_asyncio
from given import KINDS, corrected, event, retracted, stamp
from projects import project
from served import ROOT, Page, faults, serving

from tracker.build import build_full
from tracker.log.case import case_of
from tracker.model.dates import shift
from tracker.project import open_project
from tracker.site.clocks import Clocks
from tracker.site.reading import case, family, party, states, timeline
from tracker.site.reading.ask import Ask
from tracker.store import Store

pytestmark = pytest.mark.asyncio

TODAY = "2026-11-22"


@pytest.fixture(scope="module")
def entries():
    """Case -> its entries, read from the files and not from the database."""
    store = Store(ROOT, KINDS)
    return {name: store.entries(unit)[0] for name, unit in store.listing().units.items()}


def moments(entries, number: int) -> list[Clocks]:
    """Pairs of a day and a stamp, drawn from those that occur in the record and from the days about them."""
    chance = Random(20211)
    days = sorted({entry.when.earliest for of_case in entries.values() for entry in of_case if entry.when.earliest})
    amended = sorted({e.recorded for of_case in entries.values() for e in of_case if not e.event.about_world})
    stamps = [*amended, *chance.sample(sorted({e.recorded for of_case in entries.values() for e in of_case}), number)]
    about = [shift(chance.choice(days), chance.choice((-1, 0, 1, 30))) for _ in range(number)]
    return [Clocks(TODAY, day, chance.choice(stamps)) for day in about]


def folded(case_id: str, entries: list, clocks: Clocks) -> tuple | None:
    """What the log itself makes of a case on both clocks: status, since when, whether for certain, and the ids told."""
    known = [entry for entry in entries if entry.recorded <= clocks.instant]
    if not known:
        return None
    steps = case_of(case_id, known, KINDS).story.steps
    told = [step for step in steps if (step.day or "") <= clocks.day]
    if not told:
        return (None if steps else "retracted", None, False, [])
    begun = len(told) - 1
    while begun and told[begun - 1].state.status == told[-1].state.status:
        begun -= 1
    may_have = (told[begun].certain or "") > clocks.day
    return told[-1].state.status, told[begun].day, may_have, [step.entry.id for step in told if not step.turned]


async def test_every_case_is_what_its_log_makes_of_it(db, entries):
    """At any pair of clocks, status, since and "may have" of every case are those of folding the log as it stood then."""
    for clocks in moments(entries, 12):
        shown = {}
        for name in KINDS.lives:
            for state in states.of_family(db, clocks, name):
                shown[state["id"]] = state["status"], state["since"], state["may_have"]
        expected = {name: folded(name, of_case, clocks) for name, of_case in entries.items()}
        assert shown == {name: told[:3] for name, told in expected.items() if told is not None}, clocks


async def test_every_page_tells_the_events_in_the_order_of_the_fold(db, entries):
    """Whatever the clocks say, a case's page tells the standing events that the fold takes, in its order."""
    for clocks in moments(entries, 4):
        for case_id, of_case in entries.items():
            name, slug = case_id.split("/")
            expected = folded(case_id, of_case, clocks)
            if expected is None or name == "parties":
                continue
            page = case.read(db, Ask({"family": name, "slug": slug}, {}, clocks))
            assert [e["id"] for e in page["events"] if e["standing"]] == expected[3], (case_id, clocks)


async def test_the_ledger_is_what_the_log_makes_of_it(db, entries):
    """At any pair of clocks the ledger of every pledge is that of the pledge folded by then."""
    for clocks in moments(entries, 6):
        for case_id, of_case in entries.items():
            known = [entry for entry in of_case if entry.recorded <= clocks.instant]
            if not case_id.startswith("pledges/") or not known:
                continue
            steps = [step for step in case_of(case_id, known, KINDS).story.steps if (step.day or "") <= clocks.day]
            lines = steps[-1].state.ledger() if steps else []
            expected = [(line.unit, *map(exact, (line.promised, line.delivered, line.remainder))) for line in lines]
            shown = case.read(db, Ask({"family": "pledges", "slug": case_id[8:]}, {}, clocks))["ledger"]
            names = ("currency", "promised", "delivered", "undisclosed")
            assert [tuple(line[name] for name in names) for line in shown] == expected, (case_id, clocks)


def exact(value) -> str | None:
    return format(value, "f") if value is not None else None


async def test_today_is_a_time_like_any_other(db):
    """A page without clocks says the same as one whose address names today and the latest entry."""
    last = db.execute("SELECT last_recorded FROM build").fetchone()[0]
    now, named = Clocks(TODAY), Clocks(TODAY, TODAY, last)
    for (case_id,) in db.execute("SELECT id FROM cases").fetchall():
        name, slug = case_id.split("/")
        ask, read = Ask({"family": name, "slug": slug}, {}, now), party.read if name == "parties" else case.read
        assert read(db, ask) == read(db, ask._replace(clocks=named)), case_id
    for name in KINDS.lives:
        ask = Ask({"family": name}, {}, now)
        assert family.read(db, ask) == family.read(db, ask._replace(clocks=named))
    ask = Ask({}, {"party": ["alibaba-group"], "sector": ["fintech"]}, now)
    plain, then = timeline.read(db, ask), timeline.read(db, ask._replace(clocks=named))
    assert [(e["id"], e["day"], e["value"]) for e in plain["events"]] == [(e["id"], e["day"], e["value"]) for e in then["events"]]
    assert (plain["count"], plain["years"]) == (then["count"], then["years"])


PLEDGER = [{"party": "somebody", "role": "pledger"}]

STORY = [
    event("pledge.announced", "2021-09-02", name="A fund", question="Has it paid?", title="It pledged 100bn yuan before 2050",
          parties=PLEDGER, amount={"value": "100000000000", "currency": "CNY"}, due="2049-12-31"),
    event("pledge.progressed", "2022", title="It spent 1bn yuan", parties=PLEDGER,
          amount={"value": "1000000000", "currency": "CNY", "measure": "cumulative", "covers": "2022"}),
    corrected("2021-09-02-announced", {"due": "2025", "title": "It pledged 100bn yuan by 2025"},
              {"due": "2049-12-31", "title": "It pledged 100bn yuan before 2050"}),
    event("pledge.progressed", "2023-05-01", title="It spent 2bn yuan", parties=PLEDGER),
    retracted("2023-05-01-progressed", reason="It was another fund."),
    corrected("2022-progressed", {"date": "2024-02-03"}, {"date": "2022"}),
]  # fmt: skip
"""Recorded a day apart from 2026-01-01: announced, progress, the deadline corrected, progress, retracted, a date corrected."""


@pytest_asyncio.fixture
async def get(tmp_path, monkeypatch):
    """The answer to an address of a record whose one case is the story above, as seen on 22 November 2026."""
    for place in ("tracker.site.clocks.today", "tracker.site.pages.view.today"):
        monkeypatch.setattr(place, lambda: TODAY)
    somebody = {**event("party.registered", name="Somebody"), "recorded": stamp(0)}
    root = project(tmp_path, parties__somebody=[somebody], pledges__fund=STORY)
    assert build_full(open_project(root), tmp_path / "tracker.db").problems == []
    return (await serving(tmp_path / "tracker.db")).client.get


@pytest.mark.parametrize(
    ("as_of", "known_at", "status", "may_have", "due", "clock", "titles"),
    [
        # The world's clock alone, by the record as it stands: the progress of 2022 is dated 3 February 2024 by now.
        ("2021-09-01", None, None, False, None, None, []),
        ("2021-09-02", None, "announced", False, "2025", "running", ["It pledged 100bn yuan by 2025"]),
        ("2023-06-01", None, "announced", False, "2025", "silent", ["It pledged 100bn yuan by 2025", "It spent 2bn yuan"]),
        ("2024-02-03", None, "under way", False, "2025", "running",
         ["It pledged 100bn yuan by 2025", "It spent 2bn yuan", "It spent 1bn yuan"]),
        ("2025-07-01", None, "under way", False, "2025", "may be overdue",
         ["It pledged 100bn yuan by 2025", "It spent 2bn yuan", "It spent 1bn yuan"]),
        ("2026-01-01", None, "under way", False, "2025", "overdue",
         ["It pledged 100bn yuan by 2025", "It spent 2bn yuan", "It spent 1bn yuan"]),
        # The record's clock: what it said on each of its days.
        (None, "2026-01-01", "announced", False, "2049-12-31", "silent", ["It pledged 100bn yuan before 2050"]),
        (None, "2026-01-02", "under way", False, "2049-12-31", "silent",
         ["It pledged 100bn yuan before 2050", "It spent 1bn yuan"]),
        (None, "2026-01-03", "under way", False, "2025", "overdue", ["It pledged 100bn yuan by 2025", "It spent 1bn yuan"]),
        (None, "2026-01-03T08:59:59Z", "under way", False, "2049-12-31", "silent",
         ["It pledged 100bn yuan before 2050", "It spent 1bn yuan"]),
        # Both: within 2022 the progress of 2022 may have been reported or not.
        ("2022-06-01", "2026-01-02", "under way", True, "2049-12-31", "running",
         ["It pledged 100bn yuan before 2050", "It spent 1bn yuan"]),
        ("2022-12-31", "2026-01-02", "under way", False, "2049-12-31", "running",
         ["It pledged 100bn yuan before 2050", "It spent 1bn yuan"]),
        # Silence is counted from the last day of 2022 on which it can have been reported.
        ("2024-06-23", "2026-01-02", "under way", False, "2049-12-31", "running",
         ["It pledged 100bn yuan before 2050", "It spent 1bn yuan"]),
        ("2024-06-24", "2026-01-02", "under way", False, "2049-12-31", "silent",
         ["It pledged 100bn yuan before 2050", "It spent 1bn yuan"]),
        ("2023-05-01", "2026-01-04", "under way", False, "2025", "running",
         ["It pledged 100bn yuan by 2025", "It spent 1bn yuan", "It spent 2bn yuan"]),
    ],
)  # fmt: skip
async def test_both_clocks(get, as_of, known_at, status, may_have, due, clock, titles):
    """Each clock moves by itself: the world's cuts the story off, the record's unlearns what was written later."""
    query = "&".join(f"{name}={value}" for name, value in (("as_of", as_of), ("known_at", known_at)) if value)
    data = (await get(f"/pledges/fund.json?{query}")).json()
    told = [data[name] for name in ("as_of", "status", "may_have", "due", "clock")]
    assert told == [as_of or TODAY, status, may_have, due, clock]
    assert [e["title"] for e in data["events"]] == titles
    listed = (await get(f"/pledges.json?{query}")).json()
    assert [(c["status"], c["answer"]) for c in listed["cases"]] == ([(status, data["answer"])] if status else [])
    for path in ("/pledges/fund", "/pledges", "/parties/somebody", "/timeline", "/deadlines", "/"):
        page = await get(f"{path}?{query}")
        assert (page.status_code, faults(page.text)) == (200, []), path


async def test_retracted_later(get):
    """Before its retraction an event stands; after it, it is told struck through."""
    standing = {}
    for known_at in ("2026-01-04", "2026-01-05"):
        data = (await get(f"/pledges/fund.json?known_at={known_at}")).json()
        event = data["events"][-1]
        standing[known_at] = (event["title"], event["standing"], event["retraction"] and event["retraction"]["reason"])
    assert standing == {
        "2026-01-04": ("It spent 2bn yuan", True, None),
        "2026-01-05": ("It spent 2bn yuan", False, "It was another fund."),
    }


async def test_corrected_later(get):
    """A correction is shown from when it was recorded on, and the versions of an event say from when to when."""
    before = (await get("/pledges/fund/2021-09-02-announced.json?known_at=2026-01-02")).json()
    after = (await get("/pledges/fund/2021-09-02-announced.json")).json()
    assert [len(page["event"]["corrections"]) for page in (before, after)] == [0, 1]
    assert [(v["known_from"], v["known_to"], v["title"]) for v in after["versions"]] == [
        ("2026-01-01T09:00:00Z", "2026-01-03T09:00:00Z", "It pledged 100bn yuan before 2050"),
        ("2026-01-03T09:00:00Z", None, "It pledged 100bn yuan by 2025"),
    ]
    assert [(v["known_from"], v["known_to"]) for v in before["versions"]] == [("2026-01-01T09:00:00Z", None)]


async def test_what_was_cited_stays(get):
    """The address of a citation shows for ever what was cited, and says at which time it stands."""
    cited = (await get("/pledges/fund.json?known_at=2026-01-02&as_of=2026-01-02")).json()
    again = (await get(cited["cite"]["path"].replace("?", ".json?"))).json()
    assert again == cited
    page = Page((await get(cited["cite"]["path"])).text)
    assert "what had happened by 2 January 2026, as this record knew it at 2 January 2026, 23:59:59 UTC" in page.text
    assert "read by today’s rules (version" in page.text
    assert "Back to now" in page.text


async def test_may_have(get):
    """Where the dates leave it open the page says so, and from when it is certain."""
    page = Page((await get("/pledges/fund?as_of=2022-06-01&known_at=2026-01-02")).text)
    assert "may be under way" in page.text
    assert "certain from 31 December 2022" in page.text
    assert "as the day is not known, this may not have come about by then" in page.text


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/pledges/fund?as_of=yesterday", 400, "as_of `yesterday` is not a day such as 2022-10-07"),
        ("/pledges/fund?as_of=2022-02-30", 400, "as_of `2022-02-30` is not a day such as 2022-10-07"),
        ("/pledges/fund?as_of=2022", 400, "as_of `2022` is not a day such as 2022-10-07"),
        ("/pledges/fund?as_of=2022-01-01&as_of=2022-01-02", 400, "as_of is given more than once"),
        ("/pledges?known_at=last+March", 400,
         "known_at `last March` is neither a day such as 2026-11-22 nor an instant such as 2026-11-22T09:30:00Z"),
        ("/pledges/fund?known_at=2020-01-01", 404,
         "this record begins on 2026-01-01T09:00:00Z; what it said at 2020-01-01T23:59:59Z is nothing"),
        ("/?known_at=2025-12-31", 404,
         "this record begins on 2026-01-01T09:00:00Z; what it said at 2025-12-31T23:59:59Z is nothing"),
        ("/pledges/fund/2021-09-02-announced?as_of=2021-01-01", 404,
         "this event had not happened by 1 January 2021; it is dated 2 September 2021"),
        ("/pledges/fund/2022-progressed?known_at=2026-01-01", 404,
         "the record knew nothing of this event at 2026-01-01T23:59:59Z; it has it since 2026-01-02T09:00:00Z"),
        ("/search?q=x&as_of=2022-01-01", 400,
         "the search reads the record as it stands; as_of and known_at are for the pages that it finds"),
        ("/changes?as_of=2022-01-01", 400,
         "the changes are in recorded order; known_at sets how far they go, as_of says nothing here"),
    ],
)  # fmt: skip
async def test_nonsense_and_nothing(get, path, status, sentence):
    """A time that is none is refused, and one of which the record knows nothing is answered by when it begins."""
    address, _, query = path.partition("?")
    data, page = await get(f"{address}.json?{query}"), await get(path)
    assert data.json() | {"near": []} == {"ok": False, "error": sentence, "status": status, "near": []}
    assert (page.status_code, faults(page.text)) == (status, [])
    assert sentence[1:] in Page(page.text).text


async def test_an_empty_field_is_no_time(get):
    """A form sent with empty fields asks for now."""
    assert (await get("/pledges/fund.json?as_of=&known_at=")).json() == (await get("/pledges/fund.json")).json()


async def test_links_keep_the_time(get):
    """A reader who went back in time stays there from page to page."""
    page = Page((await get("/pledges/fund?as_of=2024-03-01&known_at=2026-01-06")).text)
    inner = [link for link in page.links if link.startswith(("/pledges", "/parties", "/timeline", "/deadlines"))]
    late = [link for link in inner if "as_of=2024-03-01&known_at=2026-01-06" not in link and ".json" not in link]
    assert (len(inner) > 8, late) == (True, ["/pledges/fund"])
