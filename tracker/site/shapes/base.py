"""What every shape shares, and what every answer says of itself."""

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

shape = with_config(ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True))


@shape
class Error(TypedDict):
    """What every refusal looks like."""

    ok: Literal[False]
    """Always false."""
    error: str
    """One sentence: what is wrong, or what is not there."""
    status: int
    """The status of the response: 400 for nonsense, 404 for what is not on record."""


@shape
class Stands(TypedDict):
    """What every answer says of itself."""

    ok: Literal[True]
    """Always true."""
    as_of: str
    """The day by whose end it had happened; today where the address names none."""
    known_at: str
    """The instant at which the record said so; that of its latest entry where the address names none."""
    rule_version: str
    """Digest of the lifecycles by which statuses follow from events."""
