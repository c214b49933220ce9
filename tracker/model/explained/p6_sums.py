"""P6xx: sums that cannot be added, and facts that stand twice."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P601",
        "cumulative-shrinks",
        "A cumulative sum is smaller than an earlier cumulative sum of the same case and currency.",
        "What has been given since the beginning can only grow. One of the two is wrong, or it is the sum of one period.",
        "For the sum of one period say `step`. If the earlier report was wrong, correct it; if the later one starts "
        "counting anew, say in `not_counted` why one of them is left out.",
        '2022: {"value": "5000000000", "measure": "cumulative"}\n2023: {"value": "2500000000", "measure": "cumulative"}',
    ),
    Explanation(
        "P602",
        "steps-overlap",
        "Two steps in the same currency cover periods that have days in common.",
        "The ledger adds steps. What was given on a day in both would count twice.",
        "Say in `not_counted` why one of the two is left out of the sum, or correct `covers`.",
        '{"measure": "step", "covers": "2021-09/2022-03"}\n{"measure": "step", "covers": "2022"}',
    ),
    Explanation(
        "P603",
        "another-currency",
        "Something was delivered in another currency or unit than was promised. This is a warning.",
        "The ledger never adds two currencies, so this sum does not bring the promise nearer to its end.",
        "If the source gives the sum in the promise's own currency too, use that. If not, accept the warning in "
        "`events/accepted.json`.",
        'promised: {"currency": "CNY"}, delivered: {"currency": "USD"}',
    ),
    Explanation(
        "P605",
        "likely-twice",
        "Two events of a case have the same type and date, and a source in common. This is a warning.",
        "Two people who read the same page likely recorded the same fact, and it would count twice.",
        "Remove the one that is not merged, or retract it with the code `duplicate`. If they are two facts of one day, "
        "accept the warning in `events/accepted.json` with the reason.",
        "2020-12-24-opened.json and 2020-12-24-opened-2.json,\nboth with a source at https://example.org/page",
    ),
    Explanation(
        "P606",
        "sum-in-two-cases",
        "The same page carries the same sum into two cases, and neither event says why. This is a warning.",
        "If it is one sum, totals over all cases count it twice.",
        "Say what it is: `same_as` if it is one act, `about` if the one event is about the other case, `not_counted` if only "
        "this sum stands elsewhere. If they are two equal sums, accept the warning in `events/accepted.json`.",
        'two pledges, each with {"value": "100000000000", "currency": "CNY"} from one article',
    ),
)
