"""Postcodes that nobody has: points on built-up land, named as Royal Mail names no place.

The letter Z is never the second of a postcode (Royal Mail, Programmers' guide to the Postcode Address File, postcode
format), so that ZZ1 1AA can be nobody's. ZZ99 stands for countries in the NHS's files, and is left alone.
"""

import geopandas as gpd
import numpy as np

from lnrs.sketch.noise import stream
from lnrs.sketch.scatter import points_in

PEOPLE_A_POSTCODE = 500
"""Ten times as many as in life: enough to find one's way by, in a small file."""
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""Those that the last two of a postcode may be."""
UNITS_A_SECTOR, SECTORS_A_DISTRICT = 40, 10
DISTRICTS = 98


def postcodes(parcels: gpd.GeoDataFrame, people: int, seed: int) -> gpd.GeoDataFrame:
    """Postcodes as points: at most one on each built-up parcel, those that are near one another alike."""
    random = stream(seed, "postcodes")
    built = np.flatnonzero((parcels["land_cover"] == "built-up").to_numpy())
    most = UNITS_A_SECTOR * SECTORS_A_DISTRICT * DISTRICTS
    count = min(round(people / PEOPLE_A_POSTCODE), len(built), most)
    points = gpd.GeoSeries(points_in(parcels.geometry.to_numpy()[random.permutation(built)[:count]], random), crs=27700)
    along = np.argsort(points.hilbert_distance().to_numpy(), kind="stable")
    return gpd.GeoDataFrame(
        {"postcode": [postcode(number) for number in range(count)]}, geometry=points.to_numpy()[along], crs=27700
    )


def postcode(number: int) -> str:
    """The postcode with a number, from 0 on.

    >>> postcode(0), postcode(41), postcode(400)
    ('ZZ1 1AA', 'ZZ1 2AB', 'ZZ2 1AA')
    """
    sector, unit = divmod(number, UNITS_A_SECTOR)
    district, sector = divmod(sector, SECTORS_A_DISTRICT)
    first, second = divmod(unit, len(LETTERS))
    return f"ZZ{district + 1} {(sector + 1) % 10}{LETTERS[first]}{LETTERS[second]}"
