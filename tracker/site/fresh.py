"""By what an answer is known again, and how long it may be kept: the log, the program, its settings, the day, the address."""

import json
import time
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from datasette.plugins import pm
from datasette.version import __version__

from tracker.site.settings import DATABASE

PROGRAM = Path(__file__).parent.parent

DAY = 86_400


async def edition(datasette: Any) -> bytes | None:
    """What all answers of a process depend on but the day and the address; none where the record may change meanwhile.

    Two processes that serve the same build in the same way agree on it, so that readers may be sent to either.
    """
    db = datasette.databases.get(DATABASE)
    if db is None or db.is_mutable or not await db.table_exists("build"):
        return None
    build = [tuple(row) for row in (await db.execute('SELECT * FROM "build"')).rows]
    total = blake2b(digest_size=16)
    for part in (build, program(), *_operators(datasette)):
        total.update(json.dumps(part, sort_keys=True, default=str).encode() + b"\n")
    return total.digest()


@cache
def program() -> str:
    """Digest of the program itself: its version alone would stand still while somebody works on it."""
    return _folder(PROGRAM)


def _operators(datasette: Any) -> list[Any]:
    """What whoever runs the site decides."""
    plugins = sorted(f"{found.project_name} {found.version}" for _, found in pm.list_plugin_distinfo())
    folders = [_folder(Path(folder)) for folder in (datasette.template_dir, datasette.plugins_dir) if folder]
    metadata = vars(datasette).get("_metadata_local"), vars(datasette).get("config")
    return [__version__, plugins, datasette.settings_dict(), bool(datasette.cors), metadata, folders]


def _folder(folder: Path) -> str:
    total = blake2b(digest_size=16)
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        total.update(f"{path.relative_to(folder).as_posix()}\n".encode() + blake2b(path.read_bytes()).digest())
    return total.hexdigest()


def tag(edition: bytes, day: str, address: tuple) -> bytes:
    """The entity tag of an answer. It is weak: proxies may compress what they hand on, and tables tell how long they took."""
    asked = "\n".join((day, *map(repr, address))).encode()
    return b'W/"' + blake2b(asked, key=edition, digest_size=16).hexdigest().encode() + b'"'


def named(if_none_match: bytes | None, own: bytes) -> bool:
    """Whether a list of entity tags names this one; weak and strong are not told apart. `*` names whatever there is."""
    if if_none_match is None:
        return False
    opaque = own.removeprefix(b"W/")
    return any(given.strip().removeprefix(b"W/") in (opaque, b"*") for given in if_none_match.split(b","))


def lifetime(most: int) -> int:
    """For how many seconds an answer of now may be shown unasked: never past midnight UTC, when what is due may be overdue."""
    return max(0, min(most, int(DAY - time.time() % DAY)))
