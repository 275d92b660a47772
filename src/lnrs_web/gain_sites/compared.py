"""A listing held against the strategy and against itself: whether the strategic significance that its metric counts on
can be that of the land, and whether its boundary and its habitats are of one size.

Of a metric with shapes each parcel is compared. A workbook does not say where on the site a habitat lies. So the
edition gives bounds: of a habitat on land with so much mapped for a measure that makes it, at least so much and at most
so much is of high significance.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import shapely

from lnrs.significance import Action, Makes, MappedLand, Significance, consistent, somewhere, split
from lnrs.units import HA_M2
from lnrs_web.editions.models import Edition
from lnrs_web.editions.significant import mapped_land, table_of
from lnrs_web.gain_sites import parts
from lnrs_web.gain_sites.models import HabitatLine, Version
from lnrs_web.gain_sites.place_by_place import ByPlace, by_place
from lnrs_web.strategy.here import area_shape

NEARLY_HA = 0.01
"""Hectares by which two sizes may differ as drawing and rounding do."""
NEARLY_SHARE = 0.01
"""The same as a share of the larger, for whole sites."""
ACTIONS = {"created": Action.CREATION, "enhanced": Action.ENHANCEMENT}


@dataclass(frozen=True)
class Compared:
    """What was found, in sentences; nothing where everything agrees as far as can be told."""

    edition: Edition
    sizes: tuple[str, ...]
    significance: tuple[str, ...]
    by_place: ByPlace | None
    """Each parcel compared; nothing where the metric's file has no shapes."""

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not self.sizes and not self.significance and not (self.by_place and self.by_place.differing)


def compared(edition: Edition | None, version: Version) -> Compared | None:
    """A version beside an edition; nothing without a metric's file, a boundary or an edition."""
    if edition is None or not version.units_from or not version.parcels:
        return None
    places = by_place(edition, version)
    said = () if places else tuple(_significance(edition, version))
    return Compared(edition, tuple(_sizes(version, places)), said, places)


def _sizes(version: Version, places: ByPlace | None) -> Iterator[str]:
    if places and places.outside_m2:
        yield f"{_ha(places.outside_m2 / HA_M2)} of the parcels of the metric lie beyond the boundary."
    drawn, written = version.size_ha, version.metric_m2 / HA_M2
    if not version.metric_m2 or abs(drawn - written) <= max(NEARLY_HA, NEARLY_SHARE * max(drawn, written)):
        return
    which = "more" if written > drawn else "less"
    yield (
        f"The boundary has {_ha(drawn)}, and the habitats of the metric are {_ha(written)} before anything is done: "
        f"{_ha(abs(drawn - written))} {which}."
    )


def _significance(edition: Edition, version: Version) -> Iterator[str]:
    land, table = version.shape, table_of(edition)
    lands, area = mapped_land(edition, land), area_shape(edition)
    for line in version.lines.all():
        yield from _of_line(line, land, lands, table, area)


def _of_line(
    line: HabitatLine, land: shapely.Geometry, lands: list[MappedLand], table: list[Makes], area: shapely.Geometry
) -> Iterator[str]:
    high, medium = line.levels.get("high", 0), line.levels.get("medium", 0)
    counts = f"{line.habitat}, {line.condition}, {line.get_work_display()}: the metric counts"
    if medium:
        yield f"{counts} {line.measured(medium)} as of medium significance, which is for land without a strategy."
    pieces = split(land, consistent(line.habitat, ACTIONS[line.work], table), lands, {}, area)
    high_ha = sum(one.area_m2 for one in pieces if one.significance is Significance.HIGH) / HA_M2
    counts += f" {line.measured(high) if high else 'nothing'} as of high significance"
    if high and not high_ha:
        yield f"{counts}; no measure that makes it is mapped on this land."
    elif line.module == "area":
        bounds = somewhere(line.size / parts.PARTS, high_ha, sum(one.area_m2 for one in pieces) / HA_M2 - high_ha)
        if high / parts.PARTS > bounds.most + NEARLY_HA:
            yield f"{counts}; by the strategy at most {_ha(bounds.most)} can be."
        elif high / parts.PARTS < bounds.least - NEARLY_HA:
            yield f"{counts}; by the strategy at least {_ha(bounds.least)} are, wherever it lies."


def _ha(hectares: float) -> str:
    """To the hundredth: sizes that differ by little are told apart."""
    return f"{hectares:,.2f}\u00a0ha"
