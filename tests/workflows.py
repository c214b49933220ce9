"""The workflows as GitHub reads them, and their shell steps run as its runner would run them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github"

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}", re.DOTALL)


class Step(NamedTuple):
    """One step of a job, and where it stands."""

    file: str
    job: str
    told: dict[str, Any]

    @property
    def name(self) -> str:
        return self.told.get("name") or self.told.get("uses") or self.told["run"]


class Workflow:
    """A workflow, or an action of this repository's own, as written."""

    def __init__(self, path: Path) -> None:
        self.name = path.relative_to(FOLDER).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.told: dict[Any, Any] = yaml.safe_load(self.text)

    @property
    def events(self) -> dict[str, Any]:
        """What starts it. A reader of YAML 1.1 takes the key `on` for true."""
        return self.told.get(True, {})

    @property
    def jobs(self) -> dict[str, dict]:
        """Its jobs; an action's steps are one without a name."""
        return self.told.get("jobs") or {"": self.told["runs"]}

    @property
    def steps(self) -> Iterator[Step]:
        for name, job in self.jobs.items():
            yield from (Step(self.name, name, told) for told in job.get("steps", ()))

    def step(self, name: str) -> Step:
        """The step of this name."""
        (found,) = (step for step in self.steps if step.told.get("name", step.told.get("id")) == name)
        return found


def workflow(name: str) -> Workflow:
    return Workflow(FOLDER / "workflows" / f"{name}.yml")


def workflows() -> list[Workflow]:
    return [Workflow(path) for path in sorted((FOLDER / "workflows").glob("*.yml"))]


def actions() -> list[Workflow]:
    return [Workflow(path) for path in sorted((FOLDER / "actions").glob("*/action.yml"))]


def filled(text: Any, values: dict[str, Any]) -> str:
    """A text with the values of its expressions; one that is not given is a mistake of the test, or of the workflow."""
    return EXPRESSION.sub(lambda found: str(values[found[1]]), str(text).lower() if isinstance(text, bool) else str(text))


class Ran(NamedTuple):
    """What a step left behind."""

    code: int
    out: str
    err: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """A machine that runs steps in a checkout, with a GitHub of its own that only tests know."""

    def __init__(self, folder: Path, checkout: Path) -> None:
        self.checkout = checkout
        self.temp = folder
        folder.mkdir()
        self.state = folder / "hub.json"
        self.tell(calls=[], comments=[], permissions={}, pulls=[], issues=[], releases=[], closed=False)
        (folder / ".gitconfig").write_text("[user]\n\tname = A\n\temail = a@example.org\n", encoding="utf-8")
        self.programs = folder / "bin"
        self.programs.mkdir()
        for name, arguments in (("tracker", "-m tracker"), ("gh", str(Path(__file__).parent / "fake_gh.py"))):
            self._program(name, f'exec "{sys.executable}" {arguments} "$@"')

    def _program(self, name: str, line: str) -> None:
        (self.programs / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (self.programs / name).chmod(0o755)

    @property
    def hub(self) -> dict[str, Any]:
        return json.loads(self.state.read_text(encoding="utf-8"))

    def tell(self, **state: Any) -> None:
        """Lays what GitHub knows."""
        before = self.hub if self.state.exists() else {}
        self.state.write_text(json.dumps(before | state), encoding="utf-8")

    def run(self, step: Step, folder: Path | None = None, **values: Any) -> Ran:
        """Runs a step; `values` give what its expressions stand for, with `__` for a dot."""
        given = {"github.token": "a token", "github.repository": "owner/record", "github.server_url": "https://example.org"}
        given |= {name.replace("__", "."): value for name, value in values.items()}
        outputs, summary = self.temp / "outputs.txt", self.temp / "summary.md"
        for file in (outputs, summary):
            file.write_text("", encoding="utf-8")
        environment = {
            "PATH": f"{self.programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.temp),
            "FAKE_GH": str(self.state),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GITHUB_OUTPUT": str(outputs),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_EVENT_PATH": str(self.temp / "event.json"),
            "RUNNER_TEMP": str(self.temp),
            **{name: filled(text, given) for name, text in step.told.get("env", {}).items()},
        }
        assert not EXPRESSION.search(step.told["run"]), "an expression is pasted into the script"
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.told["run"]]
        done = subprocess.run(command, cwd=folder or self.checkout, env=environment, capture_output=True, text=True, check=False)
        lines = outputs.read_text(encoding="utf-8").splitlines()
        set_ = dict(line.split("=", 1) for line in lines)
        return Ran(done.returncode, done.stdout, done.stderr, set_, summary.read_text(encoding="utf-8"))
