"""The GeoPackage: the national layers with their fields, the tables, and what a GIS sees of them."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as some

from lnrs.edition import geopackage, national, tables
from lnrs.edition.national import multipolygon_wkb, pm_table, shortened
from lnrs.errors import CannotWrite
from lnrs.model import PotentialMeasure, Priority

from .edition_case import case

LAYERS = ["strategy_area", "APIB", "ACB", "PM"]
TABLES = ["priorities", "measures", "wider_measures", "species", "funding", "metric_habitats", "pm_criteria", "figures"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, since GDAL may leave a file beside one that it only reads."""
    return Path(shutil.copy(case().edition / "local-habitat-map.gpkg", tmp_path_factory.mktemp("gis")))


def rows(path: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def test_it_has_the_national_layers_and_the_tables_in_their_order(path: Path) -> None:
    found = pyogrio.list_layers(path)
    assert found[:, 0].tolist() == LAYERS + TABLES
    assert found[:, 1].tolist() == ["MultiPolygon"] * 4 + [None] * 8


@pytest.mark.parametrize(
    ("layer", "fields"),
    [
        ("strategy_area", {"lnrs_id": "int32", "name": "object"}),
        (
            "APIB",
            {
                "lnrs_id": "int32",
                "apib_id": "int32",
                "apib_type": "object",
                "apib_name": "object",
                "apib_site_id": "object",
            },
        ),
        ("ACB", {"lnrs_id": "int32", "acb_id": "int32"}),
        (
            "PM",
            {
                "lnrs_id": "int32",
                "pm_loc_id": "int32",
                "pm_id": "int32",
                "pm_desc": "object",
                "priority_1": "object",
                "priority_2": "object",
                "pm_ref": "object",
                "score": "float64",
                "area_ha": "float64",
            },
        ),
    ],
)
def test_a_layer_has_the_national_fields_and_types_on_the_national_grid(path: Path, layer: str, fields: dict) -> None:
    info = pyogrio.read_info(path, layer=layer)
    assert dict(zip(info["fields"], info["dtypes"], strict=True)) == fields
    assert (info["crs"], info["geometry_type"]) == ("EPSG:27700", "MultiPolygon")


@pytest.mark.parametrize(
    ("layer", "field", "width"),
    [
        ("APIB", "apib_type", 6),
        ("APIB", "apib_name", 60),
        ("APIB", "apib_site_id", 50),
        ("PM", "pm_desc", 250),
        ("PM", "priority_2", 250),
    ],
)
def test_a_field_of_text_is_as_wide_as_the_standard_has_it(path: Path, layer: str, field: str, width: int) -> None:
    ((declared,),) = rows(path, f"SELECT type FROM pragma_table_info('{layer}') WHERE name = '{field}'")
    assert declared == f"TEXT({width})"


def test_a_gis_shows_what_each_layer_and_field_means(path: Path) -> None:
    titles = dict(rows(path, "SELECT table_name, identifier FROM gpkg_contents"))
    assert titles["ACB"] == "Areas that could become of particular importance for biodiversity"
    meant = rows(path, "SELECT description FROM gpkg_data_columns WHERE table_name = 'PM' AND column_name = 'score'")
    assert meant == [("How much the measure would do here by its rule, 0 to 1",)]


def test_the_file_says_whose_it_is_and_that_it_is_invented(path: Path) -> None:
    metadata = pyogrio.read_info(path, layer="PM")["dataset_metadata"]
    assert metadata["RESPONSIBLE_AUTHORITY"] == "Kent County Council"
    assert "Natural England" in metadata["ATTRIBUTION"]
    assert metadata["NOTICE"].startswith("Invented")


def test_every_layer_has_a_spatial_index(path: Path) -> None:
    indexed = {
        name
        for (name,) in rows(path, "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'")
    }
    assert indexed == set(LAYERS)
    east = pyogrio.read_dataframe(path, layer="PM", bbox=(605_000, 146_000, 605_050, 146_050))
    assert 0 < len(east) < case().manifest.counts["PM"]


def test_the_layers_are_the_map(path: Path) -> None:
    found = case().habitat_map
    for layer, frame, key in (
        ("APIB", found.important, "apib_id"),
        ("ACB", found.become, "acb_id"),
        ("PM", found.measures, "pm_loc_id"),
    ):
        read = pyogrio.read_dataframe(path, layer=layer)
        assert read[key].tolist() == frame[key].tolist()
        assert shapely.equals(read.geometry.to_numpy(), frame.geometry.to_numpy()).all()
        assert set(read["lnrs_id"]) == {40}


def test_a_place_names_its_measure_and_the_priorities_it_serves(path: Path) -> None:
    place = pyogrio.read_dataframe(path, layer="PM", where="pm_ref = 'GL1.1'").iloc[0]
    assert place["pm_desc"] == "Make lowland meadow"
    assert (place["priority_1"], place["priority_2"]) == ("GL1 More and better meadows", "WTH3 Turtle doves return")
    other = pyogrio.read_dataframe(path, layer="PM", where="pm_ref = 'WTH2.1'").iloc[0]
    assert other["priority_2"] is None or pd.isna(other["priority_2"])


def test_the_criteria_of_a_place_lead_to_its_score(path: Path) -> None:
    criteria = pyogrio.read_dataframe(path, layer="pm_criteria")
    places = pyogrio.read_dataframe(path, layer="PM").set_index("pm_loc_id")
    weighted = (criteria["points"] * criteria["weight"]).groupby(criteria["pm_loc_id"]).sum()
    score = weighted / criteria.groupby("pm_loc_id")["weight"].sum()
    assert np.allclose(score, places["score"].loc[score.index], atol=2e-4)


def test_measures_without_a_place_are_a_table_of_their_own(path: Path) -> None:
    assert pyogrio.read_dataframe(path, layer="measures")["ref"].tolist() == ["GL1.1", "WTH2.1"]
    wider = pyogrio.read_dataframe(path, layer="wider_measures")
    assert wider[["ref", "mapped", "not_mapped_because"]].to_numpy().tolist() == [
        ["GL1.2", "no", "Verges are everywhere."]
    ]


def test_every_figure_is_in_the_file(path: Path) -> None:
    figures = pyogrio.read_dataframe(path, layer="figures")
    important = figures[(figures["figure"] == "summary") & (figures["about"] == "important · ha")]
    assert important["value"].tolist() == [13.0]
    assert set(figures["figure"]) == set(case().habitat_map.figures)


def test_a_map_without_any_measure_makes_a_file_with_empty_layers(tmp_path: Path) -> None:
    made = case()
    none = made.habitat_map.measures.iloc[:0]
    empty = type(made.habitat_map)(
        **{**vars(made.habitat_map), "measures": none, "criteria": made.habitat_map.criteria.iloc[:0]}
    )
    geopackage.write(made.strategy, empty, {}, tmp_path / "empty.gpkg")
    info = pyogrio.read_info(tmp_path / "empty.gpkg", layer="PM")
    assert info["features"] == 0
    assert "priority_1" in info["fields"]


def test_a_file_that_came_out_damaged_is_found_before_anyone_uses_it(tmp_path: Path, path: Path) -> None:
    content = path.read_bytes()
    (tmp_path / "cut.gpkg").write_bytes(content[: len(content) // 2])
    with pytest.raises(CannotWrite, match="came out damaged"):
        geopackage._check(tmp_path / "cut.gpkg")
    geopackage._check(path)


def test_the_same_map_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.gpkg", "other.gpkg"):
        geopackage.write(case().strategy, case().habitat_map, {"TITLE": "t"}, tmp_path / name)
    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "other.gpkg").read_bytes()


def test_a_measure_and_a_name_that_are_too_long_are_cut_at_a_word() -> None:
    assert shortened("Make a meadow, at once and everywhere", 20) == "Make a meadow, at…"
    assert shortened("Make a meadow, at", 15) == "Make a meadow…"
    assert shortened("Llanfairpwllgwyngyll", 8) == "Llanfai…"
    assert shortened("short", 5) == "short"


@given(some.text(max_size=300), some.integers(2, 260))
def test_a_shortened_text_always_fits(text: str, width: int) -> None:
    assert len(shortened(text, width)) <= width


def test_polygons_become_multipolygons_and_multipolygons_stay() -> None:
    square, two = shapely.box(0, 0, 1, 1), shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])
    back = shapely.from_wkb(multipolygon_wkb(np.array([square, two])).to_pylist())
    assert [shape.geom_type for shape in back] == ["MultiPolygon", "MultiPolygon"]
    assert [len(shape.geoms) for shape in back] == [1, 2]
    assert shapely.equals(back[0], square)


def test_there_are_as_many_priority_fields_as_any_measure_serves() -> None:
    priorities = [Priority(f"GL{n}", "GL", "habitat", "x" * 300, "w") for n in range(1, 5)]
    measures = [PotentialMeasure("GL1.1", "m", "d", "create", True, ("GL1", "GL2", "GL3", "GL4"))]
    mapped = gpd.GeoDataFrame(
        {"pm_loc_id": [1], "measure": ["GL1.1"], "pm_id": [1], "score": [0.5], "area_ha": [1.0], "piece": [3]},
        geometry=[shapely.box(0, 0, 1, 1)],
        crs=27700,
    )
    table = pm_table(mapped, measures, priorities, 40)
    assert [name for name in table.schema.names if name.startswith("priority_")] == [
        f"priority_{n}" for n in range(1, 5)
    ]
    assert len(table["priority_4"][0].as_py()) == 250


def test_two_measures_on_one_piece_have_the_same_geometry() -> None:
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(0, 0, 1, 1)]
    mapped = gpd.GeoDataFrame({"piece": [7, 5, 7]}, geometry=shapes, crs=27700)
    assert national._wkb_by_piece(mapped).to_pylist() == multipolygon_wkb(np.array(shapes)).to_pylist()


def test_figures_in_csv_are_written_to_the_square_metre(tmp_path: Path) -> None:
    table = pd.DataFrame({"name": ["a"], "area_ha": [1 / 3], "share_of_area": [1 / 3], "sites": [3]})
    tables.write_csv(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text(
        encoding="utf-8-sig"
    ) == "name,area_ha,share_of_area,sites\na,0.3333,0.333333,3\n"
