"""The map of a site that is checked. It is drawn each time and kept nowhere: when the check goes, so does its map."""

import shapely

from lnrs.significance import Significance, polygonal
from lnrs.units import HA_M2
from lnrs_web.pages.words import ha
from lnrs_web.pictures.picture import Drawn, Picture
from lnrs_web.planning.answer import Answer
from lnrs_web.planning.words import kind_of
from lnrs_web.strategy.picture_of_land import Asked, OnLand, facts_of, picture_of_land

TITLE = "Map of the site"


def site_picture(found: Answer, width_px: int) -> Picture:
    """The red line over what is important, what could become so, the measures mapped on the site, and where a listed
    habitat is of high significance."""
    measures = [OnLand(one.measure, one.shape, one.area_ha) for one in found.measures]
    high = _high(found)
    high_label = f"High significance for a habitat that is listed: {ha(high.area / HA_M2)}"
    size = ha(found.area_ha)
    facts = facts_of(
        f"the site, {size} within the red line,",
        found.important.area / HA_M2,
        [f"{one.site.name or one.site.ref} ({kind_of(one.site)})" for one in found.sites],
        found.could_become.area / HA_M2,
        measures,
    )
    asked = Asked(
        shapes=[found.land],
        refs=[""],
        style="red line",
        label=f"The red line: {size}",
        facts=facts if high.is_empty else f"{facts} {high_label}.",
        title=TITLE,
    )
    return picture_of_land(found.edition, asked, measures, width_px, [Drawn(high, "habitat", high_label)])


def _high(found: Answer) -> shapely.MultiPolygon:
    """Land that a listed habitat fills, or may lie on, with high significance."""
    lines = [line.shape for one in found.habitats for line in one.lines if line.significance is Significance.HIGH]
    return polygonal(shapely.union_all(lines))
