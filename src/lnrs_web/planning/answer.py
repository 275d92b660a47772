"""The answer of a planning check: what an edition says of the land within a red line, and the strategic significance of
each habitat. It is worked out from the edition that the check names, whose rows never change."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from lnrs.significance import (
    LEAST_M2,
    Action,
    MappedLand,
    Piece,
    Significance,
    Somewhere,
    consistent,
    polygonal,
    somewhere,
    split,
    whole_m2,
)
from lnrs.units import HA_M2
from lnrs_web.editions.models import Edition, Zone
from lnrs_web.editions.significant import mapped_land, table_of
from lnrs_web.planning import habitats, queries
from lnrs_web.planning.models import SiteCheck, SiteHabitat
from lnrs_web.strategy.here import area_shape

IN_FORCE = frozenset({"final", "published"})
"""What an edition says of itself where strategic significance follows it."""


@dataclass(frozen=True)
class Line:
    """One line for the metric: a piece of land, in whole square metres that add up to the whole parcel's."""

    significance: Significance | None
    area_m2: int
    district: str
    measures: dict[str, float]
    """Hectares on this piece of each measure that makes the habitat."""
    shape: shapely.Geometry

    @property
    def area_ha(self) -> float:
        """Hectares, to the square metre."""
        return self.area_m2 / HA_M2


@dataclass(frozen=True)
class HabitatFound:
    """A habitat with its lines. Where it does not fill its land, `bounds` say how much of it would be of high
    significance, and the lines are of the land that it may lie on."""

    asked: SiteHabitat
    habitat: habitats.Habitat
    fills: bool
    lines: list[Line]
    bounds: Somewhere | None
    serves: list[str]
    """Measures that make this habitat by this action, wherever they are mapped."""

    @property
    def area_ha(self) -> float:
        """Hectares of its lines together."""
        return sum(line.area_m2 for line in self.lines) / HA_M2

    @property
    def settled(self) -> Significance | None:
        """The one significance that all of it has, wherever it lies; nothing where that depends."""
        found = {line.significance for line in self.lines}
        return next(iter(found)) if len(found) == 1 else None


@dataclass(frozen=True)
class Answer:
    """Everything that an edition says of a site."""

    check: SiteCheck
    edition: Edition
    land: shapely.Geometry
    inside: shapely.Geometry
    """The part of it in the strategy area."""
    districts: list[Zone]
    parishes: list[Zone]
    sites: list[queries.SiteThere]
    near: list[queries.SiteThere]
    important: shapely.Geometry
    """The part of the land in any of the sites, each hectare once."""
    measures: list[queries.MeasureThere]
    mapped: shapely.Geometry
    """The part of the land that any measure is mapped on."""
    could_become: shapely.Geometry
    habitats: list[HabitatFound]

    @property
    def area_ha(self) -> float:
        """Hectares within the red line."""
        return float(self.land.area) / HA_M2

    @property
    def outside_ha(self) -> float:
        """Hectares of it outside the strategy area; nothing under a square metre."""
        outside_m2 = float(self.land.area - self.inside.area)
        return outside_m2 / HA_M2 if outside_m2 >= LEAST_M2 else 0.0

    @property
    def provisional(self) -> bool:
        """Whether the edition is a draft, which strategic significance does not follow yet."""
        return self.edition.status not in IN_FORCE


def answer(check: SiteCheck) -> Answer:
    """The answer to a check that is kept."""
    edition, land = check.edition, check.shape
    area = area_shape(edition)
    inside = polygonal(shapely.intersection(land, area))
    lands = mapped_land(edition, inside)
    districts = queries.zones(edition, inside, Zone.Kind.DISTRICT)
    found = queries.sites_of_importance(edition, land)
    measures = queries.measures_mapped(edition, inside, lands)
    on_it = [one for one in found if one.within_ha * HA_M2 >= LEAST_M2]
    return Answer(
        check=check,
        edition=edition,
        land=land,
        inside=inside,
        districts=districts,
        parishes=queries.zones(edition, inside, Zone.Kind.PARISH),
        sites=on_it,
        near=[one for one in found if one.within_ha * HA_M2 < LEAST_M2],
        important=polygonal(shapely.union_all([polygonal(land & one.site.shape) for one in on_it])),
        measures=measures,
        mapped=polygonal(shapely.union_all([one.shape for one in measures])),
        could_become=polygonal(queries.could_become(edition, inside)),
        habitats=_habitats(check, land, lands, districts, area),
    )


def _habitats(
    check: SiteCheck, land: shapely.Geometry, lands: list[MappedLand], districts: list[Zone], area: shapely.Geometry
) -> list[HabitatFound]:
    asked = list(check.habitats.all())
    table = table_of(check.edition) if asked else []
    shapes = {one.name: one.shape for one in districts}
    found = []
    for one in asked:
        serving = consistent(one.habitat, Action(one.action), table)
        there = land if one.shape is None else one.shape
        pieces = split(there, serving, lands, shapes, area)
        found.append(_found(one, pieces, sorted(serving)))
    return found


def _found(asked: SiteHabitat, pieces: Sequence[Piece], serves: list[str]) -> HabitatFound:
    lines = [
        Line(
            piece.significance,
            area_m2,
            piece.district,
            {ref: m2 / HA_M2 for ref, m2 in piece.measures.items()},
            piece.shape,
        )
        for piece, area_m2 in zip(pieces, whole_m2([piece.area_m2 for piece in pieces]), strict=True)
    ]
    habitat = habitats.named(asked.habitat, [asked.habitat]) or habitats.Habitat(asked.habitat, "ha")
    fills = asked.size is None
    bounds = None
    if asked.size is not None and habitat.fills_land:
        high_ha = sum(line.area_ha for line in lines if line.significance is Significance.HIGH)
        bounds = somewhere(asked.size, high_ha, sum(line.area_ha for line in lines) - high_ha)
    return HabitatFound(asked, habitat, fills, lines, bounds, serves)
