"""The path is the identity: what it says, and whether the document agrees."""

import pytest
from given import KINDS, codes, corrected, event, retracted, stamp, written

from tracker.log.names import Name, concerned, name_of, stem_of
from tracker.log.parse import parse_file, parse_line


def test_a_path_names_an_event():
    """Family, case and event are read off the path, and the id is the path below `events` without its ending."""
    name, problems = name_of("events/pledges/x-fund/2021-09-02-announced.json", KINDS)
    assert (name, problems) == (Name("pledges", "pledges/x-fund", "2021-09-02-announced"), [])
    assert name.id == "pledges/x-fund/2021-09-02-announced"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("events/pledges/x/../y/2021-announced.json", "P109"),
        ("/events/pledges/x/2021-announced.json", "P109"),
        ("events/./x/2021-announced.json", "P109"),
        ("events\\pledges\\x\\2021-announced.json", "P109"),
        ("pledges/x/2021-announced.json", "P110"),
        ("events/pledges/2021-announced.json", "P110"),
        ("events/pledges/x/y/2021-announced.json", "P110"),
        ("events/pledges/x/2021-announced.yaml", "P110"),
        ("other/pledges/x/2021-announced.json", "P110"),
        ("events/pledge/x/2021-announced.json", "P111"),
        ("events/record/x/2021-announced.json", "P111"),
        ("events/pledges/X/2021-announced.json", "P112"),
        ("events/pledges/aux/2021-announced.json", "P112"),
        ("events/pledges/x\n/2021-announced.json", "P112"),
        ("events/pledges/x/2021--announced.json", "P113"),
        ("events/pledges/x/.json", "P113"),
    ],
)
def test_paths_that_name_none(path, code):
    """A path that leaves the folder, lies too deep, or names no family, case or event is refused."""
    name, problems = name_of(path, KINDS)
    assert name is None and codes(problems) == [code] and problems[0].place.path == path


@pytest.mark.parametrize(
    ("document", "stem"),
    [
        (event("pledge.announced", "2021-09-02"), "2021-09-02-announced"),
        (event("pledge.partly_fulfilled", "2021-09?"), "2021-09-partly_fulfilled"),
        (event("law.in_force", "2021~"), "2021-in_force"),
        (event("law.in_force", "2021-09~/2022"), "2021-09-in_force"),
        (event("law.in_force", "../2021-09~"), "2021-09-in_force"),
        (event("law.in_force", "2021-09-02/.."), "2021-09-02-in_force"),
        (event("party.registered"), "registered"),
        (event("record.checked", "2020", recorded=stamp(0)), "2026-01-01-checked"),
        (corrected("pledges/x/2021-announced", {}, {}, recorded=stamp(1)), "2026-01-02-corrected-2021-announced"),
        (retracted("parties/x/registered", recorded=stamp(2)), "2026-01-03-retracted-registered"),
    ],
)
def test_the_name_that_a_document_asks_for(document, stem):
    """Date and verb name an event, the day of recording and the event concerned an amendment."""
    about_world = KINDS.types[document["type"]].about_world
    assert stem_of(document, document["type"], about_world) == stem


def refusal(stem: str, document: dict) -> list[str]:
    """The codes that a document gives under a name."""
    return codes(parse_file(f"events/pledges/x/{stem}.json", written(document), KINDS)[1])


@pytest.mark.parametrize("stem", ["2021-09-02-announced", "2021-09-02-announced-2", "2021-09-02-announced-17"])
def test_the_name_agrees(stem):
    """A second event of a type on a day ends in a number."""
    assert refusal(stem, event("pledge.announced", "2021-09-02", recorded=stamp(0))) == []


@pytest.mark.parametrize(
    "stem",
    [
        "2021-09-announced",
        "2021-09-02-revised",
        "announced",
        "2021-09-02-announced-1",
        "2021-09-02-announced-02",
        "2021-09-02-announced-x",
    ],
)
def test_the_name_disagrees(stem):
    """Another date, another verb and a number below two are not what the document says."""
    assert refusal(stem, event("pledge.announced", "2021-09-02", recorded=stamp(0))) == ["P117"]


def test_a_stamp_renewed_at_the_merge():
    """The name of an amendment may be older than its stamp, which is renewed at the merge, and never younger."""
    amendment = retracted("pledges/x/2021-announced", recorded="2026-01-09T00:00:00Z")
    assert refusal("2026-01-09-retracted-2021-announced", amendment) == []
    assert refusal("2026-01-02-retracted-2021-announced", amendment) == []
    assert refusal("2026-01-02-retracted-2021-announced-2", amendment) == []
    assert refusal("2026-01-10-retracted-2021-announced", amendment) == ["P117"]
    assert refusal("2026-01-09-retracted-2021-revised", amendment) == ["P117"]
    assert refusal("2026-02-30-retracted-2021-announced", amendment) == ["P117"]


@pytest.mark.parametrize(
    ("stem", "of"),
    [
        ("2026-01-02-corrected-2021-09-02-announced", "pledges/x/2021-09-02-announced"),
        ("2026-01-02-corrected-2026-01-01-corrected-2021-announced", "pledges/x/2026-01-01-corrected-2021-announced"),
        ("2026-01-02-corrected", None),
        ("2026-01-02-corrected-2", None),
    ],
)
def test_what_a_name_says_of_an_amendment_without_its_text(stem, of):
    """Of an amendment whose text was removed the name still says which event it concerned."""
    assert concerned(Name("pledges", "pledges/x", stem), "corrected") == of


def test_bulk_lines_name_themselves():
    """In a bulk file the id stands on the line; the family has to be that of the file."""
    document = event("pledge.announced", "2021-09-02", recorded=stamp(0))
    path = "events/pledges/import.jsonl"

    def line(**fields):
        return parse_line(path, 3, written(fields | document), KINDS)

    entry, problems = line(id="pledges/x/2021-09-02-announced")
    assert problems == [] and (entry.id, entry.case_id, entry.place.line) == ("pledges/x/2021-09-02-announced", "pledges/x", 3)
    assert "id" not in entry.data
    assert codes(line()[1]) == ["P115"]
    assert codes(line(id=7)[1]) == ["P115"]
    assert codes(line(id="pledges/x")[1]) == ["P115"]
    assert codes(line(id="laws/x/2021-09-02-announced")[1]) == ["P115"]
    assert codes(line(id="pledges/X/2021-09-02-announced")[1]) == ["P112"]
    assert codes(line(id="pledges/x/2021-09-03-announced")[1]) == ["P117"]


def test_a_file_and_a_line_read_the_same():
    """An event is the same in a file of its own and on a line of a bulk file, but for its place."""
    document = event("pledge.announced", "2021-09-02", recorded=stamp(0))
    in_file, _ = parse_file("events/pledges/x/2021-09-02-announced.json", written(document), KINDS)
    in_bulk, _ = parse_line("events/pledges/b.jsonl", 1, written({"id": in_file.id} | document), KINDS)
    assert in_bulk._replace(place=in_file.place) == in_file
