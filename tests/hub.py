"""A log on a hub, as a pull request meets it: the record's repository, a contributor's clone, and a runner's checkout."""

import subprocess
from pathlib import Path

from repositories import tracker_log
from workflows import Runner

NUMBER = 7


class Hub:
    """The record's repository, to which one pull request is made."""

    def __init__(self, folder: Path) -> None:
        self.log = tracker_log(folder / "log")
        self.bare = folder / "hub.git"
        clone(self.log.folder, self.bare, "--bare")
        self.log.git("remote", "add", "hub", str(self.bare))
        self.log.branch("change")
        self.runner = Runner(folder / "runner", folder / "checkout")

    def propose(self, head: str | None = None) -> str:
        """Makes the pull request of what stands in the contributor's folder, or of a commit; gives its hash."""
        head = head or self.log.commit()
        self.log.git("push", "-q", "--force", "hub", f"{head}:refs/pull/{NUMBER}/head")
        return head

    def checkout(self) -> None:
        """What the checkout of the base leaves on the runner."""
        clone(self.bare, self.runner.checkout)

    def advance(self, path: str, content: dict) -> None:
        """Another change is merged meanwhile."""
        self.log.git("checkout", "-q", "main")
        self.log.write(path, content)
        self.log.commit()
        self.log.git("push", "-q", "hub", "main")
        self.log.git("checkout", "-q", "change")


def clone(source: Path, target: Path, *options: str) -> None:
    subprocess.run(["git", "clone", "-q", *options, str(source), str(target)], check=True, capture_output=True)
