"""The moving map of England: words and picture first, then what MapLibre draws it from."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from lnrs_web.atlas import legend, sprite
from lnrs_web.atlas.views import KEPT_S
from lnrs_web.england import (
    areas,
    cells,
    downloads,
    map_areas,
    map_here,
    map_marks,
    map_style,
    map_wanted,
    network_picture,
    queries,
)
from lnrs_web.england.actions import folder_of
from lnrs_web.england.frame import of_edition, page
from lnrs_web.england.models import ENGLAND, EnglandEdition
from lnrs_web.pages.limits import searches
from lnrs_web.pages.middleware import MAP_POLICY

TILES = "tiles/network.pmtiles"


@searches
@of_edition
def map_page(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:
    """The map: what is at a place and what is shown in words, then drawn."""
    words = _words(request, edition)
    wanted = words["wanted"]
    first = not (wanted.narrowed or wanted.view or words.get("asked"))
    response = page(
        request,
        edition,
        "england:map",
        "england/map_page.html",
        status=_status(words),
        whole=json.dumps(map_areas.WHOLE_DEG),
        first=first,
        picture=_picture(edition),
        at_first=",".join(map_wanted.SHOWN_AT_FIRST),
        zooms=(map_style.FARTHEST, map_style.CLOSEST),
        style=_of(edition, "england:map_style"),
        **words,
    )
    response.headers["Content-Security-Policy"] = MAP_POLICY
    return response


@searches
@of_edition
def words(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:
    """The words of the map's page alone, for a map that is being used."""
    found = _words(request, edition)
    return render(request, "england/map_words.html", found | {"edition": edition}, status=_status(found))


@of_edition
def style(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:  # noqa: ARG001
    """The map's style, for MapLibre. Its addresses begin at the root of the site."""
    tiles = reverse("england:file", args=(edition.identity, TILES)) if TILES in downloads.files_of(edition) else ""
    outlines, patterns = _of(edition, "england:map_areas"), reverse("england:map_patterns", args=(edition.identity, ""))
    name = f"{edition.name}: {edition.as_of.isoformat()}"
    return _kept(JsonResponse(map_style.style(tiles, outlines, patterns, _actions(edition), name)))


@of_edition
def outlines(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:  # noqa: ARG001
    """The 48 areas with their status, as GeoJSON in degrees."""
    return JsonResponse(map_areas.as_geojson(areas.shown(edition)), content_type="application/geo+json")


@of_edition
def patterns(request: HttpRequest, edition: EnglandEdition, identity: str, of: str) -> HttpResponse:  # noqa: ARG001
    """The patterns of the map: `.png` is the picture and `.json` its index; `@2x` before either, for a fine screen."""
    dots = 2 if of.startswith("@2x") else 1
    found = map_marks.every(_actions(edition))
    match of.removeprefix("@2x"):
        case ".png":
            return _kept(HttpResponse(sprite.png(found, dots_a_point=dots), content_type="image/png"))
        case ".json":
            return _kept(JsonResponse(sprite.index(found, dots_a_point=dots)))
    raise Http404


@of_edition
def picture(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:  # noqa: ARG001
    """England's network as a picture."""
    png = network_picture.picture(folder_of(edition), cells.side_of(edition.settings))
    if not png:
        raise Http404
    return _kept(HttpResponse(png, content_type="image/png"))


def _kept(response: HttpResponse) -> HttpResponse:
    """An answer that a browser may keep for a while: it changes with the edition, which is named in its address."""
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    return response


def _of(edition: EnglandEdition, name: str) -> str:
    """An address that is another for another edition, so that what a browser keeps is never of the one before."""
    return f"{reverse(name)}?edition={edition.identity}"


def _actions(edition: EnglandEdition) -> list[str]:
    """The actions that any land is mapped for, in the order of the legend."""
    return sorted(one.about for one in queries.actions(edition, ENGLAND) if one.about)


def _picture(edition: EnglandEdition) -> str:
    has_cells = any(path.startswith("grids/network/") for path in downloads.files_of(edition))
    return _of(edition, "england:map_picture") if has_cells else ""


def _words(request: HttpRequest, edition: EnglandEdition) -> dict[str, Any]:
    habitats, actions = queries.habitat_names(edition.identity), _actions(edition)
    wanted, problems = map_wanted.read(request.GET, habitats, actions)
    shown = areas.shown(edition)
    land, by_action = queries.land(edition)[ENGLAND], queries.actions(edition, ENGLAND)
    return {
        "wanted": wanted,
        "problems": problems,
        "shown": json.dumps(map_wanted.shown(wanted, habitats, actions)),
        "choices": _choices(wanted, habitats, actions),
        "swatches": {"important": legend.PARTS["importance"]}
        | {mark.name: legend.swatch(mark) for mark in (map_marks.MEASURES, map_marks.NOW, map_marks.DELIVERED)},
        "statuses": [
            (legend.swatch(map_marks.STATUSES[status]) if status in map_marks.STATUSES else "", said, number)
            for status, said, number in areas.counted(shown)
        ],
        "land": land,
        "actions": [
            (legend.swatch(map_marks.action_mark(one.about)), one)
            for one in by_action
            if slugify(one.about) in wanted.actions
        ],
        "habitats": [one for one in queries.habitats(edition) if not wanted.habitat or one.slug == wanted.habitat],
        "summary": _summary(wanted.parts),
        "side_m": cells.side_of(edition.settings),
        **map_here.asked_about(edition, request.GET.get("place", "").strip(), shown, wanted.query),
    }


def _summary(parts: Sequence[str]) -> str:
    return "; ".join(map_wanted.PARTS[part] for part in map_wanted.PARTS if part in parts)


def _choices(
    wanted: map_wanted.Wanted, habitats: dict[str, str], actions: Sequence[str]
) -> dict[str, list[legend.Choice]]:
    return {
        "layers": [legend.Choice(name, words, name in wanted.parts) for name, words in map_wanted.PARTS.items()],
        "habitat": [legend.Choice(slug, name, slug == wanted.habitat) for slug, name in habitats.items()],
        "action": [
            legend.Choice(
                slugify(one),
                one.capitalize(),
                slugify(one) in wanted.actions,
                legend.swatch(map_marks.action_mark(one)),
            )
            for one in actions
        ],
    }


def _status(words: dict[str, Any]) -> int:
    return 400 if words["problems"] or words.get("wrong") else 200
