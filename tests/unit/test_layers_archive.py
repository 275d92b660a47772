"""Zips: the one layer in them comes out; damaged ones, locked ones and bombs do not."""

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs.errors import LayerRefused
from lnrs.layers import archive
from lnrs.layers.archive import unpack


@pytest.fixture
def shapefile(tmp_path) -> Path:
    """A folder with the files of one shapefile."""
    folder = tmp_path / "shapefile"
    folder.mkdir()
    frame = gpd.GeoDataFrame({"ref": ["A"]}, geometry=[shapely.box(600_000, 150_000, 601_000, 151_000)], crs=27700)
    frame.to_file(folder / "sites.shp")
    return folder


def zipped(target: Path, folder: Path, prefix: str = "", only: tuple[str, ...] = ()) -> Path:
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as made:
        for file in sorted(folder.iterdir()):
            if not only or file.suffix in only:
                made.write(file, f"{prefix}{file.name}")
    return target


def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir(exist_ok=True)
    return tmp_path / "out"


def test_a_shapefile_comes_out_with_all_that_belongs_to_it(tmp_path, shapefile):
    unpacked = unpack(zipped(tmp_path / "a.zip", shapefile, "deep/in/"), out(tmp_path))
    assert unpacked.name == "sites.shp"
    assert {file.suffix for file in out(tmp_path).iterdir()} == {".shp", ".shx", ".dbf", ".prj", ".cpg"}


def test_of_several_layers_one_has_to_be_named(tmp_path, shapefile):
    two = zipped(tmp_path / "a.zip", shapefile, "old/")
    for file in sorted(shapefile.iterdir()):
        file.rename(file.with_stem("more"))
    zipped(two, shapefile)
    with pytest.raises(LayerRefused, match=r"holds 2 layers: more and sites\. Say which with --table"):
        unpack(two, out(tmp_path))
    assert unpack(two, out(tmp_path), "more").name == "more.shp"


def test_a_shapefile_that_lacks_files_is_refused_with_each_of_them(tmp_path, shapefile):
    with pytest.raises(LayerRefused) as caught:
        unpack(zipped(tmp_path / "a.zip", shapefile, only=(".shp", ".prj")), out(tmp_path))
    assert [problem.what for problem in caught.value.problems] == ["lacks sites.shx.", "lacks sites.dbf."]


def test_a_zip_without_a_layer_says_what_it_holds(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("readme.txt", "hello")
    with pytest.raises(LayerRefused, match=r"holds no layer; the endings in it are \.txt"):
        unpack(tmp_path / "a.zip", out(tmp_path))


def test_a_damaged_zip_is_refused(tmp_path, shapefile):
    whole = zipped(tmp_path / "a.zip", shapefile).read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:60] + b"\xff" * 40 + whole[100:]):
        (tmp_path / "b.zip").write_bytes(damaged)
        with pytest.raises(LayerRefused, match="is a damaged zip"):
            unpack(tmp_path / "b.zip", out(tmp_path))


def test_a_zip_that_would_unpack_to_a_thousand_times_its_size_is_refused_unread(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("sites.geojson", b"0" * 50_000_000)
    assert (tmp_path / "bomb.zip").stat().st_size < 100_000
    with pytest.raises(LayerRefused, match=r"would unpack to \d+ times its size"):
        unpack(tmp_path / "bomb.zip", out(tmp_path))
    assert not list(out(tmp_path).iterdir())


def test_a_zip_larger_than_any_layer_is_refused_unread(tmp_path, shapefile, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    with pytest.raises(LayerRefused, match="would unpack to 5 files"):
        unpack(zipped(tmp_path / "a.zip", shapefile), out(tmp_path))


def test_a_locked_zip_is_refused(tmp_path, shapefile):
    locked = bytearray(zipped(tmp_path / "a.zip", shapefile).read_bytes())
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1  # the mark of encryption in the directory
    (tmp_path / "b.zip").write_bytes(locked)
    with pytest.raises(LayerRefused, match="locked with a password"):
        unpack(tmp_path / "b.zip", out(tmp_path))


def test_paths_in_a_zip_lead_nowhere_else(tmp_path, shapefile):
    unpacked = unpack(zipped(tmp_path / "a.zip", shapefile, "../../"), out(tmp_path))
    assert unpacked.parent == out(tmp_path)
    assert not (tmp_path.parent / "sites.shp").exists()
