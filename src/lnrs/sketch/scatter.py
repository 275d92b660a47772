"""Points by chance."""

import numpy as np
import shapely


def points_in(polygons: np.ndarray, random: np.random.Generator, tries: int = 6) -> np.ndarray:
    """A point by chance inside each polygon, to the centimetre."""
    west, south, east, north = shapely.bounds(polygons).T
    found = shapely.get_coordinates(shapely.point_on_surface(polygons))
    wanted = np.ones(len(polygons), dtype=bool)
    for _ in range(tries):
        x, y = random.uniform(west, east), random.uniform(south, north)
        hit = wanted & shapely.contains_xy(polygons, x, y)
        found[hit] = np.stack([x, y], axis=1)[hit]
        wanted &= ~hit
    return shapely.points(np.round(found, 2))
