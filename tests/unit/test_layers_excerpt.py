"""Of a national file only the features near the strategy area are read, and only the columns that are wanted."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from lnrs.layers.excerpt import Excerpt
from lnrs.layers.reading import read_raw

NEAR, FAR = shapely.box(600_000, 140_000, 600_500, 140_500), shapely.box(300_000, 500_000, 300_500, 500_500)
BOUNDS = (599_000.0, 139_000.0, 601_000.0, 141_000.0)


def national(folder: Path, crs: int = 27700, driver: str = "GPKG") -> Path:
    """A file of two squares, of which one lies in the bounds."""
    frame = gpd.GeoDataFrame({"ID": ["a", "b"], "Kind": "x", "Length": 1.5}, geometry=[NEAR, FAR], crs=27700)
    file = folder / f"national.{driver.lower()}"
    frame.to_crs(crs).to_file(file, driver=driver)
    return file


@pytest.mark.parametrize("crs", [27700, 4326, 3857])
def test_features_far_away_are_not_read_whatever_system_they_are_in(tmp_path: Path, crs: int) -> None:
    raw = read_raw(national(tmp_path, crs), excerpt=Excerpt(BOUNDS, ("id", "KIND")))
    assert list(raw.frame["ID"]) == ["a"]
    assert raw.crs is not None
    assert raw.crs.to_epsg() == crs


def test_only_the_wanted_columns_are_read_in_whatever_case_they_are_named(tmp_path: Path) -> None:
    raw = read_raw(national(tmp_path), excerpt=Excerpt(BOUNDS, ("id",), ("kind", "owner")))
    assert list(raw.frame.columns) == ["ID", "Kind", "geometry"]


@pytest.mark.parametrize("columns", [(), ("id", "owner")])
def test_every_column_is_read_where_one_is_missing_or_none_is_named(tmp_path: Path, columns: tuple[str, ...]) -> None:
    raw = read_raw(national(tmp_path), excerpt=Excerpt(BOUNDS, columns))
    assert list(raw.frame.columns) == ["ID", "Kind", "Length", "geometry"]


def test_where_nothing_is_near_all_is_read_so_that_the_door_can_say_why(tmp_path: Path) -> None:
    raw = read_raw(national(tmp_path), excerpt=Excerpt((0.0, 0.0, 10.0, 10.0), ("id",)))
    assert list(raw.frame["ID"]) == ["a", "b"]


def test_other_formats_are_read_so_too(tmp_path: Path) -> None:
    raw = read_raw(national(tmp_path, 4326, "GeoJSON"), excerpt=Excerpt(BOUNDS, ("id",)))
    assert list(raw.frame["ID"]) == ["a"]
