"""The files that every tracker has in common, taken from this one as they stand, so that there is one of each."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PACKED = HERE / "given"
"""Where the wheel has them. In the checkout they stand where they are used, and its `pyproject.toml` says which they are."""


def given() -> dict[str, bytes]:
    """Path -> content of each file that is passed on."""
    if PACKED.is_dir():
        return dict(_below(PACKED, ""))
    checkout = HERE.parents[1]
    config = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    packed = config["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    places = {source: Path(place).relative_to(PACKED.relative_to(checkout)).as_posix() for source, place in packed.items()}
    return {path: raw for source, place in places.items() for path, raw in _below(checkout / source, place)}


def _below(file: Path, place: str) -> Iterator[tuple[str, bytes]]:
    if not file.is_dir():
        yield place, file.read_bytes()
        return
    for one in sorted(file.iterdir()):
        yield from _below(one, f"{place}/{one.name}".removeprefix("/"))
