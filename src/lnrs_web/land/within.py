"""What of an edition lies within land: sites, what could become of it, and the measures mapped on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import shapely

from lnrs.units import HA_M2
from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.editions.models import Edition, Measure, Opportunity, Piece, Place, Site
from lnrs_web.land.overlay import Shared, near, shared

AT_ONCE = 10_000
"""Rows that are asked for by their number at once."""


@dataclass(frozen=True)
class SiteWithin:
    """A site of importance, and how much of it lies within the land."""

    site: Site
    shape: shapely.Geometry
    area_ha: float


@dataclass(frozen=True)
class MeasureWithin:
    """A measure that is mapped on the land: on how much of it, in how many pieces, and its largest place there."""

    measure: Measure
    shapes: list[shapely.Geometry]
    area_ha: float
    place: int
    """Number of the row of the largest place."""


@dataclass
class Within:
    """What lies within one shape. Hectares count once, however many sites or measures share them."""

    area_ha: float
    important_ha: float = 0.0
    could_become_ha: float = 0.0
    mapped_ha: float = 0.0
    sites: list[SiteWithin] = field(default_factory=list)
    measures: list[MeasureWithin] = field(default_factory=list)


def whole_of(parcels: Sequence[Parcel]) -> shapely.Geometry:
    """All the land, where parcels lie on one another only once."""
    return parcels[0].shape if len(parcels) == 1 else shapely.union_all([one.shape for one in parcels])


def within(edition: Edition, shapes: Sequence[shapely.Geometry]) -> list[Within]:
    """What of an edition lies within each of several shapes (EPSG:27700), which may lie on one another."""
    found = [Within(float(shape.area) / HA_M2) for shape in shapes]
    _add_sites(found, edition, shapes)
    become: list[Opportunity] = near(Opportunity.objects.filter(edition=edition), shapes)
    for number, _, land in shared(shapes, become):
        found[number].could_become_ha += land.area / HA_M2
    _add_measures(found, edition, shapes)
    return found


def _add_sites(found: list[Within], edition: Edition, shapes: Sequence[shapely.Geometry]) -> None:
    sites: list[Site] = near(Site.objects.filter(edition=edition), shapes)
    for number, row, land in shared(shapes, sites):
        found[number].sites.append(SiteWithin(sites[row], land, land.area / HA_M2))
    for one in found:
        one.sites.sort(key=lambda there: (-there.area_ha, there.site.number))
        one.important_ha = float(shapely.union_all([there.shape for there in one.sites]).area) / HA_M2


def _add_measures(found: list[Within], edition: Edition, shapes: Sequence[shapely.Geometry]) -> None:
    pieces: list[Piece] = near(Piece.objects.filter(edition=edition), shapes)
    common = shared(shapes, pieces)
    places = _places({pieces[row].pk for _, row, _ in common})
    measures = Measure.objects.in_bulk({measure for held in places.values() for _, measure in held})
    for number, held in _by_shape(common).items():
        one = found[number]
        one.mapped_ha = sum(land.area for _, land in held) / HA_M2
        on: dict[int, list[tuple[float, int, shapely.Geometry]]] = defaultdict(list)
        for row, land in held:
            for place, measure in places[pieces[row].pk]:
                on[measure].append((land.area, place, land))
        one.measures = sorted(
            (_measure(measures[measure], lands) for measure, lands in on.items()),
            key=lambda there: (-there.area_ha, there.measure.position),
        )


def _measure(measure: Measure, lands: list[tuple[float, int, shapely.Geometry]]) -> MeasureWithin:
    largest = max(lands, key=lambda one: (one[0], -one[1]))
    return MeasureWithin(measure, [land for *_, land in lands], sum(area for area, *_ in lands) / HA_M2, largest[1])


def _by_shape(common: Shared) -> dict[int, list[tuple[int, shapely.Geometry]]]:
    held: dict[int, list[tuple[int, shapely.Geometry]]] = defaultdict(list)
    for number, row, land in common:
        held[number].append((row, land))
    return held


def _places(pieces: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """The places on pieces of land: number of the row and of its measure."""
    asked = sorted(pieces)
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start in range(0, len(asked), AT_ONCE):
        rows = Place.objects.filter(piece__in=asked[start : start + AT_ONCE])
        for piece, place, measure in rows.values_list("piece_id", "id", "measure_id"):
            found[piece].append((place, measure))
    return found
