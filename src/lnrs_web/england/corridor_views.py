"""A corridor between two places of England: asked for, told in words, tables and a picture, and taken away."""

import json
from typing import Any
from urllib.parse import urlencode

import numpy as np
import shapely
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from pyproj import Transformer

from lnrs.network import corridor_drawn, corridor_words
from lnrs.network.along import LIMITS, gaps
from lnrs_web.england import areas, corridor_asked, links_within, queries
from lnrs_web.england.actions import folder_of
from lnrs_web.england.corridor_asked import Corridor, End
from lnrs_web.england.frame import of_edition, page
from lnrs_web.england.models import EnglandEdition
from lnrs_web.exports.answers import table_response
from lnrs_web.pages.limits import limited

seldom = limited("corridor", times=20, seconds=60)
"""Over views that look for a way: it may cost the site a second or two."""

COLUMNS = ("station", "along_km", "place", "lnrs_id", "area", "now_share", "delivered_share", "gap")


@seldom
@of_edition
def corridor(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:
    """The corridor between `from` and `to`; a form where neither is named, and what is wrong where one is no place."""
    asked = _asked(request, edition)
    if asked is None:
        return page(request, edition, "england:corridor", "england/corridor.html", **_form(edition, "", "", ""))
    found = {key: value for key, value in asked.items() if key != "corridor"}
    if (corridor := asked["corridor"]) is not None:
        found |= _told(edition, corridor, asked["ends"], asked["query"])
    return page(
        request,
        edition,
        "england:corridor",
        "england/corridor.html",
        status=200 if corridor is not None or asked["to_choose"] else 400,
        **found,
    )


@seldom
@of_edition
def stations(request: HttpRequest, edition: EnglandEdition) -> HttpResponseBase:
    """Every cell of the way as CSV, each row with the edition."""
    asked = _asked(request, edition)
    if asked is None or asked["corridor"] is None:
        return _nothing(asked)
    rows = asked["corridor"].along.stations()
    about = (edition.identity, edition.as_of, edition.invented)
    table = ([*(row[name] for name in COLUMNS), *about] for row in rows)
    return table_response(request, "england-corridor", (*COLUMNS, "edition", "as_of", "invented"), table, "csv")


@seldom
@of_edition
def shapes(request: HttpRequest, edition: EnglandEdition) -> HttpResponse:
    """The corridor, the way and its gaps as GeoJSON in degrees."""
    asked = _asked(request, edition)
    if asked is None or asked["corridor"] is None:
        return _nothing(asked)
    along = asked["corridor"].along
    features = [("corridor", 0.0, along.land), ("way", float(along.metres.sum()), along.line)]
    for (first, last), gap in zip(gaps(along.delivered), along.gaps(), strict=True):
        one = along.points[first : last + 1]
        features.append(("gap", gap["gap_m"], shapely.LineString(one) if len(one) > 1 else shapely.Point(one[0])))
    to_degrees = Transformer.from_crs(27700, 4326, always_xy=True)
    content = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": kind, "length_m": round(length, 1), "edition": edition.identity},
                "geometry": shapely.geometry.mapping(
                    shapely.transform(shape, lambda xy: np.column_stack(to_degrees.transform(*xy.T)).round(6))
                ),
            }
            for kind, length, shape in features
        ],
    }
    response = HttpResponse(json.dumps(content), content_type="application/geo+json")
    response.headers["Content-Disposition"] = 'attachment; filename="england-corridor.geojson"'
    return response


def _nothing(asked: dict[str, Any] | None) -> HttpResponse:
    wrong = asked["wrong"] if asked else []
    said = "\n".join(wrong) or "Name two places, with from and to."
    return HttpResponse(f"{said}\n", status=400, content_type="text/plain; charset=utf-8")


def _asked(request: HttpRequest, edition: EnglandEdition) -> dict[str, Any] | None:
    """What was asked and the corridor, or all that is wrong or to be chosen; nothing where nothing was asked."""
    start, end, slug = (request.GET.get(name, "").strip() for name in ("from", "to", "habitat"))
    if not (start or end):
        return None
    shown = areas.shown(edition)
    ends = corridor_asked.end(start, shown), corridor_asked.end(end, shown)
    habitats = queries.habitat_names(edition.identity)
    wrong = [
        f"{which}, {one.asked}: {one.wrong}." if one.asked else f"{which}: {one.wrong}."
        for which, one in zip(("From", "To"), ends, strict=True)
        if one.wrong
    ]
    if slug and slug not in habitats:
        wrong.append("This edition has no such habitat. Choose one from the list.")
    found = None
    if not wrong and all(one.known for one in ends):
        try:
            found = corridor_asked.between(edition, *ends, habitats.get(slug, ""))
        except ValueError as error:
            wrong = [f"{error}."]
    return {
        **_form(edition, start, end, slug),
        "ends": ends,
        "wrong": wrong,
        "to_choose": [] if wrong else _to_choose(ends, slug),
        "corridor": found,
        "query": urlencode({"from": start, "to": end, **({"habitat": slug} if slug else {})}),
    }


def _form(edition: EnglandEdition, start: str, end: str, slug: str) -> dict[str, Any]:
    return {
        "start": start,
        "end": end,
        "habitat_slug": slug,
        "habitat_choices": queries.habitat_names(edition.identity).items(),
        "limits": LIMITS,
        "farthest_km": corridor_asked.FARTHEST_M // 1_000,
    }


def _to_choose(ends: tuple[End, End], slug: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Of each name that several places have, the places: name, kind, and the address that asks for it instead."""
    found = []
    for name, one in zip(("from", "to"), ends, strict=True):
        if one.choices:
            kept = {"from": ends[0].asked, "to": ends[1].asked, **({"habitat": slug} if slug else {})}
            to = [
                (place.name, place.kind, f"{reverse('england:corridor')}?{urlencode(kept | {name: place.at})}")
                for place in one.choices
            ]
            found.append((one.asked, to))
    return found


def _told(edition: EnglandEdition, found: Corridor, ends: tuple[End, End], query: str) -> dict[str, Any]:
    along, called = found.along, (ends[0].called, ends[1].called)
    said = corridor_words.opening(along)
    return {
        "title": corridor_words.title(along, called),
        "habitat_words": along.habitat or "network",
        "said": said,
        "picture": _safe(corridor_drawn.svg(found.window, along, called, " ".join(said))),
        "keys": [(_safe(corridor_drawn.swatch(drawn)), words) for words, drawn in corridor_drawn.keys(along.habitat)],
        "data": along.as_data(),
        "stations": list(along.stations()),
        "links": links_within.within(folder_of(edition), along.land),
        "downloads": {
            "csv": f"{reverse('england:corridor_csv')}?{query}",
            "geojson": f"{reverse('england:corridor_geojson')}?{query}",
        },
        "command": f'lnrs network corridor FOLDER "{ends[0].at}" "{ends[1].at}"'
        + (f' --habitat "{along.habitat}"' if along.habitat else ""),
    }


def _safe(svg: str) -> SafeString:
    """A drawing of our own making, in which every text is escaped."""
    return mark_safe(svg)
