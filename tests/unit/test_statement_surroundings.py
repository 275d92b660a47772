"""What is drawn under every map is read from the strategy's layers; what there is no layer for is left out."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

from lnrs import outlines
from lnrs.layers.catalogue import catalogue
from lnrs.statement.maps.frame import Frame, frame_over
from lnrs.statement.maps.landscape import Landscape
from lnrs.statement.surroundings import land_parcels, landscape_of

KENT = 40


@pytest.fixture
def area() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"lnrs_id": [KENT], "name": ["Kent"]}, geometry=[outlines.outline(KENT)], crs=27700)


@pytest.fixture
def frame(area: gpd.GeoDataFrame) -> Frame:
    west, south, east, north = area.total_bounds
    return frame_over((west, south, east, north))


def layer(folder: Path, of: str, shapes: list[Any], **columns: list[Any]) -> dict[str, Path]:
    """A layer written to disk, as a strategy names it."""
    path = folder / f"{of}.gpkg"
    gpd.GeoDataFrame(columns, geometry=shapes, crs=27700).to_file(path, layer=of)
    return {of: path}


def line(north_m: float) -> shapely.LineString:
    return shapely.LineString([(580_000, north_m), (590_000, north_m)])


def landscape(layers: dict[str, Path], area: gpd.GeoDataFrame, frame: Frame) -> Landscape:
    return landscape_of(layers, KENT, area, land_parcels(layers), frame)


def test_a_strategy_with_nothing_but_its_area_still_has_its_neighbours_and_its_coast(
    area: gpd.GeoDataFrame, frame: Frame
) -> None:
    land = landscape({}, area, frame)
    assert len(land.neighbours) >= 3
    assert shapely.length(land.coast).sum() > 100_000
    assert not len(land.parcels)
    assert not len(land.rivers)
    assert land.heights is None


def test_the_area_is_not_its_own_neighbour(area: gpd.GeoDataFrame, frame: Frame) -> None:
    land = landscape({}, area, frame)
    assert shapely.equals(land.outline[0], outlines.outline(KENT))
    assert not any(shapely.equals(one, outlines.outline(KENT)) for one in land.neighbours)


def test_main_rivers_are_drawn_with_their_names_and_streams_are_not(
    area: gpd.GeoDataFrame, frame: Frame, tmp_path: Path
) -> None:
    columns = {"ref": ["1", "2", "3"], "name": ["Stour", "Brook", None], "kind": ["main river", "stream", "main river"]}
    land = landscape(layer(tmp_path, "rivers", [line(1), line(2), line(3)], **columns), area, frame)
    assert land.river_names == ("Stour", "")
    assert len(land.rivers) == 2


@pytest.mark.parametrize(("names", "shown"), [(["Stour", "", "Stour", None], ("Stour",)), (["", "", None, ""], ("",))])
def test_where_none_is_called_a_main_river_the_named_ones_are_drawn_and_else_all(
    area: gpd.GeoDataFrame, frame: Frame, tmp_path: Path, names: list, shown: tuple[str, ...]
) -> None:
    """The words of rivers as `lnrs fetch` brings them; a river comes in links."""
    links = [shapely.MultiLineString([[(west, 1), (west + 1_000, 1)]]) for west in (0, 1_000, 1_000, 2_000)]
    kinds = ["watercourse", "watercourse", "tidal river", "watercourse"]
    layers = layer(tmp_path, "rivers", links, ref=["1", "2", "3", "4"], name=names, kind=kinds)
    land = landscape(layers, area, frame)
    assert land.river_names == shown
    whole = shapely.LineString([(0, 1), (2_000, 1)]) if shown == ("Stour",) else shapely.union_all(links)
    assert shapely.equals(land.rivers[0], whole)


def test_the_words_that_are_fetched_are_those_of_the_catalogue() -> None:
    (source,) = catalogue()["rivers"].sources
    assert set(source.values["kind"].values()) - {""} == {"watercourse", "tidal river"}


def test_a_layer_of_rivers_without_any_draws_none(area: gpd.GeoDataFrame, frame: Frame, tmp_path: Path) -> None:
    land = landscape(layer(tmp_path, "rivers", [], ref=[], name=[], kind=[]), area, frame)
    assert len(land.rivers) == 0


def test_an_invented_landscape_is_known_as_one(area: gpd.GeoDataFrame, frame: Frame) -> None:
    assert landscape_of({}, KENT, area, None, frame, invented=True).invented
    assert not landscape({}, area, frame).invented


def test_motorways_are_drawn_and_lesser_roads_are_not(area: gpd.GeoDataFrame, frame: Frame, tmp_path: Path) -> None:
    layers = layer(tmp_path, "roads", [line(1), line(2)], ref=["M2", "A2"], kind=["motorway", "primary"])
    assert shapely.equals(landscape(layers, area, frame).motorways[0], line(1))
    assert len(landscape(layers, area, frame).motorways) == 1


def test_towns_have_their_places_and_sizes(area: gpd.GeoDataFrame, frame: Frame, tmp_path: Path) -> None:
    layers = layer(tmp_path, "towns", [shapely.Point(605_000, 147_000)], name=["Wye"], population=[2282])
    (town,) = landscape(layers, area, frame).towns
    assert (town.name, town.easting_m, town.northing_m, town.population) == ("Wye", 605_000, 147_000, 2282)


def test_parcels_come_with_their_land_cover(area: gpd.GeoDataFrame, frame: Frame, tmp_path: Path) -> None:
    boxes = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]
    layers = layer(tmp_path, "land_parcels", boxes, parcel_id=["1", "2"], land_cover=["arable", "built-up"])
    land = landscape(layers, area, frame)
    assert list(land.land_cover) == ["arable", "built-up"]
    assert len(land.parcels) == 2


def test_heights_are_read_no_finer_than_the_map_shows_and_gaps_stay_unknown(
    area: gpd.GeoDataFrame, frame: Frame, tmp_path: Path
) -> None:
    cells = np.full((400, 600), 50, np.int16)
    cells[:200] = -32768
    path = tmp_path / "elevation.tif"
    form = {"width": 600, "height": 400, "count": 1, "dtype": "int16", "nodata": -32768, "crs": "EPSG:27700"}
    with rasterio.open(path, "w", driver="GTiff", transform=Affine(10, 0, 580_000, 0, -10, 160_000), **form) as raster:
        raster.write(cells, 1)
    heights = landscape({"elevation": path}, area, frame).heights
    assert heights is not None
    assert heights.cell_m == pytest.approx(frame.metres_a_pixel, rel=0.05)
    assert (heights.west_m, heights.north_m) == (580_000, 160_000)
    assert np.isnan(heights.height_m[: len(heights.height_m) // 2 - 1]).all()
    assert (heights.height_m[len(heights.height_m) // 2 + 1 :] == 50).all()
