"""How much of a body's land lies in the network, and what the strategy asks of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lnrs_web.boundaries.parcels import Parcel
from lnrs_web.editions.models import Edition
from lnrs_web.land.answer import outside_ha
from lnrs_web.land.overlay import cut_up
from lnrs_web.land.within import whole_of, within
from lnrs_web.strategy import here


@dataclass(frozen=True)
class Part:
    """Land of a body under one site or measure: parts of different sites or measures share land."""

    ref: str
    name: str
    kind: str
    """What a site is, or the kind of action of a measure."""
    area_ha: float


@dataclass(frozen=True)
class Figures:
    """Hectares of a body's land. Those that are not of a part count each hectare once."""

    parcels: int
    area_ha: float
    outside_ha: float
    """Beyond the edge of the strategy area."""
    important_ha: float
    become_ha: float
    mapped_ha: float
    sites: tuple[Part, ...]
    measures: tuple[Part, ...]

    @property
    def network_ha(self) -> float:
        """Land in the network: of particular importance, or that could become so."""
        return self.important_ha + self.become_ha

    @property
    def share(self) -> float:
        """The share of the land that is in the network, 0 to 1."""
        return self.network_ha / self.area_ha if self.area_ha else 0.0

    def as_data(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def figures_of(edition: Edition, parcels: Sequence[Parcel]) -> Figures:
    """The figures of land in an edition; parcels may lie on one another."""
    whole = whole_of(parcels)
    [found] = within(edition, cut_up([whole]))
    return Figures(
        len(parcels),
        found.area_ha,
        outside_ha(whole, here.area_shape(edition)),
        found.important_ha,
        found.could_become_ha,
        found.mapped_ha,
        tuple(Part(one.site.ref, one.site.name, here.kind_of(one.site), one.area_ha) for one in found.sites),
        tuple(Part(one.measure.ref, one.measure.measure, one.measure.action, one.area_ha) for one in found.measures),
    )


def from_data(data: dict[str, Any]) -> Figures:
    """Figures as they were stored."""
    parts = {name: tuple(Part(**one) for one in data[name]) for name in ("sites", "measures")}
    return Figures(**(data | parts))
