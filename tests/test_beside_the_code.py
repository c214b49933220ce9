"""What stands beside the code for those who edit, review and commit: it names what is there, and works as its readers read it."""

import json
import re
import shlex
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import pytest
from contributing import committed, small, tracker
from given import event
from pre_commit.clientlib import load_manifest

ROOT = Path(__file__).parents[1]


def tracked() -> list[str]:
    """The files of this repository, those that are about to be added too."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    return [path for path in listed.stdout.decode().split("\0") if path]


def test_owners():
    """Every line of CODEOWNERS names something that is there, and the later line is the narrower one."""
    lines = (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.split()[0] for line in lines if line and not line.startswith("#")]
    files = [f"/{path}" for path in tracked()]
    assert rules[0] == "*" and len(rules) == len(set(rules))
    for rule in rules[1:]:
        assert any(path.startswith(rule) if rule.endswith("/") else path == rule for path in files), rule


HOOKS = {hook["id"]: hook for hook in load_manifest(ROOT / ".pre-commit-hooks.yaml")}

PATHS = {
    "events/pledges/x/2021-announced.json": {"tracker-check", "tracker-fmt"},
    "events/parties/somebody/registered.json": {"tracker-check", "tracker-fmt"},
    "events/crackdowns/import.jsonl": {"tracker-check"},
    "events/vocabulary.json": set(),
    "events/README.md": set(),
    "tests/events/pledges/x/2021-announced.json": set(),
}
"""File -> the hooks that look at it."""


def test_hooks():
    """pre-commit takes the hooks, and they look at events and at nothing else."""
    assert {path: {name for name, hook in HOOKS.items() if re.search(hook["files"], path)} for path in PATHS} == PATHS


@pytest.mark.parametrize("name", HOOKS)
def test_hooks_run(tmp_path, name):
    """A hook, run as pre-commit does with the files that are to be committed, passes what is right and fails what is not."""
    root = small(tmp_path)
    committed(root)
    program, command, *rest = shlex.split(HOOKS[name]["entry"])
    path = "events/pledges/x/2022-progressed.json"
    (root / path).write_text(json.dumps(event("pledge.progressed", "2022", recorded="2026-03-01T00:00:00Z")), encoding="utf-8")
    answer = tracker(root, command, *rest, path)
    assert (program, answer.exit_code) == ("tracker", 0), answer.output
    (root / path).write_text("{", encoding="utf-8")
    assert tracker(root, command, *rest, path).exit_code == 1


def test_editor():
    """An editor that follows the settings completes every event by the schema, and takes no other file for one."""
    (mapping,) = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))["json.schemas"]
    assert json.loads((ROOT / mapping["url"]).read_text(encoding="utf-8"))["title"] == "An event"
    wanted = [pattern for pattern in mapping["fileMatch"] if not pattern.startswith("!")]
    unwanted = [pattern[1:] for pattern in mapping["fileMatch"] if pattern.startswith("!")]
    files = [path for path in tracked() if path.endswith(".json")]
    told = {path for path in files if any(_matches(path, pattern) for pattern in wanted)}
    told -= {path for path in told if any(_matches(path, pattern) for pattern in unwanted)}
    assert told == {path for path in files if re.fullmatch(r"events/[^/]+/[^/]+/[^/]+\.json", path)}


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern of an editor's settings, from the root on, names a file; `**` stands for folders, or none."""
    if "**/" in pattern:
        head, _, tail = pattern.partition("**/")
        return f"/{path}".startswith(head) and fnmatch(path.rsplit("/", 1)[1], tail)
    return fnmatch(f"/{path}", pattern) and path.count("/") == pattern.count("/") - 1


def test_nothing_is_hidden():
    """No rule of .gitignore keeps back what the repository is to hold."""
    kept = [".vscode/settings.json", ".pre-commit-hooks.yaml", ".github/CODEOWNERS", ".github/pull_request_template.md"]
    asked = subprocess.run(["git", "check-ignore", *kept], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stdout) == (1, "")
