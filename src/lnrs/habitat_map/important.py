"""Areas of particular importance for biodiversity: what the Act and the guidance name, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lnrs.habitat_map.overlay import polygons_of
from lnrs.habitat_map.threads import over_chunks
from lnrs.units import HA_M2

VETERAN_TREE_RADIUS_M = 15.0
"""A veteran tree is mapped as the ground it needs: the least buffer of the standing advice on ancient trees, 15 m."""

SMALLEST_M2 = 1.0
"""What is left of a site at the area's edge is kept from this size."""


@dataclass(frozen=True)
class SiteType:
    """A kind of site that is of particular importance. `national` marks a national conservation site (s.108)."""

    code: str
    name: str
    layer: str
    national: bool = False


SITE_TYPES = (
    SiteType("SSSI", "Site of Special Scientific Interest", "sites_of_special_scientific_interest", True),
    SiteType("SAC", "Special Area of Conservation", "special_areas_of_conservation", True),
    SiteType("SPA", "Special Protection Area", "special_protection_areas", True),
    SiteType("RAMSAR", "Ramsar site", "ramsar_sites", True),
    SiteType("NNR", "National Nature Reserve", "national_nature_reserves", True),
    SiteType("MCZ", "Marine Conservation Zone", "marine_conservation_zones", True),
    SiteType("LNR", "Local Nature Reserve", "local_nature_reserves"),
    SiteType("LWS", "Local Wildlife Site", "local_wildlife_sites"),
    SiteType("IRREP", "Irreplaceable habitat", "ancient_woodland"),
    SiteType("IRREP", "Irreplaceable habitat", "veteran_trees"),
    SiteType("IRREP", "Irreplaceable habitat", "other_irreplaceable_habitat"),
)

TYPE_NAMES = {site_type.code: site_type.name for site_type in SITE_TYPES}


def important_sites(layers: Mapping[str, gpd.GeoDataFrame], area: shapely.Geometry) -> gpd.GeoDataFrame:
    """One row for each site and type, clipped to the area: apib_id, apib_type, apib_name, apib_site_id, area_ha.

    Sites of different types may overlap; figures come from the union, never from adding rows.
    """
    found = [_sites(kind, layers[kind.layer], area) for kind in SITE_TYPES if kind.layer in layers]
    if not found:
        found = [gpd.GeoDataFrame({"apib_type": [], "apib_name": [], "apib_site_id": []}, geometry=[], crs=27700)]
    sites = gpd.GeoDataFrame(pd.concat(found, ignore_index=True), crs=27700)
    sites.insert(0, "apib_id", np.arange(1, len(sites) + 1))
    sites.insert(4, "area_ha", sites.area / HA_M2)
    return sites


def _sites(kind: SiteType, layer: gpd.GeoDataFrame, area: shapely.Geometry) -> gpd.GeoDataFrame:
    shapes = layer.geometry.to_numpy()
    if kind.layer == "veteran_trees":
        shapes = shapely.buffer(shapes, VETERAN_TREE_RADIUS_M, quad_segs=4)
    shapes = clipped(shapes, area)
    kept = shapely.area(shapes) >= SMALLEST_M2
    names = layer["name"] if "name" in layer else layer["species"] + " (veteran tree)"
    return gpd.GeoDataFrame(
        {
            "apib_type": kind.code,
            "apib_name": names.astype(str).to_numpy()[kept],
            "apib_site_id": layer["ref"].astype(str).to_numpy()[kept],
        },
        geometry=shapes[kept],
        crs=27700,
    )


def clipped(shapes: np.ndarray, area: shapely.Geometry) -> np.ndarray:
    """The multipolygon of each shape within the area; shapes wholly inside are not touched."""
    shapely.prepare(area)
    across = np.flatnonzero(~shapely.covers(area, shapes))
    within = shapes.copy()
    within[across] = over_chunks(lambda part: shapely.intersection(part, area), shapes[across])
    parts, owner = polygons_of(within)
    gathered = np.full(len(shapes), shapely.MultiPolygon(), object)
    if len(parts):
        present = np.unique(owner)
        gathered[present] = shapely.multipolygons(parts, indices=np.searchsorted(present, owner))
    return gathered
