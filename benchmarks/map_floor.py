"""The bytes that the map step cannot do without, whatever its method, and those that its grids add."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from benchmarks.kernels import vertices_of
from lnrs import strategy
from lnrs.ecology.grid import grid_over
from lnrs.habitat_map.facts import Fact, facts_for
from lnrs.habitat_map.important import SITE_TYPES
from lnrs.layers import store
from lnrs.layers.raster import read_raster

BYTES_A_VERTEX = 16
BYTES_A_NUMBER = 8
GRIDS = {"distance": 1, "share": 1}
"""Bytes of each cell in the grids a fact is measured on: the marks."""


def bytes_of_map_step(folder: Path, made: Path) -> dict[str, int]:
    """Bytes by what they are: every input read once, every grid written and read once, every output written once.

    `made` is the folder that the engine's contender left.
    """
    found = strategy.read(folder)
    facts = facts_for(found.rules.values())
    used = {fact.source for fact in facts} | {kind.layer for kind in SITE_TYPES}
    used = (used | {"strategy_area", "land_parcels", "districts", "parishes"}) & set(found.layers)
    vectors = sum(vertices_of(store.read(found.layers[name])) for name in used - {"elevation"})
    heights = read_raster(found.layers["elevation"]).heights.nbytes if "elevation" in found.layers else 0
    area = store.read(found.layers["strategy_area"])
    pieces = gpd.read_parquet(made / "pieces.parquet")
    return {
        "layers, each vertex and height once": vectors * BYTES_A_VERTEX + heights,
        "grids, each cell written and read once for a fact": 2
        * _cells(area)
        * sum(GRIDS.get(one.kind, 0) for one in facts),
        "the map, each vertex and number once": vertices_of(pieces) * BYTES_A_VERTEX + _numbers(made, pieces, facts),
    }


def _cells(area: gpd.GeoDataFrame) -> int:
    west, south, east, north = area.total_bounds
    grid = grid_over((west, south, east, north))
    return grid.rows * grid.cols


def _numbers(made: Path, pieces: gpd.GeoDataFrame, facts: list[Fact]) -> int:
    values = pd.read_parquet(made / "values.parquet")
    return (len(values) * 4 + len(pieces) * len(facts)) * BYTES_A_NUMBER
