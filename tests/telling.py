"""A pledge of which everything is told that can be, and what `tracker show` tells."""

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result
from given import KINDS, SOURCE, corrected, event, retracted

from tracker.cli import main
from tracker.derive.rules import rule_version

WIRE = SOURCE | {"publisher": "Example Wire", "via": "Example Daily", "url": "https://example.org/wire"}
RULES = rule_version(KINDS)

PLEDGE = [
    event(
        "pledge.announced", "2021-09-02", name="A hundred for all", question="Was it paid?",
        title="A company promised 100bn yuan", amount={"value": "100000000000", "currency": "CNY", "bound": "over"},
        due="2049-12-31", sources=[SOURCE, WIRE],
    ),
    event(
        "pledge.progressed", "2022", title="The company spent a first part",
        amount={"value": "5000000000", "currency": "CNY", "measure": "step", "covers": "2022"},
    ),
    event("pledge.progressed", "2022-03-01", title="The company opened an office"),
    corrected(
        "2021-09-02-announced",
        {"due": "2025", "amount": {"bound": None}}, {"due": "2049-12-31", "amount": {"bound": "over"}},
    ),
    retracted("2022-03-01-progressed", code="wrong_subject", instead="pledges/another"),
    event("record.checked", "2023-06-30", looked_in=["Example Daily", "the register"], summary="No sum was found."),
    event(
        "record.replied", "2023-07", of="2022-progressed", party="the-company", summary="The company keeps its word, it said.",
        quote="We keep our word",
    ),
    event("pledge.progressed", "2024-05", title="The company counted what it had given",
          amount={"value": "120000000000", "currency": "CNY", "measure": "cumulative", "covers": "2021/2024"}),
]  # fmt: skip


def show(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["show", "--root", str(root), *arguments])


def told(root: Path, *arguments: str) -> str:
    """The story, which has to be told without a problem."""
    result = show(root, *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def told_today(root: Path, *arguments: str) -> tuple[str, str]:
    """The day, and the story as it is told on it; told once more where midnight fell in between."""
    day, story = _today(), told(root, *arguments)
    return (day, story) if day == _today() else told_today(root, *arguments)


def _today() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")


def facts(root: Path, *arguments: str) -> dict[str, str]:
    """What the head of the story says, name by name."""
    block = told(root, *arguments).split("\n\n")[2]
    return {line[:12].strip(): line[12:] for line in block.splitlines()}
