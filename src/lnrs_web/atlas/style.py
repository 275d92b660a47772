"""The map as a style that MapLibre draws: a quiet base of the edition's own context, and what the strategy says on it.

Which measures are shown is the page's to say: a layer of a theme names it in its metadata, and the page
sets its filter.
"""

from collections.abc import Collection, Mapping
from typing import Any

from lnrs_web.atlas.marks import (
    BEYOND,
    BUILT_UP,
    COULD_BECOME,
    IMPORTANT,
    IMPORTANT_FILL,
    LAND,
    WATER,
    WATER_OVER,
    Mark,
)

Layer = dict[str, Any]

SOURCES = ("context", "importance", "could_become", "measures")
"""Archives of tiles that an edition may have."""

OVERVIEW_TO_ZOOM = 10
"""Below it measures are shown as wholes, from it on as pieces of land."""

LETTERS, SMALL_LETTERS, HALO = "#33372f", "#4f5449", "#fffefb"
FONT = ["sans-serif"]
"""Letters are drawn by the reader's own browser, so no font is fetched."""


def style(tiles: Mapping[str, str], sprite: str, themes: Mapping[str, Mark], name: str) -> dict[str, Any]:
    """A MapLibre style. `tiles` are the addresses of the archives by their name, `sprite` that of the patterns."""
    sources = {one: {"type": "vector", "url": f"pmtiles://{tiles[one]}"} for one in SOURCES if one in tiles}
    layers = [*_ground(), *_important(), *_could_become(), *_measures(themes), *_lines_over(), *_names()]
    return {
        "version": 8,
        "name": name,
        "sprite": sprite,
        "sources": sources,
        "layers": [
            {"id": "beyond", "type": "background", "paint": {"background-color": BEYOND}},
            *_of_sources(layers, sources),
        ],
    }


def _of_sources(layers: list[Layer], sources: Collection[str]) -> list[Layer]:
    return [layer for layer in layers if layer["source"] in sources]


def _context(name: str, kind: str, of: str, paint: Mapping[str, Any], **more: Any) -> Layer:
    return {"id": name, "type": kind, "source": "context", "source-layer": of, "paint": dict(paint), **more}


def _by_zoom(*stops: Any) -> list[Any]:
    return ["interpolate", ["linear"], ["zoom"], *stops]


def _ground() -> list[Layer]:
    return [
        _context("area", "fill", "strategy_area", {"fill-color": LAND}),
        _context("built-up", "fill", "land", {"fill-color": BUILT_UP}, filter=["==", ["get", "kind"], "built-up"]),
        _water("water", {"fill-color": WATER}),
    ]


def _water(name: str, paint: Mapping[str, Any]) -> Layer:
    return _context(name, "fill", "land", paint, filter=["==", ["get", "kind"], "water"])


def _important() -> list[Layer]:
    """Areas of importance as part of the ground: what is drawn later stands out from them as from the land."""
    shared = {"source": "importance", "source-layer": "importance", "metadata": {"part": "importance"}}
    width = _by_zoom(8, 0.6, 10, 1.4, 14, 2.5)
    return [
        {"id": "important", "type": "fill", "paint": {"fill-color": IMPORTANT_FILL}, **shared},
        _water("water-over", {"fill-color": WATER, "fill-opacity": WATER_OVER}),
        _context("rivers", "line", "rivers", {"line-color": "#8fb5c9", "line-width": _by_zoom(7, 0.6, 12, 1.6)}),
        {
            "id": "important-edge",
            "type": "line",
            "paint": {"line-color": IMPORTANT.style.colour, "line-width": width},
            **shared,
        },
    ]


def _could_become() -> list[Layer]:
    shared = {"source": "could_become", "source-layer": "could_become", "metadata": {"part": "could_become"}}
    return [
        {"id": "could-become", "type": "fill", "paint": {"fill-pattern": COULD_BECOME.name}, **shared},
        {
            "id": "could-become-edge",
            "type": "line",
            "minzoom": OVERVIEW_TO_ZOOM,
            "paint": {"line-color": COULD_BECOME.style.colour, "line-width": 1.5, "line-dasharray": [3, 2]},
            **shared,
        },
    ]


def _measures(themes: Mapping[str, Mark]) -> list[Layer]:
    return [layer for prefix, mark in themes.items() for layer in _theme(prefix, mark)]


def _theme(prefix: str, mark: Mark) -> list[Layer]:
    metadata = {"part": "measures", "theme": prefix}
    whole = {"source": "measures", "source-layer": "measures_overview", "maxzoom": OVERVIEW_TO_ZOOM}
    pieces = {"source": "measures", "source-layer": "measures", "minzoom": OVERVIEW_TO_ZOOM}
    line = {"line-color": mark.style.colour, "line-width": _by_zoom(10, 0.4, 12, 1, 16, 2)}
    fill = {"type": "fill", "paint": {"fill-pattern": mark.name}}
    return [
        {"id": f"{mark.name}-whole", **fill, **whole, "metadata": metadata | {"by": "measure"}},
        {"id": f"{mark.name}-pieces", **fill, **pieces, "metadata": metadata | {"by": "measures"}},
        {
            "id": f"{mark.name}-edges",
            "type": "line",
            "paint": line,
            **pieces,
            "metadata": metadata | {"by": "measures"},
        },
    ]


def _lines_over() -> list[Layer]:
    motorway = ["==", ["get", "kind"], "motorway"]
    width = _by_zoom(7, ["case", motorway, 1.2, 0.4], 12, ["case", motorway, 3, 1.6], 16, ["case", motorway, 6, 4])
    outer = {"line-color": "#6f6b5f", "line-width": _by_zoom(7, 1, 12, 2)}
    return [
        _context("railways", "line", "railways", {"line-color": "#8b877c", "line-width": 1, "line-dasharray": [4, 2]}),
        _context("roads", "line", "roads", {"line-color": "#a39d8d", "line-width": width}),
        _context(
            "districts", "line", "districts", {"line-color": "#7d7a6c", "line-width": 0.8, "line-dasharray": [2, 2]}
        ),
        _context("area-edge", "line", "strategy_area", outer),
    ]


def _names() -> list[Layer]:
    return [
        _named("river-names", "rivers", 11, {"text-size": 12, "symbol-placement": "line"}, "#2c5f7a", ["get", "name"]),
        _named(
            "road-numbers", "roads", 10, {"text-size": 11, "symbol-placement": "line"}, SMALL_LETTERS, ["get", "ref"]
        ),
        _named(
            "towns",
            "towns",
            6,
            {
                "text-size": ["match", ["get", "kind"], "city", 17, "town", 14.5, 13],
                "symbol-sort-key": ["-", ["coalesce", ["get", "population"], 0]],
                "text-padding": 6,
            },
            LETTERS,
            ["get", "name"],
        ),
    ]


def _named(name: str, of: str, from_zoom: int, layout: Mapping[str, Any], colour: str, text: list[str]) -> Layer:
    return _context(
        name,
        "symbol",
        of,
        {"text-color": colour, "text-halo-color": HALO, "text-halo-width": 1.6},
        minzoom=from_zoom,
        layout={"text-field": text, "text-font": FONT, "text-max-width": 8, **layout},
    )
