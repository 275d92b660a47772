"""The map's page, its words alone for a map that is being used, and what it is drawn from."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from lnrs.edition import manifest as manifests
from lnrs_web.atlas import legend, marks, sprite, wanted, whereabouts_asked
from lnrs_web.atlas.style import SOURCES
from lnrs_web.atlas.style import style as style_of
from lnrs_web.editions.actions import folder_of
from lnrs_web.editions.models import Edition, Theme, Zone
from lnrs_web.pages.limits import searches
from lnrs_web.pages.middleware import MAP_POLICY
from lnrs_web.pictures import context
from lnrs_web.strategy import maps, queries
from lnrs_web.strategy.addresses import address
from lnrs_web.strategy.frame import of_edition, page

KEPT_S = 3600
"""How long a browser may keep what the map is drawn from: an edition never changes, the look of the map may."""


@of_edition
def map_page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The map: what is at a place and what is shown in words, then drawn."""
    words = _words(request, edition)
    asked = request.GET.copy()
    asked["edition"] = edition.identity
    response = page(
        request,
        edition,
        "atlas:map",
        "atlas/map.html",
        **words,
        permanent=f"{request.path}?{asked.urlencode(safe=',')}",
        map=_first_view(edition, words),
        picture=_picture(edition, words["wanted"]),
        at_first=",".join(wanted.SHOWN_AT_FIRST),
        whole=json.dumps(whereabouts_asked.box_of(*context.area_box(folder_of(edition)))),
        status=_status(words),
    )
    response.headers["Content-Security-Policy"] = MAP_POLICY
    return response


@searches
@of_edition
def words(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The words of the map's page alone, for a map that is being used: what is at the place, and what is shown."""
    found = _words(request, edition)
    return render(
        request, "atlas/words.html", found | {"edition": edition, "area": edition.area}, status=_status(found)
    )


def _kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose answer a browser may keep for a while."""

    @wraps(view)
    def answered(*args: Any, **parts: Any) -> HttpResponse:
        response = view(*args, **parts)
        response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
        return response

    return answered


@_kept
@of_edition
def style(request: HttpRequest, edition: Edition) -> HttpResponse:  # noqa: ARG001
    """The map's style, for MapLibre. Its addresses begin at the root of the site."""
    patterns = address("atlas:patterns", edition, "")
    name = f"{edition.title}: edition {edition.name} of {edition.as_of.isoformat()}"
    return JsonResponse(style_of(_tiles(edition), patterns, _marks(edition), name))


@_kept
@of_edition
def patterns(request: HttpRequest, edition: Edition, of: str) -> HttpResponse:  # noqa: ARG001
    """The patterns of the map: `.png` is the picture and `.json` its index; `@2x` before either, for a fine screen."""
    dots = 2 if of.startswith("@2x") else 1
    found = [*_marks(edition).values(), marks.COULD_BECOME]
    match of.removeprefix("@2x"):
        case ".png":
            return HttpResponse(sprite.png(found, dots_a_point=dots), content_type="image/png")
        case ".json":
            return JsonResponse(sprite.index(found, dots_a_point=dots))
    raise Http404


def _words(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    chapters = queries.contents(edition)
    asked, problems = wanted.read(request.GET, chapters)
    zone = request.GET.get("zone", "")
    within = whereabouts_asked.zone_named(edition, zone) if zone else None
    if zone and within is None:
        problems.append("This edition has no such parish, ward, district or constituency. Choose one from its list.")
    shown = wanted.shown(asked, chapters)
    return {
        "wanted": asked,
        "problems": problems,
        "zone": within[0] if within else None,
        "bounds": json.dumps(within[1]) if within else "",
        "legend": legend.entries(shown, _marks(edition)),
        "shown": json.dumps(wanted.refs_by_theme(shown)),
        "count": sum(len(one.measures) for one in shown),
        "swatches": legend.PARTS,
        "choices": legend.choices(chapters, asked, _marks(edition)),
        **whereabouts_asked.at_place(edition, request.GET.get("place", "").strip(), wanted.query(asked)),
    }


def _status(words: dict[str, Any]) -> int:
    return 400 if words["problems"] or words.get("wrong") else 200


def _marks(edition: Edition) -> dict[str, marks.Mark]:
    return marks.theme_marks(Theme.objects.filter(edition=edition))


def _tiles(edition: Edition) -> dict[str, str]:
    """Addresses of the archives of tiles that the edition has."""
    listed = _listed(edition)
    return {name: _file(edition, f"tiles/{name}.pmtiles") for name in SOURCES if f"tiles/{name}.pmtiles" in listed}


def _picture(edition: Edition, asked: wanted.Wanted) -> str:
    """The statement's picture of what is wanted, for who has no JavaScript: of its theme, or of all that could be."""
    names = [f"theme-{asked.themes[0]}"] if len(asked.themes) == 1 else []
    listed = _listed(edition)
    paths = [f"statement/maps/{name}.png" for name in [*names, "could-become", "important"]]
    return next((_file(edition, path) for path in paths if path in listed), "")


def _first_view(edition: Edition, words: Mapping[str, Any]) -> maps.Map | None:
    """The picture that is seen until the map is drawn, of the same ground: of a zone, or of the whole area. There is
    none where something else is asked for."""
    asked: wanted.Wanted = words["wanted"]
    if asked.view or asked.narrowed or asked.parts != wanted.SHOWN_AT_FIRST or words.get("place"):
        return None
    zone: Zone | None = words["zone"]
    return maps.shown(maps.of_zone(zone) if zone else maps.of_area(edition))


def _listed(edition: Edition) -> set[str]:
    return {entry.path for entry in manifests.read(folder_of(edition)).files}


def _file(edition: Edition, path: str) -> str:
    return reverse("edition-file", args=(edition.area.slug, edition.identity, path))
