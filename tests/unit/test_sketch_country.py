"""The shape of the ground, and the water that runs over it."""

import numpy as np
import pandas as pd
import pytest
import shapely

from lnrs.sketch.drainage import valleys
from lnrs.sketch.grid import Grid, cell_centres
from lnrs.sketch.relief import dissected, river_level, surface, valley_floor
from lnrs.sketch.setting import meandering, polygons_only, rounded
from lnrs.sketch.zones import character, painted

GRID = Grid(0.0, 8_000.0, 100.0, 80, 80)
X, Y = np.broadcast_arrays(*cell_centres(GRID))
RIVER = pd.DataFrame({"name": ["R"], "points": [np.array([[4_050.0, 8_000.0, 12.0], [4_050.0, 0.0, 4.0]])]})


def test_the_surface_goes_through_the_heights_that_are_known() -> None:
    corners = np.array([[0, 0, 0], [8_000, 0, 80], [0, 8_000, 0], [8_000, 8_000, 80.0]])
    height = surface(GRID, corners)
    inland = (slice(10, -10), slice(10, -10))
    assert height[inland] == pytest.approx((X / 100)[inland], abs=1.5)


def test_beyond_the_known_heights_the_nearest_is_taken() -> None:
    height = surface(GRID, np.array([[3_000, 3_000, 50], [4_000, 3_000, 50], [3_500, 4_000, 50.0]]))
    assert height == pytest.approx(50)


def test_a_river_lies_lower_upstream_to_downstream() -> None:
    level, away = river_level(GRID, RIVER)
    assert level[0, 40] > level[-1, 40]
    assert away[10, 40] == 0
    assert away[10, 50] == 1_000


def test_a_country_without_rivers_is_far_from_one() -> None:
    _, away = river_level(GRID, RIVER.iloc[:0])
    assert away.min() > 1e5


def test_a_valley_has_a_flat_floor_and_leaves_the_hills_alone() -> None:
    hills = np.full(GRID.shape, 90.0)
    cut = valley_floor(GRID, hills, RIVER)
    assert cut[40, 40] < 10
    assert cut[40, 42] - cut[40, 41] < 3
    assert cut[40, 75] == 90


def test_a_stream_cuts_deepest_along_itself() -> None:
    line = pd.DataFrame({"points": [np.array([[4_050.0, 7_900.0], [4_050.0, 100.0]])], "km2": [40.0]})
    cut = dissected(GRID, np.full(GRID.shape, 100.0), line, np.full(GRID.shape, 40.0), np.full(GRID.shape, 300.0))
    assert cut[40, 40] < 70
    assert cut[40, 40] < cut[40, 44] < cut[40, 60]
    assert cut[40, 79] == pytest.approx(100, abs=0.5)


def test_water_runs_down_the_one_valley_to_the_outlet() -> None:
    trough = np.abs(X - 4_050) / 20 + Y / 400
    outlets = np.zeros(GRID.shape, dtype=bool)
    outlets[-1] = True
    lines = valleys(GRID, trough, outlets, least_km2=8)
    assert len(lines) == 1
    main = lines.iloc[0]
    assert main["points"][-1] == pytest.approx([4_050, 50])
    assert main["km2"] > 25
    assert (np.diff(main["points"][:, 1]) <= 0).all()


def test_a_tributary_ends_in_the_greater_stream() -> None:
    fork = np.minimum(np.abs(X - 4_050), np.abs(X - 4_050 - (Y - 3_000).clip(0))) / 10 + Y / 200
    outlets = np.zeros(GRID.shape, dtype=bool)
    outlets[-1] = True
    lines = valleys(GRID, fork, outlets, least_km2=6).sort_values("km2")
    assert len(lines) == 2
    tributary, main = (shapely.LineString(points) for points in lines["points"])
    assert shapely.Point(tributary.coords[-1]).distance(main) == 0


def test_a_winding_river_keeps_its_ends_and_its_fall() -> None:
    straight = np.array([[0, 0, 30], [6_000, 0, 10.0]])
    wound = meandering(straight, np.random.default_rng(1))
    assert wound[[0, -1]] == pytest.approx(straight)
    assert np.abs(wound[:, 1]).max() > 40
    assert (np.diff(wound[:, 2]) < 0).all()


def test_a_tidal_river_is_left_as_it_was_drawn() -> None:
    wound = meandering(np.array([[0, 0, 1], [6_000, 0, 0.0]]), np.random.default_rng(1))
    assert np.abs(wound[:, 1]).max() == 0


def test_corners_are_cut_and_ends_are_kept() -> None:
    bend = rounded(np.array([[0, 0], [100, 0], [100, 100.0]]))
    assert bend[[0, -1]].tolist() == [[0, 0], [100, 100]]
    assert [100, 0] not in bend.tolist()


def test_stray_lines_of_an_overlay_are_dropped() -> None:
    mixed = shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.LineString([(5, 5), (6, 6)])])
    assert polygons_only(mixed).equals(shapely.box(0, 0, 1, 1))


def test_shares_of_each_kind_of_country_leave_room_for_the_rest() -> None:
    laid = character()[["woodland", "orchard", "heathland", "fen", "scrub", "semi_natural", "improved"]]
    assert (laid.sum(axis=1) < 1).all()


def test_a_figure_is_painted_on_its_zone() -> None:
    zone = np.array([[0, 1]], dtype=np.uint8)
    assert painted(zone, "field_ha")[0] == pytest.approx(character()["field_ha"].to_numpy()[:2])
