"""The places that are briefed, and what lies in which of them: worked out for all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from lnrs_web.areas.models import StrategyArea
from lnrs_web.briefings.models import Boundary, Kind
from lnrs_web.editions.models import Edition, Zone

OF_EDITIONS = (Kind.WARD, Kind.DISTRICT, Kind.CONSTITUENCY)
"""The kinds of which an edition may have its own."""


@dataclass(frozen=True)
class Ground:
    """A place: `shape` in metres of EPSG:27700."""

    kind: str
    code: str
    name: str
    shape: shapely.Geometry


@dataclass(frozen=True)
class Shared:
    """Which shapes lie in which places: for each pair the place's and the shape's number, the land that both have, in
    square metres, and its shape."""

    place: np.ndarray
    shape: np.ndarray
    m2: np.ndarray
    land: np.ndarray

    def of(self, place: int) -> np.ndarray:
        """Which pairs are of a place."""
        return np.flatnonzero(self.place == place)


def grounds_of(edition: Edition) -> list[Ground]:
    """Every place of an edition's area that is briefed: those that were brought in and, of kinds of which none
    were, the edition's own."""
    found = [Ground(one.kind, one.code, one.name, one.shape) for one in boundaries(edition.area)]
    brought = {one.kind for one in found}
    own = Zone.objects.filter(edition=edition, kind__in=[str(one) for one in OF_EDITIONS if str(one) not in brought])
    found += [Ground(one.kind, one.code, one.name, one.shape) for one in own]
    order = {str(kind): number for number, kind in enumerate(Kind)}
    return sorted(found, key=lambda one: (order[one.kind], one.name, one.code))


def ground_of(edition: Edition, kind: str, code: str) -> Ground | None:
    """One of them; nothing where its boundary is not there any more."""
    if Boundary.objects.filter(area=edition.area, kind=kind).exists():
        brought = Boundary.objects.filter(area=edition.area, kind=kind, code=code).first()
        return Ground(kind, code, brought.name, brought.shape) if brought else None
    zone = Zone.objects.filter(edition=edition, kind=kind, code=code).first()
    return Ground(kind, code, zone.name, zone.shape) if zone else None


def boundaries(area: StrategyArea) -> list[Boundary]:
    """What was brought in for an area."""
    return list(Boundary.objects.filter(area=area))


def shared(places: Sequence[shapely.Geometry], shapes: Sequence[shapely.Geometry]) -> Shared:
    """What places and shapes have in common. A shape that lies in a place whole is not cut."""
    if not len(places) or not len(shapes):
        nothing = np.empty(0, int)
        return Shared(nothing, nothing, np.empty(0), np.empty(0, object))
    ground, land = np.asarray(places, object), np.asarray(shapes, object)
    shapely.prepare(ground)
    place, shape = shapely.STRtree(land).query(ground, predicate="intersects")
    within = shapely.contains(ground[place], land[shape])
    common = land[shape].copy()
    common[~within] = shapely.intersection(ground[place[~within]], land[shape[~within]])
    return Shared(place, shape, shapely.area(common), common)


def holding(places: Sequence[shapely.Geometry], points: Sequence[shapely.Point]) -> tuple[np.ndarray, np.ndarray]:
    """Which places hold which points, an edge included, as numbers of pairs."""
    if not len(places) or not len(points):
        return np.empty(0, int), np.empty(0, int)
    ground = np.asarray(places, object)
    shapely.prepare(ground)
    place, point = shapely.STRtree(np.asarray(points, object)).query(ground, predicate="intersects")
    return place, point
