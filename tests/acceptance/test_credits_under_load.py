"""Fifty writers at once never sell what is not there: on SQLite, and on PostgreSQL where there is one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.postgis import NoPostgis, throwaway_postgis

from ..migrated import with_tables
from ..served_site import environment_of

PROGRAM = Path(__file__).with_name("fifty_writers.py")
WRITERS, TIMES, EACH_G = 50, 4, 100
THERE_G = 7_050, 4_050
"""Grams of each of two supplies: the second is not enough for all."""


def after_fifty_writers(environment: dict[str, str]) -> dict[str, Any]:
    """What there is once they are done."""
    with_tables(environment)
    ours = environment | {"DJANGO_SETTINGS_MODULE": "lnrs_web.config.settings"}
    words = [str(one) for one in (WRITERS, TIMES, EACH_G, *THERE_G)]
    done = subprocess.run([sys.executable, PROGRAM, *words], env=ours, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def is_sound(found: dict[str, Any]) -> None:
    """Everything was answered, and all that was there is somewhere, and nothing twice."""
    asked, balances = found["told"], found["balances"]
    released = asked.get("released", 0)
    assert asked["reserved"] + asked["refused"] == WRITERS * TIMES, asked
    assert not [one for one in asked if one.startswith("broke")]
    held = (asked["reserved"] - released) * EACH_G
    for number, there in enumerate(THERE_G, 1):
        name = f"Tanks {number}"
        assert balances[f"{name} reserved"] == held
        assert balances[f"{name} available"] == there - held
        assert balances[f"{name} available"] >= 0
    assert asked["reserved"] >= min(THERE_G) // EACH_G
    assert found["rows"]["movements"] == len(THERE_G) + asked["reserved"] + released
    assert found["rows"]["entries"] == len(THERE_G) + 2 * (asked["reserved"] + released)
    assert found["adds up"]


def test_on_sqlite(tmp_path: Path) -> None:
    environment = environment_of(tmp_path / "site")
    environment.pop("LNRS_DATABASE", None)
    found = after_fifty_writers(environment)
    assert found["on"] == "sqlite"
    is_sound(found)


def test_on_postgresql(tmp_path: Path) -> None:
    try:
        with throwaway_postgis() as database:
            address = f"postgresql://postgres@/postgres?host={database.socket}"
            found = after_fifty_writers(environment_of(tmp_path / "site") | {"LNRS_DATABASE": address})
    except NoPostgis as reason:
        pytest.skip(str(reason))
    assert found["on"] == "postgresql"
    is_sound(found)
