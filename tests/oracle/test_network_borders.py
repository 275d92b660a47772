"""Gaps, overlaps and neighbours of drawn areas agree with counting squares of the drawing."""

from collections import defaultdict
from itertools import combinations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.network.borders import faults
from lnrs.network.neighbours import neighbours
from lnrs.network.unclaimed import unclaimed

SIDE_M = 100
ROWS, COLUMNS = 6, 7
drawings = st.lists(
    st.lists(st.sampled_from([(), (1,), (2,), (3,), (1, 2), (1, 2, 3)]), min_size=COLUMNS, max_size=COLUMNS),
    min_size=ROWS,
    max_size=ROWS,
).filter(lambda rows: any(any(cell) for row in rows for cell in row))
"""Which areas have each square: none, one, or several."""


def drawn(rows: list[list[tuple[int, ...]]]) -> gpd.GeoDataFrame:
    squares: dict[int, list[shapely.Polygon]] = defaultdict(list)
    for row, cells in enumerate(rows):
        for column, held in enumerate(cells):
            for number in held:
                x, y = 400_000 + column * SIDE_M, 300_000 + row * SIDE_M
                squares[number].append(shapely.box(x, y, x + SIDE_M, y + SIDE_M))
    numbers = sorted(squares)
    return gpd.GeoDataFrame(
        {"lnrs_id": numbers}, geometry=[shapely.union_all(squares[number]) for number in numbers], crs=27700
    )


def enclosed(rows: list[list[tuple[int, ...]]]) -> list[set[tuple[int, int]]]:
    """Plain: fill in from outside, square by square; every pool that stays dry is a gap."""
    empty = {
        (row, column)
        for row in range(-1, ROWS + 1)
        for column in range(-1, COLUMNS + 1)
        if not (0 <= row < ROWS and 0 <= column < COLUMNS) or not rows[row][column]
    }
    pools = []
    while empty:
        pool, todo = set(), [min(empty)]
        while todo:
            at = todo.pop()
            if at in empty:
                empty.remove(at)
                pool.add(at)
                todo += [(at[0] + down, at[1] + right) for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        pools.append(pool)
    return [pool for pool in pools if (-1, -1) not in pool]


@given(drawings, st.sampled_from([130.0, 250.0, 10_000.0]))
@settings(max_examples=60)
def test_gaps_are_the_pools_that_stay_dry(rows: list[list[tuple[int, ...]]], square_m: float) -> None:
    found = unclaimed(drawn(rows).geometry.to_numpy(), square_m)
    pools = sorted(len(pool) * SIDE_M**2 for pool in enclosed(rows))
    assert sorted(shapely.area(found)) == pytest.approx(pools)


@given(drawings)
@settings(max_examples=60)
def test_overlaps_are_the_squares_that_several_have(rows: list[list[tuple[int, ...]]]) -> None:
    found = faults(drawn(rows))
    shared = [held for cells in rows for held in cells if len(held) > 1]
    assert found.hectares("overlap") == pytest.approx(len(shared))
    for pair in combinations((1, 2, 3), 2):
        ours = found.of("overlap").query("a == @pair[0] and b == @pair[1]")["ha"].sum()
        assert ours == pytest.approx(sum(set(pair) <= set(held) for held in shared))


@given(drawings)
@settings(max_examples=60)
def test_shared_borders_are_the_edges_of_the_one_that_lie_along_or_in_the_other(
    rows: list[list[tuple[int, ...]]],
) -> None:
    near_m = 0.01
    table = neighbours(drawn(rows), within_m=near_m)
    found = {(int(a), int(b)): shared for a, b, shared, _ in table.itertuples(index=False)}
    cells = np.array([[sum(1 << number for number in held) for held in row] for row in rows])
    padded = np.pad(cells, 1)
    present = {number for row in rows for held in row for number in held}
    for a, b in combinations(sorted(present), 2):
        there, back = edges_beside(padded, a, b), edges_beside(padded, b, a)
        assert found.get((a, b), 0.0) == pytest.approx((there + back) / 2 * SIDE_M, abs=2)


def edges_beside(cells: np.ndarray, of: int, other: int) -> int:
    """Edges of squares on the outline of one area with the other area on at least one side."""
    count = 0
    for one, two in ((cells[:-1], cells[1:]), (cells[:, :-1], cells[:, 1:])):
        outline = (one >> of & 1) != (two >> of & 1)
        count += int((outline & ((one | two) >> other & 1).astype(bool)).sum())
    return count
