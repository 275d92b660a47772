"""Measures that are mapped near land and not on it."""

from collections.abc import Collection
from dataclasses import dataclass

import shapely

from lnrs import gridref
from lnrs_web.editions.models import Edition, Measure, Piece, Place
from lnrs_web.land.overlay import near

NEAR_M = 500
"""How far from the land is looked."""
TOLD = 12


@dataclass(frozen=True)
class MeasureNearby:
    """A measure that is mapped near the land, and where it comes nearest."""

    measure: Measure
    away_m: float
    grid_reference: str


def nearby(edition: Edition, land: shapely.Geometry, here: Collection[int]) -> list[MeasureNearby]:
    """The measures mapped within half a kilometre of land, other than those `here` by the number of their row; the
    nearest first, a dozen at most."""
    outline = land.simplify(1.0)
    shapely.prepare(outline)
    pieces: list[Piece] = near(Piece.objects.filter(edition=edition), [outline], NEAR_M)
    shapes = shapely.from_wkb([bytes(one.wkb) for one in pieces])
    away_m = dict(zip([one.pk for one in pieces], shapely.distance(outline, shapes).tolist(), strict=True))
    shape_of = dict(zip(away_m, shapes, strict=True))
    close = [number for number, away in away_m.items() if away <= NEAR_M]
    nearest: dict[int, int] = {}
    places = Place.objects.filter(piece__in=close).exclude(measure__in=here) if len(close) else Place.objects.none()
    for piece, measure in places.order_by("number").values_list("piece_id", "measure_id"):
        if measure not in nearest or away_m[piece] < away_m[nearest[measure]]:
            nearest[measure] = piece
    found = [
        MeasureNearby(measure, away_m[piece], _where(shape_of[piece]))
        for measure in Measure.objects.filter(pk__in=nearest)
        for piece in [nearest[measure.pk]]
    ]
    return sorted(found, key=lambda one: (round(one.away_m), one.measure.position))[:TOLD]


def _where(shape: shapely.Geometry) -> str:
    on_it = shapely.point_on_surface(shape)
    return gridref.place_name(on_it.x, on_it.y)
