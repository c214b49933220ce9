"""P91x and P92x: what a change may do to what is merged, which is to add to it and nothing else."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P910",
        "event-edited",
        "The change edits an event that is merged, if only its line ends.",
        "What this record said at a given time must stay readable. If recorded events could be edited, nobody could tell an "
        "honest correction from a fact that was made to disappear.",
        "Take the file back with `git checkout BASE -- FILE`, and say what is to be read instead with `tracker correct`; both "
        "stay on the page. A text that must not be shown at all is redacted: `tracker explain P807`.",
        'events/pledges/some-case/2021-announced.json, merged with {"due": "2025"},\nnow with {"due": "2026"}',
    ),
    Explanation(
        "P911",
        "event-removed",
        "The change removes an event that is merged.",
        "Its address would lead nowhere, and a reader who has cited it would be left with nothing.",
        "Take the file back with `git checkout BASE -- FILE`. An event that should not stand is taken back with "
        "`tracker retract`: its text stays visible, struck through, with the reason.",
        "git rm events/pledges/some-case/2021-announced.json",
    ),
    Explanation(
        "P912",
        "event-moved",
        "A merged event is found under another name.",
        "The path is the event's address. A date that turned out wrong does not move the file: a name is an identity, not a "
        "claim.",
        "Move it back, and correct what is wrong with `tracker correct`. If it belongs in another case, retract it with the code "
        "`wrong_subject`, record it anew where it belongs, and lead there with `instead`.",
        "git mv events/pledges/some-case/2021-announced.json events/pledges/other-case/",
    ),
    Explanation(
        "P913",
        "file-executable",
        "The file is marked as a program.",
        "An event is a text; what is marked so may be run by accident or on purpose.",
        "Take the mark away: `git update-index --chmod=-x FILE`.",
        "events/pledges/some-case/2021-announced.json with mode 100755",
    ),
    Explanation(
        "P914",
        "no-regular-file",
        "The change puts a symbolic link or another repository where a file should stand.",
        "It shows what lies elsewhere, and what lies there can change without a trace in the history of this one.",
        "Put the file itself in its place.",
        "events/pledges/some-case/2021-announced.json with mode 120000",
    ),
    Explanation(
        "P915",
        "names-alike",
        "The name of an added file, or of a folder on the way to it, differs from one that is there only in small and capital "
        "letters, or in how an accent is written.",
        "Many systems do not tell the two apart: in a checkout there, one would hide the other.",
        "If the two are one case, write in the folder that is there. If not, give the new one another name.",
        "events/pledges/Some-case/ beside events/pledges/some-case/",
    ),
    Explanation(
        "P916",
        "change-too-large",
        "A file of the change is larger than is read: 262,144 bytes for an event, 16 MiB for a file beside the events, 1 GiB "
        "for a bulk file.",
        "What is not read is not checked.",
        "Say in one to three sentences what happened, and name the long text as a source. Divide a bulk file in two.",
        "events/pledges/some-case/2021-announced.json of 300 KB",
    ),
    Explanation(
        "P917",
        "bulk-file-rewritten",
        "A bulk file was changed elsewhere than at its end.",
        "Each of its lines is a merged event, and a merged event is not edited. That the old file is the beginning of the new "
        "one proves it.",
        "Take the file as it was, and add lines after its last one. What a line says is corrected or retracted by an event in "
        "the folder of its case.",
        "events/pledges/import.jsonl with a line put between two others",
    ),
    Explanation(
        "P918",
        "recorded-too-early",
        "An added event is not recorded later than every event that is merged.",
        "The order of recording is the order of merging. Whoever follows the record from one stamp to the next would miss an "
        "event that appears behind their back.",
        "Run `tracker stamp` with `--since BASE` just before the merge; it renews the stamps of what is not merged yet.",
        '{"recorded": "2022-01-02T00:00:00Z"}\nwhere the newest merged event is of "2022-03-01T00:00:00Z"',
    ),
    Explanation(
        "P919",
        "recorded-in-the-future",
        "An added event is recorded at a time that is still to come.",
        "No event could be added until then: each has to be recorded later than all before it.",
        "Give the time at which it was written, in UTC and not in local time.",
        '{"recorded": "9000-01-01T00:00:00Z"}',
    ),
    Explanation(
        "P920",
        "merged-in-the-meantime",
        "Since the change was begun, something else was merged at the same path, or taken away from it.",
        "The merge would write over it, without anybody having decided so.",
        "Begin again from what is merged by now. If the same fact was recorded, leave yours out; if it is another one of the "
        "same day, let its name end in `-2`.",
        "two pull requests, each with events/pledges/some-case/2021-announced.json",
    ),
    Explanation(
        "P921",
        "redaction-altered",
        "An event was redacted in another way than the rule allows: something besides its text changed, the hash is not that of "
        "what stood there, or no redaction in the same change names it.",
        "A redaction is the one edit that is allowed. It must remain provable that nothing but the text went, and why.",
        "Leave `type`, `version`, `date` and `recorded` as they were, put the SHA-256 of the old file in `redacted`, and add the "
        "`record.redacted` in the same change; `tracker explain P807` says how.",
        '{"type": "pledge.announced", "date": "2021-09-03", ..., "redacted": "2cf24d..."}\nfor an event of 2021-09-02',
    ),
    Explanation(
        "P922",
        "log-shrinks",
        "After the change the log would hold fewer files of events than before.",
        "The log only grows. This count stands guard over all the other rules, in case one of them is got round.",
        "Begin again from what is merged, and only add to it.",
        "a merge that went wrong and dropped a folder",
    ),
    Explanation(
        "P923",
        "events-and-more",
        "The change adds events, and also touches what judges them: code, the vocabulary, workflows.",
        "Whoever adds a fact should not be able to change, in passing, what is checked about it.",
        "Propose the two apart: first what judges events, then the events. `events/README.md` and `events/accepted.json` may "
        "change together with events.",
        "events/vocabulary.json and\nevents/pledges/some-case/2021-announced.json in one pull request",
    ),
)
