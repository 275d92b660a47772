"""What grows on each parcel: land cover and habitat.

Each kind of country gives each land cover its share of the land (zones.csv). Covers are laid in turn, each on the
parcels that suit it best, so that shares come out right and woods, orchards and marshes lie together where they would.
"""

import geopandas as gpd
import numpy as np
import pandas as pd

from lnrs.sketch.grid import Grid
from lnrs.sketch.noise import noise_at, stream
from lnrs.sketch.setting import ZONES
from lnrs.sketch.shore import CLIFF, FORESHORE, LAKE, LAND, SALTMARSH
from lnrs.sketch.zones import character, is_zone

FARMSTEAD_M2 = 9000.0
FARMSTEADS = 0.2
"""Share of the smallest country parcels that hold a farm or a house."""

LAID_IN_TURN = (
    ("fen", "fen and reedbed"),
    ("heathland", "heathland"),
    ("woodland", "broadleaved woodland"),
    ("orchard", "orchard"),
    ("scrub", "scrub"),
    ("semi_natural", "semi-natural grassland"),
    ("improved", "improved grassland"),
)


def land_cover(parcels: gpd.GeoDataFrame, grid: Grid, features: pd.DataFrame, seed: int) -> np.ndarray:
    """The land cover of each parcel, in the words of the land parcels' contract."""
    cover = np.full(len(parcels), "", dtype="<U24")
    suits = _suitability(parcels, grid, features, seed)
    _lay_known(cover, parcels, suits)
    _lay_towns(cover, parcels, suits, stream(seed, "towns"))
    cover[(cover == "") & (suits["park"] > 1)] = "parks and gardens"
    for column, name in LAID_IN_TURN:
        _lay(cover, parcels, suits[column], character()[column].to_numpy(), name)
    rest = character()["rest"].to_numpy(dtype="<U24")[parcels["zone"]]
    cover[cover == ""] = rest[cover == ""]
    _lay_conifers(cover, parcels, suits["conifer"])
    return cover


def _suitability(parcels: gpd.GeoDataFrame, grid: Grid, features: pd.DataFrame, seed: int) -> dict[str, np.ndarray]:
    """How well each parcel suits each cover: broad noise, known places, slope and water, and a little chance."""
    x, y = parcels["x"].to_numpy(), parcels["y"].to_numpy()
    slope, water = parcels["slope_deg"].to_numpy(), parcels["above_water_m"].to_numpy()
    ghyll = np.exp(-parcels["valley_m"].to_numpy() / 150) * is_zone(parcels["zone"], "wooded hills", "upland")
    flat = np.exp(-water / 2.5)

    def patchy(subject: str, wavelength_m: float, chance: float) -> np.ndarray:
        random = stream(seed, subject)
        broad = noise_at(grid, random, wavelength_m, x, y)
        return broad + random.normal(0, chance, len(parcels))

    def near(kind: str) -> np.ndarray:
        return _near(features[features["kind"] == kind], x, y)

    return {
        "park": near("park") + 0.2 * patchy("parks", 400, 0.3),
        "fen": patchy("fen", 700, 0.3) + 2.5 * near("fen") - 0.4 * water,
        "heathland": 0.5 * patchy("heath", 1500, 0.2) + 2.5 * near("heath") + parcels["elevation_m"].to_numpy() / 300,
        "woodland": 1.25 * patchy("woods", 900, 0.3)
        + 0.85 * np.maximum(near("wood"), near("conifer"))
        + 0.13 * np.minimum(slope, 12)
        + 1.4 * ghyll
        - 0.7 * flat,
        "orchard": patchy("orchards", 1500, 0.7)
        + 0.9 * near("orchard")
        - 0.2 * slope
        - 1.2 * flat
        - np.maximum(parcels["elevation_m"].to_numpy() - 100, 0) / 50,
        "scrub": patchy("scrub", 500, 0.8) + 0.2 * slope,
        "semi_natural": patchy("rough", 900, 0.6) + 0.28 * slope + 0.6 * flat,
        "improved": patchy("pasture", 1500, 0.9) + 0.16 * slope + 0.9 * flat,
        "conifer": patchy("conifers", 2500, 0.1) + 1.5 * near("conifer"),
        "beach": patchy("beach", 6000, 0.1),
        "green": patchy("greens", 450, 0.7),
    }


def _near(features: pd.DataFrame, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The strongest pull of any of the features at each point."""
    pull = np.zeros(len(x))
    for feature in features.itertuples():
        far = np.hypot(x - feature.easting_m, y - feature.northing_m) / feature.radius_m
        pull = np.maximum(pull, feature.strength * np.exp(-(far**2)))
    return pull


def _lay(cover: np.ndarray, parcels: gpd.GeoDataFrame, suits: np.ndarray, share: np.ndarray, name: str) -> None:
    """Gives `name` to the bare parcels that suit it best, up to `share` (by zone) of the zone's country."""
    country = ((parcels["kind"] == LAND) & ~parcels["built"]).to_numpy()
    zone, area = parcels["zone"].to_numpy(), parcels["area_m2"].to_numpy()
    room = np.bincount(zone[country], area[country], len(ZONES)) * share
    bare = np.flatnonzero(country & (cover == ""))
    cover[_best_in_room(bare, zone, area, suits, room)] = name


def _best_in_room(
    among: np.ndarray, zone: np.ndarray, area: np.ndarray, suits: np.ndarray, room: np.ndarray
) -> np.ndarray:
    """Numbers of the parcels `among` others that suit best, as many as fill the `room` (m2) of each zone."""
    order = among[np.lexsort((-suits[among], zone[among]))]
    run = np.cumsum(area[order])
    start = np.r_[0.0, run][np.searchsorted(zone[order], zone[order])]
    return order[run - start - area[order] / 2 < room[zone[order]]]


def _lay_known(cover: np.ndarray, parcels: gpd.GeoDataFrame, suits: dict[str, np.ndarray]) -> None:
    """Covers that follow from where a parcel is; open foreshore is shingle or mud by stretches of coast."""
    kind, zone = parcels["kind"].to_numpy(), parcels["zone"].to_numpy()
    cover[kind == FORESHORE] = "mudflat"
    open_coast = ~is_zone(zone, "estuary marsh", "wet levels") & (suits["beach"] > 0.5)
    open_coast &= parcels["channel_m"].to_numpy() > 3000
    cover[(kind == FORESHORE) & (open_coast | is_zone(zone, "shingle"))] = "shingle"
    cover[kind == SALTMARSH] = "saltmarsh"
    cover[kind == CLIFF] = "cliff"
    cover[kind == LAKE] = "freshwater"


def _lay_towns(
    cover: np.ndarray, parcels: gpd.GeoDataFrame, suits: dict[str, np.ndarray], random: np.random.Generator
) -> None:
    """Built-up land with its parks and greens, and farms in the country."""
    built = np.flatnonzero(parcels["built"].to_numpy())
    if len(built):
        rank = suits["green"][built].argsort(kind="stable").argsort(kind="stable") / len(built)
        cover[built] = "built-up"
        cover[built[rank > 0.84]] = "parks and gardens"
        cover[built[rank > 0.94]] = "scrub"
        cover[built[rank > 0.955]] = "broadleaved woodland"
        cover[built[rank > 0.975]] = "improved grassland"
    small = (parcels["area_m2"] < FARMSTEAD_M2).to_numpy() & (cover == "") & (parcels["above_water_m"] > 1).to_numpy()
    cover[small & (random.random(len(parcels)) < FARMSTEADS)] = "built-up"


def _lay_conifers(cover: np.ndarray, parcels: gpd.GeoDataFrame, suits: np.ndarray) -> None:
    """Turns the part of each zone's woodland that suits conifers best into plantation."""
    wood = np.flatnonzero(cover == "broadleaved woodland")
    zone, area = parcels["zone"].to_numpy(), parcels["area_m2"].to_numpy()
    room = np.bincount(zone[wood], area[wood], len(ZONES)) * character()["conifer"].to_numpy()
    cover[_best_in_room(wood, zone, area, suits, room)] = "coniferous woodland"
