"""A site's database as migrations leave it, made once: with Wagtail there are some 300 of them, and every worker of the
tests, and every site that is served, begins with the same."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import psycopg
from benchmarks import postgis

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".cache"


def _of_what() -> str:
    """Another text for other migrations, settings or packages."""
    ours = sorted((ROOT / "src" / "lnrs_web").glob("*/migrations/*.py"))
    told = [ROOT / "requirements.lock", *sorted((ROOT / "src" / "lnrs_web" / "config").glob("*.py")), *ours]
    digest = hashlib.sha256()
    for file in told:
        digest.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def migrated() -> Path:
    """A SQLite file with every table and no row but those that migrations write. It is not to be changed: copy it."""
    return _kept(".sqlite3", _in_sqlite)


@cache
def dumped() -> str:
    """The same as SQL for PostgreSQL. Raises NoPostgis where there is none to ask."""
    return _kept(".sql", _in_postgresql).read_text(encoding="utf-8")


def with_tables(environment: Mapping[str, str]) -> None:
    """Make the tables of a new site where its environment says, as `lnrs-web migrate` does, if it has none yet."""
    if address := environment.get("LNRS_DATABASE"):
        with psycopg.connect(address) as there:
            if there.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
                there.execute(dumped().encode())
    elif not (file := Path(environment["LNRS_SITE"]) / "site.sqlite3").exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(migrated(), file)


def _kept(suffix: str, make: Callable[[Path], None]) -> Path:
    KEPT.mkdir(exist_ok=True)
    made = KEPT / f"migrated-{_of_what()}{suffix}"
    with (KEPT / f"migrated{suffix}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one worker makes it, the others wait
        if not made.exists():
            for old in KEPT.glob(f"migrated-*{suffix}"):
                old.unlink()
            new = made.with_suffix(".new" + suffix)
            make(new)
            os.replace(new, made)
    return made


def _migrate(room: str, **more: str) -> None:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("LNRS_", "DJANGO_"))}
    command = [sys.executable, "-m", "lnrs_web", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=ours | {"LNRS_SITE": room} | more, check=True)


def _in_sqlite(new: Path) -> None:
    with tempfile.TemporaryDirectory() as room:
        _migrate(room)
        shutil.copy(Path(room) / "site.sqlite3", new)


def _in_postgresql(new: Path) -> None:
    with tempfile.TemporaryDirectory() as room, postgis.throwaway_postgis() as database:
        address = f"postgresql://postgres@/postgres?host={database.socket}"
        _migrate(room, LNRS_DATABASE=address)
        command = [database.programs / "pg_dump", "--inserts", "--rows-per-insert", "500", "--dbname", address]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        lines = (line for line in said.splitlines() if not line.startswith("\\"))  # what `psql` alone understands
        new.write_text("\n".join(lines), encoding="utf-8")
