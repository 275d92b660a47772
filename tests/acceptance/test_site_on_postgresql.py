"""The site's own tests once more, on a real PostgreSQL with PostGIS; left out where there is none.

Of a test with several examples the first is done (tests/web/conftest.py). Those that are not marked `django_db` are
left out: pytest-django lets them ask no database, so that none changes them.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.postgis import NoPostgis, run, throwaway_postgis

from ..migrated import with_tables

ROOT = Path(__file__).resolve().parents[2]
MIGRATED = "migrated"
"""The database that Django copies for its tests (tests/web/settings_of_tests.py)."""


def test_the_site_does_the_same_on_postgresql() -> None:
    try:
        with throwaway_postgis() as database:
            run(database, f"CREATE DATABASE {MIGRATED}")
            address = f"postgresql://postgres@/{MIGRATED}?host={database.socket}"
            with_tables({"LNRS_DATABASE": address})
            told = ["-q", "-n", "0", "-p", "no:cacheprovider", "-m", "django_db"]
            command = [sys.executable, "-m", "pytest", *told, "tests/web"]
            environment = {**os.environ, "LNRS_DATABASE": address}
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    except NoPostgis as reason:
        pytest.skip(str(reason))
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
