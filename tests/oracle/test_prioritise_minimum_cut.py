"""The minimum cut against every cut there is, and against networkx and scipy where there are too many."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from lnrs.prioritise.minimum_cut import minimum_cut

Case = tuple[np.ndarray, ...]
NAMES = ("from_source", "to_sink", "one", "other", "forward", "backward")


@st.composite
def small_cases(draw: st.DrawFn, nodes: int = 7) -> Case:
    """Graphs with loops, edges that join the same nodes again, nodes that nothing joins, and capacities that are often
    0 or equal."""
    count, edges = draw(st.integers(1, nodes)), draw(st.integers(0, 3 * nodes))
    amount = st.sampled_from([0, 0, 1, 1, 2, 3, 7, 50])
    ends = st.integers(0, count - 1)
    sizes = ((amount, count), (amount, count), (ends, edges), (ends, edges), (amount, edges), (amount, edges))
    return tuple(np.array(draw(st.lists(what, min_size=n, max_size=n)), np.int64) for what, n in sizes)


def capacity_cut(case: Case, side: np.ndarray) -> float:
    """What is cut where these nodes are on the source's side, arc by arc."""
    source, sink, one, other, forward, backward = case
    total = sum(source[~side].tolist()) + sum(sink[side].tolist())
    for i, j, there, back in zip(one, other, forward.tolist(), backward.tolist(), strict=True):
        total += there * (side[i] and not side[j]) + back * (side[j] and not side[i])
    return total


def plain_cut(case: Case) -> tuple[float, np.ndarray]:
    """Every cut tried; of the least, the nodes that are on the source's side in all."""
    count = len(case[0])
    sides = [np.array([bits >> k & 1 for k in range(count)], bool) for bits in range(2**count)]
    cuts = [capacity_cut(case, side) for side in sides]
    least = min(cuts)
    return least, np.logical_and.reduce([side for side, cut in zip(sides, cuts, strict=True) if cut == least])


def networkx_cut(case: Case) -> float:
    source, sink, one, other, forward, backward = case
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    arcs = [("source", v, c) for v, c in enumerate(source.tolist())] + [
        (v, "sink", c) for v, c in enumerate(sink.tolist())
    ]
    arcs += [*zip(one.tolist(), other.tolist(), forward.tolist(), strict=True)]
    arcs += [*zip(other.tolist(), one.tolist(), backward.tolist(), strict=True)]
    for i, j, c in arcs:
        if i != j:
            graph.add_edge(i, j, capacity=graph.get_edge_data(i, j, {"capacity": 0})["capacity"] + c)
    return nx.minimum_cut_value(graph, "source", "sink")


def scipy_cut(case: Case) -> int:
    source, sink, one, other, forward, backward = case
    count, every = len(source), np.arange(len(source))
    at, to = np.full(count, count), np.full(count, count + 1)
    tails, heads = np.concatenate([at, every, one, other]), np.concatenate([every, to, other, one])
    capacities = np.concatenate([source, sink, forward, backward])
    flow = sparse.coo_array((capacities.astype(np.int32), (tails, heads)), shape=(count + 2, count + 2)).tocsr()
    return maximum_flow(flow, count, count + 1).flow_value


def on_a_grid(seed: int, rows: int, columns: int, largest: int, diagonals: bool = True) -> Case:
    """Land of `rows` by `columns` parcels, some edges one-way or shut, some parcels tied to neither side."""
    rng = np.random.default_rng(seed)
    number = np.arange(rows * columns).reshape(rows, columns)
    beside = [(number[:, :-1], number[:, 1:]), (number[:-1], number[1:])]
    beside += [(number[:-1, :-1], number[1:, 1:])] * diagonals
    one, other = (np.concatenate([pair[k].ravel() for pair in beside]) for k in range(2))
    price = rng.integers(-largest, largest + 1, rows * columns) * (rng.random(rows * columns) < 0.7)
    forward, backward = rng.integers(0, 1 + largest // 2, (2, len(one))) * (rng.random((2, len(one))) < 0.9)
    return np.maximum(price, 0), np.maximum(-price, 0), one, other, forward, backward


def times(case: Case, unit: float) -> Case:
    """The same capacities in another unit."""
    return tuple(part if name in {"one", "other"} else part * unit for name, part in zip(NAMES, case, strict=True))


@given(small_cases())
@settings(max_examples=200, deadline=None)
def test_it_is_the_least_of_all_cuts_and_of_equals_the_smallest(case: Case) -> None:
    found = minimum_cut(*case)
    least, side = plain_cut(case)
    assert found.value == least
    assert found.source_side.tolist() == side.tolist()


@given(small_cases(nodes=30))
@settings(max_examples=100, deadline=None)
def test_it_is_worth_what_networkx_says(case: Case) -> None:
    found = minimum_cut(*case)
    assert found.value == networkx_cut(case) == capacity_cut(case, found.source_side)


@given(small_cases(), st.sampled_from([0.1, 1 / 3, 1e-9, 1e12]))
@settings(max_examples=100, deadline=None)
def test_with_fractions_it_is_the_least_but_for_rounding(case: Case, unit: float) -> None:
    fractions = times(case, unit)
    found = minimum_cut(*fractions)
    assert found.value == pytest.approx(plain_cut(case)[0] * unit, rel=1e-12)
    assert found.value == pytest.approx(capacity_cut(fractions, found.source_side), rel=1e-12)


@pytest.mark.parametrize("largest", [1, 3, 1_000])
@pytest.mark.parametrize(("rows", "columns"), [(1, 400), (20, 20), (60, 45)])
@pytest.mark.parametrize("diagonals", [False, True])
def test_on_a_grid_it_is_worth_the_flow_that_scipy_finds(
    largest: int, rows: int, columns: int, diagonals: bool
) -> None:
    for seed in range(3):
        case = on_a_grid(seed, rows, columns, largest, diagonals)
        found = minimum_cut(*case)
        assert found.value == scipy_cut(case) == capacity_cut(case, found.source_side)


def test_where_flow_must_go_far_it_is_still_the_least() -> None:
    """Source in the west, sink in the east, and a maze of narrow ways between: deep trees that lose many branches."""
    for seed in range(5):
        _, _, one, other, forward, backward = on_a_grid(seed, 30, 90, 40)
        place = np.arange(30 * 90) % 90
        case = (1_000 * (place == 0), 1_000 * (place == 89), one, other, forward, backward)
        found = minimum_cut(*case)
        assert found.value == scipy_cut(case) == capacity_cut(case, found.source_side)
        as_fractions = minimum_cut(*times(case, 1.0))
        assert as_fractions.value == found.value
        assert (as_fractions.source_side == found.source_side).all()
        assert found.source_side[place == 0].any()


def test_turned_round_it_is_worth_the_same() -> None:
    """Source for sink and each arc the other way: no side is favoured by the method."""
    source, sink, one, other, forward, backward = on_a_grid(7, 50, 50, 1_000)
    there, back = (
        minimum_cut(source, sink, one, other, forward, backward),
        minimum_cut(sink, source, one, other, backward, forward),
    )
    assert there.value == back.value
    assert not (there.source_side & back.source_side).any()


def test_amounts_beyond_the_exact_range_of_fractions_are_exact_as_whole_numbers() -> None:
    large = 2**58
    found = minimum_cut(
        np.array([large + 1, 0]),
        np.array([0, large]),
        np.array([0]),
        np.array([1]),
        np.array([large + 1]),
        np.array([0]),
    )
    assert found.value == large
    assert found.source_side.tolist() == [True, True]


def test_a_graph_of_nothing_is_cut_for_nothing() -> None:
    none, nowhere = np.zeros(0), np.zeros(0, np.int64)
    assert minimum_cut(none, none, nowhere, nowhere, none, none).value == 0
    alone = minimum_cut(np.array([2.0, 0.0, 3.0]), np.array([1.0, 0.0, 3.0]), nowhere, nowhere, none, none)
    assert alone.value == 4
    assert alone.source_side.tolist() == [True, False, False]


def test_what_is_given_is_left_as_it_was_and_gives_the_same_again() -> None:
    case = on_a_grid(3, 20, 20, 100)
    before = [part.copy() for part in case]
    one, again = minimum_cut(*case), minimum_cut(*case)
    assert (one.source_side == again.source_side).all()
    assert all((part == was).all() for part, was in zip(case, before, strict=True))


@pytest.mark.parametrize(
    ("name", "bad", "says"),
    [
        ("from_source", np.array([-1.0, 0.0]), "0 or more"),
        ("forward", np.array([np.nan]), "0 or more"),
        ("backward", np.array([np.inf]), "finite"),
        ("to_sink", np.array([2**62, 2**62]), "add up"),
        ("to_sink", np.array([1.0]), "as many"),
        ("forward", np.array([1.0, 2.0]), "as many"),
        ("other", np.array([2]), "nodes that are there"),
        ("one", np.array([-1]), "nodes that are there"),
    ],
)
def test_what_cannot_be_cut_is_refused(name: str, bad: np.ndarray, says: str) -> None:
    case = dict(zip(NAMES, (np.array([1, 0]), np.array([0, 1]), [0], [1], np.array([1]), np.array([1])), strict=True))
    with pytest.raises(ValueError, match=says):
        minimum_cut(**(case | {name: bad}))  # type: ignore[arg-type]
