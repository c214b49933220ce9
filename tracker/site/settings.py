"""The settings with which `tracker serve` starts Datasette, each with its reason."""

from collections.abc import Sequence
from pathlib import Path

FAMILIES = "TRACKER_FAMILIES"
"""The variable of the environment in which `tracker serve` names the modules of the tracker's own families to the site."""

DATABASE = "tracker"
"""The database is always called so: its addresses and metadata.yml name it."""

LOCAL = {
    # Guessing which columns would make facets costs more than all else on a page, and the metadata names them.
    "suggest_facets": "off",
    "default_facet_size": "20",
    "facet_time_limit_ms": "1000",
    # Whoever writes sees the next build at once; what did not change is still not sent again.
    "default_cache_ttl": "0",
}

PUBLIC = {
    "suggest_facets": "off",
    "default_facet_size": "20",
    "facet_time_limit_ms": "500",
    # One statement of a stranger can take gigabytes whatever its time limit. Published queries still work.
    "default_allow_sql": "off",
    # Only where open SQL is off: every statement is then ours, and bounded.
    "num_sql_threads": "0",
    "sql_time_limit_ms": "500",
    "max_returned_rows": "1000",
    "max_csv_mb": "100",
    "allow_download": "on",
    # A page may be shown for five minutes without being asked for again, and not past midnight, when what was due is overdue.
    "default_cache_ttl": "300",
}


def arguments(database: Path, metadata: Path | None, host: str, port: int, public: bool, config: bool) -> Sequence[str]:
    """What follows `python -m datasette` to serve a database. It is opened as a file that never changes: a build makes another.

    `config` passes the metadata once more as configuration, where Datasette 1.0 looks for published queries.
    """
    given = ["-i", str(database), "--host", host, "--port", str(port)]
    if public:
        # The data are for everyone, pages of other sites among them.
        given.append("--cors")
    if metadata is not None:
        given += ["-m", str(metadata), *(["-c", str(metadata)] if config else [])]
    for name, value in (PUBLIC if public else LOCAL).items():
        given += ["--setting", name, value]
    return given
