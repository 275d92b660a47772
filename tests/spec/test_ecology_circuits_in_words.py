"""What an ecologist may expect of current: figures that can be worked out by hand, and land at its limits."""

import numpy as np
import pytest

from lnrs.ecology import circuits


def drawn(picture: str) -> np.ndarray:
    """Conductances from a drawing: `.` open land of 1 siemens, `-` a tenth of it, `#` what nothing crosses."""
    return np.array([[{".": 1.0, "-": 0.1, "#": np.nan}[cell] for cell in line] for line in picture.split()])


def between(conductance: np.ndarray, one: tuple[int, int], other: tuple[int, int], **how: object) -> float:
    focal = np.array([[1, *one], [2, *other]])
    return float(circuits.resistances(circuits.Landscape(conductance, **how), focal).ohms[0, 1])


def test_resistors_in_a_row_add_up() -> None:
    assert between(drawn("....."), (0, 0), (0, 4)) == pytest.approx(4.0)


def test_two_ways_side_by_side_halve_the_resistance() -> None:
    """A ring of eight cells around a hole, four links either way; with corners, each way is two diagonals shorter."""
    ring = drawn("... .#. ...")
    assert between(ring, (0, 0), (2, 2), neighbours=4) == pytest.approx(4 / 2)
    assert between(ring, (0, 1), (2, 1), neighbours=8) < 4 / 2


def test_a_diagonal_is_the_root_of_two_as_long() -> None:
    assert between(drawn(".# #."), (0, 0), (1, 1)) == pytest.approx(np.sqrt(2))
    assert between(drawn(".# #."), (0, 0), (1, 1), neighbours=4) == -1


def test_beside_a_hedge_the_mean_resistance_is_higher_than_one_over_the_mean_conductance() -> None:
    assert between(drawn(".-."), (0, 0), (0, 2), average="resistance") == pytest.approx(2 * (1 + 10) / 2)
    assert between(drawn(".-."), (0, 0), (0, 2), average="conductance") == pytest.approx(2 / ((1 + 0.1) / 2))


def test_places_on_either_side_of_a_barrier_are_not_joined() -> None:
    split = circuits.resistances(circuits.Landscape(drawn("..#..")), np.array([[7, 0, 0], [8, 0, 4], [9, 0, 3]]))
    assert split.numbers.tolist() == [7, 8, 9]
    assert split.ohms.tolist() == [[0, -1, -1], [-1, 0, pytest.approx(1)], [-1, pytest.approx(1), 0]]


def test_all_current_goes_through_the_only_gap() -> None:
    land = circuits.Landscape(drawn("..... ..... ##.## ..... ....."))
    (pair,) = circuits.pair_maps(land, np.array([[1, 0, 2], [2, 4, 2]]))
    assert pair.current[2].tolist() == [0, 0, pytest.approx(1), 0, 0]
    assert pair.current == pytest.approx(pair.current[::-1])
    assert pair.voltage[0, 2] == 0
    assert pair.voltage[4, 2] == pytest.approx(pair.ohms)


def test_a_region_is_crossed_for_nothing_even_over_a_barrier() -> None:
    bridge = np.array([[0, 0, 5, 5, 5, 0, 0]])
    assert between(drawn("...#..."), (0, 0), (0, 6), regions=bridge) == pytest.approx(4.0)


def test_a_focal_region_is_one_place_only_in_its_own_pairs() -> None:
    land = circuits.Landscape(drawn("......"))
    focal = circuits.focal_cells(np.array([[1, 0, 2, 2, 0, 3]]))
    assert circuits.resistances(land, focal).ohms == pytest.approx(np.array([[0, 2, 5], [2, 0, 2], [5, 2, 0]]))


def test_current_divides_between_grounds_by_their_conductance() -> None:
    land = circuits.Landscape(np.ones((1, 3)))
    found = circuits.flow(land, np.array([[0, 6.0, 0]]), np.array([[1.0, 0, np.inf]]))
    assert found.voltage[0] == pytest.approx([2.0, 4.0, 0.0])
    assert found.current[0] == pytest.approx([2.0, 6.0, 4.0])


def test_one_to_all_and_all_to_one_mirror_each_other_between_two_places() -> None:
    land, focal = circuits.Landscape(drawn("....")), np.array([[1, 0, 0], [2, 0, 3]])
    out, back = list(circuits.one_to_all(land, focal)), list(circuits.all_to_one(land, focal))
    assert [turn.ohms for turn in out] == pytest.approx([3, 3])
    assert [turn.ohms for turn in back] == [0, 0]
    assert out[0].voltage == pytest.approx(back[1].voltage)


@pytest.mark.parametrize("conductance", [np.zeros((3, 3)), np.full((3, 3), np.nan), np.eye(1), np.zeros((0, 4))])
def test_where_there_is_nothing_to_cross_nothing_flows(conductance: np.ndarray) -> None:
    """No habitat at all, a single cell, a raster without rows."""
    land, nowhere = circuits.Landscape(conductance), np.empty((0, 3), int)
    focal = nowhere if 0 in conductance.shape else np.array([[4, 0, 0]])
    assert (circuits.resistances(land, focal).ohms == np.zeros((len(focal), len(focal)))).all()
    assert not circuits.cumulative_current(land, focal).current.any()
    assert list(circuits.pair_maps(land, focal)) == []
    assert all(turn.ohms == -1 and not turn.current.any() for turn in circuits.one_to_all(land, focal))
    assert not circuits.flow(land, np.ones(conductance.shape), np.zeros(conductance.shape)).current.any()
    if conductance.size:
        found = circuits.omnidirectional(land, np.nan_to_num(conductance), radius_cells=2)
        assert not np.nan_to_num(found.current).any()
        circuits.screened_flow(land, np.nan_to_num(conductance), radius_cells=2)


def test_classes_of_flow_part_at_their_limits() -> None:
    assert circuits.flow_class(np.array([0.0, 0.7, 1.3, 1.7, np.nan])).tolist() == [1, 2, 3, 4, 0]


def test_sources_come_from_resistance_up_to_a_limit() -> None:
    assert circuits.source_of(np.array([1.0, 4.0, 5.0, np.nan]), cutoff_ohms=4.0).tolist() == [1.0, 0.25, 0.0, 0.0]


EVEN = circuits.Landscape(np.ones((4, 4)))
CELLS = np.array([[1, 0, 0], [2, 3, 3]])


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: circuits.Landscape(np.array([[-1.0]])), "0 or more"),
        (lambda: circuits.Landscape(np.array([[np.inf]])), "finite"),
        (lambda: circuits.Landscape(np.ones(3)), "rows and columns"),
        (lambda: circuits.Landscape(np.ones((2, 2)), np.ones((3, 2), int)), "regions"),
        (lambda: circuits.Landscape(np.ones((2, 2)), neighbours=6), "4 neighbours or 8"),  # type: ignore[arg-type]
        (lambda: circuits.Landscape(np.ones((2, 2)), average="mean"), "averages"),  # type: ignore[arg-type]
        (lambda: circuits.conductance_of(np.array([[0.0]])), "above 0"),
        (lambda: circuits.resistances(EVEN, np.array([[1, 0, 9]])), "beyond the landscape"),
        (lambda: circuits.resistances(EVEN, np.array([1, 0])), "rows of three"),
        (lambda: circuits.resistances(EVEN, CELLS, pairs=[(1, 5)]), "no focal node"),
        (lambda: circuits.flow(EVEN, np.ones((2, 2)), np.ones((2, 2))), "rows and columns"),
        (lambda: circuits.flow(EVEN, np.ones((4, 4)), -np.ones((4, 4))), "0 siemens or more"),
        (lambda: circuits.flow(EVEN, np.full((4, 4), np.inf), np.ones((4, 4))), "finite current"),
        (lambda: circuits.flow(EVEN, np.ones((4, 4)), np.ones((4, 4)), conflict="both"), "no way"),  # type: ignore[arg-type]
        (lambda: circuits.graph_of_links([0], [2], [1.0], 2), "not among the 2"),
        (lambda: circuits.graph_of_links([0], [1], [-1.0], 2), "0 or more"),
        (lambda: circuits.graph_of_links([0], [1, 1], [1.0], 2), "two nodes"),
        (lambda: circuits.network_resistances(circuits.graph_of_links([0], [1], [1.0], 2), np.array([3])), "not among"),
        (lambda: circuits.network_flow(circuits.graph_of_links([0], [1], [1.0], 2), [1.0], [1.0]), "Every node"),
        (lambda: circuits.omnidirectional(EVEN, np.ones((4, 4)), radius_cells=2, block_cells=2), "odd"),
        (lambda: circuits.omnidirectional(EVEN, np.ones((4, 4)), radius_cells=1, block_cells=3), "beyond its block"),
        (lambda: circuits.omnidirectional(EVEN, -np.ones((4, 4)), radius_cells=1), "0 or more"),
        (lambda: circuits.omnidirectional(EVEN, np.ones((2, 4)), radius_cells=1), "rows and columns"),
        (lambda: circuits.screened_flow(EVEN, np.ones((4, 4)), radius_cells=0), "above 0 cells"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(mistake: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        mistake()  # type: ignore[operator]
