"""The map of an account: what counts, what could count and what fails; and that of one place."""

from collections.abc import Sequence

import shapely
from django.utils.safestring import SafeString

from lnrs.thirty_by_thirty.counting import Tally
from lnrs.thirty_by_thirty.standing import STATUSES, Status
from lnrs_web.editions.models import Edition
from lnrs_web.pages.words import ha
from lnrs_web.pictures.inline import inline
from lnrs_web.pictures.picture import Drawn, Picture, picture
from lnrs_web.strategy.here import area_shape
from lnrs_web.strategy.maps import WIDTHS_PX
from lnrs_web.strategy.picture_of_land import Asked, picture_of_land
from lnrs_web.thirty_by_thirty.account import Account

STYLES: dict[Status, str] = {"counts": "important", "could": "could become", "fails": "mapped"}
WORDS: dict[Status, str] = {"counts": "Counts", "could": "Could count", "fails": "Fails a test"}


def maps(edition: Edition, found: Account) -> dict[str, SafeString] | None:
    """The map in two widths; nothing where there is no candidate."""
    if not found.pieces:
        return None
    return {name: inline(_picture(edition, found, px), name) for name, px in WIDTHS_PX.items()}


def of_place(edition: Edition | None, name: str, shapes: Sequence[shapely.Geometry]) -> dict[str, SafeString] | None:
    """Where a place lies and what is around it, in two widths; nothing where the area has no edition."""
    if edition is None:
        return None
    title = f"Map of {name}"
    asked = Asked(shapes, [""] * len(shapes), "land", name, facts=f"{title}, and what is around it.", title=title)
    return {name: inline(picture_of_land(edition, asked, [], px), name) for name, px in WIDTHS_PX.items()}


def _picture(edition: Edition, found: Account, width_px: int) -> Picture:
    sizes = _sizes(found)
    drawn = []
    for status in reversed(STATUSES):
        own = [one.own for one in found.pieces if one.standing.status == status and not one.own.is_empty]
        parts = [part for part in shapely.get_parts(own) if part.geom_type == "Polygon"]
        if parts:
            drawn.append(Drawn(shapely.multipolygons(parts), STYLES[status], f"{WORDS[status]}: {sizes[status]}"))
    west, south, east, north = area_shape(edition).bounds
    told = ", ".join(f"{WORDS[status].lower()}: {sizes[status]}" for status in STATUSES)
    title = f"Map of 30 by 30 in {edition.area.name}"
    return picture(edition, drawn, (west, south, east, north), width_px, title=title, facts=f"{title}. What {told}.")


def _sizes(found: Account) -> dict[Status, str]:
    """Hectares by how they stand; where the map has sea too, that apart."""
    land, sea = _by_status(found.whole.total), _by_status(found.sea.total if found.sea else Tally())
    return {
        status: f"{ha(land[status])} of land, {ha(sea[status])} of sea" if any(sea.values()) else ha(land[status])
        for status in STATUSES
    }


def _by_status(total: Tally) -> dict[Status, float]:
    return {"counts": total.counts_ha, "could": total.could_ha, "fails": total.fails_ha}
