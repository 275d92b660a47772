"""Events that were held, as everyone may see them."""

from uuid import UUID

import shapely
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from lnrs import gridref
from lnrs_web.engagement.models import Event, EventPin
from lnrs_web.engagement.pictures_of_places import picture_of
from lnrs_web.engagement.public import PublicPlace, square_of
from lnrs_web.engagement.sensitive import GRAIN_M, USUAL, named_in
from lnrs_web.engagement.views.frame import shown
from lnrs_web.strategy import queries as strategies


@require_safe
def event(request: HttpRequest, area: str, public_id: UUID) -> HttpResponse:
    """What was held, who came, and what was said."""
    found = _public(area, public_id)
    pins = [(pin, place.words) for pin, place in _places(found)]
    mapped = pins and strategies.current(area)
    address = reverse("say:event_map", args=[area, public_id]) if mapped else ""
    return shown(request, found.area, "engagement/event.html", event=found, pins=pins, map_address=address)


@gzip_page
@require_safe
def event_svg(request: HttpRequest, area: str, public_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Its pins as a picture."""
    found = _public(area, public_id)
    edition = strategies.current(area)
    if edition is None:
        raise Http404
    drawn = picture_of(edition, [place for _, place in _places(found)], f"Pins of {found.title}")
    return HttpResponse(drawn.svg, "image/svg+xml; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _places(event: Event) -> list[tuple[EventPin, PublicPlace]]:
    """Each pin, and where it is as everyone may know it: what names a sensitive species, to a square of 1 km."""
    sensitive = event.activity.sensitive_species if event.activity else USUAL
    found = []
    for pin in event.pins.all():
        at = shapely.Point(pin.easting_m, pin.northing_m)
        if named_in(pin.words, sensitive):
            found.append((pin, square_of(at, GRAIN_M)))
        else:
            found.append((pin, PublicPlace(gridref.place_name(at.x, at.y), "point", "", at)))
    return found


def _public(area: str, public_id: UUID) -> Event:
    found = Event.objects.filter(area__slug=area, public_id=public_id, is_public=True)
    one = found.select_related("area", "activity__area").first()
    if one is None:
        raise Http404
    return one
