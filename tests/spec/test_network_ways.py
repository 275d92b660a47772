"""The way from one place to another through the network, tried on maps drawn as text: one letter, one cell of 500 m."""

import numpy as np
import pytest

from lnrs.network.along import EXTRA, HARDEST, gaps, resistance
from lnrs.network.corridor import Way, way

CELL_M = 500.0
SHARE = {"#": 1.0, "+": 0.5, ",": 0.09, ".": 0.0, "~": 0.0}
"""`#` is all network, `+` half of it, `,` hardly any, `.` none; `~` is sea, or another country."""


def drawn(picture: str) -> tuple[np.ndarray, np.ndarray]:
    """(share of network, whether it is land of an area)."""
    rows = [line.split() for line in picture.strip().splitlines()]
    share = np.array([[SHARE[letter] for letter in row] for row in rows])
    return share, np.array([[letter != "~" for letter in row] for row in rows])


def from_west_to_east(picture: str, row: int = 0) -> Way | None:
    """The way along a row of the map, from its first cell to its last."""
    share, land = drawn(picture)
    return way(resistance(share, land), (row, 0), (row, share.shape[1] - 1), CELL_M)


def found(picture: str, row: int = 0) -> Way:
    one = from_west_to_east(picture, row)
    assert one is not None
    return one


def test_a_metre_costs_one_in_the_network_and_ten_outside_it() -> None:
    share, land = drawn("# + .")
    assert resistance(share, land).tolist() == [[1.0, 5.5, HARDEST]]
    assert found("# #").cost == CELL_M
    assert found(". .").cost == 10 * CELL_M
    assert found("# .").cost == pytest.approx(CELL_M * (1 + 10) / 2)


def test_the_way_goes_round_by_the_network_where_that_is_cheaper() -> None:
    around = found("""
        # . . . #
        # # # # #
    """)
    assert around.cells.tolist() == [[0, 0], [1, 1], [1, 2], [1, 3], [0, 4]]


def test_the_way_goes_straight_where_the_network_is_too_far_round() -> None:
    straight = found("""
        # . #
        # . .
        # . .
        # # #
    """)
    assert straight.cells.tolist() == [[0, 0], [0, 1], [0, 2]]


def test_its_length_is_told_cell_by_cell_half_a_step_to_each_side() -> None:
    straight = found("# # #")
    assert straight.metres.tolist() == [250.0, 500.0, 250.0]
    diagonal = found("""
        # . #
        . # .
    """)
    assert diagonal.metres.sum() == pytest.approx(2 * CELL_M * np.sqrt(2))


def test_no_way_leads_over_the_sea() -> None:
    assert from_west_to_east("# ~ #") is None
    by_land = found("""
        # ~ #
        . . .
    """)
    assert by_land.cells.tolist() == [[0, 0], [1, 1], [0, 2]]


def test_the_corridor_is_the_land_on_ways_that_cost_little_more() -> None:
    """Two ways cost the same and both are of the corridor; a third, by poorer land, costs more than 5 % more."""
    both = found(
        """
        . . . . .
        . # # # .
        # . . . #
        . # # # .
        . . . . .
    """,
        row=2,
    )
    assert both.corridor.astype(int).tolist() == [
        [0, 0, 0, 0, 0],
        [0, 1, 1, 1, 0],
        [1, 0, 0, 0, 1],
        [0, 1, 1, 1, 0],
        [0, 0, 0, 0, 0],
    ]
    assert EXTRA == 0.05


def test_the_corridor_holds_its_own_way_and_no_sea() -> None:
    one = found("""
        # ~ . #
        . + + .
    """)
    assert one.corridor[tuple(one.cells.T)].all()
    assert not one.corridor[0, 1]


def test_a_gap_is_where_the_way_has_less_than_a_tenth_of_network() -> None:
    share, _ = drawn("# . , # + . #")
    assert gaps(share[0]) == [(1, 2), (5, 5)]


def test_a_way_that_begins_outside_the_network_begins_with_a_gap() -> None:
    share, _ = drawn(". . # # .")
    assert gaps(share[0]) == [(0, 1), (4, 4)]
    share, _ = drawn("# + #")
    assert gaps(share[0]) == []


def test_a_measure_that_closes_the_gap_shortens_the_way() -> None:
    """With a field in the gap restored the way no longer goes round."""
    now = """
        # . . . #
        # # # # #
    """
    restored = now.replace("# . . . #", "# # # # #")
    assert found(restored).cells.tolist() == [[0, at] for at in range(5)]
    assert found(restored).cost < found(now).cost
    assert found(restored).metres.sum() < found(now).metres.sum()


def test_the_way_back_is_the_way_there() -> None:
    share, land = drawn("""
        # . + . #
        + + . # .
        . # # . ~
    """)
    cost = resistance(share, land)
    there, back = way(cost, (0, 0), (0, 4), CELL_M), way(cost, (0, 4), (0, 0), CELL_M)
    assert there is not None
    assert back is not None
    assert back.cost == pytest.approx(there.cost)
    assert (back.corridor == there.corridor).all()
