"""P1xx: files that cannot be read as events, and names that cannot stand."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P101",
        "not-utf-8",
        "The bytes of the file are not UTF-8: it was saved as Latin-1, GB 18030, UTF-16 or something else.",
        "The same bytes mean different signs in different encodings. Read with a wrong guess, a Chinese name becomes "
        "another name, and nobody notices.",
        "Save the file as UTF-8. Most editors offer it under “Save with encoding”.",
        'An `é` written as the single byte E9:\n"title": "Regulator fined the caf\\xe9 chain"',
    ),
    Explanation(
        "P102",
        "byte-order-mark",
        "The file begins with the bytes EF BB BF, a byte order mark, which some editors put before UTF-8.",
        "JSON does not allow it, so that other tools refuse the file. It is also invisible: two files that look the "
        "same would differ.",
        "Save the file as “UTF-8” and not as “UTF-8 with BOM”.",
        'EF BB BF, then: {"type": "pledge.announced"}',
    ),
    Explanation(
        "P103",
        "not-json",
        "The file is not JSON. The place is where reading had to stop; the mistake is there or just before.",
        "An event that cannot be read is missing from the record, and with it the status that it would bring about.",
        "Follow the help. What happens most: a comma after the last value, none between two values, single or curly "
        "quotes, a comment, a line break within a text, or the marks of a merge that was not finished.",
        '{\n  "type": "pledge.announced",\n  "date": "2021-09-02",\n}',
    ),
    Explanation(
        "P104",
        "key-twice",
        "One object has the same key twice. It is shown where it stands for the second time.",
        "JSON does not say which of the two counts: one program takes the first, another the last. The record must "
        "say the same to all who read it.",
        "Remove one of the two.",
        '{"date": "2021-09-02", "date": "2021-09-03"}',
    ),
    Explanation(
        "P105",
        "not-a-number",
        "The file holds NaN or Infinity, which some programs write and JSON does not know, or a number that is too "
        "long or too large to be read.",
        "No fact is such a number. In most cases an empty cell of a spreadsheet or a division by nothing hides behind it.",
        "Leave the field out where no figure is known. Write a sum as a text in double quotes.",
        '{"amount": {"value": NaN, "currency": "CNY"}}',
    ),
    Explanation(
        "P106",
        "nested-too-deep",
        "Lists and objects stand in each other more than 32 deep.",
        "No event needs more than four. Deeper nesting is an accident, or an attempt to exhaust the program that reads it.",
        "Write the fields of the event as `tracker kinds` shows them.",
        '{"notes": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["..."]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}',
    ),
    Explanation(
        "P107",
        "file-too-large",
        "The file, or the line of a bulk file, has more than 262,144 bytes.",
        "An event is a page of text at the most. What is larger is a document that was pasted in, and readers would "
        "not find the fact in it.",
        "Say in one to three sentences what happened, and name the long text as a source.",
        "an event file of 300 KB",
    ),
    Explanation(
        "P108",
        "not-a-plain-file",
        "A symbolic link, a pipe or a device stands where a file should.",
        "A link shows what lies elsewhere, perhaps outside the project, and can change without a trace in the history.",
        "Put the file itself in its place.",
        "events/pledges/some-case/2021-09-02-announced.json -> ../../../elsewhere.json",
    ),
    Explanation(
        "P109",
        "path-leads-elsewhere",
        "The path holds a backslash, `..` or `.`, or begins at the root.",
        "Such a path is another one on another system: the file could be written outside the folder of events.",
        "Rename the file; a name has letters a-z, digits, hyphens and underscores.",
        "events/pledges/some-case/2021\\09-02-announced.json",
    ),
    Explanation(
        "P110",
        "no-place-for-a-file",
        "Something lies under `events/` that is no event: a file at the wrong depth, with another ending, or a folder "
        "within a case. Also said of a path given to `tracker check` in which there are no events.",
        "The path is the identity of an event. A file elsewhere has none, would be passed over in silence, and its fact "
        "would be missing.",
        "Move an event to `events/<family>/<case>/<date>-<verb>.json`, with `.json` in small letters. Keep notes and drafts "
        "outside `events/`.",
        "events/pledges/some-case/drafts/2021-09-02-announced.json",
    ),
    Explanation(
        "P111",
        "family-unknown",
        "A folder under `events/`, or the first part of an id, is no family.",
        "The family decides which events a case may have and where readers find it.",
        "Use one of the families that the help names. A family of your own is a module that `[tool.tracker] families` in "
        "`pyproject.toml` names.",
        "events/promises/some-case/2021-09-02-announced.json",
    ),
    Explanation(
        "P112",
        "case-name-invalid",
        "The name of a case's folder is no slug: words of a-z and 0-9 joined by single hyphens, at most 80 characters. Names "
        "of devices, such as `con` or `com1`, are refused too.",
        "The name is the case's address for ever. Capitals, spaces and other scripts break in links and on other "
        "systems, and nobody on Windows could check out a folder named like a device.",
        "Rename the folder: who and what, and the year where it helps, such as `alibaba-common-prosperity-2021`.",
        "events/pledges/Alibaba_Fund/2021-09-02-announced.json",
    ),
    Explanation(
        "P113",
        "event-name-invalid",
        "The name of an event's file, without `.json`, holds something other than a-z, 0-9, underscores and single "
        "hyphens, or is longer than 200 characters.",
        "It is the last part of the event's address.",
        "Name the file by date and verb, `2021-09-02-announced.json`. `tracker new` does so by itself.",
        "events/pledges/some-case/2021-09-02 Announced.json",
    ),
    Explanation(
        "P114",
        "not-an-object",
        "The file is JSON, but a list, a text, a number or null, and not one object in braces.",
        "One file holds one event, so that two facts never share an address.",
        "Take the event out of the list; put every further one into a file of its own.",
        '[{"type": "pledge.announced"}]',
    ),
    Explanation(
        "P115",
        "bulk-line-without-id",
        "A line of a bulk file does not begin with an `id` of the form `<family>/<case>/<date>-<verb>`, names an event "
        "of another family, or is empty.",
        "In a bulk file no path tells an event's identity, so each line has to. The id comes first, so that a "
        "million lines can be found without reading them.",
        'Begin the line with `{"id":"pledges/some-case/2021-09-02-announced",`, and keep it in a file of its own family. '
        "Remove an empty line.",
        'events/pledges/import.jsonl:\n{"type":"pledge.announced","date":"2021-09-02"}',
    ),
    Explanation(
        "P116",
        "file-empty",
        "The file holds nothing, or nothing but space.",
        "Its name promises an event that is not there.",
        "Write the event, or remove the file.",
        "an event file of no bytes",
    ),
    Explanation(
        "P117",
        "name-disagrees",
        "The name of the file, or in a bulk file the id, does not say what the document says: another date or another verb. "
        "The name has the date as first recorded, without `~` and `?`, and the last word of the type; an event about the "
        "record also has the name of the event that it concerns.",
        "The folder of a case is read as its timeline. A name that says something else misleads, and two people who "
        "record the same fact would not see that they do.",
        "Rename the file as the help says, as long as it is not merged. A date of a merged event that turns out wrong is "
        "corrected with `tracker correct`; the name stays.",
        'events/pledges/some-case/2021-09-03-announced.json:\n{"type": "pledge.announced", "date": "2021-09-02"}',
    ),
    Explanation(
        "P118",
        "half-a-character",
        "A text holds an escape such as `\\ud83d` that is half of a character: the other half is missing.",
        "Such a text cannot be written as UTF-8, and so neither stored nor shown.",
        "Write the character itself; an event file needs no such escapes.",
        '{"title": "Alibaba promised \\ud83d 100bn yuan"}',
    ),
    Explanation(
        "P119",
        "file-unreadable",
        "The system refused to read the file.",
        "What cannot be read cannot be checked, and a build without it would silently lack an event.",
        "See whether the file is still there, and whether you may read it.",
        "an event file without the permission to read it",
    ),
    Explanation(
        "P120",
        "id-twice",
        "Two documents have one id: two lines of bulk files, or a line and a file.",
        "An id is the address of one fact. Which of the two would readers see?",
        "Remove one of them. If they are two facts of one day, the second ends in `-2`.",
        "events/pledges/import.jsonl has a line with the id of\nevents/pledges/some-case/2021-09-02-announced.json",
    ),
    Explanation(
        "P121",
        "bulk-file-not-ended",
        "The last line of a bulk file does not end in a line feed.",
        "Lines are only ever added to a bulk file. Added after a line that has no end, the next event would be glued to it.",
        "End every line with LF.",
        'events/pledges/import.jsonl:\n{"id":"pledges/some-case/2021-announced", ...} and no LF',
    ),
)
