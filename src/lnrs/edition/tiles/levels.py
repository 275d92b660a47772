"""The levels of a layer: kinds of feature as wholes in the overview, single features in the detail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from lnrs.ecology.grid import Grid
from lnrs.edition.tiles.archive import Level, level_of, to_wkb_degrees
from lnrs.edition.tiles.generalise import DETAIL_ZOOMS, OVERVIEW_ZOOMS, detail, overview
from lnrs.edition.tiles.mercator import to_mercator
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
        yield level_of(layer, zoom, simplified)


def kept_detail_levels(layer: str, frame: gpd.GeoDataFrame, ids: str, key: str, basis: Basis) -> Iterator[Level]:
    """Single features, each simplified only once; `ids` is the column that tells them apart, under the key."""
    said = frame.drop(columns="geometry").set_index(ids, drop=False)

    def simplified(missing: npt.NDArray[Any]) -> pd.DataFrame:
        shapes = gpd.GeoDataFrame(geometry=frame.geometry.to_numpy()[said.index.get_indexer(missing)], crs=frame.crs)
        levels = {str(zoom): pd.Series(to_wkb_degrees(at.geometry.to_numpy()), at.index) for zoom, at in detail(shapes)}
        return pd.DataFrame(levels, index=np.arange(len(missing))).set_index(missing)

    shapes = basis.cache.grown(key_of("detail", basis.method, key), said.index.to_numpy(), simplified)
    for zoom in DETAIL_ZOOMS:
        wkb = shapes[str(zoom)].to_numpy(object)
        shown = shapes[str(zoom)].notna().to_numpy()
        yield Level(layer, zoom, said[shown], wkb[shown])


def overview_levels(layer: str, groups: Sequence[Group], basis: Basis) -> Iterator[Level]:
    """One level a zoom with every group in it; each group is generalised on its own and kept by its content."""
    shown = [group for group in groups if len(group.shapes)]
    parts = [_kept(group, basis) for group in shown]
    said = pd.DataFrame([group.shared for group in shown]).loc[
        np.repeat(range(len(parts)), [len(one) for one in parts])
    ]
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"zoom": [], "wkb": []})
    for zoom in OVERVIEW_ZOOMS:
        rows = (whole["zoom"] == zoom).to_numpy()
        yield Level(layer, zoom, said[rows], whole["wkb"].to_numpy(object)[rows])


def _kept(group: Group, basis: Basis) -> pd.DataFrame:
    key = key_of("overview", basis.method, basis.grid, group.key)
    return basis.cache.table(key, lambda: _generalised(group.shapes, basis.grid))


def _generalised(shapes: np.ndarray, grid: Grid) -> pd.DataFrame:
    """The group as one shape in each overview zoom where it can be seen: zoom, and wkb in degrees."""
    levels = {zoom: shapely.multipolygons(polygons) for zoom, polygons in overview(shapes, grid) if len(polygons)}
    wkb = to_wkb_degrees(to_mercator(np.array(list(levels.values()), object)))
    return pd.DataFrame({"zoom": list(levels), "wkb": wkb})
