"""What of an edition lies within land: sites, what could become of it, and the measures mapped on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from lnrs.units import HA_M2
from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.editions.models import Edition, Measure, Opportunity, Piece, Place, Site
from lnrs_web.land.overlay import Parts, batched, near, shared
from lnrs_web.strategy import here


@dataclass(frozen=True)
class SiteWithin:
    """A site of importance, and how much of it lies within the land."""

    site: Site
    shapes: list[shapely.Geometry]
    area_ha: float

    @property
    def words(self) -> str:
        """Its name, and what it is."""
        return f"{self.site.name or self.site.ref} ({here.kind_of(self.site)})"


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
    mapped: list[tuple[float, tuple[int, ...]]] = field(default_factory=list)
    """Each part of the mapped land in hectares, with the numbers of the rows of the measures mapped on it. Parts do not
    lie on one another."""


def whole_of(parcels: Sequence[Parcel]) -> shapely.Geometry:
    """All the land, where parcels lie on one another only once."""
    return parcels[0].shape if len(parcels) == 1 else shapely.union_all([one.shape for one in parcels])


def within(edition: Edition, land: Parts) -> list[Within]:
    """What of an edition lies within each of several shapes that are cut up, which may lie on one another."""
    found = [Within(float(area_m2) / HA_M2) for area_m2 in np.bincount(land.owner, shapely.area(land.parts))]
    _add_sites(found, edition, land)
    become: list[Opportunity] = near(Opportunity.objects.filter(edition=edition), land)
    for number, _, common in shared(land, become):
        found[number].could_become_ha += _ha(common)
    _add_measures(found, edition, land)
    return found


def _ha(parts: Iterable[shapely.Geometry]) -> float:
    return float(sum(part.area for part in parts)) / HA_M2


def _add_sites(found: list[Within], edition: Edition, land: Parts) -> None:
    sites: list[Site] = near(Site.objects.filter(edition=edition), land)
    for number, row, common in shared(land, sites):
        found[number].sites.append(SiteWithin(sites[row], common, _ha(common)))
    for one in found:
        one.sites.sort(key=lambda there: (-there.area_ha, there.site.number))
        all_of_them = [shape for there in one.sites for shape in there.shapes]
        one.important_ha = one.sites[0].area_ha if len(one.sites) == 1 else _ha([shapely.union_all(all_of_them)])


def _add_measures(found: list[Within], edition: Edition, land: Parts) -> None:
    pieces: list[Piece] = near(Piece.objects.filter(edition=edition), land)
    common = shared(land, pieces)
    places = _places({pieces[row].pk for _, row, _ in common})
    measures = Measure.objects.in_bulk({measure for held in places.values() for _, measure in held})
    on: dict[tuple[int, int], list[tuple[float, int, list[shapely.Geometry]]]] = defaultdict(list)
    for number, row, parts in common:
        area_ha = _ha(parts)
        found[number].mapped_ha += area_ha
        of_piece = places[pieces[row].pk]
        found[number].mapped.append((area_ha, tuple(sorted({measure for _, measure in of_piece}))))
        for place, measure in of_piece:
            on[number, measure].append((area_ha, place, parts))
    for (number, measure), lands in on.items():
        found[number].measures.append(_measure(measures[measure], lands))
    for one in found:
        one.measures.sort(key=lambda there: (-there.area_ha, there.measure.position))


def _measure(measure: Measure, lands: list[tuple[float, int, list[shapely.Geometry]]]) -> MeasureWithin:
    largest = max(lands, key=lambda one: (one[0], -one[1]))
    shapes = [part for *_, parts in lands for part in parts]
    return MeasureWithin(measure, shapes, sum(area_ha for area_ha, *_ in lands), largest[1])


def _places(pieces: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """The places on pieces of land: number of the row and of its measure."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for asked in batched(sorted(pieces)):
        rows = Place.objects.filter(piece__in=asked)
        for piece, place, measure in rows.values_list("piece_id", "id", "measure_id"):
            found[piece].append((place, measure))
    return found
