"""A layer on disk: the same layer, the same bytes; whole or not at all; quick to read a part of."""

import os
import resource
from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from lnrs.errors import CannotWrite, LayerRefused, NotFound
from lnrs.layers import store
from lnrs.layers.catalogue import layer_named
from lnrs.layers.record import LayerRecord, Repair, as_toml, read_record, record_of

RECORD = record_of(layer_named("land_parcels"), version="2026-02", retrieved=date(2026, 3, 31), source="parcels.gpkg")


def parcels(count: int = 400) -> gpd.GeoDataFrame:
    x, y = (grid.ravel() * 100.0 for grid in np.meshgrid(np.arange(count // 20), np.arange(20)))
    table = {"parcel_id": [f"P{n}" for n in range(len(x))], "land_cover": "arable", "habitat": ""}
    return gpd.GeoDataFrame(table, geometry=shapely.box(x, y, x + 100, y + 100), crs=27700)


def test_what_was_written_is_read_back_in_its_order(tmp_path):
    frame = parcels().iloc[::-1].reset_index(drop=True)
    store.write(frame, tmp_path, "land_parcels", RECORD)
    came = store.read(tmp_path / "land_parcels.gpkg")
    assert list(came["parcel_id"]) == list(frame["parcel_id"])
    assert came.geometry.geom_equals(frame.geometry).all()
    assert (came.crs.to_epsg(), list(came["habitat"].unique())) == (27700, [""])


def test_features_can_be_read_by_the_words_they_have(tmp_path):
    words = ["lowland meadow", "farmer's orchard", "Lowland meadow", ""] * 100
    store.write(parcels().assign(habitat=words), tmp_path, "land_parcels", RECORD)
    file = tmp_path / "land_parcels.gpkg"
    for wanted in (("lowland meadow",), ("farmer's orchard", ""), ("reedbed",)):
        came, whole = store.read(file, where={"habitat": wanted}), store.read(file)
        assert list(came["parcel_id"]) == list(whole["parcel_id"][whole["habitat"].isin(wanted)])


def test_the_same_layer_has_the_same_bytes_on_another_day(tmp_path, monkeypatch):
    first = store.write(parcels(), tmp_path / "a", "land_parcels", RECORD)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    os.utime(tmp_path, (0, 0))
    second = store.write(parcels(), tmp_path / "b", "land_parcels", RECORD)
    assert first == second
    for name in ("land_parcels.gpkg", "land_parcels.toml"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert b"2000-01-01T00:00:00.000Z" in (tmp_path / "a" / "land_parcels.gpkg").read_bytes()


def test_a_layer_is_one_table_with_its_own_name(tmp_path):
    store.write(parcels(), tmp_path, "land_parcels", RECORD)
    assert pyogrio.list_layers(tmp_path / "land_parcels.gpkg").tolist() == [["land_parcels", "Polygon"]]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["land_parcels.gpkg", "land_parcels.toml"]


def test_columns_and_a_box_can_be_read_alone(tmp_path):
    store.write(parcels(), tmp_path, "land_parcels", RECORD)
    part = store.read(tmp_path / "land_parcels.gpkg", columns=["land_cover"], bbox=(10, 10, 190, 90))
    assert list(part.columns) == ["land_cover", "geometry"]
    assert len(part) == 2


def test_the_record_comes_back_as_it_went_with_the_hash_of_the_layer(tmp_path):
    repairs = (Repair(3, "P3", "self-intersection at 1.00, 2.00", "made valid", 10.0, 9.5),)
    given = replace(RECORD, notes=("one", "two"), repairs=repairs)
    written = store.write(parcels(), tmp_path, "land_parcels", given)
    assert read_record(tmp_path / "land_parcels.toml") == written
    assert written.sha256 == store.sha256_file(tmp_path / "land_parcels.gpkg")
    assert (written.rows, written.repairs, written.notes) == (400, repairs, ("one", "two"))


def test_what_may_not_be_republished_says_so():
    assert RECORD.republish is False
    assert replace(RECORD, licence="OGL3").republish is True
    assert replace(RECORD, licence="OGL3", sensitive=True).republish is False


def test_a_layer_changed_behind_its_record_is_found_out(tmp_path):
    store.write(parcels(), tmp_path, "land_parcels", RECORD)
    assert store.problems_of(tmp_path, "land_parcels") == []
    with (tmp_path / "land_parcels.gpkg").open("r+b") as stream:
        stream.seek(200)
        stream.write(b"x")
    assert "was changed after its record" in store.problems_of(tmp_path, "land_parcels")[0].what
    (tmp_path / "land_parcels.gpkg").unlink()
    assert "is not there" in store.problems_of(tmp_path, "land_parcels")[0].what
    assert "is the record of a layer" in store.problems_of(tmp_path, "ponds")[0].what


@pytest.mark.parametrize("bytes_free", [0, 40_000, 150_000])
def test_a_full_disk_leaves_the_layer_that_was_there(tmp_path, bytes_free):
    """A limit on the size of files stands in for the full disk: the system refuses to write in the same way."""
    store.write(parcels(100), tmp_path, "land_parcels", RECORD)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_free, hard))
    try:
        with pytest.raises(CannotWrite, match=r"land_parcels.gpkg: could not be written.*nothing was changed"):
            store.write(parcels(4_000), tmp_path, "land_parcels", RECORD)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_ctrl_c_between_a_layer_and_its_record_leaves_both_as_they_were(tmp_path, monkeypatch):
    store.write(parcels(100), tmp_path, "land_parcels", RECORD)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def stop(_file):
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "sha256_file", stop)
    with pytest.raises(KeyboardInterrupt):
        store.write(parcels(400), tmp_path, "land_parcels", RECORD)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_folder_that_may_not_be_written_to_is_said_to_be_so(tmp_path):
    (tmp_path / "layers").write_text("a file where the folder should be")
    with pytest.raises(CannotWrite, match="could not be written"):
        store.write(parcels(), tmp_path / "layers", "land_parcels", RECORD)


def test_a_layer_that_is_not_there_or_not_a_layer_is_an_error_of_its_own(tmp_path):
    with pytest.raises(NotFound, match="`lnrs add` or `lnrs fetch`"):
        store.read(tmp_path / "ponds.gpkg")
    (tmp_path / "ponds.gpkg").write_bytes(b"not a GeoPackage")
    with pytest.raises(LayerRefused, match="cannot be read"):
        store.read(tmp_path / "ponds.gpkg")


@pytest.mark.parametrize("text", ["title = ", 'title = "A"', 'colour = "red"'])
def test_a_record_that_is_none_is_refused(tmp_path, text):
    (tmp_path / "ponds.toml").write_text(text)
    with pytest.raises(LayerRefused, match="is not a layer record"):
        read_record(tmp_path / "ponds.toml")


def test_an_unknown_layer_is_not_written(tmp_path):
    with pytest.raises(NotFound, match="is not a layer"):
        store.write(parcels(), tmp_path, "parcels", RECORD)
    assert not list(tmp_path.iterdir())


def test_a_record_comes_back_as_it_was_written(tmp_path):
    plain = LayerRecord("A", "B", "OGL3", "C", "1", date(2026, 1, 1), "a.gpkg")
    (tmp_path / "a.toml").write_bytes(as_toml(plain))
    assert read_record(tmp_path / "a.toml") == plain


def test_where_a_layer_lies_depends_on_what_it_is(tmp_path):
    assert store.file_of(tmp_path, "ponds") == tmp_path / "ponds.gpkg"
    assert store.file_of(tmp_path, "elevation") == tmp_path / "elevation.tif"
