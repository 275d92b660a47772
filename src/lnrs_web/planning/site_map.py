"""The map of a site that is checked. It is drawn each time and kept nowhere: when the check goes, so does its map."""

import shapely

from lnrs.units import HA_M2
from lnrs_web.pages.words import ha
from lnrs_web.pictures.picture import Drawn, Picture, picture
from lnrs_web.planning.answer import Answer
from lnrs_web.planning.significance import Significance, polygonal

WIDTHS_PX = {"wide": 720, "narrow": 360}
HEIGHT_SHARE = 0.6
"""Height of the ground beside its width: with its legend the whole is not taller than it is wide, also in print."""
AROUND_SHARE = 0.25
"""How much ground is shown around the site, beside the longer of its sides."""


def site_picture(found: Answer, width_px: int) -> Picture:
    """The red line over what is important, what is mapped on the site, and where a listed habitat is of high
    significance."""
    west, south, east, north = found.land.bounds
    edge_m = AROUND_SHARE * max(east - west, north - south)
    sites = polygonal(shapely.union_all([one.site.shape for one in (*found.sites, *found.near)]))
    high = _high(found)
    on_site = [
        ("mapped", found.mapped, "Mapped for a measure", found.mapped),
        ("important", sites, "Of particular importance", found.important),
        ("habitat", high, "High significance for a habitat that is listed", high),
    ]
    drawn = [
        Drawn(shape, style, f"{label}: {ha(within.area / HA_M2)} on the site")
        for style, shape, label, within in on_site
        if not shape.is_empty
    ]
    return picture(
        found.edition,
        [*drawn, Drawn(found.land, "red line", f"The red line: {ha(found.area_ha)}")],
        (west - edge_m, south - edge_m, east + edge_m, north + edge_m),
        width_px,
        round(HEIGHT_SHARE * width_px),
        title="Map of the site",
    )


def _high(found: Answer) -> shapely.MultiPolygon:
    """Land that a listed habitat fills, or may lie on, with high significance."""
    lines = [line.shape for one in found.habitats for line in one.lines if line.significance is Significance.HIGH]
    return polygonal(shapely.union_all(lines))
