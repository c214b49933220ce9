"""What is said of one kind of problem to somebody who has met it for the first time."""

from typing import NamedTuple


class Explanation(NamedTuple):
    """A code, and what it means. The texts are prose without line breaks; the example is shown as it stands."""

    code: str
    name: str
    what: str
    """What the finding says."""
    why: str
    """Why it matters to those who read the record."""
    fix: str
    """What to do about it."""
    example: str
    """The smallest file, value or path that brings it about."""
