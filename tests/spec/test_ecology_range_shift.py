"""What a range shift asks of land, on drawings of cells of one kilometre: `S` source, `T` target, `H` habitat."""

import numpy as np
import pytest

from lnrs.ecology.range_shift import RangeShift, bottlenecks, edges, flow_share, range_shift


def shifted(picture: str, dispersal_m: float = 1_000.0, **more: float) -> RangeShift:
    letters = np.array([line.split() for line in picture.strip().splitlines()])
    habitat, source, target = ((letters == letter) for letter in "HST")
    return range_shift(habitat.astype(float), source, target, dispersal_m=dispersal_m, cell_m=1_000.0, **more)


def test_a_stepping_stone_halfway_makes_the_shift_faster_than_one_near_the_end() -> None:
    assert shifted("S . H . T").speed > shifted("S H . . T").speed


def test_voltage_falls_from_the_source_to_the_target() -> None:
    voltage = shifted("S H H H H T").voltage[0, 1:5]
    assert (np.diff(voltage) < 0).all()
    assert voltage.max() < 1
    assert voltage.min() > 0


def test_more_habitat_never_makes_it_slower() -> None:
    """Rayleigh: another link can only help."""
    assert shifted("S . H H . T\n. . . . . .").speed < shifted("S . H H . T\n. . . H . .").speed


def test_all_that_crosses_a_single_stone_flows_through_it() -> None:
    assert flow_share(shifted("S . H . T"))[0, 2] == pytest.approx(1.0)


def test_two_equal_ways_share_the_flow() -> None:
    flow = flow_share(
        shifted("""
            . . H . .
            S . . . T
            . . H . .
        """)
    )
    assert flow[[0, 2], 2] == pytest.approx(0.5)


def test_a_dead_end_has_next_to_no_flow() -> None:
    flow = flow_share(
        shifted(
            """
            . . . . . H .
            . . . . . . .
            S H H H H H T
            . . . . . . .
            . . . H . . .
            """,
            400.0,
        )
    )
    assert flow[4, 3] < 0.01 < flow[2, 3]


def test_the_bottleneck_is_the_gap() -> None:
    found = bottlenecks(shifted("S H H H . . H H H T"), most=1).iloc[0]
    assert (found["col"], found["other_col"], found["length_m"]) == (3, 6, 3_000.0)


def test_habitat_in_the_bottleneck_speeds_the_shift_more_than_the_same_elsewhere() -> None:
    before = "S H H H . . H H H T\n. . . . . . . . . ."
    gap, aside = "S H H H . H H H H T\n. . . . . . . . . .", "S H H H . . H H H T\n. . H . . . . . . ."
    assert shifted(gap).speed > shifted(aside).speed > shifted(before).speed


def test_twice_the_emigrants_are_twice_the_speed_and_the_same_flow() -> None:
    one, two = (shifted("S H . H T", emigrants_per_km2=emigrants) for emigrants in (1.0, 2.0))
    assert two.speed == pytest.approx(2 * one.speed)
    assert flow_share(two) == pytest.approx(flow_share(one))


def test_beyond_the_longest_link_nothing_arrives() -> None:
    """From the stone on the left the source can be seen, from that on the right the target, neither from the other."""
    shift = shifted("S H . . . . . . . . . . . . H T", 500.0)
    assert shift.speed == 0
    assert shift.voltage[0, [1, 14]].tolist() == [1, 0]
    assert not flow_share(shift).any()
    assert len(bottlenecks(shift)) == 0


def test_habitat_that_neither_end_reaches_has_no_voltage_and_no_flow() -> None:
    rows = ["S H H T", *9 * [". . . ."], "H . . ."]
    shift = shifted("\n".join(rows), 500.0)
    assert shift.speed > 0
    assert np.isnan(shift.voltage[10, 0])
    assert flow_share(shift)[10, 0] == 0


@pytest.mark.parametrize("picture", ["S . . . T", ". H H H T", "S H H . .", "."])
def test_without_habitat_or_an_end_there_is_no_shift(picture: str) -> None:
    shift = shifted(picture)
    assert shift.speed == 0
    assert not flow_share(shift).any()


def test_towards_the_north_the_source_is_the_southern_edge() -> None:
    source, target = edges(np.ones((8, 3), bool), "N")
    assert np.argwhere(source).tolist() == [[7, 0], [7, 1], [7, 2]]
    assert np.argwhere(target).tolist() == [[0, 0], [0, 1], [0, 2]]


def test_towards_the_north_east_source_and_target_do_not_meet_at_the_other_corners() -> None:
    source, target = edges(np.ones((9, 9), bool), "NE")
    assert source[8, 0]
    assert target[0, 8]
    for corner in ((0, 0), (8, 8)):
        assert not (source | target)[corner]
