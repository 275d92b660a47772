"""The habitat that there is, as an edition carries it: of land parcels that may be published, and of nothing else.

It is taken from the layer, not from the pieces that the map is made of: those are cut along other layers too, and their
edges would tell of layers that may not be published.
"""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import shapely

from lnrs.edition import parquet
from lnrs.habitat_map.important import clipped
from lnrs.layers import store

FILE = "data/habitats.parquet"


def present_habitat(parcels: gpd.GeoDataFrame, area: shapely.Geometry) -> gpd.GeoDataFrame:
    """The parcels that have a habitat, within the area: `habitat`, MultiPolygon; in the order that they came in."""
    held = parcels[parcels["habitat"].fillna("") != ""]
    shapes = clipped(held.geometry.to_numpy(), area)
    found = gpd.GeoDataFrame({"habitat": held["habitat"].to_numpy()}, geometry=shapes, crs=parcels.crs)
    return found[~found.is_empty].reset_index(drop=True)


def write(layer: Path, area: shapely.Geometry, path: Path, notes: Mapping[str, str]) -> None:
    """Write the habitat of a layer of land parcels; nothing where no parcel has any."""
    found = present_habitat(store.read(layer, columns=["habitat"]), area)
    if len(found):
        parquet.write(found, path, notes)
