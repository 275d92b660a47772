"""A metric with shapes beside the strategy: parcels that claim another significance than an edition, and where."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely
from django.core.cache import caches
from django.db.models import Count, Max

from lnrs.net_gain.by_edition import Strategy
from lnrs.net_gain.differing import Difference, differing
from lnrs.net_gain.pieces import Piece
from lnrs.significance import Action
from lnrs.units import HA_M2
from lnrs_web.editions.models import Edition
from lnrs_web.editions.significant import mapped_land, table_of
from lnrs_web.gain_sites.models import Claim, Version
from lnrs_web.pages.words import ha
from lnrs_web.pictures.picture import Drawn, Label
from lnrs_web.pictures.styles import several
from lnrs_web.strategy.here import area_shape
from lnrs_web.strategy.kept_pages import CACHE

COLOUR = "#7a4b8c"
MOST_LABELS = 30
AROUND_M = 50.0
"""Land is looked up around parcels, those together that are as near as twice this."""
OUTSIDE_SHARE, OUTSIDE_M2 = 0.01, 100.0
"""Of the metric's land, how much may lie beyond the boundary as drawing and rounding do: the larger of both."""


@dataclass(frozen=True)
class ByPlace:
    """The claims of a metric that an edition does not bear out, of how many there are."""

    claims: int
    differing: tuple[tuple[Claim, Difference], ...]
    outside_m2: float
    """Square metres of its parcels that lie beyond the boundary of the listing; 0 where it is next to nothing."""


def by_place(edition: Edition, version: Version) -> ByPlace | None:
    """Each parcel of a version held beside an edition, cut at the edges of what that maps; nothing where its metric
    has no shapes.

    What was found is kept, in memory alone: it is another with other claims, another boundary or another edition.
    """
    claims = version.claims.aggregate(many=Count("pk"), last=Max("pk"))
    if not claims["many"]:
        return None
    told = repr((edition.identity, version.public_id, claims, version.parcels))
    key = f"by-place-{hashlib.sha256(told.encode()).hexdigest()}"
    found: ByPlace | None = caches[CACHE].get(key)
    if found is None:
        found = _held_beside(edition, version, list(version.claims.all()))
        caches[CACHE].set(key, found)
    return found


def _held_beside(edition: Edition, version: Version, claims: Sequence[Claim]) -> ByPlace:
    land = [one for one in (claim.shape for claim in claims) if shapely.get_dimensions(one) == 2]
    around = [_around(one.shape) for one in claims]
    lands = mapped_land(edition, shapely.union_all(around))  # what lies between far parcels cuts none
    strategy = Strategy(edition.name, False, tuple(lands), tuple(table_of(edition)), area_shape(edition), {})
    found = []
    for claim in claims:
        pieces = strategy.pieces(claim.shape, claim.habitat, Action(claim.action))
        other = differing(claim.level, pieces)
        if other and set(other.levels) - {None, claim.level}:  # of land outside the area another strategy speaks
            found.append((claim, other))
    whole = shapely.union_all(land)
    outside_m2 = float(shapely.difference(whole, version.shape).area)
    nearly = outside_m2 <= max(OUTSIDE_M2, OUTSIDE_SHARE * float(whole.area))
    return ByPlace(len(claims), tuple(found), 0.0 if nearly else outside_m2)


def _around(parcel: shapely.Geometry) -> shapely.Geometry:
    west, south, east, north = parcel.bounds
    return shapely.box(west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)


def drawn(found: ByPlace) -> list[Drawn]:
    """The pieces that differ, in a pattern for each way in which they do; lines and trees apart from land."""
    ways: dict[tuple[str, str, int], list[shapely.Geometry]] = defaultdict(list)
    for claim, piece in _differing(found):
        ways[claim.level, str(piece.level), int(shapely.get_dimensions(piece.shape))].append(piece.shape)
    styles = several(COLOUR, len(ways))
    made = []
    for (claimed, given, dimension), style in zip(sorted(ways), styles, strict=True):
        shape = shapely.union_all(ways[claimed, given, dimension])
        size = {2: ha(shape.area / HA_M2), 1: f"{shape.length:,.0f} m"}.get(dimension, "trees")
        made.append(Drawn(shape, style, f"{claimed.capitalize()} in the metric, {given} by the edition: {size}"))
    return made


def labels(found: ByPlace) -> list[Label]:
    """The references of the parcels that differ, where there are few enough to be read."""
    by_ref = {claim.ref: piece for claim, piece in _differing(found)}
    if len(by_ref) > MOST_LABELS:
        return []
    return [Label(shapely.point_on_surface(piece.shape), ref) for ref, piece in by_ref.items()]


def _differing(found: ByPlace) -> Iterator[tuple[Claim, Piece]]:
    """Pieces within the strategy area of which the edition says otherwise."""
    for claim, other in found.differing:
        for piece in other.pieces:
            if piece.level not in (None, claim.level):
                yield claim, piece
