"""Does the finished map keep its promises? Measured, never assumed."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from lnrs.habitat_map.land import SLIVER_WIDTH_M
from lnrs.habitat_map.overlay import shared_area_m2
from lnrs.habitat_map.threads import over_chunks


@dataclass(frozen=True)
class Topology:
    """What was found. A sound map has less than a square metre of either overlap, and none of the rest."""

    overlap_m2: float
    """Land both of particular importance and listed as able to become so."""
    outside_m2: float
    """Mapped land beyond the strategy area."""
    invalid: int
    """Geometries that GEOS calls invalid."""
    slivers: int
    """Areas that could become important thinner than a metre on average."""


def check_topology(importance: gpd.GeoDataFrame, become: gpd.GeoDataFrame, area: shapely.Geometry) -> Topology:
    """Check the two areas against each other and against the strategy area."""
    important, new = importance.geometry.to_numpy(), become.geometry.to_numpy()
    both = np.concatenate([important, new])
    width = 2 * shapely.area(new) / np.maximum(shapely.length(new), 1e-9)
    return Topology(
        overlap_m2=float(shared_area_m2(new, important)[2].sum()) if len(new) and len(important) else 0.0,
        outside_m2=_outside_m2(both, area),
        invalid=int((~shapely.is_valid(both)).sum()),
        slivers=int((width < SLIVER_WIDTH_M).sum()),
    )


def _outside_m2(polygons: np.ndarray, area: shapely.Geometry) -> float:
    shapely.prepare(area)
    across = polygons[~shapely.covers(area, polygons)]
    beyond = over_chunks(lambda part: shapely.area(shapely.difference(part, area)), across)
    return float(beyond.sum()) if len(across) else 0.0
