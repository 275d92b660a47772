"""The habitat of note on each parcel, where it has one, in the words of the land parcels' contract."""

import geopandas as gpd
import numpy as np

from lnrs.sketch.grid import Grid
from lnrs.sketch.noise import noise_at, stream
from lnrs.sketch.zones import is_zone


def habitats(parcels: gpd.GeoDataFrame, grid: Grid, seed: int) -> np.ndarray:
    """Habitat of each parcel, from its land cover and country; "" where there is none of note."""
    x, y = parcels["x"].to_numpy(), parcels["y"].to_numpy()
    random = stream(seed, "habitats")
    luck = noise_at(grid, random, 1800, x, y) + random.normal(0, 0.7, len(parcels))
    facts = _facts(parcels)
    habitat = np.full(len(parcels), "", dtype="<U40")
    for name, where in _rules(facts, luck / luck.std()):
        habitat[where & (habitat == "")] = name
    return habitat


def _facts(parcels: gpd.GeoDataFrame) -> dict[str, np.ndarray]:
    zone = parcels["zone"].to_numpy()
    return {
        "cover": parcels["land_cover"].to_numpy(),
        "slope": parcels["slope_deg"].to_numpy(),
        "water": parcels["above_water_m"].to_numpy(),
        "shore": parcels["shore_m"].to_numpy(),
        "built": parcels["built"].to_numpy(),
        "chalk": is_zone(zone, "chalk", "island chalk"),
        "sand": is_zone(zone, "sandstone ridge", "dunes", "upland", "shingle"),
        "marsh": is_zone(zone, "estuary marsh", "romney marsh", "wet levels"),
        "shingle": is_zone(zone, "shingle"),
    }


def _rules(facts: dict[str, np.ndarray], luck: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """Habitats and where they are; an earlier one goes before a later. `luck` has a standard deviation of 1."""
    cover, slope, water = facts["cover"], facts["slope"], facts["water"]
    chalk, sand, marsh = facts["chalk"], facts["sand"], facts["marsh"]
    rough, pasture = cover == "semi-natural grassland", cover == "improved grassland"
    wood, wet = cover == "broadleaved woodland", facts["water"] < 1.5
    return [
        ("coastal and floodplain grazing marsh", marsh & (rough & (luck > -1.3) | pasture & (luck > -0.5))),
        ("coastal and floodplain grazing marsh", wet & (rough & (luck > -0.3) | pasture & (luck > 0.6))),
        ("lowland calcareous grassland", rough & chalk & (luck + slope / 6 > 0.2)),
        ("lowland dry acid grassland", rough & sand & (luck > 0.1)),
        ("lowland meadow", rough & ~chalk & ~sand & (luck > 0.75)),
        ("lowland heathland", cover == "heathland"),
        ("wet woodland", wood & (water < 2.0)),
        ("lowland beech and yew woodland", wood & chalk & (luck / 2 + slope / 5 > 1.2)),
        ("lowland mixed deciduous woodland", wood & (luck > -1.6)),
        ("wood pasture and parkland", (cover == "parks and gardens") & (~facts["built"] | (luck > 1.2))),
        ("traditional orchard", (cover == "orchard") & (luck > 1.0)),
        ("reedbed", (cover == "fen and reedbed") & (luck > -0.2)),
        ("lowland fen", cover == "fen and reedbed"),
        ("coastal saltmarsh", cover == "saltmarsh"),
        ("intertidal mudflat", cover == "mudflat"),
        ("coastal sand dunes", cover == "sand dune"),
        ("coastal vegetated shingle", (cover == "shingle") & (facts["shingle"] | (luck > 0.8))),
        ("maritime cliff and slope", cover == "cliff"),
        ("saline lagoon", (cover == "freshwater") & (facts["shore"] < 900) & marsh),
        ("pond and lake", cover == "freshwater"),
        ("open mosaic habitat", np.isin(cover, ["scrub", "built-up"]) & facts["built"] & (luck > 1.9)),
    ]
