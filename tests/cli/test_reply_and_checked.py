"""`tracker reply` and `tracker checked` record an answer, and that there was none."""

from contributing import PAGE, SOURCE, files, read, said, small, tracker

ANSWER = ["--party", "somebody", "--summary", "They denied it.", "--source", SOURCE]


def test_reply(tmp_path):
    """A reply concerns a case or one of its events, and says who replied, what and where."""
    root = small(tmp_path)
    before = files(root)
    case = tracker(root, "reply", "x", *ANSWER).stdout.strip()
    event = tracker(root, "reply", "x/2021-09-02-announced", *ANSWER, "--date", "May 2022", "--quote", "No.").stdout.strip()
    day = read(root, case)["recorded"][:10]
    assert [case, event] == [f"events/pledges/x/{day}-replied.json", f"events/pledges/x/{day}-replied-2021-09-02-announced.json"]
    said_by_all = {
        "type": "record.replied", "party": "somebody", "summary": "They denied it.",
        "sources": [{"url": PAGE, "title": "A page", "publisher": "Example Daily"}],
    }  # fmt: skip
    assert said(root, case) == said_by_all
    assert said(root, event) == said_by_all | {"date": "2022-05", "of": "pledges/x/2021-09-02-announced", "quote": "No."}
    assert files(root).keys() - before.keys() == {case, event}
    assert tracker(root, "check").exit_code == 0


def test_reply_of_nobody(tmp_path):
    """Somebody who is not registered cannot have replied."""
    root = small(tmp_path)
    before = files(root)
    result = tracker(root, "reply", "x", "--party", "nobody", *ANSWER[2:])
    assert (result.exit_code, files(root)) == (1, before)
    assert "error[P501]: party `nobody` is not registered" in result.stderr


def test_checked(tmp_path):
    """A look for news is dated outright, today unless told otherwise: the stamp may be renewed long after."""
    root = small(tmp_path)
    first = tracker(root, "checked", "pledges/x", "--looked-in", "The register", "--looked-in", "The news").stdout.strip()
    flags = ["--looked-in", "The news", "--date", "June 2022", "--summary", "None."]
    second = tracker(root, "checked", "2021-09-02-announced", *flags)
    assert second.exit_code == 0, second.output
    day = read(root, first)["recorded"][:10]
    assert said(root, first) == {"type": "record.checked", "date": day, "looked_in": ["The register", "The news"]}
    assert said(root, second.stdout.strip()) == {
        "type": "record.checked", "date": "2022-06", "of": "pledges/x/2021-09-02-announced", "looked_in": ["The news"],
        "summary": "None.",
    }  # fmt: skip
    assert tracker(root, "check").exit_code == 0


def test_checked_nowhere(tmp_path):
    """Who looked has to say where, and in which case."""
    root = small(tmp_path)
    assert tracker(root, "checked", "x").exit_code == 1
    assert tracker(root, "checked", "y", "--looked-in", "The news").exit_code == 2
