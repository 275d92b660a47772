"""What meets across a border agrees with measuring rectangles by hand, point by point."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.network.meeting import groups_over_borders, meets

Box = tuple[int, int, int, int]
"""west, south, east, north in metres."""

STEP_M = 0.25


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    west, south = draw(st.integers(0, 60)), draw(st.integers(0, 60))
    return west, south, west + draw(st.integers(1, 25)), south + draw(st.integers(1, 25))


some_boxes = st.lists(boxes(), min_size=0, max_size=5)


def frame(shapes: list[Box]) -> gpd.GeoDataFrame:
    labels = [f"p{number}" for number in range(len(shapes))]
    return gpd.GeoDataFrame(index=labels, geometry=[shapely.box(*shape) for shape in shapes], crs=27700)


def to_box_m(x: float, y: float, box: Box) -> float:
    """Plain: how far a point lies from a rectangle; 0 within it."""
    west, south, east, north = box
    return (max(west - x, 0, x - east) ** 2 + max(south - y, 0, y - north) ** 2) ** 0.5


def apart_m(one: Box, other: Box) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0)
    up = max(one[1] - other[3], other[1] - one[3], 0)
    return (across**2 + up**2) ** 0.5


def along_m(one: Box, other: Box, within_m: float) -> float:
    """Plain: walk around the one in short steps and count those near the other."""
    west, south, east, north = one
    sides = [((west, south), (east, south)), ((east, south), (east, north)), ((east, north), (west, north))]
    sides.append(((west, north), (west, south)))
    near = 0
    for (x0, y0), (x1, y1) in sides:
        steps = round((abs(x1 - x0) + abs(y1 - y0)) / STEP_M)
        for step in range(steps):
            share = (step + 0.5) / steps
            near += to_box_m(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, other) <= within_m
    return near * STEP_M


@given(some_boxes, some_boxes, st.sampled_from([0, 3, 10]))
@settings(max_examples=80)
def test_what_meets_and_along_how_much(a: list[Box], b: list[Box], within_m: int) -> None:
    found = {(one, other): row for one, other, *row in meets(frame(a), frame(b), within_m).itertuples(index=False)}
    near = {
        (f"p{i}", f"p{j}"): (one, other)
        for i, one in enumerate(a)
        for j, other in enumerate(b)
        if apart_m(one, other) <= within_m
    }
    assert set(found) == set(near)
    for pair, (one, other) in near.items():
        contact_m, apart, shared_ha, a_ha, b_ha = found[pair]
        plain = (along_m(one, other, within_m) + along_m(other, one, within_m)) / 2
        assert contact_m == pytest.approx(plain, abs=8 * STEP_M)
        assert apart == pytest.approx(apart_m(one, other))
        across, up = (max(0, min(one[k + 2], other[k + 2]) - max(one[k], other[k])) for k in (0, 1))
        assert shared_ha == pytest.approx(across * up / 10_000)
        assert (a_ha, b_ha) == pytest.approx([(box[2] - box[0]) * (box[3] - box[1]) / 10_000 for box in (one, other)])


@given(some_boxes, some_boxes, some_boxes)
@settings(max_examples=60)
def test_groups_over_borders(a: list[Box], b: list[Box], c: list[Box]) -> None:
    drawn = {1: a, 2: b, 3: c}
    table = groups_over_borders({n: frame(shapes) for n, shapes in drawn.items()}, [(1, 2), (2, 3), (1, 3)], 3)
    found: dict[int, set[tuple[int, str]]] = {}
    for lnrs_id, piece, group, _ in table.itertuples(index=False):
        found.setdefault(group, set()).add((lnrs_id, piece))
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, plain_groups(drawn, 3)))
    hectares = table.groupby("group")["ha"].sum().tolist()
    assert hectares == sorted(hectares, reverse=True)


def plain_groups(drawn: dict[int, list[Box]], within_m: float) -> list[set[tuple[int, str]]]:
    every = {(n, f"p{k}"): box for n, shapes in drawn.items() for k, box in enumerate(shapes)}
    at_border = {
        one
        for one in every
        if any(one[0] != other[0] and apart_m(every[one], every[other]) <= within_m for other in every)
    }
    groups = []
    while at_border:
        group, todo = set(), [min(at_border)]
        while todo:
            at = todo.pop()
            if at in at_border:
                at_border.remove(at)
                group.add(at)
                todo += [other for other in at_border if apart_m(every[at], every[other]) <= within_m]
        groups.append(group)
    return groups
