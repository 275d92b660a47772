"""Records of real English species, where their habitat is, made up by chance."""

from functools import cache
from importlib.resources import files

import geopandas as gpd
import numpy as np
import pandas as pd

from lnrs.sketch.grid import Grid
from lnrs.sketch.names import numbered
from lnrs.sketch.noise import noise_at, stream
from lnrs.sketch.scatter import points_in

RECORDS_A_PARCEL = 0.125
FIRST_YEAR, YEARS = 2006, 20


@cache
def recorded_species() -> pd.DataFrame:
    """The table of species: scientific_name, common_name, share, resolution_m, sensitive, homes.

    `homes` lists the land covers and habitats a species is found in, parted by `; `. A sensitive species has a
    resolution as coarse as its records may be shown.
    """
    with files("lnrs.sketch").joinpath("species.csv").open(encoding="utf-8") as table:
        return pd.read_csv(table)


def species_records(parcels: gpd.GeoDataFrame, grid: Grid, count: int, seed: int) -> gpd.GeoDataFrame:
    """Records as points: ref, scientific_name, common_name, recorded (ISO date), resolution_m, sensitive."""
    table = recorded_species()
    number = np.maximum(1, np.round(table["share"] / table["share"].sum() * count * RECORDS_A_PARCEL)).astype(int)
    found = [
        _home_parcels(parcels, grid, homes.split("; "), many, stream(seed, "species", name))
        for name, homes, many in zip(table["scientific_name"], table["homes"], number, strict=True)
    ]
    row = np.repeat(np.arange(len(table)), [len(homes) for homes in found])
    random = stream(seed, "records")
    points = points_in(parcels.geometry.to_numpy()[np.concatenate(found)], random)
    order = random.permutation(len(row))
    known = table.iloc[row[order]].reset_index(drop=True)
    days = np.datetime64(f"{FIRST_YEAR}-01-01") + random.integers(0, YEARS * 365, len(row))
    frame = {
        "ref": numbered("SR", len(row)),
        "scientific_name": known["scientific_name"],
        "common_name": known["common_name"],
        "recorded": days.astype(str),
        "resolution_m": known["resolution_m"].astype(int),
        "sensitive": known["sensitive"] == "yes",
    }
    return gpd.GeoDataFrame(frame, geometry=points[order], crs=27700)


def _home_parcels(
    parcels: gpd.GeoDataFrame, grid: Grid, homes: list[str], many: int, random: np.random.Generator
) -> np.ndarray:
    """Numbers of the parcels a species was recorded on: its habitat, in the parts of the area where it lives."""
    places = np.flatnonzero((parcels["land_cover"].isin(homes) | parcels["habitat"].isin(homes)).to_numpy())
    if len(places) == 0:
        return places
    x, y = parcels["x"].to_numpy()[places], parcels["y"].to_numpy()[places]
    likely = np.exp(1.6 * noise_at(grid, random, 9000, x, y, octaves=2))
    likely *= np.sqrt(parcels["area_m2"].to_numpy()[places])
    return random.choice(places, many, p=likely / likely.sum())
