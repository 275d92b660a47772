"""Wards: a town's parish is cut into several, and villages are gathered into one, as English wards are.

Each lies in one district and one constituency.
"""

import numpy as np

from lnrs.sketch.groups import evened, nearest
from lnrs.sketch.noise import stream

PEOPLE_A_WARD = 7_000
TOWN_PEOPLE = 1.5 * PEOPLE_A_WARD
"""A parish with more people than this is cut into wards."""
TURN_RAD = np.pi * (3 - np.sqrt(5))
"""The golden angle, by which the seeds of a sunflower follow one another."""


def ward_of_tile(
    tiles: np.ndarray,
    parish: np.ndarray,
    seats: np.ndarray,
    people: np.ndarray,
    radius_m: np.ndarray,
    within: np.ndarray,
    seed: int,
) -> np.ndarray:
    """The number of the ward that each tile lies in.

    `tiles` are their middles (n x 2), `parish` the parish of each; of each parish `seats` is the middle (n x 2), then
    its people, the radius of its built-up land, and the number of the district and constituency that it is `within`.
    """
    ward_of_parish = np.zeros(len(seats), dtype=int)
    towns, first = people > TOWN_PEOPLE, 0
    for number in np.unique(within[~towns]):
        ours = np.flatnonzero(~towns & (within == number))
        group = evened(seats[ours], people[ours], PEOPLE_A_WARD, stream(seed, "wards", number))
        ward_of_parish[ours] = first + group
        first += int(group.max()) + 1
    found = ward_of_parish[parish]
    for town in np.flatnonzero(towns):
        ours = np.flatnonzero(parish == town)
        middles = _sunflower(round(people[town] / PEOPLE_A_WARD)) * radius_m[town] + seats[town]
        found[ours] = first + nearest(tiles[ours], middles, np.zeros(len(middles)))
        first += len(middles)
    return np.unique(found, return_inverse=True)[1]


def _sunflower(count: int) -> np.ndarray:
    """Points (count x 2) spread evenly over the circle around (0, 0) with the radius 1."""
    number = np.arange(count)
    far = np.sqrt((number + 0.5) / count)
    return far[:, None] * np.stack([np.cos(number * TURN_RAD), np.sin(number * TURN_RAD)], axis=1)
