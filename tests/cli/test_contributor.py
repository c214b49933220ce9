"""Whoever found something out adds it to the real log in a few commands, and the log stays right."""

import json

import pytest
from contributing import committed, files, git, read, real, said, tracker

PAGE = "https://www.reuters.com/technology/tencent-social-value-report-2023"
SOURCE = f"{PAGE}|Tencent reports spending on social value|Reuters|24 March 2023"


DIFF = """\
### What readers will see change

2 cases change, 1 new party, 2 added events, 1 amendment

#### Tencent's 50bn yuan common prosperity programme (pledges/tencent-common-prosperity-2021)

- corrected Tencent added a second 50bn yuan for a common prosperity programme \
(pledges/tencent-common-prosperity-2021/2021-08-18-announced): \
The page names the foundation as the one that receives the money. — newsroom: Reuters
  - parties: nothing → tencent-charity-foundation (beneficiary)

#### Tencent's 50bn yuan for sustainable social value (pledges/tencent-ssv-2021)

|  | before | after |
| --- | --- | --- |
| undisclosed (CNY) | 50,000,000,000 | 45,000,000,000 |
| delivered (CNY) | – | 5,000,000,000 |

- added: Tencent reported spending under its social value programme (pledges/tencent-ssv-2021/2023-03-22-progressed) \
(2023-03-22, pledge.progressed) — newsroom: Reuters

#### New parties

- Tencent Charity Foundation (parties/tencent-charity-foundation): kind foundation, native name 腾讯公益慈善基金会

#### Totals of pledges

|  | moves by |
| --- | --- |
| undisclosed (CNY) | -5,000,000,000 |
| delivered (CNY) | +5,000,000,000 |
"""
"""What readers will see change by the three commands below."""


@pytest.fixture
def root(tmp_path):
    root = real(tmp_path)
    committed(root)
    return root


def test_three_commands(root):
    """A progress event, a new party and a correction are three commands; all checks pass, and the diff names just these facts."""
    before = files(root / "events")
    checked = tracker(root, "check").output
    results = [
        tracker(
            root, "new", "pledge.progressed", "tencent-ssv-2021", "--date", "22 March 2023",
            "--title", "Tencent reported spending under its social value programme",
            "--summary", "With its results for 2022 the company gave a figure for what it had spent under the programme so far.",
            "--party", "tencent:pledger", "--jurisdiction", "CN", "--sector", "social-media", "--source", SOURCE,
            "--amount", "over 5bn yuan", "--measure", "cumulative", "--covers", "April 2021 to December 2022",
            "--confidence", "medium",
        ),
        tracker(
            root, "new", "party.registered", "tencent-charity-foundation", "--name", "Tencent Charity Foundation",
            "--jurisdiction", "CN", "kind=foundation", "native_name=腾讯公益慈善基金会",
        ),
        tracker(
            root, "correct", "tencent-common-prosperity-2021/2021-08-18-announced",
            "parties[1]=tencent-charity-foundation:beneficiary",
            "--reason", "The page names the foundation as the one that receives the money.", "--source", SOURCE,
        ),
    ]  # fmt: skip
    assert [result.exit_code for result in results] == [0, 0, 0], [result.output for result in results]
    day = read(root, results[2].stdout.strip())["recorded"][:10]
    paths = [
        "events/pledges/tencent-ssv-2021/2023-03-22-progressed.json",
        "events/parties/tencent-charity-foundation/registered.json",
        f"events/pledges/tencent-common-prosperity-2021/{day}-corrected-2021-08-18-announced.json",
    ]
    assert [result.stdout for result in results] == [f"{path}\n" for path in paths]
    assert files(root / "events").items() >= before.items()
    assert sorted(git(root, "status", "--short", "--untracked-files=all").splitlines()) == sorted(f"?? {path}" for path in paths)
    assert said(root, paths[2])["was"] == {"parties": [{"party": "tencent", "role": "pledger"}]}
    after = tracker(root, "check")
    assert after.exit_code == 0, after.output
    events, cases = _counts(checked)
    assert _counts(after.output) == (events + 3, cases + 1)
    assert tracker(root, "fmt", "--check", *paths).exit_code == 0
    stamped = tracker(root, "stamp", "--since", "HEAD")
    assert stamped.output.startswith("3 events stamped, ")
    stamps = {read(root, path)["recorded"] for path in paths}
    assert len(stamps) == 3 and min(stamps) > max(json.loads(raw)["recorded"] for raw in _events(before))
    assert tracker(root, "check").exit_code == 0
    git(root, "checkout", "--quiet", "-b", "facts")
    committed(root)
    since = tracker(root, "check", "--since", "main")
    assert (since.exit_code, since.stdout) == (0, "3 added events in 3 cases: no problems\n"), since.output
    assert tracker(root, "diff", "main..facts").stdout == DIFF


def _counts(output: str) -> tuple[int, int]:
    """`1,027 events in 573 cases: ...`, the last line of a check, as numbers."""
    words = output.splitlines()[-1].replace(",", "").split()
    return int(words[0]), int(words[3])


def _events(before: dict[str, bytes]) -> list[bytes]:
    return [raw for path, raw in before.items() if path.count("/") == 2 and path.endswith(".json")]


def test_every_event_can_be_corrected(root):
    """For every fifteenth event about the world a correction of its summary is prepared with what it says by now."""
    events = sorted(path for path in files(root / "events") if path.count("/") == 2 and "-corrected-" not in path)
    for path in events[::15]:
        document = read(root, f"events/{path}")
        if document["type"].startswith(("record.", "party.")):
            continue
        why = ["--reason", "A test.", "--source", SOURCE, "--dry-run"]
        result = tracker(root, "correct", f"events/{path}", "notes=Another text", *why)
        assert result.exit_code == 0, result.output
        _, _, shown = result.stdout.partition("\n")
        assert json.loads(shown)["change"] == {"notes": "Another text"}
