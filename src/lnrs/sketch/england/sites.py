"""Areas of particular importance of the invented England: wild land that has kept its habitat, with types and names."""

import geopandas as gpd
import numpy as np
import shapely

from lnrs.model import Area
from lnrs.sketch.england.chance import chance, salt
from lnrs.sketch.england.habitats import HABITATS
from lnrs.sketch.names import site_names
from lnrs.sketch.noise import stream

TYPES, ODDS = ("LWS", "SSSI", "LNR", "NNR", "IRREP"), (0.55, 0.83, 0.9, 0.93, 1.0)
SECOND_TYPES, SECOND = ("SAC", "SPA", "RAMSAR"), 0.15
"""So many of the sites of special scientific interest are of international importance too: a second row."""


def important_sites(polygons: np.ndarray, habitat: np.ndarray, area: Area, seed: int) -> gpd.GeoDataFrame:
    """A row for each site and type: apib_id, apib_type, apib_name, apib_site_id, area_ha, geometry.

    `habitat` has the position in HABITATS of each polygon's. A second row of the same site ends its reference in b.
    """
    salted, number = salt(seed, "sites", area.lnrs_id), np.arange(len(polygons))
    kind = np.array(TYPES, object)[np.searchsorted(ODDS, chance(salted, number), side="right")]
    names = site_names(
        stream(seed, "england", "sites", area.lnrs_id), ["/".join(HABITATS[one].sites) for one in habitat]
    )
    refs = np.array([f"X{area.lnrs_id:02}-{one + 1:05}" for one in number], object)
    twice = np.flatnonzero((kind == "SSSI") & (chance(salted, number, 1) < SECOND))
    second = np.array(SECOND_TYPES, object)[(chance(salted, twice, 2) * len(SECOND_TYPES)).astype(int)]
    row = np.r_[number, twice]
    shapes = polygons[row]
    return gpd.GeoDataFrame(
        {
            "apib_id": np.arange(1, len(row) + 1, dtype=np.int32),
            "apib_type": np.r_[kind, second],
            "apib_name": np.array(names, object)[row],
            "apib_site_id": np.r_[refs, refs[twice] + "b"],
            "area_ha": shapely.area(shapes) / 1e4,
        },
        geometry=shapes,
        crs=27700,
    )
