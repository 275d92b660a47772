"""Real open data through the door: Kent and Medway's boundaries and sites, the messy published file, real heights."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs.errors import LayerRefused, LnrsError
from lnrs.gridref import letters_of, parse
from lnrs.layers import add, admit, admit_elevation, coarsen, read
from lnrs.layers.contract import Source
from lnrs.layers.fetch import fetch

pytestmark = pytest.mark.real_data

TODAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def kent(shared_data) -> shapely.Geometry:
    """Kent and Medway to mean high water."""
    return gpd.read_parquet(shared_data / "boundaries" / "kent_medway_outline_mhw_2019.parquet").geometry.iloc[0]


@pytest.fixture(scope="module")
def ostn15(shared_data) -> Path:
    return shared_data / "geodesy" / "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"


def test_the_messy_published_boundaries_come_in_with_fifteen_repairs(shared_data):
    file = shared_data / "boundaries" / "lnrs_as_published.geojson"
    published = gpd.read_file(file)
    admission = admit(file, "districts", columns={"code": "Name"})
    repairs = admission.report.repairs
    assert len(admission.frame) == 48
    assert admission.frame.is_valid.all()
    assert any("features overlap" in note for note in admission.report.notes), "told, and left as they are published"
    assert [repair.ref for repair in repairs] == list(published["Name"][~published.is_valid])
    assert len(repairs) == 15
    assert all(repair.reason.startswith("self-intersection at ") for repair in repairs)
    changes = [abs(repair.area_after_m2 / repair.area_before_m2 - 1) for repair in repairs]
    assert max(changes) < 0.0001


def test_kent_and_medway_is_taken_out_of_the_published_boundaries(shared_data, ostn15):
    file = shared_data / "boundaries" / "lnrs_as_published.geojson"
    admission = admit(
        file, "strategy_area", where={"Name": "Kent and Medway"}, constants={"lnrs_id": "40"}, ostn15=ostn15
    )
    assert admission.frame["name"].tolist() == ["Kent and Medway"]
    assert admission.frame.area.sum() / 10_000 == pytest.approx(390_636, abs=60)  # CATALOGUE.md, Checks made
    assert "OSTN15" in admission.report.way


def test_thirteen_districts_make_up_kent_and_medway(shared_data, kent):
    file = shared_data / "boundaries" / "lad_kent_medway_2019.parquet"
    frame = admit(file, "districts", columns={"code": "reference"}, area=kent).frame
    assert len(frame) == 13
    assert frame.area.sum() / 10_000 == pytest.approx(373_922, abs=1)  # CATALOGUE.md, Checks made


@pytest.mark.parametrize(
    ("file", "layer", "how"),
    [
        ("designated/sac_kmb_2021.parquet", "special_areas_of_conservation", {"columns": {"ref": "geography"}}),
        ("designated/ramsar_kmb_2021.parquet", "ramsar_sites", {"columns": {"ref": "geography"}}),
        (
            "designated/aonb_national_landscapes_kmb_2021.parquet",
            "protected_landscapes",
            {"columns": {"ref": "geography"}, "constants": {"kind": "National Landscape"}},
        ),
    ],
)
def test_land_keeps_its_area_to_the_square_metre(shared_data, tmp_path, kent, file, layer, how):
    """Against GeoPandas alone: of what was published in Kent and Medway only slivers that were told of are missing."""
    added = add(shared_data / file, layer, tmp_path, retrieved=TODAY, area=kent, **how)
    stored = read(added.file).intersection(kent).area.sum()
    published = gpd.read_parquet(shared_data / file).to_crs(27700).make_valid().intersection(kent).area.sum()
    slivers = sum(repair.area_before_m2 - repair.area_after_m2 for repair in added.repairs)
    assert -1 <= published - stored <= slivers + 1
    assert added.record.rows + added.rows_outside <= len(gpd.read_parquet(shared_data / file))


def test_degrees_come_to_where_the_same_sites_lie_on_the_national_grid(shared_data, kent, ostn15):
    in_degrees = admit(
        shared_data / "designated" / "ramsar_england_2021.parquet",
        "ramsar_sites",
        columns={"ref": "geography"},
        area=kent,
        ostn15=ostn15,
    ).frame.set_index("ref")
    in_metres = admit(
        shared_data / "designated" / "ramsar_kmb_2021.parquet", "ramsar_sites", columns={"ref": "geography"}, area=kent
    ).frame.set_index("ref")
    assert set(in_degrees.index) == set(in_metres.index)
    apart = in_degrees.symmetric_difference(in_metres.loc[in_degrees.index]).area
    assert (apart / in_metres.area).max() < 0.001


def test_the_provisional_grades_of_a_published_file_come_in_our_words(shared_data):
    frame = admit(
        shared_data / "trafford_gm" / "gm_agricultural_land_classification.geojson", "agricultural_land_grade"
    ).frame
    assert set(frame["grade"]) == {"1", "2", "3", "4", "5", "non-agricultural", "urban"}


def test_streams_come_in_as_multiple_lines_of_the_same_length(shared_data):
    file = shared_data / "trafford_gm" / "gm_watercourses.geojson"
    frame = admit(file, "rivers", columns={"ref": "id", "kind": "form"}).frame
    assert len(frame) == 1_313
    assert set(frame.geom_type) == {"MultiLineString"}
    assert frame.length.sum() == pytest.approx(gpd.read_file(file).to_crs(27700).length.sum(), abs=1)


UPLOADS = {
    "crosses-scottish-border-27700.geojson": "has nothing left after mending",
    "crosses-welsh-border-4326.geojson": "",
    "empty-geopackage.gpkg": "is empty (0 bytes)",
    "geopackage-land-boundary-4326.gpkg": "",
    "in-scotland-27700.geojson": "",
    "in-wales-4326.geojson": "",
    "invalid-file-content.geojson": "is not a map or a table that is known here",
    "land-boundary-4326.geojson": "",
    "near-scottish-border-27700.geojson": "",
    "near-welsh-border-4326.geojson": "",
    "scotland-27700.gpkg": "",
    "shape-27700.geojson": "",
    "shape-27700.zip": "",
    "unsupported-file-format.json": "is JSON and not GeoJSON",
}


@pytest.mark.parametrize(("name", "refusal"), UPLOADS.items(), ids=UPLOADS)
def test_files_that_people_uploaded_are_taken_or_refused_for_what_they_are(shared_data, name, refusal):
    file = shared_data / "bng" / "land_boundary_uploads_synthetic" / name
    if refusal:
        with pytest.raises(LayerRefused, match=re.escape(refusal)):
            admit(file, "soils", constants={"soil": "clay"})
        return
    frame = admit(file, "soils", constants={"soil": "clay"}).frame
    assert frame.is_valid.all()
    assert (frame.area >= 1).all()


def test_nothing_of_scotland_comes_into_kent(shared_data, kent):
    file = shared_data / "bng" / "land_boundary_uploads_synthetic" / "scotland-27700.gpkg"
    with pytest.raises(LayerRefused, match="has nothing in the strategy area"):
        admit(file, "soils", constants={"soil": "clay"}, area=kent)


def test_a_workbook_of_the_metric_is_no_layer(shared_data):
    file = shared_data / "bng" / "metric_workbooks" / "statutory_metric_filled_test_2024.xlsx"
    with pytest.raises(LayerRefused, match="holds no layer"):
        admit(file, "soils")


def test_every_geopackage_of_a_project_asks_which_table_is_meant(shared_data):
    files = sorted((shared_data / "bng" / "gpkg_valid").glob("*.gpkg"))
    assert len(files) == 8
    for file in files:
        with pytest.raises(LayerRefused, match=r"has \d tables: .*Habitats.*--table"):
            admit(file, "soils")
        assert len(admit(file, "soils", table="Habitats", constants={"soil": "clay"}).frame) > 0


@pytest.mark.parametrize("kind", ["polygon", "multipolygon", "linestring", "multilinestring", "point"])
def test_the_geoparquet_examples_are_read_and_lie_outside_great_britain(shared_data, kind):
    layer = {"polygon": "soils", "multipolygon": "soils", "point": "veteran_trees"}.get(kind, "railways")
    constants = {
        "soils": {"soil": "clay"},
        "veteran_trees": {"species": "Oak", "ref": "1"},
        "railways": {"kind": "main line", "ref": "1"},
    }
    file = shared_data / "formats" / "geoparquet" / f"data-{kind}-encoding_wkb.parquet"
    with pytest.raises(LnrsError, match="outside Great Britain"):
        admit(file, layer, constants=constants[layer])


def test_heights_of_kent_come_in_as_they_are_and_keep_to_their_cells(shared_data, kent):
    file = shared_data / "elevation" / "srtm3_dem_kmb_100m_27700.tif"
    elevation = admit_elevation(file, bounds=kent.bounds)
    west, _, _, north = kent.bounds
    assert elevation.cell_m == 100
    assert elevation.west <= west < elevation.west + 100
    assert elevation.north - 100 < north <= elevation.north
    assert elevation.notes == ("cells kept as they came",)
    assert 240 < np.nanmax(elevation.heights) < 260  # Betsom's Hill, the highest in Kent, is 251 m


def test_recorders_squares_are_found_and_shown_no_finer(shared_data):
    file = shared_data / "species" / "nbn_demonstration_dataset.csv"
    columns = {
        "ref": "RecordKey",
        "scientific_name": "TaxonName",
        "common_name": "CommonName",
        "recorded": "StartDate",
        "resolution_m": "Precision",
    }
    frame = admit(file, "species_records", columns=columns).frame
    with file.open(encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    for row, point in zip(rows, frame.geometry, strict=True):
        square = parse(row["GridReference"])
        assert shapely.box(0, 0, square.side_m, square.side_m).contains(
            shapely.Point(point.x - square.easting, point.y - square.northing)
        )
    published = coarsen(frame)
    assert (published["resolution_m"] >= frame["resolution_m"].min()).all()
    assert set(published["recorded"]) <= {row["StartDate"][-4:] for row in rows}


def test_the_letters_of_every_square_are_those_of_the_published_grid(shared_data):
    hundreds = json.loads((shared_data / "boundaries" / "osgb_grid_10km.geojson").read_text())["features"]
    names = {next(str(value) for value in feature["properties"].values()) for feature in hundreds}
    squares = {name: parse(name) for name in names}
    assert len(squares) == 2_883
    for name, square in squares.items():
        assert square.side_m == 10_000
        assert letters_of(square.easting // 100_000, square.northing // 100_000) == name[:2]


def test_the_entities_of_planning_data_gov_uk_come_through_its_protocol(shared_data, tmp_path, serve, line):
    """Its own test rows, served as it serves them."""
    limit = csv.field_size_limit(10**7)
    with (shared_data / "planning" / "digital_land_test_entities.csv").open() as table:
        rows = [row for row in csv.DictReader(table, delimiter="|") if row["geometry"] and not row["end_date"]]
    csv.field_size_limit(limit)
    datasets = {row["dataset"] for row in rows}

    def planning_data(ask):
        chosen = [row for row in rows if row["dataset"] == ask.params["dataset"]]
        if ask.path.endswith(".json"):
            return {"body": json.dumps({"entities": [], "count": len(chosen)}).encode()}
        features = [
            {
                "type": "Feature",
                "geometry": json.loads(shapely.to_geojson(shapely.from_wkt(row["geometry"]))),
                "properties": {
                    name.replace("_", "-"): row[name] for name in ("entity", "reference", "name", "entry_date")
                },
            }
            for row in chosen
        ]
        return {"body": json.dumps({"type": "FeatureCollection", "features": features, "links": {}}).encode()}

    url = f"{serve(planning_data)}/entity.geojson"
    fields, fetched = {"ref": "entity", "name": "name"}, 0
    for dataset in sorted(datasets):
        source = Source("planning-data", url, layer=dataset, fields=fields, constants={"owner": "-"})
        added = fetch("public_land", tmp_path / dataset, retrieved=TODAY, source=source, line=line)
        fetched += added.record.rows
        assert read(added.file).is_valid.all()
    assert fetched == len(rows)
