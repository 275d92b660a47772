"""A parcel is cut by the lands whose boxes meet its own alone; the plain way is to hand each all of them."""

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.net_gain.by_edition import Strategy
from lnrs.net_gain.pieces import pieces_of
from lnrs.significance import Action, Makes, MappedLand, consistent

HABITATS = ("Grassland - Lowland meadows", "Ponds (priority habitat)", "Rank grass")
MAKES = (Makes("G1", HABITATS[0], "creation"), Makes("G2", HABITATS[0], "both"), Makes("P1", HABITATS[1], "both"))
AREA = shapely.box(0, 0, 900, 1000)

edges = st.integers(0, 100).map(lambda number: number * 10.0)
lengths = st.integers(1, 40).map(lambda number: number * 10.0)
squares = st.builds(lambda x, y, w, h: shapely.box(x, y, x + w, y + h), edges, edges, lengths, lengths)
slanting = st.builds(lambda x, y, w: shapely.Point(x, y).buffer(w, quad_segs=2), edges, edges, lengths)
lines = st.builds(lambda x, y, v, w: shapely.LineString([(x, y), (v, w + 0.5)]), edges, edges, edges, edges)
trees = st.builds(shapely.Point, edges, edges)
lands = st.builds(
    MappedLand, st.sets(st.sampled_from(["G1", "G2", "P1"]), min_size=1).map(frozenset), squares | slanting
)
claims = st.tuples(squares | slanting | lines | trees, st.sampled_from(HABITATS), st.sampled_from(list(Action)))


@settings(max_examples=150, deadline=None)
@given(st.lists(lands, max_size=12), st.lists(claims, min_size=1, max_size=6))
def test_lands_that_are_not_near_change_nothing(
    mapped: list[MappedLand], said: list[tuple[shapely.Geometry, str, Action]]
) -> None:
    strategy = Strategy("x", False, tuple(mapped), MAKES, AREA, {})
    for shape, habitat, action in said:
        plain = pieces_of(shape, consistent(habitat, action, MAKES), mapped, {}, AREA)
        found = strategy.pieces(shape, habitat, action)
        assert [one.level for one in found] == [one.level for one in plain]
        for one, other in zip(found, plain, strict=True):
            assert abs(one.size - other.size) < 1e-6
            assert one.shape.equals(other.shape) or one.shape.symmetric_difference(other.shape).area < 1e-6
