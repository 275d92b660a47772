"""The network folder: which strategies are joined, and where they are. What people settle stands beside it.

`network.toml` says it; `crosswalk/NN.csv` and `settlements.csv` are read by `crosswalk` and `settlements`.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lnrs.errors import NetworkProblems, NotFound, Problem
from lnrs.layers.writing import write_bytes
from lnrs.model import areas
from lnrs.strategy.schema import validate
from lnrs.strategy.toml_file import TomlFile, read_toml

FILE = "network.toml"
REMOTE = ("s3://", "http://", "https://")
"""How the address of a source begins that is not on this disk."""


@dataclass(frozen=True)
class NetworkSource:
    """One strategy of the network, and where its edition or its published file is."""

    lnrs_id: int
    """The number of its strategy area, 1 to 48; an area is named once."""
    path: str
    """Its edition folder or file, from the network folder on, or an address that begins with s3://, http:// or
    https://."""


@dataclass(frozen=True)
class NetworkFile:
    """What `network.toml` says."""

    name: str
    """What the network is called, such as `England`."""
    date: datetime.date
    """The day that the network stands for; it is in the name of the edition."""
    source: tuple[NetworkSource, ...]
    """The strategies that are joined, at least one."""
    outlines: str = ""
    """A file of the strategy areas on this disk, from the network folder on, for sources that publish no outline."""


@dataclass(frozen=True)
class Network:
    """A network folder as read; `sources` in order of area, with paths that are absolute or addresses."""

    folder: Path
    name: str
    date: datetime.date
    sources: tuple[NetworkSource, ...]
    outlines: Path | None = None

    @property
    def settlements(self) -> Path:
        """The table of what neighbours agreed; it need not be there."""
        return self.folder / "settlements.csv"

    def crosswalk(self, lnrs_id: int) -> Path:
        """The table of what an area's measures are in common words; it need not be there."""
        return self.folder / "crosswalk" / f"{lnrs_id:02}.csv"

    def source(self, lnrs_id: int) -> NetworkSource:
        """The source of an area. Raises NotFound where the network has none."""
        for source in self.sources:
            if source.lnrs_id == lnrs_id:
                return source
        raise NotFound([Problem(FILE, f"there is no source for strategy area {lnrs_id}.", "Add one, or name another.")])


def is_remote(path: str) -> bool:
    """Whether a source is at an address, not on this disk."""
    return path.lower().startswith(REMOTE)


def read(path: Path) -> Network:
    """The network folder at `path`. Raises NetworkProblems with everything that is wrong with it."""
    if not path.is_dir():
        raise NotFound([Problem(str(path), "there is no such folder.", f"Name a folder that holds a {FILE}.")])
    file, problems = read_toml(path / FILE, FILE, "Write it as docs/how-to/agree-across-a-border.md shows.")
    said, faults = validate(NetworkFile, file.data) if file.data is not None else (None, [])
    problems += file.problems(faults)
    if file.data is not None:
        problems += _source_problems(path, file)
    if said is None or problems:
        raise NetworkProblems(problems)
    sources = (NetworkSource(one.lnrs_id, _resolved(path, one.path)) for one in said.source)
    in_order = tuple(sorted(sources, key=lambda one: one.lnrs_id))
    outlines = (path / said.outlines).resolve() if said.outlines else None
    return Network(path.resolve(), said.name, said.date, in_order, outlines)


def write(folder: Path, network: NetworkFile) -> None:
    """Write `network.toml` into a folder, which is made where it is not there. Raises CannotWrite."""
    head = [f"name = {_quoted(network.name)}", f"date = {network.date.isoformat()}"]
    head += [f"outlines = {_quoted(network.outlines)}"] if network.outlines else []
    tables = [
        f"\n[[source]]\nlnrs_id = {one.lnrs_id}\npath = {_quoted(one.path)}"
        for one in sorted(network.source, key=lambda one: one.lnrs_id)
    ]
    write_bytes(folder / FILE, "\n".join([*head, *tables, ""]).encode())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _resolved(folder: Path, path: str) -> str:
    return path if is_remote(path) else str((folder / path).resolve())


def _source_problems(folder: Path, file: TomlFile) -> Iterator[Problem]:
    """What is wrong with the sources beyond their grammar; looks at each that can be understood."""
    given = (file.data or {}).get("source")
    if given == []:
        yield Problem(FILE, "there is no source.", "Add a [[source]] with lnrs_id and path.")
    sources = given if isinstance(given, list) else []
    outlines = (file.data or {}).get("outlines")
    if isinstance(outlines, str) and outlines.strip():
        yield from _path_problems(folder, outlines, file.where(("outlines",)))
    said = [(at, source) for at, source in enumerate(sources) if isinstance(source, dict)]
    known = {area.lnrs_id for area in areas()}
    seen: set[int] = set()
    for at, source in said:
        number, path = source.get("lnrs_id"), source.get("path")
        where = file.where(("source", at))
        if isinstance(number, int) and not isinstance(number, bool):
            if number not in known:
                yield Problem(where, f"there is no strategy area {number}.", "Give a number from 1 to 48.")
            elif number in seen:
                yield Problem(where, f"strategy area {number} has a source already.", "Keep one of them.")
            seen.add(number)
        if isinstance(path, str) and path.strip() and not is_remote(path):
            yield from _path_problems(folder, path, file.where(("source", at, "path")))


def _path_problems(folder: Path, path: str, where: str) -> Iterator[Problem]:
    if "://" in path:
        yield Problem(where, f"{path} is not an address that can be read.", "Begin it with s3://, http:// or https://.")
    elif not (folder / path).exists():
        do = f"A path is read from {folder} on; correct it, or bring the edition there."
        yield Problem(where, f"there is nothing at {path}.", do)
