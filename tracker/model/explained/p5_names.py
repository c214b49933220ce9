"""P5xx: names of parties, cases and events that lead nowhere or to two places."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P501",
        "party-unknown",
        "A party is named that is not registered.",
        "Each party has a page with everything that concerns it. A misspelt slug would open a second one beside the real one.",
        "Correct the slug, or register the party in the same change: `tracker new party.registered <slug>`.",
        '{"parties": [{"party": "alibab", "role": "pledger"}]}',
    ),
    Explanation(
        "P502",
        "party-name-taken",
        "Two parties are registered under the same name; capitals and spaces do not count.",
        "What is one party to readers would have two timelines, each half of the story.",
        "Use the party that is registered already. If they really are two, tell them apart by name: “Didi (ride hailing)”.",
        'parties/alibaba and parties/alibaba-holding, both with {"name": "Alibaba Group"}',
    ),
    Explanation(
        "P503",
        "about-nowhere",
        "`about` names a case or an event that is not in the log.",
        "Readers would follow the link to a page that is not there.",
        "Give the path below `events/` without `.json`: `laws/data-security-law` for a case, with `/2021-06-10-adopted` for one "
        "of its events.",
        '{"about": ["laws/data-security-laws"]}',
    ),
    Explanation(
        "P504",
        "response-to-nothing",
        "`responds_to` names an event that is not in the log.",
        "It says what prompted this event, which is the strongest tie that the record knows; it must lead to it.",
        "Give the id of the event, not of its case. If what prompted it is not recorded yet, record it first.",
        '{"responds_to": ["crackdowns/alibaba-antitrust-2020/2020-12-25-opened"]}',
    ),
    Explanation(
        "P505",
        "same-as-nothing",
        "`same_as` names an event that is not in the log.",
        "Counts and the timeline leave this event out in favour of the other one. Without the other one, the fact would vanish.",
        "Give the id of the event in the other case that is this same act.",
        '{"same_as": "laws/data-security-law/2021-06-11-adopted"}',
    ),
    Explanation(
        "P506",
        "follows-nothing",
        "`follows` names an event that is not in this case.",
        "`follows` puts the events of one case in order; between cases dates alone do.",
        "Give the id of an event of the same case, or use `responds_to` for one of another case.",
        'pledges/some-case/2021-announced:\n{"follows": "crackdowns/alibaba-antitrust-2020/2020-12-24-opened"}',
    ),
    Explanation(
        "P507",
        "party-twice",
        "One party stands twice in an event, in the same role.",
        "It would be counted twice.",
        "Name it once. Two offices of one party go into its `note`. In two roles, a party may stand twice.",
        '{"parties": [{"party": "alibaba", "role": "pledger"},\n             {"party": "alibaba", "role": "pledger"}]}',
    ),
    Explanation(
        "P508",
        "instead-nowhere",
        "`instead` of a retraction names a case or an event that is not in the log.",
        "Whoever follows an old link is led there.",
        "Give the id of what readers should see instead, or leave `instead` out.",
        '{"type": "record.retracted", "instead": "pledges/no-such-case"}',
    ),
    Explanation(
        "P509",
        "tied-to-itself",
        "A party is tied to itself.",
        "The tie says nothing, and pressure would be counted as coming from the party's own circle.",
        "Name the other party in `to`.",
        'events/parties/jack-ma/1999-related.json: {"relation": "founder", "to": "jack-ma"}',
    ),
    Explanation(
        "P510",
        "same-as-in-one-case",
        "`same_as` names an event of the same case.",
        "It is meant for one act that is part of two stories. Within one story the same act twice is a duplicate.",
        "Retract one of the two with the code `duplicate`, or if neither is merged yet, remove its file.",
        'pledges/some-case/2022-announced: {"same_as": "pledges/some-case/2021-announced"}',
    ),
    Explanation(
        "P511",
        "alias-shared",
        "A name of one party is also a name of another. This is a warning.",
        "Whoever searches for it finds both, and may take one for the other.",
        "Remove the alias where it is not meant. Where both parties truly go by it, accept the warning in "
        "`events/accepted.json` and say so there.",
        'parties/ma-huateng: {"aliases": ["Jack Ma"]}',
    ),
)
