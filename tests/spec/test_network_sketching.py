"""An invented England on the disk: editions that verify, the same bytes whoever writes them, work that goes on."""

import hashlib
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest

from lnrs.edition import manifest, read
from lnrs.edition.verify import verify
from lnrs.network import folder as folders
from lnrs.network.published import read as read_published
from lnrs.network.sketching import write_england

pytestmark = pytest.mark.xdist_group("sketch of england")

SOME = (22, 46)
PLACES = 20_000


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file by its path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def england(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("england")
    assert write_england(folder, places=PLACES, lnrs_ids=SOME, processes=1) == len(SOME)
    return folder


def test_it_is_a_network_folder_of_editions_that_verify(england: Path) -> None:
    network = folders.read(england)
    assert [source.lnrs_id for source in network.sources] == list(SOME)
    assert "invented" in network.name
    for source in network.sources:
        found = verify(Path(source.path))
        assert found.area == source.lnrs_id
        assert found.status in ("published", "consultation draft", "draft")


def test_every_edition_says_that_it_is_invented(england: Path) -> None:
    for edition in sorted((england / "editions").iterdir()):
        found = manifest.read(edition)
        assert found.invented
        assert "invented" in found.title
        for file in (edition / "data").glob("*.parquet"):
            assert b"Invented" in pq.read_metadata(file).metadata[b"PANDAS_ATTRS"], file.name
        assert "Invented" in str(pyogrio.read_info(edition / "local-habitat-map.gpkg", layer="PM")["dataset_metadata"])


def test_its_frames_have_the_columns_of_an_edition_and_the_habitat_that_is_there(england: Path) -> None:
    edition = next((england / "editions").glob("46-*"))
    measures = read.frame(edition, "measures")
    assert list(measures) == ["pm_loc_id", "measure", "pm_id", "score", "area_ha", "piece", "parcel_id", "geometry"]
    assert list(gpd.read_parquet(edition / "data" / "habitats.parquet")) == ["habitat", "geometry"]
    assert {row["ref"] for row in read.table(edition, "measures") if row["mapped"] == "yes"} == set(measures["measure"])
    assert manifest.read(edition).counts["PM"] == len(measures)


def test_it_is_read_as_what_others_published(england: Path) -> None:
    edition = next((england / "editions").glob("46-*"))
    assert len(read_published(edition).measures) == len(read.frame(edition, "measures"))


def test_the_same_bytes_however_many_processes_write_it(england: Path, tmp_path: Path) -> None:
    write_england(tmp_path, places=PLACES, lnrs_ids=SOME, processes=2)
    assert hashes(tmp_path) == hashes(england)


def test_what_is_there_and_whole_is_not_written_again(england: Path, tmp_path: Path) -> None:
    write_england(tmp_path, places=PLACES, lnrs_ids=SOME[:1], processes=1)
    said: list[str] = []
    assert (
        write_england(tmp_path, places=PLACES, lnrs_ids=SOME, processes=1, progress=lambda task, _: said.append(task))
        == 1
    )
    assert ["already" in task for task in said].count(True) == 1
    damaged = next((tmp_path / "editions").glob("46-*")) / "figures" / "summary.csv"
    damaged.write_text("nothing", encoding="utf-8")
    assert write_england(tmp_path, places=PLACES, lnrs_ids=SOME, processes=1) == 1
    assert hashes(tmp_path) == hashes(england)


def test_editions_of_another_sketch_are_not_taken_for_its_own(tmp_path: Path) -> None:
    write_england(tmp_path, places=480, lnrs_ids=SOME[1:], processes=1)
    assert write_england(tmp_path, places=960, lnrs_ids=SOME[1:], processes=1) == 1
    assert write_england(tmp_path, places=960, seed=2, lnrs_ids=SOME[1:], processes=1) == 1
