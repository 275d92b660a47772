"""The levels of a layer: kinds of feature as wholes in the overview, single features in the detail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.ecology.grid import Grid
from lnrs.edition.tiles.archive import Level
from lnrs.edition.tiles.generalise import DETAIL_ZOOMS, OVERVIEW_ZOOMS, detail, overview
from lnrs.edition.tiles.mercator import PLANE, to_mercator
from lnrs.habitat_map.cache import Cache, key_of


@dataclass(frozen=True)
class Basis:
    """What overviews are made with: the grid they lie on, and where they are kept."""

    grid: Grid
    cache: Cache
    method: str
    """A key for the way they are made, so that another way never answers from an older one's results."""


class Group(NamedTuple):
    """Features that are shown as one whole in the overview."""

    shared: dict[str, str]
    """What they have in common."""
    shapes: np.ndarray
    """Polygons in EPSG:27700."""
    key: str
    """A key for the content of the shapes."""


def detail_levels(layer: str, frame: gpd.GeoDataFrame, zooms: Sequence[int] = DETAIL_ZOOMS) -> Iterator[Level]:
    """Single features, simplified for each zoom."""
    for zoom, simplified in detail(frame, zooms):
        yield Level(layer, zoom, simplified)


def overview_levels(layer: str, groups: Sequence[Group], basis: Basis) -> Iterator[Level]:
    """One level a zoom with every group in it; each group is generalised on its own and kept by its content."""
    parts = [_kept(group, basis).assign(**group.shared) for group in groups if len(group.shapes)]
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"zoom": [], "wkb": []})
    for zoom in OVERVIEW_ZOOMS:
        rows = whole[whole["zoom"] == zoom]
        shapes = shapely.from_wkb(rows["wkb"].to_numpy(object))
        yield Level(layer, zoom, gpd.GeoDataFrame(rows.drop(columns=["zoom", "wkb"]), geometry=shapes, crs=PLANE))


def _kept(group: Group, basis: Basis) -> pd.DataFrame:
    key = key_of("overview", basis.method, basis.grid, group.key)
    return basis.cache.table(key, lambda: _generalised(group.shapes, basis.grid))


def _generalised(shapes: np.ndarray, grid: Grid) -> pd.DataFrame:
    """Polygons of the overview on the Mercator plane: zoom, wkb."""
    levels = list(overview(shapes, grid))
    zooms = np.repeat([zoom for zoom, _ in levels], [len(polygons) for _, polygons in levels])
    polygons = to_mercator(np.concatenate([polygons for _, polygons in levels]))
    return pd.DataFrame({"zoom": zooms, "wkb": shapely.to_wkb(polygons)})
