"""Networks of patches, and metapopulation capacity, agree with the plain definition of what they are."""

from itertools import combinations

import networkx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.ecology import metapopulation, networks
from lnrs.ecology.metapopulation import metapopulation_capacity
from lnrs.ecology.networks import (
    Links,
    components,
    effective_mesh_ha,
    equivalent_connected_area_ha,
    importance,
    links_within,
    nearest_neighbour_m,
    patches_of_raster,
    probability_of_connectivity,
)

NO_LINKS = Links(np.empty((0, 2), np.int64), np.empty(0))

seeds = st.integers(0, 2**32 - 1)


def scattered(seed: int, most: int = 12) -> np.ndarray:
    """Squares that may touch, overlap or be the same; now and then an empty one."""
    rng = np.random.default_rng(seed)
    west, south = rng.integers(0, 20, (2, rng.integers(1, most))) * 50
    shapes = shapely.box(west, south, west + 60, south + 60)
    return np.where(rng.random(len(shapes)) < 0.1, shapely.Polygon(), shapes)


def network(seed: int, most: int = 9) -> tuple[np.ndarray, Links]:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, most))
    pairs = [pair for pair in combinations(range(count), 2) if rng.random() < 0.35]
    length = rng.choice([0.0, 100.0, 250.0, 900.0], len(pairs))
    return rng.uniform(0.1, 30, count), Links(np.array(pairs, np.int64).reshape(-1, 2), length)


def plain_graph(links: Links, count: int) -> networkx.Graph:
    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    ends = zip(links.patch.tolist(), links.length.tolist(), strict=True)
    graph.add_weighted_edges_from((one, other, length) for (one, other), length in ends)
    return graph


def plain_worth(area: np.ndarray, graph: networkx.Graph, dispersal: float) -> float:
    """Every simple path of every two patches, and the product of its probabilities."""
    total = 0.0
    for one in graph:
        total += area[one] ** 2
        for other in set(graph) - {one}:
            paths = networkx.all_simple_edge_paths(graph, one, other)
            products = [np.prod([np.exp(-graph.edges[edge]["weight"] / dispersal) for edge in path]) for path in paths]
            total += area[one] * area[other] * max(products, default=0.0)
    return total


@given(seeds, st.sampled_from([0.0, 40.0, 200.0]))
@settings(max_examples=80, deadline=None)
def test_links_are_the_pairs_within_reach(seed: int, reach_m: float) -> None:
    patches = scattered(seed)
    links = links_within(patches, reach_m=reach_m)
    away = {(i, j): shapely.distance(patches[i], patches[j]) for i, j in combinations(range(len(patches)), 2)}
    near = {pair: distance for pair, distance in away.items() if distance <= reach_m}
    assert [tuple(pair) for pair in links.patch.tolist()] == list(near)
    np.testing.assert_allclose(links.length, list(near.values()))


@given(seeds)
@settings(max_examples=120, deadline=None)
def test_the_nearest_neighbour_is_the_least_of_all_distances(seed: int) -> None:
    patches = scattered(seed)
    found = nearest_neighbour_m(patches)
    for k, patch in enumerate(patches):
        others = [other for j, other in enumerate(patches) if j != k and not other.is_empty]
        plain = np.nan if patch.is_empty else min((shapely.distance(patch, other) for other in others), default=np.inf)
        np.testing.assert_allclose(found[k], plain)


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_components_are_those_of_the_graph(seed: int) -> None:
    area, links = network(seed)
    found = components(links, len(area))
    plain = {frozenset(part) for part in networkx.connected_components(plain_graph(links, len(area)))}
    assert {frozenset(np.flatnonzero(found == part).tolist()) for part in np.unique(found)} == plain


@given(seeds, st.sampled_from([80.0, 600.0]))
@settings(max_examples=60, deadline=None)
def test_connectivity_takes_the_best_of_all_paths(seed: int, dispersal: float) -> None:
    """Blocks of two rows, so that the edges between blocks are tried too."""
    area, links = network(seed, most=7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(networks, "BLOCK_PATCHES", 2)
        eca = equivalent_connected_area_ha(area, links, dispersal=dispersal)
        chance = probability_of_connectivity(area, links, dispersal=dispersal, total_ha=1_000.0)
    plain = plain_worth(area, plain_graph(links, len(area)), dispersal)
    assert eca == pytest.approx(np.sqrt(plain))
    assert chance == pytest.approx(plain / 1e6)


@given(seeds, st.sampled_from([80.0, 600.0]))
@settings(max_examples=40, deadline=None)
def test_importance_is_what_is_lost_with_the_patch(seed: int, dispersal: float) -> None:
    area, links = network(seed, most=7)
    graph = plain_graph(links, len(area))
    whole = plain_worth(area, graph, dispersal)
    found = importance(area, links, dispersal=dispersal)
    for patch in range(len(area)):
        without = graph.subgraph(set(graph) - {patch})
        assert found.total[patch] == pytest.approx((whole - plain_worth(area, without, dispersal)) / whole)
    np.testing.assert_allclose(found.intra + found.flux + found.connector, found.total, atol=1e-12)
    np.testing.assert_allclose(found.intra, area**2 / whole)


@given(seeds, st.floats(0, 0.6))
@settings(max_examples=40, deadline=None)
def test_patches_of_a_raster_touch_by_side_or_corner(seed: int, share: float) -> None:
    habitat = np.random.default_rng(seed).random((9, 11)) < share
    labels, area_ha = patches_of_raster(habitat, cell_m=25.0)
    graph = networkx.Graph()
    cells = list(zip(*np.nonzero(habitat), strict=True))
    graph.add_nodes_from(cells)
    graph.add_edges_from((a, b) for a, b in combinations(cells, 2) if max(abs(a[0] - b[0]), abs(a[1] - b[1])) == 1)
    parts = sorted(sorted(part) for part in networkx.connected_components(graph))
    assert [sorted(zip(*np.nonzero(labels == k + 1), strict=True)) for k in range(len(parts))] == parts
    np.testing.assert_allclose(area_ha, [len(part) / 16 for part in parts])


def test_effective_mesh_is_the_chance_that_two_points_fall_in_one_patch() -> None:
    """By counting: every two cells of a raster."""
    labels = np.array([[1, 1, 0, 2], [1, 0, 0, 2], [3, 0, 2, 2]]).ravel()
    together = sum(one == other != 0 for one in labels for other in labels) / len(labels) ** 2
    area_ha = np.bincount(labels)[1:].astype(float)
    assert effective_mesh_ha(area_ha, total_ha=12.0) == pytest.approx(together * 12)


def test_a_boundary_cuts_no_patch_when_complete_areas_are_given() -> None:
    """Two districts that share a patch: their mesh sizes, weighted by area, are that of both together."""
    both = effective_mesh_ha(np.array([50.0, 20.0]), total_ha=200.0)
    west = effective_mesh_ha(np.array([30.0, 20.0]), total_ha=120.0, complete_ha=np.array([50.0, 20.0]))
    east = effective_mesh_ha(np.array([20.0]), total_ha=80.0, complete_ha=np.array([50.0]))
    assert (120 * west + 80 * east) / 200 == pytest.approx(both)


@pytest.mark.parametrize(
    ("work", "says"),
    [
        (lambda: effective_mesh_ha(np.ones(2), total_ha=0.0), "total area"),
        (lambda: effective_mesh_ha(-np.ones(2), total_ha=5.0), "0 ha or more"),
        (lambda: effective_mesh_ha(np.ones(2), total_ha=5.0, complete_ha=np.zeros(2)), "complete area"),
        (lambda: probability_of_connectivity(np.ones(3), NO_LINKS, dispersal=1.0, total_ha=2.0), "less than"),
        (lambda: equivalent_connected_area_ha(np.ones(3), NO_LINKS, dispersal=0.0), "dispersal"),
        (lambda: equivalent_connected_area_ha(np.ones(1), Links(np.array([[0, 1]]), np.ones(1)), dispersal=1.0), "not"),
        (lambda: equivalent_connected_area_ha(np.ones(2), Links(np.array([[0, 1]]), -np.ones(1)), dispersal=1.0), "0"),
        (lambda: importance(np.zeros(2), NO_LINKS, dispersal=1.0), "no area"),
        (lambda: metapopulation_capacity(np.empty((0, 2)), np.empty(0), dispersal_m=1.0), "1 or more"),
        (lambda: metapopulation_capacity(np.zeros((2, 3)), np.ones(2), dispersal_m=1.0), "1 or more"),
        (lambda: metapopulation_capacity(np.zeros((2, 2)), np.zeros(2), dispersal_m=1.0), "above 0 ha"),
        (lambda: metapopulation_capacity(np.full((2, 2), np.nan), np.ones(2), dispersal_m=1.0), "finite"),
        (lambda: metapopulation_capacity(np.zeros((2, 2)), np.ones(2), dispersal_m=0.0), "above 0 m"),
    ],
)
def test_what_makes_no_sense_is_refused(work, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        work()


def test_no_patches_have_no_links_and_no_connectivity() -> None:
    nothing = np.empty(0)
    assert len(links_within(np.empty(0, object), reach_m=100.0).length) == 0
    assert len(nearest_neighbour_m(np.empty(0, object))) == 0
    assert len(components(NO_LINKS, 0)) == 0
    assert equivalent_connected_area_ha(nothing, NO_LINKS, dispersal=1.0) == 0
    assert patches_of_raster(np.zeros((2, 3), bool), cell_m=10.0)[1].size == 0


def plain_capacity(
    centre_m: np.ndarray, area: np.ndarray, dispersal_m: float, x: float, im: float, em: float
) -> tuple[float, np.ndarray]:
    """The matrix as Ovaskainen and Hanski write it, not symmetric; its eigenvectors from both sides."""
    away = np.sqrt(((centre_m[:, None] - centre_m) ** 2).sum(axis=2))
    matrix = np.exp(-away / dispersal_m) * area[:, None] ** (x + im) * area**em
    np.fill_diagonal(matrix, 0)
    values, right = np.linalg.eig(matrix)
    left = np.linalg.inv(right)
    lead = np.argmax(values.real)
    return values[lead].real, (left[lead] * right[:, lead]).real


@given(seeds, st.sampled_from([(1.0, 0.0, 1.0), (0.5, 0.3, 0.8), (1.2, 0.1, 0.0)]), st.sampled_from([0, 3_000]))
@settings(max_examples=60, deadline=None)
def test_capacity_is_the_leading_eigenvalue_and_shares_come_from_both_its_vectors(
    seed: int, exponents: tuple[float, float, float], dense: int
) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 30))
    centre_m, area = rng.uniform(0, 3_000, (count, 2)), rng.uniform(0.2, 40, count)
    total, share = plain_capacity(centre_m, area, 800.0, *exponents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(metapopulation, "DENSE_PATCHES", dense)
        found = metapopulation_capacity(centre_m, area, dispersal_m=800.0, area_exponent=sum(exponents) / 2)
    assert found.total == pytest.approx(total, rel=1e-9)
    np.testing.assert_allclose(found.share, share, atol=1e-7)


@pytest.mark.parametrize("count", [1, 2, 3, 50])
def test_equal_patches_all_as_near_have_the_capacity_that_algebra_gives(count: int) -> None:
    """All at one point: M is a^2 off the diagonal, so that the capacity is (n - 1) a^2."""
    found = metapopulation_capacity(np.zeros((count, 2)), np.full(count, 3.0), dispersal_m=500.0)
    assert found.total == pytest.approx((count - 1) * 9)
    np.testing.assert_allclose(found.share, 1 / count)


def test_two_patches_have_the_capacity_that_algebra_gives() -> None:
    centre_m = np.array([[0.0, 0.0], [300.0, 400.0]])
    found = metapopulation_capacity(centre_m, np.array([2.0, 5.0]), dispersal_m=1_000.0)
    assert found.total == pytest.approx(10 * np.exp(-0.5))
    assert found.share.tolist() == [0.5, 0.5]


def test_a_larger_patch_raises_the_capacity_by_its_share() -> None:
    rng = np.random.default_rng(5)
    centre_m, area = rng.uniform(0, 2_000, (12, 2)), rng.uniform(1, 20, 12)
    before = metapopulation_capacity(centre_m, area, dispersal_m=500.0)
    for patch in range(12):
        larger = area * np.where(np.arange(12) == patch, 1 + 1e-6, 1)
        after = metapopulation_capacity(centre_m, larger, dispersal_m=500.0)
        assert (after.total / before.total - 1) / 1e-6 == pytest.approx(2 * before.share[patch], abs=1e-4)
