"""The map of a briefing: what is and what could become of particular importance in a place and around it."""

from collections.abc import Mapping
from typing import Any

from lnrs_web.briefings.grounds import Ground
from lnrs_web.editions.models import Edition, Opportunity, Site
from lnrs_web.pages.words import ha
from lnrs_web.pictures.of_strategy import seen
from lnrs_web.pictures.picture import Drawn, Picture, picture


def of_place(edition: Edition, ground: Ground, facts: Mapping[str, Any], width_px: int = 720) -> Picture:
    """A place with what is in it; the hectares are those of its facts."""
    west, south, east, north = (float(edge) for edge in ground.shape.bounds)
    box, name = (west, south, east, north), ground.name
    important, become = ha(facts["important_ha"]), ha(facts["become_ha"])
    drawn = [
        Drawn(seen(Site.objects.filter(edition=edition), box), "important", f"Of particular importance: {important}"),
        Drawn(seen(Opportunity.objects.filter(edition=edition), box), "could become", f"Could become so: {become}"),
    ]
    told = (
        f"Map of {name} and what is around it. In {name} areas of particular importance for nature cover {important}, "
        f"and areas that could become so {become}."
    )
    return picture(edition, drawn, box, width_px, title=f"Map of {name}", facts=told, focus=ground.shape)
