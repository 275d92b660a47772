"""Districts, parishes, wards and constituencies: each covers the area once; parishes and wards nest in districts."""

import geopandas as gpd
import numpy as np
import shapely

from lnrs.sketch.coverage import dissolve, multi
from lnrs.sketch.grid import Grid
from lnrs.sketch.groups import evened, nearest
from lnrs.sketch.names import numbered, place_names
from lnrs.sketch.noise import noise_at, stream
from lnrs.sketch.setting import Setting
from lnrs.sketch.settlements import built_radius_m
from lnrs.sketch.wards import ward_of_tile

PEOPLE_A_CONSTITUENCY = 104_000
STRAY_M = 420.0


def boundaries(setting: Setting, grid: Grid, tiles: np.ndarray, seed: int) -> dict[str, gpd.GeoDataFrame]:
    """The layers of each kind, from tiles (parcels and salt water) that cover the area."""
    middle = _strayed(shapely.get_coordinates(shapely.centroid(tiles)), grid, seed)
    towns = setting.towns
    seats = towns[["easting_m", "northing_m"]].to_numpy(float)
    radius_m = built_radius_m(towns)
    parish_of_tile = nearest(middle, seats, radius_m)
    present, parish_of_tile = np.unique(parish_of_tile, return_inverse=True)
    people, seats = towns["population"].to_numpy()[present], seats[present]
    district_of_parish = _districts(setting, seats)
    constituency_of_parish = evened(seats, people, PEOPLE_A_CONSTITUENCY, stream(seed, "constituencies"))
    within = district_of_parish * len(seats) + constituency_of_parish
    ward = ward_of_tile(middle, parish_of_tile, seats, people, radius_m[present], within, seed)
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
        "wards": _wards(dissolve(tiles, ward), names[::-1]),
        "constituencies": _constituencies(parishes, constituency_of_parish, names[len(parishes) :]),
    }


def _strayed(places: np.ndarray, grid: Grid, seed: int) -> np.ndarray:
    """Places moved by smooth noise, so that boundaries wind as old ones do."""
    shift = [noise_at(grid, stream(seed, "bounds", axis), 2200, *places.T) for axis in ("x", "y")]
    return places + np.stack(shift, axis=1) * STRAY_M


def _districts(setting: Setting, seats: np.ndarray) -> np.ndarray:
    seeds = np.vstack([points for _, points in setting.districts])
    owner = np.repeat(np.arange(len(setting.districts)), [len(points) for _, points in setting.districts])
    return owner[nearest(seats, seeds, np.zeros(len(seeds)))]


def _constituencies(parishes: np.ndarray, group: np.ndarray, names: list[str]) -> gpd.GeoDataFrame:
    shapes = dissolve(parishes, group)
    sides = ("", "Vale", "North", "", "Coast", "South")
    titles = [
        f"{names[2 * number]} {sides[number % 6]}" if sides[number % 6] else " and ".join(names[2 * number :][:2])
        for number in range(len(shapes))
    ]
    return _table(numbered("C", len(shapes)), titles, shapes)


def _wards(shapes: np.ndarray, names: list[str]) -> gpd.GeoDataFrame:
    return _table(numbered("W", len(shapes)), names[: len(shapes)], shapes)


def _table(codes: list[str], names: list[str], shapes: np.ndarray) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": codes, "name": names}, geometry=multi(shapes), crs=27700)
