"""P7xx: sources and how much rests on them."""

from tracker.model.explained.explanation import Explanation

EXPLANATIONS = (
    Explanation(
        "P701",
        "not-a-web-address",
        "The address of a source does not begin with `https://` or `http://` in small letters, or names no host.",
        "Readers click on it. `javascript:` would run a program, `ftp:` opens nowhere, and a file of your own is on your "
        "machine only.",
        "Give the address of the page as the browser shows it. A document that is nowhere on the web needs a copy that is, "
        "such as one in a web archive.",
        '{"url": "javascript:alert(1)"}',
    ),
    Explanation(
        "P702",
        "address-with-user",
        "The address holds a user name, and perhaps a password, before an `@`.",
        "A password would be published. And `https://bank.example@evil.example/` looks like the one and leads to the other.",
        "Give the address without what stands before the `@`. If a password was pushed to a public place, change it.",
        '{"url": "https://editor:secret@example.org/page"}',
    ),
    Explanation(
        "P703",
        "address-with-odd-sign",
        "The address holds a space, a quote, a backslash, an angle bracket or an invisible character.",
        "Programs disagree on where such an address ends and which host it names.",
        "Copy the address from the browser's address bar, which writes such signs as `%20` and the like.",
        '{"url": "https://example.org/annual report.pdf"}',
    ),
    Explanation(
        "P704",
        "confidence-too-high",
        "The event says `high`, and rests on neither an official source nor two independent publishers. Official means an "
        "authority or the acting party itself. Independent are the tiers official, newsroom and research of "
        "`events/vocabulary.json`; aggregators, mirrors and publishers that are not listed count for nothing, and two pages of "
        "one publisher count as one.",
        "Readers take `high` to mean that more than one newsroom would have to be wrong.",
        "Add an official source or a second independent publisher, or say `medium`.",
        '{"confidence": "high", "sources": [{"publisher": "Reuters", ...}]}',
    ),
    Explanation(
        "P705",
        "publisher-unknown",
        "A publisher is not in `events/vocabulary.json`. This is a warning.",
        "How near a publisher stands to the fact is not known, so it counts for nothing towards `high`. Written in two ways, it "
        "would count as two.",
        "Correct the spelling, or propose the publisher with its tier and hosts, in a change of its own. `publisher` is who "
        "wrote the page; who only hosts a copy is `via`. A publisher that is to stay unlisted is accepted in "
        "`events/accepted.json`.",
        '{"publisher": "Reuter"}',
    ),
    Explanation(
        "P706",
        "page-twice",
        "One event names the same address twice.",
        "One page is one source, however often it is named.",
        "Name it once. Two quotes from one page belong to one source, or the shorter one says enough.",
        '{"sources": [{"url": "https://example.org/page", ...},\n             {"url": "https://example.org/page", ...}]}',
    ),
)
