"""The picture of land that was asked about: within the page and the PDF, and nowhere else."""

import shapely

from lnrs_web.land.answer import Answer
from lnrs_web.pages.words import counted, ha
from lnrs_web.pictures.picture import Picture
from lnrs_web.strategy.picture_of_land import Asked, OnLand, facts_of, picture_of_land

TITLE = "Map of your land"


def land_picture(found: Answer, width_px: int) -> Picture:
    """The land over what the edition has on it and around it."""
    parcels = [one.parcel for one in found.parcels]
    size = f"{ha(found.whole.area_ha)} in {counted(len(parcels), 'parcel')}"
    measures = [
        OnLand(one.measure, shapely.geometrycollections(shapely.get_parts(one.shapes)), one.area_ha)
        for one in found.whole.measures
    ]
    asked = Asked(
        shapes=[one.shape for one in parcels],
        refs=[one.ref for one in parcels],
        style="land",
        label=f"Your land: {size}",
        facts=facts_of(
            f"your land, {size},",
            found.whole.important_ha,
            [one.words for one in found.whole.sites],
            found.whole.could_become_ha,
            measures,
        ),
        title=TITLE,
    )
    return picture_of_land(found.edition, asked, measures, width_px)
