"""The wider benefits that a rule can ask for: what each is, its unit, and the layers that it is worked out from."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class BenefitSpec:
    """A benefit of acting somewhere, as far as open data can tell it."""

    unit: str
    layers: tuple[str, ...]
    """Layers that it cannot be worked out without."""
    by_cover: bool
    """Whether it depends on the land cover that the measure makes."""
    says: str
    """What land with more of it does, in words that follow `land that`."""


BENEFITS: Mapping[str, BenefitSpec] = {
    "flood": BenefitSpec(
        "person-mm per ha",
        ("land_parcels", "soils", "elevation", "rivers", "flood_zones", "towns"),
        True,
        "would hold back more of a storm above more people at risk",
    ),
    "water quality": BenefitSpec(
        "index",
        ("land_parcels", "soils", "elevation", "rivers"),
        True,
        "would keep more soil out of rivers",
    ),
    "carbon": BenefitSpec("t CO2e per ha a year", ("land_parcels", "soils"), True, "would take up or keep more carbon"),
    "soil": BenefitSpec(
        "index", ("land_parcels", "soils", "elevation", "rivers"), True, "would keep more soil in place"
    ),
    "heat": BenefitSpec("people", ("land_parcels", "towns"), False, "lies among more people who have little shade"),
    "access": BenefitSpec(
        "people", ("land_parcels", "towns", "public_land"), False, "lies near more people who have no green space near"
    ),
    "pollination": BenefitSpec("index", ("land_parcels",), True, "would bring more wild pollinators to orchards"),
}
