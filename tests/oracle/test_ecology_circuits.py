"""The fast circuits agree with Ohm's and Kirchhoff's laws written out in full on small grids."""

import networkx
import numba
import numpy as np
import pytest

from lnrs.ecology import circuits
from lnrs.ecology.circuits.graph import laplacian
from lnrs.ecology.circuits.multigrid import multigrid
from lnrs.ecology.circuits.multigrid import solve as multigrid_solve
from lnrs.ecology.circuits.raster import circuit

# The plain twin ------------------------------------------------------------------------------------------------------


def plain_nodes(landscape: circuits.Landscape, focal: np.ndarray) -> np.ndarray:
    """The node of each cell, -1 where there is none: sets of cells that are merged as long as two of them overlap."""
    g = np.nan_to_num(landscape.conductance)
    groups = [{tuple(cell) for cell in np.argwhere(focal == number)} for number in np.unique(focal[focal > 0])]
    if landscape.regions is not None:
        regions = landscape.regions
        groups += [
            {tuple(cell) for cell in np.argwhere(regions == number)} for number in np.unique(regions[regions > 0])
        ]
    groups += [{tuple(cell)} for cell in np.argwhere(g > 0)]
    merged: list[set] = []
    for group in groups:
        apart = [other for other in merged if not other & group]
        merged = [*apart, group.union(*(other for other in merged if other & group))]
    node = np.full(g.shape, -1)
    for number, group in enumerate(group for group in merged if any(g[cell] > 0 for cell in group)):
        for cell in group:
            node[cell] = number
    return node


def plain_laplacian(landscape: circuits.Landscape, node: np.ndarray) -> np.ndarray:
    """Every pair of cells beside each other, one resistor for each."""
    g = np.nan_to_num(landscape.conductance)
    matrix = np.zeros((node.max() + 1, node.max() + 1))
    for (r, c), one in np.ndenumerate(node):
        for (q, d), other in np.ndenumerate(node):
            away = max(abs(r - q), abs(c - d)), abs(r - q) + abs(c - d)
            if away not in ((1, 1), (1, 2)) or (away == (1, 2) and landscape.neighbours == 4) or one < 0 or other < 0:
                continue
            if landscape.average == "conductance":
                joins = (g[r, c] + g[q, d]) / 2
            else:
                joins = 1 / ((1 / g[r, c] + 1 / g[q, d]) / 2) if g[r, c] and g[q, d] else 0.0
            joins /= np.sqrt(away[1])
            matrix[one, one] += joins
            matrix[one, other] -= joins
    return matrix


def plain_part(matrix: np.ndarray, node: int) -> np.ndarray:
    graph = networkx.from_numpy_array(-(matrix - np.diag(np.diag(matrix))))
    return np.array(sorted(networkx.node_connected_component(graph, node)))


def plain_current(matrix: np.ndarray, voltage: np.ndarray, put_in: np.ndarray) -> np.ndarray:
    """Half of the absolute currents of a node's links and of what is put in or let out there."""
    flows = np.abs(matrix * (voltage[:, None] - voltage))
    return (flows.sum(axis=1) + np.abs(put_in)) / 2


def plain_pair(matrix: np.ndarray, one: int, other: int) -> tuple[float, np.ndarray, np.ndarray]:
    """(ohms, voltages, currents) with 1 A from `other` to `one`."""
    put_in = np.zeros(len(matrix))
    put_in[other] += 1.0
    put_in[one] -= 1.0
    voltage, within = np.zeros(len(matrix)), plain_part(matrix, one)
    found = np.linalg.pinv(matrix[np.ix_(within, within)]) @ put_in[within]
    voltage[within] = found - found[np.searchsorted(within, one)]
    return voltage[other], voltage, plain_current(matrix, voltage, put_in)


def plain_grounded(matrix: np.ndarray, source: np.ndarray, ground: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(voltages, currents) part by part, 0 where a part has no source or no ground."""
    voltage, let_out = np.zeros(len(matrix)), np.zeros(len(matrix))
    current = np.zeros(len(matrix))
    for node in range(len(matrix)):
        within = plain_part(matrix, node)
        if within[0] != node or not source[within].any() or not ground[within].any():
            continue
        free = within[np.isfinite(ground[within])]
        voltage[free] = np.linalg.solve(matrix[np.ix_(free, free)] + np.diag(ground[free]), source[free])
        leaves = np.where(np.isfinite(ground), ground, 0) * voltage
        held = np.setdiff1d(within, free)
        let_out[held] = -(matrix @ voltage)[held]
        out = np.where(np.isfinite(ground), leaves, let_out)
        flows = matrix * (voltage[:, None] - voltage)  # negative where current leaves
        comes, goes = np.maximum(flows, 0).sum(axis=1), -np.minimum(flows, 0).sum(axis=1)
        finite = np.isfinite(ground)
        comes += np.where(finite, np.maximum(-out, 0), 0)
        goes += np.where(finite, np.maximum(out, 0), 0)
        current[within] = np.maximum(comes, goes)[within]
    return voltage, current


# Land ----------------------------------------------------------------------------------------------------------------


def land(
    rng: np.random.Generator, neighbours: int, average: str, *, regions: bool = True, shape: tuple[int, int] = (6, 7)
) -> circuits.Landscape:
    """Resistances over three orders of magnitude, holes, and regions that may be scattered, lie on holes or overlap."""
    conductance = 10 ** rng.uniform(-2, 1, shape)
    conductance[rng.random(shape) < 0.2] = rng.choice([0.0, np.nan])
    marked = np.where(rng.random(shape) < 0.25, rng.integers(1, 4, shape), 0) if regions else None
    return circuits.Landscape(conductance, marked, neighbours=neighbours, average=average)


def focal_raster(rng: np.random.Generator, shape: tuple[int, ...], count: int, cells: int) -> np.ndarray:
    raster = np.zeros(shape, int)
    places = rng.permutation(raster.size)[: count * cells]
    raster.ravel()[places] = np.tile(np.arange(1, count + 1) * 3, cells)
    return raster


def node_of(node: np.ndarray, focal: np.ndarray, number: int) -> int:
    return max((node[tuple(cell)] for cell in np.argwhere(focal == number)), default=-1)


def on_map(node: np.ndarray, values: np.ndarray) -> np.ndarray:
    return np.where(node >= 0, values[node], 0.0)


@pytest.fixture(params=["factorised", "multigrid"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of solving, the second with as many levels as a small grid allows."""
    if request.param == "multigrid":
        monkeypatch.setattr("lnrs.ecology.circuits.solve.DIRECT_NODES", 0)
        monkeypatch.setattr("lnrs.ecology.circuits.multigrid.COARSEST_NODES", 3)
    return request.param


EXACTLY = 1e-12
cases = pytest.mark.parametrize(
    ("seed", "neighbours", "average"),
    [(seed, (4, 8)[seed % 2], ("resistance", "conductance")[seed // 2 % 2]) for seed in range(5)],
)


# Pairs ---------------------------------------------------------------------------------------------------------------


@cases
@pytest.mark.parametrize("cells", [1, 2])
def test_pairs_are_those_of_the_laws_written_out(seed: int, neighbours: int, average: str, cells: int) -> None:
    """With one cell a focal node, and with two: then each pair has its own circuit."""
    rng = np.random.default_rng(seed)
    ground = land(rng, neighbours, average)
    focal = focal_raster(rng, ground.conductance.shape, 5, cells)
    given = circuits.focal_cells(focal)
    found = circuits.resistances(ground, given, tolerance=EXACTLY)
    maps = {(pair.one, pair.other): pair for pair in circuits.pair_maps(ground, given, tolerance=EXACTLY)}
    cumulative = circuits.cumulative_current(ground, given, tolerance=EXACTLY)
    total = np.zeros(focal.shape)
    for j, one in enumerate(found.numbers):
        for k, other in list(enumerate(found.numbers))[j + 1 :]:
            burnt = np.where(np.isin(focal, [one, other]), focal, 0) if cells > 1 else np.zeros_like(focal)
            node = plain_nodes(ground, burnt)
            here, there = node_of(node, focal, one), node_of(node, focal, other)
            matrix = plain_laplacian(ground, node)
            if here < 0 or there < 0 or there not in plain_part(matrix, here):
                assert found.ohms[j, k] == found.ohms[k, j] == cumulative.ohms[j, k] == -1
                assert (one, other) not in maps
                continue
            ohms, voltage, current = plain_pair(matrix, here, there)
            assert found.ohms[j, k] == pytest.approx(ohms, rel=1e-8, abs=1e-12)
            assert found.ohms[k, j] == found.ohms[j, k]
            assert cumulative.ohms[j, k] == pytest.approx(ohms, rel=1e-8, abs=1e-12)
            pair = maps[one, other]
            assert pair.ohms == pytest.approx(ohms, rel=1e-8, abs=1e-12)
            assert pair.voltage == pytest.approx(on_map(node, voltage), rel=1e-7, abs=1e-9)
            assert pair.current == pytest.approx(on_map(node, current), rel=1e-7, abs=1e-9)
            total += pair.current
    assert cumulative.current == pytest.approx(total, rel=1e-8, abs=1e-9)
    assert (np.diag(found.ohms) == 0).all()


@cases
@pytest.mark.parametrize("cells", [1, 2])
def test_pairs_that_are_left_out_are_not_solved(seed: int, neighbours: int, average: str, cells: int) -> None:
    rng = np.random.default_rng(seed)
    ground = land(rng, neighbours, average)
    given = circuits.focal_cells(focal_raster(rng, ground.conductance.shape, 4, cells))
    every = circuits.resistances(ground, given)
    some = circuits.resistances(ground, given, pairs=[(6, 3), (9, 12)])
    wanted = np.zeros((4, 4), bool)
    wanted[[0, 1, 2, 3], [1, 0, 3, 2]] = True
    assert some.ohms[wanted] == pytest.approx(every.ohms[wanted])
    assert (some.ohms[~wanted & ~np.eye(4, dtype=bool)] == -1).all()
    maps = list(circuits.pair_maps(ground, given, pairs=[(6, 3), (9, 12)]))
    assert {(pair.one, pair.other) for pair in maps} <= {(3, 6), (9, 12)}
    summed = circuits.cumulative_current(ground, given, pairs=[(6, 3), (9, 12)])
    assert summed.current == pytest.approx(sum(pair.current for pair in maps) + 0 * summed.current, abs=1e-9)
    assert summed.ohms == pytest.approx(some.ohms)


@pytest.mark.parametrize("seed", range(8))
def test_a_network_is_solved_as_its_laplacian_says(seed: int) -> None:
    """Networks with parallel links, loops and parts that do not join; networkx knows resistance distance too."""
    rng = np.random.default_rng(seed)
    count, links = 14, 18
    one, other, conductance = (
        rng.integers(0, count, links),
        rng.integers(0, count, links),
        10 ** rng.uniform(-1, 1, links),
    )
    graph = circuits.graph_of_links(one, other, conductance, count)
    joined = networkx.MultiGraph()
    joined.add_nodes_from(range(count))
    joined.add_weighted_edges_from(
        (j, k, g) for j, k, g in zip(one.tolist(), other.tolist(), conductance, strict=True) if j != k
    )
    nodes = rng.permutation(count)[:6].astype(np.int32)
    ohms = circuits.network_resistances(graph, nodes, tolerance=EXACTLY)
    for j in range(6):
        for k in range(j):
            near = networkx.has_path(joined, nodes[j], nodes[k])
            expected = (
                networkx.resistance_distance(
                    joined.subgraph(networkx.node_connected_component(joined, nodes[j])),
                    nodes[j],
                    nodes[k],
                    "weight",
                    False,
                )
                if near
                else -1
            )
            assert ohms[j, k] == pytest.approx(expected, rel=1e-8)
    matrix = laplacian(graph).toarray()
    total = np.zeros(count)
    for flow in circuits.network_flows(graph, nodes, tolerance=EXACTLY):
        expected_ohms, voltage, current = plain_pair(matrix, nodes[flow.one], nodes[flow.other])
        assert flow.ohms == pytest.approx(expected_ohms, rel=1e-8)
        assert flow.voltage == pytest.approx(voltage, abs=1e-9)
        assert flow.current == pytest.approx(current, abs=1e-9)
        total += current
    assert circuits.network_cumulative(graph, nodes, tolerance=EXACTLY)[1] == pytest.approx(total, abs=1e-8)


# Sources and grounds -------------------------------------------------------------------------------------------------


@cases
@pytest.mark.parametrize("conflict", ["keep_all", "remove_source", "remove_ground", "remove_both"])
def test_sources_and_grounds_are_those_of_the_laws_written_out(
    seed: int, neighbours: int, average: str, conflict: str
) -> None:
    rng = np.random.default_rng(seed)
    ground = land(rng, neighbours, average)
    shape = ground.conductance.shape
    sources = np.where(rng.random(shape) < 0.3, rng.normal(1, 1, shape), np.nan)
    grounds = np.where(rng.random(shape) < 0.3, 10 ** rng.uniform(-2, 1, shape), 0)
    grounds[rng.random(shape) < 0.1] = np.inf
    node = plain_nodes(ground, np.zeros(shape, int))
    source, to_ground = np.zeros(node.max() + 1), np.zeros(node.max() + 1)
    for cell, one in np.ndenumerate(node):
        if one >= 0:
            source[one] += np.nan_to_num(sources[cell])
            to_ground[one] += grounds[cell]
    for one in range(len(source)):
        if source[one] and to_ground[one]:
            if conflict in ("remove_ground", "remove_both"):
                to_ground[one] = 0
            if conflict in ("remove_source", "remove_both"):
                source[one] = 0
            if source[one] and np.isinf(to_ground[one]):
                to_ground[one] = 0
    voltage, current = plain_grounded(plain_laplacian(ground, node), source, to_ground)
    found = circuits.flow(ground, sources, grounds, conflict=conflict, tolerance=EXACTLY)
    assert found.voltage == pytest.approx(on_map(node, voltage), rel=1e-7, abs=1e-8)
    assert found.current == pytest.approx(on_map(node, current), rel=1e-7, abs=1e-8)


@cases
@pytest.mark.parametrize("cells", [1, 2])
@pytest.mark.parametrize("pairs", [None, [(3, 6), (3, 9), (6, 12), (12, 9)]])
@pytest.mark.parametrize("strength_a", [None, {3: 2.5, 9: 0.5}])
def test_turns_are_those_of_the_laws_written_out(
    seed: int, neighbours: int, average: str, cells: int, pairs: list | None, strength_a: dict | None
) -> None:
    rng = np.random.default_rng(seed)
    ground = land(rng, neighbours, average)
    focal = focal_raster(rng, ground.conductance.shape, 5, cells)
    given = circuits.focal_cells(focal)
    asked = {"pairs": pairs, "strength_a": strength_a, "tolerance": EXACTLY}
    numbers = np.unique(focal[focal > 0])
    turns = zip(circuits.one_to_all(ground, given, **asked), circuits.all_to_one(ground, given, **asked), strict=True)
    for number, (out, back) in zip(numbers, turns, strict=True):
        others = [n for n in numbers if n != number and (pairs is None or (n, number) in pairs or (number, n) in pairs)]
        burnt = np.where(np.isin(focal, [number, *others]), focal, 0) if cells > 1 else np.zeros_like(focal)
        node = plain_nodes(ground, burnt)
        matrix = plain_laplacian(ground, node)
        here = node_of(node, focal, number)
        near = plain_part(matrix, here) if here >= 0 else np.array([], int)
        strength = (strength_a or {}).get(number, 1.0)
        source, to_ground = np.zeros(len(matrix)), np.zeros(len(matrix))
        for other in others:
            there = node_of(node, focal, other)
            if there in near and there != here:
                to_ground[there] = np.inf
        if here >= 0:
            source[here] = strength
        voltage, current = plain_grounded(matrix, source, to_ground)
        assert out.number == back.number == number
        assert out.voltage == pytest.approx(on_map(node, voltage), rel=1e-7, abs=1e-8)
        assert out.current == pytest.approx(on_map(node, current), rel=1e-7, abs=1e-8)
        assert out.ohms == pytest.approx(voltage[here] / strength if to_ground.any() else -1, rel=1e-7)

        if here < 0:
            continue
        source, to_ground = np.zeros(len(matrix)), np.zeros(len(matrix))
        to_ground[here] = np.inf
        for other in numbers:
            first = given[given[:, 0] == other][:, 1:]
            there = next((node[r, c] for r, c in first if node[r, c] >= 0), -1)
            paired = other in others
            if there >= 0 and there != here and (paired or (strength_a is not None and other != number)):
                source[there] += (strength_a or {}).get(other, 1.0) if paired else 1.0
        source[[n for n in range(len(source)) if n not in near]] = 0
        voltage, current = plain_grounded(matrix, source, to_ground)
        assert back.voltage == pytest.approx(on_map(node, voltage), rel=1e-7, abs=1e-8)
        assert back.current == pytest.approx(on_map(node, current), rel=1e-7, abs=1e-8)
        assert back.ohms == (0 if source.any() else -1)


# The solver ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["smooth", "rough", "barriers"])
def test_multigrid_meets_its_tolerance_in_few_steps(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Barriers a thousand times as resistant, one cell wide, and no more than 30 steps."""
    rng = np.random.default_rng(1)
    conductance = np.ones((90, 110))
    if kind != "smooth":
        conductance = 10 ** rng.uniform(-3, 0, conductance.shape)
    if kind == "barriers":
        conductance = np.ones_like(conductance)
        conductance[::7], conductance[:, 5::11] = 1e-3, 1e-3
    joined = circuit(circuits.Landscape(conductance))
    monkeypatch.setattr("lnrs.ecology.circuits.multigrid.MOST_STEPS", 30)
    current = rng.normal(size=(joined.graph.nodes, 4))
    current -= current.mean(axis=0)
    for tolerance in (1e-3, 1e-6, 1e-10):
        ready = multigrid(joined.graph, np.zeros(joined.graph.nodes))
        voltage = multigrid_solve(ready, current, tolerance)
        unexplained = current - laplacian(joined.graph) @ voltage
        assert (np.linalg.norm(unexplained, axis=0) <= 1.01 * tolerance * np.linalg.norm(current, axis=0)).all()


def test_the_answer_does_not_depend_on_the_number_of_threads() -> None:
    rng = np.random.default_rng(4)
    ground = land(rng, 8, "resistance", shape=(40, 40))
    given = circuits.focal_cells(focal_raster(rng, (40, 40), 11, 1))
    threads = numba.get_num_threads()
    found = []
    for count in {1, threads}:
        numba.set_num_threads(count)
        found.append(circuits.cumulative_current(ground, given))
    numba.set_num_threads(threads)
    assert all((one.current == found[0].current).all() and (one.ohms == found[0].ohms).all() for one in found)
