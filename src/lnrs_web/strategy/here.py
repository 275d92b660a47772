"""What an edition says of a place, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely

from lnrs import gridref
from lnrs.edition import read
from lnrs.edition.explain_words import GAINED, KINDS, value_words
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition, Measure, Place, Site
from lnrs_web.editions.queries import Here, current_editions, what_is_at
from lnrs_web.pages.words import counted, ha
from lnrs_web.places.whereabouts import Whereabouts

Limits = Mapping[tuple[str, str], float | None]
"""How far a criterion measured distances, by the measure's reference and the criterion's name."""


@dataclass(frozen=True)
class CriterionHere:
    """How a piece of land does by one criterion of a rule."""

    name: str
    value: str
    points: float | None
    """0 to 1; nothing where they are withheld."""
    share_of_score: float


@dataclass(frozen=True)
class MeasureHere:
    """A measure that is mapped at a place, and why."""

    measure: Measure
    number: int
    """Of the place on the map (pm_loc_id)."""
    area_ha: float
    score: float | None
    criteria: list[CriterionHere]
    joins: list[str]


@dataclass(frozen=True)
class Told:
    """What an edition says of one point."""

    place: Whereabouts
    found: Here
    sites: list[tuple[Site, str]]
    """Each with what kind it is."""
    measures: list[MeasureHere]


def told(edition: Edition, place: Whereabouts) -> Told:
    """What an edition says of a point in its area."""
    found = what_is_at(edition, place.easting_m, place.northing_m)
    sites = [(one, kind_of(one)) for one in found.sites]
    return Told(place, found, sites, [measure_here(one, edition) for one in found.places])


def area_shape(edition: Edition) -> shapely.Geometry:
    """The strategy area (EPSG:27700)."""
    return _outline(folder_of(edition))


def in_area(edition: Edition, easting_m: float, northing_m: float) -> bool:
    """Whether a point lies in the strategy area."""
    return bool(shapely.intersects_xy(area_shape(edition), easting_m, northing_m))


def elsewhere(edition: Edition, easting_m: float, northing_m: float) -> Edition | None:
    """The current edition of another area, in which a point lies; nothing where none on this site holds it."""
    others = current_editions().exclude(area=edition.area_id)
    return next((one for one in others if in_area(one, easting_m, northing_m)), None)


def kind_of(site: Site) -> str:
    """What kind of area of particular importance a site is."""
    return KINDS.get(site.kind, site.kind)


def measure_here(place: Place, edition: Edition) -> MeasureHere:
    """A measure on a piece of land, with its criteria and what it would join."""
    return MeasureHere(
        measure=place.measure,
        number=place.number,
        area_ha=place.piece.area_ha,
        score=place.score,
        criteria=criteria_here(place, edition),
        joins=[" ".join(_joins(one)) for one in place.joins],
    )


def criteria_here(place: Place, edition: Edition) -> list[CriterionHere]:
    """How a piece of land does by each criterion of a measure's rule."""
    limits = _limits(folder_of(edition))
    weights = sum(one["weight"] for one in place.criteria) or 1.0
    return [
        CriterionHere(
            name=one["criterion"],
            value=_value(one, place.piece.area_ha, limits.get((place.measure.ref, one["criterion"]))),
            points=None if one["points"] is None else abs(one["points"]),  # never -0
            share_of_score=one["weight"] / weights,
        )
        for one in place.criteria
    ]


def _value(criterion: Mapping[str, Any], area_ha: float, limit_m: float | None) -> str:
    value, unit = criterion["value"], criterion["unit"]
    if value is None:
        return "withheld, as it comes from records of sensitive species"
    if limit_m is not None and value >= limit_m:
        return f"{value_words(value, unit)} or more"
    if unit == GAINED:
        return f"{ha(value * area_ha)} of connected habitat gained"
    return value_words(value, unit)


def _joins(found: Mapping[str, Any]) -> Iterator[str]:
    """Sentences, from what is nearest to what is farthest."""
    yield f"Of the {found['habitat'].replace('; ', ', ')} within {found['within_m'] / 1000:g}\u00a0km:"
    if found["part_of_ha"]:
        yield f"it is part of a patch of {ha(found['part_of_ha'])};"
    yield f"it touches {_patches(found['touching'], found['touching_ha']) if found['touching'] else 'none'},"
    if not found["others"]:
        yield "and there is none farther off."
        return
    where = gridref.place_name(found["nearest_east_m"], found["nearest_north_m"])
    yield f"and farther off there {'is' if found['others'] == 1 else 'are'}"
    yield f"{_patches(found['others'], found['others_ha'])}, the nearest {found['nearest_m']:,.0f}\u00a0m away"
    yield f"at {where} ({ha(found['nearest_ha'])})."


def _patches(count: int, area_ha: float) -> str:
    return f"{counted(count, 'patch,patches')} ({ha(area_ha)})"


@lru_cache(maxsize=64)
def _outline(folder: Path) -> shapely.Geometry:
    """The strategy area. An edition never changes, so neither does its outline."""
    return shapely.union_all(shapely.from_wkb(read.with_wkb(folder, "area")["wkb"].tolist()))


@lru_cache(maxsize=64)
def _limits(folder: Path) -> Limits:
    rules = read.provenance(folder)["rules"]
    return {(ref, one["name"]): one["limit_m"] for ref, rule in rules.items() for one in rule["criteria"]}
