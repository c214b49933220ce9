"""Rows are chosen by what stands in link tables, on tables and on views."""

import pytest

pytestmark = pytest.mark.asyncio

LIST, EASED = "sanctions/bureau-list/2019-05-16-imposed", "sanctions/bureau-list/2020-01-01-amended"
OPENED, FINED = "crackdowns/alpha-probe/2020-12-24-opened", "crackdowns/alpha-probe/2021-04-10-fined"
FUND, HOMES = "pledges/alpha-fund/2021-09-02-announced", "pledges/joint-homes/2022-03-announced"


@pytest.fixture
def ids(get):
    """The ids of the rows behind an address, in order."""

    async def found(path: str) -> list[str]:
        sign = "&" if "?" in path else "?"
        answer = await get(f"/tracker/{path}{sign}_shape=array&_size=max".replace("?", ".json?", 1))
        assert answer.status_code == 200, answer.text
        return [row["id"] for row in answer.json()]

    return found


@pytest.mark.parametrize(
    "path, expected",
    [
        ("timeline?_party=beta&_sort=sort_date", [LIST, HOMES]),
        ("timeline?_target=alpha&_sort=sort_date", [LIST, OPENED, FINED]),
        ("timeline?_authority=bureau&_sort=sort_date", [LIST, EASED]),
        ("timeline?_regulator=agency&_sort=sort_date", [OPENED, FINED]),
        ("timeline?_sector=cloud&_sort=sort_date", [FINED, HOMES]),
        ("timeline?_publisher=The+Agency", [OPENED]),
        ("events?_pledger=alpha&_sort=sort_date", [FUND, HOMES]),
        ("pledges?_party=beta", ["pledges/joint-homes"]),
        ("pledge_board?_party=alpha&_sort=opened", ["pledges/alpha-fund", "pledges/joint-homes"]),
        ("crackdowns?_publisher=The+Agency", ["crackdowns/alpha-probe"]),
        ("cases?_sector=cloud&_sort=id", ["crackdowns/alpha-probe", "pledges/joint-homes"]),
        ("laws_in_force?_party=agency", ["laws/data-law"]),
        ("changes?_party=alpha&what=corrected", ["pledges/alpha-fund/2026-01-02-corrected-2021-09-02-announced"]),
    ],
)
async def test_chosen(ids, path, expected):
    """A party, a role, a sector and a publisher choose the rows that they are linked with."""
    assert await ids(path) == expected


async def test_all_must_hold(ids):
    """Given several times, or beside other conditions, all must hold."""
    assert await ids("timeline?_party=alpha&_party=beta&_sort=sort_date") == [LIST, HOMES]
    assert await ids("timeline?_party=alpha&_party=beta&_target=beta") == [LIST]
    assert await ids("timeline?_target=alpha&family=crackdowns&year__gte=2021") == [FINED]
    assert await ids("timeline?_target=alpha&_search=fined") == [FINED]


async def test_let_go(ids):
    """A sanction that holds today is not found by a party that it let go, in the whole record it is."""
    assert await ids("sanctions_in_force?_target=alpha") == ["sanctions/bureau-list"]
    assert await ids("sanctions_in_force?_target=beta") == []
    assert await ids("sanctions?_target=beta") == ["sanctions/bureau-list"]


async def test_unknown(ids):
    """Of a party that is not in the record nothing is found, and no text becomes SQL."""
    assert await ids("timeline?_party=nobody") == []
    assert await ids("timeline?_party=alpha')+OR+1=1+--") == []
    assert await ids("timeline?_sector='") == []


async def test_pages(serving):
    """A choice holds from page to page."""
    datasette = await serving()
    path, found = "/tracker/timeline.json?_target=alpha&_sort=sort_date&_size=2&_shape=array", []
    while path:
        answer = await datasette.client.get(path)
        found += [row["id"] for row in answer.json()]
        link = answer.headers.get("link")
        path = link and link.split(">")[0].removeprefix("<http://localhost")
    assert found == [LIST, OPENED, FINED]


async def test_csv(get):
    """A choice holds in CSV too."""
    lines = (await get("/tracker/timeline.csv?_target=beta")).text.splitlines()
    assert [line.rsplit(",", 1)[1] for line in lines] == ["id", LIST]


@pytest.mark.parametrize(
    "asked, said",
    [
        ("_target=alpha", 'where target is "Alpha"'),
        ("_party=alpha&_sector=cloud", 'where party is "Alpha" and sector is "cloud"'),
        ("_party=nobody", 'where party is "nobody", of which this record knows nothing'),
        ("_publisher=The+Agency&family=crackdowns", 'where publisher is "The Agency" and family = "crackdowns"'),
    ],
)
async def test_said(get, asked, said):
    """What is chosen is said in words, the party by its name."""
    answer = (await get(f"/tracker/timeline.json?{asked}&_extra=human_description_en")).json()
    # A table is sorted by what its metadata says, and Datasette says that too.
    assert answer["human_description_en"].removesuffix(" sorted by sort_date descending") == said


async def test_escaped(get):
    """What the address says is shown as text."""
    page = (await get("/tracker/timeline?_sector=<script>alert(1)</script>")).text
    assert "<script>alert(1)" not in page
    assert "sector is &#34;&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "path, said",
    [
        ("/tracker/totals?_party=alpha", "the rows of totals belong to no case and no event"),
        (f"/tracker/timeline?{'&'.join(['_party=alpha'] * 21)}", "at most 20 of"),
    ],
)
async def test_refused(get, path, said):
    """Where a choice would mean nothing, and where there are too many, the answer is 400 and not all rows."""
    answer = await get(path)
    assert answer.status_code == 400
    assert said in answer.text
