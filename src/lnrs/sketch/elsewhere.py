"""Any area but Kent: a country that could lie in its outline, with about its people, its hills and its kinds of land.

`elsewhere.csv` has round figures of each area (people in thousands, height of the hills, shares of each kind of
country; what is left is clay vale). All else, the places and their names included, is invented.
"""

from importlib.resources import files

import numpy as np
import pandas as pd
import shapely
from scipy.ndimage import distance_transform_edt, gaussian_filter
from shapely import MultiPolygon

from lnrs.model import areas
from lnrs.outlines import coast, outline
from lnrs.sketch.drainage import valleys
from lnrs.sketch.grid import Grid, burn, sample
from lnrs.sketch.names import place_names
from lnrs.sketch.newcomers import districts, features, routes, towns
from lnrs.sketch.noise import noise, stream
from lnrs.sketch.setting import ZONES, Setting, meandering, polygons_only

MAIN_RIVER_KM2 = 70.0
FORESHORE_M = 130.0
COUNTRY = ("upland", "chalk", "sandstone ridge", "wooded hills", "loam plain")
"""Kinds of country laid in turn, each on the land that suits it best."""


def setting(lnrs_id: int, grid: Grid, seed: int) -> Setting:
    """An invented country in the outline of a strategy area."""
    area, shore = outline(lnrs_id), coast(lnrs_id)
    facts = _facts(lnrs_id)
    inside = burn(grid, np.array([area]))
    sea, sea_m = _sea(grid, area, shore, inside)
    relief = _relief(grid, inside, sea_m, facts["high_m"], seed)
    zone = _zones(grid, inside, relief, sea_m, facts, seed)
    relief = np.where(zone == ZONES.index("wet levels"), np.minimum(relief, 4), relief)
    relief = np.where(zone == ZONES.index("estuary marsh"), np.minimum(relief, 3), relief).astype(np.float32)
    rivers = _rivers(grid, inside, sea, relief, seed)
    channels, tidal = _tide(area, shore, rivers, seed)
    settled = towns(grid, inside & (sea_m > 400), relief, rivers, facts["people_k"] * 1000, seed)
    return Setting(
        name=next(one.name for one in areas() if one.lnrs_id == lnrs_id),
        outline=area,
        tidal=tidal,
        channels=channels,
        saltings=MultiPolygon(),
        relief_m=relief,
        zone=zone,
        sea=sea,
        towns=settled,
        features=features(grid, inside & (sea_m > 800), zone, seed),
        rivers=rivers,
        routes=routes(settled, seed),
        districts=districts(settled, area.area / 1e4, seed),
        uplands=_fine_country(inside, zone),
    )


def _facts(lnrs_id: int) -> pd.Series:
    with files("lnrs.sketch").joinpath("elsewhere.csv").open(encoding="utf-8") as table:
        return pd.read_csv(table, index_col="lnrs_id").T[lnrs_id]


def _sea(
    grid: Grid, area: MultiPolygon, shore: shapely.MultiLineString, inside: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Cells of sea (those outside the area on the side of its coast), and every cell's metres to the coast."""
    if shore.is_empty:
        return np.zeros(grid.shape, dtype=bool), np.full(grid.shape, 1e6)
    border = shapely.difference(area.boundary, shapely.buffer(shore, 1))
    to_shore = distance_transform_edt(~burn(grid, np.array([shore]), all_touched=True), sampling=grid.cell_m)
    if border.is_empty:
        return ~inside, to_shore
    to_border = distance_transform_edt(~burn(grid, np.array([border]), all_touched=True), sampling=grid.cell_m)
    return ~inside & (to_shore <= to_border), to_shore


def _relief(grid: Grid, inside: np.ndarray, sea_m: np.ndarray, high_m: float, seed: int) -> np.ndarray:
    """Hills up to about `high_m`: most land low, a little high, all falling to the sea."""
    form = noise(grid, stream(seed, "hills"), 22000, 2) + 0.5 * noise(grid, stream(seed, "downs"), 7000, 3)
    form = form - 1.6 * np.exp(-sea_m / 6000)
    order = np.searchsorted(np.sort(form[inside]), form) / max(inside.sum(), 1)
    return (3 + high_m * order**2.3).astype(np.float32)


def _zones(
    grid: Grid, inside: np.ndarray, relief: np.ndarray, sea_m: np.ndarray, facts: pd.Series, seed: int
) -> np.ndarray:
    """Kinds of country in their shares: uplands high, levels low, marshes by the sea, the rest where noise has it."""
    zone = np.full(grid.shape, ZONES.index("clay vale"), dtype=np.uint8)
    free = inside.copy()
    low = -relief + 6 * noise(grid, stream(seed, "levels"), 5000)
    for name in ("levels", *COUNTRY):
        suits = low if name == "levels" else noise(grid, stream(seed, "country", name), 11000, 3)
        suits = suits + (relief / 40 if name == "upland" else 0)
        cells = round(float(facts[name.replace(" ", "_")]) * inside.sum())
        if cells:
            chosen = free & (suits >= np.sort(suits[free])[-min(cells, int(free.sum()))])
            zone[chosen] = ZONES.index("wet levels" if name == "levels" else name)
            free &= ~chosen
    zone[(zone == ZONES.index("wet levels")) & (sea_m < 5000)] = ZONES.index("estuary marsh")
    return zone


def _rivers(grid: Grid, inside: np.ndarray, sea: np.ndarray, relief: np.ndarray, seed: int) -> pd.DataFrame:
    """Rivers to the sea, or where there is none out over the lowest parts of the border."""
    coarse = Grid(grid.west_m, grid.north_m, grid.cell_m * 2, grid.rows // 2, grid.columns // 2)
    pick = np.s_[: coarse.rows * 2 : 2, : coarse.columns * 2 : 2]
    height = relief[pick] + 12 * noise(coarse, stream(seed, "courses"), 2500, 3) + 4000 * ~(inside | sea)[pick]
    outlets = sea[pick] if sea.any() else _ways_out(coarse, inside[pick], relief[pick])
    lines = valleys(coarse, height, outlets, MAIN_RIVER_KM2)
    names = place_names(stream(seed, "rivers"))
    courses = []
    for number, line in enumerate(lines["points"]):
        level = np.minimum.accumulate(sample(grid, relief, *line.T)) - 1
        course = np.column_stack([line, np.maximum(level, 0)])
        courses.append(meandering(course, stream(seed, "river", number)))
    return pd.DataFrame(
        {"name": names[: len(courses)], "kind": "main river", "points": pd.Series(courses, dtype=object)}
    )


def _ways_out(grid: Grid, inside: np.ndarray, relief: np.ndarray) -> np.ndarray:
    """A few cells on the edge of a landlocked area, the lowest first and 25 km from each other."""
    edge = inside & (distance_transform_edt(inside) <= 1.5)
    row, column = np.nonzero(edge)
    chosen: list[int] = []
    for number in np.argsort(relief[edge], kind="stable"):
        far = np.hypot(row[chosen] - row[number], column[chosen] - column[number])
        if far.min(initial=np.inf) > 25000 / grid.cell_m and len(chosen) < 4:
            chosen.append(int(number))
    outlets = np.zeros(grid.shape, dtype=bool)
    outlets[row[chosen], column[chosen]] = True
    return outlets


def _tide(
    area: MultiPolygon, shore: shapely.MultiLineString, rivers: pd.DataFrame, seed: int
) -> tuple[MultiPolygon, MultiPolygon]:
    """Channels at river mouths, and the foreshore: a strip along the coast and flats around each mouth."""
    if shore.is_empty:
        return MultiPolygon(), MultiPolygon()
    random = stream(seed, "tide")
    ends = [shapely.LineString(points[-12:, :2]) for points in rivers["points"]]
    mouths = [line for line in ends if line.distance(shore) < 400]
    channels = [shapely.buffer(line, random.uniform(40, 120)) for line in mouths]
    flats = [shapely.buffer(line, random.uniform(400, 1300)) for line in mouths]
    strip = shapely.buffer(shore, FORESHORE_M)
    water = polygons_only(shapely.intersection(area, shapely.union_all(np.array(channels, dtype=object))))
    tidal = shapely.intersection(area, shapely.union_all(np.array([strip, *flats, *channels], dtype=object)))
    return water, polygons_only(tidal)


def _fine_country(inside: np.ndarray, zone: np.ndarray) -> tuple[tuple[str, np.ndarray], ...]:
    """One protected landscape: the broad heart of the uplands, or of the chalk where there are none."""
    for name, kind in (("upland", "fells"), ("chalk", "chalk hills"), ("wooded hills", "wooded hills")):
        heart = gaussian_filter((zone == ZONES.index(name)).astype(float), 12) > 0.55
        if (heart & inside).mean() > 0.02:
            return ((kind, heart & inside),)
    return ()
