"""Whose strategy speaks of land that lies outside an area, in words."""

import shapely

from lnrs import outlines
from lnrs.model import areas

RIGHT_TO_M = 500.0
"""How far the generalised outlines of the areas may lie from their true borders."""


def elsewhere(land: shapely.Geometry) -> str:
    """A sentence or two on the strategy areas of England that land (EPSG:27700) is in, as near as rough outlines tell.

    >>> elsewhere(shapely.Point(300_000, 220_000))
    'It is in none of the 48 strategy areas, which are of England alone: Wales and Scotland have none.'
    """
    near = [(one, outlines.outline(one.lnrs_id)) for one in areas()]
    near = [(one, shape) for one, shape in near if shapely.dwithin(shape, land, RIGHT_TO_M)]
    if not near:
        return "It is in none of the 48 strategy areas, which are of England alone: Wales and Scotland have none."
    names = " and ".join(f"{one.name} ({one.responsible_authority})" for one, _ in near)
    if all(shapely.contains(shape, shapely.buffer(land, RIGHT_TO_M)) for _, shape in near):
        return f"It is in the area of the strategy for {names}."
    return (
        f"It is in or close to the area of the strategy for {names}, as near as a rough outline tells. "
        "Land in Wales or Scotland has no such strategy."
    )
