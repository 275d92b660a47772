"""Irreplaceable habitat: ancient woodland, veteran trees, and other habitat that cannot be made again."""

import geopandas as gpd
import numpy as np

from lnrs.sketch.coverage import dissolve, multi
from lnrs.sketch.grid import Grid
from lnrs.sketch.names import numbered, site_names
from lnrs.sketch.noise import noise_at, stream
from lnrs.sketch.scatter import points_in
from lnrs.sketch.sites import Pairs, grouped
from lnrs.sketch.zones import is_zone

WOOD_ENDINGS = "Wood/Wood/Wood/Shaw/Hanger/Copse/Grove/Gill"
ANCIENT_SHARE_OF_WOODS = 0.62
"""Kent is the most anciently wooded county: about 8 % of the land."""
TREES_A_PARCEL = 0.02
TREES = {
    "pedunculate oak": (0.46, 4.6),
    "ash": (0.1, 3.9),
    "sweet chestnut": (0.12, 5.0),
    "beech": (0.1, 4.5),
    "hornbeam": (0.08, 3.3),
    "yew": (0.05, 4.2),
    "field maple": (0.04, 2.6),
    "common lime": (0.03, 4.4),
    "hawthorn": (0.01, 1.6),
    "black poplar": (0.01, 4.3),
}
"""Share of veteran trees, and the usual girth in metres."""
TREES_LIKE = {
    "broadleaved woodland": 2.5,
    "parks and gardens": 5.0,
    "improved grassland": 1.5,
    "semi-natural grassland": 1.5,
    "arable": 0.4,
    "orchard": 0.4,
}
"""How likely old trees are on each land cover, beside others."""
OTHER_KINDS = {
    "coastal sand dunes": ("coastal sand dunes", -9.0),
    "lowland fen": ("lowland fen", -9.0),
    "spartina saltmarsh swards": ("coastal saltmarsh", 0.6),
    "mediterranean saltmarsh scrub": ("coastal saltmarsh", 1.3),
}
"""Kind of irreplaceable habitat, the habitat it is found in, and how rare it is there (standard deviations)."""
OTHER_ENDINGS = {"coastal sand dunes": "Dunes", "lowland fen": "Fen"}


def ancient_woodland(parcels: gpd.GeoDataFrame, pairs: Pairs, grid: Grid, seed: int) -> gpd.GeoDataFrame:
    """Woods that have been there since 1600: ref, name, kind, MultiPolygon."""
    random = stream(seed, "ancient woodland")
    cover = parcels["land_cover"].to_numpy()
    wood = np.isin(cover, ["broadleaved woodland", "coniferous woodland"])
    age = is_zone(parcels["zone"], "wooded hills", "london clay") * 0.6 + noise_at(
        grid, random, 2500, parcels["x"].to_numpy(), parcels["y"].to_numpy()
    )
    patch = grouped(parcels, pairs, wood, age, 800, random)
    order = np.argsort(-(patch.merit + np.log(patch.area_m2) / 6), kind="stable")
    enough = np.searchsorted(np.cumsum(patch.area_m2[order]), patch.area_m2.sum() * ANCIENT_SHARE_OF_WOODS)
    ancient = np.isin(patch.label, order[: enough + 1]) & wood
    pasture = (parcels["habitat"] == "wood pasture and parkland").to_numpy() & (age > 0.4) & ~parcels["built"]
    parks = grouped(parcels, pairs, pasture, age, 1500, random)
    offset = len(patch.area_m2)
    label = np.select(
        [ancient & (cover == "coniferous woodland"), ancient, pasture],
        [patch.label * 2 + 1, patch.label * 2, parks.label * 2 + 2 * offset],
        -1,
    )
    return _ancient_rows(parcels, label, offset, random)


def _ancient_rows(
    parcels: gpd.GeoDataFrame, label: np.ndarray, woods: int, random: np.random.Generator
) -> gpd.GeoDataFrame:
    """One row a label: even labels under `2 * woods` are native woods, odd ones plantations, the rest wood pasture."""
    present = np.unique(label[label >= 0])
    kinds = np.select(
        [present >= 2 * woods, present % 2 == 1],
        ["ancient wood pasture", "plantation on ancient woodland site"],
        "ancient semi-natural woodland",
    )
    names = site_names(random, ["Park" if kind == "ancient wood pasture" else WOOD_ENDINGS for kind in kinds])
    shape = dissolve(parcels.geometry.to_numpy(), label)
    return gpd.GeoDataFrame(
        {"ref": numbered("AW", len(present)), "name": names, "kind": kinds}, geometry=multi(shape), crs=parcels.crs
    )


def veteran_trees(parcels: gpd.GeoDataFrame, grid: Grid, count: int, seed: int) -> gpd.GeoDataFrame:
    """Old trees, many in old parks, others in hedges and woods: ref, species, girth_m, Point."""
    random = stream(seed, "veteran trees")
    likely = np.exp(1.5 * noise_at(grid, random, 1500, parcels["x"].to_numpy(), parcels["y"].to_numpy()))
    likely *= parcels["habitat"].map({"wood pasture and parkland": 25.0, "": 1.0}).fillna(2.0).to_numpy()
    likely *= parcels["land_cover"].map(TREES_LIKE).fillna(0.0).to_numpy()
    number = max(10, round(count * TREES_A_PARCEL))
    home = np.sort(random.choice(len(parcels), number, p=likely / likely.sum()))
    species = random.choice(list(TREES), number, p=[share for share, _ in TREES.values()])
    girth = np.array([TREES[one][1] for one in species]) * random.lognormal(0, 0.22, number)
    points = points_in(parcels.geometry.to_numpy()[home], random)
    return gpd.GeoDataFrame(
        {"ref": numbered("VT", number), "species": species, "girth_m": np.round(girth, 2)}, geometry=points, crs=27700
    )


def other_irreplaceable_habitat(parcels: gpd.GeoDataFrame, pairs: Pairs, grid: Grid, seed: int) -> gpd.GeoDataFrame:
    """Dunes, fens and rare saltmarsh: ref, name, kind, MultiPolygon."""
    habitat = parcels["habitat"].to_numpy()
    x, y = parcels["x"].to_numpy(), parcels["y"].to_numpy()
    patches = {}
    for kind, (home, rarity) in OTHER_KINDS.items():
        luck = noise_at(grid, stream(seed, kind), 2500, x, y)
        suits = (habitat == home) & (luck > rarity)
        patches[kind] = grouped(parcels, pairs, suits, luck, 2000, stream(seed, "other", kind))
    shapes = [dissolve(parcels.geometry.to_numpy(), patch.label) for patch in patches.values()]
    kinds = np.repeat(list(patches), [len(found) for found in shapes])
    names = site_names(stream(seed, "other names"), [OTHER_ENDINGS.get(str(kind), "Saltings") for kind in kinds])
    table = {"ref": numbered("IH", len(kinds)), "name": names, "kind": kinds}
    return gpd.GeoDataFrame(table, geometry=multi(np.concatenate(shapes)), crs=parcels.crs)
