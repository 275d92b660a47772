"""The fast grid kernels agree with the plain definition of what they measure."""

import networkx
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lnrs.ecology.amount import area_ha, coarser
from lnrs.ecology.burn import burn, covered, touched
from lnrs.ecology.grid import Grid
from lnrs.ecology.nearest import nearest_m, row_by_row
from lnrs.ecology.patches import adjoining, grow, neighbours, patch_areas_ha
from lnrs.ecology.terrain import slope_deg
from lnrs.ecology.zonal import mean, mean_on_coarser, zones

GRID = Grid(west_m=100.0, north_m=500.0, rows=40, cols=30)


def centres(grid: Grid) -> np.ndarray:
    north = grid.north_m - (np.arange(grid.rows) + 0.5) * grid.cell_m
    east = grid.west_m + (np.arange(grid.cols) + 0.5) * grid.cell_m
    return shapely.points(*np.meshgrid(east, north))


def plain_covered(shape: shapely.Geometry, grid: Grid) -> np.ndarray:
    return shapely.contains_properly(shape, centres(grid))


def plain_distance(marked: np.ndarray, cell_m: float, limit_m: float) -> np.ndarray:
    here, there = np.argwhere(np.ones_like(marked)), np.argwhere(marked)
    if len(there) == 0:
        return np.full(marked.shape, limit_m)
    away = np.sqrt(((here[:, None] - there[None]) ** 2).sum(axis=2)).min(axis=1) * cell_m
    return np.minimum(np.rint(away), limit_m).reshape(marked.shape)


coordinate = st.floats(-50, 550, allow_nan=False).map(lambda value: round(value, 2))


@st.composite
def polygons(draw: st.DrawFn) -> shapely.Geometry:
    """No outline passes through a cell's centre, where inside and outside are a matter of convention."""
    points = draw(st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=9, unique=True))
    shape = shapely.make_valid(shapely.Polygon(points), method="structure", keep_collapsed=False)
    assume(shape.is_empty or shapely.distance(shape.boundary, centres(GRID)).min() > 1e-6)
    return shape


@given(polygons())
@settings(max_examples=150, deadline=None)
def test_a_cell_is_covered_when_its_centre_is_inside(shape: shapely.Geometry) -> None:
    assert (covered(np.array([shape]), GRID).astype(bool) == plain_covered(shape, GRID)).all()


@given(polygons())
@settings(max_examples=60, deadline=None)
def test_touched_cells_hold_every_covered_cell_and_only_cells_within_reach(shape: shapely.Geometry) -> None:
    cells = touched(np.array([shape]), GRID).astype(bool)
    assert cells[plain_covered(shape, GRID)].all()
    far = shapely.distance(shape, centres(GRID)) > GRID.cell_m * np.sqrt(2) / 2 + 1e-6
    assert not cells[far].any()


@given(polygons(), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_the_mean_is_that_of_the_covered_cells(shape: shapely.Geometry, seed: int) -> None:
    raster = np.random.default_rng(seed).integers(0, 1000, GRID.shape).astype(np.uint16)
    inside = plain_covered(shape, GRID)
    if inside.any():
        assert mean(zones(np.array([shape]), GRID), raster)[0] == pytest.approx(raster[inside].mean())


def test_fields_that_share_edges_leave_no_cell_out_and_take_none_twice() -> None:
    """Edges that run exactly through cell centres are where a sloppy rule would count twice."""
    rng = np.random.default_rng(3)
    points = shapely.MultiPoint(np.round(rng.uniform((100, 100), (400, 500), (60, 2)) / 5) * 5)
    fields = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shapely.box(0, 0, 600, 600)))
    once = sum(covered(np.array([field]), GRID).astype(int) for field in fields)
    assert (once == 1).all()


def test_a_missing_height_is_left_out_of_the_mean() -> None:
    heights = np.full(GRID.shape, 7.0, np.float32)
    heights[::2] = np.nan
    field = shapely.box(100, 100, 400, 500)
    assert mean(zones(np.array([field]), GRID), heights)[0] == 7.0


def test_a_pond_smaller_than_a_cell_is_measured_where_it_is() -> None:
    raster = np.arange(GRID.rows * GRID.cols, dtype=np.uint16).reshape(GRID.shape)
    pond = shapely.Point(121, 489).buffer(1.0)
    within = zones(np.array([pond]), GRID)
    assert mean(within, raster)[0] == raster[1, 2]
    near = nearest_m(
        row_by_row(within, GRID.rows), (raster == raster[4, 6]).astype(np.uint8), cell_m=10.0, limit_m=900.0
    )
    assert near[0] == 50, "three rows down and four columns along"


def test_an_empty_shape_has_no_figure() -> None:
    raster = np.ones(GRID.shape, np.uint16)
    within = zones(np.array([shapely.Polygon(), shapely.box(110, 110, 200, 200)]), GRID)
    near = nearest_m(row_by_row(within, GRID.rows), raster.astype(np.uint8), cell_m=10.0, limit_m=1.0)
    for measured in (mean(within, raster), near + 1):
        assert np.isnan(measured[0])
        assert measured[1] == 1


@given(polygons(), st.integers(0, 2**32 - 1), st.floats(0.0, 0.2), st.sampled_from([10.0, 55.0, 5_000.0]))
@settings(max_examples=100, deadline=None)
def test_a_shape_is_as_near_as_the_nearest_of_its_cells(
    shape: shapely.Geometry, seed: int, share: float, limit_m: float
) -> None:
    """Two shapes at once, that may overlap: the one drawn, and every cell of a column."""
    marked = (np.random.default_rng(seed).random(GRID.shape) < share).astype(np.uint8)
    away = plain_distance(marked, GRID.cell_m, limit_m)
    within = row_by_row(zones(np.array([shape, shapely.box(150, 100, 160, 500)]), GRID), GRID.rows)
    near = nearest_m(within, marked, cell_m=GRID.cell_m, limit_m=limit_m)
    inside = plain_covered(shape, GRID)
    if inside.any():
        assert near[0] == away[inside].min()
    assert near[1] == away[:, 5].min()


@given(st.integers(0, 2**32 - 1), st.floats(0.0, 0.2), st.sampled_from([10.0, 55.0, 5_000.0]))
@settings(max_examples=40, deadline=None)
def test_every_cell_is_as_near_as_a_plain_search_finds(seed: int, share: float, limit_m: float) -> None:
    marked = (np.random.default_rng(seed).random(GRID.shape) < share).astype(np.uint8)
    cells = shapely.buffer(centres(GRID).ravel(), 1.0)
    near = nearest_m(row_by_row(zones(cells, GRID), GRID.rows), marked, cell_m=GRID.cell_m, limit_m=limit_m)
    assert (near.reshape(GRID.shape) == plain_distance(marked, GRID.cell_m, limit_m)).all()


def test_a_plane_has_its_own_slope_everywhere_but_at_the_rim() -> None:
    """A rise of 1 m in 10 m is 5.71 degrees, whichever way it faces."""
    north, east = np.mgrid[0:20, 0:30] * 10.0
    for plane in (north * 0.1, east * 0.1, (north + east) * 0.1 / np.sqrt(2)):
        assert slope_deg(plane.astype(np.float32), 10.0)[1:-1, 1:-1] == pytest.approx(5.7106, abs=1e-3)


def plain_adjoining(cells: np.ndarray) -> set[tuple[int, int]]:
    rows, cols = cells.shape
    sides = [(r, c, r, c + 1) for r in range(rows) for c in range(cols - 1)]
    sides += [(r, c, r + 1, c) for r in range(rows - 1) for c in range(cols)]
    pairs = {tuple(sorted((cells[a, b] - 1, cells[c, d] - 1))) for a, b, c, d in sides if cells[a, b] and cells[c, d]}
    return {(one, other) for one, other in pairs if one != other}


def test_adjoining_pairs_are_those_whose_cells_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strips of seven rows, so that borders between strips are tried too."""
    monkeypatch.setattr("lnrs.ecology.patches.STRIP_ROWS", 7)
    rng = np.random.default_rng(5)
    points = shapely.MultiPoint(rng.uniform((100, 100), (400, 500), (80, 2)))
    fields = shapely.get_parts(shapely.voronoi_polygons(points))[rng.random(80) < 0.8]
    cells = burn(fields, np.arange(1, len(fields) + 1, dtype=np.int32), GRID)
    pairs = adjoining(fields, shapely.bounds(fields), GRID)
    assert {(int(one), int(other)) for one, other in pairs} == plain_adjoining(cells)
    assert len(np.unique(pairs, axis=0)) == len(pairs)


def plain_grow(
    ranked: list[int], area: list[float], pairs: list[tuple[int, int]], wanted: float, least: float
) -> list[int]:
    """Lower the bar one piece at a time; count what is in patches large enough; stop when it is enough."""
    for count in range(len(ranked) + 1):
        graph = networkx.Graph(pair for pair in pairs if set(pair) <= set(ranked[:count]))
        graph.add_nodes_from(ranked[:count])
        patches = [patch for patch in networkx.connected_components(graph) if sum(area[p] for p in patch) >= least]
        chosen = sorted(piece for patch in patches for piece in patch)
        if sum(area[piece] for piece in chosen) >= wanted:
            break
    return chosen


@given(st.integers(0, 2**32 - 1), st.integers(0, 12), st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_land_is_taken_best_first_and_only_in_patches_large_enough(seed: int, wanted: int, least: int) -> None:
    rng = np.random.default_rng(seed)
    count = 14
    pairs = [(i, j) for i in range(count) for j in range(i) if rng.random() < 0.15]
    area = rng.integers(1, 4, count).astype(float)
    ranked = rng.permutation(count)[:11]
    beside = neighbours(np.array(pairs, np.int32).reshape(-1, 2), count)
    taken = grow(ranked, area, beside, wanted_ha=wanted, min_patch_ha=least)
    assert taken.tolist() == plain_grow(ranked.tolist(), area.tolist(), pairs, wanted, least)


@given(st.lists(polygons(), min_size=1, max_size=4), st.integers(2, 9), st.integers(2, 9))
@settings(max_examples=80, deadline=None)
def test_a_coarser_raster_is_looked_up_at_the_centre_of_each_cell_and_ends_one_cell_beyond_its_edge(
    shapes: list[shapely.Geometry], rows: int, cols: int
) -> None:
    coarser = Grid(west_m=120.0, north_m=470.0, rows=rows, cols=cols, cell_m=50.0)
    heights = np.random.default_rng(rows * cols).random((rows, cols))
    found = mean_on_coarser(zones(np.array(shapes), GRID), GRID, heights, coarser)
    reach = shapely.box(120 - 50, 470 - 50 * rows - 50, 120 + 50 * cols + 50, 470 + 50)
    for shape, value in zip(shapes, found, strict=True):
        held = centres(GRID)[plain_covered(shape, GRID)]
        seen = held[shapely.covers(reach, held)]
        row = np.clip((470 - shapely.get_y(seen)) // 50, 0, rows - 1).astype(int)
        col = np.clip((shapely.get_x(seen) - 120) // 50, 0, cols - 1).astype(int)
        if len(held):
            assert value == pytest.approx(heights[row, col].mean() if len(seen) else np.nan, nan_ok=True)


@given(st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=25), st.sets(st.integers(0, 11)))
@settings(max_examples=100, deadline=None)
def test_patches_are_the_connected_pieces_of_the_land(pairs: set[tuple[int, int]], land: set[int]) -> None:
    adjoin = np.array(sorted(pair for pair in pairs if pair[0] < pair[1]), np.int32).reshape(-1, 2)
    area = np.random.default_rng(len(pairs)).random(12)
    graph = networkx.Graph()
    graph.add_nodes_from(land)
    graph.add_edges_from((a, b) for a, b in adjoin.tolist() if a in land and b in land)
    plain = [sum(area[piece] for piece in patch) for patch in networkx.connected_components(graph)]
    found = patch_areas_ha(np.isin(np.arange(12), sorted(land)), adjoin, area)
    assert sorted(found) == pytest.approx(sorted(plain))


@given(st.lists(polygons(), min_size=1, max_size=4), st.integers(1, 7))
@settings(max_examples=60, deadline=None)
def test_the_land_in_coarser_cells_is_that_of_the_cells_within_them(shapes: list[shapely.Geometry], times: int) -> None:
    wanted = np.arange(len(shapes)) % 2 == 0
    found = area_ha(zones(np.array(shapes), GRID), wanted, GRID, times)
    plain = np.zeros(coarser(GRID, times).shape)
    for shape in np.array(shapes, object)[wanted & ~shapely.is_empty(shapes)]:
        held = np.argwhere(plain_covered(shape, GRID))
        inside = shape.point_on_surface()
        for row, col in held if len(held) else [((GRID.north_m - inside.y) // 10, (inside.x - GRID.west_m) // 10)]:
            row, col = np.clip([row, col], 0, np.array(GRID.shape) - 1)
            plain[int(row) // times, int(col) // times] += 0.01
    assert found == pytest.approx(plain, abs=1e-5)
