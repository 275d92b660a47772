"""Spatial risk: what off-site habitat counts for, by how near it is to the development (standard library only).

The nearer, the more it counts. Which zones tell near from far depends on the kind of habitat and on the day:
`lnrs.bng.spatial_rules` has the rules. Which zone a place lies in, and which zones are neighbours, is given by the
caller.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lnrs.bng.spatial_rules import Kind, Scheme, ZoneKind, Zones, scheme_on


class Nearness(StrEnum):
    """How near two places are by one kind of zone."""

    SAME = "same"
    NEIGHBOURING = "neighbouring"
    BEYOND = "beyond"


@dataclass(frozen=True)
class Place:
    """The zones a place lies in, by name or number; empty where it is not known."""

    lpa: str = ""
    nca: str = ""
    strategy_area: str = ""
    marine_plan_area: str = ""
    catchment: str = ""
    """The waterbody catchment."""
    operational_catchment: str = ""

    def zone(self, kind: ZoneKind) -> str:
        """The zone of one kind that the place lies in."""
        return str(getattr(self, kind))


Neighbours = Mapping[ZoneKind, Mapping[str, Collection[str]]]
"""The neighbours of each zone, by kind of zone. Zones of a kind that is not in it have neighbours nobody knows of. Two
zones are neighbours where either lists the other."""


@dataclass(frozen=True)
class SpatialRisk:
    """The answer, with its reason."""

    multiplier: float | None
    """1, 0.75 or 0.5 as the rules have it; None where what is known does not decide it."""
    at_least: float
    """What it is at least, whatever is not known."""
    because: str
    scheme: Scheme

    def __str__(self) -> str:
        """The answer in words, with its source."""
        value = f"{self.multiplier:g}" if self.multiplier is not None else f"not decided, at least {self.at_least:g}"
        return f"Spatial risk multiplier {value}: {self.because} {self.scheme.source}."


def spatial_risk(
    development: Place,
    habitat: Place,
    kind: Kind,
    *,
    on: date,
    neighbours: Neighbours,
    scheme: Scheme | None = None,
) -> SpatialRisk:
    """The multiplier of off-site habitat at one place for a development at another, under the rules of the day `on`.

    `scheme` takes the place of the day's rules, to see what announced ones would change. Where several kinds of zone
    may be used (local planning authority or National Character Area), the better answer counts. Raises NotInForce
    before the first rules.
    """
    rules = scheme or scheme_on(on)
    if kind == "watercourse" and _contradict(development, habitat):
        because = "the same waterbody catchment is said to lie in two operational catchments, so one of them is wrong."
        return SpatialRisk(None, min(zones.beyond for zones in rules.uses[kind]), because, rules)
    answers = [(zones, nearness(development, habitat, zones, neighbours)) for zones in rules.uses[kind]]
    known = [(zones, near) for zones, near in answers if near is not None]
    best = max(known, key=lambda one: _value(*one), default=None)
    at_least = _value(*best) if best else min(zones.beyond for zones, _ in answers)
    open_zones = [zones for zones, near in answers if near is None and zones.same > at_least]
    if open_zones:
        missing = " or ".join(_not_known(zones, development, habitat) for zones in open_zones)
        return SpatialRisk(None, at_least, f"it is not known {missing}.", rules)
    assert best is not None
    because = _because(*best, several=[zones.title for zones, _ in answers])
    return SpatialRisk(at_least, at_least, because, rules)


def nearness(development: Place, habitat: Place, zones: Zones, neighbours: Neighbours) -> Nearness | None:
    """How near two places are by one kind of zone; None where that is not known."""
    here, there = development.zone(zones.kind), habitat.zone(zones.kind)
    if here and there and here == there:
        return Nearness.SAME
    if zones.wider:
        return _by_wider_zone(development, habitat, bool(here and there))
    if not here or not there or zones.kind not in neighbours:
        return None
    listed = neighbours[zones.kind]
    beside = there in listed.get(here, ()) or here in listed.get(there, ())
    return Nearness.NEIGHBOURING if beside else Nearness.BEYOND


def _by_wider_zone(development: Place, habitat: Place, apart: bool) -> Nearness | None:
    """By operational catchment; two places in different ones are in different waterbody catchments as well."""
    here, there = development.operational_catchment, habitat.operational_catchment
    if not here or not there:
        return None
    if here != there:
        return Nearness.BEYOND
    return Nearness.NEIGHBOURING if apart else None


def _contradict(development: Place, habitat: Place) -> bool:
    """A waterbody catchment lies in one operational catchment."""
    wider = {development.operational_catchment, habitat.operational_catchment} - {""}
    return development.catchment == habitat.catchment != "" and len(wider) == 2


def _value(zones: Zones, near: Nearness) -> float:
    return {Nearness.SAME: zones.same, Nearness.NEIGHBOURING: zones.neighbouring, Nearness.BEYOND: zones.beyond}[near]


def _because(zones: Zones, near: Nearness, several: list[str]) -> str:
    match near:
        case Nearness.SAME:
            return f"the habitat lies in the same {zones.title} as the development."
        case Nearness.NEIGHBOURING if zones.wider:
            return f"the habitat lies in another {zones.title}, but in the same {zones.wider} as the development."
        case Nearness.NEIGHBOURING:
            return f"the habitat lies in a {zones.title} that is a neighbour of the development's."
        case _ if zones.wider:
            return f"the habitat lies in another {zones.wider} than the development."
        case _:
            return f"the habitat lies beyond the neighbours of the development's {' and '.join(several)}."


def _not_known(zones: Zones, development: Place, habitat: Place) -> str:
    if zones.wider and development.catchment and habitat.catchment:
        return f"in which {zones.wider} both lie"
    if development.zone(zones.kind) and habitat.zone(zones.kind):
        return f"which zones are neighbours of the development's {zones.title}"
    return f"in which {zones.title} both lie"
