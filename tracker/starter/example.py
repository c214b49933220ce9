"""The example case with which a new tracker begins: a promise, a step towards it, and who made it."""

SOURCE = {
    "url": "https://example.org/2024/03/21/trees",
    "title": "City promises ten thousand trees",
    "publisher": "Example Daily",
    "published": "2024-03-21",
    "language": "en",
}

COUNTED = {
    **SOURCE,
    "url": "https://example.org/2025/05/06/trees",
    "title": "A quarter of the trees stand",
    "published": "2025-05-06",
}

_COMMON = {
    "parties": [{"party": "example-city", "role": "pledger"}],
    "jurisdiction": "FI",
    "sectors": ["parks"],
    "confidence": "medium",
}

DOCUMENTS = (
    (
        "parties/example-city",
        {"type": "party.registered", "name": "Example City", "kind": "government", "jurisdiction": "FI"},
    ),
    (
        "pledges/example-city-trees-2024",
        {
            "type": "pledge.announced",
            "date": "2024-03-21",
            "name": "Ten thousand trees in Example City",
            "question": "Has Example City planted its trees?",
            "title": "Example City promised to plant ten thousand trees",
            "summary": "The city said that it would plant ten thousand trees along its streets by the end of 2027. An invented example.",
            "sources": [SOURCE],
            "quantity": {"value": "10000", "unit": "trees", "of": "trees planted along the streets"},
            "due": "2027-12-31",
            **_COMMON,
        },
    ),
    (
        "pledges/example-city-trees-2024",
        {
            "type": "pledge.progressed",
            "date": "2025-05-06",
            "title": "Example City reported that 2,500 trees stand",
            "summary": "In its yearly report the city counted 2,500 trees planted since the promise. An invented example.",
            "sources": [COUNTED],
            "quantity": {
                "value": "2500",
                "unit": "trees",
                "of": "trees planted along the streets",
                "measure": "cumulative",
                "covers": "2024-03-21/2025-04-30",
            },
            **_COMMON,
        },
    ),
)
"""Case and event, in the order in which they are recorded."""
