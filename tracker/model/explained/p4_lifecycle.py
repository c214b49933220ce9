"""P4xx: the life of a case, and how it is named."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P401",
        "step-refused",
        "The lifecycle of the family knows no such event in the status that the case has by then. The order is that of the "
        "dates where they prove one, or of `follows`; else that of recording.",
        "Statuses are not typed but follow from the events by one published table. An event that the table does not know would "
        "leave the case in a status that nobody can explain.",
        "Look at the help for what may follow, and at the case as a whole: is an event missing in between, is a date wrong, "
        "or is another type meant? A second promise in one case is a revision, or a case of its own. `tracker kinds FAMILY` "
        "shows the table.",
        "2021-09-02-announced.json, then 2021-10-01-announced.json in one case of pledges",
    ),
    Explanation(
        "P402",
        "beginning-refused",
        "The first event of a case is one with which no case of its family can begin.",
        "What came before it is not on record, and the family does not allow it to be left open.",
        "Record what came first.",
        "a family whose table begins with `set`, and a case whose first event is `met`",
    ),
    Explanation(
        "P403",
        "retraction-breaks-case",
        "Without the event that this retraction takes back, a later event of the case cannot stand. It is shown at the "
        "retraction, which brings it about.",
        "The case would tell of a step that nothing led up to.",
        "If the event did happen and only something about it was wrong, correct it instead. If it did not, retract what rests "
        "on it too.",
        "announced, withdrawn, announced; then a retraction of withdrawn",
    ),
    Explanation(
        "P404",
        "name-missing",
        "The first recorded event of a case has no `name`.",
        "The name is the heading of the case's page and stands in every table and feed.",
        "Add `name`: who and what, short and neutral.",
        '{"type": "crackdown.opened"} as the first event of its case, without "name"',
    ),
    Explanation(
        "P405",
        "name-twice",
        "An event other than the first recorded one has a `name` or a `question`.",
        "A case would have two names, and none of them more right than the other.",
        "Remove it here. If the name of the case turned out wrong, correct the first event with `tracker correct`. A party "
        "that took another name has an event for that: `party.renamed`.",
        '{"type": "pledge.progressed", "name": "Another name"}',
    ),
    Explanation(
        "P406",
        "question-missing",
        "The first recorded event of a pledge has no `question`.",
        "A pledge's page answers one question, and says it first: “Has Alibaba paid its 100bn yuan?”",
        "Add `question`: what a reader would ask, answerable with yes, no or not yet.",
        '{"type": "pledge.announced", "name": "A fund"} without "question"',
    ),
    Explanation(
        "P407",
        "nothing-happened",
        "The case holds only events about the record: a correction, a reply, a check for news.",
        "There is no fact that they could be about, and no status.",
        "Record what happened in the same folder, or move the file to the case that it concerns.",
        "events/pledges/some-case/2022-05-01-checked.json, and nothing else in the folder",
    ),
)
