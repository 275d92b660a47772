"""The moving map of England as a style that MapLibre draws: the 48 areas, and on them the network in cells.

The edition's archive of tiles has cells of habitat by state, and cells of land by kind. What of them is shown is the
page's to say, as on the map of one strategy: a layer names its part, and what the page may filter it by, in its
metadata.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from lnrs_web.atlas.marks import BEYOND, IMPORTANT, IMPORTANT_FILL, LAND, Mark
from lnrs_web.atlas.style import FONT, HALO, LETTERS
from lnrs_web.england.map_marks import DELIVERED, MEASURES, NOW, STATUSES, action_mark

Layer = dict[str, Any]

CLOSEST, FARTHEST = 11, 4
"""Zooms of the map. Tiles end at 9; nearer than 11 their cells would pretend to be fields."""


def style(tiles: str, areas: str, sprite: str, actions: Iterable[str], name: str) -> dict[str, Any]:
    """A MapLibre style. `tiles` is the address of the edition's archive or empty, `areas` that of the 48 outlines."""
    sources: dict[str, Any] = {"areas": {"type": "geojson", "data": areas}}
    if tiles:
        sources["network"] = {"type": "vector", "url": f"pmtiles://{tiles}"}
    layers = [*_ground(), *_network(actions), *_over()]
    return {
        "version": 8,
        "name": name,
        "sprite": sprite,
        "sources": sources,
        "layers": [
            {"id": "beyond", "type": "background", "paint": {"background-color": BEYOND}},
            *(layer for layer in layers if layer["source"] in sources),
        ],
    }


_SHAPES = ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]]
_POINTS = ["==", ["geometry-type"], "Point"]


def _ground() -> list[Layer]:
    by_status: list[Any] = ["match", ["get", "status"]]
    for status, mark in STATUSES.items():
        by_status += [status, mark.name]
    shaded = ["in", ["get", "status"], ["literal", [*STATUSES]]]
    return [
        {"id": "land", "type": "fill", "source": "areas", "filter": _SHAPES, "paint": {"fill-color": LAND}},
        {
            "id": "status",
            "type": "fill",
            "source": "areas",
            "filter": ["all", _SHAPES, shaded],
            "paint": {"fill-pattern": [*by_status, STATUSES["draft"].name]},
            "metadata": {"part": "status"},
        },
    ]


def _network(actions: Iterable[str]) -> list[Layer]:
    important = {**_of("land"), "filter": ["==", ["get", "kind"], "important"], "metadata": {"part": "important"}}
    edge = {"line-color": IMPORTANT.style.colour, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 0.5, 10, 1.6]}
    found = [
        {"id": "important", "type": "fill", "paint": {"fill-color": IMPORTANT_FILL}, **important},
        {"id": "important-edge", "type": "line", "paint": edge, **important},
        _filled("habitat-delivered", "habitats", DELIVERED, _habitat("delivered")),
        _filled("habitat-now", "habitats", NOW, _habitat("now")),
        _filled("measures", "land", MEASURES, {"part": "measures", "theme": "all", "by": "kind"}),
    ]
    only = ["==", ["get", "kind"], "action"]
    for action in actions:
        mark = action_mark(action)
        found.append(
            _filled(mark.name, "land", mark, {"part": "measures", "theme": mark.name, "by": "about", "only": only})
        )
    return found


def _habitat(state: str) -> dict[str, Any]:
    """Layers by habitat are shown of those that the page names."""
    return {"part": state, "theme": "habitat", "by": "habitat", "only": ["==", ["get", "state"], state]}


def _of(layer: str) -> dict[str, str]:
    return {"source": "network", "source-layer": layer}


def _filled(name: str, of: str, mark: Mark, metadata: Mapping[str, Any]) -> Layer:
    paint = {"fill-color": mark.style.colour} if mark.style.pattern == "plain" else {"fill-pattern": mark.name}
    return {"id": name, "type": "fill", **_of(of), "paint": paint, "metadata": dict(metadata)}


def _over() -> list[Layer]:
    width = ["interpolate", ["linear"], ["zoom"], 4, 0.8, 10, 2]
    return [
        {
            "id": "area-edge",
            "type": "line",
            "source": "areas",
            "filter": _SHAPES,
            "paint": {"line-color": "#55524a", "line-width": width},
        },
        {
            "id": "area-names",
            "type": "symbol",
            "source": "areas",
            "filter": _POINTS,
            "layout": {
                "text-field": ["get", "name"],
                "text-font": FONT,
                "text-size": ["interpolate", ["linear"], ["zoom"], 5, 11.5, 9, 15],
                "text-max-width": 7,
                "text-padding": 4,
            },
            "paint": {"text-color": LETTERS, "text-halo-color": HALO, "text-halo-width": 1.6},
        },
    ]
