"""What a strategy contributes to a target: wildlife-rich habitat mapped, under way and delivered."""

from dataclasses import dataclass

from lnrs_web.delivery.progress import total_of, works
from lnrs_web.editions.models import Edition
from lnrs_web.strategy.figures import summary


@dataclass(frozen=True)
class Habitat:
    """Hectares of land for wildlife-rich habitat. They are of the strategy, not of the target's own count."""

    mapped_ha: float
    """Land that could become of particular importance: mapped for a measure, and not important already."""
    under_way_ha: float
    delivered_ha: float
    projects: int


def habitat(edition: Edition) -> Habitat:
    """What an edition maps, and what public projects in its area have under way or delivered."""
    done = works(edition.area.slug)
    total = total_of(done)
    mapped_ha = summary(edition).get("could_become", 0.0)
    return Habitat(mapped_ha, total.under_way_ha, total.delivered_ha, len(done))
