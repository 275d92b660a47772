"""What people gain beside nature, and which priorities and measures give it."""

from dataclasses import dataclass

from lnrs.document.slug import slug
from lnrs_web.editions.models import Edition, Measure, Priority
from lnrs_web.strategy import figures
from lnrs_web.strategy.chapters import Mapped, mapped


@dataclass(frozen=True)
class Benefit:
    """A wider benefit with the priorities and the measures that name it, in the order of the strategy."""

    name: str
    priorities: list[Priority]
    measures: list[Mapped]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return slug(self.name)


def benefits(edition: Edition) -> list[Benefit]:
    """Every wider benefit that an edition names, that which most measures give first."""
    priorities = list(Priority.objects.filter(edition=edition))
    measures = mapped(Measure.objects.filter(edition=edition), figures.area_ha_by(edition, "measure"))
    names = {name for one in priorities for name in one.wider_benefits}
    names |= {name for one in measures for name in one.measure.wider_benefits}
    found = [
        Benefit(
            name,
            [one for one in priorities if name in one.wider_benefits],
            [one for one in measures if name in one.measure.wider_benefits],
        )
        for name in names
    ]
    return sorted(found, key=lambda one: (-len(one.measures), -len(one.priorities), one.name))
