"""Statements: they were made, and that is all."""

from given import event, lived


def test_made():
    """A statement was made, and may be made again."""
    assert lived("statements/x", event("statement.made", "2021-09-26"), event("statement.made", "2021-09-28")) == [
        ("2021-09-26", "made"),
        ("2021-09-28", "made"),
    ]
