"""Several processes record acts at once, on both databases: no row is lost, and the record is one chain."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.postgis import NoPostgis, throwaway_postgis

from ..migrated import with_tables

WRITERS, ACTS = 4, 40
SETTINGS = {"DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings"}
WRITE = f"""
import sys
import django
django.setup()
from django.db import transaction
from lnrs_web.audit.actions import record
for number in range({ACTS}):
    try:
        with transaction.atomic():
            record("try", str(number), by=sys.argv[1])
            if number % 10 == 9:
                raise LookupError
    except LookupError:
        pass
"""


def told(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def written_by_many(environment: dict[str, str]) -> None:
    with_tables(environment)
    begun = [subprocess.Popen([sys.executable, "-c", WRITE, f"w{one}"], env=environment) for one in range(WRITERS)]
    assert [one.wait(240) for one in begun] == [0] * WRITERS
    assert f"number {WRITERS * ACTS * 9 // 10}," in told(environment, "-m", "lnrs_web", "check_audit")


def test_many_writers_make_one_chain_in_sqlite(tmp_path: Path) -> None:
    written_by_many({**os.environ, **SETTINGS, "LNRS_SITE": str(tmp_path)})


def test_many_writers_make_one_chain_in_postgresql(tmp_path: Path) -> None:
    try:
        with throwaway_postgis() as database:
            address = f"postgresql://postgres@/postgres?host={database.socket}"
            written_by_many({**os.environ, **SETTINGS, "LNRS_SITE": str(tmp_path), "LNRS_DATABASE": address})
    except NoPostgis as reason:
        pytest.skip(str(reason))
