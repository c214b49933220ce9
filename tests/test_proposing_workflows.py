"""The steps of the workflows that stamp, propose and publish, run in scratch repositories as GitHub would run them."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from filing import FORMS, rendered
from hub import NUMBER, Hub
from repositories import FUND, OPENED, step
from workflows import FOLDER, Ran, Workflow, workflow

STAMP, PROPOSE, PUBLISH, LINKS, FROM_ISSUE = (workflow(name) for name in ("stamp", "propose", "publish", "links", "from-issue"))
PROPOSAL, MAINTAINER = (Workflow(FOLDER / "actions" / name / "action.yml") for name in ("proposal", "maintainer"))

NEW = f"events/{FUND}/2023-01-10-progressed.json"
OLD = "2026-01-01T00:00:00Z"


@pytest.fixture
def hub(tmp_path) -> Hub:
    return Hub(tmp_path)


def stamped(hub: Hub, head: str, repository: str = "stranger/fork", branch: str = "main") -> Ran:
    """What the first job leaves: the stamped commit, and where it belongs."""
    hub.checkout()
    event = {"number": NUMBER, "head__sha": head, "head__ref": branch, "head__repo__full_name": repository}
    event = {f"github__event__pull_request__{name}": value for name, value in event.items()}
    assert hub.runner.run(STAMP.step("Fetch the head as objects"), **event).code == 0
    return hub.runner.run(STAMP.step("Stamp its events"), **event)


def bundled(hub: Hub, commit: str, title: str = "A title", note: str = "A note.") -> Ran:
    given = {"commit": commit, "title": title, "note": note, "site": ""}
    return hub.runner.run(PROPOSAL.step("Check and bundle"), **{f"inputs__{name}": value for name, value in given.items()})


def proposed(hub: Hub, branch: str, opened: bool = True) -> list[Ran]:
    """What the second job does with the bundle, in a checkout of its own."""
    first = hub.runner.checkout
    hub.runner.checkout = first.with_name(f"second-{len(list(first.parent.glob('second-*')))}")
    hub.checkout()
    (first / "proposal").rename(hub.runner.checkout / "proposal")
    inputs = {"inputs__branch": branch, "inputs__open": opened, "inputs__number": NUMBER, "inputs__label": "stamp"}
    ran = [hub.runner.run(PROPOSE.step("Push the commits"), **inputs)]
    if ran[0].code == 0:
        pushed = {"steps__push__outputs__commit": ran[0].outputs["commit"], "github__run_id": 5}
        ran.append(hub.runner.run(PROPOSE.step("Say that it was checked"), **pushed))
        ran += [hub.runner.run(PROPOSE.step("Open the pull request"), **inputs)] if opened else []
        ran.append(hub.runner.run(PROPOSE.step("Take the label off"), **inputs))
    hub.runner.checkout = first
    return ran


def on_hub(hub: Hub, *arguments: str) -> str:
    return hub.log.git("--git-dir", str(hub.bare), *arguments)


def test_a_fork_is_stamped(hub):
    """A fork's commits and one that stamps them go to a branch of ours, checked, and a pull request is opened once."""
    hub.log.put(FUND, step(recorded=OLD))
    head = hub.propose()
    found = stamped(hub, head)
    assert (found.code, found.out, {k: found.outputs[k] for k in ("branch", "ours")}) == (
        0, "", {"branch": f"stamped/{NUMBER}", "ours": "true"},
    )  # fmt: skip
    assert bundled(hub, found.outputs["commit"], f"Stamped: #{NUMBER}").code == 0
    again = hub.runner.checkout / "proposal-again"
    again.mkdir()
    for file in (hub.runner.checkout / "proposal").iterdir():
        (again / file.name).write_bytes(file.read_bytes())
    assert [ran.code for ran in proposed(hub, f"stamped/{NUMBER}")] == [0, 0, 0, 0]
    assert on_hub(hub, "rev-parse", f"stamped/{NUMBER}^") == head
    assert json.loads(on_hub(hub, "show", f"stamped/{NUMBER}:{NEW}"))["recorded"] > OLD
    (opened,) = hub.runner.hub["pulls"]
    assert (opened["title"], opened["head"], opened["base"]) == (f"Stamped: #{NUMBER}", f"stamped/{NUMBER}", "main")
    assert opened["body"].startswith("A note.\n\n### What readers will see change\n")
    again.rename(hub.runner.checkout / "proposal")
    assert [ran.code for ran in proposed(hub, f"stamped/{NUMBER}")] == [0, 0, 0, 0]
    assert len(hub.runner.hub["pulls"]) == 1
    called = [call[:2] for call in hub.runner.hub["calls"]]
    assert ["POST", f"repos/owner/record/statuses/{found.outputs['commit']}"] in called
    assert called[-1] == ["DELETE", f"repos/owner/record/issues/{NUMBER}/labels/stamp"]


@pytest.mark.parametrize("branch", ["change", "-f$(touch${IFS}pwned)`touch${IFS}pwned`;x"])
def test_a_branch_of_ours_is_stamped(hub, branch):
    """A branch of this repository gets the commit, whatever it is called; one that has moved meanwhile does not."""
    hub.log.put(FUND, step(recorded=OLD))
    head = hub.propose()
    hub.log.git("push", "-q", "hub", f"{head}:refs/heads/{branch}")
    found = stamped(hub, head, "owner/record", branch)
    assert (found.outputs["branch"], found.outputs["ours"]) == (branch, "false")
    bundled(hub, found.outputs["commit"])
    if branch == "change":
        hub.log.git("push", "-q", "hub", f"{hub.log.commit()}:refs/heads/{branch}")
        assert proposed(hub, branch, opened=False)[0].code != 0
        assert on_hub(hub, "rev-parse", f"refs/heads/{branch}") != found.outputs["commit"]
    else:
        assert [ran.code for ran in proposed(hub, branch, opened=False)] == [0, 0, 0]
        assert on_hub(hub, "rev-parse", f"refs/heads/{branch}") == found.outputs["commit"]
    assert hub.runner.hub["pulls"] == []
    assert not list(hub.bare.parent.rglob("pwned*"))


def test_what_is_wrong_is_not_bundled(hub):
    """What the check refuses is stamped in vain, and what adds no event is not stamped."""
    hub.log.put(FUND, step(recorded=OLD))
    hub.log.write(OPENED, "{}")
    found = stamped(hub, hub.propose())
    assert found.code == 0 and bundled(hub, found.outputs["commit"]).code == 1
    assert not (hub.runner.checkout / "proposal").exists()
    hub.runner.checkout = hub.runner.checkout.with_name("another")
    hub.log.git("reset", "-q", "--hard", "main")
    found = stamped(hub, hub.propose())
    assert (found.code, found.out) == (1, "::error::this pull request adds no event: there is nothing to stamp\n")


def test_pull_requests_may_be_forbidden(hub):
    """Where the repository lets no workflow open pull requests, a sentence says where to allow it."""
    hub.runner.tell(closed=True)
    folder = hub.runner.temp / "closed"
    (folder / "proposal").mkdir(parents=True)
    for name in ("title.txt", "body.md"):
        (folder / "proposal" / name).write_text("A text", encoding="utf-8")
    ran = hub.runner.run(PROPOSE.step("Open the pull request"), folder, inputs__branch="stamped/7")
    assert (ran.code, ran.out.startswith("::error::the branch stamped/7 is pushed, but")) == (1, True)


@pytest.mark.parametrize(("permission", "code"), [("admin", 0), ("write", 0), ("read", 1), ("none", 1)])
def test_whose_label(hub, permission, code):
    """A label sets something in motion only when somebody set it who may write here."""
    hub.runner.tell(permissions={"somebody": permission})
    (asked,) = MAINTAINER.steps
    ran = hub.runner.run(asked, hub.log.folder, github__event__sender__login="somebody")
    assert ran.code == code


def test_publishing(hub):
    """A release of today holds the database, its tables and their digests; the same database is not released twice."""
    hub.checkout()
    ran = hub.runner.run(PUBLISH.step("Build what is published"))
    assert ran.code == 0, ran.err
    data = hub.runner.checkout / "data"
    digests = dict(reversed(line.split()) for line in (data / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert digests == {name: sha256((data / name).read_bytes()).hexdigest() for name in ("tracker.db", "csv.zip")}
    assert ran.summary.startswith("6 events in 5 cases, the last recorded at 2026-01-05T00:00:01Z.\n")
    release = PUBLISH.step("Release it, unless it stands there already")
    for _ in range(2):
        assert hub.runner.run(release, github__sha="0" * 40).code == 0
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    told = [(one["tag_name"], one["target"], one["files"]) for one in hub.runner.hub["releases"]]
    assert told == [(f"data-{day}", "0" * 40, ["tracker.db", "csv.zip", "SHA256SUMS"])]
    (data / "SHA256SUMS").write_text("another  tracker.db\n", encoding="utf-8")
    assert hub.runner.run(release, github__sha="0" * 40).code == 0
    assert hub.runner.hub["releases"][-1]["tag_name"] == f"data-{day}-2"


def test_news_of_the_web_is_an_issue(hub):
    """Sources that are missing are told in one issue, which is edited as long as it is open."""
    folder = hub.runner.temp / "told"
    (folder / "report").mkdir(parents=True)
    for text in ("Two are gone.\n", "One is gone.\n"):
        (folder / "report/report.md").write_text(text, encoding="utf-8")
        assert hub.runner.run(LINKS.step("Open or edit the issue"), folder).code == 0
    (issue,) = hub.runner.hub["issues"]
    assert issue["body"] == "<!-- tracker: links -->\nOne is gone.\n"


def test_a_look_that_finds_something(hub):
    """Pages that are not there fail no run; what is written to the log meanwhile is committed, and else nothing is."""
    hub.checkout()
    links = hub.runner.programs / "tracker"
    links.write_text("#!/bin/sh\necho '### A look at the sources'\nexit 1\n", encoding="utf-8")
    ran = hub.runner.run(LINKS.step("Look at the sources"))
    assert (ran.code, ran.outputs["wrong"], ran.outputs["written"]) == (0, "1", "false")
    links.write_text("#!/bin/sh\necho x\nmkdir -p events/laws/x\necho '{}' > events/laws/x/y.json\nexit 0\n", encoding="utf-8")
    ran = hub.runner.run(LINKS.step("Look at the sources"))
    assert (ran.code, ran.outputs["wrong"], ran.outputs["written"]) == (0, "0", "true")
    assert (
        hub.log.git("-C", str(hub.runner.checkout), "show", "--name-only", "--format=", ran.outputs["commit"])
        == "events/laws/x/y.json"
    )
    links.write_text("#!/bin/sh\nexit 2\n", encoding="utf-8")
    assert hub.runner.run(LINKS.step("Look at the sources")).code != 0


FILED = {
    "type": "pledge.progressed: x", "case": "fund-2021", "date": "2023-01-10", "title": "Somebody `touch pwned` paid",
    "summary": "$(touch pwned) was said.", "parties": "Somebody: pledger", "jurisdiction": "CN", "sectors": "e-commerce",
    "sources": "https://example.org/';touch${IFS}pwned#x|A page|Example Daily",
}  # fmt: skip


def filed(hub: Hub, **changed: str) -> Ran:
    """What the first step makes of an issue that a maintainer labelled; it reads the event from its file."""
    hub.checkout()
    body = rendered(FORMS["pledges"], FILED | changed)
    told = {"action": "labeled", "issue": {"number": 12, "title": "$(touch pwned)", "body": body}}
    (hub.runner.temp / "event.json").write_text(json.dumps(told), encoding="utf-8")
    return hub.runner.run(FROM_ISSUE.step("Write the events"))


def test_a_form_becomes_a_pull_request(hub):
    """A filed form is written, committed, checked, pushed to a branch of its own and proposed; nothing of it is obeyed."""
    ran = filed(hub)
    assert (ran.code, ran.out, ran.outputs) == (0, "", {"written": "true"}), ran.err
    made = hub.runner.run(FROM_ISSUE.step("Commit them"), github__event__issue__number=12)
    assert made.outputs["title"] == "[fund-2021] Record what issue #12 reports"
    assert bundled(hub, made.outputs["commit"], made.outputs["title"], "Closes #12.").code == 0
    assert [ran.code for ran in proposed(hub, "from-issue/12")] == [0, 0, 0, 0]
    assert on_hub(hub, "diff", "--name-status", "main", "from-issue/12") == f"A\t{NEW}"
    assert json.loads(on_hub(hub, "show", f"from-issue/12:{NEW}"))["title"] == FILED["title"]
    (opened,) = hub.runner.hub["pulls"]
    assert opened["body"].startswith("Closes #12.\n\n### What readers will see change\n")
    assert f"- `{NEW}`" in (hub.runner.checkout / "comment.md").read_text(encoding="utf-8")
    assert not list(hub.bare.parent.rglob("pwned*"))


def test_a_form_that_is_wrong(hub):
    """What cannot be recorded is answered with what is wrong, and nothing is committed."""
    ran = filed(hub, date="$(touch pwned) @octocat", sources="none")
    assert (ran.code, ran.out, ran.outputs) == (0, "", {"written": "false"})
    reply = (hub.runner.checkout / "comment.md").read_text(encoding="utf-8")
    assert reply.startswith("This cannot be recorded as it is.") and "**When it happened**: " in reply and "@octocat" not in reply
    assert hub.log.git("-C", str(hub.runner.checkout), "status", "--porcelain", "--", "events") == ""
    assert not list(hub.bare.parent.rglob("pwned*"))
