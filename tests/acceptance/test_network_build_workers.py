"""The same bytes, whoever does the work: one worker or several, a Dask cluster, a worker or a build that is killed.

Real processes, on four invented strategies side by side.
"""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

import lnrs

from .network_builds import LONGEST_S, building, built, dask_cluster, executed, hashes, record, wait_for

pytestmark = pytest.mark.xdist_group("network corner")

UNDER_WAY = "lay out the land: 3 of"


@pytest.fixture(scope="module")
def one_worker(corner_edition: Path) -> dict[str, str]:
    """SHA-256 of every file of the edition that one worker made."""
    return hashes(corner_edition)


def test_the_edition_verifies_and_has_every_place_once(corner_edition: Path) -> None:
    done = executed("network", "verify", corner_edition)
    assert done.returncode == 0, done.stderr
    said = record(corner_edition)
    assert said["identity"] in done.stdout
    assert [source["lnrs_id"] for source in said["sources"]] == [8, 10, 11, 12]
    assert not list(corner_edition.parent.glob("*.part"))


def test_three_workers_write_the_same_bytes(corner: Path, one_worker: dict[str, str], tmp_path: Path) -> None:
    built(corner, tmp_path / "three", "--workers", "3")
    assert hashes(tmp_path / "three") == one_worker


def test_a_worker_that_is_killed_leaves_nothing_undone_and_nothing_twice(
    corner: Path, one_worker: dict[str, str], tmp_path: Path
) -> None:
    with dask_cluster(tmp_path, workers=2) as (address, workers):
        with building(corner, tmp_path / "edition", "--scheduler", address) as build:
            wait_for(build.stderr, UNDER_WAY)
            workers[0].kill()
            assert workers[0].wait(LONGEST_S) == -signal.SIGKILL
            _, said = build.communicate(timeout=LONGEST_S)
            assert build.returncode == 0, said
        assert workers[1].poll() is None, "the cluster outlives the build"
    assert hashes(tmp_path / "edition") == one_worker


def test_a_build_that_is_killed_goes_on_from_where_it_was(
    corner: Path, one_worker: dict[str, str], tmp_path: Path
) -> None:
    with building(corner, tmp_path / "edition", "--workers", "2") as build:
        wait_for(build.stderr, UNDER_WAY)
        os.killpg(build.pid, signal.SIGKILL)
        build.wait(LONGEST_S)
    assert not (tmp_path / "edition").exists()
    left = tmp_path / "edition.part" / ".work" / "done" / "lay_out_the_land"
    before = len(list(left.glob("*.json")))
    assert before >= 3
    again = built(corner, tmp_path / "edition", "--workers", "2").stderr
    assert not re.search(r"^take in strategies: ", again, re.MULTILINE)
    done = re.findall(r"^lay out the land: (\d+) of (\d+)", again, re.MULTILINE)
    assert [int(count) for count, _ in done] == [*range(before + 1, int(done[0][1]) + 1)]
    assert hashes(tmp_path / "edition") == one_worker


def test_ctrl_c_stops_with_a_plain_line_and_the_edition_before_stays(
    corner: Path, corner_edition: Path, one_worker: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "edition"
    subprocess.run(["cp", "-r", corner_edition, target], check=True)
    with building(corner, target, "--workers", "2") as build:
        wait_for(build.stderr, UNDER_WAY)
        os.killpg(build.pid, signal.SIGINT)  # as a terminal does: everyone of the group
        _, said = build.communicate(timeout=LONGEST_S)
    assert build.returncode == 130
    assert said.rstrip().endswith("Stopped. What was there before is as it was.")
    assert "Traceback" not in said
    assert all(line.startswith("lay out the land: ") for line in said.splitlines()[:-2] if line), said
    assert hashes(target) == one_worker


def test_a_scheduler_that_is_not_there_is_a_plain_mistake(corner: Path, tmp_path: Path) -> None:
    address = "tcp://127.0.0.1:9"
    done = executed("network", "build", corner, "--to", tmp_path / "none", "--scheduler", address)
    assert done.returncode == 12
    assert f"* {address}: no Dask scheduler answers there" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_workers_with_another_code_are_refused(corner: Path, tmp_path: Path) -> None:
    """The edition would be the work of two."""
    shutil.copytree(Path(lnrs.__file__).parent, tmp_path / "src" / "lnrs", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "src" / "lnrs" / "units.py").open("a") as changed:
        changed.write("# changed\n")
    other = {"PYTHONPATH": str(tmp_path / "src")}
    with dask_cluster(tmp_path, workers=1) as (address, _):
        to = tmp_path / "none"
        done = executed("network", "build", corner, "--to", to, "--scheduler", address, environment=other)
    assert done.returncode == 12
    assert "a worker there has another lnrs than this command." in done.stderr
    assert not (tmp_path / "none").exists()
