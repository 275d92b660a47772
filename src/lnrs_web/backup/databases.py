"""The database of a site as one file, as it was at one moment, and put back: by SQLite's own backup, and by
PostgreSQL's pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg.conninfo
from django.db import connection

from lnrs.errors import BackupRefused, Problem

NAMES = {"sqlite": "database/site.sqlite3", "postgresql": "database/site.pgdump"}
"""What the file is called in a backup, by the kind of database."""
OWN_TABLES = """SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"""
"""Every table but those of an extension, as PostGIS has some."""
CLEAR = f"""SET lock_timeout = '20s';
SET client_min_messages = warning;
DO $$ DECLARE one record; BEGIN
FOR one IN {OWN_TABLES}
LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', one.name); END LOOP;
FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = 'public' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
LOOP EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', one.name); END LOOP;
END $$;
"""
"""Takes away every table and function of the site, and leaves what belongs to an extension, as PostGIS has much."""


def snapshot(target: Path) -> None:
    """Write the database as it is at one moment; others go on writing. Raises BackupRefused for want of a program."""
    if connection.vendor == "postgresql":
        _give("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", *_where())
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it


def has_tables() -> bool:
    """Whether the database has tables, of a site or of anything else."""
    if connection.vendor == "sqlite":
        return bool(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({OWN_TABLES})")
        return bool(cursor.fetchone()[0])


def version() -> str:
    """The database's own version."""
    if connection.vendor == "sqlite":
        return sqlite3.sqlite_version
    connection.ensure_connection()
    return str(connection.connection.info.parameter_status("server_version"))


def looked_through(file: Path) -> None:
    """Raises BackupRefused for a database that is not whole."""
    if connection.vendor == "postgresql":
        _give("pg_restore", "--list", str(file))
        return
    try:
        with closing(sqlite3.connect(file)) as found:
            told = found.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        told = str(error)
    if told != "ok":
        raise BackupRefused([Problem(NAMES["sqlite"], f"is damaged: {told}.")])


def put_into_postgresql(file: Path, room: Path) -> None:
    """Put a dump in the place of every table of the database: all of it, or none. Raises BackupRefused."""
    clear, content = room / "clear.sql", room / "content.sql"
    clear.write_text(CLEAR)
    _give("pg_restore", "--no-owner", "--no-privileges", "--no-comments", f"--file={content}", str(file))
    told = ("-X", "-q", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={clear}", f"--file={content}")
    _give("psql", *told, *_where(), quiet=True)


def _where() -> Sequence[str]:
    """Which database, without its password."""
    given: dict[str, Any] = {**connection.settings_dict["OPTIONS"]}
    of_django = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    given |= {name: connection.settings_dict[key] for name, key in of_django.items() if connection.settings_dict[key]}
    given.pop("password", None)
    return (f"--dbname={psycopg.conninfo.make_conninfo(**given)}",)


def _give(program: str, *words: str, quiet: bool = False) -> None:
    if shutil.which(program) is None:
        do = "Install PostgreSQL's client programs, of the server's version."
        raise BackupRefused([Problem(program, "is not on this machine.", do)])
    settings = connection.settings_dict
    password = str(settings["PASSWORD"] or settings["OPTIONS"].get("password", ""))
    known = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run([program, *words], env=known, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if not (quiet and "DETAIL" in line)]
        raise BackupRefused([Problem(program, (lines or ["failed"])[0][:300])])
