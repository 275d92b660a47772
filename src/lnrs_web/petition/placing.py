"""Where signatures are from: from postcodes to wards, districts and constituencies, many at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from lnrs_web.editions.models import Edition, EditionPostcode, Zone
from lnrs_web.petition.counts import CONSTITUENCY, DISTRICT, KINDS, WARD
from lnrs_web.places.models import Postcode

AT_ONCE = 1_000
Codes = tuple[str, str, str]
"""Codes of a ward, a district and a constituency, each empty where it is in none or nobody knows."""
NOWHERE: Codes = ("", "", "")


@dataclass(frozen=True)
class Zones:
    """The zones of one kind, in the order of their codes."""

    codes: list[str]
    shapes: list[shapely.Geometry]
    tree: shapely.STRtree

    def of(self, points: list[shapely.Geometry]) -> list[str]:
        """The code of the zone that each point lies in; of one on a border the first code."""
        found = [""] * len(points)
        at, zones = self.tree.query(np.array(points, dtype=object), predicate="intersects")
        for point, zone in sorted(zip(at.tolist(), zones.tolist(), strict=True), reverse=True):
            found[point] = self.codes[zone]
        return found


class Placing:
    """Looks postcodes up in the zones of an edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._zones = {kind: _zones(edition, kind) for kind in KINDS}

    def codes_of(self, kind: str) -> list[str]:
        """The codes of all zones of a kind."""
        return self._zones[kind].codes

    def of_points(self, points: list[shapely.Geometry]) -> list[Codes]:
        """Where points (EPSG:27700) lie."""
        return list(zip(*(self._zones[kind].of(points) for kind in (WARD, DISTRICT, CONSTITUENCY)), strict=True))

    def of_postcodes(self, postcodes: Iterable[str]) -> dict[str, Codes]:
        """Where postcodes, in their canonical form, lie; nowhere where nobody knows."""
        wanted = sorted(set(postcodes))
        points: dict[str, shapely.Geometry] = {}
        for some in _cut(wanted):
            public = Postcode.objects.filter(release__in_use=True, postcode__in=some)
            own = EditionPostcode.objects.filter(edition=self._edition, postcode__in=some)
            for rows in (public, own):  # the edition's own come last, and hold
                for name, east, north in rows.values_list("postcode", "easting_m", "northing_m"):
                    points[name] = shapely.Point(east, north)
        known = dict(zip(points, self.of_points(list(points.values())), strict=True))
        return {one: known.get(one, NOWHERE) for one in wanted}

    def wards(self) -> list[Codes]:
        """Each ward with the district and the constituency that a point well within it lies in."""
        held = self._zones[WARD]
        inside = self.of_points([shapely.point_on_surface(one) for one in held.shapes])
        return [(code, district, seat) for code, (_, district, seat) in zip(held.codes, inside, strict=True)]


def _zones(edition: Edition, kind: str) -> Zones:
    rows = list(Zone.objects.filter(edition=edition, kind=kind).order_by("code"))
    shapes = [one.shape for one in rows]
    return Zones([one.code for one in rows], shapes, shapely.STRtree(shapes))


def _cut(names: list[str]) -> Iterator[list[str]]:
    return (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))
