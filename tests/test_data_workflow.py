"""The steps of the workflow for pull requests, run in scratch repositories as GitHub would run them."""

from datetime import UTC, datetime, timedelta

import pytest
from hub import NUMBER, Hub
from repositories import FUND, HOSTILE, OPENED, laid_in, step
from workflows import Ran, workflow

DATA, COMMENT = workflow("data"), workflow("comment")

JUST_NOW = (datetime.now(UTC) - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
NEW = f"events/{FUND}/2023-01-10-progressed.json"


@pytest.fixture
def hub(tmp_path) -> Hub:
    return Hub(tmp_path)


def checked(hub: Hub, head: str) -> Ran:
    """What the check leaves of a pull request."""
    hub.checkout()
    event = {"github__event__pull_request__number": NUMBER, "github__event__pull_request__head__sha": head}
    fetched = hub.runner.run(DATA.step("Fetch the head as objects"), **event)
    assert (fetched.code, fetched.out, fetched.err) == (0, "", "")
    return hub.runner.run(DATA.step("Check what it changes"), **event)


def judged(hub: Hub, head: str, site: str = "") -> tuple[Ran, Ran]:
    """What the check and the diff leave of a pull request."""
    found = checked(hub, head)
    given = {"steps__check__outcome": "failure" if found.code else "success", "vars__SITE": site}
    told = DATA.step("Say what readers will see change")
    return found, hub.runner.run(told, github__event__pull_request__head__sha=head, **given)


def comment(hub: Hub, told: Ran) -> list[str]:
    """What stands beneath the pull request once the second job has run."""
    if told.outputs.get("told") == "true":
        folder = hub.runner.temp / "second"
        (folder / "said").mkdir(parents=True, exist_ok=True)
        (folder / "said/comment.md").write_bytes((hub.runner.checkout / "comment.md").read_bytes())
        inputs = {"inputs__about": "diff", "inputs__number": NUMBER, "inputs__begin": told.outputs["news"]}
        posted = hub.runner.run(COMMENT.step("Post or edit the comment"), folder, **inputs)
        assert (posted.code, posted.out, posted.err) == (0, "", "")
    return [comment["body"] for comment in hub.runner.hub["comments"]]


def test_a_fact(hub):
    """An added event passes, and one comment says what readers will see change, with links where the site is known."""
    hub.log.put(FUND, step(recorded=JUST_NOW, title="Somebody paid"))
    found, told = judged(hub, hub.propose(), "https://example.org/tracker")
    assert (found.code, found.out, told.code, told.outputs) == (0, "", 0, {"told": "true", "news": "true"})
    (body,) = comment(hub, told)
    assert body.startswith("<!-- tracker: diff -->\n### What readers will see change\n\n1 case changes, 1 added event\n")
    assert f"- added: [Somebody paid](https://example.org/tracker/{FUND}/2023-01-10-progressed) " in body
    assert body == f"<!-- tracker: diff -->\n{told.summary}"


def test_one_comment(hub):
    """The comment is edited in place, whoever else writes its mark; what nobody will see changes it only where one stands."""
    hub.runner.tell(comments=[{"id": 1, "issue": NUMBER, "user": {"login": "somebody"}, "body": "<!-- tracker: diff -->\nmine"}])
    hub.log.write("tracker/code.py", "GUARD = False\n")
    _, told = judged(hub, hub.propose())
    assert told.outputs == {"told": "true", "news": "false"}
    assert comment(hub, told) == ["<!-- tracker: diff -->\nmine"]
    hub.log.git("reset", "-q", "--hard", "main")
    hub.log.put(FUND, step(recorded=JUST_NOW))
    _, told = judged_again(hub)
    assert "1 added event" in comment(hub, told)[1]
    hub.log.remove(NEW)
    _, told = judged_again(hub)
    assert comment(hub, told)[1:] == ["<!-- tracker: diff -->\nReaders will see nothing change.\n"]


def judged_again(hub: Hub) -> tuple[Ran, Ran]:
    hub.runner.checkout = hub.runner.checkout.with_name(f"{hub.runner.checkout.name}-again")
    return judged(hub, hub.propose())


def test_a_forbidden_change(hub):
    """An edit of what is merged fails with a note at its line, and the comment says where to look."""
    hub.log.write(OPENED, hub.log.read(OPENED).replace(b'"100"', b'"1000"'))
    found, told = judged(hub, hub.propose())
    assert (found.code, told.code) == (1, 0)
    assert found.out.startswith(f"::error file={OPENED},line=1,col=1,title=P910::")
    assert comment(hub, told)[0].splitlines()[1].startswith("This cannot be merged as it is")


@pytest.mark.parametrize("path", [".github/workflows/data.yml", "events/vocabulary.json"])
def test_data_touches_no_code(hub, path):
    """Whoever adds a fact cannot change in passing what judges it."""
    hub.log.put(FUND, step(recorded=JUST_NOW))
    hub.log.write(path, '{"publishers": {"Example Daily": {"tier": "official"}}}\n')
    found = checked(hub, hub.propose())
    assert (found.code, "title=P923" in found.out) == (1, True)


def test_the_code_of_the_base(hub):
    """The head's own families, settings, hooks and attributes are not looked at, and nothing of the head lies on the runner."""
    hub.log.write("pyproject.toml", '[tool.tracker]\nfamilies = ["evil.py"]\n')
    hub.log.write("evil.py", "open('pwned', 'w')\n")
    hub.log.write(".gitattributes", "*.json filter=evil diff=evil\n")
    head = hub.propose()
    found, told = judged(hub, head)
    assert (found.code, told.code) == (0, 0)
    assert not list(hub.runner.temp.parent.rglob("checkout/**/pwned")) and not (hub.runner.checkout / "evil.py").exists()
    assert hub.log.git("-C", str(hub.runner.checkout), "rev-parse", "HEAD") == hub.log.git("rev-parse", "main")


def test_held_against_the_tip(hub):
    """What was merged since the branch began counts: an event recorded before it is too early."""
    hub.log.put(FUND, step(recorded="2026-03-01T00:00:00Z"))
    head = hub.propose()
    hub.advance(f"events/{FUND}/2024-progressed.json", step(recorded="2026-04-01T00:00:00Z") | {"date": "2024"})
    found = checked(hub, head)
    assert (found.code, "title=P918" in found.out) == (1, True)


def test_a_head_that_moved(hub):
    """What was pushed after the run began is not judged by it."""
    hub.log.put(FUND, step(recorded=JUST_NOW))
    first = hub.propose()
    hub.log.write(OPENED, "{}")
    hub.propose()
    found, told = judged(hub, first)
    assert (found.code, told.outputs["news"]) == (0, "true")


def test_hostile_names(hub):
    """Whatever a file is called, the runner sees one command a line, all of the check's own, and nothing is written."""
    tree = "main"
    blob = hub.log.git("hash-object", "-w", "--stdin", given=b"{}").encode()
    for path in [*HOSTILE, b"events/pledges/$(touch pwned)/`touch pwned`;touch pwned.json", b"events/-x/--output=pwned.json"]:
        tree = laid_in(hub.log, tree, path.split(b"/"), blob).decode()
    found, told = judged(hub, hub.propose(hub.log.git("commit-tree", "-p", "main", "-m", "$(touch pwned)", tree)))
    assert (found.code, told.code) == (1, 0)
    assert all(line.startswith(("::error file=events", "::warning file=events")) for line in found.out.splitlines())
    assert not list(hub.runner.temp.parent.rglob("pwned*"))
    assert comment(hub, told)[0].endswith("Readers will see nothing change.\n")


def test_hostile_texts(hub):
    """What an event says reaches the comment as text: no markup, no mention, no command of a shell or a runner."""
    title = "Paid <!-- @octocat `$(touch pwned)` ::set-output name=told::x | [x](https://evil.example)"
    hub.log.put(FUND, step(recorded=JUST_NOW, title=title))
    found, told = judged(hub, hub.propose())
    (body,) = comment(hub, told)
    assert (found.code, told.out, told.outputs) == (0, "", {"told": "true", "news": "true"})
    assert "@octocat" not in body and "](https://evil" not in body and body.count("<!--") == 1
    assert not list(hub.runner.temp.parent.rglob("pwned*"))
