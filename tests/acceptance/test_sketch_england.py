"""`lnrs sketch --area england`: forty-eight editions, each of which verifies."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lnrs.edition.verify import verify
from lnrs.network import folder as folders

from .commands import lnrs

PLACES = 2_000


@pytest.fixture(scope="module")
def england(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("england")
    done = lnrs("sketch", "small", "--area", "england", "--places", str(PLACES), "--processes", "1", cwd=room)
    assert done.returncode == 0
    assert "invented England" in done.stdout
    assert done.stderr.count("places") == 48
    return room / "small"


def test_there_is_an_edition_of_every_area_and_each_verifies(england: Path) -> None:
    sources = folders.read(england).sources
    found = [verify(Path(source.path)) for source in sources]
    assert [one.area for one in found] == list(range(1, 49))
    assert all(one.invented for one in found)
    assert sum(one.counts["PM"] for one in found) == PLACES
    assert {"published", "draft"} <= {one.status for one in found}
    assert len({one.identity for one in found}) == 48


def test_fewer_places_than_areas_are_refused(tmp_path: Path) -> None:
    done = lnrs("sketch", "none", "--area", "england", "--places", "47", cwd=tmp_path)
    assert done.returncode == 2
    assert not (tmp_path / "none").exists()


def test_a_process_that_is_killed_is_told_and_what_was_written_is_whole(tmp_path: Path) -> None:
    words = ["sketch", "half", "--area", "england", "--places", "20000", "--processes", "2"]
    program = [sys.executable, "-c", f"import sys; from lnrs.cli import run; sys.exit(run({words}))"]
    with subprocess.Popen(program, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as given:
        assert given.stderr is not None
        first = given.stderr.readline()
        os.kill(workers_of(given.pid)[0], signal.SIGKILL)
        stdout, stderr = given.communicate()
    assert "places" in first
    assert given.returncode == 16
    assert "Give the command again" in stderr
    assert "Traceback" not in stderr
    assert stdout == ""
    there = [path for path in (tmp_path / "half" / "editions").iterdir() if not path.name.startswith(".")]
    assert 0 < len(there) < 48
    assert [verify(path).invented for path in there] == [True] * len(there)
    assert not (tmp_path / "half" / "network.toml").exists()


def workers_of(process: int) -> list[int]:
    """The processes that a process has started to write editions."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
