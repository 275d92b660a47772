"""Invented towns and what belongs to them: districts, roads and railways; parks, woods and lakes around them."""

import numpy as np
import pandas as pd
import shapely
from scipy.ndimage import distance_transform_edt
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import cKDTree

from lnrs.sketch.grid import Grid, burn
from lnrs.sketch.names import place_names
from lnrs.sketch.noise import stream
from lnrs.sketch.setting import ZONES, rounded

LARGEST_SHARE = 0.17
"""Share of an area's people in its largest town; the others follow a rank-size rule."""
DISTRICT_HA = 32_000.0
FEATURES_A_1000_KM2 = {"wood": 22, "conifer": 4, "park": 6, "orchard": 2, "heath": 1.5, "fen": 1.5, "lake": 4}
FEATURE_ZONES = {
    "heath": ("sandstone ridge", "upland"),
    "fen": ("wet levels", "estuary marsh", "clay vale"),
    "orchard": ("loam plain", "sandstone ridge", "clay vale"),
}


def towns(
    grid: Grid, allowed: np.ndarray, relief: np.ndarray, rivers: pd.DataFrame, people: float, seed: int
) -> pd.DataFrame:
    """Towns in low country and by rivers: name, kind, easting_m, northing_m, population, the largest first."""
    random = stream(seed, "towns")
    count = int(np.clip(people / 14_000, 6, 160))
    sizes = people * LARGEST_SHARE / np.arange(1, count + 1) ** 0.85
    sizes = sizes * people / sizes.sum()
    by_river = burn(grid, np.array([shapely.LineString(p[:, :2]) for p in rivers["points"]] or [shapely.Point()]))
    near = np.exp(-distance_transform_edt(~by_river, sampling=grid.cell_m) / 2500)
    likely = (allowed * (0.25 + near) * np.exp(-relief / 90)).ravel().astype(float)
    places = random.choice(
        likely.size, min(count * 30, int((likely > 0).sum())), replace=False, p=likely / likely.sum()
    )
    x, y = _middles(grid, places)
    chosen = _apart(np.stack([x, y], axis=1), np.sqrt(sizes / 41 * 1e4 / np.pi))
    found = sizes[: len(chosen)]
    return pd.DataFrame(
        {
            "name": place_names(random)[: len(chosen)],
            "kind": np.where(found > 150_000, "city", np.where(found > 8_000, "town", "village")),
            "easting_m": chosen[:, 0].round(-2),
            "northing_m": chosen[:, 1].round(-2),
            "population": found.round(-2).astype(int),
        }
    )


def _middles(grid: Grid, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    row, column = np.divmod(cells, grid.columns)
    return grid.west_m + (column + 0.5) * grid.cell_m, grid.north_m - (row + 0.5) * grid.cell_m


def _apart(candidates: np.ndarray, radius_m: np.ndarray) -> np.ndarray:
    """The first candidate for each town in turn that is clear of the towns before it."""
    chosen = np.empty((0, 2))
    for number, radius in enumerate(radius_m):
        clear = 1.1 * (radius + radius_m[:number])
        for point in candidates:
            if (np.hypot(*(chosen - point).T) > clear).all():
                chosen = np.vstack([chosen, point])
                break
        else:
            break
    return chosen


def routes(settled: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Motorways between the largest towns, main roads and railways between more of them: ref, kind, geometry."""
    rows = []
    for kind, prefix, reach in (("motorway", "M", 5), ("primary", "A", 26), ("main line", "Line ", 18)):
        places = settled[["easting_m", "northing_m"]].to_numpy(float)[:reach]
        for number, (start, end) in enumerate(_links(places)):
            random = stream(seed, "route", kind, number)
            rows.append((f"{prefix}{900 + number}", kind, _winding_route(places[start], places[end], random)))
    return pd.DataFrame(rows, columns=["ref", "kind", "geometry"])


def _links(places: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of places that the shortest network joins."""
    if len(places) < 2:
        return []
    far = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    tree = minimum_spanning_tree(far).tocoo()
    return sorted(zip(tree.row.tolist(), tree.col.tolist(), strict=True))


def _winding_route(start: np.ndarray, end: np.ndarray, random: np.random.Generator) -> shapely.LineString:
    run = end - start
    share = np.linspace(0, 1, max(4, int(np.hypot(*run) / 4000) + 2))[:, None]
    sway = random.normal(0, 0.05, (len(share), 1)) * np.sin(np.pi * share)
    return shapely.LineString(rounded(start + run * share + np.array([-run[1], run[0]]) * sway, 3))


def districts(settled: pd.DataFrame, area_ha: float, seed: int) -> tuple[tuple[str, np.ndarray], ...]:
    """Districts around towns, the largest far apart first; each town is a seed of the nearest."""
    places = settled[["easting_m", "northing_m"]].to_numpy(float)
    count = int(np.clip(round(area_ha / DISTRICT_HA), 1, min(16, len(places))))
    seats = [0]
    while len(seats) < count:
        far = cKDTree(places[seats]).query(places)[0]
        seats.append(int(np.argmax(far * settled["population"].to_numpy() ** 0.3)))
    nearest = cKDTree(places[seats]).query(places)[1]
    names = place_names(stream(seed, "districts"), settled["name"])
    return tuple((names[number], places[nearest == number]) for number in range(count))


def features(grid: Grid, allowed: np.ndarray, zone: np.ndarray, seed: int) -> pd.DataFrame:
    """Large woods, parks, lakes and the like: kind, name, easting_m, northing_m, radius_m, strength."""
    rows = []
    for kind, density in FEATURES_A_1000_KM2.items():
        random = stream(seed, "features", kind)
        names = place_names(random)
        wanted = [ZONES.index(name) for name in FEATURE_ZONES.get(kind, ZONES)]
        cells = np.flatnonzero(allowed & np.isin(zone, wanted))
        count = min(len(cells), round(density * allowed.sum() * grid.cell_m**2 / 1e9))
        x, y = _middles(grid, random.choice(cells, count, replace=False))
        radius = random.lognormal(np.log(350 if kind == "lake" else 900), 0.45, count).round()
        rows.append(
            pd.DataFrame(
                {
                    "kind": kind,
                    "name": names[:count],
                    "easting_m": x,
                    "northing_m": y,
                    "radius_m": radius,
                    "strength": 2.5,
                }
            )
        )
    return pd.concat(rows, ignore_index=True)
