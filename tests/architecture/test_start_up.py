"""What a command of the site loads before it does anything: everybody who gives one waits for it."""

import subprocess
import sys
from pathlib import Path

from ..served_site import environment_of

HEAVY = {"dask", "geopandas", "numba", "openpyxl", "pandas", "pyarrow", "pyogrio", "pypdf", "scipy", "typst"}
PAGES = {"lnrs_web.config.urls", "lnrs_web.strategy.urls", "wagtail.admin.urls"}

GIVEN = """
import atexit, sys
atexit.register(lambda: print("loaded:", *sys.modules))
sys.argv[0] = "lnrs-web"
from lnrs_web.__main__ import main
main()
"""


def loaded(site: Path, *words: str) -> set[str]:
    """The modules that are there when a command has been given."""
    command = [sys.executable, "-c", GIVEN, *words]
    done = subprocess.run(command, env=environment_of(site), capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("loaded: ")[2].split())


def test_a_command_loads_no_page_and_nothing_that_computes(tmp_path: Path) -> None:
    there = loaded(tmp_path, "migrate", "audit", "--plan")
    assert "lnrs_web.strategy" in there
    assert there & (HEAVY | PAGES) == set()


def test_check_looks_at_every_page(tmp_path: Path) -> None:
    assert loaded(tmp_path, "check") >= PAGES
