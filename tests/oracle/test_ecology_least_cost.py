"""Least cost, its tiles, paths, corridors and links agree with the plain definition of what they are."""

import heapq
import tracemalloc
from itertools import pairwise
from pathlib import Path

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.sparse import csgraph

from lnrs.ecology import least_cost_spread
from lnrs.ecology.corridors import corridor, cost_links, least_cost_corridor, link_path, path
from lnrs.ecology.least_cost import LeastCost, least_cost
from lnrs.ecology.least_cost_spread import SOURCE, STEPS, UNREACHED
from lnrs.ecology.least_cost_tiles import least_cost_by_tiles

CELL_M = 10.0
WAYS = [(-1, 0), (0, -1), (0, 1), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)]

seeds = st.integers(0, 2**32 - 1)
kinds = st.sampled_from(["equal", "classes", "floats", "wide"])


def landscape(seed: int, kind: str, *, most: int = 14) -> tuple[np.ndarray, np.ndarray]:
    """Resistance with some barriers, and some sources, of which a label may have several cells."""
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, most, 2))
    resistance = {
        "equal": lambda: np.ones(shape, np.float32),
        "classes": lambda: rng.choice([1, 3, 10, 100], shape).astype(np.float32),
        "floats": lambda: rng.uniform(0.5, 40, shape),
        "wide": lambda: 10 ** rng.uniform(-3, 5, shape),
    }[kind]()
    resistance[rng.random(shape) < rng.choice([0, 0.1, 0.5])] = np.nan
    sources = np.where(rng.random(shape) < rng.choice([0.02, 0.2]), rng.integers(1, 5, shape), 0)
    return resistance, sources


def step_cost(resistance: np.ndarray, cell: tuple, to: tuple, cell_m: float = CELL_M) -> float:
    step_m = cell_m * np.hypot(cell[0] - to[0], cell[1] - to[1])
    return float((float(resistance[cell]) + float(resistance[to])) * (step_m / 2))


def beside(shape: tuple, cell: tuple) -> list[tuple]:
    cells = [(cell[0] + down, cell[1] + across) for down, across in WAYS]
    return [(row, col) for row, col in cells if 0 <= row < shape[0] and 0 <= col < shape[1]]


def plain_least_cost(resistance: np.ndarray, sources: np.ndarray, limit: float) -> LeastCost:
    """Dijkstra, a cell at a time; of ways that cost the same, the one from the lowest label."""
    cost, nearest = np.full(sources.shape, np.inf), np.zeros(sources.shape, np.int32)
    came = np.full(sources.shape, UNREACHED, np.uint8)
    starts = [cell for cell in zip(*np.nonzero(sources), strict=True) if np.isfinite(resistance[cell])]
    heap = [(0.0, int(sources[cell]), cell) for cell in starts]
    heapq.heapify(heap)
    while heap:
        here, label, cell = heapq.heappop(heap)
        if nearest[cell]:
            continue
        cost[cell], nearest[cell] = here, label
        for to in beside(cost.shape, cell):
            new = here + step_cost(resistance, cell, to)
            if new <= limit:
                heapq.heappush(heap, (new, label, to))
    for cell in zip(*np.nonzero(nearest), strict=True):
        came[cell] = SOURCE
        for way in range(7, -1, -1):
            to = (cell[0] + WAYS[way][0], cell[1] + WAYS[way][1])
            if to in beside(cost.shape, cell) and nearest[to] == nearest[cell] and cost[cell] > 0:
                came[cell] = way if cost[to] + step_cost(resistance, cell, to) == cost[cell] else came[cell]
    return LeastCost(cost, nearest, came)


def costs_by_scipy(resistance: np.ndarray, sources: np.ndarray) -> np.ndarray:
    at = np.arange(resistance.size).reshape(resistance.shape)
    graph = sparse.csr_matrix((resistance.size, resistance.size))
    for rows, cols, other_rows, other_cols, step in (
        (np.s_[:], np.s_[:-1], np.s_[:], np.s_[1:], 1),
        (np.s_[:-1], np.s_[:], np.s_[1:], np.s_[:], 1),
        (np.s_[:-1], np.s_[:-1], np.s_[1:], np.s_[1:], np.sqrt(2)),
        (np.s_[:-1], np.s_[1:], np.s_[1:], np.s_[:-1], np.sqrt(2)),
    ):
        one, other = at[rows, cols].ravel(), at[other_rows, other_cols].ravel()
        weight = (resistance.ravel()[one] + resistance.ravel()[other]) / 2 * step * CELL_M
        graph += sparse.csr_matrix((weight, (one, other)), shape=graph.shape)
    starts = np.flatnonzero(sources)
    return csgraph.dijkstra(graph, directed=False, indices=starts, min_only=True).reshape(resistance.shape)


def same(one: LeastCost, other: LeastCost) -> None:
    for name in LeastCost._fields:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_the_steps_are_in_the_order_that_the_plain_twin_takes_them() -> None:
    assert STEPS.tolist() == [list(way) for way in WAYS]


@given(seeds, kinds, st.sampled_from([0.0, 35.0, 400.0, np.inf]))
@settings(max_examples=150, deadline=None)
def test_cost_allocation_and_pointers_are_those_of_a_plain_search(seed: int, kind: str, limit: float) -> None:
    resistance, sources = landscape(seed, kind)
    same(least_cost(resistance, sources, cell_m=CELL_M, limit=limit), plain_least_cost(resistance, sources, limit))


@given(seeds, kinds)
@settings(max_examples=60, deadline=None)
def test_buckets_and_heap_agree(seed: int, kind: str) -> None:
    resistance, sources = landscape(seed, kind)
    by_default = least_cost(resistance, sources, cell_m=CELL_M)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(least_cost_spread, "MOST_BUCKETS", 0)
        same(least_cost(resistance, sources, cell_m=CELL_M), by_default)


def test_a_landscape_with_more_waiting_than_there_is_room_for_at_first() -> None:
    """A third of the cells are sources, so that most others wait at once and the blocks have to grow."""
    rng = np.random.default_rng(11)
    resistance = rng.uniform(1, 500, (400, 400))
    sources = rng.random((400, 400)) < 0.3
    found = least_cost(resistance, sources.astype(np.int32), cell_m=CELL_M)
    np.testing.assert_allclose(found.cost, costs_by_scipy(resistance, sources), rtol=1e-12)


def test_a_wide_range_over_a_large_raster_agrees_with_scipy() -> None:
    rng = np.random.default_rng(12)
    resistance = 10 ** rng.uniform(-3, 4, (150, 170))
    sources = (rng.random((150, 170)) < 0.001).astype(np.int32)
    found = least_cost(resistance, sources, cell_m=CELL_M)
    np.testing.assert_allclose(found.cost, costs_by_scipy(resistance, sources), rtol=1e-12)


@given(seeds, kinds, st.integers(1, 9), st.integers(1, 3), st.sampled_from([60.0, np.inf]))
@settings(max_examples=100, deadline=None)
def test_tiles_change_nothing(seed: int, kind: str, tile: int, threads: int, limit: float) -> None:
    resistance, sources = landscape(seed, kind, most=24)
    whole = least_cost(resistance, sources, cell_m=CELL_M, limit=limit)
    same(least_cost_by_tiles(resistance, sources, cell_m=CELL_M, limit=limit, tile=tile, threads=threads), whole)


def test_a_way_that_winds_through_every_tile_again_and_again_is_followed() -> None:
    """A spiral between barriers: each tile is entered many times."""
    resistance = np.full((41, 41), np.nan, np.float32)
    row, col, down, across = 0, 0, 0, 1
    resistance[0, 0] = 1
    for length in [40, 40, 40, *sorted([*range(2, 39, 2)] * 2, reverse=True)]:
        for _ in range(length):
            row, col = row + down, col + across
            resistance[row, col] = 1
        down, across = across, -down
    sources = np.zeros(resistance.shape, np.int32)
    sources[0, 0] = 1
    whole = least_cost(resistance, sources, cell_m=CELL_M)
    assert np.isfinite(whole.cost[row, col])
    assert whole.cost[row, col] > 5_000, "the way goes all round, again and again"
    same(least_cost_by_tiles(resistance, sources, cell_m=CELL_M, tile=7, threads=2), whole)


def test_tiles_read_and_write_files_window_by_window(tmp_path: Path) -> None:
    resistance, sources = landscape(8, "floats", most=60)
    np.save(tmp_path / "resistance.npy", resistance)
    names = zip(LeastCost._fields, (np.float64, np.int32, np.uint8), strict=True)
    into = LeastCost(
        *(np.lib.format.open_memmap(tmp_path / name, "w+", dtype, resistance.shape) for name, dtype in names)
    )
    mapped = np.load(tmp_path / "resistance.npy", mmap_mode="r")
    found = least_cost_by_tiles(mapped, sources, cell_m=CELL_M, tile=16, into=into)
    assert found.cost is into.cost
    same(found, least_cost(resistance, sources, cell_m=CELL_M))


class Uneven:
    """Land that is worked out as it is read: no array holds the whole of it."""

    shape = (500, 400)

    def __getitem__(self, window: tuple[slice, slice]) -> np.ndarray:
        row, col = np.ogrid[window]
        return (1 + (row // 7 * 3 + col // 5) % 11).astype(np.float32)


def test_memory_is_that_of_a_tile_and_not_of_the_land(tmp_path: Path) -> None:
    sources = np.zeros(Uneven.shape, np.int32)
    sources[250, 200] = 1
    names = zip(LeastCost._fields, (np.float64, np.int32, np.uint8), strict=True)
    into = LeastCost(*(np.memmap(tmp_path / name, dtype, "w+", shape=Uneven.shape) for name, dtype in names))
    least_cost_by_tiles(Uneven(), sources, cell_m=CELL_M, tile=50, into=into)  # compiled before memory is watched
    tracemalloc.start()
    try:
        found = least_cost_by_tiles(Uneven(), sources, cell_m=CELL_M, tile=50, threads=1, into=into)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    records_of_a_tile = 56 * 56 * 16  # with its halo and barriers; the land's would be 64 times as much
    assert peak < 6 * records_of_a_tile
    whole = least_cost(Uneven()[np.s_[0:500, 0:400]], sources, cell_m=CELL_M)
    same(found, whole)


def test_a_published_example() -> None:
    """The worked example of Esri's help page "How the cost distance tools work", costs to one decimal."""
    resistance = np.array(
        [
            [1, 3, 4, 4, 3, 2],
            [4, 6, 2, 3, 7, 6],
            [5, 8, 7, 5, 6, 6],
            [1, 4, 5, np.nan, 5, 1],
            [4, 7, 5, np.nan, 2, 6],
            [1, 2, 2, 1, 3, 4],
        ]
    )
    sources = np.zeros((6, 6), np.int32)
    sources[0, 1:3] = sources[1, 2] = 1
    sources[5, 0] = 2
    published = np.array(
        [
            [2.0, 0.0, 0.0, 4.0, 6.7, 9.2],
            [4.5, 4.0, 0.0, 2.5, 7.5, 13.1],
            [8.0, 7.1, 4.5, 4.9, 8.9, 12.7],
            [5.0, 7.5, 10.5, np.inf, 10.6, 9.2],
            [2.5, 5.7, 6.4, np.inf, 7.1, 11.1],
            [0.0, 1.5, 3.5, 5.0, 7.0, 10.5],
        ]
    )
    found = least_cost(resistance, sources, cell_m=1.0)
    np.testing.assert_allclose(found.cost, published, atol=0.0501)


@given(seeds, kinds)
@settings(max_examples=80, deadline=None)
def test_a_path_costs_what_the_raster_says_and_ends_at_the_source_it_is_allocated_to(seed: int, kind: str) -> None:
    resistance, sources = landscape(seed, kind)
    found = least_cost(resistance, sources, cell_m=CELL_M)
    for cell in zip(*np.nonzero(found.nearest), strict=True):
        cells = [tuple(map(int, step)) for step in path(found, cell)]
        assert cells[0] == cell
        assert sources[cells[-1]] == found.nearest[cell]
        steps = [step_cost(resistance, one, other) for one, other in pairwise(cells)]
        assert sum(steps) == pytest.approx(found.cost[cell], rel=1e-12)


@given(seeds, kinds, st.floats(0, 200))
@settings(max_examples=60, deadline=None)
def test_a_corridor_holds_the_cells_of_ways_that_cost_little_more(seed: int, kind: str, extra: float) -> None:
    resistance, _ = landscape(seed, kind)
    ends = [np.zeros(resistance.shape, np.int32), np.zeros(resistance.shape, np.int32)]
    ends[0].flat[0] = ends[1].flat[-1] = 1
    one, other = (least_cost(resistance, end, cell_m=CELL_M) for end in ends)
    through = corridor(one.cost, other.cost)
    least = one.cost.flat[-1]
    if not np.isfinite(least):
        assert not least_cost_corridor(one.cost, other.cost, extra=extra).any()
        return
    assert through.min() == pytest.approx(least, rel=1e-12)
    inside = least_cost_corridor(one.cost, other.cost, extra=extra)
    np.testing.assert_array_equal(inside, through <= least * (1 + 1e-12) + extra)
    cheapest = path(one, tuple(np.subtract(resistance.shape, 1)))
    assert least_cost_corridor(one.cost, other.cost, extra=0.0)[tuple(cheapest.T)].all()


def plain_links(found: LeastCost, resistance: np.ndarray) -> dict[tuple[int, int], float]:
    best: dict[tuple[int, int], float] = {}
    for cell in zip(*np.nonzero(found.nearest), strict=True):
        for to in beside(found.cost.shape, cell):
            pair = (int(found.nearest[cell]), int(found.nearest[to]))
            if 0 < pair[0] < pair[1]:
                cost = found.cost[cell] + step_cost(resistance, cell, to) + found.cost[to]
                best[pair] = min(best.get(pair, np.inf), cost)
    return best


@given(seeds, kinds, st.sampled_from([100.0, np.inf]))
@settings(max_examples=100, deadline=None)
def test_links_are_the_cheapest_crossings_and_their_paths_cost_as_much(seed: int, kind: str, limit: float) -> None:
    resistance, sources = landscape(seed, kind)
    found = least_cost(resistance, sources, cell_m=CELL_M, limit=limit)
    links = cost_links(found, resistance, cell_m=CELL_M)
    plain = plain_links(found, resistance)
    assert [tuple(pair) for pair in links.patch.tolist()] == sorted(plain)
    np.testing.assert_allclose(links.cost, [plain[pair] for pair in sorted(plain)], rtol=1e-12)
    for k, (one, other) in enumerate(links.patch):
        cells = [tuple(map(int, step)) for step in link_path(found, links, k)]
        assert (sources[cells[0]], sources[cells[-1]]) == (one, other)
        steps = [step_cost(resistance, a, b) for a, b in pairwise(cells)]
        assert sum(steps) == pytest.approx(links.cost[k], rel=1e-12)


@given(seeds, st.sampled_from(["classes", "floats"]))
@settings(max_examples=40, deadline=None)
def test_links_hold_a_minimum_spanning_tree_of_all_least_costs(seed: int, kind: str) -> None:
    resistance, sources = landscape(seed, kind)
    found = least_cost(resistance, sources, cell_m=CELL_M)
    links = cost_links(found, resistance, cell_m=CELL_M)
    every = networkx.Graph()
    for label in np.unique(found.nearest[found.nearest > 0]):
        alone = least_cost(resistance, np.where(sources == label, sources, 0), cell_m=CELL_M)
        for other in np.unique(found.nearest[found.nearest > label]):
            cost = alone.cost[sources == other].min()
            if np.isfinite(cost):
                every.add_edge(label, other, weight=cost)
    tree = networkx.Graph()
    tree.add_weighted_edges_from((*map(int, pair), cost) for pair, cost in zip(links.patch, links.cost, strict=True))
    weights = [
        sorted(weight for *_, weight in networkx.minimum_spanning_tree(graph).edges.data("weight"))
        for graph in (every, tree)
    ]
    np.testing.assert_allclose(weights[0], weights[1], rtol=1e-12)


ONE = np.ones((3, 3))


@pytest.mark.parametrize("work", [least_cost, least_cost_by_tiles])
@pytest.mark.parametrize(
    ("resistance", "sources", "cell_m", "limit", "says"),
    [
        (ONE, np.ones((3, 2), int), 10.0, np.inf, "one shape"),
        (ONE[0], ONE[0].astype(int), 10.0, np.inf, "one shape"),
        (ONE * 0, np.eye(3, dtype=int), 10.0, np.inf, "above 0"),
        (-ONE, np.eye(3, dtype=int), 10.0, np.inf, "above 0"),
        (ONE, -np.eye(3, dtype=int), 10.0, np.inf, "1 to 2"),
        (ONE, np.eye(3, dtype=int) << 40, 10.0, np.inf, "1 to 2"),
        (ONE, np.eye(3), 10.0, np.inf, "whole numbers"),
        (ONE, np.eye(3, dtype=int), 0.0, np.inf, "side of a cell"),
        (ONE, np.eye(3, dtype=int), np.nan, np.inf, "side of a cell"),
        (ONE, np.eye(3, dtype=int), 10.0, -1.0, "limit"),
        (ONE, np.eye(3, dtype=int), 10.0, np.nan, "limit"),
        (np.array([[1e18, 1e-18]]), np.array([[1, 0]]), 10.0, np.inf, None),
        (np.array([[1e18, 1e18, 1e-18, 1e-18]]), np.array([[1, 0, 0, 0]]), 10.0, np.inf, "too widely"),
    ],
)
def test_what_makes_no_sense_is_refused(work, resistance, sources, cell_m, limit, says) -> None:
    if says is None:
        assert np.isfinite(work(resistance, sources, cell_m=cell_m, limit=limit).cost).all()
        return
    with pytest.raises(ValueError, match=says):
        work(resistance, sources, cell_m=cell_m, limit=limit)


def test_a_raster_too_large_to_be_worked_as_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(least_cost_spread, "MOST_CELLS", 15)
    resistance, sources = np.ones((4, 4)), np.eye(4, dtype=int)
    with pytest.raises(ValueError, match="in tiles"):
        least_cost(resistance, sources, cell_m=10.0)
    found = least_cost_by_tiles(resistance, sources, cell_m=10.0, tile=1)
    assert found.cost.max() == pytest.approx(10 * (1 + np.sqrt(2))), "from a far corner to the middle of the diagonal"


def test_tiles_and_their_answer_have_to_fit() -> None:
    with pytest.raises(ValueError, match="1 cell wide"):
        least_cost_by_tiles(ONE, np.eye(3, dtype=int), cell_m=10.0, tile=0)
    small = LeastCost(np.empty((2, 2)), np.empty((2, 2), np.int32), np.empty((2, 2), np.uint8))
    with pytest.raises(ValueError, match="shape of the resistance"):
        least_cost_by_tiles(ONE, np.eye(3, dtype=int), cell_m=10.0, into=small)


def test_paths_and_corridors_that_are_not_there_are_refused() -> None:
    found = least_cost(np.array([[1.0, np.nan, 1.0]]), np.array([[1, 0, 0]]), cell_m=10.0)
    with pytest.raises(ValueError, match="No source"):
        path(found, (0, 2))
    with pytest.raises(ValueError, match="outside"):
        path(found, (0, -1))
    with pytest.raises(ValueError, match="shape"):
        corridor(found.cost, found.cost[:, :2])
    with pytest.raises(ValueError, match="extra"):
        least_cost_corridor(found.cost, found.cost, extra=-1.0)
    with pytest.raises(ValueError, match="shape"):
        cost_links(found, ONE, cell_m=10.0)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (5, 1)])
def test_where_nothing_is_a_source_or_all_is_barrier_nothing_is_reached(shape: tuple[int, int]) -> None:
    nothing, everything = np.zeros(shape, np.int32), np.ones(shape, np.int32)
    barred = np.full(shape, np.nan)
    for resistance, sources in ((np.ones(shape), nothing), (barred, everything), (barred, nothing)):
        for work in (least_cost, least_cost_by_tiles):
            found = work(resistance, sources, cell_m=10.0)
            assert np.isinf(found.cost).all()
            assert not found.nearest.any()
            assert (found.came == UNREACHED).all()
    found = least_cost(np.ones(shape), everything, cell_m=10.0)
    assert not found.cost.any()
    assert (found.came == SOURCE).all()
    assert len(cost_links(found, np.ones(shape), cell_m=10.0).cost) == 0
