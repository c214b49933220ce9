"""P8xx: corrections, retractions, redactions, checks and replies."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P801",
        "concerns-nothing",
        "An event about the record names an event that is not in this case, or that was recorded only later.",
        "A correction of nothing changes nothing, and what it should have put right stays wrong.",
        "Give the full id of an event in the same folder, and a later `recorded` than its own.",
        '{"type": "record.corrected", "of": "pledges/some-case/2021-09-03-announced"}\n'
        "in a case that has 2021-09-02-announced only",
    ),
    Explanation(
        "P802",
        "corrections-crossed",
        "`was` is not what the event says before this correction; or it leaves out a value that `change` replaces, or names one "
        "that `change` leaves alone.",
        "Two people may correct one value at the same time, each from what they saw. Without `was`, the later correction would "
        "silently undo the first.",
        "Read the event as it stands now with `tracker show`. If the correction is still needed, give in `was` what stands, and "
        "null for what was not there; `tracker correct` writes both. A list is replaced whole, so its `was` is the whole list.",
        '{"change": {"due": "2025"}, "was": {"due": "2026"}}\nfor an event with {"due": "2025-12-31"}',
    ),
    Explanation(
        "P803",
        "cannot-be-corrected",
        "A correction would change `type`, `version`, `recorded` or `of`.",
        "With another type it would be another event; another stamp would change what the record claims to have known, and when.",
        "Retract the event, and write the right one anew.",
        '{"type": "record.corrected", "change": {"type": "pledge.revised"}}',
    ),
    Explanation(
        "P804",
        "correction-makes-invalid",
        "The event would be invalid with this correction. The sentence goes on with what would be wrong, and the note names the "
        "code that explains it.",
        "Readers see the corrected event; it has to hold what every event has to hold.",
        "Mend `change`. Null takes a field away, so it cannot stand for one that is mandatory.",
        '{"change": {"title": null}}',
    ),
    Explanation(
        "P805",
        "correction-of-a-correction",
        "A correction concerns an event about the record: another correction, a retraction, a reply.",
        "What holds would depend on corrections of corrections, and nobody could tell it from the page.",
        "Retract the wrong one, which makes it void, and write the right one anew.",
        '{"type": "record.corrected",\n "of": "pledges/some-case/2022-05-01-corrected-2021-announced"}',
    ),
    Explanation(
        "P806",
        "retracted-already",
        "The event is retracted already, and that retraction holds.",
        "It cannot be taken back twice; readers would be given two reasons and two places to go instead.",
        "Remove the second retraction. If the first gave a wrong reason, retract the first, then the event anew.",
        "2022-05-01-retracted-2021-announced.json and 2022-06-01-retracted-2021-announced.json",
    ),
    Explanation(
        "P807",
        "redaction-of-standing-text",
        "A redaction names an event whose text still stands.",
        "A redaction says that a text must not be shown. As long as the text is there, it is shown.",
        "In one change: note the SHA-256 of the event's file as it is (`sha256sum FILE`); replace its content by "
        "`type`, `date`, `recorded` as they were and `redacted` with that hash; and add the redaction that names it, with `code` "
        "unlawful, privacy or spam. The old text stays in the history of the repository: where that must not be, tell the "
        "maintainers before anything is pushed.",
        '{"type": "record.redacted", "of": "pledges/some-case/2021-announced", ...}\nand 2021-announced.json still has its title',
    ),
    Explanation(
        "P808",
        "redacted-silently",
        "The text of an event was removed, and no redaction names the event.",
        "Nothing vanishes from this record without a reason that readers can see.",
        "Add a `record.redacted` that names the event, in the same change. If the text need not go, put it back, and correct or "
        "retract the event instead.",
        '{"type": "pledge.announced", "recorded": "...", "redacted": "2cf24d..."}\nand no redaction in the folder',
    ),
    Explanation(
        "P809",
        "redacted-in-part",
        "A redacted event still has fields beyond `type`, `version`, `date`, `recorded` and `redacted`.",
        "A redaction removes the whole text, so that nobody has to judge word by word what may still be read in public.",
        "Remove the other fields. If only one value is wrong, correct it instead.",
        '{"type": "pledge.announced", "redacted": "2cf24d...", "title": "..."}',
    ),
    Explanation(
        "P811",
        "correction-changes-nothing",
        "The event already says what the correction would make it say.",
        "Readers would be shown a correction, and find no difference.",
        "Remove it, if it is not merged; perhaps another correction came first.",
        '{"change": {"due": "2025-12-31"}} for an event with {"due": "2025-12-31"}',
    ),
    Explanation(
        "P812",
        "shape-unknown",
        "`shape` says for which version of the event's type the correction was written; there is no such version, or the "
        "event itself was written in a later one.",
        "A field may be called something else in another version: the correction would change the wrong one, or none.",
        "Leave `shape` out for version 1. Else give the `version` of the event, and write `change` and `was` with its fields.",
        '{"type": "record.corrected", "shape": 2} for a type of which only version 1 is known',
    ),
)
