"""`lnrs add`, tried with files that cannot be trusted and with places where no layer belongs."""

import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box

from .commands import lines_of, lnrs, refused, rewrite
from .site_files import FIELD, add, sites

pytestmark = pytest.mark.xdist_group("tutorial")


def test_a_file_that_is_not_there_is_named(here: Path) -> None:
    before = lines_of(here)
    assert "nowhere.gpkg: is not there." in refused(12, *add(Path("nowhere.gpkg")), cwd=here)
    assert lines_of(here) == before


def test_degrees_that_say_they_are_metres_are_refused_with_what_to_do(here: Path) -> None:
    file = sites(here, box(-1.31, 50.69, -1.3, 50.7))
    said = refused(11, *add(file), cwd=here)
    assert "its coordinates are degrees. Declare it with --crs EPSG:4326." in said


def test_metres_that_say_they_are_another_system_are_refused_with_what_to_do(here: Path) -> None:
    said = refused(11, *add(sites(here, FIELD, crs=3857)), cwd=here)
    assert "outside Great Britain" in said
    assert "declare it with --crs EPSG:27700" in said


def test_northings_before_eastings_are_told(here: Path) -> None:
    said = refused(11, *add(sites(here, box(88_000, 449_000, 88_500, 449_500))), cwd=here)
    assert "Northings stand before eastings in it: swap them." in said


def test_a_layer_without_features_is_refused(here: Path) -> None:
    before = lines_of(here / "wight")
    assert "has no features." in refused(11, *add(sites(here)), cwd=here)
    assert lines_of(here / "wight") == before


def test_a_self_intersection_is_mended_and_reported(here: Path) -> None:
    bow_tie = Polygon([(449_000, 88_000), (449_500, 88_500), (449_500, 88_000), (449_000, 88_500)])
    done = lnrs(*add(sites(here, bow_tie, FIELD)), cwd=here)
    assert done.returncode == 0, done.stderr
    assert "2 features" in done.stdout
    assert "row 1 (Site 1): self-intersection at 449250.00, 88250.00; made valid" in done.stdout
    record = (here / "wight" / "layers" / "local_wildlife_sites.toml").read_text()
    assert record.count("[[repairs]]") == 1
    stored = gpd.read_file(here / "wight" / "layers" / "local_wildlife_sites.gpkg")
    assert stored.is_valid.all()
    assert stored.area.iloc[0] == pytest.approx(FIELD.area / 2)


def test_a_folder_that_is_no_file_is_refused(here: Path) -> None:
    (here / "exports").mkdir()
    assert "is a folder." in refused(12, *add(Path("exports")), cwd=here)


GIGABYTE = 1024**3
NONSENSE = {
    "zeros": b"",
    "geopackage": b"SQLite format 3\x00" + bytes(52) + b"GPKG",
    "zip": b"PK\x03\x04",
    "parquet": b"PAR1",
}
"""How a file of a gigabyte begins that then holds nothing but zeros."""

ADD_EACH = """
import sys
from lnrs.cli import run
for name in sys.argv[1:]:
    print(run(["add", name, "--as", "local_wildlife_sites", "--to", "wight"]))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much memory a process held")
def test_a_gigabyte_of_nonsense_is_refused_without_being_read(here: Path) -> None:
    for name, beginning in NONSENSE.items():
        (here / name).write_bytes(beginning)
        os.truncate(here / name, GIGABYTE)
    done = subprocess.run(
        [sys.executable, "-c", ADD_EACH, *NONSENSE], cwd=here, capture_output=True, text=True, check=True
    )
    *codes, (_, most_kb, _) = (line.split() for line in done.stdout.splitlines() if line)
    assert codes == [["11"]] * len(NONSENSE), done.stderr
    assert all(f"  * {name}: " in done.stderr for name in NONSENSE)
    assert int(most_kb) * 1024 < GIGABYTE / 2, "memory was taken for what the file claims to hold"


# --- places where no layer belongs


def test_outside_a_strategy_folder_nothing_is_made(tmp_path: Path) -> None:
    file = sites(tmp_path, FIELD)
    said = refused(12, *add(file, to="."), cwd=tmp_path)
    assert ".: is not a strategy folder (no strategy.toml). Name one with --to" in said
    assert list(tmp_path.iterdir()) == [file]


def boundary(folder: Path, lnrs_id: int, name: str) -> tuple[str | Path, ...]:
    """The command that adds a square as the boundary of a strategy area."""
    frame = gpd.GeoDataFrame({"lnrs_id": [lnrs_id], "name": [name]}, geometry=[FIELD], crs=27700)
    frame.to_file(folder / "area.gpkg")
    return ("add", "area.gpkg", "--as", "strategy_area", "--to", "wight")


def test_the_boundary_of_another_strategy_area_is_refused(here: Path) -> None:
    before = lines_of(here / "wight")
    said = refused(11, *boundary(here, 40, "Kent and Medway"), cwd=here)
    other = "is the boundary of strategy area 40 (Kent and Medway); the strategy is for 46 (Isle of Wight)."
    assert f"area.gpkg: {other}" in said
    assert lines_of(here / "wight") == before


def test_a_boundary_with_anothers_number_is_refused(here: Path) -> None:
    said = refused(11, *boundary(here, 46, "Kent and Medway"), cwd=here)
    assert "says that Kent and Medway is strategy area 46; it is 40. Say so with --set lnrs_id=40." in said


def test_a_strategy_that_is_given_another_area_is_found_wanting(here: Path) -> None:
    rewrite(here / "wight" / "strategy.toml", "area = 46", "area = 40")
    for command in (("check", "wight"), ("build", "wight")):
        said = refused(10, *command, cwd=here)
        assert "layers/strategy_area.gpkg: is the boundary of strategy area 46 (Isle of Wight)" in said
        assert "correct area in strategy.toml" in said
