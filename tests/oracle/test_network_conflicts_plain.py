"""Conflicts along a border against a plain twin that asks at every step of the border who maps what there."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lnrs.network.conflicts import GAP_M, SHORTEST_M, between
from lnrs.network.incompatible import is_alike, why_at_odds

Made = tuple[str, str]

MADE: list[Made] = [
    ("Woodland and forest - Other woodland; broadleaved", "create"),
    ("Heathland and shrub - Lowland heathland", "restore"),
    ("Grassland - Lowland meadows", "restore"),
    ("Grassland - Floodplain wetland mosaic and CFGM", "manage"),
    ("", "protect"),
]
WITHIN_M, STEP_M = 25, 10
BORDER = shapely.LineString([(500_000, 150_000), (500_400, 150_900), (500_150, 151_500), (500_900, 152_000)])
Measure = tuple[Made, shapely.Geometry]


@st.composite
def measures(draw: st.DrawFn, side: int) -> list[Measure]:
    """Blobs of one side of the border, some up to it and some not."""
    found = []
    for _ in range(draw(st.integers(0, 6))):
        along, away = draw(st.floats(0, BORDER.length)), draw(st.floats(0, 150))
        size = draw(st.floats(20, 300))
        point = BORDER.interpolate(along)
        shape = point.buffer(size, quad_segs=4).difference(BORDER.buffer(away / 5, single_sided=False))
        half = BORDER.buffer(side * 600, single_sided=True)
        if not (shape := shape.intersection(half)).is_empty:
            found.append((draw(st.sampled_from(MADE)), shape))
    return found


def frame(found: list[Measure]) -> gpd.GeoDataFrame:
    columns = {
        "place": [str(number) for number in range(len(found))],
        "ref": ["R"] * len(found),
        "habitat": [made[0] for made, _ in found],
        "action": [made[1] for made, _ in found],
    }
    return gpd.GeoDataFrame(columns, geometry=[shape for _, shape in found], crs=27700)


def plain(a: list[Measure], b: list[Measure]) -> list[tuple[str, str, str, float]]:
    """Kind, what each side makes in the kinds where it is one thing, and the length of every stretch."""
    steps = int(-(-BORDER.length // STEP_M))
    length = BORDER.length / steps
    points = [BORDER.interpolate((step + 0.5) * length) for step in range(steps)]
    there = [([made for made, s in side if s.distance(point) <= WITHIN_M]) for point in points for side in (a, b)]
    ups = list(zip(there[::2], there[1::2], strict=True))
    masks: dict[tuple[str, str, str], list[bool]] = {}
    for step, (up_a, up_b) in enumerate(ups):
        habitats_a, habitats_b = [m for m in up_a if m[0]], [m for m in up_b if m[0]]
        odds = [(m, n) for m in habitats_a for n in habitats_b if why_at_odds(m, n)]
        alike = any(is_alike(m[0], n[0]) for m in habitats_a for n in habitats_b)
        keys = {("at odds", m[0], n[0]) for m, n in odds}
        if habitats_a and habitats_b and not odds and not alike:
            keys.add(("different", "", ""))
        if habitats_a and not up_b:
            keys.add(("one side", "a", ""))
        if habitats_b and not up_a:
            keys.add(("one side", "", "b"))
        for key in keys:
            masks.setdefault(key, [False] * steps)[step] = True
    found = []
    for (kind, one, other), mask in masks.items():
        run, gap = 0, 0
        for yes in [*mask, *[False] * steps]:
            if yes:
                run, gap = run + 1, 0
            elif run:
                gap += 1
                if gap * length > GAP_M + 1e-6:
                    if run * length >= SHORTEST_M[kind] - 1e-6:
                        found.append((kind, one, other, round(run * length, 1)))
                    run, gap = 0, 0
    return sorted(found)


@settings(max_examples=60)
@given(measures(1), measures(-1))
def test_every_stretch_is_found_with_its_length(a: list[Measure], b: list[Measure]) -> None:
    conflicts = between(38, 40, frame(a), frame(b), BORDER, within_m=WITHIN_M)

    along = conflicts[conflicts["frontage_m"] > 0]
    told = [(one.kind, *_sides(one), one.frontage_m) for one in along.itertuples()]
    assert sorted(told) == plain(a, b)


def _sides(one: object) -> tuple[str, str]:
    """What the plain twin says of the sides of a row."""
    if one.kind == "at odds":
        return one.habitat_a, one.habitat_b
    if one.kind == "different":
        return "", ""
    return ("a", "") if one.habitat_a else ("", "b")


@settings(max_examples=25)
@given(measures(1), measures(-1))
def test_hectares_are_those_of_the_places_that_it_names(a: list[Measure], b: list[Measure]) -> None:
    found = between(38, 40, frame(a), frame(b), BORDER, within_m=WITHIN_M, depth_m=400)
    for one in found[found["frontage_m"] > 0].itertuples():
        for places, side, hectares in ((one.places_a, a, one.a_ha), (one.places_b, b, one.b_ha)):
            shapes = [side[int(place.split(":")[0])][1] for place in places]
            zone = shapely.buffer(one.geometry, 400)
            assert hectares == pytest.approx(shapely.union_all(shapes).intersection(zone).area / 10_000, abs=1e-3)
