"""What a file is, from its first bytes; nonsense is refused without being read."""

import re
import sqlite3
import tracemalloc
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs.errors import LayerRefused, NotFound
from lnrs.layers.points import read_points
from lnrs.layers.sniff import HEAD_BYTES, kind_of

ONE = gpd.GeoDataFrame({"ref": ["A"]}, geometry=[shapely.box(0.9, 51.1, 1.0, 51.2)], crs=4326)
GIGABYTE = 1024**3


def written(folder: Path, content: bytes, name: str = "file.dat") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.gpkg", "geopackage"),
        ("a.geojson", "geojson"),
        ("a.fgb", "flatgeobuf"),
        ("a.kml", "kml"),
        ("a.shp", "shapefile"),
    ],
)
def test_a_file_is_known_by_its_bytes_whatever_its_name(tmp_path, name, kind):
    ONE.to_file(tmp_path / name, driver="KML" if kind == "kml" else None)
    assert kind_of((tmp_path / name).rename(tmp_path / "renamed.txt")) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04....", "zip"),
        (b"PAR1....", "geoparquet"),
        (b"II*\x00....", "geotiff"),
        (b"MM\x00+....", "geotiff"),
        (b"ncols 4\nnrows 4\n", "ascii grid"),
        (b"easting,northing\n1,2\n", "csv"),
        (b"\xef\xbb\xbfgrid_reference;species\nTR15;Lynx\n", "csv"),
        (b'  {"features": [{"type": "Feature"}]}', "geojson"),
    ],
)
def test_other_kinds_are_told_by_how_they_begin(tmp_path, content, kind):
    assert kind_of(written(tmp_path, content)) == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", r"is empty \(0 bytes\)"),
        (b"\x00\x01\x02\x03" * 100, "is not a map or a table"),
        (b"Dear Sir or Madam", "is not a map or a table"),
        (b"a,b\x07c\n", "is not a map or a table"),
        (b'{"mock": "data"}', "is JSON and not GeoJSON"),
        (b'{"type": "Topology"}', "is TopoJSON"),
        (b'{"type": "gdal_streamed_alg", "and": {"type": "Feature"}}', "is a list of commands"),
        (b"<html><body>Not found</body></html>", "is XML or a web page"),
        (b"%PDF-1.7", "is not a map or a table"),
    ],
)
def test_what_is_no_layer_is_refused_with_what_it_is(tmp_path, content, why):
    with pytest.raises(LayerRefused, match=why):
        kind_of(written(tmp_path, content))


def test_a_database_that_is_no_geopackage_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / "plain.db") as database:
        database.execute("create table a (b)")
    database.close()
    with pytest.raises(LayerRefused, match="SQLite database that is not a GeoPackage"):
        kind_of(tmp_path / "plain.db")


@pytest.mark.parametrize("head", [b"", b"{ nonsense " * 10_000, b"<xml>" * 20_000, b"\x8fnonsense\x00" * 10_000])
def test_a_gigabyte_of_nonsense_is_refused_from_its_first_bytes(tmp_path, head):
    file = written(tmp_path, head, "nonsense.geojson")
    with file.open("r+b") as stream:
        stream.truncate(GIGABYTE)
    tracemalloc.start()
    with pytest.raises(LayerRefused):
        kind_of(file)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 20 * HEAD_BYTES


@pytest.mark.parametrize(
    ("head", "size", "said"),
    [
        (b'{"type": "FeatureCollection"', 5 * GIGABYTE, "is 5.0 GB of text"),
        (b"easting,northing\n", GIGABYTE, "is 1.0 GB of text"),
        (b"<?xml version='1.0'?><kml>", GIGABYTE, "is 1.0 GB of text"),
    ],
)
def test_text_too_large_to_read_is_refused_with_advice(tmp_path, head, size, said):
    file = written(tmp_path, head + b" " * HEAD_BYTES, "large.txt")
    with file.open("r+b") as stream:
        stream.truncate(size)
    with pytest.raises(LayerRefused, match=f"{re.escape(said)}. Save it as a GeoPackage"):
        kind_of(file)


def test_a_large_table_without_places_is_refused_from_its_heading(tmp_path):
    file = written(tmp_path, b"site,species\n" + b"Mill,Oak\n" * 1_000_000, "large.csv")
    tracemalloc.start()
    with pytest.raises(LayerRefused, match="has no coordinates"):
        read_points(file)
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < file.stat().st_size / 4


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path):
    with pytest.raises(NotFound, match="is a folder"):
        kind_of(tmp_path)
    with pytest.raises(NotFound, match="is not there"):
        kind_of(tmp_path / "gone.gpkg")
