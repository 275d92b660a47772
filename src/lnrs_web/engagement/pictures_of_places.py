"""Places that people named, as a picture over the ground of an edition."""

from collections.abc import Sequence

import shapely

from lnrs_web.editions.models import Edition
from lnrs_web.engagement.models import Contribution
from lnrs_web.engagement.public import PublicPlace
from lnrs_web.pages.words import counted
from lnrs_web.pictures.picture import Drawn, Picture, picture
from lnrs_web.strategy.here import area_shape

AROUND_M = 1500
"""How much ground is shown around the places of one contribution, at least."""
SHORT_M = 30
"""Lines are drawn as strips of twice this breadth, so that they are seen."""


def picture_of(edition: Edition, places: Sequence[PublicPlace], title: str, *, around: bool = False) -> Picture:
    """Points, lines and areas; all of the area is shown, or what is around them."""
    shapes = [one.shape for one in places if one.shape is not None]
    points = [one for one in shapes if shapely.get_dimensions(one) == 0]
    lines = [one for one in shapes if shapely.get_dimensions(one) == 1]
    areas = [one for one in shapes if shapely.get_dimensions(one) == 2]
    drawn = []
    if areas:
        drawn.append(Drawn(shapely.union_all(areas), "mapped", counted(len(areas), "area")))
    if lines:
        strips = shapely.union_all(shapely.buffer(lines, SHORT_M))
        drawn.append(Drawn(strips, "habitat", counted(len(lines), "line")))
    if points:
        drawn.append(Drawn(shapely.MultiPoint(shapely.get_coordinates(points)), "here", counted(len(points), "point")))
    box = None
    if around and shapes:
        west, south, east, north = shapely.total_bounds(shapes)
        edge = max(AROUND_M, 0.5 * max(east - west, north - south))
        box = (west - edge, south - edge, east + edge, north + edge)
    facts = f"{title}: " + (", ".join(one.label for one in drawn) or "no place") + "."
    if not drawn:
        return picture(edition, [], _whole(edition), 720, title=title, facts=facts)
    return picture(edition, drawn, box or _whole(edition), 720, 480 if around else None, title=title, facts=facts)


def has_map(contribution: Contribution) -> bool:
    """Whether there is a picture of what a contribution is about."""
    return bool(contribution.activity.edition_id) and contribution.locations.exclude(wkb=None).exists()


def picture_of_own(contribution: Contribution) -> Picture | None:
    """All that a contribution is about, exactly as it was given: for its writer and for officers. Nothing where no
    shape was given, or the activity is about no edition."""
    edition = contribution.activity.edition
    shown = [
        PublicPlace(one.in_words, one.kind, one.ref, one.shape) for one in contribution.locations.exclude(wkb=None)
    ]
    return picture_of(edition, shown, "Where it is", around=True) if edition and shown else None


def _whole(edition: Edition) -> tuple[float, float, float, float]:
    west, south, east, north = area_shape(edition).bounds
    return west, south, east, north
