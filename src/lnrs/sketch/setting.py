"""What is given about an area before the detail is invented: the same record for Kent and for everywhere else."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely import MultiPolygon

from lnrs.sketch.grid import Grid
from lnrs.sketch.noise import noise_at, stream

ZONES = (
    "loam plain",
    "chalk",
    "vale clay",
    "sandstone ridge",
    "clay vale",
    "wooded hills",
    "london clay",
    "island chalk",
    "wet levels",
    "estuary marsh",
    "romney marsh",
    "shingle",
    "dunes",
    "upland",
)
"""Kinds of country; the number of a zone on the raster is its place in this list."""


@dataclass(frozen=True)
class Setting:
    """Facts and large forms of one area; arrays lie on its grid."""

    name: str
    outline: MultiPolygon
    tidal: MultiPolygon
    """Between high water and the outline, channels included."""
    channels: MultiPolygon
    """Salt water at every state of the tide: no land parcel lies here."""
    saltings: MultiPolygon
    """Where saltmarsh is certain."""
    relief_m: np.ndarray
    """Heights before streams have cut into them."""
    zone: np.ndarray
    sea: np.ndarray
    towns: pd.DataFrame
    """name, kind, easting_m, northing_m, population"""
    features: pd.DataFrame
    """kind, name, easting_m, northing_m, radius_m, strength: where woods, orchards, parks and lakes are known to be"""
    rivers: pd.DataFrame
    """name, kind, points: an array (n x 3) of easting, northing and height in metres, downstream"""
    routes: pd.DataFrame
    """ref, kind, geometry"""
    districts: tuple[tuple[str, np.ndarray], ...]
    """Name and seed points (n x 2) of each district."""
    uplands: tuple[tuple[str, np.ndarray], ...]
    """Kind and mask of each protected landscape."""


def rounded(line: np.ndarray, times: int = 2, *, ring: bool = False) -> np.ndarray:
    """A line with its corners cut `times` times (Chaikin): a drawn line becomes a natural one. Ends stay."""
    for _ in range(times):
        nodes = np.vstack([line, line[:1]]) if ring else line
        near, far = nodes[:-1] * 0.75 + nodes[1:] * 0.25, nodes[:-1] * 0.25 + nodes[1:] * 0.75
        cut = np.stack([near, far], axis=1).reshape(-1, line.shape[1])
        line = cut if ring else np.vstack([line[:1], cut[1:-1], line[-1:]])
    return line


def meandering(points: np.ndarray, random: np.random.Generator, step_m: float = 320.0) -> np.ndarray:
    """A river (easting, northing, height) that bends from side to side above the tide; its ends stay."""
    far = np.r_[0, np.cumsum(np.hypot(*np.diff(points[:, :2], axis=0).T))]
    at = np.linspace(0, far[-1], max(3, int(far[-1] / step_m) + 1))
    course = np.stack([np.interp(at, far, column) for column in points.T], axis=1)
    run = np.gradient(course[:, :2], axis=0)
    aside = np.stack([-run[:, 1], run[:, 0]], axis=1) / np.maximum(np.hypot(*run.T), 1e-9)[:, None]
    sway = random.normal(0, 75, len(course)) * (course[:, 2] > 1.5)
    sway[[0, -1]] = 0
    course[:, :2] += aside * sway[:, None]
    return course


def roughened(
    geometry: shapely.Geometry, grid: Grid, seed: int, *, by_m: float, wavelength_m: float = 700.0
) -> shapely.Geometry:
    """A shape whose edge has been drawn with an unsteady hand: moved by smooth noise of about `by_m`."""
    fine = shapely.segmentize(geometry, 120)

    def moved(corners: np.ndarray) -> np.ndarray:
        shift = [
            noise_at(grid, stream(seed, "unsteady", axis), wavelength_m, *corners.T).clip(-2.5, 2.5) for axis in "xy"
        ]
        return corners + np.stack(shift, axis=1) * by_m

    return shapely.make_valid(shapely.transform(fine, moved))


def polygons_only(geometry: shapely.Geometry) -> MultiPolygon:
    """The polygons of a geometry, without the stray lines and points that an overlay can leave."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return MultiPolygon(list(parts[shapely.get_type_id(parts) == 3]))
