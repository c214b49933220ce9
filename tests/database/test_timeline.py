"""What stands on the timeline, which is drawn from the events: what happened, once, as it reads today."""

import json
import sqlite3
from pathlib import Path

from given import corrected, event, retracted
from projects import project

from tracker.project import open_project
from tracker.renew import build


def shown(database: Path) -> list[tuple]:
    """Id, title, sum and year of each moment, and whether it leads to its own event and case."""
    db = sqlite3.connect(database)
    try:
        return db.execute(
            'SELECT t."id", t."title", t."amount", t."year", t."event" = e."pk" AND t."case" = e."case" AND t."pk" = e."pk" '
            'FROM "timeline" t JOIN "events" e ON e."id" = t."id" ORDER BY t."sort_date", t."id"'
        ).fetchall()
    finally:
        db.close()


def test_what_stands_on_it(tmp_path):
    """Neither the same act in another case, nor a party's own dates, nor what was taken back, nor what the record did."""
    law, fine = "laws/the-law", "crackdowns/the-probe"
    folder = project(
        tmp_path,
        parties__somebody=[event("party.registered", "1999", name="Somebody"), event("party.dissolved", "2022")],
        laws__the_law=[
            event("law.adopted", "2021-06-10", name="The law", title="The law was adopted"),
            event("law.amended", "2021-07-01", title="The law was amended"),
            retracted(f"{law}/2021-07-01-amended"),
        ],
        crackdowns__the_probe=[
            event("crackdown.opened", "2020-12/2021-01", name="The probe", title="A probe began"),
            event("crackdown.fined", "2021-04-10", title="A fine", amount={"value": "5", "currency": "CNY"}),
            corrected(f"{fine}/2021-04-10-fined", {"title": "A fine of six"}, {"title": "A fine"}),
        ],
        statements__a_speech=[
            event(
                "statement.made",
                "2021-04-10",
                name="A speech",
                title="Somebody spoke of the fine",
                same_as=f"{fine}/2021-04-10-fined",
            )
        ],
    )
    database = folder / "tracker.db"
    assert build(open_project(folder), database).problems == []
    held = [
        (f"{fine}/2020-12_2021-01-opened", "A probe began", None, None, 1),
        (f"{fine}/2021-04-10-fined", "A fine of six", 5.0, 2021, 1),
        (f"{law}/2021-06-10-adopted", "The law was adopted", None, 2021, 1),
    ]
    found = shown(database)
    assert [moment[1:] for moment in found] == [moment[1:] for moment in held]
    assert {moment[0] for moment in found[1:]} == {moment[0] for moment in held[1:]}

    path = folder / "events" / f"{law}/2021-06-10-adopted.json"
    document = json.loads(path.read_bytes())
    taken_back = retracted(f"{law}/2021-06-10-adopted") | {"recorded": "2027-01-01T00:00:00Z"}
    assert document["title"] == "The law was adopted"
    (path.parent / "2027-01-01-retracted-2021-06-10-adopted.json").write_text(json.dumps(taken_back), encoding="utf-8")
    assert build(open_project(folder), database).problems == []
    assert shown(database) == found[:2]
