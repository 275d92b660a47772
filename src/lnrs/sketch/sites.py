"""Protected sites of every statutory type, local wildlife sites and public land: invented, of real sizes and kinds.

A site is a group of parcels that suit it and lie together. Sites of special scientific interest come first; the
international sites and national nature reserves are parts of them; local sites take what is left.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from lnrs.sketch.coverage import components, dissolve, multi
from lnrs.sketch.grid import Grid
from lnrs.sketch.names import numbered, site_names
from lnrs.sketch.noise import noise_at, stream

WORTH = {
    "intertidal mudflat": 3.4,
    "coastal saltmarsh": 3.6,
    "saline lagoon": 3.2,
    "coastal sand dunes": 3.0,
    "coastal vegetated shingle": 3.2,
    "maritime cliff and slope": 2.8,
    "reedbed": 2.6,
    "lowland fen": 2.6,
    "lowland heathland": 2.8,
    "lowland calcareous grassland": 2.1,
    "lowland beech and yew woodland": 1.7,
    "coastal and floodplain grazing marsh": 1.3,
    "lowland meadow": 1.5,
    "lowland dry acid grassland": 1.5,
    "wet woodland": 1.2,
    "pond and lake": 1.1,
    "lowland mixed deciduous woodland": 0.7,
    "wood pasture and parkland": 0.6,
    "traditional orchard": 0.3,
    "open mosaic habitat": 0.4,
}
"""How likely land of each habitat is to be a protected site."""

ENDINGS = {
    "broadleaved woodland": "Wood/Shaw/Copse",
    "lowland mixed deciduous woodland": "Wood/Woods/Shaw/Copse",
    "lowland beech and yew woodland": "Hanger/Wood",
    "wet woodland": "Carr/Alders",
    "coniferous woodland": "Forest/Plantation",
    "intertidal mudflat": "Flats/Sands/Mudflats",
    "coastal saltmarsh": "Saltings",
    "coastal vegetated shingle": "Beach/Ness",
    "shingle": "Beach",
    "coastal sand dunes": "Dunes/Warren",
    "maritime cliff and slope": "Cliffs/Cliff",
    "reedbed": "Reeds/Reedbeds",
    "lowland fen": "Fen",
    "pond and lake": "Water/Lakes/Pits",
    "saline lagoon": "Lagoons",
    "lowland heathland": "Heath/Common",
    "lowland calcareous grassland": "Down/Downs/Bank",
    "lowland dry acid grassland": "Common/Warren",
    "lowland meadow": "Meadow/Meadows",
    "coastal and floodplain grazing marsh": "Marshes/Levels/Marsh",
    "wood pasture and parkland": "Park",
    "parks and gardens": "Park/Green",
    "traditional orchard": "Orchard",
    "orchard": "Orchards",
    "scrub": "Bank/Pit",
    "built-up": "Works/Yard",
    "open mosaic habitat": "Works/Pit",
}
"""What places are called by the habitat or land cover that most of them has."""
SMALLEST_PART = 0.3
"""The least a part of a site may have, as a share of its largest part."""
CUT_ACROSS = 0.25
"""Share of sites whose edge does not keep to the hedges."""

Pairs = tuple[np.ndarray, np.ndarray]
"""Numbers of parcels that share an edge: the one, and the other."""


@dataclass(frozen=True)
class Patch:
    """Parcels grouped into patches: the label of each parcel (-1 for none) and the patches' areas and merits."""

    label: np.ndarray
    area_m2: np.ndarray
    merit: np.ndarray


def grouped(
    parcels: gpd.GeoDataFrame,
    pairs: Pairs,
    suits: np.ndarray,
    merit: np.ndarray,
    apart_m: float,
    random: np.random.Generator,
) -> Patch:
    """Suitable parcels in patches of those that adjoin and are nearest to the same of some points `apart_m` apart."""
    nearest = _nearest_seed(parcels, suits, apart_m, random)
    return _patch(parcels, _adjoining(nearest, pairs), merit)


def gathered(
    parcels: gpd.GeoDataFrame,
    pairs: Pairs,
    suits: np.ndarray,
    merit: np.ndarray,
    apart_m: float,
    random: np.random.Generator,
) -> Patch:
    """As `grouped`, but a patch may have several parts about one point; parts much under the largest are dropped."""
    nearest = _nearest_seed(parcels, suits, apart_m, random)
    part = _adjoining(nearest, pairs)
    if not suits.any():
        return _patch(parcels, part, merit)
    area = np.bincount(part[part >= 0], parcels["area_m2"].to_numpy()[part >= 0])
    largest = np.zeros(nearest.max(initial=-1) + 1)
    np.maximum.at(largest, nearest[part >= 0], area[part[part >= 0]])
    large = (part >= 0) & (area[part] >= SMALLEST_PART * largest[nearest])
    return _patch(parcels, np.where(large, nearest, -1), merit)


def _nearest_seed(
    parcels: gpd.GeoDataFrame, suits: np.ndarray, apart_m: float, random: np.random.Generator
) -> np.ndarray:
    """For each suitable parcel the number of the nearest of some of them, picked by chance; -1 for the others."""
    suitable = np.flatnonzero(suits)
    nearest = np.full(len(parcels), -1)
    if len(suitable):
        places = parcels[["x", "y"]].to_numpy()[suitable]
        count = round(parcels["area_m2"].to_numpy()[suitable].sum() / apart_m**2)
        seeds = places[random.choice(len(places), int(np.clip(count, 1, len(places))), replace=False)]
        nearest[suitable] = cKDTree(seeds).query(places)[1]
    return nearest


def _adjoining(group: np.ndarray, pairs: Pairs) -> np.ndarray:
    """Labels of parcels of one group that adjoin; -1 where the group is."""
    first, second = pairs
    together = (group[first] == group[second]) & (group[first] >= 0)
    return np.where(group >= 0, components(len(group), first[together], second[together]), -1)


def _patch(parcels: gpd.GeoDataFrame, label: np.ndarray, merit: np.ndarray) -> Patch:
    """Labels numbered from 0 without gaps, with the area and the mean merit of each."""
    kept = np.flatnonzero(label >= 0)
    tidy = np.full(len(label), -1)
    tidy[kept] = np.unique(label[kept], return_inverse=True)[1]
    area = parcels["area_m2"].to_numpy()[kept]
    total = np.bincount(tidy[kept], area)
    return Patch(tidy, total, np.bincount(tidy[kept], area * merit[kept]) / np.maximum(total, 1))


def chosen(patch: Patch, target_m2: float, least_m2: float) -> np.ndarray:
    """The label of each parcel again, with only the best patches kept, until they make up `target_m2`."""
    order = np.argsort(-patch.merit, kind="stable")
    order = order[patch.area_m2[order] >= least_m2]
    area = patch.area_m2[order]
    taken = order[np.cumsum(area) - area < target_m2]
    renamed = np.full(len(patch.area_m2) + 1, -1)
    renamed[np.sort(taken)] = np.arange(len(taken))
    return renamed[patch.label]


def as_sites(
    parcels: gpd.GeoDataFrame, label: np.ndarray, prefix: str, within: shapely.Geometry, random: np.random.Generator
) -> gpd.GeoDataFrame:
    """One row a label: ref, name and a MultiPolygon; some have an edge that cuts across the parcels beside them."""
    shape = dissolve(parcels.geometry.to_numpy(), label)
    across = random.random(len(shape)) < CUT_ACROSS
    shape[across] = _across_hedges(shape[across], random, within)
    names = site_names(random, [ENDINGS.get(kind, "Fields/Pastures") for kind in _main_kind(parcels, label)])
    return gpd.GeoDataFrame(
        {"ref": numbered(prefix, len(shape)), "name": names}, geometry=multi(shape), crs=parcels.crs
    )


def _across_hedges(shape: np.ndarray, random: np.random.Generator, within: shapely.Geometry) -> np.ndarray:
    """Shapes grown over the hedge by 20 to 70 m on all sides and eased, as fences and old boundaries run."""
    grown = shapely.simplify(shapely.buffer(shape, random.uniform(20, 70, len(shape)), quad_segs=3), 6)
    shapely.prepare(within)
    outside = ~shapely.contains(within, grown)
    grown[outside] = shapely.intersection(grown[outside], within)
    return shapely.set_precision(grown, 0.01)


def _main_kind(parcels: gpd.GeoDataFrame, label: np.ndarray) -> list[str]:
    """The habitat, or where there is none of note the land cover, that most of each site has."""
    kind = parcels["habitat"].where(parcels["habitat"] != "", parcels["land_cover"])
    known = pd.DataFrame({"site": label, "kind": kind.to_numpy(), "area_m2": parcels["area_m2"].to_numpy()})
    area = known[label >= 0].groupby(["site", "kind"], sort=True)["area_m2"].sum().reset_index()
    return area.loc[area.groupby("site")["area_m2"].idxmax(), "kind"].tolist()


def merits(parcels: gpd.GeoDataFrame, grid: Grid, seed: int) -> np.ndarray:
    """How likely each parcel is to lie in a protected site: its habitat, and what part of the country it is in."""
    worth = parcels["habitat"].map(WORTH).fillna(0).to_numpy(float)
    place = noise_at(grid, stream(seed, "merit"), 4000, parcels["x"].to_numpy(), parcels["y"].to_numpy())
    return worth + 0.45 * place
