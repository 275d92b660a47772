"""The maps on a strategy's pages: pictures at addresses of their own, in two widths."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page

from lnrs_web.editions.models import Edition, Measure, Priority, Zone
from lnrs_web.pages.limits import searches
from lnrs_web.pictures import of_strategy
from lnrs_web.pictures.kept import Kept, drawing, kept
from lnrs_web.pictures.picture import Picture
from lnrs_web.places import finding
from lnrs_web.places.whereabouts import Whereabouts
from lnrs_web.strategy import here, queries, zones
from lnrs_web.strategy.frame import of_edition

WIDTHS_PX = {"wide": 720, "narrow": 360}
FOR_EVER = "max-age=31536000, immutable"


@dataclass(frozen=True)
class Subject:
    """What a map is of: the edition, the name of its address with its parts, and how it is drawn in a width."""

    edition: Edition
    page: str
    draw: Callable[..., Picture]
    """Takes `width_px`."""
    parts: tuple[str, ...] = ()
    asked: dict[str, str] = field(default_factory=dict)
    """What else the address asks for."""
    exactly: str = ""
    """What a reader asked about, exactly; nothing for a map that is the same for everyone."""

    def kept(self, width_px: int) -> Kept:
        """The map in a width."""
        name = " ".join((self.page, *self.parts, self.exactly, str(width_px)))
        return kept(self.edition, name, partial(self.draw, width_px=width_px), as_file=not self.exactly)


@dataclass(frozen=True)
class Sized:
    """A map in one of its widths: where it is, and the room that it takes."""

    address: str
    width_px: int
    height_px: int


@dataclass(frozen=True)
class Map:
    """A map as a page shows it: the same picture for wide and for narrow screens, and its facts in words."""

    wide: Sized
    narrow: Sized
    alt: str


def of_area(edition: Edition) -> Subject:
    """The whole area."""
    return Subject(edition, "strategy:area-map", partial(of_strategy.area_picture, edition))


def of_measure(measure: Measure) -> Subject:
    """A mapped measure."""
    draw = partial(of_strategy.measure_picture, measure.edition, measure)
    return Subject(measure.edition, "strategy:measure-map", draw, (measure.ref,))


def of_priority(priority: Priority) -> Subject:
    """A priority."""
    draw = partial(of_strategy.priority_picture, priority.edition, priority)
    return Subject(priority.edition, "strategy:priority-map", draw, (priority.ref,))


def of_zone(zone: Zone) -> Subject:
    """A parish, ward, district or constituency."""
    return Subject(zone.edition, "strategy:zone-map", partial(of_strategy.zone_picture, zone), (zone.kind, zone.code))


def of_place(edition: Edition, place: Whereabouts, asked: str) -> Subject:
    """What is around a place; `asked` is what the reader called it."""
    draw = partial(of_strategy.point_picture, edition, place.easting_m, place.northing_m)
    exactly = f"{place.easting_m!r},{place.northing_m!r}"
    return Subject(edition, "strategy:at-map", draw, asked={"place": asked}, exactly=exactly)


def shown(subject: Subject) -> Map:
    """A map for a page, which is drawn now where it has not been: the page says its size and its facts."""
    path = reverse(subject.page, args=[subject.edition.area.slug, *subject.parts])
    asked = subject.asked | {"edition": subject.edition.identity, "drawn": drawing()}
    drawn = {width: subject.kept(width_px) for width, width_px in WIDTHS_PX.items()}
    wide, narrow = (
        Sized(f"{path}?{urlencode(asked | {'width': width})}", one.width_px, one.height_px)
        for width, one in drawn.items()
    )
    return Map(wide, narrow, drawn["wide"].alt)


@gzip_page
@of_edition
def area(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The map of the whole area."""
    return _answer(request, of_area(edition))


@gzip_page
@of_edition
def measure(request: HttpRequest, edition: Edition, ref: str) -> HttpResponse:
    """The map of a mapped measure; a wider one has none."""
    found = queries.measure(edition, ref)
    if found is None or not found.mapped:
        raise Http404
    return _answer(request, of_measure(found))


@gzip_page
@of_edition
def priority(request: HttpRequest, edition: Edition, ref: str) -> HttpResponse:
    """The map of a priority."""
    if (found := queries.priority(edition, ref)) is None:
        raise Http404
    return _answer(request, of_priority(found))


@gzip_page
@of_edition
def zone(request: HttpRequest, edition: Edition, kind: str, code: str) -> HttpResponse:
    """The map of a parish, ward, district or constituency."""
    if (found := zones.named(edition, kind, code)) is None:
        raise Http404
    return _answer(request, of_zone(found))


@searches
@gzip_page
@of_edition
def at(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The map of what is around a place that the reader names."""
    asked = request.GET.get("place", "").strip()
    try:
        place = finding.point(edition, asked)
    except ValueError as error:
        return HttpResponse(f"We cannot find that place. {error}.", "text/plain; charset=utf-8", status=400)
    if not here.in_area(edition, place.easting_m, place.northing_m):
        raise Http404
    return _answer(request, of_place(edition, place, asked))


def _answer(request: HttpRequest, subject: Subject) -> HttpResponse:
    """The map in the width asked for, or that it has not changed. Browsers keep one for ever whose address names its
    edition and its drawing."""
    width_px = WIDTHS_PX.get(request.GET.get("width", "wide"))
    if width_px is None:
        raise Http404
    found = subject.kept(width_px)
    etag = f'"{found.tag}"'
    answer = get_conditional_response(request, etag=etag) or HttpResponse(found.svg, "image/svg+xml; charset=utf-8")
    lasting = request.GET.get("edition") and request.GET.get("drawn") == drawing()
    who = "private" if subject.exactly else "public"
    answer.headers["ETag"], answer.headers["Cache-Control"] = etag, f"{who}, {FOR_EVER if lasting else 'no-cache'}"
    return answer
