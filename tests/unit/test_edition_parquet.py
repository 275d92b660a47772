"""GeoParquet: whole, in place order, with boxes to skip by, the same bytes each time."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from lnrs.edition import parquet, read
from lnrs.errors import NotFound

from .edition_case import case

NOTES = {"TITLE": "Example", "NOTICE": "Invented."}


@pytest.fixture
def scattered() -> gpd.GeoDataFrame:
    """Squares all over a county, in no order."""
    places = np.random.default_rng(1).uniform(0, 100_000, (500, 2))
    shapes = shapely.box(places[:, 0], places[:, 1], places[:, 0] + 100, places[:, 1] + 100)
    return gpd.GeoDataFrame({"number": np.arange(500)}, geometry=shapes, crs=27700)


def test_a_frame_comes_back_as_it_was_but_for_its_order(scattered: gpd.GeoDataFrame, tmp_path: Path) -> None:
    parquet.write(scattered, tmp_path / "x.parquet", NOTES)
    back = gpd.read_parquet(tmp_path / "x.parquet").sort_values("number", ignore_index=True)
    assert back.crs.to_epsg() == 27700
    assert back.geom_equals(scattered.geometry).all()


def test_it_is_geoparquet_1_1_with_a_covering_box_and_zstandard(scattered: gpd.GeoDataFrame, tmp_path: Path) -> None:
    parquet.write(scattered, tmp_path / "x.parquet", NOTES)
    file = pq.ParquetFile(tmp_path / "x.parquet")
    geo = json.loads(file.schema_arrow.metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert set(geo["columns"]["geometry"]["covering"]["bbox"]) == {"xmin", "ymin", "xmax", "ymax"}
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_neighbours_in_the_file_are_neighbours_on_the_ground(scattered: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """What lies together can be read together: the way along the rows is a fraction of what it was."""
    parquet.write(scattered, tmp_path / "x.parquet", NOTES)
    back = gpd.read_parquet(tmp_path / "x.parquet")
    assert _way_m(back) < 0.2 * _way_m(scattered)


def _way_m(frame: gpd.GeoDataFrame) -> float:
    return shapely.LineString(frame.centroid.to_list()).length


def test_every_file_of_data_says_whose_it_is_and_that_it_is_invented() -> None:
    files = sorted((case().edition / "data").glob("*.parquet"))
    assert len(files) == 13
    for file in files:
        said = json.loads(pq.read_schema(file).metadata[b"PANDAS_ATTRS"])
        assert said["NOTICE"] == "Invented for demonstration. No place, site or plan in it is real."
        assert "Contains public sector information" in said["ATTRIBUTION"] or "©" in said["ATTRIBUTION"]
        assert said["EDITION"] == "draft-1 (draft), as of 2026-10-01"


def test_pandas_and_geopandas_give_the_notes_as_attributes() -> None:
    assert read.frame(case().edition, "measures").attrs["AREA"] == "Kent and Medway"
    assert read.criteria(case().edition).attrs["AREA"] == "Kent and Medway"


def test_a_frame_is_left_as_it_was_when_it_is_written(scattered: gpd.GeoDataFrame, tmp_path: Path) -> None:
    parquet.write(scattered, tmp_path / "x.parquet", NOTES)
    assert scattered.attrs == {}


def test_only_rows_near_a_place_are_read() -> None:
    edition, whole = case().edition, read.frame(case().edition, "measures")
    near = read.frame(edition, "measures", bbox=(605_000, 146_000, 605_050, 146_050))
    assert 0 < len(near) < len(whole)
    assert set(near["pm_loc_id"]) <= set(whole["pm_loc_id"])


def test_the_same_frame_gives_the_same_bytes(scattered: gpd.GeoDataFrame, tmp_path: Path) -> None:
    for name in ("one", "other"):
        parquet.write(scattered, tmp_path / name, NOTES)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_frame_without_rows_and_a_table_without_geometry_can_be_written(
    scattered: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    parquet.write(scattered.iloc[:0], tmp_path / "empty.parquet", NOTES)
    assert len(gpd.read_parquet(tmp_path / "empty.parquet")) == 0
    parquet.write(pd.DataFrame({"a": [1, 2]}), tmp_path / "plain.parquet", NOTES)
    assert pd.read_parquet(tmp_path / "plain.parquet")["a"].tolist() == [1, 2]


def test_a_frame_that_is_not_in_the_edition_is_not_found() -> None:
    with pytest.raises(NotFound, match=r"has no data/counties\.parquet"):
        read.frame(case().edition, "counties")


def test_tables_figures_findings_and_criteria_are_read_back() -> None:
    edition = case().edition
    assert [row["ref"] for row in read.table(edition, "measures")] == ["GL1.1", "GL1.2", "WTH2.1"]
    assert read.figure(edition, "important_by_type")[0]["apib_type"] == "SSSI"
    assert {row["outcome"] for row in read.findings(edition)} >= {"met", "for judgement"}
    assert len(read.criteria(edition)) == case().manifest.counts["pm_criteria"]
    assert set(read.criteria(edition, [1, 2])["pm_loc_id"]) == {1, 2}
    assert read.criteria(edition, []).empty


def test_a_cell_that_was_guarded_from_a_spreadsheet_is_read_as_it_was_meant() -> None:
    assert read._unguarded("'=1+1") == "=1+1"
    assert read._unguarded("'tis") == "'tis"
