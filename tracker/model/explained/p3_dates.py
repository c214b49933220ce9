"""P3xx: dates and stamps."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P301",
        "date-form",
        "A date is not written as a date of this record: a year, a month or a day, each with an optional `~` (about) or `?` "
        "(not sure), or where the field allows it an interval `a/b`, `../b`, `a/..`, which means “on some day from a to b”.",
        "09/02/2021 is September to one reader and February to another.",
        "Write `2021`, `2021-09` or `2021-09-02`, no more precise than the source. Deadlines take no open end: “by 2025” is "
        "`2025`, “by the end of 2025” is `2025-12-31`.",
        '{"date": "02.09.2021"}',
    ),
    Explanation(
        "P302",
        "no-such-day",
        "A date is well written, and there is no such day; or an interval ends before it begins.",
        "The event would stand at a wrong place in the timeline, or at none.",
        "Look it up in the source. If only part of the date is sure, give that part: `2021-02`.",
        '{"date": "2021-02-30"}',
    ),
    Explanation(
        "P303",
        "stamp-form",
        "The `recorded` stamp is not an instant in UTC to the second, as RFC 3339 writes it with a `Z` at the end.",
        "What this record said at a given time is told from the stamps; without a time zone they could not be compared.",
        "Write it as `2026-11-22T09:30:00Z`. `tracker new` stamps by itself.",
        '{"recorded": "2022-01-02T08:00:00+08:00"}',
    ),
    Explanation(
        "P304",
        "due-before-pledge",
        "The deadline of a promise is earlier than the promise.",
        "The pledge would be overdue on the day on which it was made.",
        "Give the deadline that was promised. If the date of the promise is wrong, mend that.",
        '{"type": "pledge.announced", "date": "2021-09-02", "due": "2020"}',
    ),
    Explanation(
        "P305",
        "stamp-twice",
        "Two events of one case were recorded in the same second.",
        "Where dates do not prove an order, the order of recording stands; two equal stamps leave it open. And what the "
        "record said at that second would be two things.",
        "Count up a second in the later one, or let `tracker stamp` do so.",
        '{"recorded": "2022-01-02T00:00:00Z"} in two files of one case',
    ),
    Explanation(
        "P306",
        "stamp-ahead",
        "A stamp lies in the future, by the clock of the machine on which the check runs. This is a warning.",
        "The record would claim that it will have known something; whoever asks what it knew yesterday gets a wrong answer "
        "once that day has come.",
        "Give the time at which the event was written, in UTC and not in local time. If the machine's clock is wrong, set it.",
        '{"recorded": "9000-01-01T00:00:00Z"}',
    ),
    Explanation(
        "P307",
        "date-after-recording",
        "The event's date is later than the day on which it was recorded. This is a warning.",
        "The record holds what has happened. A plan that is recorded as a fact stays there when the plan fails.",
        "Record the announcement, with its own date; the day to come is its `effective`, `until` or `due`. Where the stamp is "
        "wrong, mend the stamp. A true case, such as an act dated ahead by its authority, is accepted in `events/accepted.json`.",
        '{"date": "2021-09-02", "recorded": "2021-08-01T00:00:00Z"}',
    ),
    Explanation(
        "P308",
        "effect-before-act",
        "A day that an act sets, `effective`, `until` or `deadline`, is earlier than the act. For a law that is adopted this is "
        "a warning, since a law may reach back; for a sanction it is an error.",
        "From these days follows since when a measure is in force and when it ends.",
        "Give the day that the measure itself sets. A law that really reaches back says so in `notes`, and the warning is "
        "accepted in `events/accepted.json`.",
        '{"type": "sanction.imposed", "date": "2019-05-16", "until": "2019-01"}',
    ),
    Explanation(
        "P309",
        "follows-against-dates",
        "An event says with `follows` that it came after another one, and the dates of the two prove that it came before.",
        "One of the two is wrong, and with it the order of the case.",
        "Remove `follows`, which is only needed where dates do not prove the order, or correct the date that is wrong.",
        '{"date": "2021-09-02", "follows": "pledges/some-case/2022-03-31-progressed"}',
    ),
    Explanation(
        "P310",
        "follows-in-a-circle",
        "Events follow each other in a circle, or one follows itself.",
        "There is no order in which all of them could have happened.",
        "Remove `follows` from the one of which no source says so.",
        'a: {"follows": "pledges/some-case/b"}\nb: {"follows": "pledges/some-case/a"}',
    ),
    Explanation(
        "P311",
        "tie-reversed",
        "The tie between two parties ends before it begins.",
        "Whose pressure was whose is told from the days on which a tie held.",
        "Give `since` and `until` the right way round, or leave out what no source says.",
        '{"type": "party.related", "since": "2019", "until": "1999"}',
    ),
    Explanation(
        "P312",
        "sources-before-event",
        "Every source of the event was published before the event's date. This is a warning.",
        "A page cannot report what is still to come: it announced a plan, or one of the dates is wrong.",
        "Name a source that came after the event, correct the date, or record what the source does report: the "
        "announcement. A true case is accepted in `events/accepted.json`.",
        '{"date": "2021-09-02", "sources": [{"published": "2021-08", ...}]}',
    ),
)
