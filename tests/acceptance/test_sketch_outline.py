"""The sketch beside the real Kent: recognisable, and no copy."""

from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

from lnrs.model import areas
from lnrs.outlines import outline
from lnrs.sketch.landscape import Landscape, landscape

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
BOUNDARIES = DATA / "boundaries"
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.xdist_group("sketch beside Kent"),
    pytest.mark.skipif(not BOUNDARIES.is_dir(), reason="the folder of open data is not beside the checkout"),
]


@pytest.fixture(scope="module")
def sketched() -> Landscape:
    return landscape(40, parcels=2_500)


def alike(one: shapely.Geometry, other: shapely.Geometry) -> float:
    """Land in both as a share of the land in either."""
    return shapely.intersection(one, other).area / shapely.union(one, other).area


@cache
def real_areas() -> gpd.GeoSeries:
    return gpd.read_parquet(BOUNDARIES / "lnrs_areas_england_simplified_2026.parquet").set_index("Name").geometry


def test_kents_outline_is_kents() -> None:
    assert alike(outline(40), real_areas()["Kent and Medway"]) > 0.97


def test_every_outline_is_recognisable() -> None:
    worst = min(alike(outline(area.lnrs_id), real_areas()[area.name]) for area in areas())
    assert worst > 0.95


def test_the_sketched_coast_at_high_water_is_near_the_real_one(sketched: Landscape) -> None:
    real = gpd.read_parquet(BOUNDARIES / "kent_medway_outline_mhw_2019.parquet").geometry[0]
    parcels = sketched.layers["land_parcels"]
    dry = ~parcels["land_cover"].isin(["mudflat", "saltmarsh"])
    assert alike(shapely.coverage_union_all(parcels.geometry[dry].to_numpy()), real) > 0.95


def test_every_district_is_in_its_place(sketched: Landscape) -> None:
    real = gpd.read_parquet(BOUNDARIES / "lad_kent_medway_2019.parquet").set_index("name").geometry
    real.index = real.index.str.replace("&", "and")
    drawn = sketched.layers["districts"].set_index("name").geometry
    assert {name for name in drawn.index if name in real.index} == set(drawn.index)
    worst = {name: round(alike(drawn[name], real[name]), 2) for name in drawn.index}
    assert min(worst.values()) > 0.5, worst
    assert max(worst.values()) < 0.97, "invented boundaries are not the real ones"


def test_high_ground_is_where_it_is_in_kent(sketched: Landscape) -> None:
    height, west_m, north_m, cell_m = sketched.elevation
    with rasterio.open(DATA / "elevation" / "srtm3_dem_kmb_100m_27700.tif") as dem:
        points = shapely.get_coordinates(
            shapely.extract_unique_points(sketched.layers["parishes"].centroid.union_all())
        )
        points = points[points[:, 1] > 127_000]
        real = np.array([value[0] for value in dem.sample(points)], dtype=float)
    row, column = ((north_m - points[:, 1]) // cell_m).astype(int), ((points[:, 0] - west_m) // cell_m).astype(int)
    drawn = height[row, column]
    assert np.corrcoef(drawn, real)[0, 1] > 0.8
    assert np.corrcoef(drawn, real)[0, 1] < 0.99, "heights are sketched, not copied"
    assert abs(np.mean(drawn - real)) < 10
