"""What lies in which place, worked out for all at once, agrees with plain Shapely and with another library."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lnrs_web.briefings.grounds import holding, shared

number = st.floats(0, 1000, allow_nan=False, width=32)
corners = st.tuples(number, number, st.floats(1, 400, width=32), st.floats(1, 400, width=32))
boxes = st.lists(corners.map(lambda one: shapely.box(one[0], one[1], one[0] + one[2], one[1] + one[3])), max_size=6)
turned = boxes.map(lambda several: [shapely.transform(one, _turn) for one in several])
points = st.lists(st.builds(shapely.Point, number, number), max_size=30)


def _turn(at: np.ndarray) -> np.ndarray:
    """By three parts and four of five, so that edges do not run along the axes."""
    return at @ np.array([[0.6, -0.8], [0.8, 0.6]])


@given(places=turned, land=turned)
def test_hectares_are_those_of_each_pair_cut_plainly(places: list, land: list) -> None:
    found = shared(places, land)
    pairs = {(one, other): m2 for one, other, m2 in zip(found.place, found.shape, found.m2, strict=True)}
    for one, place in enumerate(places):
        for other, shape in enumerate(land):
            assert pairs.get((one, other), 0.0) == pytest.approx(place.intersection(shape).area, abs=1e-6)
        here = found.land[found.of(one)]
        once_m2 = shapely.union_all(np.asarray(here, object)).area if len(here) else 0.0
        plain = shapely.union_all(land).intersection(place).area if land else 0.0
        assert once_m2 == pytest.approx(plain, abs=1e-3)


@given(places=turned, at=points)
def test_counts_are_those_of_another_library(places: list, at: list) -> None:
    place, _ = holding(places, at)
    counts = np.bincount(place, minlength=len(places)).tolist()
    if not places or not at:
        assert counts == [0] * len(places)
        return
    grounds = gpd.GeoDataFrame({"place": range(len(places))}, geometry=places, crs=27700)
    dots = gpd.GeoDataFrame({"dot": range(len(at))}, geometry=at, crs=27700)
    joined = gpd.sjoin(dots, grounds, predicate="intersects").groupby("place").size()
    assert counts == [int(joined.get(one, 0)) for one in range(len(places))]


@pytest.mark.real_data
def test_counts_and_hectares_by_real_wards_are_those_of_other_ways(shared_data: Path) -> None:
    wards = gpd.read_parquet(shared_data / "boundaries/wards_kent_medway_2013.parquet").to_crs(27700)
    seats = gpd.read_parquet(shared_data / "boundaries/westminster_constituencies_2017_kent_bfc.parquet").to_crs(27700)
    rng = np.random.default_rng(8)
    west, south, east, north = wards.total_bounds
    at = shapely.points(rng.uniform(west, east, 3_000), rng.uniform(south, north, 3_000))
    places = list(shapely.make_valid(wards.geometry.to_numpy()))
    place, _ = holding(places, list(at))
    dots = gpd.GeoDataFrame(geometry=at, crs=27700)
    grounds = gpd.GeoDataFrame({"place": range(len(places))}, geometry=places, crs=27700)
    joined = gpd.sjoin(dots, grounds, predicate="intersects").groupby("place").size()
    assert len(place) > 500
    assert np.bincount(place, minlength=len(places)).tolist() == [int(joined.get(one, 0)) for one in range(len(places))]
    land = list(shapely.make_valid(seats.geometry.to_numpy()))
    found = shared(places, land)
    for ward in range(0, len(places), 30):
        here = found.of(ward)
        plain = {n: places[ward].intersection(one).area for n, one in enumerate(land) if places[ward].intersects(one)}
        assert dict(zip(found.shape[here].tolist(), found.m2[here], strict=True)) == pytest.approx(plain)
