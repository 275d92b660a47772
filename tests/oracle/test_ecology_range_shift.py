"""The range shift solved by convolution agrees with the circuit written out link by link and solved outright."""

from typing import NamedTuple

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from lnrs.ecology import habitat_blocks
from lnrs.ecology.habitat_circuit import circuit, components
from lnrs.ecology.kernel import exponential
from lnrs.ecology.range_shift import TOWARDS, bottlenecks, edges, flow_share, range_shift

CELL_M = 100.0
seeds = st.integers(0, 2**32 - 1)


class Plain(NamedTuple):
    """The papers' circuit, every link written out; cells as `numpy.argwhere` has them."""

    speed: float
    voltage: np.ndarray
    flow: np.ndarray
    power: np.ndarray


def plain_range_shift(
    habitat: np.ndarray, source: np.ndarray, target: np.ndarray, dispersal_m: float, emigrants: float = 1.0
) -> Plain:
    alpha, cell_km2 = 2 / (dispersal_m / 1000), (CELL_M / 1000) ** 2
    km, area = np.argwhere(habitat > 0) * CELL_M / 1000, habitat[habitat > 0] * cell_km2
    norm = emigrants * alpha**2 / (2 * np.pi)

    def kernel(ones: np.ndarray, others: np.ndarray) -> np.ndarray:
        return norm * np.exp(-alpha * np.sqrt(((ones[:, None] - others[None]) ** 2).sum(axis=2)))

    link = area[:, None] * area * kernel(km, km)
    np.fill_diagonal(link, 0)
    into, out = (
        area * cell_km2 * kernel(km, np.argwhere(mask) * CELL_M / 1000).sum(axis=1) for mask in (source, target)
    )
    voltage = np.linalg.solve(np.diag(link.sum(axis=1) + into + out) - link, into)
    drop = voltage[:, None] - voltage
    current = np.abs(link * drop).sum(axis=1) + into * (1 - voltage) + out * voltage
    return Plain(float(out @ voltage), voltage, current / 2, link * drop**2)


def land(seed: int, shape: tuple[int, int], share: float, clump: float, *, whole: bool = True) -> np.ndarray:
    """Clumped habitat, whole cells or any share of them."""
    rng = np.random.default_rng(seed)
    field = ndimage.gaussian_filter(rng.standard_normal(shape), clump)
    marked = field > np.quantile(field, 1 - share)
    return np.where(marked, 1.0 if whole else rng.uniform(0.1, 1, shape), 0.0)


@given(
    seeds,
    st.tuples(st.integers(3, 28), st.integers(3, 28)),
    st.sampled_from([200.0, 600.0, 3000.0]),
    st.sampled_from(sorted(TOWARDS)),
    st.booleans(),
)
@settings(max_examples=50, deadline=None)
def test_speed_voltage_and_flow_are_those_of_the_circuit_written_out(
    seed: int, shape: tuple[int, int], dispersal_m: float, towards: str, whole: bool
) -> None:
    habitat = land(seed, shape, 0.3, 1.0, whole=whole)
    source, target = edges(np.ones(shape, bool), towards)
    plain = plain_range_shift(habitat, source, target, dispersal_m)
    shift = range_shift(habitat, source, target, dispersal_m=dispersal_m, cell_m=CELL_M, tolerance=1e-9, epsilon=1e-12)
    assert shift.speed == pytest.approx(plain.speed, rel=1e-6)
    assert shift.voltage[habitat > 0] == pytest.approx(plain.voltage, abs=1e-6)
    assert (np.isnan(shift.voltage) == (habitat == 0)).all()
    flow = flow_share(shift)
    assert flow[habitat > 0] * shift.speed == pytest.approx(plain.flow, rel=1e-4, abs=1e-6 * plain.speed)
    assert not flow[habitat == 0].any()


@pytest.mark.parametrize("seed", range(4))
def test_links_left_out_by_default_hardly_matter(seed: int) -> None:
    habitat = land(seed, (50, 40), 0.15, 2.0)
    source, target = edges(np.ones(habitat.shape, bool), "N")
    plain = plain_range_shift(habitat, source, target, 500.0)
    shift = range_shift(habitat, source, target, dispersal_m=500.0, cell_m=CELL_M)
    assert shift.speed == pytest.approx(plain.speed, rel=1e-4)
    assert shift.voltage[habitat > 0] == pytest.approx(plain.voltage, abs=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_bottlenecks_are_the_links_with_the_most_power(seed: int) -> None:
    habitat = land(seed, (25, 20), 0.3, 1.5, whole=seed % 2 == 0)
    source, target = edges(np.ones(habitat.shape, bool), "E")
    plain = plain_range_shift(habitat, source, target, 400.0)
    shift = range_shift(habitat, source, target, dispersal_m=400.0, cell_m=CELL_M, tolerance=1e-10, epsilon=1e-12)
    found = bottlenecks(shift, 40)
    place = {tuple(at): number for number, at in enumerate(np.argwhere(habitat > 0))}
    one = [place[at] for at in zip(found["row"], found["col"], strict=True)]
    other = [place[at] for at in zip(found["other_row"], found["other_col"], strict=True)]
    power = found["power_share"].to_numpy() * shift.speed
    assert power == pytest.approx(np.sort(np.triu(plain.power).ravel())[::-1][:40], rel=1e-5)
    assert power == pytest.approx(plain.power[one, other], rel=1e-5)
    down, along = found["row"] - found["other_row"], found["col"] - found["other_col"]
    assert found["length_m"].to_numpy() == pytest.approx(np.hypot(down, along) * CELL_M)


def test_asked_for_all_bottlenecks_every_link_is_given_once() -> None:
    habitat = land(3, (6, 7), 0.4, 0.5)
    source, target = edges(np.ones(habitat.shape, bool), "N")
    shift = range_shift(habitat, source, target, dispersal_m=400.0, cell_m=CELL_M, epsilon=1e-12)
    plain, many = plain_range_shift(habitat, source, target, 400.0), int(habitat.sum())
    found = bottlenecks(shift, 10_000)
    assert len(found) == (np.triu(plain.power) > 0).sum() == many * (many - 1) // 2


def test_one_patch_is_two_resistances_in_a_row() -> None:
    """Closed form: one cell, one cell of source 300 m away and one of target 500 m away."""
    habitat, source, target = (np.zeros((1, 9)) for _ in range(3))
    habitat[0, 3] = source[0, 0] = target[0, 8] = 1
    shift = range_shift(habitat, source > 0, target > 0, dispersal_m=400.0, cell_m=CELL_M, emigrants_per_km2=5.0)
    into, out = (5.0 * 5.0**2 / (2 * np.pi) * 0.01**2 * np.exp(-5.0 * km) for km in (0.3, 0.5))
    assert shift.speed == pytest.approx(into * out / (into + out))
    assert shift.voltage[0, 3] == pytest.approx(into / (into + out))
    assert flow_share(shift)[0, 3] == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(3))
def test_all_power_together_is_the_speed(seed: int) -> None:
    """Tellegen: with one volt across the circuit, its links spend what its conductance lets through."""
    habitat = land(seed, (20, 20), 0.4, 1.0)
    source, target = edges(np.ones(habitat.shape, bool), "SE")
    shift = range_shift(habitat, source, target, dispersal_m=300.0, cell_m=CELL_M, tolerance=1e-10)
    voltage = shift.voltage[habitat > 0]
    ends = shift.cells.source_link * (1 - voltage) ** 2 + shift.cells.target_link * voltage**2
    links = bottlenecks(shift, 10**6)["power_share"].sum()
    assert links + ends.sum() * shift.unit / shift.speed == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_speed_is_the_same_in_the_other_direction(seed: int) -> None:
    habitat = land(seed, (30, 25), 0.25, 1.5, whole=False)
    ways = [edges(np.ones(habitat.shape, bool), towards) for towards in ("NE", "SW")]
    speeds = [
        range_shift(habitat, *way, dispersal_m=300.0, cell_m=CELL_M, tolerance=1e-9, epsilon=1e-6).speed for way in ways
    ]
    assert speeds[0] == pytest.approx(speeds[1], rel=1e-7)


@given(seeds, st.sampled_from([1.0, 0.2, 0.05, 0.01]), st.sampled_from([30.0, 60.0, 150.0]))
@settings(max_examples=60, deadline=None)
def test_components_are_those_of_the_graph_of_cells_within_reach(seed: int, share: float, delta_m: float) -> None:
    habitat = np.random.default_rng(seed).random((23, 31)) < share
    nowhere, kernel = np.zeros(habitat.shape, bool), exponential(delta_m, CELL_M, epsilon=0.1)
    place = np.argwhere(habitat) * CELL_M
    p = np.exp(-np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2)) / delta_m)
    plain = list(networkx.connected_components(networkx.from_numpy_array(p >= 0.1)))
    found = components(circuit(habitat, nowhere, nowhere, kernel))
    assert len(np.unique(found)) == len(plain)
    assert all(len({found[cell] for cell in group}) == 1 for group in plain)


def test_blocks_wider_than_the_kernel_give_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    habitat = land(5, (40, 40), 0.2, 1.5)
    source, target = edges(np.ones(habitat.shape, bool), "W")
    plain = plain_range_shift(habitat, source, target, 300.0)
    monkeypatch.setattr(habitat_blocks, "MOST_BLOCKS", 30)
    shift = range_shift(habitat, source, target, dispersal_m=300.0, cell_m=CELL_M)
    assert shift.speed == pytest.approx(plain.speed, rel=1e-4)


def test_a_line_of_single_cells_is_solved() -> None:
    """Delaunay has no triangles here without corners of its own."""
    habitat = np.zeros((60, 3))
    habitat[::2, 1] = 1
    source, target = edges(np.ones(habitat.shape, bool), "S")
    shift = range_shift(habitat, source, target, dispersal_m=150.0, cell_m=CELL_M, tolerance=1e-8)
    assert shift.speed == pytest.approx(plain_range_shift(habitat, source, target, 150.0).speed, rel=1e-5)


def test_kirchhoff_holds_to_the_tolerance() -> None:
    habitat = land(1, (60, 60), 0.2, 2.0)
    source, target = edges(np.ones(habitat.shape, bool), "N")
    for tolerance in (1e-3, 1e-6):
        shift = range_shift(habitat, source, target, dispersal_m=400.0, cell_m=CELL_M, tolerance=tolerance)
        assert 0 < shift.kirchhoff_error <= tolerance
        entering = (shift.cells.source_link * (1 - shift.voltage[habitat > 0])).sum() * shift.unit
        assert entering == pytest.approx(shift.speed, rel=tolerance)


def test_a_circuit_that_has_not_settled_is_refused() -> None:
    habitat = land(1, (60, 60), 0.2, 2.0)
    source, target = edges(np.ones(habitat.shape, bool), "N")
    with pytest.raises(ArithmeticError, match="did not settle in 2 steps"):
        range_shift(habitat, source, target, dispersal_m=400.0, cell_m=CELL_M, most_steps=2)


@pytest.mark.parametrize("towards", sorted(TOWARDS))
@pytest.mark.parametrize("seed", range(3))
def test_edges_are_cells_with_none_of_the_region_beyond_in_the_quarter_at_either_end(towards: str, seed: int) -> None:
    region = land(seed, (17, 12), 0.5, 2.0) > 0
    source, target = edges(region, towards)

    def none_beyond(row: int, col: int, down: int, along: int) -> bool:
        row, col = row + down, col + along
        while 0 <= row < 17 and 0 <= col < 12:
            if region[row, col]:
                return False
            row, col = row + down, col + along
        return True

    down, along = TOWARDS[towards]
    ways = {(row, col): row * down + col * along for row, col in np.argwhere(region)}
    first, last = min(ways.values()), max(ways.values())
    for (row, col), way in ways.items():
        share = (way - first) / (last - first)
        assert target[row, col] == (none_beyond(row, col, down, along) and share >= 0.75)
        assert source[row, col] == (none_beyond(row, col, -down, -along) and share <= 0.25)
    assert not (source | target)[~region].any()


def test_no_region_has_no_edges() -> None:
    assert not np.any(edges(np.zeros((3, 4), bool), "N"))


def test_what_cannot_be_asked_is_refused() -> None:
    habitat, ends = np.ones((3, 3)), np.ones((3, 3), bool)

    def shift(
        habitat: np.ndarray = habitat, ends: np.ndarray = ends, dispersal_m: float = 1.0, **kwargs: float
    ) -> None:
        range_shift(habitat, ends, ends, dispersal_m=dispersal_m, cell_m=CELL_M, **kwargs)

    with pytest.raises(ValueError, match="of one shape"):
        shift(ends=np.ones((3, 4), bool))
    with pytest.raises(ValueError, match="at least one cell"):
        shift(np.ones((0, 3)), np.ones((0, 3), bool))
    for wrong in (1.5, -0.5, np.nan):
        with pytest.raises(ValueError, match="share of each cell"):
            shift(habitat * wrong)
    with pytest.raises(ValueError, match="emigrants"):
        shift(emigrants_per_km2=0.0)
    with pytest.raises(ValueError, match="lengths above 0 m"):
        shift(dispersal_m=0.0)
    with pytest.raises(ValueError, match="towards one of N, NE"):
        edges(ends, "up")
    with pytest.raises(ValueError, match="one bottleneck or more"):
        bottlenecks(range_shift(habitat, ends, ends, dispersal_m=100.0, cell_m=CELL_M), 0)
