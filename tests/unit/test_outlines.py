"""The outlines of the 48 strategy areas."""

import numpy as np
import pytest
import shapely

from lnrs.errors import NotFound
from lnrs.model import areas
from lnrs.outlines import coast, outline

OUTLINES = np.array([outline(area.lnrs_id) for area in areas()])
LANDLOCKED = 22
ISLAND = 46


def test_every_area_has_a_valid_outline_with_corners_on_the_hundred_metre_grid() -> None:
    assert len(OUTLINES) == 48
    assert shapely.is_valid(OUTLINES).all()
    assert (shapely.get_coordinates(OUTLINES) % 100 == 0).all()


def test_neighbours_share_their_border_exactly_and_no_two_areas_overlap() -> None:
    assert shapely.coverage_is_valid(OUTLINES)


def test_areas_adjoin_those_that_the_model_says_they_adjoin() -> None:
    first, second = shapely.STRtree(OUTLINES).query(OUTLINES, predicate="intersects")
    border = shapely.length(shapely.intersection(OUTLINES[first], OUTLINES[second]))
    apart = (first != second) & (border > 0)
    for area in areas():
        found = second[apart & (first == area.lnrs_id - 1)] + 1
        assert tuple(sorted(found)) == area.neighbours, area.name


def test_outlines_have_about_the_published_area() -> None:
    ratio = shapely.area(OUTLINES) / 1e4 / [area.published_area_ha for area in areas()]
    assert ratio == pytest.approx(1, abs=0.02)


def test_a_landlocked_area_has_no_coast_and_an_island_nothing_else() -> None:
    assert coast(LANDLOCKED).is_empty
    assert coast(ISLAND).length == pytest.approx(outline(ISLAND).length)


def test_kent_meets_the_sea_on_the_east_and_london_on_the_west() -> None:
    shore = coast(40)
    assert shore.distance(shapely.Point(639_000, 168_000)) < 2_000
    assert shore.distance(shapely.Point(549_500, 165_000)) > 8_000


def test_an_area_that_does_not_exist_is_said_to_be_missing() -> None:
    with pytest.raises(NotFound, match="no strategy area 49"):
        outline(49)
