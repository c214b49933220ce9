"""Addresses at which there is nothing, near to one at which there is something."""

import pytest

pytestmark = pytest.mark.asyncio

PARTY = {"id": "parties/alpha", "name": "Alpha"}
FUND = {"id": "pledges/alpha-fund", "name": "Alpha's fund"}
PROBE = {"id": "crackdowns/alpha-probe", "name": "Probe of Alpha"}


@pytest.mark.parametrize(("path", "near"), [
    ("/parties/alhpa", [PARTY]),
    ("/companies/alpha", [PARTY]),
    ("/pledges/alpha-found", [FUND]),
    ("/crackdowns/alpha-fund", [FUND]),
    ("/people/agency", [{"id": "parties/agency", "name": "The Agency"}]),
    ("/crackdowns/alpha-probe/2021-04-10-fine", [
        {"id": "crackdowns/alpha-probe/2021-04-10-fined", "name": "The Agency fined Alpha"},
        PROBE,
    ]),
    ("/crackdown", [{"id": "crackdowns", "name": "Crackdowns"}]),
    ("/timeline?party=Alpah", [PARTY]),
    ("/wp/admin", None),
    ("/pledges/alpha-fund?known_at=2000-01-01", None),
    ("/contribute?type=alpha", None),
])  # fmt: skip
async def test_what_may_have_been_meant(get, path, near):
    """A 404 names what is near to the address and was on record then, to people and to programs alike."""
    plain, _, query = path.partition("?")
    answer = await get(f"{plain}.json?{query}")
    assert (answer.status_code, answer.json().get("near")) == (404, near)
    page = (await get(path)).text
    assert ("Did you mean" in page) is bool(near)
    for one in near or ():
        assert f'<a href="/{one["id"]}">' in page
