"""Land in pieces: whatever part of the mesh is drawn, it fits the rest."""

import numpy as np
import pytest
import shapely

from lnrs.outlines import outline
from lnrs.sketch.england.chance import chance, one_of, salt
from lnrs.sketch.england.mesh import SHAPES, WHOLE, Mesh, clipped, dissolved

MESH = Mesh(400_000.0, 300_000.0, 90.0, 0.4, salt(1, "test"))
ROW, COLUMN = (axis.ravel() for axis in np.mgrid[-8:12, 5:25])
"""Blocks on either side of where the lattice begins."""


def drawn(mesh: Mesh = MESH) -> np.ndarray:
    """Every piece of the blocks."""
    block, shape = mesh.cut(ROW, COLUMN)
    return mesh.polygons(ROW[block], COLUMN[block], shape)


def test_pieces_cover_the_land_without_gap_or_overlap():
    pieces = drawn()
    blocks = MESH.polygons(ROW, COLUMN, np.full(len(ROW), WHOLE))
    assert shapely.coverage_is_valid(pieces)
    assert shapely.area(pieces).sum() == pytest.approx(shapely.union_all(blocks).area)
    assert shapely.get_num_interior_rings(shapely.union_all(pieces)) == 0


@pytest.mark.parametrize("step_m", [5.0, 90.0, 3_000.0])
def test_no_piece_crosses_itself_however_fine(step_m: float):
    block, shape = (mesh := Mesh(0.0, 0.0, step_m, 1.2, salt(2, "fine"))).cut(*np.divmod(np.arange(20_000), 200))
    row, column = np.divmod(block, 200)
    assert shapely.is_valid(mesh.polygons(row, column, shape)).all()


def test_every_shape_is_drawn_as_large_as_its_cells():
    _, shape = MESH.cut(ROW, COLUMN)
    area = shapely.area(drawn()) / MESH.step_m**2
    for number, cells in enumerate(SHAPES):
        assert area[shape == number].mean() == pytest.approx(len(cells), rel=0.05)


def test_a_piece_is_the_same_whatever_is_drawn_with_it():
    block, shape = MESH.cut(ROW, COLUMN)
    alone = [MESH.polygons(ROW[[one]], COLUMN[[one]], shape[[at]])[0] for at, one in enumerate(block[:50])]
    assert shapely.equals_identical(np.array(alone), drawn()[:50]).all()


def test_blocks_said_to_be_inside_are_and_none_that_touches_is_missing():
    land = outline(46)
    mesh = Mesh(420_000.0, 70_000.0, 700.0, 0.9, salt(3, "wight"))
    row, column, inside = mesh.blocks_near(land)
    blocks = mesh.polygons(row, column, np.full(len(row), WHOLE))
    assert shapely.covers(land, blocks[inside]).all()
    assert inside.any()
    assert shapely.area(shapely.intersection(blocks, land)).sum() == pytest.approx(land.area)


def test_what_the_outline_cuts_is_polygons_and_nothing_small():
    land = shapely.box(0, 0, 100, 100)
    shapes = np.array([shapely.box(-50, 10, 50, 20), shapely.box(-50, -50, 0.1, 0.1), shapely.box(100, 0, 120, 20)])
    parts = clipped(shapes, land, least_m2=1.0)
    assert parts[0].equals(shapely.box(0, 10, 50, 20))
    assert list(parts[1:]) == [None, None]


@pytest.mark.parametrize("exact", [True, False])
def test_joined_pieces_are_the_union_of_each_group(exact: bool):
    pieces = drawn()
    chosen = chance(salt(4, "some"), np.arange(len(pieces))) < 0.4
    group = np.arange(len(pieces))[chosen] // 150
    polygons, of = dissolved(pieces[chosen], np.full(chosen.sum(), exact), group)
    for number in np.unique(group):
        plain = shapely.union_all(pieces[chosen][group == number])
        assert shapely.union_all(polygons[of == number]).equals(plain)
        assert (of == number).sum() == len(shapely.get_parts(plain))


def test_nothing_joined_is_nothing():
    polygons, of = dissolved(np.empty(0, object), np.empty(0, bool), np.empty(0, int))
    assert len(polygons) == len(of) == 0


def test_chance_depends_on_the_place_alone():
    here = chance(salt(1, "a"), np.array([3, -4, 5]), np.array([0, 7, 0]))
    assert chance(salt(1, "a"), np.array([-4]), np.array([7]))[0] == here[1]
    assert chance(salt(1, "b"), np.array([3]), np.array([0]))[0] != here[0]
    many = chance(salt(1, "a"), np.arange(10_000), 3)
    assert many.min() >= 0
    assert many.max() < 1
    assert many.mean() == pytest.approx(0.5, abs=0.02)
    assert {one_of(("x", "y"), seed, "s") for seed in range(20)} == {"x", "y"}
