"""On to the National Grid: the Ordnance Survey's worked point, and how exact each way is said to be."""

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from lnrs.layers.projection import is_on_earth, parse_crs, to_national_grid

CAISTER = shapely.Point(651_409.804, 313_177.450)
"""Of the OS guide to coordinate systems; 52°39'28.8282"N 1°42'57.8663"E in ETRS89."""
CAISTER_DEGREES = np.array([shapely.Point(1 + 42 / 60 + 57.8663 / 3600, 52 + 39 / 60 + 28.8282 / 3600)])


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4258", "4326", "OGC:CRS84", "EPSG:4979"])
def test_degrees_come_within_their_stated_accuracy_without_the_grid(crs):
    projected = to_national_grid(CAISTER_DEGREES, parse_crs(crs))
    assert projected.geometries[0].distance(CAISTER) < projected.accuracy_m + 2.5
    assert 1 <= projected.accuracy_m <= 5
    assert "seven-parameter" in projected.way


@pytest.mark.real_data
def test_degrees_come_within_a_centimetre_with_the_ordnance_survey_grid(shared_data):
    grid = shared_data / "geodesy" / "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"
    projected = to_national_grid(CAISTER_DEGREES, parse_crs("EPSG:4258"), grid)
    assert projected.geometries[0].distance(CAISTER) < 0.01
    assert "OSTN15" in projected.way


@pytest.mark.parametrize("crs", ["EPSG:27700", "27700", "EPSG:7405"])
def test_what_is_on_the_national_grid_stays_as_it_is(crs):
    projected = to_national_grid(np.array([CAISTER]), parse_crs(crs))
    assert projected.geometries[0].equals(CAISTER)
    assert projected.accuracy_m == 0


def test_airy_degrees_need_no_shift():
    there = to_national_grid(np.array([shapely.Point(-2, 49)]), parse_crs("EPSG:4277"))
    assert there.geometries[0].distance(shapely.Point(400_000, -100_000)) < 0.001
    assert there.accuracy_m == 0


def test_metres_of_another_grid_are_moved_too():
    there = Transformer.from_crs(4326, 32631, always_xy=True).transform
    utm = shapely.transform(CAISTER_DEGREES, there, interleaved=False)
    straight = to_national_grid(CAISTER_DEGREES, parse_crs("EPSG:4326")).geometries[0]
    assert to_national_grid(utm, parse_crs("EPSG:32631")).geometries[0].distance(straight) < 0.001


def test_a_system_that_is_none_is_refused_in_plain_words():
    with pytest.raises(ValueError, match="'EPSG:99999' is not a coordinate system; write it like EPSG:27700"):
        parse_crs("EPSG:99999")


def test_a_placeholder_says_nothing_about_the_earth():
    assert not is_on_earth(None)
    assert not is_on_earth(parse_crs('LOCAL_CS["Undefined Cartesian SRS", UNIT["metre", 1]]'))
    assert is_on_earth(parse_crs("EPSG:27700"))
    assert is_on_earth(parse_crs("EPSG:7405"))
