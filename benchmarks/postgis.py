"""A throw-away PostgreSQL with PostGIS: on a socket in a temporary folder, gone when it is done with."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy.typing as npt
import shapely

PACKAGES = "postgresql, postgresql-postgis"
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "work_mem": "512MB",
    "maintenance_work_mem": "512MB",
    "max_parallel_workers_per_gather": "2",
    "fsync": "off",
}
"""Generous, so that the peer is not held back: memory to sort in, both cores, no waiting for the disk."""

PEAK = r"select substring(pg_read_file('/proc/self/status') from 'VmHWM:\s+(\d+)')::float * 1024 / 1e9"
"""Most memory that the server process of this session has held, in GB."""


class NoPostgis(Exception):
    """PostgreSQL or PostGIS is not installed, or cannot be started here."""


@dataclass(frozen=True)
class Database:
    """A running server: the folder of its socket and of its programs."""

    socket: Path
    programs: Path


@dataclass(frozen=True)
class Asked:
    """Rows that a query gave, as text; seconds it took; memory of the server process that answered."""

    rows: list[list[str]]
    seconds: float
    peak_gb: float


@contextmanager
def throwaway_postgis() -> Iterator[Database]:
    """Start a server, and stop and delete it afterwards. Raises NoPostgis with what to install."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="lnrs-postgis-", dir=_short_folder()) as name:
        folder = Path(name)
        _hand_over(folder)
        data, log = folder / "data", folder / "log"
        _as_server(folder, [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"])
        options = " ".join(f"-c {key}='{value}'" for key, value in SETTINGS.items())
        started: list[str | Path] = [
            programs / "pg_ctl",
            "-D",
            data,
            "-l",
            log,
            "-w",
            "-o",
            f"-k {folder} {options}",
            "start",
        ]
        _as_server(folder, started)
        try:
            database = Database(folder, programs)
            run(database, "create extension postgis;")
            yield database
        finally:
            _as_server(folder, [programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def run(database: Database, script: str, data: str | None = None) -> str:
    """Run SQL through psql and give back what it printed; `data` is read by `\\copy ... from pstdin`."""
    command: list[str | Path] = [database.programs / "psql", "-h", database.socket, "-U", "postgres", "-d", "postgres"]
    told = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    if data is None:
        done = subprocess.run([*command, *told], input=script, capture_output=True, text=True, check=False)
    else:
        done = subprocess.run([*command, *told, "-c", script], input=data, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoPostgis(f"PostGIS refused: {done.stderr.strip()}")
    return done.stdout


def load(database: Database, table: str, shapes: npt.NDArray, labels: Sequence[str]) -> None:
    """Make the table (label text, geom geometry), with a spatial index, from geometries in EPSG:27700."""
    run(database, f"create table {table} (label text, geom geometry(Geometry, 27700));")
    wkb = shapely.to_wkb(shapely.set_srid(shapes, 27700), hex=True, include_srid=True)
    lines = "".join(f"{label}\t{one}\n" for label, one in zip(labels, wkb, strict=True))
    run(database, f"\\copy {table} from pstdin", data=lines)
    run(database, f"create index on {table} using gist (geom); vacuum analyze {table};")


def ask(database: Database, query: str, repeats: int = 1) -> Asked:
    """Run one query as often as asked, each time in a session of its own; the least time counts."""
    asked = [_ask_once(database, query) for _ in range(repeats)]
    return min(asked, key=lambda one: one.seconds)


def version(database: Database) -> str:
    """Versions of PostgreSQL, PostGIS and its GEOS."""
    names = (
        "split_part(version(), ' ', 2) || ', PostGIS ' || postgis_lib_version() || ', GEOS ' || postgis_geos_version()"
    )
    return "PostgreSQL " + run(database, f"select {names};").strip()


def _ask_once(database: Database, query: str) -> Asked:
    out = run(database, f"select 'warm';\n\\timing on\n{query};\n\\timing off\n{PEAK};\n").splitlines()[1:]
    timed = next(place for place, line in enumerate(out) if line.startswith("Time: "))
    milliseconds = float(out[timed].split()[1])
    return Asked([line.split("|") for line in out[:timed]], milliseconds / 1000, float(out[-1]))


def _programs() -> Path:
    """The folder of PostgreSQL's own programs, the newest where there are several, with PostGIS beside them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    folders = [path.parent for path in found[::-1]] + ([Path(on_path).resolve().parent] if on_path else [])
    for folder in folders:
        told = subprocess.run([folder / "pg_config", "--sharedir"], capture_output=True, text=True, check=False)
        if (Path(told.stdout.strip()) / "extension" / "postgis.control").is_file():
            return folder
    missing = "PostGIS is" if folders else "PostgreSQL and PostGIS are"
    raise NoPostgis(f"{missing} not installed here (Debian packages: {PACKAGES}).")


def _short_folder() -> str | None:
    """A socket's path has to be short; a deep temporary folder will not do."""
    return "/tmp" if len(tempfile.gettempdir()) > 40 and Path("/tmp").is_dir() else None


def _hand_over(folder: Path) -> None:
    """PostgreSQL refuses to run as root: its folder then belongs to its own user."""
    if os.geteuid() == 0:
        try:
            shutil.chown(folder, "postgres", "postgres")
        except LookupError as error:
            raise NoPostgis("There is no user `postgres` to run PostgreSQL as; root may not.") from error
    folder.chmod(0o755)


def _as_server(folder: Path, command: Sequence[str | Path]) -> None:
    """Run a program as the user that the server belongs to. Its output goes to a file: the server keeps it open."""
    who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with (folder.parent / f"{folder.name}.out").open("w+") as told:
        try:
            done = subprocess.run([*who, *command], stdout=told, stderr=told, check=False, cwd="/")
            told.seek(0)
            if done.returncode:
                raise NoPostgis(f"{Path(command[0]).name} failed: {told.read().strip()[-300:]}")
        finally:
            Path(told.name).unlink()
