"""The patches of habitat that there are: pieces of one habitat that adjoin are one, whatever the fields are called."""

import numpy as np
import pytest
import shapely

from lnrs.ecology.grid import grid_over
from lnrs.ecology.patches import adjoining
from lnrs.habitat_map.habitat_patches import habitat_patches
from lnrs.habitat_map.joins import COLUMNS, Join, joined
from lnrs.habitat_map.overlay import odd_edged

from ..conftest import drawn_land

LAND = """
    M M . W W
    M . . W .
    . . M . .
    W . . . W
"""


def patches(picture: str):
    land = drawn_land(picture)
    shapes = land.geometry.to_numpy()
    land = land.assign(area_ha=land.area / 10_000, odd_edged=odd_edged(shapes))
    bounds = shapely.bounds(shapes)
    return habitat_patches(land, adjoining(shapes, bounds, grid_over(tuple(land.total_bounds), cell_m=10.0)))


def test_fields_that_share_an_edge_are_one_patch_and_those_that_meet_at_a_corner_are_not() -> None:
    found = patches(LAND)
    assert found["habitat"].tolist() == ["lowland meadow"] * 2 + ["lowland mixed deciduous woodland"] * 3
    assert found["area_ha"].tolist() == pytest.approx([3, 1, 3, 1, 1])
    assert found["patch_id"].tolist() == [1, 2, 3, 4, 5]


def test_the_shapes_are_the_land_without_overlap_or_gap() -> None:
    found, land = patches(LAND), drawn_land(LAND)
    for habitat, ours in found.groupby("habitat"):
        every = shapely.union_all(land.geometry[land["habitat"] == habitat])
        assert shapely.union_all(ours.geometry).symmetric_difference(every).area == pytest.approx(0)
    assert np.allclose(found.area / 10_000, found["area_ha"])
    assert set(found.geom_type) == {"MultiPolygon"}


def test_two_habitats_side_by_side_are_two_patches() -> None:
    assert patches("M W")["area_ha"].tolist() == pytest.approx([1, 1])


def test_what_a_field_would_join_is_what_a_plain_count_says() -> None:
    """Every field of random drawings, against one patch at a time."""
    random = np.random.default_rng(3)
    for _ in range(10):
        picture = "\n".join(" ".join(random.choice([".", "M", "W", "g"], 8)) for _ in range(8))
        land, found = drawn_land(picture), patches(picture)
        shapes, join = land.geometry.to_numpy(), Join(("lowland meadow",), 250.0)
        pieces = np.flatnonzero(land["habitat"] != "lowland mixed deciduous woodland")
        rows = joined(pieces, shapes, found, join)
        meadows = found[found["habitat"] == "lowland meadow"]
        assert rows.index.tolist() == pieces.tolist()
        for piece, row in rows.iterrows():
            field = shapes[piece]
            away = {patch: field.distance(shape) for patch, shape in zip(meadows.index, meadows.geometry, strict=True)}
            part = [patch for patch in away if meadows.geometry[patch].contains(field)]
            touching = [patch for patch, m in away.items() if m <= 10 and patch not in part]
            others = [patch for patch, m in away.items() if 10 < m <= 250]
            sizes = [meadows["area_ha"][some].sum() for some in (part, touching, others)]
            assert [row["part_of_ha"], row["touching_ha"], row["others_ha"]] == pytest.approx(sizes)
            assert (row["touching"], row["others"]) == (len(touching), len(others))
            if others:
                assert row["nearest_m"] == pytest.approx(min(away[patch] for patch in others))
                nearest = shapely.Point(row["nearest_east_m"], row["nearest_north_m"])
                assert nearest.distance(field) == pytest.approx(row["nearest_m"])
                assert shapely.union_all(meadows.geometry).distance(nearest) == pytest.approx(0)


def test_no_pieces_join_nothing() -> None:
    none = joined(np.zeros(0, np.intp), drawn_land("M").geometry.to_numpy(), patches("M"), Join(("heath",), 500.0))
    assert none.empty
    assert none.columns.tolist() == list(COLUMNS)


def test_land_without_habitat_has_no_patch() -> None:
    assert patches(". g # .").empty
