"""Real wards and constituencies of Kent and Medway: the one that a postcode's point is in is the one that a count of
crossed edges says, which asks nothing of GEOS."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from lnrs_web.petition.placing import Zones

pytestmark = pytest.mark.real_data

POINTS = 400


@pytest.mark.parametrize(
    "file", ["wards_kent_medway_2013", "westminster_constituencies_2017_kent_bfc", "lad_kent_medway_2019"]
)
def test_each_point_is_in_the_zone_that_a_count_of_edges_says(shared_data: Path, file: str) -> None:
    zones = gpd.read_parquet(shared_data / "boundaries" / f"{file}.parquet").to_crs(27700)
    shapes = list(zones.geometry)
    codes = [str(number) for number in range(len(shapes))]
    west, south, east, north = zones.total_bounds
    chance = np.random.default_rng(40)
    x, y = chance.uniform(west, east, POINTS), chance.uniform(south, north, POINTS)
    found = Zones(codes, shapes, shapely.STRtree(shapes)).of(list(shapely.points(x, y)))
    plainly = np.full(POINTS, "", dtype=object)
    for code, shape in reversed(list(zip(codes, shapes, strict=True))):
        plainly[inside(x, y, shape)] = code
    assert found == plainly.tolist()
    assert len(set(found)) > len(shapes) / 3


def inside(x: np.ndarray, y: np.ndarray, shape: shapely.Geometry) -> np.ndarray:
    """Which points have an odd number of a shape's edges to their right."""
    crossed = np.zeros(len(x), dtype=int)
    for polygon in shapely.get_parts(shape):
        for ring in shapely.get_rings(polygon):
            a, b = shapely.get_coordinates(ring)[:-1], shapely.get_coordinates(ring)[1:]
            spans = (a[:, 1] > y[:, None]) != (b[:, 1] > y[:, None])
            with np.errstate(divide="ignore", invalid="ignore"):
                at = (b[:, 0] - a[:, 0]) * (y[:, None] - a[:, 1]) / (b[:, 1] - a[:, 1]) + a[:, 0]
            crossed += (spans & (x[:, None] < at)).sum(axis=1)
    return crossed % 2 == 1
