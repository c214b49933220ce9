"""P90x: what stands beside the events, and the log as a whole."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P901",
        "vocabulary-invalid",
        "`events/vocabulary.json` cannot be read, or is not of its form: `sectors`, `relations` with `label` and `inverse`, "
        "`publishers` with `tier` and `hosts`. Until it is mended, sectors, relations, publishers and confidence are not "
        "checked.",
        "It holds this tracker's own words, and how near each publisher stands to the facts.",
        "Mend the file by hand; the note names the code that explains what is wrong. It is no event, and may be edited at any "
        "time.",
        '{"publishers": {"Reuters": {"tier": "newspaper"}}}',
    ),
    Explanation(
        "P902",
        "accepted-in-vain",
        "`events/accepted.json` lists a warning that does not occur, or an error, which cannot be accepted. This is a warning "
        "itself.",
        "A list of accepted warnings is only worth something if each still says what is there; a stale line would hide the "
        "same warning when it comes back for another reason.",
        "Remove the line. An error has to be mended where it is.",
        '[{"code": "P705", "place": "events/pledges/some-case/2021-announced.json", ...}]\n'
        "and the publisher has been listed since",
    ),
    Explanation(
        "P903",
        "accepted-invalid",
        "`events/accepted.json` cannot be read, or is not a list of objects with `code`, `place` and `reason`.",
        "Warnings that somebody has looked at would be shown again, or new ones hidden.",
        "Mend the file by hand. `place` is the path of the file at which the warning is shown, and `reason` says why it may "
        "stand.",
        '[{"code": "P705", "place": "events/pledges/some-case/2021-announced.json"}]',
    ),
    Explanation(
        "P904",
        "keys-fall-together",
        "Two cases have the same key in the database. It is found when the database is built.",
        "Keys are drawn from the ids, so that they stay the same in every build; that two of them fall together is next to "
        "impossible. If they do, one case would overwrite the other.",
        "Give the newer of the two cases another name before it is merged.",
        "one pair of ids in nine thousand million million",
    ),
)
