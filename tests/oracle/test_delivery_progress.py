"""Hectares of delivery, each counted once, agree with a count field by field."""

from collections import defaultdict

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lnrs_web.delivery.progress import Hectares, counted_once

FIELD_M = 100
STATUSES = ("planned", "under way", "delivered", "stopped")
edges = st.tuples(st.integers(0, 6), st.integers(1, 4)).map(lambda one: (one[0], one[0] + one[1]))
pieces = st.lists(
    st.tuples(st.sampled_from(["GL1", "WD2"]), st.sampled_from(STATUSES), edges, edges), min_size=0, max_size=8
)


def plainly(laid: list[tuple[str, str, tuple[int, int], tuple[int, int]]]) -> dict[str, list[int]]:
    """Fields of one hectare of each measure that are planned, under way and delivered: each by the farthest."""
    farthest: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
    for ref, status, (west, east), (south, north) in laid:
        if status == "stopped":
            continue
        for x in range(west, east):
            for y in range(south, north):
                rank = STATUSES.index(status)
                farthest[ref][x, y] = max(rank, farthest[ref].get((x, y), 0))
    return {ref: [list(fields.values()).count(rank) for rank in range(3)] for ref, fields in farthest.items()}


@given(laid=pieces)
def test_each_field_counts_once_by_the_farthest_that_work_has_come(laid: list) -> None:
    shapes = [
        (ref, status, shapely.box(west * FIELD_M, south * FIELD_M, east * FIELD_M, north * FIELD_M))
        for ref, status, (west, east), (south, north) in laid
    ]
    found, expected = counted_once(shapes), plainly(laid)
    assert found.keys() == expected.keys()
    for ref, (planned, under_way, delivered) in expected.items():
        assert found[ref].planned_ha == pytest.approx(planned, abs=1e-9)
        assert found[ref].under_way_ha == pytest.approx(under_way, abs=1e-9)
        assert found[ref].delivered_ha == pytest.approx(delivered, abs=1e-9)


def test_what_stopped_counts_nothing_and_takes_nothing_away() -> None:
    field = shapely.box(0, 0, 100, 100)
    assert counted_once([("GL1", "stopped", field)]) == {}
    assert counted_once([("GL1", "stopped", field), ("GL1", "planned", field)]) == {"GL1": Hectares(planned_ha=1.0)}
