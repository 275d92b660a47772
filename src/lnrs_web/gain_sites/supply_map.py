"""Maps of the register as pictures: where sites are, and the edge of one."""

from collections.abc import Sequence

import shapely
from django.utils.safestring import SafeString

from lnrs_web.editions.models import Edition
from lnrs_web.gain_sites import place_by_place
from lnrs_web.gain_sites.compared import Compared
from lnrs_web.gain_sites.models import Version
from lnrs_web.pages.words import counted, ha
from lnrs_web.pictures.inline import inline
from lnrs_web.pictures.picture import Drawn, Label, picture
from lnrs_web.strategy.here import area_shape
from lnrs_web.strategy.maps import WIDTHS_PX
from lnrs_web.strategy.picture_of_land import Asked, picture_of_land

LABELLED = 30
"""Sites that are named on a map; where there are more, the list has their names."""


def of_sites(edition: Edition, versions: Sequence[Version]) -> dict[str, SafeString] | None:
    """A map with a mark for every site, in two widths; nothing where there is none."""
    if not versions:
        return None
    points = [shapely.Point(one.easting_m, one.northing_m) for one in versions]
    drawn = [Drawn(shapely.MultiPoint(points), "could become", f"Gain sites: {len(versions)}")]
    labels = [Label(at, one.site.reference) for at, one in zip(points, versions, strict=True)]
    named = ", ".join(map(_named, versions[:LABELLED]))
    facts = f"Map of {edition.area.name} with {counted(len(versions), 'gain site')}: {named}."
    west, south, east, north = area_shape(edition).bounds
    return {
        name: inline(
            picture(
                edition,
                drawn,
                (west, south, east, north),
                px,
                title="Map of gain sites",
                facts=facts,
                labels=labels if len(labels) <= LABELLED else (),
            ),
            name,
        )
        for name, px in WIDTHS_PX.items()
    }


def _named(version: Version) -> str:
    return f"{version.site.reference} in {version.districts[0] if version.districts else 'no district'}"


def of_site(edition: Edition, version: Version, found: Compared | None = None) -> dict[str, SafeString] | None:
    """The edge of a site and what is around it, in two widths; nothing where it has none yet. Where its metric was
    compared with the edition, what differs lies on top."""
    if not (land := version.land):
        return None
    places = found.by_place if found else None
    over = place_by_place.drawn(places) if places else []
    labels = place_by_place.labels(places) if places else []
    said = f"{version.name}, {ha(version.size_ha)} in {counted(len(land), 'parcel')}"
    asked = Asked(
        shapes=[one.shape for one in land],
        refs=[one.ref for one in land],
        style="land",
        label=said,
        facts=" ".join([f"Map of {said}, and what is around it.", *(f"{one.label}." for one in over)]),
        title=f"Map of {version.name}",
    )
    return {name: inline(picture_of_land(edition, asked, [], px, over, labels), name) for name, px in WIDTHS_PX.items()}
