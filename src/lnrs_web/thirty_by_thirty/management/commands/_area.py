"""Which area a command of this app is about."""

from lnrs.errors import NotFound, Problem
from lnrs_web.areas.models import StrategyArea


def area_named(slug: str) -> StrategyArea:
    """The area of a name as in addresses. Raises NotFound."""
    if (found := StrategyArea.objects.filter(slug=slug).first()) is None:
        raise NotFound([Problem(slug, "has no edition on this site.", "Import one first.")])
    return found
