"""How near a site is to a development, in the zones that the rules of spatial risk go by.

The site knows the districts of an edition's map, which stand for local planning authorities, and the 48 strategy areas
with their neighbours. It has no map of National Character Areas, Marine Plan Areas or catchments: a character area
counts where both say which they are in, and only for being the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

import shapely

from lnrs.bng.spatial_risk import Neighbours, Place, SpatialRisk, spatial_risk
from lnrs.bng.spatial_rules import Kind, Scheme, schemes
from lnrs.bng.tables import Habitat
from lnrs.model import areas
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.editions.queries import what_is_at
from lnrs_web.gain_sites.models import Version
from lnrs_web.strategy.here import in_area

TOUCHING_M = 10.0
"""Districts no further apart than this are neighbours, as in the engine's own list of neighbours."""
OF_THE_SHORE = (
    "Coastal lagoons",
    "Coastal saltmarsh",
    "Intertidal hard structures",
    "Intertidal sediment",
    "Rocky shore",
)
"""Broad habitats that go by Marine Plan Area."""


@dataclass(frozen=True)
class Development:
    """Where a development is, in metres of EPSG:27700, and what is known of the zones there."""

    easting_m: float
    northing_m: float
    called: str
    place: Place
    is_in_area: bool

    def distance_km(self, version: Version) -> float:
        """As the crow flies to a point on a site."""
        east, north = version.easting_m - self.easting_m, version.northing_m - self.northing_m
        return float((east**2 + north**2) ** 0.5 / 1000)


def development(edition: Edition, easting_m: float, northing_m: float, called: str, nca: int | None) -> Development:
    """A development at a point."""
    inside = in_area(edition, easting_m, northing_m)
    zones = what_is_at(edition, easting_m, northing_m).zones if inside else []
    lpa = next((one.name for one in zones if one.kind == Zone.Kind.DISTRICT), "")
    area = str(edition.area_id) if inside else ""
    return Development(
        easting_m, northing_m, called, Place(lpa=lpa, nca=str(nca or ""), strategy_area=area), is_in_area=inside
    )


def place_of(version: Version) -> Place:
    """The zones that a site lies in: those of most of its land."""
    return Place(
        lpa=version.districts[0] if version.districts else "",
        nca=str(version.character_area or ""),
        strategy_area=str(version.site.area_id),
    )


def kind_of(habitat: Habitat) -> Kind:
    """By which zones a habitat goes."""
    return "intertidal" if habitat.broad in OF_THE_SHORE else habitat.module


def risk(edition: Edition, there: Development, version: Version, habitat: Habitat, on: date) -> SpatialRisk:
    """The multiplier under the rules of a day."""
    return spatial_risk(there.place, place_of(version), kind_of(habitat), on=on, neighbours=_neighbours(edition))


def announced(edition: Edition, there: Development, version: Version, habitat: Habitat, on: date) -> list[SpatialRisk]:
    """What it would be under each set of rules that is announced, and not yet law."""
    return [_under(scheme, edition, there, version, habitat, on) for scheme in schemes() if scheme.since is None]


def _under(
    scheme: Scheme, edition: Edition, there: Development, version: Version, habitat: Habitat, on: date
) -> SpatialRisk:
    near = _neighbours(edition)
    return spatial_risk(there.place, place_of(version), kind_of(habitat), on=on, neighbours=near, scheme=scheme)


def counted(found: SpatialRisk) -> Fraction:
    """The multiplier that units are worked out with: what it is at least, where it is not decided."""
    return Fraction(found.at_least if found.multiplier is None else found.multiplier)


def _neighbours(edition: Edition) -> Neighbours:
    numbered: dict[str, Collection[str]] = {
        str(area.lnrs_id): {str(number) for number in area.neighbours} for area in areas()
    }
    return {"lpa": _districts(edition.pk), "strategy_area": numbered}


@lru_cache(maxsize=16)
def _districts(edition: int) -> dict[str, Collection[str]]:
    """The neighbours of each district of an edition, by name. An edition never changes."""
    zones = list(Zone.objects.filter(edition=edition, kind=Zone.Kind.DISTRICT))
    shapes = [one.shape for one in zones]
    found: dict[str, set[str]] = {one.name: set() for one in zones}
    pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=TOUCHING_M)
    for one, other in zip(*pairs, strict=True):
        if one != other:
            found[zones[one].name].add(zones[other].name)
    return {name: frozenset(beside) for name, beside in found.items()}
