"""Land set aside for building: invented fields beside the towns, as a local plan would allocate them."""

import geopandas as gpd
import numpy as np
import shapely

from lnrs.sketch.noise import stream
from lnrs.sketch.sites import Pairs, as_sites, chosen, grouped

SHARE = 0.006
"""Share of the whole area that is set aside; two or three thousand hectares in Kent and Medway."""
SITE_APART_M = 900
FARTHEST_M = 1_500
"""Sites lie nearer to a town than this."""
LEAST_M2 = 8e4
"""The smallest site; where parcels are large, two of them."""
BUILT_ON = ("arable", "improved grassland", "scrub", "orchard", "semi-natural grassland")
KINDS = ("housing", "housing", "housing", "employment")
"""What a site is for; three in four are for homes."""


def development_sites(
    parcels: gpd.GeoDataFrame, pairs: Pairs, within: shapely.Geometry, near_town_m: np.ndarray, seed: int
) -> gpd.GeoDataFrame:
    """Sites set aside for development: ref, name, kind, MultiPolygon. `near_town_m` is metres to a town."""
    random = stream(seed, "development")
    suits = parcels["land_cover"].isin(BUILT_ON).to_numpy() & (near_town_m < FARTHEST_M)
    merit = -near_town_m / 500 + random.normal(0, 0.8, len(parcels))
    patch = grouped(parcels, pairs, suits, merit, SITE_APART_M, stream(seed, "patches", "development"))
    least = min(LEAST_M2, 2 * parcels["area_m2"].median())
    label = chosen(patch, parcels["area_m2"].sum() * SHARE, least)
    sites = as_sites(parcels, label, "DEV", within, random)
    sites.insert(2, "kind", [KINDS[random.integers(len(KINDS))] for _ in range(len(sites))])
    return sites
