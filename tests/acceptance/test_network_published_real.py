"""Real open data as what others published: the 48 areas with their 15 invalid outlines, Greater Manchester's layers."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from lnrs.network.published import open_source, read
from lnrs.outlines import outline

pytestmark = pytest.mark.real_data


def test_of_the_48_outlines_as_published_fifteen_are_mended(shared_data: Path) -> None:
    file = shared_data / "boundaries" / "lnrs_as_published.geojson"
    published = gpd.read_file(file).to_crs(27700)
    invalid = {int(at) + 1 for at in published.index[~published.is_valid]}
    assert len(invalid) == 15
    source = open_source(file, lnrs_id=40, layers={"lnrs_as_published": "become"})
    outlines = pd.concat([*source.batches("become", rows=10)])
    log = source.logs["become"]
    assert (len(outlines), log.rows_in, log.refused, log.left_out) == (48, 48, 0, 0)
    assert outlines.is_valid.all()
    assert {note.row for note in log.notes if note.kind == "repair"} == invalid
    sound = shapely.make_valid(published.geometry.values)
    assert outlines.area.sum() == pytest.approx(shapely.area(sound).sum(), rel=1e-4)


@pytest.mark.parametrize(("lnrs_id", "name"), [(6, "Lancashire"), (40, "Kent and Medway")])
def test_one_outline_is_taken_by_its_name_and_the_others_left_out(shared_data: Path, lnrs_id: int, name: str) -> None:
    file = shared_data / "boundaries" / "lnrs_as_published.geojson"
    source = open_source(file, lnrs_id=lnrs_id, layers={"lnrs_as_published": "area"})
    (ours,) = source.batches("area")
    log = source.logs["area"]
    assert (ours["name"].tolist(), log.rows_in, log.left_out) == ([name], 48, 47)
    assert log.balanced


def test_greater_manchesters_layers_are_read_as_its_own(shared_data: Path, tmp_path: Path) -> None:
    """Sites of Trafford and watercourses of Greater Manchester, given the names that a publisher would give them."""
    folder = shared_data / "trafford_gm"
    sssi = gpd.read_file(folder / "trafford_sites_of_special_scientific_interest.geojson").assign(apib_type="SSSI")
    lnr = gpd.read_file(folder / "trafford_local_nature_reserves.geojson").assign(apib_type="LNR")
    woods = gpd.read_file(folder / "trafford_woodland.geojson")
    rivers = gpd.read_file(folder / "gm_watercourses.geojson")
    for name, frame in {"APIB_sssi": sssi, "APIB_lnr": lnr, "ACIB": woods, "PM": rivers}.items():
        columns = [name for name in ("apib_type",) if name in frame]
        pyogrio.write_dataframe(frame[[*columns, frame.geometry.name]], tmp_path / "gm.gpkg", layer=name)
    published = read(tmp_path / "gm.gpkg", outline=outline(11))
    assert published.facts.name == "Greater Manchester", "told by where it lies"
    assert published.important["kind"].tolist() == ["SSSI"] * len(sssi) + ["LNR"] * len(lnr)
    assert published.measures.empty, "rivers are lines, and have no area"
    refused = [note for note in published.notes if note.kind == "refusal"]
    assert len(refused) == len(rivers) == 1_313
    assert 0 < len(published.become) <= len(woods)
    assert published.become.is_valid.all()
    assert published.become.area.sum() == pytest.approx(woods.to_crs(27700).area.sum(), rel=0.001)


def test_woodland_in_geojson_keeps_every_row_or_says_why_not(shared_data: Path) -> None:
    file = shared_data / "trafford_gm" / "trafford_woodland.geojson"
    table = pyogrio.list_layers(file)[0][0]
    source = open_source(file, layers={table: "become"})
    taken = sum(map(len, source.batches("become", rows=100)))
    log = source.logs["become"]
    assert log.balanced
    assert log.rows_in == 756
    assert taken + log.refused + log.left_out == 756
    assert len([note for note in log.notes if note.kind in ("refusal", "left_out")]) == log.refused + log.left_out
