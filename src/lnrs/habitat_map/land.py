"""The land in pieces: parcels (or squares) cut exactly along the edges that a measure must not cross."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely

from lnrs.habitat_map.important import clipped
from lnrs.habitat_map.overlay import cut, dissolve, edges_of, inside, odd_edged, polygons_of
from lnrs.model import Mapping as MappingRecord
from lnrs.units import HA_M2

SLIVER_WIDTH_M = 1.0
"""A piece thinner than this on average (twice its area by its outline) comes of two edges that nearly agree."""


def squares_over(area: shapely.Geometry, side_m: float) -> gpd.GeoDataFrame:
    """Squares of the national grid that meet the area: parcel_id (the south-west corner), land_cover, habitat."""
    west, south, east, north = area.bounds
    eastings = np.arange(np.floor(west / side_m), np.ceil(east / side_m)) * side_m
    northings = np.arange(np.floor(south / side_m), np.ceil(north / side_m)) * side_m
    x, y = (axis.ravel() for axis in np.meshgrid(eastings, northings))
    boxes = shapely.box(x, y, x + side_m, y + side_m)
    shapely.prepare(area)
    met = shapely.intersects(area, boxes)
    names = [f"E{e:.0f}N{n:.0f}" for e, n in zip(x[met], y[met], strict=True)]
    return gpd.GeoDataFrame({"parcel_id": names, "land_cover": "", "habitat": ""}, geometry=boxes[met], crs=27700)


def land_pieces(
    units: gpd.GeoDataFrame,
    area: shapely.Geometry,
    edges: Mapping[str, np.ndarray],
    mapping: MappingRecord,
) -> gpd.GeoDataFrame:
    """Pieces of land that lie wholly in or wholly out of each layer of `edges` (name -> polygons).

    Returns parcel_id, land_cover, habitat, area_ha, odd_edged (whether a neighbour meets it otherwise than vertex to
    vertex), one column `in <name>` for each layer and the geometry. Slivers are left out. No piece overlaps another
    where the units do not.
    """
    shapes, unit = polygons_of(clipped(units.geometry.to_numpy(), area))
    layers = {name: dissolve(polygons) for name, polygons in edges.items()}
    pieces, source = cut(shapes, edges_of(np.concatenate([*layers.values(), np.empty(0, object)])))
    size = shapely.area(pieces)
    wide = size >= SLIVER_WIDTH_M * shapely.length(pieces) / 2
    kept = wide & (size >= mapping.smallest_piece_m2)
    pieces, rows = pieces[kept], units.iloc[unit[source[kept]]]
    columns = {
        "parcel_id": rows["parcel_id"].astype(str).to_numpy(),
        "land_cover": rows["land_cover"].fillna("").astype(str).to_numpy(),
        "habitat": rows["habitat"].fillna("").astype(str).to_numpy(),
        "area_ha": size[kept] / HA_M2,
        "odd_edged": odd_edged(pieces),
    }
    columns |= {f"in {name}": inside(pieces, polygons) for name, polygons in layers.items()}
    return gpd.GeoDataFrame(columns, geometry=pieces, crs=27700)
