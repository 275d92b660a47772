"""Which strategy areas are neighbours, from their geometry, and how that compares with a published list."""

from collections.abc import Collection, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.habitat_map.overlay import Geometries, edges_of, polygons_of
from lnrs.model import areas

TOLERANCE_M = 10.0
"""Outlines this near to each other, a cell of the national grid, are one border; a fault nowhere wider is a sliver."""
CORNER = 4.0
"""A border of up to so many times the tolerance may be nothing but two corners that meet."""


def neighbours(frame: gpd.GeoDataFrame, within_m: float = TOLERANCE_M) -> pd.DataFrame:
    """Every pair of areas no further than `within_m` metres apart: a, b (lnrs_id, a < b), shared_m, corner.

    `frame` has lnrs_id and geometry (valid, EPSG:27700). shared_m is the length of the shared border in metres: the
    mean of how much of the one outline lies within `within_m` of the other area, or in it, and the other way round.
    corner: they meet at a corner only, or nearly so.
    """
    numbers, shapes = frame["lnrs_id"].to_numpy(), frame.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=within_m)
    first = numbers[one] < numbers[other]
    outlines = [edges_of(polygons_of(np.array([shape]))[0]) for shape in shapes]
    trees = [shapely.STRtree(lines) for lines in outlines]
    rows = []
    for i, j in zip(one[first], other[first], strict=True):
        there = _along(outlines[i], trees[i], shapes[j], outlines[j], trees[j], within_m)
        back = _along(outlines[j], trees[j], shapes[i], outlines[i], trees[i], within_m)
        rows.append((int(numbers[i]), int(numbers[j]), (there + back) / 2))
    table = pd.DataFrame(rows, columns=["a", "b", "shared_m"]).astype({"shared_m": float})
    table = table.assign(corner=table["shared_m"] <= CORNER * within_m)
    return table.sort_values(["a", "b"], ignore_index=True)


def _along(
    lines: Geometries,
    tree: shapely.STRtree,
    other: shapely.Geometry,
    its_lines: Geometries,
    its_tree: shapely.STRtree,
    within_m: float,
) -> float:
    """Metres of an outline, in stretches, that lie within `within_m` of another area or in it."""
    shapely.prepare(other)
    near = lines[np.sort(tree.query(other, predicate="dwithin", distance=within_m))]
    if len(near) == 0:
        return 0.0
    edge, _ = its_tree.query(near, predicate="dwithin", distance=within_m)[::-1]
    beside = shapely.union_all(shapely.buffer(its_lines[np.unique(edge)], within_m))
    run = shapely.multilinestrings(near)
    rest = shapely.difference(run, beside)
    deep = shapely.length(shapely.intersection(rest, other)) if not rest.is_empty else 0.0
    return float(shapely.length(run) - shapely.length(rest) + deep)


def zone_neighbours(frame: gpd.GeoDataFrame, name: str, within_m: float = TOLERANCE_M) -> dict[str, frozenset[str]]:
    """The neighbours of zones of any kind - planning authorities, National Character Areas - by the column `name`.

    Zones are neighbours where they come within `within_m` metres of each other, at a corner too; a zone without any is
    there with none. Rows of one name are one zone. `frame` has valid polygons in EPSG:27700.
    """
    shapes, names = frame.geometry.to_numpy(), frame[name].astype(str).to_numpy()
    found: dict[str, set[str]] = {zone: set() for zone in names}
    for one, other in zip(*shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=within_m), strict=True):
        if names[one] != names[other]:
            found[names[one]].add(names[other])
    return {zone: frozenset(beside) for zone, beside in found.items()}


def published_neighbours() -> dict[int, frozenset[int]]:
    """The neighbours of each strategy area as published, by number (see `lnrs.model.areas`)."""
    return {area.lnrs_id: frozenset(area.neighbours) for area in areas()}


def compared(found: pd.DataFrame, published: Mapping[int, Collection[int]], known: Collection[int]) -> pd.DataFrame:
    """Every pair that geometry or the list has: a, b, shared_m (0 where they do not meet), corner, listed, says.

    `found` is what `neighbours` gives for the areas `known`; pairs with other areas are left out. listed: `both` where
    each area lists the other, `a` or `b` where only that one does, `none` where neither.
    says: `agree`, `agree, at a corner`, `not published`, `do not meet`, or `listed by one side only`.
    """
    meets = {(int(a), int(b)): (shared, corner) for a, b, shared, corner in found.itertuples(index=False)}
    listed = {(min(a, b), max(a, b)) for a, theirs in published.items() for b in theirs}
    rows = []
    for a, b in sorted(set(meets) | {pair for pair in listed if set(pair) <= set(known)}):
        shared, corner = meets.get((a, b), (0.0, False))
        by = _listed(b in published.get(a, ()), a in published.get(b, ()))
        rows.append((a, b, float(shared), bool(corner), by, _says((a, b) in meets, bool(corner), by)))
    return pd.DataFrame(rows, columns=["a", "b", "shared_m", "corner", "listed", "says"])


def _listed(by_a: bool, by_b: bool) -> str:
    return {(True, True): "both", (True, False): "a", (False, True): "b", (False, False): "none"}[by_a, by_b]


def _says(meet: bool, corner: bool, listed: str) -> str:
    if not meet:
        return "do not meet"
    if listed == "none":
        return "not published"
    if listed != "both":
        return "listed by one side only"
    return "agree, at a corner" if corner else "agree"
