"""Species records as they may be published: never finer than their own rule.

The rule of a record is its `resolution_m`. A record that is marked sensitive and has a rule finer than 1 km has only
the precision of its survey, so it is published at 1 km. What is left of a place is the centre of its square; everything
that could lead back to it - the reference, the day, the order of the rows - is dropped.
"""

import geopandas as gpd
import numpy as np
import shapely

SENSITIVE_FINEST_M = 1_000
UNSTATED_M = 10_000
"""The square of a record whose rule is missing or nonsense: as coarse as atlases are."""
PUBLISHED_COLUMNS = ("scientific_name", "common_name", "recorded", "resolution_m", "sensitive")


def published_resolution_m(resolution_m: np.ndarray, sensitive: np.ndarray) -> np.ndarray:
    """Side in metres of the square in which each record may be shown."""
    stated = np.nan_to_num(np.asarray(resolution_m, dtype=float), nan=0.0)
    side = np.where(stated >= 1, np.ceil(stated), UNSTATED_M)
    return np.where(np.asarray(sensitive, dtype=bool), np.maximum(side, SENSITIVE_FINEST_M), side).astype(int)


def coarsen(records: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Records with the centre of their square for a point and the year for a day, sorted, and nothing finer.

    `records` is the layer species_records in EPSG:27700. Two records of one species, year and square come out the same.
    """
    side = published_resolution_m(records["resolution_m"].to_numpy(), records["sensitive"].to_numpy())
    x, y = shapely.get_x(records.geometry.values), shapely.get_y(records.geometry.values)
    east, north = (np.floor(metres / side) * side + side / 2 for metres in (x, y))
    plain = records.drop(columns=records.geometry.name).assign(
        recorded=records["recorded"].astype(str).str.slice(0, 4), resolution_m=side
    )[list(PUBLISHED_COLUMNS)]
    published = gpd.GeoDataFrame(plain, geometry=shapely.points(east, north), crs=records.crs)
    published["_east"], published["_north"] = east, north
    ordered = published.sort_values([*PUBLISHED_COLUMNS, "_east", "_north"], kind="stable", ignore_index=True)
    return ordered.drop(columns=["_east", "_north"])


def squares(published: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Coarsened records as the squares that they stand for, for a map."""
    half = published["resolution_m"].to_numpy() / 2
    x, y = shapely.get_x(published.geometry.values), shapely.get_y(published.geometry.values)
    return published.set_geometry(shapely.box(x - half, y - half, x + half, y + half), crs=published.crs)
