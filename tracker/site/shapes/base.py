"""What every shape shares, and what every answer says of itself."""

from typing import Any, Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from tracker.model.docs import field_docs


def _told(schema: dict[str, Any], cls: type) -> None:
    """Puts the sentence under a field into its schema, that of an inherited field too."""
    for name, about in field_docs(cls).items():
        schema.get("properties", {}).get(name, {}).setdefault("description", about)


shape = with_config(ConfigDict(extra="forbid", strict=True, json_schema_extra=_told))


@shape
class Named(TypedDict):
    """Something with an id and a name."""

    id: str
    """Its permanent id."""
    name: str
    """Its name."""


@shape
class Error(TypedDict):
    """What every refusal looks like."""

    ok: Literal[False]
    """Always false."""
    error: str
    """One sentence: what is wrong, or what is not there."""
    status: int
    """The status of the response: 400 for nonsense, 404 for what is not on record."""
    near: NotRequired[list[Named]]
    """With a 404, where something is like what was asked for: its id, which is its address, and its name."""


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
