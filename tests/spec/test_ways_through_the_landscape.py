"""Where animals find the cheapest way, tried on land drawn as text: one letter, one cell of 10 m."""

import numpy as np
import pytest

from lnrs.ecology.corridors import cost_links, least_cost_corridor, path
from lnrs.ecology.least_cost import LeastCost, least_cost
from lnrs.ecology.networks import (
    Links,
    components,
    equivalent_connected_area_ha,
    importance,
    patches_of_raster,
)

RESISTANCE = {"A": 1, "B": 1, "C": 1, ".": 10, "h": 2, "#": 100, "~": np.nan, "=": 5}
"""A, B and C are habitat, `.` arable, `h` a hedge, `#` built-up, `~` a river, `=` a bridge."""


def drawn(picture: str) -> tuple[np.ndarray, np.ndarray]:
    """(resistance, sources labelled 1 for A, 2 for B, 3 for C)."""
    rows = [line.split() for line in picture.strip().splitlines()]
    return (
        np.array([[float(RESISTANCE[letter]) for letter in row] for row in rows]),
        np.array([["ABC".find(letter) + 1 for letter in row] for row in rows], np.int32),
    )


def spread(picture: str, limit: float = np.inf) -> LeastCost:
    return least_cost(*drawn(picture), cell_m=10.0, limit=limit)


def test_a_step_costs_the_mean_of_both_cells_and_a_diagonal_is_longer() -> None:
    found = spread("""
        A .
        . .
    """)
    assert found.cost[0, 1] == 10 * (1 + 10) / 2
    assert found.cost[1, 1] == pytest.approx(10 * np.sqrt(2) * (1 + 10) / 2)


def test_the_way_follows_a_hedge_rather_than_crossing_the_field() -> None:
    found = spread("""
        A . . . .
        h . . . .
        h h h h h
    """)
    assert path(found, (2, 4)).tolist() == [[2, 4], [2, 3], [2, 2], [2, 1], [1, 0], [0, 0]]


def test_a_river_is_crossed_at_the_bridge_and_nowhere_else() -> None:
    found = spread("""
        A ~ .
        . ~ .
        . = .
    """)
    assert [2, 1] in path(found, (0, 2)).tolist()


def test_a_river_without_a_bridge_cannot_be_crossed() -> None:
    found = spread("""
        A ~ .
        . ~ .
    """)
    assert np.isinf(found.cost[:, 1:]).all()
    assert not found.nearest[:, 1:].any()


def test_a_diagonal_slips_between_two_barriers_that_only_touch_at_a_corner() -> None:
    """So a river drawn as a staircase of cells leaks: make it thick."""
    found = spread("""
        A ~
        ~ .
    """)
    assert np.isfinite(found.cost[1, 1])


def test_land_goes_to_the_patch_that_is_cheapest_to_reach_not_the_nearest() -> None:
    found = spread("""
        A # # . h h h h B
    """)
    assert found.nearest.tolist() == [[1, 1, 2, 2, 2, 2, 2, 2, 2]]


def test_land_as_near_to_two_patches_goes_to_the_lower_label() -> None:
    assert spread("B . A").nearest.tolist() == [[2, 1, 1]]


def test_nothing_is_reached_beyond_the_limit() -> None:
    found = spread("A . . .", limit=155.0)
    assert found.cost.tolist() == [[0, 55, 155, np.inf]]


def test_a_patch_on_a_barrier_is_not_started_from() -> None:
    resistance, sources = np.array([[np.nan, 1.0]]), np.array([[1, 0]])
    assert np.isinf(least_cost(resistance, sources, cell_m=10.0).cost).all()


def test_the_corridor_widens_with_the_extra_cost_allowed() -> None:
    resistance, sources = drawn("""
        . . . . .
        A h h h B
        . . . . .
    """)
    one, other = (least_cost(resistance, (sources == k).astype(int), cell_m=10.0).cost for k in (1, 2))
    assert least_cost_corridor(one, other, extra=0).tolist() == [[False] * 5, [True] * 5, [False] * 5]
    assert least_cost_corridor(one, other, extra=1_000).all()


def test_patches_whose_land_meets_are_linked_and_the_one_behind_another_is_not() -> None:
    resistance, sources = drawn("A . B . C")
    links = cost_links(least_cost(resistance, sources, cell_m=10.0), resistance, cell_m=10.0)
    assert links.patch.tolist() == [[1, 2], [2, 3]]
    assert links.cost.tolist() == [110.0, 110.0]


def test_a_stepping_stone_makes_more_of_the_patches_on_either_side() -> None:
    """The middle patch is the smallest, and matters as much for what it connects as for itself."""
    resistance, sources = drawn("A A A A . B . C C C C")
    _, area_ha = patches_of_raster(sources > 0, cell_m=10.0)
    found = cost_links(least_cost(resistance, sources, cell_m=10.0), resistance, cell_m=10.0)
    links = Links(found.patch.astype(int) - 1, found.cost)
    assert components(links, 3).tolist() == [0, 0, 0]
    assert equivalent_connected_area_ha(area_ha, links, dispersal=100.0) > np.sqrt((area_ha**2).sum())
    lost = importance(area_ha, links, dispersal=100.0)
    assert lost.connector[1] > lost.intra[1]
    assert lost.connector[[0, 2]].tolist() == [0, 0], "nothing is reached through the patches at the ends"
