"""Land by strategy area agrees with counting cells of one metre."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.network.by_area import by_area

SIZE = 40
HA = 1 / 10_000


@st.composite
def boxes(draw: st.DrawFn) -> tuple[int, int, int, int]:
    west, south = draw(st.integers(0, SIZE - 2)), draw(st.integers(0, SIZE - 2))
    return west, south, draw(st.integers(west + 1, SIZE)), draw(st.integers(south + 1, SIZE))


def cells(box: tuple[int, int, int, int]) -> np.ndarray:
    """Which cells of one metre a rectangle has."""
    grid = np.zeros((SIZE, SIZE), bool)
    grid[box[1] : box[3], box[0] : box[2]] = True
    return grid


@given(st.lists(boxes(), max_size=6), st.lists(boxes(), min_size=1, max_size=4))
@settings(max_examples=80)
def test_every_hectare_is_counted_once(land: list, outlines: list) -> None:
    areas = gpd.GeoDataFrame(
        {"lnrs_id": range(1, len(outlines) + 1), "name": "x"}, geometry=[shapely.box(*o) for o in outlines], crs=27700
    )
    found = by_area(np.array([shapely.box(*box) for box in land], dtype=object), areas)
    there = np.any([cells(box) for box in land], axis=0) if land else np.zeros((SIZE, SIZE), bool)
    claims = np.sum([cells(outline) for outline in outlines], axis=0)
    each = [(there & cells(outline)).sum() * HA for outline in outlines]
    twice = [(there & cells(outline) & (claims > 1)).sum() * HA for outline in outlines]
    assert found.table["ha"].tolist() == pytest.approx(each)
    assert found.table["claimed_twice_ha"].tolist() == pytest.approx(twice)
    assert found.in_areas_ha == pytest.approx((there & (claims > 0)).sum() * HA)
    assert found.outside_ha == pytest.approx((there & (claims == 0)).sum() * HA)
    assert found.table["share_of_area"].tolist() == pytest.approx(
        [ha / (cells(outline).sum() * HA) for ha, outline in zip(each, outlines, strict=True)]
    )
