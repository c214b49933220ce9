"""The workflows are what GitHub takes, and none of them runs, or hands a token to, what a stranger wrote."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from workflows import EXPRESSION, FOLDER, ROOT, Workflow, actions, workflow, workflows

ALL = [*workflows(), *actions()]

TRUSTED = re.compile(
    r"github\.(?:token|repository|ref|sha|run_id|server_url|event_name|event\.label\.name|event\.sender\.login)"
    r"|github\.event\.(?:issue|pull_request)\.number|github\.event\.pull_request\.(?:base|head)\.sha"
    r"|vars\.[A-Z_]+|inputs\.[a-z]+|(?:steps|needs)\.[a-z.]+"
)
"""What may stand in an expression anywhere but in a script: numbers, hashes, and what maintainers or the workflow itself set."""

UNTRUSTED = re.compile(r"github\.event\.pull_request\.head\.(?:ref|repo\.full_name)")
"""What a stranger may have chosen: only ever as a variable of a step."""


def program(name: str) -> str:
    """A program that came with the packages of the tests."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}")
    assert found is not None, f"{name} is not installed: `just setup '[test]'`"
    return found


def said(*command: str) -> str:
    """What a program finds wrong; nothing where it finds nothing."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_actionlint():
    """actionlint, with ShellCheck on every script, has nothing to say."""
    assert said(program("actionlint"), "-shellcheck", program("shellcheck"), "-color=false") == ""


def test_zizmor():
    """zizmor, which looks for what could be abused, has nothing to say but that two events have to be handled with care."""
    assert said(program("zizmor"), "--offline", "--quiet", ".github") == ""


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", "workflows/*.yml"),
        ("github-actions", "actions/*/action.yml"),
    ],
)
def test_public_schemas(schema, files):
    """The public schemas take every file."""
    found = [str(path) for path in sorted(FOLDER.glob(files))]
    assert found
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *found]
    assert said(*command) == ""


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.name)
def test_no_expression_in_a_script(file: Workflow):
    """A script gets what it works on as variables of its environment: nothing is pasted into it."""
    for step in file.steps:
        assert not EXPRESSION.search(step.told.get("run", "")), step.name


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.name)
def test_expressions(file: Workflow):
    """Numbers, hashes and words of maintainers stand anywhere; what a stranger may choose only as a variable of a step."""
    variables = [text for step in file.steps for text in step.told.get("env", {}).values()]
    own = {name for text in variables for name in EXPRESSION.findall(str(text))}
    conditions = [str(job["if"]) for job in file.jobs.values() if "if" in job]
    conditions += [str(step.told["if"]) for step in file.steps if "if" in step.told]
    for expression in EXPRESSION.findall(file.text) + conditions:
        for name in re.findall(r"\b(?:github|vars|inputs|steps|needs|secrets|env|matrix)\.[\w.-]+", expression):
            assert TRUSTED.fullmatch(name) or (UNTRUSTED.fullmatch(name) and name in own), name


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.name)
def test_pinned(file: Workflow):
    """What comes from elsewhere is named by the hash of a commit, and is GitHub's own."""
    for name in [step.told["uses"] for step in file.steps if "uses" in step.told]:
        assert name.startswith("./.github/actions/") or re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name), name


@pytest.mark.parametrize("file", workflows(), ids=lambda file: file.name)
def test_least_of_all(file: Workflow):
    """No job has a permission that it does not name, or goes on for longer than it may; a run gives way to the next."""
    called = set(file.events) == {"workflow_call"}
    assert called or (file.told["permissions"] == {} and file.told["concurrency"]["group"])
    assert file.told["defaults"] == {"run": {"shell": "bash"}}
    for name, job in file.jobs.items():
        assert called or "permissions" in job, name
        assert "uses" in job or job["timeout-minutes"] <= 180, name


PROPOSES = {"contents", "pull-requests", "statuses"}

WRITES = {
    "workflows/data.yml": {"comment": {"pull-requests"}},
    "workflows/from-issue.yml": {"propose": PROPOSES, "reply": {"issues"}},
    "workflows/links.yml": {"propose": PROPOSES, "tell": {"issues"}},
    "workflows/publish.yml": {"release": {"contents"}},
    "workflows/stamp.yml": {"propose": PROPOSES},
}
"""Workflow -> the jobs that may write, and what."""


RUNS = re.compile(r"(?m)(?:^|[|;&({]|\b(?:then|do|else|if|!))\s*(?:tracker|pip|python\d?|npm|just|sh|bash|\./\S+)\b")
"""A script that installs something, or runs what lies about."""


@pytest.mark.parametrize("file", workflows(), ids=lambda file: file.name)
def test_who_writes(file: Workflow):
    """A job that may write installs nothing and runs nothing of the repository: it sees a text, or a bundle of commits."""
    writing = {}
    for name, job in file.jobs.items():
        granted = {what for what, how in (job.get("permissions") or {}).items() if how == "write"}
        assert (job.get("permissions") or {}).get("contents") in (None, "read", "write")
        if granted:
            writing[name] = granted
        if granted or set(file.events) == {"workflow_call"}:
            scripts = " ".join(step.told.get("run", "") for step in file.steps if step.job == name)
            used = [step.told.get("uses", "") for step in file.steps if step.job == name]
            assert not RUNS.search(scripts), name
            assert not any(use.startswith(("./.github/actions/tracker", "actions/setup-")) for use in used), name
    assert writing == WRITES.get(file.name, {})


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.name)
def test_never_the_head(file: Workflow):
    """Every checkout is of what started the run, and leaves no token behind; under `pull_request_target` that is the base."""
    for step in file.steps:
        if "actions/checkout@" in step.told.get("uses", ""):
            assert step.told["with"]["persist-credentials"] is False, step.job
            assert not {"ref", "repository", "allow-unsafe-pr-checkout"} & set(step.told["with"]), step.job
        script = step.told.get("run", "")
        assert not re.search(r"\bgit\s+(?:checkout|switch|worktree|merge|pull|reset|restore|read-tree|apply|am)\b", script)
        if "pull_request_target" in file.events:
            assert not re.search(r"gh pr checkout|tracker/head.*(?:sh|python)|\beval\b|\bsource\b", script)


def test_labels_are_for_maintainers():
    """What a label sets in motion asks first who set it, and no form that a stranger files brings the label with it."""
    labelled = {file.name for file in workflows() if "labeled" in str(file.events)}
    assert labelled == {"workflows/from-issue.yml", "workflows/stamp.yml"}
    for file in workflows():
        if file.name in labelled:
            first = next(iter(file.jobs.values()))
            assert re.fullmatch(r"\$\{\{ github\.event\.label\.name == '[a-z]+' \}\}", first["if"])
            assert [step.get("uses") for step in first["steps"]][1] == "./.github/actions/maintainer"
    for form in (FOLDER / "ISSUE_TEMPLATE").glob("*.yml"):
        assert "labels" not in yaml.safe_load(form.read_text(encoding="utf-8"))


def test_no_secret():
    """No workflow knows a secret: what they need is the token of the run."""
    for file in ALL:
        assert "secrets" not in file.text, file.name


def test_events():
    """What strangers can start runs under these events and no others."""
    assert {file.name: sorted(file.events) for file in workflows()} == {
        "workflows/comment.yml": ["workflow_call"],
        "workflows/data.yml": ["pull_request_target"],
        "workflows/from-issue.yml": ["issues"],
        "workflows/links.yml": ["schedule", "workflow_dispatch"],
        "workflows/propose.yml": ["workflow_call"],
        "workflows/publish.yml": ["schedule", "workflow_dispatch"],
        "workflows/stamp.yml": ["pull_request_target"],
        "workflows/tests.yml": ["pull_request", "push"],
    }


def test_the_tests_are_those_of_everywhere():
    """The tests on GitHub are `.ci/run`, which anybody can run."""
    scripts = [step.told["run"] for step in workflow("tests").steps if "run" in step.told]
    assert scripts == [".ci/run"] and (ROOT / ".ci/run").stat().st_mode & 0o100
