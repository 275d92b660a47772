"""Kent and Medway as a person who lives there would sketch it from memory.

Names and places are facts; every line was drawn by hand to 100 m on the national grid, from general knowledge, and none
is copied from a map. Points in the tables are hectometres: easting, northing and, where there is a third number, the
height in metres (heights.csv, rivers.csv) or the width of the channel in metres (channels.csv).
"""

from importlib.resources import files

import numpy as np
import pandas as pd
import shapely
from shapely import MultiPolygon

from lnrs.outlines import outline
from lnrs.sketch.grid import Grid, burn
from lnrs.sketch.noise import noise, stream
from lnrs.sketch.relief import surface
from lnrs.sketch.setting import ZONES, Setting, meandering, polygons_only, roughened, rounded

LNRS_ID = 40


def setting(grid: Grid, seed: int) -> Setting:
    """Kent and Medway on a grid; the seed only moves the edges of the zones a little."""
    area = outline(LNRS_ID)
    shores = _table("coast")
    is_salting = shores["kind"] == "saltmarsh"
    land = roughened(_blobs(shores[~is_salting]), grid, seed, by_m=35)
    saltings = roughened(_blobs(shores[is_salting]), grid, seed, by_m=110)
    channels = shapely.union_all([_channel(_points(points)) for points in _table("channels")["points"]])
    channels = roughened(channels, grid, seed, by_m=15, wavelength_m=500)
    return Setting(
        name="Kent and Medway",
        outline=area,
        tidal=polygons_only(shapely.intersection(area, shapely.union(shapely.difference(area, land), channels))),
        channels=polygons_only(shapely.intersection(area, channels)),
        saltings=polygons_only(shapely.difference(shapely.intersection(area, saltings), shapely.union(land, channels))),
        relief_m=surface(grid, np.vstack([_points(points) for points in _table("heights")["points"]])),
        zone=_zones(grid, seed),
        sea=~burn(grid, np.array([land])),
        towns=_table("towns"),
        features=_table("features"),
        rivers=_rivers(seed),
        routes=_routes(),
        districts=_districts(),
        uplands=_protected(grid, seed),
    )


def _districts() -> tuple[tuple[str, np.ndarray], ...]:
    districts = _table("districts")
    return tuple(zip(districts["name"], districts["seeds"].map(_points), strict=True))


def _table(name: str) -> pd.DataFrame:
    with files("lnrs.sketch.kent").joinpath(f"{name}.csv").open(encoding="utf-8") as table:
        return pd.read_csv(table)


def _points(text: str) -> np.ndarray:
    """`5505 1386 36;5520 1400 32` as an array of metres; a third number is kept as it is."""
    points = np.array([[float(number) for number in point.split()] for point in text.split(";")])
    points[:, :2] *= 100
    return points


def _blob(text: str) -> shapely.Polygon:
    return shapely.make_valid(shapely.Polygon(rounded(_points(text), 1, ring=True)))


def _blobs(rows: pd.DataFrame) -> shapely.Geometry:
    return shapely.union_all(np.array([_blob(points) for points in rows["points"]], dtype=object))


def _channel(points: np.ndarray) -> MultiPolygon:
    """Water along a line of easting, northing and width."""
    line = rounded(points)
    discs = shapely.buffer(shapely.points(line[:, :2]), line[:, 2] / 2, quad_segs=4)
    pairs = shapely.multipolygons(np.stack([discs[:-1], discs[1:]], axis=1))
    return shapely.union_all(shapely.convex_hull(pairs))


def _rivers(seed: int) -> pd.DataFrame:
    """Rivers that wind; canals and sewers are left straight."""
    rivers = _table("rivers")
    dug = rivers["name"].str.contains("Canal|Sewer|Channel|Creek")
    courses = [_points(points) for points in rivers["points"]]
    wound = [
        course if straight else meandering(course, stream(seed, "river", name))
        for course, straight, name in zip(courses, dug, rivers["name"], strict=True)
    ]
    return rivers.assign(points=pd.Series(wound, dtype=object))


def _routes() -> pd.DataFrame:
    routes = _table("routes")
    lines = [shapely.LineString(rounded(_points(points)[:, :2], 3)) for points in routes["points"]]
    return routes.assign(geometry=lines)[["ref", "kind", "geometry"]]


def _zones(grid: Grid, seed: int) -> np.ndarray:
    """Zone numbers: later rows of the table lie on earlier ones, and the edges wander a little."""
    zone = np.full(grid.shape, ZONES.index("clay vale"), dtype=np.uint8)
    drawn = _table("zones")
    for name, points in zip(drawn["zone"], drawn["points"], strict=True):
        zone[burn(grid, np.array([_blob(points)]))] = ZONES.index(name)
    return _wandered(zone, grid, seed)


def _wandered(values: np.ndarray, grid: Grid, seed: int) -> np.ndarray:
    """A raster whose edges have been moved by smooth noise, about 140 m one way or the other."""
    shift = [noise(grid, stream(seed, "zones", axis), 1500) * 140 / grid.cell_m for axis in ("down", "across")]
    row, column = np.indices(grid.shape)
    row = np.clip(np.rint(row + shift[0]).astype(int), 0, grid.rows - 1)
    column = np.clip(np.rint(column + shift[1]).astype(int), 0, grid.columns - 1)
    return values[row, column]


def _protected(grid: Grid, seed: int) -> tuple[tuple[str, np.ndarray], ...]:
    """Two belts of high country: the chalk with the western sandstone ridge, and the wooded hills of the south-west."""
    belts = _table("protected")
    masks = {
        kind: burn(grid, np.array([_blob(points) for points in group["points"]]))
        for kind, group in belts.groupby("kind")
    }
    return tuple((str(kind), _wandered(mask, grid, seed)) for kind, mask in masks.items())
