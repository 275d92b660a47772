"""Measures that are mapped near land and not on it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import shapely

from lnrs import gridref
from lnrs_web.editions.models import Edition, Measure, Piece, Place
from lnrs_web.land.overlay import Parts, batched, near

NEAR_M = 500
"""How far from the land is looked."""
TOLD = 12


@dataclass(frozen=True)
class MeasureNearby:
    """A measure that is mapped near the land, and where it comes nearest."""

    measure: Measure
    away_m: float
    grid_reference: str

    @property
    def where(self) -> str:
        """Where it comes nearest, in words."""
        away = f"{self.away_m:,.0f}\u00a0m away" if self.away_m >= 0.5 else "next to your land"
        return f"At {self.grid_reference}, {away}."


def nearby(edition: Edition, land: Parts, here: Collection[int]) -> list[MeasureNearby]:
    """The measures mapped within half a kilometre of land, other than those `here` by the number of their row; the
    nearest first, a dozen at most."""
    pieces: list[Piece] = near(Piece.objects.filter(edition=edition), land, NEAR_M)
    shapes = shapely.from_wkb([bytes(one.wkb) for one in pieces])
    (found, _), away = shapely.STRtree(land.parts).query_nearest(
        shapes, max_distance=NEAR_M, return_distance=True, all_matches=False
    )
    away_m = {pieces[number].pk: float(far) for number, far in zip(found, away, strict=True)}
    shape_of = {pieces[number].pk: shapes[number] for number in found}
    nearest: dict[int, int] = {}
    for piece, measure in _places(away_m, here):
        if measure not in nearest or away_m[piece] < away_m[nearest[measure]]:
            nearest[measure] = piece
    told = [
        MeasureNearby(measure, away_m[piece], _where(shape_of[piece]))
        for measure in Measure.objects.filter(pk__in=nearest)
        for piece in [nearest[measure.pk]]
    ]
    return sorted(told, key=lambda one: (round(one.away_m), one.measure.position))[:TOLD]


def _places(pieces: Collection[int], here: Collection[int]) -> Iterator[tuple[int, int]]:
    """Piece and measure of every place on pieces of land, other than of the measures `here`."""
    for asked in batched(sorted(pieces)):
        rows = Place.objects.filter(piece__in=asked).exclude(measure__in=here)
        yield from rows.order_by("number").values_list("piece_id", "measure_id")


def _where(shape: shapely.Geometry) -> str:
    on_it = shapely.point_on_surface(shape)
    return gridref.place_name(on_it.x, on_it.y)
