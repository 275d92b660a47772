"""What the measures mapped in a zone come to: for which priorities and species, by whom, and who may pay."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lnrs_web.editions.models import FundingRoute, Measure, Place, Priority, Species, Zone


@dataclass(frozen=True)
class MeasureThere:
    """A measure, and its hectares in a zone."""

    measure: Measure
    area_ha: float


@dataclass(frozen=True)
class PriorityThere:
    """A priority, and the land in a zone that is mapped for a measure which serves it, each hectare counted once."""

    priority: Priority
    measures: list[Measure]
    area_ha: float


@dataclass(frozen=True)
class SpeciesThere:
    """A species priority, and the measures in a zone that help it."""

    species: Species
    measures: list[Measure]


@dataclass(frozen=True)
class Scheme:
    """A scheme or market, and the routes of it that may pay for a measure in a zone."""

    name: str
    routes: list[FundingRoute]


@dataclass(frozen=True)
class Served:
    """Everything that the measures of a zone come to; each list in the order in which it is told."""

    measures: list[MeasureThere]
    priorities: list[PriorityThere]
    species: list[SpeciesThere]
    who: list[str]
    """Who could do them, those of the most measures first."""
    funding: list[Scheme]


def served(zone: Zone) -> Served:
    """What is mapped in a zone. A piece of land counts where a point on it lies, so that zones add up to the area."""
    land = _land(zone)
    measures = list(Measure.objects.filter(pk__in=land))
    there = [MeasureThere(one, sum(land[one.pk].values())) for one in measures]
    return Served(
        measures=sorted(there, key=lambda one: (-one.area_ha, one.measure.position)),
        priorities=_priorities(zone, measures, land),
        species=_species(zone, measures),
        who=_who(measures),
        funding=_schemes(zone, measures),
    )


def measures_in(zone: Zone) -> list[MeasureThere]:
    """Measures mapped in a zone, the most land first."""
    return served(zone).measures


Land = dict[int, dict[int, float]]
"""Hectares of each piece of land of each measure, by their keys."""


def _land(zone: Zone) -> Land:
    places = Place.objects.filter(**{"piece__edition": zone.edition, f"piece__{zone.kind}": zone.code})
    land: Land = defaultdict(dict)
    for measure, piece, area_ha in places.values_list("measure", "piece", "piece__area_ha"):
        land[measure][piece] = area_ha
    return land


def _priorities(zone: Zone, measures: list[Measure], land: Land) -> list[PriorityThere]:
    found = []
    for priority in Priority.objects.filter(edition=zone.edition):
        ours = [one for one in measures if priority.ref in one.priorities]
        pieces = {piece: area_ha for one in ours for piece, area_ha in land[one.pk].items()}
        if ours:
            found.append(PriorityThere(priority, ours, sum(pieces.values())))
    return sorted(found, key=lambda one: (-one.area_ha, one.priority.position))


def _species(zone: Zone, measures: list[Measure]) -> list[SpeciesThere]:
    by_ref = {one.ref: one for one in measures}
    found = []
    for species in Species.objects.filter(edition=zone.edition):
        if ours := [by_ref[ref] for ref in species.measures if ref in by_ref]:
            found.append(SpeciesThere(species, ours))
    return found


def _schemes(zone: Zone, measures: list[Measure]) -> list[Scheme]:
    refs = {ref for one in measures for ref in one.funding}
    by_scheme: dict[str, list[FundingRoute]] = {}
    for route in FundingRoute.objects.filter(edition=zone.edition, ref__in=refs):
        by_scheme.setdefault(route.scheme, []).append(route)
    return [Scheme(name, routes) for name, routes in by_scheme.items()]


def _who(measures: Iterable[Measure]) -> list[str]:
    count: dict[str, int] = defaultdict(int)
    for one in measures:
        for who in one.who:
            count[who] += 1
    return sorted(count, key=lambda who: (-count[who], who))
