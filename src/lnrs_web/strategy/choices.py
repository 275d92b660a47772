"""The places that a name may mean, for a reader to choose from."""

from collections.abc import Callable
from dataclasses import dataclass

from lnrs_web.editions.models import Edition, Town, Zone
from lnrs_web.places.finding import Several
from lnrs_web.strategy import zones


@dataclass(frozen=True)
class Choice:
    """A place that a reader may mean, what it is, the district that it is in, and where choosing it leads."""

    name: str
    kind: str
    within: str
    address: str
    is_town: bool = False


def of_several(
    edition: Edition, found: Several, to_zone: Callable[[Zone], str], to_town: Callable[[Town], str]
) -> list[Choice]:
    """The choices, each with the address that it is given."""
    of_zones = [Choice(one.name, one.get_kind_display(), zones.district_of(one), to_zone(one)) for one in found.zones]
    of_towns = [
        Choice(
            one.name,
            one.kind.capitalize(),
            zones.district_at(edition, one.easting_m, one.northing_m),
            to_town(one),
            is_town=True,
        )
        for one in found.towns
    ]
    return of_zones + of_towns
