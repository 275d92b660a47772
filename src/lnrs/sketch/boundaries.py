"""Districts, parishes and constituencies: each covers the whole area once, and parishes nest in districts."""

import geopandas as gpd
import numpy as np
import shapely

from lnrs.sketch.coverage import dissolve, multi
from lnrs.sketch.grid import Grid
from lnrs.sketch.names import numbered, place_names
from lnrs.sketch.noise import noise_at, stream
from lnrs.sketch.setting import Setting
from lnrs.sketch.settlements import built_radius_m

PEOPLE_A_CONSTITUENCY = 104_000
ROUNDS, HANDICAP_M = 120, 1200.0
STRAY_M = 420.0


def boundaries(setting: Setting, grid: Grid, tiles: np.ndarray, seed: int) -> dict[str, gpd.GeoDataFrame]:
    """The layers districts, parishes and constituencies from tiles (parcels and salt water) that cover the area."""
    middle = _strayed(shapely.get_coordinates(shapely.centroid(tiles)), grid, seed)
    towns = setting.towns
    seats = towns[["easting_m", "northing_m"]].to_numpy(float)
    parish_of_tile = _nearest(middle, seats, built_radius_m(towns))
    present, parish_of_tile = np.unique(parish_of_tile, return_inverse=True)
    people, seats = towns["population"].to_numpy()[present], seats[present]
    district_of_parish = _districts(setting, seats)
    constituency_of_parish = _evened(seats, people, stream(seed, "constituencies"))
    parishes = dissolve(tiles, parish_of_tile)
    names = place_names(stream(seed, "parishes"), towns["name"])
    district_codes = numbered("D", len(setting.districts))
    kept = np.unique(district_of_parish)
    return {
        "districts": _table(
            [district_codes[number] for number in kept],
            [setting.districts[number][0] for number in kept],
            dissolve(parishes, district_of_parish),
        ),
        "parishes": _table(numbered("PA", len(parishes)), names[: len(parishes)], parishes).assign(
            district=[district_codes[number] for number in district_of_parish]
        )[["code", "name", "district", "geometry"]],
        "constituencies": _constituencies(parishes, constituency_of_parish, names[len(parishes) :]),
    }


def _strayed(places: np.ndarray, grid: Grid, seed: int) -> np.ndarray:
    """Places moved by smooth noise, so that boundaries wind as old ones do."""
    shift = [noise_at(grid, stream(seed, "bounds", axis), 2200, *places.T) for axis in ("x", "y")]
    return places + np.stack(shift, axis=1) * STRAY_M


def _nearest(places: np.ndarray, seats: np.ndarray, radius_m: np.ndarray) -> np.ndarray:
    """The seat each place is nearest to, counted from the edge of the seat's built-up land."""
    best = np.full(len(places), np.inf)
    nearest = np.zeros(len(places), dtype=int)
    for number, (seat, radius) in enumerate(zip(seats, radius_m, strict=True)):
        far = np.hypot(*(places - seat).T) - radius
        closer = far < best
        best[closer], nearest[closer] = far[closer], number
    return nearest


def _districts(setting: Setting, seats: np.ndarray) -> np.ndarray:
    seeds = np.vstack([points for _, points in setting.districts])
    owner = np.repeat(np.arange(len(setting.districts)), [len(points) for _, points in setting.districts])
    return owner[_nearest(seats, seeds, np.zeros(len(seeds)))]


def _evened(seats: np.ndarray, people: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Parishes in groups of about as many people each: groups that have too many draw less; the evenest is kept."""
    count = int(np.clip(round(people.sum() / PEOPLE_A_CONSTITUENCY), 1, len(seats)))
    centres = seats[random.choice(len(seats), count, replace=False, p=people / people.sum())]
    handicap_m = np.zeros(count)
    evenest, least = np.zeros(len(seats), dtype=int), np.inf
    for round_ in range(ROUNDS):
        group = _nearest(seats, centres, -handicap_m)
        held = np.bincount(group, people, count) / (people.sum() / count)
        if held.max() - held.min() < least:
            evenest, least = group, held.max() - held.min()
        handicap_m += HANDICAP_M * (1 - round_ / ROUNDS) * np.clip(held - 1, -1, 1)
        for axis in (0, 1):
            mean = np.bincount(group, people * seats[:, axis], count) / np.maximum(held * people.sum() / count, 1)
            centres[:, axis] = np.where(held > 0, mean, centres[:, axis])
    return np.unique(evenest, return_inverse=True)[1]


def _constituencies(parishes: np.ndarray, group: np.ndarray, names: list[str]) -> gpd.GeoDataFrame:
    shapes = dissolve(parishes, group)
    sides = ("", "Vale", "North", "", "Coast", "South")
    titles = [
        f"{names[2 * number]} {sides[number % 6]}" if sides[number % 6] else " and ".join(names[2 * number :][:2])
        for number in range(len(shapes))
    ]
    return _table(numbered("C", len(shapes)), titles, shapes)


def _table(codes: list[str], names: list[str], shapes: np.ndarray) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": codes, "name": names}, geometry=multi(shapes), crs=27700)
