"""Maps of delivery as pictures: where projects are, and the land of one."""

from collections.abc import Sequence

import shapely
from django.utils.safestring import SafeString

from lnrs_web.delivery.models import Project, Version
from lnrs_web.editions.models import Edition
from lnrs_web.pages.words import counted, ha
from lnrs_web.pictures.inline import inline
from lnrs_web.pictures.picture import Drawn, Label, picture
from lnrs_web.strategy.here import area_shape
from lnrs_web.strategy.maps import WIDTHS_PX
from lnrs_web.strategy.picture_of_land import Asked, picture_of_land

LABELLED = 30
"""Projects that are named on a map; where there are more, the list has their names."""


def of_projects(edition: Edition, found: Sequence[Project]) -> dict[str, SafeString] | None:
    """A map with a mark for every project that has land, in two widths; nothing where there is none."""
    placed = [(one, one.shown) for one in found if one.shown and one.shown.size_m2]
    if not placed:
        return None
    points = [shapely.Point(version.easting_m, version.northing_m) for _, version in placed]
    drawn = [Drawn(shapely.MultiPoint(points), "could become", f"Projects: {len(placed)}")]
    labels = [Label(at, one.reference) for at, (one, _) in zip(points, placed, strict=True)]
    named = ", ".join(f"{one.reference}, {version.status}" for one, version in placed[:LABELLED])
    facts = f"Map of {edition.area.name} with {counted(len(placed), 'project')}: {named}."
    return {
        name: inline(
            picture(
                edition,
                drawn,
                area_shape(edition).bounds,
                px,
                title="Map of projects",
                facts=facts,
                labels=labels if len(labels) <= LABELLED else (),
            ),
            name,
        )
        for name, px in WIDTHS_PX.items()
    }


def of_project(edition: Edition, version: Version) -> dict[str, SafeString] | None:
    """The land of a project and what is around it, in two widths; nothing where it has none yet."""
    if not (land := version.land):
        return None
    said = f"{version.name}, {ha(version.size_ha)} in {counted(len(land), 'parcel')}"
    asked = Asked(
        shapes=[one.shape for one in land],
        refs=[one.ref for one in land],
        style="land",
        label=said,
        facts=f"Map of {said}, and what is around it.",
        title=f"Map of {version.name}",
    )
    return {name: inline(picture_of_land(edition, asked, [], px), name) for name, px in WIDTHS_PX.items()}
