"""Locations with a shape, from wherever it comes."""

from typing import Any

import shapely

from lnrs.errors import Problem
from lnrs_web.boundaries.parcels import LandRefused
from lnrs_web.editions.located import at_point, box_of
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.engagement.models import Location

MOST = 20
"""Places that one contribution may have."""
OF_POINTS = ("Point", "MultiPoint")
OF_LINES = ("LineString", "MultiLineString")


def kind_of(shape: shapely.Geometry) -> str:
    """`point`, `line` or `area`."""
    return "point" if shape.geom_type in OF_POINTS else "line" if shape.geom_type in OF_LINES else "area"


def shaped(shape: shapely.Geometry, edition: Edition | None, *, called: str = "", precision_m: float = 0) -> Location:
    """A location with a shape (EPSG:27700), not saved yet; its parish is where its middle lies.

    Raises LandRefused for one that is nothing when it is kept to the centimetre.
    """
    shape = shapely.set_precision(shape, 0.01)
    if shape.is_empty:
        raise LandRefused([Problem("place", "A shape is smaller than a centimetre.", "Draw it larger, or as a point.")])
    wkb = shapely.to_wkb(shape)
    made = Location(
        kind=kind_of(shape), edition=edition, called=called[:200], wkb=wkb, precision_m=precision_m, **box_of(wkb)
    )
    in_parish(made, shape, edition)
    return made


def in_parish(location: Location, shape: shapely.Geometry, edition: Edition | None) -> None:
    """Note in which parish a location lies that is not saved yet."""
    if edition is None:
        return
    middle = shape.representative_point()
    parishes: list[Zone] = at_point(Zone.objects.filter(edition=edition, kind=Zone.Kind.PARISH), middle.x, middle.y)
    if parishes:
        location.parish, location.parish_name = parishes[0].code, parishes[0].name[:120]


def few(found: list[Any], field: str) -> list[Any]:
    """What was found, where there is not too much of it. Raises LandRefused; `field` is where it came from."""
    if len(found) > MOST:
        raise LandRefused([Problem(field, f"There are more than {MOST} places.", "Send them in parts.")])
    return found
