"""Events that were held, as everyone may see them."""

from uuid import UUID

import shapely
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from lnrs import gridref
from lnrs_web.engagement.models import Event
from lnrs_web.engagement.pictures_of_places import picture_of
from lnrs_web.engagement.public import PublicPlace
from lnrs_web.engagement.views.frame import shown
from lnrs_web.strategy import queries as strategies


@require_safe
def event(request: HttpRequest, area: str, public_id: UUID) -> HttpResponse:
    """What was held, who came, and what was said."""
    found = _public(area, public_id)
    pins = [(pin, gridref.place_name(pin.easting_m, pin.northing_m)) for pin in found.pins.all()]
    mapped = pins and strategies.chosen(strategies.editions_of(area), "")
    address = reverse("say:event_map", args=[area, public_id]) if mapped else ""
    return shown(request, found.area, "engagement/event.html", event=found, pins=pins, map_address=address)


@gzip_page
@require_safe
def event_svg(request: HttpRequest, area: str, public_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Its pins as a picture."""
    found = _public(area, public_id)
    edition = strategies.chosen(strategies.editions_of(area), "")
    if edition is None:
        raise Http404
    pins = [PublicPlace("", "point", "", shapely.Point(one.easting_m, one.northing_m)) for one in found.pins.all()]
    drawn = picture_of(edition, pins, f"Pins of {found.title}")
    return HttpResponse(drawn.svg, "image/svg+xml; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _public(area: str, public_id: UUID) -> Event:
    found = Event.objects.filter(area__slug=area, public_id=public_id, is_public=True)
    one = found.select_related("area", "activity__area").first()
    if one is None:
        raise Http404
    return one
