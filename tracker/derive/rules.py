"""The rule version: a digest of the lifecycles by which statuses follow from events."""

import json
from hashlib import sha256

from tracker.kinds import Kinds


def rule_version(kinds: Kinds) -> str:
    """The first 12 hex digits of SHA-256 over all `LIFE` tables in canonical JSON."""
    tables = {life.family: {str(status): row for status, row in life.table.items()} for life in kinds}
    text = json.dumps(tables, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:12]
