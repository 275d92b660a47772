"""Links that are looked for tile by tile are those that a look at every two patches finds."""

import io
import math
from itertools import combinations, pairwise
from typing import Any
from unittest.mock import patch as patched

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some

from lnrs.network import link_files, patches, squares
from lnrs.network.covered import ENGLAND
from lnrs.network.land import lay
from lnrs.network.links import Parts, best
from lnrs.network.pairing import outline_file
from lnrs.network.storage import Store
from lnrs.network.taking_in import COLUMNS, file_rows

WEST, SOUTH = 590_000, 150_000  # four tiles meet in the middle of these 20 km
SIDE_M = 20_000
BLOCK_M = 20_000
DISPERSAL_M = 1_000.0
AREAS = {40: "Kent", 48: "Sussex"}


@some.composite
def fields(draw: Any, most: int = 25) -> list[shapely.Polygon]:
    """Fields of which many overlap, share edges, meet in a point or lie over seams, in half kilometres."""
    corner, size = some.integers(0, 39), some.integers(1, 5)
    boxes = draw(some.lists(some.tuples(corner, corner, size, size), min_size=2, max_size=most))
    return [_field(*box) for box in boxes]


def _field(column: int, row: int, across: int, up: int) -> shapely.Polygon:
    west, south = WEST + column * 500, SOUTH + row * 500
    return shapely.box(west, south, min(west + across * 500, WEST + SIDE_M), min(south + up * 500, SOUTH + SIDE_M))


def _plain(shapes: list[shapely.Polygon]) -> list[tuple[float, float, float, float]]:
    """(worth, gap, hectares of the smaller, of the greater) of every two patches near each other, the best first."""
    whole = shapely.get_parts(shapely.union_all(shapes, grid_size=0.001))
    rows = []
    for one, other in combinations(whole, 2):
        gap_m = shapely.distance(one, other)
        if gap_m <= 2 * DISPERSAL_M:
            small, great = sorted([one.area / 10_000, other.area / 10_000])
            rows.append((2 * small * great * math.exp(-gap_m / DISPERSAL_M), gap_m, small, great))
    return sorted(rows, key=lambda row: (-round(row[0], 6), *np.round(row[1:], 6)))


@settings(max_examples=12)
@given(fields())
def test_links_of_england_are_those_between_every_two_patches(
    tmp_path_factory: pytest.TempPathFactory, shapes: list[shapely.Polygon]
) -> None:
    store = Store(str(tmp_path_factory.mktemp("england")))
    table = _linked(store, shapes)
    plain = _plain(shapes)
    assert len(table) == len(plain)
    assert table["rank"].tolist() == [*range(1, len(plain) + 1)]
    small, great = table[["from_ha", "to_ha"]].min(axis=1), table[["from_ha", "to_ha"]].max(axis=1)
    found = sorted(
        zip(table["worth_ha2"], table["gap_m"], small, great, strict=True),
        key=lambda row: (-round(row[0], 6), *np.round(row[1:], 6)),
    )
    assert np.array(found).reshape(-1, 4) == pytest.approx(np.array(plain).reshape(-1, 4), rel=1e-6, abs=1e-5)
    assert all(one >= other for one, other in pairwise(table["worth_ha2"]))
    _is_drawn(store, table, shapes)


def _is_drawn(store: Store, table: pd.DataFrame, shapes: list[shapely.Polygon]) -> None:
    """Each line is as long as its gap, ends on the habitat, and crosses the border where its ends say so."""
    drawn = gpd.read_parquet(io.BytesIO(store.read(link_files.MAP)))
    assert drawn.crs.to_epsg() == 27700
    land = shapely.union_all(shapes)
    for row, line in zip(table.itertuples(), drawn.geometry, strict=True):
        assert line.length == pytest.approx(row.gap_m, abs=1e-5)
        ends = [shapely.Point(xy) for xy in (line.coords[0], line.coords[-1])]
        assert all(end.distance(land) < 0.01 for end in ends)
        # on the line between the two the lower number counts
        sides = [40 if end.x <= WEST + SIDE_M / 2 else 48 for end in ends]
        assert [row.from_lnrs_id, row.to_lnrs_id] == sides
        assert row.crosses_border == (sides[0] != sides[1])
        assert [row.from_area, row.to_area] == [AREAS[side] for side in sides]


def _linked(store: Store, shapes: list[shapely.Polygon]) -> pd.DataFrame:
    """What a build writes of links, where two areas map these fields between them; some fields are mapped by both."""
    halves = {40: (WEST, WEST + SIDE_M / 2), 48: (WEST + SIDE_M / 2, WEST + SIDE_M)}
    for number, (west, east) in halves.items():
        outline = shapely.box(west, SOUTH, east, SOUTH + SIDE_M)
        store.write(outline_file(number), shapely.to_wkb(outline))
        own = np.array([shape for k, shape in enumerate(shapes) if (number == 40) == (k % 2 == 0) or k % 3 == 0])
        columns = {name: np.full(len(own), "") for name in COLUMNS["measures"]}
        columns |= {"habitat": np.full(len(own), "Meadow"), "action": np.full(len(own), "create")}
        columns["place"] = np.array([str(k) for k in range(len(own))], object)
        file_rows(store, number, {"measures": [(columns, own)]} if len(own) else {}, BLOCK_M)
    names = [*squares.around((WEST, SOUTH, WEST + SIDE_M - 1, SOUTH + SIDE_M - 1))]
    blocks = sorted({squares.block_of(name, BLOCK_M) for name in names})
    for block in blocks:
        own_names = [name for name in names if squares.block_of(name, BLOCK_M) == block]
        lay(store, block=block, squares_of_area={"40": own_names, "48": own_names}, cell_m=500)
    patches.over_seams(store, scope=ENGLAND, blocks=blocks, habitats=["Meadow"])
    tiles = []
    for east in (560_000, 600_000):
        for north in (120_000, 160_000):
            link_files.find(store, tile=(east, north), blocks=blocks, groups=1, dispersal_m=DISPERSAL_M)
            tiles.append(f"tile-{east}-{north}")
    link_files.gather(store, tiles, AREAS)
    return pd.read_csv(io.BytesIO(store.read(link_files.TABLE)))


@settings(max_examples=40)
@given(fields(most=60), some.integers(1, 12), some.randoms(use_true_random=False))
def test_the_best_links_are_found_without_measuring_all(shapes: list[shapely.Polygon], most: int, random: Any) -> None:
    """Parts of few patches, with any hectares: the best links are those of all pairs, the nearest of two patches."""
    many = len(shapes)
    patch = np.array([f"p{random.randrange(many):03d}" for _ in range(many)])
    hectares = {name: random.choice([0.5, 1.0, 7.0, 900.0]) for name in sorted(set(patch))}
    parts = Parts(np.array(shapes), patch, np.array([hectares[name] for name in patch]), np.ones(many, bool))
    with patched("lnrs.network.links.AT_ONCE", 3):  # so few at a time that the rest need not be measured
        found = best(parts, within_m=2_000.0, dispersal_m=DISPERSAL_M, most=most)
    worth: dict[tuple[str, str], float] = {}
    for i, j in combinations(range(many), 2):
        gap_m = shapely.distance(shapes[i], shapes[j])
        if patch[i] != patch[j] and gap_m <= 2_000:
            pair = (min(patch[i], patch[j]), max(patch[i], patch[j]))
            value = 2 * hectares[patch[i]] * hectares[patch[j]] * math.exp(-gap_m / DISPERSAL_M)
            worth[pair] = max(worth.get(pair, 0.0), value)
    assert found.worth_ha2 == pytest.approx(sorted(worth.values(), reverse=True)[:most])
    pairs = [tuple(sorted([patch[i], patch[j]])) for i, j in zip(found.one, found.other, strict=True)]
    assert len(set(pairs)) == len(pairs)
    assert [worth[pair] for pair in pairs] == pytest.approx(found.worth_ha2)
