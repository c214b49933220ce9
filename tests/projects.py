"""Small projects in a folder, from documents."""

import json
from pathlib import Path

from given import KINDS, named, written

from tracker.kinds import Kinds

WORDS = {
    "sectors": {"e-commerce": "Shops and marketplaces."},
    "relations": {"founder": {"label": "founder of", "inverse": "founded by", "tie": True}},
    "publishers": {"Example Daily": {"tier": "newsroom", "hosts": ["example.org"]}},
}


def project(folder: Path, kinds: Kinds = KINDS, **cases: list[dict]) -> Path:
    """A project with the vocabulary above; `pledges__x=[...]` are the documents of the case `pledges/x`."""
    (folder / "events").mkdir(parents=True, exist_ok=True)
    (folder / "events/vocabulary.json").write_text(json.dumps(WORDS), encoding="utf-8")
    for name, documents in cases.items():
        for event_id, document in named(name.replace("__", "/").replace("_", "-"), documents, kinds):
            path = folder / "events" / f"{event_id}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(document))
    return folder
