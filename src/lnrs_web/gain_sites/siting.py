"""Where a site lies: its boundary looked at, and the planning authorities and zones that it is in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from lnrs.errors import Problem
from lnrs.units import HA_M2
from lnrs_web.boundaries import text
from lnrs_web.boundaries.overlaps import overlaps
from lnrs_web.boundaries.parcels import Note, Parcel
from lnrs_web.editions.located import touching
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.gain_sites.refused import ListingRefused
from lnrs_web.pages.words import ha
from lnrs_web.strategy.here import area_shape

MOST_PARCELS = 50
LEAST_OUTSIDE_M2 = 100.0
"""Less than this beyond the edge of the area is two outlines that nearly agree."""


@dataclass(frozen=True)
class Sited:
    """Land as the register keeps it."""

    parcels: dict[str, Any]
    size_m2: int
    easting_m: float
    northing_m: float
    districts: list[str]


def sited(edition: Edition, parcels: Sequence[Parcel], *, mend: bool, called: str = "site") -> Sited:
    """Land that a site may have: a true edge, within the area, no parcel on another. An edge that crossed itself and
    was mended is taken only where its owner says so (`mend`). `called` is what its owner calls what lies there.

    Raises ListingRefused with every problem.
    """
    problems = []
    if len(parcels) > MOST_PARCELS:
        what = f"It has more than {MOST_PARCELS} parcels."
        problems.append(Problem("way", what, f"Make several {called}s of it."))
    if any(Note.AROUND in one.notes for one in parcels):
        what = f"A circle is not the edge of a {called}."
        problems.append(Problem("way", what, "Draw the edge, upload it, or type its corners."))
    mended = [one.ref for one in parcels if Note.MENDED in one.notes]
    if mended and not mend:
        what = f"The edge of {', '.join(mended[:5])} crosses itself."
        problems.append(Problem("mend", what, "Correct it, or let it be mended, and look at the hectares."))
    for one in overlaps(parcels):
        what = f"{one.one} and {one.other} lie on one another by {ha(one.area_ha)}."
        problems.append(Problem("way", what, "Give each piece of land once."))
    whole = shapely.union_all([one.shape for one in parcels])
    outside_m2 = float(shapely.difference(whole, area_shape(edition)).area)
    if outside_m2 >= LEAST_OUTSIDE_M2:
        what = f"{ha(outside_m2 / HA_M2)} of it lie outside {edition.area.name}."
        problems.append(Problem("way", what, f"Add another {called} for that part, in the area where it is."))
    if problems:
        raise ListingRefused(problems)
    middle = shapely.point_on_surface(whole)
    return Sited(
        parcels=json.loads(text.geojson(parcels)),
        size_m2=round(whole.area),
        easting_m=round(middle.x, 1),
        northing_m=round(middle.y, 1),
        districts=_districts(edition, whole),
    )


def _districts(edition: Edition, land: shapely.Geometry) -> list[str]:
    """Names of the districts, that with most of the land first."""
    found: list[Zone] = touching(Zone.objects.filter(edition=edition, kind=Zone.Kind.DISTRICT), land)
    shared = [(float(shapely.intersection(one.shape, land).area), one.name) for one in found]
    return [name for area, name in sorted(shared, key=lambda one: (-one[0], one[1])) if area > LEAST_OUTSIDE_M2]
