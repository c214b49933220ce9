"""P2xx: documents that are not of the shape of their type."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P201",
        "type-unknown",
        "The `type` is not one that this tracker knows.",
        "The type says what happened; from it and nothing else follows the status that readers see.",
        "Choose a type that `tracker kinds` lists. Where none fits, the fact may not belong in this record, or a type is "
        "missing: then open an issue.",
        '{"type": "pledge.anounced"}',
    ),
    Explanation(
        "P202",
        "field-unknown",
        "The document has a field that its type does not have.",
        "A misspelt field would be lost without a word. A `status` in particular is never written: it follows from the events.",
        "Correct the name, or remove the field. `tracker kinds TYPE` lists the fields of a type.",
        '{"type": "pledge.announced", "jurisdicton": "CN"}',
    ),
    Explanation(
        "P203",
        "role-unknown",
        "A party has a role that is not in the list.",
        "Pages and filters ask by role: what was done to a party, and what it did. A role of its own would be found by nobody.",
        "Use the role that the help names. What is special about the part goes into its `note`.",
        '{"parties": [{"party": "alibaba", "role": "pleger"}]}',
    ),
    Explanation(
        "P204",
        "country-unknown",
        "The `jurisdiction` is neither a code of ISO 3166-1 alpha-2, in capitals, nor `EU`.",
        "Readers choose by country. `China`, `cn` and `CN` would be three countries.",
        "Give the two-letter code: `CN`, `US`, `HK`, `TW`; the United Kingdom is `GB`.",
        '{"jurisdiction": "UK"}',
    ),
    Explanation(
        "P205",
        "currency-unknown",
        "The `currency` is not a current code of ISO 4217, in capitals.",
        "Sums are added only within one currency, and converted at its published rate.",
        "Give the three-letter code: `CNY` for yuan or renminbi, `USD`, `HKD`, `EUR`.",
        '{"amount": {"value": "100000000000", "currency": "RMB"}}',
    ),
    Explanation(
        "P206",
        "word-unknown",
        "A field that takes one of a few words has another: `confidence`, `effect`, `kind`, `bound`, `measure`, `code`.",
        "Each of these words has one published meaning, on which filters and statuses rest.",
        "Use one of the words that the help names; `tracker kinds TYPE` says what they mean.",
        '{"confidence": "low"}',
    ),
    Explanation(
        "P207",
        "field-missing",
        "A field that every event of this type must have is absent.",
        "Without it readers would not know who acted, when, or who says so.",
        "Add the field. The help says what it is for. If no source says it, the event cannot be recorded yet.",
        '{"type": "pledge.announced", "date": "2021-09-02"}',
    ),
    Explanation(
        "P208",
        "wrong-kind-of-value",
        "A field holds another kind of value than it should: a text where a list is due, a number where a text is due, "
        "null, or a version below 1.",
        "Sums are texts, since a number in JSON loses digits on the way through some programs. Null would leave open "
        "whether nothing is known or nobody looked; a field without a value is left out.",
        "Write the kind of value that the sentence names; leave out an optional field that has none.",
        '{"amount": {"value": 100000000000, "currency": "CNY"}}',
    ),
    Explanation(
        "P209",
        "too-long-or-empty",
        "A text or a list has more characters or items than its field allows, or none at all.",
        "Titles stand in tables, feeds and cards, where a long one is cut. An empty text says nothing, and looks as if it did.",
        "Say it in fewer words, and let the source say the rest. Leave an optional field out instead of leaving it empty.",
        '{"title": ""}',
    ),
    Explanation(
        "P210",
        "invisible-character",
        "A text holds a control character, a line break, a tab, a zero-width character, or one that changes the direction "
        "of writing.",
        "Readers do not see it, and yet it changes what they read: two names that look alike would be two, a line can be "
        "shown backwards, and a terminal can be told to do things.",
        "Remove it. It often comes with text that was copied from a page or a PDF: type the text anew around the place.",
        '{"title": "Alibaba promised \\u202e100bn\\u202c yuan"}',
    ),
    Explanation(
        "P211",
        "begins-like-a-formula",
        "A text begins with `=`, `+`, `-` or `@`.",
        "A spreadsheet takes a cell that begins so for a formula and runs it. Refused here, no export has to alter what "
        "the record says.",
        "Begin with a letter or a digit: write “minus 5” and the name without its `@`.",
        '{"title": "=HYPERLINK(\\"https://example.org\\")"}',
    ),
    Explanation(
        "P212",
        "space-around",
        "A text begins or ends with a space.",
        "It cannot be seen, and makes two of one name.",
        "Remove the space.",
        '{"title": " Alibaba promised 100bn yuan"}',
    ),
    Explanation(
        "P213",
        "form-invalid",
        "A text is not of the form that its field has: a slug, an id, a language tag, a unit, a Wikidata item, the hash of a "
        "redaction.",
        "These texts are names of other things. One that is written otherwise leads nowhere.",
        "Write it in the form that the help shows. An id is a path below `events/` without `.json`; a party is named by its "
        "slug, not by its name.",
        '{"parties": [{"party": "Alibaba Group", "role": "pledger"}]}',
    ),
    Explanation(
        "P214",
        "not-a-decimal",
        "A sum is not a plain decimal number in a text: digits, at most 15 before the point and 4 after it.",
        "A comma is a separator of thousands to one reader and a decimal point to another. `100bn` and `1e11` cannot be "
        "added without guessing.",
        "Write all digits, without separators. What the source says in words, such as “more than”, goes into `bound`.",
        '{"amount": {"value": "100,000,000,000", "currency": "CNY"}}',
    ),
    Explanation(
        "P215",
        "version-unknown",
        "The `version` is newer than any that this tracker knows of the type.",
        "The event was written for a later tracker. Read by this one, its fields could mean something else.",
        "Leave `version` out in a new event, or use a newer tracker.",
        '{"type": "pledge.announced", "version": 99}',
    ),
    Explanation(
        "P216",
        "sector-unknown",
        "A sector is not in `events/vocabulary.json`.",
        "Sectors are facets: a sector that is written in two ways is found in neither whole.",
        "Use a sector of the vocabulary. Where none fits, propose one first, in a change of its own, with a sentence on what it "
        "takes in.",
        '{"sectors": ["ecomerce"]}',
    ),
    Explanation(
        "P217",
        "relation-unknown",
        "The tie between two parties is not in `events/vocabulary.json`.",
        "The vocabulary says how a tie reads from both sides, and whether pressure on the one party is pressure on the other.",
        "Use a relation of the vocabulary, or propose one first, in a change of its own, with `label` and `inverse`.",
        '{"type": "party.related", "relation": "founders", "to": "alibaba"}',
    ),
    Explanation(
        "P218",
        "type-in-another-family",
        "The type belongs to another family than the folder in which the file stands.",
        "Each family has a lifecycle of its own; an event of another has no place in it.",
        "Move the file to the family of its type, or choose a type of this family. If one act concerns two cases, record it "
        "where it belongs by nature, and name it in the other with `about` or `same_as`.",
        'events/pledges/some-case/2021-06-10-proposed.json:\n{"type": "law.proposed"}',
    ),
)
