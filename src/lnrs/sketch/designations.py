"""Which land is which kind of site: statutory sites, local wildlife sites and public land, each with its real share."""

import geopandas as gpd
import numpy as np
import shapely

from lnrs.sketch.grid import Grid
from lnrs.sketch.noise import stream
from lnrs.sketch.shore import FORESHORE, SALTMARSH
from lnrs.sketch.sites import Pairs, as_sites, chosen, gathered, merits

COASTAL = (
    "intertidal mudflat",
    "coastal saltmarsh",
    "saline lagoon",
    "coastal vegetated shingle",
    "coastal sand dunes",
    "coastal and floodplain grazing marsh",
)
CONTINENTAL = (
    "lowland calcareous grassland",
    "lowland beech and yew woodland",
    "coastal vegetated shingle",
    "coastal sand dunes",
    "lowland heathland",
    "lowland fen",
    "lowland mixed deciduous woodland",
    "maritime cliff and slope",
)
"""Habitats that Special Areas of Conservation are made for."""

SHARES = {
    "sites_of_special_scientific_interest": 0.083,
    "special_areas_of_conservation": 0.023,
    "special_protection_areas": 0.055,
    "ramsar_sites": 0.05,
    "national_nature_reserves": 0.011,
    "local_nature_reserves": 0.004,
    "local_wildlife_sites": 0.07,
    "public_land": 0.035,
}
"""Share of the whole area in each kind of site; about what Kent and Medway has."""
LEAST_M2 = 4e4
"""The smallest site; where parcels are large, two of them."""
MARINE_SHARE = 0.55
"""Share of the foreshore in a marine conservation zone."""

PREFIXES = {
    "sites_of_special_scientific_interest": "SSSI",
    "special_areas_of_conservation": "SAC",
    "special_protection_areas": "SPA",
    "ramsar_sites": "RAM",
    "national_nature_reserves": "NNR",
    "marine_conservation_zones": "MCZ",
    "local_nature_reserves": "LNR",
    "local_wildlife_sites": "LWS",
}
"""What references begin with."""

OPEN_TO_ALL = (
    *("parks and gardens", "broadleaved woodland", "coniferous woodland", "heathland"),
    *("semi-natural grassland", "shingle", "mudflat", "freshwater"),
)
GREEN = (
    *("semi-natural grassland", "broadleaved woodland", "scrub", "heathland"),
    *("fen and reedbed", "freshwater", "saltmarsh"),
)
"""Land covers of public land, and of local nature reserves."""
OWNERS = {
    "broadleaved woodland": ("county council", "national forestry body", "parish council"),
    "coniferous woodland": ("national forestry body",),
    "parks and gardens": ("district council", "county council"),
    "mudflat": ("defence estate",),
    "shingle": ("defence estate",),
}
OTHER_OWNERS = ("county council", "district council", "water company", "parish council")


def designations(
    parcels: gpd.GeoDataFrame, pairs: Pairs, grid: Grid, within: shapely.Geometry, near_town_m: np.ndarray, seed: int
) -> dict[str, gpd.GeoDataFrame]:
    """Every layer of sites by its id. `pairs` are the parcels that share an edge, `near_town_m` is metres to a town."""
    merit = merits(parcels, grid, seed)
    special = _special(parcels, pairs, merit, seed)
    taken = special >= 0
    labels = {
        "sites_of_special_scientific_interest": special,
        **_international(parcels, pairs, merit, taken, seed),
        "marine_conservation_zones": _marine(parcels, pairs, merit, seed),
        "local_nature_reserves": _local_reserves(parcels, pairs, near_town_m, seed),
    }
    left = ~taken & (labels["local_nature_reserves"] < 0) & (parcels["habitat"] != "").to_numpy()
    labels["local_wildlife_sites"] = _best(
        parcels, pairs, (merit > 0.3) & left, merit, "local_wildlife_sites", 800, seed
    )
    return {
        layer: as_sites(parcels, label, PREFIXES[layer], within, stream(seed, "sites", layer))
        for layer, label in labels.items()
    }


def public_land(parcels: gpd.GeoDataFrame, pairs: Pairs, within: shapely.Geometry, seed: int) -> gpd.GeoDataFrame:
    """Land that public bodies hold: ref, name, owner, MultiPolygon."""
    random = stream(seed, "public land")
    open_to_all = parcels["land_cover"].isin(OPEN_TO_ALL).to_numpy()
    merit = random.normal(0, 1, len(parcels)) * 0.3 + (parcels["land_cover"] == "parks and gardens").to_numpy()
    label = _best(parcels, pairs, open_to_all, merit, "public_land", 850, seed)
    sites = as_sites(parcels, label, "PUB", within, random)
    first = np.unique(label[label >= 0], return_index=True)[1]
    cover = parcels["land_cover"].to_numpy()[label >= 0][first]
    owners = [OWNERS.get(name, OTHER_OWNERS) for name in cover]
    sites.insert(2, "owner", [one[random.integers(len(one))] for one in owners])
    return sites


def _best(
    parcels: gpd.GeoDataFrame,
    pairs: Pairs,
    suits: np.ndarray,
    merit: np.ndarray,
    layer: str,
    apart_m: float,
    seed: int,
    share: float | None = None,
) -> np.ndarray:
    """Labels of the best patches of suitable land, up to the layer's share of the area."""
    total = parcels["area_m2"].sum()
    patch = gathered(parcels, pairs, suits, merit, apart_m, stream(seed, "patches", layer, apart_m))
    least = min(LEAST_M2, 2 * parcels["area_m2"].median())
    return chosen(patch, total * (SHARES[layer] if share is None else share), least)


def _special(parcels: gpd.GeoDataFrame, pairs: Pairs, merit: np.ndarray, seed: int) -> np.ndarray:
    """Sites of special scientific interest: great ones on the coast, then many smaller ones inland."""
    layer = "sites_of_special_scientific_interest"
    coastal = parcels["habitat"].isin(COASTAL).to_numpy() & (merit > 1.1)
    shore = _best(parcels, pairs, coastal, merit, layer, 5500, seed, share=0.055)
    left = (merit > 0.8) & (parcels["habitat"] != "").to_numpy() & (shore < 0)
    area = parcels["area_m2"].to_numpy()
    inland = _best(
        parcels, pairs, left, merit, layer, 1300, seed, share=SHARES[layer] - area[shore >= 0].sum() / area.sum()
    )
    return np.where(inland >= 0, inland + shore.max() + 1, shore)


def _international(
    parcels: gpd.GeoDataFrame, pairs: Pairs, merit: np.ndarray, special: np.ndarray, seed: int
) -> dict[str, np.ndarray]:
    """International sites and national nature reserves, all of them inside sites of special scientific interest."""
    habitat = parcels["habitat"]
    shore_m = parcels["shore_m"].to_numpy()
    waders = special & habitat.isin(COASTAL).to_numpy() & (shore_m < max(7000, shore_m.min() + 1))
    fewer = waders & (merit > np.quantile(merit[waders], 0.06) if waders.any() else False)
    plants = special & habitat.isin(CONTINENTAL).to_numpy()
    return {
        "special_areas_of_conservation": _best(
            parcels, pairs, plants, merit, "special_areas_of_conservation", 2300, seed
        ),
        "special_protection_areas": _best(parcels, pairs, waders, merit, "special_protection_areas", 5500, seed),
        "ramsar_sites": _best(parcels, pairs, fewer, merit, "ramsar_sites", 5500, seed),
        "national_nature_reserves": _best(parcels, pairs, special, merit, "national_nature_reserves", 1500, seed),
    }


def _marine(parcels: gpd.GeoDataFrame, pairs: Pairs, merit: np.ndarray, seed: int) -> np.ndarray:
    tidal = parcels["kind"].isin([FORESHORE, SALTMARSH]).to_numpy()
    foreshore = parcels["area_m2"].to_numpy()[tidal].sum() / parcels["area_m2"].sum()
    share = foreshore * MARINE_SHARE
    return _best(parcels, pairs, tidal, merit, "marine_conservation_zones", 3800, seed, share=share)


def _local_reserves(parcels: gpd.GeoDataFrame, pairs: Pairs, near_town_m: np.ndarray, seed: int) -> np.ndarray:
    """Local nature reserves: green places that people of a town can walk to."""
    green = parcels["land_cover"].isin(GREEN).to_numpy()
    merit = -near_town_m / 400 + stream(seed, "local reserves").normal(0, 0.8, len(parcels))
    return _best(parcels, pairs, green & (near_town_m < 900), merit, "local_nature_reserves", 650, seed)
