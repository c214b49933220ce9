"""What somebody may do to a log on a branch, and what they may not, each with the rule that refuses it."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256

from given import corrected, event, retracted, written
from projects import WORDS
from repositories import BULK, FUND, LATER, NOW, OPENED, STEP, Repository, opened, step

from tracker.check import Findings
from tracker.project import open_project
from tracker.since import check_since

NEW = f"events/{FUND}/2023-01-10-progressed.json"
LAST = "2026-11-02T09:00:00Z"
"""A stamp after LATER."""

Act = Callable[[Repository], object]


def found(repository: Repository, base: str = "main", head: str | None = "change", now: str = NOW) -> Findings:
    """What the check of a change finds."""
    return check_since(open_project(repository.folder), base, head, now).findings


def told(findings: Findings) -> list[tuple[str, str, str]]:
    return [(p.severity, p.code, p.place.path) for p in findings.problems]


def errors(findings: Findings) -> set[tuple[str, str]]:
    return {(p.code, p.place.path) for p in findings.problems if p.severity == "error"}


# What a branch may do.


def add(repository: Repository) -> None:
    repository.put(FUND, step())


def add_all(repository: Repository) -> None:
    """An event, a party, a correction, a retraction and lines of a bulk file, the stamps counting up."""
    repository.put("parties/third", event("party.registered", name="Third", recorded=LAST))
    repository.put(FUND, step(parties=[{"party": "third", "role": "pledger"}]))
    repository.put(FUND, corrected("2021-09-02-announced", {"due": "2026"}, {"due": "2025"}, recorded=LAST))
    repository.put(FUND, retracted("2022-01-10-progressed", recorded="2026-11-02T09:00:01Z"))
    repository.write(BULK, repository.read(BULK) + opened(3, LAST))
    repository.write("events/laws/import.jsonl", b"")


def redact(repository: Repository) -> None:
    old = repository.read(STEP)
    kept = {key: value for key, value in json.loads(old).items() if key in ("type", "date", "recorded")}
    repository.write(STEP, kept | {"redacted": sha256(old).hexdigest()})
    repository.put(FUND, event("record.redacted", of="2022-01-10-progressed", recorded=LAST))


def say_nothing(repository: Repository) -> None:
    pass


def merge_main(repository: Repository) -> None:
    """Adds, while the base goes on, and merges the base."""
    repository.put(FUND, step())
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.put("parties/third", event("party.registered", name="Third", recorded="2026-02-01T00:00:00Z"))
    repository.commit()
    repository.git("checkout", "-q", "change")
    repository.git("merge", "-q", "--no-edit", "main")


def there_and_back(repository: Repository) -> None:
    """Edits a merged event, and reverts that."""
    repository.write(OPENED, "{}")
    repository.commit()
    repository.git("revert", "--no-edit", "HEAD")


ALLOWED = [add, add_all, redact, say_nothing, merge_main, there_and_back]


# What it may not, each with the rule that refuses it.


def edit(repository: Repository) -> None:
    repository.write(OPENED, repository.read(OPENED).replace(b'"100"', b'"1000"'))


def touch_up(repository: Repository) -> None:
    repository.write(OPENED, json.dumps(json.loads(repository.read(OPENED)), indent=4) + "\n")


def other_line_ends(repository: Repository) -> None:
    repository.write(OPENED, repository.read(OPENED).replace(b"\n", b"\r\n"))


def other_line_ends_by_attribute(repository: Repository) -> None:
    repository.write(".gitattributes", "*.json text=auto eol=crlf\n")
    other_line_ends(repository)


def delete(repository: Repository) -> None:
    repository.remove(STEP)


def delete_all(repository: Repository) -> None:
    shutil.rmtree(repository.folder / "events/parties")


def rename(repository: Repository) -> None:
    (repository.folder / STEP).rename(repository.folder / f"events/{FUND}/2022-01-11-progressed.json")


def rename_with_edit(repository: Repository) -> None:
    rename(repository)
    document = json.loads(repository.read(f"events/{FUND}/2022-01-11-progressed.json"))
    repository.write(f"events/{FUND}/2022-01-11-progressed.json", {**document, "date": "2022-01-11", "recorded": LATER})


def change_mode(repository: Repository) -> None:
    (repository.folder / OPENED).chmod(0o755)


def add_a_program(repository: Repository) -> None:
    add(repository)
    (repository.folder / NEW).chmod(0o755)


def add_a_link(repository: Repository) -> None:
    (repository.folder / NEW).symlink_to("2022-01-10-progressed.json")


def put_a_link(repository: Repository) -> None:
    repository.remove(STEP)
    (repository.folder / STEP).symlink_to("2021-09-02-announced.json")


def link_a_folder(repository: Repository) -> None:
    folder = repository.folder / f"events/{FUND}"
    folder.rename(repository.folder / "elsewhere")
    folder.symlink_to("../../elsewhere")


def add_a_repository(repository: Repository) -> None:
    Repository(repository.folder / f"events/{FUND}/inner").commit()


def add_a_twin(repository: Repository) -> None:
    repository.write("events/pledges/Fund-2021/2023-01-10-progressed.json", step())


def add_a_large_one(repository: Repository) -> None:
    repository.write(NEW, written(step()) + b" " * 262_144)


def add_a_stray(repository: Repository) -> None:
    repository.write(f"events/{FUND}/notes.txt", "notes")


def change_a_line(repository: Repository) -> None:
    repository.write(BULK, repository.read(BULK).replace(b"Case 1", b"Case 9"))


def put_a_line_between(repository: Repository) -> None:
    lines = repository.read(BULK).splitlines(keepends=True)
    repository.write(BULK, b"".join([lines[0], opened(3, LATER), lines[1]]))


def drop_a_line(repository: Repository) -> None:
    repository.write(BULK, repository.read(BULK).splitlines(keepends=True)[0])


def record_before_the_newest(repository: Repository) -> None:
    repository.put(FUND, step(recorded="2026-01-05T00:00:01Z"))


def record_in_the_future(repository: Repository) -> None:
    repository.put(FUND, step(recorded="2026-11-22T12:00:01Z"))


def add_a_line_too_early(repository: Repository) -> None:
    repository.write(BULK, repository.read(BULK) + opened(3, "2026-01-04T00:00:00Z"))


def add_what_was_added(repository: Repository) -> None:
    """The base and the branch add another event under one name."""
    repository.git("checkout", "-q", "main")
    repository.put(FUND, step(recorded="2026-02-01T00:00:00Z"))
    repository.commit()
    repository.git("checkout", "-q", "change")
    repository.put(FUND, step(title="Somebody else acted"))


def grow_what_has_grown(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    repository.write(BULK, repository.read(BULK) + opened(3, "2026-02-01T00:00:00Z"))
    repository.commit()
    repository.git("checkout", "-q", "change")
    repository.write(BULK, repository.read(BULK) + opened(4, LATER))


def redact_in_silence(repository: Repository) -> None:
    redact(repository)
    repository.remove(next((repository.folder / f"events/{FUND}").glob("*redacted*")).relative_to(repository.folder))


def redact_with_an_edit(repository: Repository) -> None:
    redact(repository)
    repository.write(STEP, {**json.loads(repository.read(STEP)), "recorded": "2026-01-04T00:00:01Z"})


def add_and_edit_words(repository: Repository) -> None:
    add(repository)
    repository.write("events/vocabulary.json", {**WORDS, "sectors": {**WORDS["sectors"], "more": "More."}})


def revert_a_merge(repository: Repository) -> None:
    """Takes back what the base has merged."""
    repository.git("checkout", "-q", "main")
    repository.put(FUND, step(recorded="2026-02-01T00:00:00Z"))
    repository.commit()
    repository.branch("change")
    repository.git("revert", "--no-edit", "HEAD")


def edit_in_a_merge(repository: Repository) -> None:
    """A merge commit that brings a change of its own."""
    merge_main(repository)
    edit(repository)
    repository.git("add", "--all")
    repository.git("commit", "-q", "--amend", "--no-edit")


REFUSED: dict[Act, tuple[str, set[tuple[str, str]]]] = {
    edit: ("edited", {("P910", OPENED)}),
    touch_up: ("edited", {("P910", OPENED)}),
    other_line_ends: ("edited", {("P910", OPENED)}),
    delete: ("removed", {("P911", STEP), ("P922", "events")}),
    rename: (
        "moved",
        {("P911", STEP), ("P912", f"events/{FUND}/2022-01-11-progressed.json")},
    ),
    rename_with_edit: (
        "removed",
        {("P911", STEP), ("P602", f"events/{FUND}/2022-01-11-progressed.json")},
    ),
    change_mode: ("permitted", {("P913", OPENED)}),
    add_a_program: ("permitted", {("P913", NEW)}),
    add_a_link: ("regular", {("P914", NEW)}),
    put_a_link: ("regular", {("P914", STEP), ("P922", "events")}),
    add_a_repository: ("regular", {("P914", f"events/{FUND}/inner")}),
    add_a_twin: (
        "twins",
        {
            ("P915", "events/pledges/Fund-2021/2023-01-10-progressed.json"),
            ("P112", "events/pledges/Fund-2021/2023-01-10-progressed.json"),
        },
    ),
    add_a_large_one: ("small", {("P916", NEW)}),
    add_a_stray: ("placed", {("P110", f"events/{FUND}/notes.txt")}),
    change_a_line: ("grown", {("P917", BULK)}),
    put_a_line_between: ("grown", {("P917", BULK)}),
    drop_a_line: ("grown", {("P917", BULK)}),
    record_before_the_newest: ("after_all", {("P918", NEW)}),
    record_in_the_future: ("not_ahead", {("P919", NEW)}),
    add_a_line_too_early: ("after_all", {("P918", BULK)}),
    add_what_was_added: ("crossed", {("P920", NEW)}),
    grow_what_has_grown: ("crossed", {("P920", BULK)}),
    redact_in_silence: ("redacted", {("P921", STEP)}),
    redact_with_an_edit: ("redacted", {("P921", STEP)}),
    add_and_edit_words: ("apart", {("P923", "events/vocabulary.json")}),
    revert_a_merge: ("removed", {("P911", NEW), ("P922", "events")}),
    edit_in_a_merge: ("edited", {("P910", OPENED)}),
}
