"""A site of before, with officers and acts on record, is brought up to date: nothing that it knew is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.postgis import NoPostgis, throwaway_postgis

SETTINGS = {"DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings"}
FILL = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    add = cursor.execute
    add("INSERT INTO accounts_person (password, public_id, email, is_active, joined_at) VALUES "
        "('!', '0b7f2f3c6d1e4c0f9b1a2c3d4e5f6a7b', 'ada@example.org', true, '2026-01-01 10:00:00+00:00')")
    for area in ("40", "NULL"):
        add("INSERT INTO accounts_officer (person_id, area, added_at, added_by) VALUES "
            f"(1, {area}, '2026-01-02 10:00:00+00:00', 'a test')")
    for number in range(3):
        add('INSERT INTO audit_event (at, "by", what, which, was, became) VALUES '
            f"('2026-01-0{number + 1} 10:00:00+00:00', 'é', 'add officer', 'x', '', '')")
"""


def told(environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def brought_up_to_date(environment: dict[str, str]) -> None:
    for app in ("accounts", "audit"):
        told(environment, "-m", "lnrs_web", "migrate", app, "0001", "-v0")
    told(environment, "-c", FILL)
    told(environment, "-m", "lnrs_web", "migrate", "-v0")
    assert sorted(told(environment, "-m", "lnrs_web", "list_officers").splitlines()) == [
        "ada@example.org  Kent and Medway  since 2026-01-02, by a test",
        "ada@example.org  all areas  since 2026-01-02, by a test",
    ]
    assert "The last is number 3," in told(environment, "-m", "lnrs_web", "check_audit")


def test_in_sqlite(tmp_path: Path) -> None:
    brought_up_to_date({**os.environ, **SETTINGS, "LNRS_SITE": str(tmp_path)})


def test_in_postgresql(tmp_path: Path) -> None:
    try:
        with throwaway_postgis() as database:
            address = f"postgresql://postgres@/postgres?host={database.socket}"
            brought_up_to_date({**os.environ, **SETTINGS, "LNRS_SITE": str(tmp_path), "LNRS_DATABASE": address})
    except NoPostgis as reason:
        pytest.skip(str(reason))
